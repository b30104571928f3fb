import { parseFeed } from 'feedsmith';
import { normaliseUrl } from '../../domain/normalise-url.js';
import { parseDate } from '../../domain/normalise-date.js';
import { toAppError } from '../../errors.js';
import type { Announcement } from '../source-document.js';
import { decodeEntities, looksLikeHtml, textOfHtml } from './html-text.js';

/** An item of a feed. */
export interface FeedItem extends Announcement {
  /** The page of the item; null when the feed names none. */
  url: string | null;
  /** The feed's own name for the item; null when it has none. */
  guid: string | null;
  /** The whole text when the feed carries it, as text or HTML; null when there is only a summary and a page to follow. */
  body: string | null;
}

// A summary has one or two sentences; what is this long in characters and clearly longer than the summary next to it is the article.
const shortestBody = 600;

/**
 * The items of an RSS, RDF, Atom or JSON feed in its order. Addresses are resolved against `base`.
 *
 * @throws AppError `CONTENT_MALFORMED`
 */
export function readFeed(text: string, base: string | null): FeedItem[] {
  let parsed: ReturnType<typeof parseFeed>;
  try {
    parsed = parseFeed(text);
  } catch (error) {
    throw toAppError(error, 'CONTENT_MALFORMED', 'Expected an RSS, Atom or JSON feed');
  }
  const feed = parsed.feed as Loose;
  const outlet = plain(textOf(feed['title']));
  const own = linkOf(feed) ?? undefined;
  const entries = (feed['items'] ?? feed['entries'] ?? []) as Loose[];
  return entries.map((entry) => toItem(entry, outlet, base ?? own));
}

/** The parts of an item that the four formats spread over different fields. */
interface Loose {
  [field: string]: unknown;
}

function toItem(entry: Loose, outlet: string | null, base: string | undefined): FeedItem {
  const guid = textOf(entry['guid']) ?? textOf(entry['id']);
  const address = linkOf(entry) ?? (guid !== null && /^https?:\/\//i.test(guid) ? guid : null);
  const summary = textOf(entry['description']) ?? textOf(entry['summary']);
  const full =
    textOf(pick(entry['content'], 'encoded')) ??
    textOf(entry['content']) ??
    textOf(entry['content_html']) ??
    textOf(entry['content_text']);
  const url = address === null ? null : normaliseUrl(address, base);
  return {
    url,
    guid,
    title: plain(textOf(entry['title'])),
    outlet,
    authors: authorsOf(entry),
    publishedAt:
      dateOf(entry['pubDate']) ??
      dateOf(entry['published']) ??
      dateOf(entry['date_published']) ??
      dateOf(pick(entry['dc'], 'dates')) ??
      dateOf(entry['updated']),
    body: findBody(full, summary, url),
  };
}

/**
 * The text that counts as the article. With a page to follow it must be long and longer than the summary; without one,
 * whatever the feed has is all there is.
 */
function findBody(full: string | null, summary: string | null, url: string | null): string | null {
  const fullLength = lengthOf(full);
  const summaryLength = lengthOf(summary);
  if (url === null) return fullLength >= summaryLength ? full : summary;
  // Some feeds put the whole article into the description.
  const [text, length, other] =
    fullLength > 0 ? [full, fullLength, summaryLength] : ([summary, summaryLength, 0] as const);
  const threshold = fullLength > 0 ? shortestBody : shortestBody * 2;
  if (length < threshold || looksCutOff(text!)) return null;
  return length > other * 1.5 || length === other ? text : null;
}

function looksCutOff(text: string): boolean {
  const tail = (looksLikeHtml(text) ? textOfHtml(text) : text).trimEnd().slice(-60);
  return /(?:\[(?:…|\.\.\.|&#8230;)\]|\[\+\d+ chars\]|(?:…|\.\.\.)|read more|continue reading)\W*$/i.test(tail);
}

function lengthOf(text: string | null): number {
  if (text === null) return 0;
  return (looksLikeHtml(text) ? textOfHtml(text) : text).trim().length;
}

function linkOf(entry: object): string | null {
  const loose = entry as Loose;
  for (const candidate of [loose['link'], loose['url'], loose['external_url']]) {
    if (typeof candidate === 'string' && candidate.trim() !== '') return candidate.trim();
  }
  const links = loose['links'];
  if (!Array.isArray(links)) return null;
  const alternate = links.find((link: Loose) => (link['rel'] ?? 'alternate') === 'alternate') as Loose | undefined;
  return textOf(alternate?.['href']);
}

function authorsOf(entry: Loose): string[] {
  const creators = pick(entry['dc'], 'creators');
  const given = Array.isArray(creators) && creators.length > 0 ? creators : (entry['authors'] ?? entry['author']);
  const list: unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given];
  return (
    list
      .map((author) => plain(textOf(author) ?? textOf(pick(author, 'name'))))
      .filter((name) => name !== null)
      // RSS writes authors as "address@host (Name)".
      .map((name) => /^\S+@\S+\s+\((.+)\)$/.exec(name)?.[1] ?? name)
  );
}

function dateOf(value: unknown): string | null {
  return parseDate(Array.isArray(value) ? value[0] : value);
}

function pick(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Loose)[field] : undefined;
}

function textOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value : pick(value, 'value');
  return typeof text === 'string' && text.trim() !== '' ? text : null;
}

function plain(text: string | null): string | null {
  if (text === null) return null;
  return looksLikeHtml(text) ? textOfHtml(text) : decodeEntities(text);
}
