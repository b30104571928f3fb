import type { ArticleName } from '../domain/article.js';

/** The indexed articles that a reference of a case means: none, one, or several whose headlines begin alike. */
export type ArticleFinder = (reference: string) => readonly ArticleName[];

/** The beginning of a headline must be this long to stand for it; shorter ones might be an id. */
const shortestHeadline = 12;

/**
 * Finds articles by id, address, or the beginning of a headline, of whatever place they were found in: a duplicate that is not shown is
 * the same article. A reference costs a look at every headline once.
 */
export function createArticleFinder(articles: readonly ArticleName[]): ArticleFinder {
  const known = new Map<string, readonly ArticleName[]>();
  return (reference) => {
    let found = known.get(reference);
    if (found === undefined) {
      found = articles.filter(
        ({ id, urls, titles }) =>
          reference === id ||
          urls.includes(reference) ||
          (reference.length >= shortestHeadline && titles.some((title) => title.startsWith(reference))),
      );
      known.set(reference, found);
    }
    return found;
  };
}
