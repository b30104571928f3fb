import type { Excerpt } from './conversation.js';
import type { Span } from './span.js';

/**
 * A stretch of an article's body with the paragraph, or paragraphs, it stands in; each side is cut at a space when it is longer
 * than `sideLength` characters. `before + quote + after` is a stretch of `body`.
 */
export function cutExcerpt(body: string, { start, end }: Span, sideLength: number): Omit<Excerpt, 'n'> {
  const opening = body.lastIndexOf('\n\n', start);
  const closing = body.indexOf('\n\n', end);
  const from = opening === -1 ? 0 : opening + 2;
  const to = closing === -1 ? body.length : closing;
  return {
    before: body.slice(start - from > sideLength ? nextSpace(body, start - sideLength, start) : from, start),
    quote: body.slice(start, end),
    after: body.slice(end, to - end > sideLength ? previousSpace(body, end + sideLength, end) : to),
  };
}

/** Just behind the first space from `at` on, or `end` when there is none before it. */
function nextSpace(text: string, at: number, end: number): number {
  const space = text.indexOf(' ', at);
  return space === -1 || space >= end ? end : space + 1;
}

function previousSpace(text: string, at: number, start: number): number {
  const space = text.lastIndexOf(' ', at);
  return space <= start ? start : space;
}
