import type { ReadSentence } from './prepare.js';
import type { Token } from './tokens.js';

/** Things that are counted as well as numbered: "page 12" is not twelve pages. */
const numbered =
  /^(?:page|chapter|paragraph|section|clause|article|line|item|tablet|exhibit|volume|door|gate|room|platform|floor|deck|berth|lane|day|week|round|table|cabin|seat)$/u;

/** The number that a sentence gives something as its name ("page 318") where the evidence only counts such things; undefined when there is none. */
export function findNumberedByCount({ tokens }: ReadSentence, evidence: readonly ReadSentence[]): string | undefined {
  for (let i = 1; i < tokens.length; i++) {
    const [noun, number] = [tokens[i - 1]!, tokens[i]!];
    if (number.kind !== 'number' || !numbered.test(noun.key)) continue;
    const isNamed = evidence.some((sentence) => hasPair(sentence.tokens, noun.stem, number.key));
    const isCounted = evidence.some((sentence) => hasPair([...sentence.tokens].reverse(), noun.stem, number.key));
    if (!isNamed && isCounted) return `${noun.text} ${number.text}`;
  }
  return undefined;
}

/** Whether a number follows a noun, at most a hyphen between them. */
function hasPair(tokens: readonly Token[], noun: string, number: string): boolean {
  const words = tokens.filter(({ kind }) => kind !== 'sign');
  return words.some(({ kind, key }, i) => kind === 'number' && key === number && words[i - 1]?.stem === noun);
}
