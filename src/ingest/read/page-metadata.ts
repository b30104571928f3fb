import type { DomDocument } from './dom.js';
import { parseDate } from '../../domain/normalise-date.js';
import { normaliseUrl } from '../../domain/normalise-url.js';
import { decodeEntities } from './html-text.js';

/** What a page says about its article, each part from the most reliable place that has it. */
export interface PageMetadata {
  url: string | null;
  title: string | null;
  outlet: string | null;
  authors: string[];
  publishedAt: string | null;
}

interface Json {
  [name: string]: unknown;
}

/**
 * Metadata of a page: JSON-LD first, then OpenGraph and other `meta` elements, then the page's own markup (`<time>`,
 * `rel="author"`, `<h1>`, `<title>`). `base` is the address that the page was fetched from; null for a saved file.
 */
export function readPageMetadata(document: DomDocument, base: string | null): PageMetadata {
  const article = findStructuredArticle(document) ?? {};
  const meta = metaReader(document);
  const canonical = document.querySelector('link[rel~="canonical"]')?.getAttribute('href') ?? null;
  const urls = [canonical, meta('og:url'), urlOf(article['url']), urlOf(article['mainEntityOfPage']), base];
  const outlet = namesOf(article['publisher'])[0] ?? meta('og:site_name') ?? meta('application-name');
  const title =
    text(article['headline']) ??
    meta('og:title') ??
    text(article['name']) ??
    heading(document) ??
    meta('twitter:title');
  return {
    url:
      urls.map((url) => (url === null ? null : normaliseUrl(url, base ?? undefined))).find((url) => url !== null) ??
      null,
    title: title === null ? titleElement(document) : withoutOutlet(title, outlet),
    outlet: outlet ?? null,
    authors: authorsOf(document, article, meta),
    publishedAt: dateOf(document, article, meta),
  };
}

const articleType = /(?:^|[/#:])(?:[A-Za-z]*Article|BlogPosting|LiveBlogPosting|Report)$/;

/** The article that a page describes in JSON-LD, alone, in a list or in a `@graph`; null when it describes none. */
export function findStructuredArticle(document: DomDocument): Json | null {
  for (const script of document.querySelectorAll('script[type^="application/ld+json"]')) {
    const source = (script.textContent ?? '').trim().replace(/^<!\[CDATA\[|\]\]>$/g, '');
    let value: unknown;
    try {
      value = JSON.parse(source);
    } catch {
      // Broken structured data is common and says nothing about the page; the other places have their turn.
      continue;
    }
    const found = findArticle(value);
    if (found !== null) return found;
  }
  return null;
}

function findArticle(value: unknown): Json | null {
  const pending: unknown[] = [value];
  // A page describes some dozen things; a graph of thousands is not one to search.
  for (let i = 0; i < pending.length && i < 2_000; i++) {
    const item = pending[i];
    if (Array.isArray(item)) pending.push(...item.slice(0, 500));
    else if (typeof item === 'object' && item !== null) {
      const thing = item as Json;
      if ([thing['@type']].flat().some((type) => typeof type === 'string' && articleType.test(type))) return thing;
      pending.push(thing['@graph'], thing['mainEntity'], thing['mainEntityOfPage']);
    }
  }
  return null;
}

type MetaReader = (name: string) => string | null;

function metaReader(document: DomDocument): MetaReader {
  const values = new Map<string, string>();
  for (const element of document.querySelectorAll('meta[content]')) {
    const content = text(element.getAttribute('content'));
    for (const attribute of ['property', 'name', 'itemprop']) {
      const name = element.getAttribute(attribute)?.toLowerCase();
      if (name !== undefined && content !== null && !values.has(name)) values.set(name, content);
    }
  }
  return (name) => values.get(name) ?? null;
}

function authorsOf(document: DomDocument, article: Json, meta: MetaReader): string[] {
  const structured = namesOf(article['author']).length > 0 ? namesOf(article['author']) : namesOf(article['creator']);
  if (structured.length > 0) return structured;
  for (const name of [
    'author',
    'article:author',
    'byl',
    'parsely-author',
    'sailthru.author',
    'dc.creator',
    'citation_author',
  ]) {
    const value = meta(name);
    // OpenGraph puts the address of a profile there as often as a name.
    if (value !== null && !/^https?:|[@/]/i.test(value)) return [value];
  }
  const marked = [...document.querySelectorAll('[rel~="author"], [itemprop~="author"] [itemprop~="name"]')];
  const names = marked.map((element) => text(element.textContent)).filter((name) => name !== null && name.length < 80);
  return [...new Set(names as string[])].slice(0, 10);
}

function dateOf(document: DomDocument, article: Json, meta: MetaReader): string | null {
  const times = [...document.querySelectorAll('time[datetime]')].filter(
    (time) => time.closest('aside, nav, footer') === null,
  );
  const marked = times.find((time) => /publish/i.test(`${time.getAttribute('itemprop') ?? ''} ${time.className}`));
  const candidates = [
    article['datePublished'],
    article['dateCreated'],
    meta('article:published_time'),
    meta('og:article:published_time'),
    meta('datepublished'),
    meta('parsely-pub-date'),
    meta('pubdate'),
    meta('publishdate'),
    meta('dc.date.issued'),
    meta('dc.date'),
    meta('date'),
    meta('citation_publication_date'),
    marked?.getAttribute('datetime'),
    times[0]?.getAttribute('datetime'),
    times[0]?.textContent,
  ];
  for (const candidate of candidates) {
    const date = parseDate(candidate);
    if (date !== null) return date;
  }
  return null;
}

function namesOf(value: unknown): string[] {
  return [value]
    .flat()
    .map((item) => text(typeof item === 'object' && item !== null ? [(item as Json)['name']].flat()[0] : item))
    .filter((name) => name !== null && !/^https?:/i.test(name)) as string[];
}

function urlOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? text((value as Json)['@id']) : null;
}

function heading(document: DomDocument): string | null {
  const headings = [...document.querySelectorAll('h1')]
    .map((element) => text(element.textContent))
    .filter((h) => h !== null);
  // Two headings of the first level are the site's name and the headline, or neither: the title element decides.
  return headings.length === 1 ? headings[0]! : null;
}

/** The title element without the name of the site, which follows a bar or dash: "Bridge closes | The Courier". */
function titleElement(document: DomDocument): string | null {
  const title = text(document.querySelector('title')?.textContent);
  if (title === null) return null;
  const cut = /^(.{15,})\s+[|–—-]\s+[^|–—]{2,40}$/.exec(title);
  return cut?.[1] ?? title;
}

function withoutOutlet(title: string, outlet: string | null): string {
  if (outlet === null) return title;
  const end = title.toLowerCase().lastIndexOf(outlet.toLowerCase());
  if (end < 10 || end + outlet.length !== title.length) return title;
  return title.slice(0, end).replace(/\s+[|–—:-]\s*$/, '') || title;
}

function text(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const line = decodeEntities(value.slice(0, 2_000)).replace(/\s+/g, ' ').trim();
  return line === '' ? null : line;
}
