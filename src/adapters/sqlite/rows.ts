import { contentHash, type Article, type Place } from '../../domain/article.js';
import { foldName } from '../../domain/fold.js';
import { AppError } from '../../errors.js';
import type { KnownDocument } from '../../ports.js';
import { fullReindexHint } from './database.js';

/** A row of `articles`, its body included. */
export interface ArticleRow {
  id: string;
  url: string | null;
  title: string;
  title_derived: number;
  outlet: string | null;
  authors: string;
  published_at: string | null;
  body: string;
  content_hash: string;
}

export interface PlaceRow {
  document: string;
  source: string;
  location: string;
  url: string | null;
  title: string;
  outlet: string | null;
  published_at: string | null;
}

export interface DocumentRow {
  document: string;
  source: string;
  fingerprint: string;
  etag: string | null;
  last_modified: string | null;
}

export function toDocument({ document, source, fingerprint, etag, last_modified }: DocumentRow): KnownDocument {
  const known = { source, document, fingerprint };
  return etag === null && last_modified === null
    ? known
    : { ...known, validators: { etag, lastModified: last_modified } };
}

/** The details of an article, without its body. */
export function toArticleDetails(row: ArticleRow): Omit<Article, 'body'> {
  return {
    id: row.id,
    url: row.url,
    title: row.title,
    titleDerived: row.title_derived === 1,
    outlet: row.outlet,
    authors: JSON.parse(row.authors) as string[],
    publishedAt: row.published_at,
  };
}

/**
 * The article of a row as it was stored, whatever has become of the file since. Hashing it takes about 20 µs.
 *
 * @throws AppError `INDEX_CORRUPT` when it is not what its checksum was made of.
 */
export function toArticle(row: ArticleRow): Article {
  const article = { ...toArticleDetails(row), body: row.body };
  if (contentHash(article) === row.content_hash) return article;
  throw new AppError(
    'INDEX_CORRUPT',
    `The article ${JSON.stringify(row.id)} in the index is not as it was stored: its checksum differs`,
    { hint: fullReindexHint },
  );
}

/** Whether a row is as it was stored. */
export function isAsStored(row: ArticleRow): boolean {
  try {
    return contentHash({ ...toArticleDetails(row), body: row.body }) === row.content_hash;
  } catch {
    // Authors that are no JSON any more.
    return false;
  }
}

/** The parameters of an insert into `articles`. Names are folded here, since SQLite folds ASCII alone. */
export function fromArticle(article: Article, contentHash: string): Record<string, string | number | null> {
  return {
    id: article.id,
    url: article.url,
    title: article.title,
    title_derived: article.titleDerived ? 1 : 0,
    outlet: article.outlet,
    outlet_folded: article.outlet === null ? null : foldName(article.outlet),
    authors: JSON.stringify(article.authors),
    authors_folded: article.authors.map((author) => ` ${foldName(author)} `).join('|'),
    published_at: article.publishedAt,
    published_day: article.publishedAt?.slice(0, 10) ?? null,
    body: article.body,
    content_hash: contentHash,
  };
}

export function toPlace(row: PlaceRow): Place {
  const { source, document, location, url, title, outlet } = row;
  return { source, document, location, url, title, outlet, publishedAt: row.published_at };
}

/** The vector of a blob; the bytes are copied, since SQLite's buffer need not be aligned to four bytes. */
export function toVector(blob: Uint8Array): Float32Array {
  return new Float32Array(blob.slice().buffer);
}

/** The bytes of a vector, little-endian on every platform Node runs on. */
export function fromVector(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}
