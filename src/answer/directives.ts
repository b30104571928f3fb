import { isStopWord, stemOf, wordsOf } from '../retrieve/words.js';
import { missing, noAnswer } from './prompts.js';

/** Takes what a model says about its answer out of the answer, as it arrives. */
export interface DirectiveReader {
  /** What belongs to the answer of what has arrived; the rest is held back. */
  push(text: string): string;
  /** What was held back, when the answer has ended. */
  end(): string;
  /** Whether the model says that the passages hold no answer. */
  readonly saysNoAnswer: boolean;
  /** What the model says the passages leave open; empty when it says nothing of that. */
  readonly missing: string;
}

export function createDirectiveReader(): DirectiveReader {
  let held = '';
  let isBegun = false;
  let saysNoAnswer = false;
  /** Null until the line begins; it goes on to the end of the answer. */
  let open: string | null = null;
  const take = (isEnd: boolean): string => {
    if (saysNoAnswer) return '';
    if (!isBegun) {
      const begun = held.replace(/^[\s*"“]+/u, '').toUpperCase();
      saysNoAnswer = begun.startsWith(noAnswer);
      if (saysNoAnswer || (!isEnd && noAnswer.startsWith(begun))) return '';
      isBegun = true;
    }
    if (open === null) {
      const at = held.indexOf(missing);
      if (at !== -1) {
        open = held.slice(at + missing.length);
        held = held.slice(0, at).replace(/[\s*_]+$/u, '\n');
      }
    } else {
      open += held;
      held = '';
    }
    const kept = isEnd || open !== null ? 0 : overlap(held, missing);
    const out = held.slice(0, held.length - kept);
    held = held.slice(held.length - kept);
    return out;
  };
  return {
    push: (text) => {
      held += text;
      return take(false);
    },
    end: () => take(true),
    get saysNoAnswer() {
      return saysNoAnswer;
    },
    get missing() {
      return (open ?? '').replace(/[\s*_]+/gu, ' ').trim();
    },
  };
}

/** How many characters at the end of `text` may be the beginning of `mark`, with what stands around it. */
function overlap(text: string, mark: string): number {
  let length = Math.min(text.length, mark.length - 1);
  while (length > 0 && !text.endsWith(mark.slice(0, length))) length--;
  let start = text.length - length;
  while (start > 0 && /[\s*_]/u.test(text.charAt(start - 1))) start--;
  return text.length - start;
}

const longestMissing = 200;

/**
 * What a model says is missing, as plain words for a reader; undefined when it says anything that the question does not. No passage
 * can support such a sentence, so all its topic words have to be the question's own.
 */
export function findMissing(said: string, question: string): string | undefined {
  if (said.length > longestMissing) return undefined;
  const asked = new Set(wordsOf(question).map(stemOf));
  const topics = wordsOf(said).filter((word) => !isStopWord(word));
  if (topics.length === 0 || !topics.every((word) => asked.has(stemOf(word)))) return undefined;
  return said
    .replace(/[^\p{L}\p{N}\s’'%$€£.,-]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/[\s.,]+$/u, '')
    .trim();
}
