import type { DomDocument } from './dom.js';
import { normaliseUrl } from '../../domain/normalise-url.js';
import { findStructuredArticle } from './page-metadata.js';
import { parseHtml } from './html-text.js';

/**
 * The feed to follow in place of a page: the first that it names in `<link rel="alternate">`, feeds of comments left out. Null when there is none,
 * and when the page says that it is an article itself, for nearly every article names its site's feed too.
 */
export function findFeedOfPage(html: string, base: string): string | null {
  const document = parseHtml(html);
  if (isArticle(document)) return null;
  for (const link of document.querySelectorAll('link[rel~="alternate"]')) {
    const type = link.getAttribute('type') ?? '';
    if (!/^application\/(?:rss\+xml|atom\+xml|feed\+json|rdf\+xml|json)/i.test(type)) continue;
    const address = link.getAttribute('href') ?? '';
    if (/comment/i.test(`${address} ${link.getAttribute('title') ?? ''}`)) continue;
    // WordPress names its programming interface as an alternate of type application/json.
    if (/^application\/json/i.test(type) && !/feed/i.test(address)) continue;
    const url = address === '' ? null : normaliseUrl(address, base);
    if (url !== null) return url;
  }
  return null;
}

function isArticle(document: DomDocument): boolean {
  if (findStructuredArticle(document) !== null) return true;
  const type = document.querySelector('meta[property="og:type"]')?.getAttribute('content') ?? '';
  return /^article$/i.test(type.trim()) || document.querySelector('meta[property="article:published_time"]') !== null;
}
