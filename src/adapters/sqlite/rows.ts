import type { Article, Place } from '../../domain/article.js';
import { foldName } from '../../domain/fold.js';
import type { KnownDocument } from '../../ports.js';

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
export function toArticleDetails(row: Omit<ArticleRow, 'body'>): Omit<Article, 'body'> {
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

export function toArticle(row: ArticleRow): Article {
  return { ...toArticleDetails(row), body: row.body };
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
