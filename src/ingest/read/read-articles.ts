import { toAppError, type AppError } from '../../errors.js';
import type { LoadedDocument, ReadResult } from '../source-document.js';
import type { Removal } from '../clean/clean-article.js';
import { decodeText } from './decode.js';
import type { Draft } from './draft.js';
import { looksLikeFeed } from './feed-form.js';
import { finishArticle } from './finish.js';
import type { RecordResult } from './read-json.js';

/** Raised whenever the same bytes would give different articles, so that documents are read again. */
export const readerVersion = '3';

/** Articles and, for looking at the rules, what the cleaning took out of each. */
export interface DetailedReadResult extends ReadResult {
  removed: { location: string; removed: Removal[] }[];
}

/**
 * The articles of a document, cleaned, in its order. Never rejects for what a document holds: a document or record that cannot
 * be read is one of `failures` (`CONTENT_EMPTY`, `CONTENT_BINARY`, `CONTENT_MALFORMED`). Parsers are loaded when first needed.
 */
export async function readArticles(loaded: LoadedDocument): Promise<ReadResult> {
  const { articles, failures } = await readArticlesInDetail(loaded);
  return { articles, failures };
}

/** As `readArticles`, with what the cleaning took out. */
export async function readArticlesInDetail(loaded: LoadedDocument): Promise<DetailedReadResult> {
  const result: DetailedReadResult = { articles: [], failures: [], removed: [] };
  const fail = (location: string, { code, message }: AppError): void => {
    result.failures.push({ location, code, message });
  };
  let records: RecordResult[];
  try {
    records = await readRecords(loaded, decodeText(loaded.bytes, loaded.contentType));
  } catch (error) {
    fail(loaded.document, toAppError(error, 'CONTENT_MALFORMED', 'The document could not be read'));
    return result;
  }
  for (const found of records) {
    const location = found.record === null ? loaded.document : `${loaded.document}#${found.record}`;
    try {
      if ('error' in found) throw found.error;
      const { article, removed } = finishArticle(withAnnounced(found.draft, loaded), location);
      result.articles.push({ location, article });
      if (removed.length > 0) result.removed.push({ location, removed });
    } catch (error) {
      fail(location, toAppError(error, 'CONTENT_MALFORMED', 'The record could not be read'));
    }
  }
  return result;
}

type Kind = 'text' | 'markdown' | 'html' | 'json' | 'json-lines' | 'feed';

async function readRecords(loaded: LoadedDocument, text: string): Promise<RecordResult[]> {
  switch (kindOf(loaded, text, looksLikeFeed(text))) {
    case 'json':
      return (await import('./read-json.js')).readJson(text);
    case 'json-lines':
      return (await import('./read-json.js')).readJsonLines(text);
    case 'feed':
      return (await import('./feed-records.js')).readFeedRecords(text, loaded.url);
    case 'markdown':
      return [{ record: null, draft: (await import('./read-markdown.js')).readMarkdown(text) }];
    case 'html':
      return [{ record: null, draft: (await import('./read-html.js')).readHtml(text, loaded.url) }];
    case 'text':
      return [{ record: null, draft: (await import('./read-text.js')).readText(text) }];
  }
}

/** A file is what its ending says, a page what its server says; a server's "text/plain" or silence is decided by the content. */
function kindOf(loaded: LoadedDocument, text: string, isFeed: boolean): Kind {
  const type = loaded.contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const name = (loaded.url === null ? loaded.document : new URL(loaded.url).pathname).toLowerCase();
  const ending = /\.(\w+)$/.exec(name)?.[1] ?? '';
  if (loaded.url === null && type === '') {
    if (isFeed && ending === 'json') return 'feed';
    return kindOfEnding[ending] ?? 'text';
  }
  if (isFeed) return 'feed';
  if (/html/.test(type)) return 'html';
  if (/json/.test(type)) return /lines|ndjson|jsonl/.test(type) ? 'json-lines' : 'json';
  if (/markdown/.test(type)) return 'markdown';
  if (/^\s*(<!doctype html|<html[\s>])/i.test(text.slice(0, 1000))) return 'html';
  return kindOfEnding[ending] ?? (/xml/.test(type) ? 'feed' : 'text');
}

const kindOfEnding: Record<string, Kind> = {
  txt: 'text',
  md: 'markdown',
  html: 'html',
  htm: 'html',
  json: 'json',
  jsonl: 'json-lines',
  xml: 'feed',
  rss: 'feed',
  atom: 'feed',
};

function withAnnounced(draft: Draft, { announced, url }: LoadedDocument): Draft {
  return {
    ...draft,
    url: draft.url ?? url,
    title: draft.title ?? announced?.title ?? null,
    outlet: draft.outlet ?? announced?.outlet ?? null,
    authors: draft.authors.length > 0 ? draft.authors : (announced?.authors ?? []),
    publishedAt: draft.publishedAt ?? announced?.publishedAt ?? null,
  };
}
