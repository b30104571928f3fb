import type { Failure, Run, SourceState, Store, VectorChange } from '../../ports.js';
import type { Connection } from './database.js';
import { createMemory } from './unchanged.js';
import { filterCondition } from './filters.js';
import { toArticle, toDocument, toPlace, toVector, type ArticleRow, type DocumentRow, type PlaceRow } from './rows.js';

type Reads = Pick<
  Store,
  | 'findArticle'
  | 'findArticleByUrl'
  | 'findContentHash'
  | 'findByBands'
  | 'listPlaces'
  | 'listArticleIds'
  | 'listTraces'
  | 'findVector'
  | 'listDocuments'
  | 'listArticlesOf'
  | 'listSourceStates'
  | 'listFailures'
  | 'findLastRun'
  | 'totals'
  | 'countBySource'
  | 'listOutlets'
  | 'listAuthors'
  | 'countMatching'
  | 'getVectors'
  | 'lastSequence'
  | 'vectorChanges'
>;

/** How many changes are read at once: some milliseconds, in which nothing else has its turn. */
const changesPerPage = 250;

/** The half of a store that looks things up by what they are; searching is `createSearches`. */
export function createReads(db: Connection): Reads {
  const articleById = db.prepare<[string], ArticleRow>('SELECT * FROM articles WHERE id = ?');
  const articleByUrl = db.prepare<[string], ArticleRow>('SELECT * FROM articles WHERE url = ? ORDER BY rowid LIMIT 1');
  const hashById = db.prepare<[string], string>('SELECT content_hash FROM articles WHERE id = ?').pluck();
  const byBands = db
    .prepare<[string], string>(
      'SELECT DISTINCT article_id FROM bands WHERE band IN (SELECT value FROM json_each(?)) ORDER BY article_id',
    )
    .pluck();
  const places = db.prepare<[string], PlaceRow>(
    'SELECT * FROM places WHERE article_id = ? ORDER BY shown DESC, location',
  );
  const articleIds = db
    .prepare<[string | null, string | null, number], string>(
      'SELECT id FROM articles WHERE ? IS NULL OR id > ? ORDER BY id LIMIT ?',
    )
    .pluck();
  const traces = db.prepare<[string], { id: string; urls: string; bands: string }>(`
    SELECT a.id,
      (SELECT json_group_array(url) FROM (
        SELECT a.url AS url WHERE a.url IS NOT NULL
        UNION SELECT p.url FROM places p WHERE p.article_id = a.id AND p.url IS NOT NULL)) AS urls,
      (SELECT json_group_array(b.band) FROM bands b WHERE b.article_id = a.id) AS bands
    FROM json_each(?) wanted JOIN articles a ON a.id = wanted.value ORDER BY wanted.key`);
  const vectorByHash = db.prepare<[string], Buffer>('SELECT vector FROM vectors WHERE text_hash = ?').pluck();
  const lastSequence = db.prepare<[], number | null>('SELECT max(seq) FROM changes').pluck();
  const changePage = db.prepare<[number, number], { seq: number; id: number; removed: number; vector: Buffer | null }>(`
    SELECT c.seq, c.passage_id AS id, c.removed, v.vector FROM changes c
    LEFT JOIN passages p ON p.id = c.passage_id LEFT JOIN vectors v ON v.text_hash = p.text_hash
    WHERE c.seq > ? ORDER BY c.seq LIMIT ?`);

  async function* vectorChanges(seq: number): AsyncGenerator<VectorChange> {
    for (let last = seq; ;) {
      const page = changePage.all(last, changesPerPage);
      for (const { seq: at, id, removed, vector } of page) {
        last = at;
        if (removed === 1) yield { seq: at, id, vector: null };
        else if (vector !== null) yield { seq: at, id, vector: toVector(vector) };
      }
      if (page.length < changesPerPage) return;
    }
  }

  const whileUnchanged = createMemory(db);
  const totals = whileUnchanged(() =>
    db
      .prepare<
        [],
        { articles: number; passages: number; outlets: number; oldest: string | null; newest: string | null }
      >(
        `SELECT count(*) AS articles, (SELECT count(*) FROM passages) AS passages, count(DISTINCT outlet) AS outlets,
          min(published_at) AS oldest, max(published_at) AS newest FROM articles`,
      )
      .get()!,
  );
  const outlets = whileUnchanged(() =>
    db
      .prepare<[], { outlet: string; articles: number }>(
        'SELECT outlet, count(*) AS articles FROM articles WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY articles DESC, outlet',
      )
      .all(),
  );

  return {
    findArticle: async (id) => mapRow(articleById.get(id), toArticle),
    findArticleByUrl: async (url) => mapRow(articleByUrl.get(url), toArticle),
    findContentHash: async (id) => hashById.get(id),
    findByBands: async (bands) => byBands.all(JSON.stringify(bands)),
    listPlaces: async (id) => places.all(id).map(toPlace),
    listArticleIds: async (after, count) => articleIds.all(after, after, count),
    listTraces: async (ids) =>
      traces.all(JSON.stringify(ids)).map(({ id, urls, bands }) => ({
        id,
        urls: JSON.parse(urls) as string[],
        bands: JSON.parse(bands) as string[],
      })),
    findVector: async (hash) => mapRow(vectorByHash.get(hash), toVector),
    listDocuments: async () =>
      db.prepare<[], DocumentRow>('SELECT * FROM documents ORDER BY document').all().map(toDocument),
    listArticlesOf: async (document) =>
      db.prepare<[string], string>('SELECT article_id FROM places WHERE document = ?').pluck().all(document),
    listSourceStates: async () =>
      db
        .prepare<[], string>('SELECT state FROM source_states ORDER BY source')
        .pluck()
        .all()
        .map((state) => JSON.parse(state) as SourceState),
    listFailures: async () =>
      db.prepare<[], Failure>('SELECT source, location, code, message, at FROM failures ORDER BY rowid').all(),
    findLastRun: async () =>
      mapRow(
        db.prepare<[], string>('SELECT run FROM runs ORDER BY id DESC LIMIT 1').pluck().get(),
        (run) => JSON.parse(run) as Run,
      ),
    totals: async () => totals(),
    countBySource: async () =>
      db
        .prepare<[], { source: string; articles: number }>(
          'SELECT source, count(*) AS articles FROM places WHERE shown = 1 GROUP BY source ORDER BY source',
        )
        .all(),
    listOutlets: async () => outlets(),
    listAuthors: async () =>
      db
        .prepare<[], { author: string; articles: number }>(
          `SELECT author.value AS author, count(*) AS articles FROM articles, json_each(articles.authors) AS author
            GROUP BY author.value ORDER BY articles DESC, author`,
        )
        .all(),
    countMatching: async (filters) => {
      const { sql, values } = filterCondition(filters);
      if (sql === '') {
        const { articles, newest } = totals();
        return { articles, newest };
      }
      return db
        .prepare<string[], { articles: number; newest: string | null }>(
          `SELECT count(*) AS articles, max(published_at) AS newest FROM articles a WHERE ${sql}`,
        )
        .get(...values)!;
    },
    getVectors: async (ids) => {
      const rows = db
        .prepare<[string], { id: number; vector: Buffer }>(
          `SELECT p.id, v.vector FROM json_each(?) ids JOIN passages p ON p.id = ids.value JOIN vectors v USING (text_hash)`,
        )
        .all(JSON.stringify(ids));
      return new Map(rows.map(({ id, vector }) => [id, toVector(vector)]));
    },
    lastSequence: async () => lastSequence.get() ?? 0,
    vectorChanges,
  };
}

function mapRow<Row, Value>(row: Row | undefined, map: (row: Row) => Value): Value | undefined {
  return row === undefined ? undefined : map(row);
}
