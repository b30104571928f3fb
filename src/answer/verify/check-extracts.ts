import { isInstruction } from './instructions.js';
import { findSentences } from './prepare.js';
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
  return extracts.map(({ text, passage }) => {
    const remove = (reason: RemovalReason): RemovedSentence => ({
      verdict: 'removed',
      text,
      reason,
      detail: removalReasons[reason],
    });
    if (isInstruction(text)) return remove('talks-about-itself');
    const places = findSentences(text, passage);
    if (places.length === 0) return remove('quotation');
    const place = places.find(({ isTakenBack }) => !isTakenBack);
    if (place === undefined) return remove('polarity');
    const { start, end } = place;
    return { verdict: 'kept', text, citations: [{ passage: 0, start, end }], recited: false };
  });
}
