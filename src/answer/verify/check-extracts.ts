import { findCopy } from './check-sentence.js';
import { isInstruction } from './instructions.js';
import { listSentences } from './prepare.js';
import { removalReasons, type KeptSentence, type RemovalReason, type RemovedSentence } from './types.js';

/** A sentence that was taken from a passage as it stands there. */
export interface Extract {
  text: string;
  /** The text of the passage that it was taken from. */
  passage: string;
}

/**
 * The checks for sentences that nobody wrote but the article, one result for each, in order. That the passage has the sentence letter by letter, that
 * the article does not take it back in its next one, and that it speaks to readers and not to a language model is asked as of a model's own
 * sentence. What only a writer of his own words can get wrong is not: an article may speak of passwords, of itself and of "today". Linear.
 */
export function checkExtracts(extracts: readonly Extract[]): (KeptSentence | RemovedSentence)[] {
  const listed = new Map(
    [...new Set(extracts.map(({ passage }) => passage))].map((text) => [text, listSentences(text)]),
  );
  return extracts.map(({ text, passage }) => {
    const copied = findCopy(text, [{ index: 0, sentences: listed.get(passage)! }], [1]);
    if (copied !== undefined && copied.text === text)
      return { verdict: 'kept', text, citations: [copied.support], recited: false };
    const reason: RemovalReason = isInstruction(text)
      ? 'talks-about-itself'
      : listed.get(passage)!.some((sentence) => sentence.text === text)
        ? 'polarity'
        : 'quotation';
    return { verdict: 'removed', text, reason, detail: removalReasons[reason] };
  });
}
