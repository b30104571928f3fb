import { AppError, systemCode, toAppError } from '../errors.js';
import type { Fetched } from '../ports.js';
import { decodeText } from './read/decode.js';
import { looksLikeFeed } from './read/feed-form.js';
import { locateFeedItems, pageDocument } from './locate-feed.js';
import type { LocateContext } from './locate.js';
import type { Listing, SourceDocument } from './source-document.js';

/**
 * What is at an address. A feed: its items. A page that says of itself that it is an article (JSON-LD or `og:type`), or that
 * names no feed: the page. Any other page, such as a front page: the items of the first feed that it names. The listing of a
 * feed is always `partial`, since feeds show only their newest items. What the index remembers makes the requests conditional: a
 * feed that has not changed vouches for the items it holds itself, and the pages it led to are asked for one by one.
 *
 * A server that answers that there is nothing (404, 410) gives a document whose `load` fails with that answer, so that whoever
 * indexes can tell "gone" from "out of reach"; every other fault is a failure of the source. So is a page where a feed was before:
 * a notice of maintenance or a log-in form must not take the place of what the feed led to.
 */
export async function locateWeb(source: string, context: LocateContext): Promise<Listing> {
  const { memory, fetcher, signal } = context;
  const feedBefore = memory.findFeed(source);
  let fetched: Fetched;
  try {
    const known = feedBefore?.address === source ? feedBefore.validators : memory.findValidators(source);
    fetched = await fetcher.fetch(source, signal, known);
  } catch (error) {
    signal?.throwIfAborted();
    if (isGone(error))
      return { documents: [pageDocument(source, source, context)], failures: [], completeness: 'partial' };
    return unreachable(source, error);
  }
  try {
    if (fetched.isUnchanged) {
      if (feedBefore?.address === source) return listUnchangedFeed(feedBefore, source, context);
      return { documents: [unchangedPage(source, context)], failures: [], completeness: 'whole' };
    }
    const text = decodeText(fetched.bytes, fetched.contentType);
    if (looksLikeFeed(text)) return await listFeed(source, fetched, source, context);
    const { findFeedOfPage } = await import('./read/page-feeds.js');
    const feed = findFeedOfPage(text, fetched.url);
    if (feed !== null) {
      const known = feedBefore?.address === feed ? feedBefore.validators : undefined;
      const fetchedFeed = await fetcher.fetch(feed, signal, known);
      if (fetchedFeed.isUnchanged) return listUnchangedFeed(feedBefore!, source, context);
      return await listFeed(feed, fetchedFeed, source, context);
    }
  } catch (error) {
    signal?.throwIfAborted();
    return unreachable(source, error);
  }
  if (memory.hasLedElsewhere(source)) return noFeedAnyMore(source);
  return { documents: [fetchedOnce(source, fetched, context)], failures: [], completeness: 'whole' };
}

async function listFeed(address: string, fetched: Fetched, source: string, context: LocateContext): Promise<Listing> {
  const documents = await locateFeedItems({ document: address, ...fetched }, source, context, 'all');
  return { documents, failures: [], completeness: 'partial', feed: { address, validators: fetched.validators } };
}

/** The documents of a feed as they were read before. */
function listUnchangedFeed(feed: NonNullable<Listing['feed']>, source: string, context: LocateContext): Listing {
  const documents = context.memory
    .listDocuments(source)
    .map((document) =>
      context.memory.findValidators(document) === undefined
        ? unchangedItem(document, feed.address, source, context)
        : pageDocument(document, source, context),
    );
  return { documents, failures: [], completeness: 'partial', feed };
}

/** An item of a feed that has not changed. Loaded again, as another article may ask for, it is looked up in the feed anew. */
function unchangedItem(document: string, feed: string, source: string, context: LocateContext): SourceDocument {
  let isFirst = true;
  return {
    source,
    document,
    async load(signal) {
      if (isFirst) {
        isFirst = false;
        return 'unchanged';
      }
      const fetched = await context.fetcher.fetch(feed, signal);
      const items = await locateFeedItems({ document: feed, ...fetched }, source, context, 'all');
      const item = items.find((other) => other.document === document);
      if (item !== undefined) return item.load(signal);
      throw new AppError('SOURCE_UNREACHABLE', `${document} is not in the feed ${feed} any more`);
    },
  };
}

/** A page that was asked for when it was listed, and has not changed. */
function unchangedPage(source: string, context: LocateContext): SourceDocument {
  const page = pageDocument(source, source, context);
  let isFirst = true;
  return {
    ...page,
    async load(signal) {
      if (!isFirst) return page.load(signal);
      isFirst = false;
      return 'unchanged';
    },
  };
}

/** The page as it was fetched for listing; loaded a second time, it is fetched anew. */
function fetchedOnce(source: string, fetched: Fetched, context: LocateContext): SourceDocument {
  const page = pageDocument(source, source, context);
  let first: Fetched | null = fetched;
  return {
    ...page,
    async load(signal) {
      if (first === null) return page.load(signal);
      const { url, contentType, bytes, validators } = first;
      first = null;
      return { document: source, url, contentType, bytes, validators };
    },
  };
}

function noFeedAnyMore(source: string): Listing {
  const message = `Expected a feed at ${source}, as before, got a web page that names none`;
  return {
    documents: [],
    failures: [{ location: source, code: 'CONTENT_MALFORMED', message }],
    completeness: 'partial',
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
