import { hasLike } from './attributors.js';
import type { ReadSentence } from './prepare.js';
import type { Token } from './tokens.js';
import { isVerb } from './verbs.js';

/**
 * What a sentence gives as the cause or purpose of something ("because ...", "due to ...", "in order to ..."), when the evidence has hardly a word
 * of it; undefined when there is none. An invented reason stands beside words that are all true, so that it is weighed by itself.
 */
export function findUnsupportedCause(stated: ReadSentence, evidence: readonly ReadSentence[]): string | undefined {
  const clauses = causesOf(stated);
  if (clauses.length === 0) return undefined;
  const given = new Set(evidence.flatMap(({ tokens }) => tokens.map(({ stem }) => stem)));
  return clauses
    .find(({ words, most }) => words.filter(({ stem }) => hasLike(given, stem)).length <= words.length * most)
    ?.words.map(({ text }) => text)
    .join(' ');
}

/** The share of a cause's words that the evidence may have and the cause still be invented; 0.34 lets two more such causes of the tables pass. */
const mostOfCause = 0.5;
/** The same for what somebody sought to do, which is told in other words more often ("a bid to have it thrown out"). */
const mostOfPurpose = 0.34;
const isPurpose = /^(?:order|bid|effort|attempt|so)$/u;

interface Cause {
  words: readonly Token[];
  /** The share of the words up to which the cause counts as invented. */
  most: number;
}

/** Pairs of words that open a cause or purpose; "*" stands for any word. */
const opening: readonly (readonly string[])[] = [
  ['because'],
  ['due', 'to'],
  ['owing', 'to'],
  ['thanks', 'to'],
  ['driven', '*', 'by'],
  ['driven', 'by'],
  ['caused', '*', 'by'],
  ['caused', 'by'],
  ['prompted', 'by'],
  ['triggered', 'by'],
  ['sparked', 'by'],
  ['blamed', 'on'],
  ['result', 'of'],
  ['response', 'to'],
  ['retaliation', 'for'],
  ['order', 'to'],
  ['bid', 'to'],
  ['effort', 'to'],
  ['attempt', 'to'],
  ['so', 'that'],
  ['so', 'as', 'to'],
  ['in', 'protest'],
  ['advice', 'of'],
  ['orders', 'of'],
  ['amid'],
];

function causesOf(stated: ReadSentence): Cause[] {
  const { tokens } = stated;
  const causes: Cause[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i]!.quoted) continue;
    const cue = opening.find((words) => words.every((word, k) => word === '*' || tokens[i + k]?.key === word));
    if (cue === undefined || isDue(tokens, i)) continue;
    const words = wordsFrom(tokens, i + cue.length, stated);
    if (words.length > 0) causes.push({ words, most: isPurpose.test(cue[0]!) ? mostOfPurpose : mostOfCause });
    i += cue.length - 1;
  }
  return causes;
}

/** "Were due to start": a plan and no cause. */
function isDue(tokens: readonly Token[], i: number): boolean {
  return tokens[i]!.key === 'due' && /^(?:is|are|was|were|be|been|still|now)$/u.test(tokens[i - 1]?.key ?? '');
}

/** The topic words from a place to the end of the clause; none where a part is quoted, which is compared letter by letter. */
function wordsFrom(tokens: readonly Token[], from: number, { names, dates }: ReadSentence): Token[] {
  const words: Token[] = [];
  for (let k = from; k < tokens.length; k++) {
    const token = tokens[k]!;
    if (token.kind === 'sign' && /[,;:.!?()–—]/u.test(token.text) && !/^\p{Lu}$/u.test(tokens[k - 1]!.text)) break;
    if (token.quoted) return [];
    if (k > from + 1 && /^(?:but|while|whereas|although)$/u.test(token.key)) break;
    if (token.key === 'and' && words.length > 1 && tokens[k + 1] !== undefined && isVerb(tokens, k + 1)) break;
    const isName = names.some((name) => k >= name.from && k < name.to);
    const isDate = dates.some(({ start, end }) => token.start < end && token.end > start);
    if (token.isContent && !isName && !isDate) words.push(token);
  }
  return words;
}
