import type { ReadSentence } from './prepare.js';

const isBeing = /^(?:is|are|was|were|be|been|became|become|becomes|remains|remained)$/u;
/** What stands between a form of "be" and what is said to be so. */
const filler =
  /^(?:a|an|the|not|no|also|still|now|then|once|very|more|most|his|her|its|their|one|both|all|never|always)$/u;
const endsComplement = /^(?:and|or|but|while|when|because|that|which|who|where|than|as|after|before|since|until)$/u;

/**
 * What a sentence says that somebody or something is ("criminals", "a front for smugglers"), when not one of its words stands in the
 * evidence; undefined when there is none. Only nouns behind "is" or "was" are looked at, known by "a" or by their plural: verbs and adjectives there
 * ("was pulled", "was faster") can be told in too many ways.
 */
export function findUnsupportedPredicate(
  { tokens, dates, figures }: ReadSentence,
  evidence: readonly ReadSentence[],
): string | undefined {
  const given = new Set(evidence.flatMap((sentence) => sentence.tokens.map(({ stem }) => stem)));
  const isFact = (i: number): boolean =>
    figures.some(({ from, to }) => i >= from && i < to) ||
    dates.some(({ start, end }) => tokens[i]!.start < end && tokens[i]!.end > start);
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i]!.quoted || !isBeing.test(tokens[i]!.key)) continue;
    const complement: string[] = [];
    let isKnown = false;
    for (let k = i + 1; k < tokens.length; k++) {
      const { kind, key, stem, isContent, isCapital, quoted, text } = tokens[k]!;
      if (kind === 'sign' || endsComplement.test(key)) break;
      if (filler.test(key)) continue;
      const isFirst = complement.length === 0;
      if (
        quoted ||
        isCapital ||
        isFact(k) ||
        (isFirst && !(isContent && (/^an?$/u.test(tokens[k - 1]!.key) || /[^s]s$/u.test(key))))
      ) {
        isKnown = true;
        break;
      }
      if (!isContent) continue;
      if (given.has(stem)) isKnown = true;
      complement.push(text);
    }
    if (!isKnown && complement.length > 0) return complement.join(' ');
  }
  return undefined;
}
