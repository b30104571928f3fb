import { createHash } from 'node:crypto';

/** One piece of coverage. Dates are ISO 8601, as `2025-03-04` or with a time and offset; strings are Unicode NFC. */
export interface Article {
  /** The record's own id, or one derived from its canonical URL or its place; see `ingest`. */
  id: string;
  /** The canonical URL; null when the source gives none. */
  url: string | null;
  title: string;
  /** True when the source had no headline and the title was taken from the body. */
  titleDerived: boolean;
  outlet: string | null;
  authors: string[];
  publishedAt: string | null;
  /** Cleaned text. Paragraphs are separated by one empty line (`\n\n`). Never empty. */
  body: string;
}

/** What an article is called, for lists that hold no bodies: the headline that is shown, and those and the addresses of all its places. */
export interface ArticleName {
  id: string;
  title: string;
  titles: string[];
  urls: string[];
}

/**
 * Where an article was found. An article may have several places (a wire story printed by two outlets, a page that is also in
 * a feed); the first one is the version that is shown, the others record what they printed it under.
 */
export interface Place {
  /** The source as configured, for example `articles` or `https://example.org/feed.xml`. */
  source: string;
  /** The file or page: a path or a URL. An article has at most one place in a document. */
  document: string;
  /** The document, or `document#n` for the record on line n or the nth entry. */
  location: string;
  url: string | null;
  title: string;
  outlet: string | null;
  publishedAt: string | null;
}

/** A stretch of an article's body: `article.body.slice(start, end) === text`. */
export interface Passage {
  articleId: string;
  /** Position within the article, from 0. */
  ordinal: number;
  start: number;
  end: number;
  text: string;
}

/** SHA-256 over all that is shown or searched of an article, as 64 hex digits. Equal hashes mean nothing needs indexing. */
export function contentHash(article: Article): string {
  const { url, title, titleDerived, outlet, authors, publishedAt, body } = article;
  return sha256(JSON.stringify([url, title, titleDerived, outlet, authors, publishedAt, body]));
}

/** SHA-256 of a text's UTF-8 bytes, as 64 hex digits. */
export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}
