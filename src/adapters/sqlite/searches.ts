import type { Filters } from '../../domain/answer.js';
import type { LexicalHit, Store } from '../../ports.js';
import type { Connection } from './database.js';
import { filterCondition } from './filters.js';
import { toArticleDetails, type ArticleRow } from './rows.js';

type Searches = Pick<Store, 'matchingPassages' | 'lexicalSearch' | 'passageFrequencies' | 'getPassages'>;

/** The half of a store that searches passages. */
export function createSearches(db: Connection): Searches {
  const frequency = db.prepare<[string], number>('SELECT count(*) FROM words WHERE words MATCH ?').pluck();
  const passagesById = db.prepare<
    [string],
    ArticleRow & { passage_id: number; ordinal: number; start: number; end: number }
  >(`
    SELECT p.id AS passage_id, p.ordinal, p.start, p."end", a.* FROM json_each(?) ids
    JOIN passages p ON p.id = ids.value JOIN articles a ON a.id = p.article_id ORDER BY ids.key`);

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
    getPassages: async (ids) =>
      passagesById.all(JSON.stringify(ids)).map((row) => ({
        id: row.passage_id,
        articleId: row.id,
        ordinal: row.ordinal,
        start: row.start,
        end: row.end,
        text: row.body.slice(row.start, row.end),
        article: toArticleDetails(row),
      })),
  };
}

/** A term as an FTS5 string, in which nothing is syntax; undefined when the tokenizer would find no word in it. */
export function quoteTerm(term: string): string | undefined {
  return /[\p{L}\p{N}]/u.test(term) ? `"${term.replaceAll('"', '""').replaceAll('\0', ' ')}"` : undefined;
}
