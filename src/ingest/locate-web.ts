import { systemCode, toAppError } from '../errors.js';
import type { Fetched } from '../ports.js';
import { decodeText } from './read/decode.js';
import { looksLikeFeed } from './read/feed-form.js';
import { locateFeedItems, pageDocument } from './locate-feed.js';
import type { LocateContext } from './locate.js';
import type { Listing, SourceDocument } from './source-document.js';

/**
 * What is at an address. A feed: its items. A page that says of itself that it is an article (JSON-LD or `og:type`), or that
 * names no feed: the page. Any other page, such as a front page: the items of the first feed that it names. The listing of a
 * feed is always `partial`, since feeds show only their newest items.
 *
 * A server that answers that there is nothing (404, 410) gives a document whose `load` fails with that answer, so that whoever
 * indexes can tell "gone" from "out of reach"; every other fault is a failure of the source.
 */
export async function locateWeb(source: string, context: LocateContext): Promise<Listing> {
  let fetched: Fetched;
  try {
    fetched = await context.fetcher.fetch(source, context.signal);
  } catch (error) {
    context.signal?.throwIfAborted();
    if (isGone(error))
      return { documents: [pageDocument(source, source, context)], failures: [], completeness: 'partial' };
    return unreachable(source, error);
  }
  try {
    const text = decodeText(fetched.bytes, fetched.contentType);
    if (looksLikeFeed(text)) return await listFeed(source, fetched, source, context);
    const { findFeedOfPage } = await import('./read/page-feeds.js');
    const feed = findFeedOfPage(text, fetched.url);
    if (feed !== null) {
      const fetchedFeed = await context.fetcher.fetch(feed, context.signal);
      return await listFeed(feed, fetchedFeed, source, context);
    }
  } catch (error) {
    context.signal?.throwIfAborted();
    return unreachable(source, error);
  }
  return { documents: [fetchedOnce(source, fetched, context)], failures: [], completeness: 'whole' };
}

async function listFeed(address: string, fetched: Fetched, source: string, context: LocateContext): Promise<Listing> {
  const documents = await locateFeedItems({ document: address, ...fetched }, source, context, 'all');
  return { documents, failures: [], completeness: 'partial' };
}

/** The page as it was fetched for listing; loaded a second time, it is fetched anew. */
function fetchedOnce(source: string, fetched: Fetched, context: LocateContext): SourceDocument {
  const page = pageDocument(source, source, context);
  let first: Fetched | null = fetched;
  return {
    ...page,
    async load(signal) {
      if (first === null) return page.load(signal);
      const { url, contentType, bytes } = first;
      first = null;
      return { document: source, url, contentType, bytes };
    },
  };
}

function unreachable(source: string, error: unknown): Listing {
  const { code, message } = toAppError(error, 'SOURCE_UNREACHABLE', `${source} could not be read`);
  return { documents: [], failures: [{ location: source, code, message }], completeness: 'partial' };
}

function isGone(error: unknown): boolean {
  if (!(error instanceof Error) || systemCode(error) !== 'HTTP_FAILED') return false;
  const status = (error.cause as { status?: unknown } | undefined)?.status;
  return status === 404 || status === 410;
}
