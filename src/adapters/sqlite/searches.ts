import type { Filters } from '../../domain/answer.js';
import type { LexicalHit, Store } from '../../ports.js';
import type { Connection } from './database.js';
import { filterCondition } from './filters.js';
import { toArticleDetails, type ArticleRow } from './rows.js';

interface PassageRow {
  id: number;
  article_id: string;
  ordinal: number;
  start: number;
  end: number;
}

type Searches = Pick<Store, 'matchingPassages' | 'lexicalSearch' | 'passageFrequencies' | 'getPassages'>;

/** The half of a store that searches passages. */
export function createSearches(db: Connection): Searches {
  const frequency = db.prepare<[string], number>('SELECT count(*) FROM words WHERE words MATCH ?').pluck();
  const passagesById = db.prepare<[string], PassageRow>(`
    SELECT p.id, p.article_id, p.ordinal, p.start, p."end" FROM json_each(?) ids
    JOIN passages p ON p.id = ids.value ORDER BY ids.key`);
  const articlesById = db.prepare<[string], ArticleRow>(
    'SELECT a.* FROM json_each(?) ids JOIN articles a ON a.id = ids.value',
  );
  // Both from one state of the index, whatever another process writes between them.
  const readPassages = db.transaction((ids: readonly number[]) => {
    const rows = passagesById.all(JSON.stringify(ids));
    // A body is read once, however many of its passages are asked for: reading bodies is what this costs.
    const articles = articlesById.all(JSON.stringify([...new Set(rows.map((row) => row.article_id))]));
    return { rows, articles: new Map(articles.map((row) => [row.id, { row, details: toArticleDetails(row) }])) };
  });

  const search = (match: string, count: number, filters: Filters, headlineWeight: number): LexicalHit[] => {
    const { sql, values } = filterCondition(filters);
    // FTS5 gives better matches lower, negative numbers; the port promises the opposite.
    const rank = `bm25(words, ${headlineWeight}, 1.0)`;
    const statement =
      sql === ''
        ? `SELECT rowid AS id, -${rank} AS score FROM words WHERE words MATCH ? ORDER BY ${rank}, rowid LIMIT ?`
        : `SELECT words.rowid AS id, -${rank} AS score FROM words JOIN passages p ON p.id = words.rowid
            JOIN articles a ON a.id = p.article_id WHERE words MATCH ? AND ${sql} ORDER BY ${rank}, words.rowid LIMIT ?`;
    return db.prepare<unknown[], LexicalHit>(statement).all(match, ...values, count);
  };

  return {
    matchingPassages: async (filters) => {
      const { sql, values } = filterCondition(filters);
      if (sql === '') return null;
      const ids = db
        .prepare<string[], number>(`SELECT p.id FROM passages p JOIN articles a ON a.id = p.article_id WHERE ${sql}`)
        .pluck()
        .all(...values);
      return new Set(ids);
    },
    lexicalSearch: async (terms, { count, filters, headlineWeight }) => {
      const match = terms.map(quoteTerm).filter((term) => term !== undefined);
      return match.length === 0 ? [] : search(match.join(' OR '), count, filters, headlineWeight);
    },
    passageFrequencies: async (terms) =>
      terms.map((term) => {
        const quoted = quoteTerm(term);
        return quoted === undefined ? 0 : frequency.get(quoted)!;
      }),
    getPassages: async (ids) => {
      const { rows, articles } = readPassages(ids);
      return rows.map(({ id, article_id: articleId, ordinal, start, end }) => {
        const { row, details } = articles.get(articleId)!;
        return { id, articleId, ordinal, start, end, text: row.body.slice(start, end), article: details };
      });
    },
  };
}

/** A term as an FTS5 string, in which nothing is syntax; undefined when the tokenizer would find no word in it. */
export function quoteTerm(term: string): string | undefined {
  return /[\p{L}\p{N}]/u.test(term) ? `"${term.replaceAll('"', '""').replaceAll('\0', ' ')}"` : undefined;
}
