import { sentenceSpans } from '../../domain/text.js';

// Fits one line of a list on a wide terminal and two on a narrow one; headlines are seldom longer.
const longestTitle = 100;

/**
 * A headline for an article that has none: its first sentence, cut at a word. The first paragraph that reads as a sentence is
 * taken, so that a label or a heading above the news is passed over.
 */
export function deriveTitle(paragraphs: readonly string[]): string {
  const news = paragraphs.find((p) => p.length >= 40 && /[.!?…]["'”’)]*$/.test(p)) ?? paragraphs[0] ?? '';
  const first = sentenceSpans(news.slice(0, 2_000))[0];
  const sentence = first === undefined ? news : news.slice(first.start, first.end);
  if (sentence.length <= longestTitle) return sentence.replace(/(?<!\b\p{Lu})(?<!\.\.)\.$/u, '');
  const cut = sentence.lastIndexOf(' ', longestTitle - 1);
  return `${sentence.slice(0, cut > 40 ? cut : longestTitle - 1).replace(/[\s,;:–—-]+$/, '')}…`;
}
