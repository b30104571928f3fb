import { cutWords, isWithin } from './limits.js';
import { bold, join, md, paragraphs } from './markdown.js';
import type { Markdown } from './markdown.js';

/**
 * Words of an article within their sentence: `context` holds `texts`, and these hold `segments`, all in order. The segments are
 * bold, unless there is nothing else to tell them from. What is longer than `most` characters is cut behind a word, and shows it;
 * where not all of the sentence has a place, the texts come first.
 */
export function renderInContext(
  context: string,
  texts: readonly string[],
  segments: readonly string[],
  most: number,
): Markdown {
  const words = texts.map(paragraphs);
  const whole = paragraphs(context);
  const at = whole.indexOf(words[0] ?? '');
  const shown = at === -1 || !isWithin(whole, most) ? words.join(' … ') : whole;
  const spans = findSpans(shown, shown === whole ? at : 0, segments.map(paragraphs));
  const bolds = spans.filter(({ start, end }) => start > 1 || end < shown.length - 1);
  // Each mark of a segment takes four characters.
  const { words: kept, rest } = cutWords(shown, most - bolds.length * 4);
  const parts: Markdown[] = [];
  let done = 0;
  for (const { start, end } of bolds) {
    if (start >= kept.length) break;
    parts.push(md`${kept.slice(done, start)}`, bold(kept.slice(start, end)));
    done = Math.min(end, kept.length);
  }
  return join([...parts, md`${kept.slice(done)}${rest}`], '');
}

/** Where the segments stand, one behind the other from `from` on; those that are not there are left out. */
function findSpans(text: string, from: number, segments: readonly string[]): { start: number; end: number }[] {
  let next = from;
  return segments.flatMap((segment) => {
    const start = segment === '' ? -1 : text.indexOf(segment, next);
    if (start === -1) return [];
    next = start + segment.length;
    return [{ start, end: next }];
  });
}
