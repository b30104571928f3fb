import { normaliseUrl } from '../../domain/normalise-url.js';
import { parseDate } from '../../domain/normalise-date.js';
import { AppError } from '../../errors.js';
import { decodeEntities, looksLikeHtml, textOfHtml } from './html-text.js';

/** An article as a document or record gives it: nothing cleaned yet, what is absent is null or empty. */
export interface Draft {
  /** The record's own id. */
  id: string | null;
  url: string | null;
  title: string | null;
  outlet: string | null;
  authors: string[];
  publishedAt: string | null;
  /** Plain text with line breaks. */
  body: string;
}

const names = {
  id: ['id', '_id', 'guid'],
  url: ['url', 'link', 'canonicalurl', 'weburl', 'externalurl'],
  title: ['title', 'headline'],
  outlet: ['outlet', 'source', 'publisher', 'publication', 'sitename'],
  authors: ['author', 'authors', 'byline', 'creator'],
  publishedAt: ['publishedat', 'published', 'datepublished', 'publisheddate', 'pubdate', 'date'],
  body: ['body', 'text', 'content', 'articlebody', 'contenthtml', 'contenttext', 'html'],
} as const;

/**
 * An article from a record of JSON or the front matter of Markdown, whatever the usual names of its fields are: capitals,
 * underscores and hyphens do not count, and where several are given the first that holds something wins. A body that is HTML
 * becomes text.
 *
 * @throws AppError `CONTENT_MALFORMED` when `record` is not an object, `CONTENT_EMPTY` when it has no body
 */
export function parseRecord(record: unknown): Draft {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    const got = record === null ? 'null' : Array.isArray(record) ? 'an array' : typeof record;
    throw new AppError('CONTENT_MALFORMED', `Expected a record with an article's fields, got ${got}.`);
  }
  const fields = foldKeys(record);
  const body = firstText(fields, names.body);
  if (body === null) {
    throw new AppError('CONTENT_EMPTY', 'Expected a body in one of the fields "body", "text" or "content", got none.');
  }
  const id = first(fields, names.id, (value) =>
    (typeof value === 'string' && value.trim() !== '') || Number.isFinite(value) ? String(value).trim() : null,
  );
  return {
    id,
    url: first(fields, names.url, (value) => (typeof value === 'string' ? normaliseUrl(value) : null)),
    title: plain(firstText(fields, names.title)),
    outlet: plain(first(fields, names.outlet, nameOf)),
    authors: first(fields, names.authors, namesOf) ?? [],
    publishedAt: first(fields, names.publishedAt, parseDate),
    body: looksLikeHtml(body) ? textOfHtml(body) : decodeEntities(body),
  };
}

function foldKeys(record: object): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [key, value] of Object.entries(record)) {
    const name = key.toLowerCase().replace(/[_\s-]/g, '');
    if (!fields.has(name)) fields.set(name, value);
  }
  return fields;
}

function first<T>(
  fields: Map<string, unknown>,
  keys: readonly string[],
  parse: (value: unknown) => T | null,
): T | null {
  for (const key of keys) {
    const value = fields.get(key);
    const parsed = value === undefined || value === null ? null : parse(value);
    if (parsed !== null) return parsed;
  }
  return null;
}

function firstText(fields: Map<string, unknown>, keys: readonly string[]): string | null {
  return first(fields, keys, (value) => (typeof value === 'string' && value.trim() !== '' ? value : null));
}

/** `"The Courier"` and `{ name: "The Courier" }` alike. */
function nameOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  if (typeof value !== 'object' || value === null) return null;
  const named = value as { name?: unknown; title?: unknown };
  return nameOf(named.name ?? named.title ?? null);
}

function namesOf(value: unknown): string[] | null {
  const found = (Array.isArray(value) ? value : [value])
    .map(nameOf)
    .filter((name) => name !== null)
    .map((name) => plain(name)!);
  return found.length === 0 ? null : found;
}

function plain(text: string | null): string | null {
  if (text === null) return null;
  return looksLikeHtml(text) ? textOfHtml(text) : decodeEntities(text);
}
