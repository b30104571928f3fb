import type { Article } from '../domain/article.js';

/** Changes when the same passage would be embedded with another text. */
export const embeddingTextVersion = 'text-1';

/**
 * What is embedded for a passage: the headline, which often names what the passage only calls "it", and the passage. The
 * headline is cut at 200 characters so that it never crowds out the passage. A derived headline is part of the body already.
 */
export function embeddingText(article: Pick<Article, 'title' | 'titleDerived'>, passage: string): string {
  return article.titleDerived ? passage : `${article.title.slice(0, 200)}\n${passage}`;
}
