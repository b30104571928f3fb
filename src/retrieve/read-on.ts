import type { Span } from '../domain/span.js';
import { sentenceSpans } from '../domain/text.js';

/**
 * A passage with the whole sentences that follow it in its article, at most `mostCharacters` long; the passage itself when it is
 * longer or nothing more fits. Linear in `mostCharacters`.
 */
export function readOn(body: string, passage: Span, mostCharacters: number): Span {
  const limit = passage.start + mostCharacters;
  if (limit <= passage.end) return passage;
  const room = limit - passage.end;
  // A little more than fits, so that the last sentence that fits is seen whole.
  const sentences = sentenceSpans(body.slice(passage.end, limit + lookAhead));
  const last = sentences.findLast(({ end }) => end <= room);
  return last === undefined ? passage : { start: passage.start, end: passage.end + last.end };
}

/** Whether a full stop ends a sentence shows in what follows it, at most this far on. */
const lookAhead = 40;
