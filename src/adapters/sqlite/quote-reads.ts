import type { Article } from '../../domain/article.js';
import type { ArticleSpeaker, Speaker, TextSpan } from '../../domain/quote.js';
import type { Span } from '../../domain/span.js';
import type { QuoteChoice, QuoteCount, Store, StoredQuote } from '../../ports.js';
import type { Connection } from './database.js';
import { filterCondition } from './filters.js';
import { toArticle, type ArticleRow } from './rows.js';
import { speakersMarkKey } from './schema.js';
import { quoteTerm } from './searches.js';

type QuoteReads = Pick<
  Store,
  | 'listArticleSpeakers'
  | 'findSpeakerRules'
  | 'speakersMark'
  | 'listSpeakers'
  | 'countQuotes'
  | 'newestQuotes'
  | 'searchQuotes'
  | 'passagesWithQuotes'
  | 'quotesInPassages'
  | 'quotesOf'
  | 'listQuotedArticles'
>;

interface QuoteRow {
  row: number;
  article_id: string;
  ordinal: number;
  kind: 'direct' | 'partial';
  start: number;
  end: number;
  segments: string;
  cue: string | null;
  mention: string | null;
  speaker_key: number | null;
  /** The speaker as the article shows him. */
  own: string | null;
  resolved: string | null;
}

/** Quotes with their articles, and with their speakers where they have some. */
const fromQuotes = `FROM quotes q JOIN articles a ON a.id = q.article_id
  LEFT JOIN article_speakers s ON s.article_id = q.article_id AND s.key = q.speaker_key`;

/** The reading half for quotes and speakers. */
export function createQuoteReads(db: Connection): QuoteReads {
  const byRow = db.prepare<[string], QuoteRow>(`
    SELECT q.id AS row, q.article_id, q.ordinal, q.kind, q.start, q."end", q.segments, q.cue, q.mention, q.speaker_key,
      s.speaker AS own, p.speaker AS resolved
    FROM json_each(?) rows JOIN quotes q ON q.id = rows.value
    LEFT JOIN article_speakers s ON s.article_id = q.article_id AND s.key = q.speaker_key
    LEFT JOIN speakers p ON p.id = s.speaker_id ORDER BY rows.key`);
  const articleById = db.prepare<[string], ArticleRow>('SELECT * FROM articles WHERE id = ?');
  const rowsOfArticles = db
    .prepare<[string], number>(
      'SELECT q.id FROM json_each(?) ids JOIN quotes q ON q.article_id = ids.value ORDER BY ids.key, q.ordinal',
    )
    .pluck();
  const articleSpeakers = db.prepare<[], { article_id: string; speaker: string }>(
    'SELECT article_id, speaker FROM article_speakers ORDER BY article_id, key',
  );
  const rules = db.prepare<[], string>('SELECT rules FROM speaker_rules').pluck();
  const mark = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
  const speakers = db.prepare<[], string>('SELECT speaker FROM speakers ORDER BY id').pluck();
  const quotedArticles = db
    .prepare<[string | null, string | null, number], string>(
      'SELECT DISTINCT article_id FROM quotes WHERE ? IS NULL OR article_id > ? ORDER BY article_id LIMIT ?',
    )
    .pluck();

  // Rows are chosen first and read afterwards, so that sorting never carries the bodies of articles.
  const read = (rows: readonly number[]): StoredQuote[] => {
    const articles = new Map<string, Article>();
    return byRow.all(JSON.stringify(rows)).map((row) => {
      let article = articles.get(row.article_id);
      if (article === undefined) articles.set(row.article_id, (article = toArticle(articleById.get(row.article_id)!)));
      return toStoredQuote(row, article);
    });
  };

  const choose = (choice: QuoteChoice) => {
    const filter = filterCondition(choice.filters);
    const conditions = filter.sql === '' ? [] : [filter.sql];
    const values = [...filter.values];
    if (choice.speakers !== undefined) {
      conditions.push('s.speaker_id IN (SELECT value FROM json_each(?))');
      values.push(JSON.stringify(choice.speakers));
    }
    // CROSS JOIN keeps SQLite from starting with all quotes when a few speakers are asked for.
    const from =
      choice.speakers === undefined
        ? fromQuotes
        : `FROM article_speakers s CROSS JOIN quotes q ON q.article_id = s.article_id AND q.speaker_key = s.key
            JOIN articles a ON a.id = q.article_id`;
    return { from, where: ['1', ...conditions].join(' AND '), values };
  };

  return {
    listArticleSpeakers: async () => {
      const lists = new Map<string, ArticleSpeaker[]>();
      for (const { article_id: articleId, speaker } of articleSpeakers.iterate()) {
        const list = lists.get(articleId);
        const value = JSON.parse(speaker) as ArticleSpeaker;
        if (list === undefined) lists.set(articleId, [value]);
        else list.push(value);
      }
      return Array.from(lists, ([articleId, own]) => ({ articleId, speakers: own }));
    },
    findSpeakerRules: async () => rules.get(),
    speakersMark: async () => mark.get(speakersMarkKey) ?? 'none',
    listSpeakers: async () => speakers.all().map((json) => JSON.parse(json) as Speaker),
    countQuotes: async (choice) => {
      const { from, where, values } = choose(choice);
      return db
        .prepare<string[], QuoteCount>(
          `SELECT s.speaker_id AS speakerId, sum(q.kind = 'direct') AS direct, sum(q.kind = 'partial') AS partial,
            count(DISTINCT q.article_id) AS articles, max(a.published_day) AS newest
          ${from} WHERE ${where} GROUP BY s.speaker_id ORDER BY count(*) DESC, s.speaker_id`,
        )
        .all(...values);
    },
    newestQuotes: async (choice, count) => {
      const { from, where, values } = choose(choice);
      const order = 'a.published_day DESC, a.published_at DESC, q.article_id, q.ordinal';
      const sql = `SELECT q.id ${from} WHERE ${where} ORDER BY ${order} LIMIT ?`;
      return read(
        db
          .prepare<(string | number)[], number>(sql)
          .pluck()
          .all(...values, count),
      );
    },
    searchQuotes: async (terms, choice, count) => {
      const match = terms.map(quoteTerm).filter((term) => term !== undefined);
      if (match.length === 0) return [];
      const { where, values } = choose(choice);
      const sql = `SELECT q.id ${fromQuotes.replace('FROM quotes q', 'FROM quote_words JOIN quotes q ON q.id = quote_words.rowid')}
        WHERE quote_words MATCH ? AND ${where} ORDER BY bm25(quote_words), q.id LIMIT ?`;
      return read(
        db
          .prepare<(string | number)[], number>(sql)
          .pluck()
          .all(match.join(' OR '), ...values, count),
      );
    },
    passagesWithQuotes: async (choice) => {
      const { from, where, values } = choose(choice);
      const sql = `SELECT DISTINCT p.id ${from}
        JOIN passages p ON p.article_id = q.article_id AND p.start <= q.start AND q.start < p."end" WHERE ${where}`;
      return new Set(
        db
          .prepare<string[], number>(sql)
          .pluck()
          .all(...values),
      );
    },
    quotesInPassages: async (ids, choice) => {
      const { where, values } = choose(choice);
      const rows = db
        .prepare<string[], { id: number; passageId: number }>(
          `SELECT q.id, p.id AS passageId ${fromQuotes.replace(
            'FROM quotes q',
            `FROM json_each(?) ids JOIN passages p ON p.id = ids.value
              JOIN quotes q ON p.article_id = q.article_id AND p.start <= q.start AND q.start < p."end"`,
          )} WHERE ${where} ORDER BY ids.key, q.ordinal`,
        )
        .all(JSON.stringify(ids), ...values);
      return read(rows.map(({ id }) => id)).map((quote, i) => ({ passageId: rows[i]!.passageId, quote }));
    },
    quotesOf: async (articleIds) => read(rowsOfArticles.all(JSON.stringify(articleIds))),
    listQuotedArticles: async (after, count) => quotedArticles.all(after, after, count),
  };
}

function toStoredQuote(row: QuoteRow, article: Article): StoredQuote {
  return {
    id: `${row.article_id}#${row.ordinal + 1}`,
    article,
    kind: row.kind,
    start: row.start,
    end: row.end,
    text: article.body.slice(row.start, row.end),
    segments: JSON.parse(row.segments) as Span[],
    cue: row.cue === null ? null : (JSON.parse(row.cue) as TextSpan),
    mention: row.mention === null ? null : (JSON.parse(row.mention) as TextSpan),
    speaker: toSpeaker(row),
  };
}

function toSpeaker({ article_id: articleId, speaker_key: key, own, resolved }: QuoteRow): Speaker | null {
  if (resolved !== null) return JSON.parse(resolved) as Speaker;
  if (own === null) return null;
  const { name, kind, aliases, description, gender } = JSON.parse(own) as ArticleSpeaker;
  return { id: `${articleId}:${key}`, name, kind, aliases, description, gender };
}
