import type { Attribution } from './attribution.js';
import type { Frame } from './clauses.js';
import type { Piece } from './marks.js';
import { endingOf, type Sentence } from './sentences.js';
import { conjunctions, determiners, prepositions } from './function-words.js';
import { kindOfNoun } from '../domain/titles.js';

const naming = new Set([
  'titled',
  'entitled',
  'named',
  'nicknamed',
  'so-called',
  'headlined',
  'aka',
  'a.k.a',
  'alias',
  'starring',
  'episode',
  'movie',
  'film',
  'book',
  'novel',
  'song',
  'album',
  'show',
  'series',
  'musical',
  'opera',
  'memoir',
  'documentary',
  'sitcom',
  'program',
  'magazine',
  'podcast',
  'column',
  'play',
  'painting',
  'ballad',
  'anthem',
  'bestseller',
  'best-seller',
  'thriller',
  'single',
  'track',
]);

/**
 * Words in marks that nobody is said to have said are taken for a quotation from this many on. On the training articles, shorter
 * ones are terms, slogans and irony more often than speech; longer ones are speech seven times out of eight.
 */
const longestTerm = 8;

/**
 * Whether the words between two marks are speech of their own (`direct`), words woven into the reporter's sentence (`partial`)
 * or no quotation at all (null): a title, a nickname, a term, or irony that nobody is said to have uttered.
 */
export function classify(
  text: string,
  frame: Frame,
  sentence: Sentence,
  at: number,
  piece: Piece,
  attribution: Attribution | null,
  alone: boolean,
): 'direct' | 'partial' | null {
  const words = text.slice(piece.inner.start, piece.inner.end).match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu) ?? [];
  if (words.length === 0) return null;
  const before = frame.tokens[at - 1];
  const next = frame.tokens[at + 1];
  const inSentence = at > sentence.from;
  if (
    inSentence &&
    before?.kind === 'word' &&
    before.capital &&
    next?.kind === 'word' &&
    next.capital &&
    words.length <= 3 &&
    frame.phraseAt[at - 1] !== -1 &&
    frame.phraseAt[at + 1] !== -1
  )
    return null;
  if (inSentence && before?.kind === 'word' && naming.has(before.lower) && isTitleCase(words)) return null;
  if (inSentence && before?.lower === 'so-called') return null;
  // "In “The Fall of Ley,” she wrote"
  if (inSentence && words.length > 1 && before?.lower === 'in' && isTitleCase(words)) return null;
  if (
    inSentence &&
    words.length <= 3 &&
    before !== undefined &&
    (before.lower === 'word' || before.lower === 'term' || before.lower === 'letters')
  )
    return null;
  if (frame.phraseAt[at] !== -1) return null;
  const ending = endingOf(text, piece);
  // A heading in marks stands alone in its paragraph and ends without a sign.
  if (alone && frame.sentences.length === 1 && ending === 'none' && words.length <= 8 && attribution?.where !== 'colon')
    return null;
  if (alone) return words.length === 1 && ending === 'none' && piece.single ? null : 'direct';
  const speech = attribution?.speech === true;
  const first = words[0]!.charAt(0);
  const capital = first !== first.toLowerCase();
  if (speech && attribution.where === 'after') {
    const start = !inSentence || opensSentence(frame, sentence, at);
    if (start || (capital && (before?.kind === 'sign' || before?.kind === 'quote'))) return 'direct';
    return isTitleCase(words) && words.length > 1 && attribution.cue === null ? null : 'partial';
  }
  if (
    speech &&
    (attribution.where === 'before' ||
      attribution.where === 'colon' ||
      attribution.where === 'noun' ||
      attribution.where === 'subject')
  ) {
    if (isWork(frame, attribution, at, words, ending)) return null;
    if (before?.kind === 'sign' && /^[:,—–]$/.test(before.text))
      return capital || attribution.where !== 'before' || (words.length > 3 && isNear(frame, attribution, at))
        ? 'direct'
        : 'partial';
    if (attribution.where === 'subject' || attribution.where === 'colon') return 'direct';
    return capital || words.length >= 4 ? 'direct' : 'partial';
  }
  // Words inside the reporter's sentence from here on.
  if (!inSentence && (ending === 'stop' || ending === 'mark') && capital && words.length >= 4) return 'direct';
  if (isTitleCase(words) && !isQuotedNoun(before))
    return words.length >= 2 || attribution === null || capital ? null : 'partial';
  if (attribution === null && before?.lower === 'or') return null;
  if (attribution === null || attribution.phrase === null)
    return words.length >= longestTerm && !isTitleCase(words) ? 'partial' : null;
  return 'partial';
}

const making =
  /^(?:read|reads|reading|wrote|writes|writing|sang|sings|singing|recited|recites|reciting|quoted|quotes|quoting)$/;

/** "Ann Poe read “The Old Dam” to them": a title right after a verb that takes works as well as words. Signs do read what they read. */
function isWork(
  frame: Frame,
  attribution: Attribution,
  at: number,
  words: readonly string[],
  ending: ReturnType<typeof endingOf>,
): boolean {
  const { cue, phrase, where } = attribution;
  if (where !== 'before' || cue === null || cue.to !== at || !making.test(frame.tokens[cue.from]!.lower)) return false;
  if (phrase === null || (phrase.kind === 'noun' && kindOfNoun(phrase.head) !== 'person')) return false;
  return words.length > 1 && isTitleCase(words) && ending !== 'mark';
}

/** Whether little stands between cue and quotation: a sign or a time, or, after "told", those who were told. */
function isNear(frame: Frame, attribution: Attribution, at: number): boolean {
  const { cue } = attribution;
  if (cue === null || cue.to > at) return false;
  const verb = frame.tokens[cue.from]!.lower;
  return at - cue.to <= (verb === 'told' || verb === 'tells' || verb === 'telling' ? 12 : 4);
}

function opensSentence(frame: Frame, sentence: Sentence, at: number): boolean {
  for (let i = sentence.from; i < at; i++) {
    const token = frame.tokens[i]!;
    if (token.kind === 'word' && !conjunctions.has(token.lower)) return false;
  }
  return true;
}

function isQuotedNoun(before: { kind: string; lower: string } | undefined): boolean {
  return before?.kind === 'word' && (before.lower === 'a' || before.lower === 'an');
}

/** Whether every word but the small ones starts with a capital, as in titles of works and names. */
export function isTitleCase(words: readonly string[]): boolean {
  if (words.length > 12) return false;
  let capitals = 0;
  for (const [i, word] of words.entries()) {
    const first = word.charAt(0);
    if (first !== first.toLowerCase() || /\d/.test(first)) capitals++;
    else if (
      i === 0 ||
      !(prepositions.has(word) || conjunctions.has(word) || determiners.has(word) || word === 'is' || word === 'to')
    )
      return false;
  }
  return capitals > 0;
}
