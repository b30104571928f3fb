import { AppError } from '../../errors.js';
import { looksLikeHtml, textOfHtml } from './html-text.js';
import { readFeed } from './read-feed.js';
import type { RecordResult } from './read-json.js';

/**
 * The articles that a feed carries whole. An item with a summary and a page is left to `locateSource`, which follows it.
 *
 * @throws AppError `CONTENT_MALFORMED`
 */
export function readFeedRecords(text: string, base: string | null): RecordResult[] {
  return readFeed(text, base).flatMap((item, i): RecordResult[] => {
    if (item.body === null) {
      if (item.url !== null) return [];
      const error = new AppError('CONTENT_EMPTY', 'Expected an item with a text or a link, got neither.');
      return [{ record: i + 1, error }];
    }
    const { url, title, outlet, authors, publishedAt } = item;
    const body = looksLikeHtml(item.body) ? textOfHtml(item.body) : item.body;
    return [
      { record: i + 1, draft: { id: url === null ? item.guid : null, url, title, outlet, authors, publishedAt, body } },
    ];
  });
}
