import type { Article } from '../domain/article.js';
import type { FoundPassage, Outcome } from '../domain/answer.js';
import type { AppError } from '../errors.js';

/** The id that a record of a batch brought; it comes back as it was. */
export type RecordId = string | number;

/*
 * The JSON that programs get: a contract, written down in the README. Each row is put together field by field, so that a field
 * that a module adds for itself does not become part of it.
 */

/** One answer or abstention. */
export function toAskRow(outcome: Outcome, id?: RecordId) {
  const { mode, searched } = outcome;
  return {
    ...withId(id),
    outcome: outcome.outcome,
    mode,
    sentences: outcome.sentences.map(({ text, citations }) => ({ text, citations })),
    citations: outcome.citations.map((citation) => ({
      n: citation.n,
      articleId: citation.articleId,
      url: citation.url,
      title: citation.title,
      outlet: citation.outlet,
      authors: citation.authors,
      publishedAt: citation.publishedAt,
      quote: citation.quote,
      start: citation.start,
      end: citation.end,
    })),
    searched: {
      question: searched.question,
      filters: searched.filters,
      articles: searched.articles,
      newest: searched.newest,
    },
    ...(outcome.outcome === 'abstention'
      ? {
          reason: outcome.reason,
          related: outcome.related.map(({ articleId, url, title, outlet, publishedAt }) => ({
            articleId,
            url,
            title,
            outlet,
            publishedAt,
          })),
        }
      : {}),
    ...(outcome.note === undefined ? {} : { note: outcome.note }),
    ...(outcome.until === undefined ? {} : { until: outcome.until }),
    ...(outcome.removed === undefined
      ? {}
      : { removed: outcome.removed.map(({ text, reason, code, detail }) => ({ text, reason, code, detail })) }),
  };
}

/** The passages that one question found. */
export function toSearchRow(passages: readonly FoundPassage[], id?: RecordId) {
  return {
    ...withId(id),
    passages: passages.map((passage) => ({
      articleId: passage.articleId,
      url: passage.url,
      title: passage.title,
      outlet: passage.outlet,
      authors: passage.authors,
      publishedAt: passage.publishedAt,
      text: passage.text,
      start: passage.start,
      end: passage.end,
      score: passage.score,
    })),
  };
}

/** One article, with the body that all offsets count in. */
export function toArticleRow({ id, url, title, titleDerived, outlet, authors, publishedAt, body }: Article) {
  return { id, url, title, titleDerived, outlet, authors, publishedAt, body };
}

/** What stands in a batch where a record could not be done. */
export function toErrorRow({ code, message }: AppError, id?: RecordId) {
  return { ...withId(id), error: { code, message } };
}

function withId(id: RecordId | undefined): { id?: RecordId } {
  return id === undefined ? {} : { id };
}
