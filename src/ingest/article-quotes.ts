import type { Article } from '../domain/article.js';
import type { ArticleRecord } from '../ports.js';
import { extractQuotes } from '../quotes/extract.js';

/** Names the rules of `quotes`: to be raised whenever they would find other quotes or speakers in the same article. */
export const quotesVersion = 'quotes-2';

/** The quotes of an article and its speakers, as they are stored. Linear in the article's length. */
export function findQuotes(article: Article): Pick<ArticleRecord, 'quotes' | 'speakers'> {
  return extractQuotes(article);
}
