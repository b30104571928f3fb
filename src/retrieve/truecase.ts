import { foldName } from '../domain/fold.js';
import { sentenceSpans } from '../domain/text.js';
import { isStopWord } from './words.js';

/**
 * Whether a question is typed without regard to capitals, as much of what is typed in a chat is: none but on its first word and on "I",
 * or nothing else.
 */
export function isUncased(question: string): boolean {
  const words = question.match(wordPattern) ?? [];
  const [, ...others] = words;
  if (words.some((word) => word.length > 1) && !/\p{Ll}/u.test(question)) return true;
  return !others.some((word) => /\p{Lu}/u.test(word) && !/^I(?:['’]|$)/u.test(word));
}

/** How often words are written with a capital and without, where a capital means a name. */
interface Usage {
  capital: number;
  /** With a capital before one that the question does not have next: "New" of "New York" says little about "new". */
  capitalBefore: number;
  small: number;
}

/**
 * A question typed without capitals, with those that its names have in these texts (truecasing; Lita et al. 2003, by counts alone).
 * A word is a name where most of its occurrences within sentences are; a pair of words, where most of the pair's are, so that "grey
 * heron" is one although most herons are grey; a month or a day of the week always is. Headlines do not belong among the texts: they may have capitals everywhere.
 */
export function restoreCapitals(question: string, texts: readonly string[]): string {
  const words = readQuestion(question);
  const usage = countUsage(words, texts);
  const isName = (key: string): boolean => {
    const { capital, capitalBefore, small } = usage.get(key) ?? unused;
    return capital > small || (small === 0 && capitalBefore > 0);
  };
  const names = words.map(({ key, from, to }) =>
    isMonthName(key) ? isMonth(question, from, to) : isContent(key) && (calendar.has(key) || isName(key)),
  );
  words.slice(1).forEach(({ key }, i) => {
    if (isName(`${words[i]!.key} ${key}`)) names[i] = names[i + 1] = true;
  });
  let restored = '';
  let end = 0;
  words.forEach(({ from, to }, i) => {
    const word = question.slice(from, to).toLowerCase();
    restored += question.slice(end, from) + (names[i]! ? word[0]!.toUpperCase() + word.slice(1) : word);
    end = to;
  });
  return restored + question.slice(end);
}

/** The topic words of a question, folded, that none of these texts shows within a sentence, where a capital would tell. */
export function wordsWithoutUsage(question: string, texts: readonly string[]): string[] {
  const words = readQuestion(question);
  const usage = countUsage(words, texts);
  return [...new Set(words.map(({ key }) => key).filter((key) => isContent(key) && !usage.has(key)))];
}

interface QuestionWord {
  key: string;
  from: number;
  to: number;
}

function readQuestion(question: string): QuestionWord[] {
  return [...question.matchAll(wordPattern)].map(({ 0: word, index }) => ({
    key: keyOf(word),
    from: index,
    to: index + word.length,
  }));
}

/** How the words of a question, and its pairs of neighbours, are written within the sentences of these texts. */
function countUsage(words: readonly QuestionWord[], texts: readonly string[]): Map<string, Usage> {
  const wanted = new Set(words.map(({ key }) => key));
  const pairs = new Set(
    words
      .slice(1)
      .flatMap(({ key }, i) => (isContent(words[i]!.key) && isContent(key) ? [`${words[i]!.key} ${key}`] : [])),
  );
  const usage = new Map<string, Usage>();
  const count = (key: string, how: keyof Usage): void => {
    const known = usage.get(key) ?? { ...unused };
    known[how]++;
    usage.set(key, known);
  };
  for (const sentence of texts.flatMap(sentencesOf)) {
    const tokens = Array.from(sentence.matchAll(wordPattern), ({ 0: word, index }) => ({
      key: keyOf(word),
      isCapital: /^\p{Lu}/u.test(word),
      // What is said within a sentence begins with a capital too.
      isWithin: index > 0 && !/(?:["“‘«([]|[:?!…] )$/u.test(sentence.slice(Math.max(0, index - 2), index)),
      from: index,
      to: index + word.length,
    }));
    tokens.forEach(({ key, isCapital, isWithin, to }, i) => {
      const next = tokens[i + 1];
      const isJoined = next !== undefined && next.from === to + 1 && sentence[to] === ' ';
      const pair = isJoined ? `${key} ${next.key}` : '';
      const isBefore = isJoined && next.isCapital && !pairs.has(pair);
      if (isWithin && wanted.has(key)) count(key, isCapital ? (isBefore ? 'capitalBefore' : 'capital') : 'small');
      // The first word of a sentence has a capital anyway: the second tells for both.
      if (pairs.has(pair)) count(pair, isCapital && next!.isCapital ? 'capital' : 'small');
    });
  }
  return usage;
}

const unused: Usage = { capital: 0, capitalBefore: 0, small: 0 };

function isContent(key: string): boolean {
  return key.length > 1 && !isStopWord(key);
}

/** "Marchetti’s" is a use of "Marchetti". */
function keyOf(word: string): string {
  return foldName(word.replace(/['’]s$/iu, ''));
}

function sentencesOf(text: string): string[] {
  return sentenceSpans(text).map(({ start, end }) => text.slice(start, end));
}

const wordPattern = /\p{L}[\p{L}\p{M}'’]*/gu;
const calendar = new Set(
  'monday tuesday wednesday thursday friday saturday sunday january february april june july august september october november december'.split(
    ' ',
  ),
);

/** "may" and "march" are words too, but for beside a number and behind a preposition. */
function isMonth(question: string, from: number, to: number): boolean {
  return (
    /^ \d/u.test(question.slice(to)) ||
    /\b(?:\d+|in|since|until|till|during|of|last|this|from|to) $/iu.test(question.slice(0, from))
  );
}

function isMonthName(key: string): boolean {
  return key === 'may' || key === 'march';
}
