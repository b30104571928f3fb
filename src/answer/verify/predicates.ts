import type { ReadSentence } from './prepare.js';
import { haveStem } from './tokens.js';

const isBeing = /^(?:is|are|was|were|be|been|became|become|becomes|remains|remained)$/u;
/** What stands between a form of "be" and what is said to be so. */
const filler =
  /^(?:a|an|the|not|no|also|still|now|then|once|very|more|most|his|her|its|their|one|both|all|never|always)$/u;
/** "The diary of a captain" is a diary; "the head of the office" may be told by any verb, and "part of it" by none. */
const holders =
  /^(?:part|kind|sort|type|form|piece|member|result|cause|head|leader|chief|director|owner|author|subject|source|number|matter|scene|site|home|place|time|day|year|end|start|middle|top|bottom|back|front|son|daughter|father|mother|wife|husband|sister|brother|victim|sign|name|symbol|state|way|work|product|case)s?$/u;
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
        (isFirst && !(isContent && (/^(?:an?|the)$/u.test(tokens[k - 1]!.key) || /[^s]s$/u.test(key))))
      ) {
        isKnown = true;
        break;
      }
      if (!isContent) continue;
      complement.push(text);
      if (haveStem(evidence, stem)) isKnown = true;
      else if (isFirst && tokens[k + 1]?.key === 'of' && !holders.test(key)) break;
    }
    if (!isKnown && complement.length > 0) return complement.join(' ');
  }
  return undefined;
}
