import { sha256 } from '../domain/article.js';
import { decodeText } from './read/decode.js';
import type { FeedItem } from './read/read-feed.js';
import type { LocateContext } from './locate.js';
import type { LoadedDocument, SourceDocument } from './source-document.js';

/**
 * The documents that a feed leads to: the page of every item that has only a summary, and with `all` also the items whose
 * whole text is in the feed (each a document of its own, so that it outlives the feed's next roll). Empty for what is not a feed.
 */
export async function locateFeedItems(
  loaded: LoadedDocument,
  source: string,
  context: LocateContext,
  which: 'all' | 'pages',
): Promise<SourceDocument[]> {
  const { readFeed } = await import('./read/read-feed.js');
  let items: FeedItem[];
  try {
    items = readFeed(decodeText(loaded.bytes, loaded.contentType), loaded.url);
  } catch (error) {
    // Reading a feed file reports its fault when the file is read; a fetched feed is reported by who asked for it.
    if (which === 'pages') return [];
    throw error;
  }
  const documents = new Map<string, SourceDocument>();
  for (const item of items) {
    if (item.body !== null && which === 'pages') continue;
    const document = item.url ?? `${loaded.document}#${sha256(item.guid ?? item.title ?? '').slice(0, 16)}`;
    if (documents.has(document) || (item.body === null && item.url === null)) continue;
    documents.set(
      document,
      item.body === null ? pageDocument(document, source, context, item) : itemDocument(document, source, item),
    );
  }
  return [...documents.values()];
}

/** A page that is fetched when it is loaded. */
export function pageDocument(
  document: string,
  source: string,
  context: LocateContext,
  announced?: FeedItem,
): SourceDocument {
  return {
    source,
    document,
    async load(signal) {
      const known = context.memory.findValidators(document);
      const { url, contentType, bytes, validators, isUnchanged } = await context.fetcher.fetch(document, signal, known);
      if (isUnchanged) return 'unchanged';
      const loaded: LoadedDocument = { document, url, contentType, bytes, validators };
      if (announced === undefined) return loaded;
      const { title, outlet, authors, publishedAt } = announced;
      return { ...loaded, announced: { title, outlet, authors, publishedAt } };
    },
  };
}

/** An item whose whole text is in the feed, as a record of JSON. */
function itemDocument(document: string, source: string, item: FeedItem): SourceDocument {
  const { url, guid, title, outlet, authors, publishedAt, body } = item;
  const record = { ...(url === null ? { id: guid ?? document } : { url }), title, outlet, authors, publishedAt, body };
  return {
    source,
    document,
    load: () =>
      Promise.resolve({
        document,
        url,
        contentType: 'application/json',
        bytes: new TextEncoder().encode(JSON.stringify(record)),
      }),
  };
}
