import type { Figure } from './figures.js';
import type { Token } from './tokens.js';
import { isPeriod, unitOf } from './units.js';

/** Words that come to a number. */
const counts: Record<string, number> = { twice: 2, double: 2, pair: 2, duo: 2, triple: 3, trio: 3, quartet: 4 };

/** "A month before": how far from something else; "a day after" is as often counted from dates. */
function isDistance(tokens: readonly Token[], at: number): boolean {
  return (
    /^(?:week|fortnight|month|decade|century)$/u.test(tokens[at]!.key) &&
    /^an?$/u.test(tokens[at - 1]?.key ?? '') &&
    /^(?:before|earlier|later|after)$/u.test(tokens[at + 1]?.key ?? '')
  );
}

/** What words of counting come to, and periods that are not counted: "twice", "over the past decade", "a week". */
export function countsOf(text: string, tokens: readonly Token[]): Figure[] {
  return tokens.flatMap((token, at) => {
    const isPeriodAlone =
      isPeriod(unitOf(token.key) ?? null) &&
      /^(?:a|an|the|past|last|next|coming|previous|per|every|each)$/u.test(tokens[at - 1]?.key ?? '') &&
      !/^(?:half|of)$/u.test(tokens[at - 2]?.key ?? '') &&
      !/s$|^second$/u.test(token.key);
    const value = isPeriodAlone ? 1 : token.kind === 'word' ? counts[token.key] : undefined;
    if (value === undefined) return [];
    return [
      {
        text: text.slice(token.start, token.end), start: token.start, end: token.end, kind: 'number', value, unit: isPeriodAlone ? unitOf(token.key)! : null,
        rough: null, isHalfDay: false, isOrdinal: false, isWeak: false, isYear: false, isShare: false, isDerived: !isDistance(tokens, at), from: at, to: at + 1,
      } satisfies Figure,
    ]; // prettier-ignore
  });
}

const quarter = new RegExp(
  '\\b(?:(?<first>jan(?:uary)?|apr(?:il)?|july?|oct(?:ober)?)\\.?(?: 1)? ?(?:to|through|until|and|-|–) ?(?<last>mar(?:ch)?|june?|sep(?:t(?:ember)?)?|dec(?:ember)?)' +
    '|three(?: |-)month(?:s| period)? (?:to|through|end(?:ed|ing)(?: in| on)?)(?: the end of)? (?<end>march|june|september|december)|(?<=\\W|^)q(?<number>[1-4]))\\b',
  'giu',
);

/** The quarters of a year that months come to: "between April and June". */
export function quartersOf(text: string, tokens: readonly Token[]): Figure[] {
  return [...text.matchAll(quarter)].flatMap((match) => {
    const { first, last, end, number } = match.groups!;
    const quarterOf = (name: string, months: string): number =>
      months.split(' ').indexOf(name.slice(0, 3).toLowerCase()) + 1;
    const closing = 'mar jun sep dec';
    const value = number !== undefined ? Number(number) : quarterOf(end ?? last!, closing);
    if (first !== undefined && quarterOf(first, 'jan apr jul oct') !== value) return [];
    const [start, stop] = [match.index, match.index + match[0].length];
    const from = tokens.findIndex((token) => token.end > start);
    const to = tokens.findIndex((token) => token.start >= stop);
    const isDerived = number === undefined;
    return [
      {
        text: match[0], start, end: stop, kind: 'number', value, unit: 'quarter', rough: null, isHalfDay: false,
        isOrdinal: true, isWeak: false, isYear: false, isShare: false, isDerived, from, to: to === -1 ? tokens.length : to,
      } satisfies Figure,
    ]; // prettier-ignore
  });
}
