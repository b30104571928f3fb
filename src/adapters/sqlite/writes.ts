import type { Place } from '../../domain/article.js';
import type { ArticleRecord, Failure, KnownDocument, Run, SourceState, Store } from '../../ports.js';
import type { Connection } from './database.js';
import { createQuoteWrites } from './quote-writes.js';
import { fromArticle, fromVector } from './rows.js';

type Writes = Pick<
  Store,
  | 'putArticle'
  | 'putPlace'
  | 'putDocument'
  | 'removeDocument'
  | 'putSourceState'
  | 'keepSourceStates'
  | 'putFailures'
  | 'putRun'
  | 'putSpeakers'
>;

/** The writing half of a store; every method is one immediate transaction, and `before` is called ahead of each. */
export function createWrites(db: Connection, before: () => void): Writes {
  const insertArticle = db.prepare(`
    INSERT INTO articles (id, url, title, title_derived, outlet, outlet_folded, authors, authors_folded, published_at, published_day, body, content_hash)
    VALUES (@id, @url, @title, @title_derived, @outlet, @outlet_folded, @authors, @authors_folded, @published_at, @published_day, @body, @content_hash)
    ON CONFLICT (id) DO UPDATE SET url = @url, title = @title, title_derived = @title_derived, outlet = @outlet,
      outlet_folded = @outlet_folded, authors = @authors, authors_folded = @authors_folded, published_at = @published_at,
      published_day = @published_day, body = @body, content_hash = @content_hash`);
  const passagesOf = db.prepare<[string], { id: number; start: number; end: number; title: string; body: string }>(
    'SELECT p.id, p.start, p."end", a.title, a.body FROM passages p JOIN articles a ON a.id = p.article_id WHERE a.id = ?',
  );
  const deleteWords = db.prepare("INSERT INTO words (words, rowid, title, body) VALUES ('delete', ?, ?, ?)");
  const deletePassages = db.prepare('DELETE FROM passages WHERE article_id = ?');
  const insertChange = db.prepare('INSERT INTO changes (passage_id, removed) VALUES (?, ?)');
  const insertVector = db.prepare('INSERT INTO vectors (text_hash, vector) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const insertPassage = db.prepare(
    'INSERT INTO passages (article_id, ordinal, start, "end", text_hash) VALUES (?, ?, ?, ?, ?)',
  );
  const insertWords = db.prepare('INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)');
  const deleteBands = db.prepare('DELETE FROM bands WHERE article_id = ?');
  const insertBand = db.prepare('INSERT OR IGNORE INTO bands (band, article_id) VALUES (?, ?)');
  const clearShown = db.prepare('UPDATE places SET shown = 0 WHERE article_id = ?');
  const upsertPlace = db.prepare(`
    INSERT INTO places (document, article_id, shown, source, location, url, title, outlet, published_at)
    VALUES (@document, @articleId, @shown, @source, @location, @url, @title, @outlet, @publishedAt)
    ON CONFLICT (document, article_id) DO UPDATE SET shown = max(shown, @shown), source = @source, location = @location,
      url = @url, title = @title, outlet = @outlet, published_at = @publishedAt`);
  const placesOf = db.prepare<[string], { article_id: string; shown: number }>(
    'SELECT article_id, shown FROM places WHERE document = ?',
  );
  const deletePlace = db.prepare('DELETE FROM places WHERE document = ? AND article_id = ?');
  const documentsOf = db
    .prepare<[string], string>('SELECT document FROM places WHERE article_id = ? ORDER BY location')
    .pluck();
  const showPlace = db.prepare('UPDATE places SET shown = 1 WHERE document = ? AND article_id = ?');
  const removeDocument = db.prepare('DELETE FROM documents WHERE document = ?');
  const forgetFingerprint = db.prepare("UPDATE documents SET fingerprint = '' WHERE document = ?");
  // From its first change until `putDocument`, a document counts as unread, so that a killed run is noticed, also when the
  // document goes, or is again what it was, before the next run.
  const beginDocument = db.prepare(`
    INSERT INTO documents (document, source, fingerprint) VALUES (@document, @source, '')
    ON CONFLICT (document) DO UPDATE SET source = @source, fingerprint = ''`);
  const upsertDocument = db.prepare(`
    INSERT INTO documents (document, source, fingerprint, etag, last_modified)
    VALUES (@document, @source, @fingerprint, @etag, @lastModified)
    ON CONFLICT (document) DO UPDATE SET source = @source, fingerprint = @fingerprint, etag = @etag,
      last_modified = @lastModified`);
  const deleteArticle = db.prepare('DELETE FROM articles WHERE id = ?');

  const quotes = createQuoteWrites(db);

  const clearContents = (articleId: string): void => {
    for (const { id, start, end, title, body } of passagesOf.all(articleId)) {
      deleteWords.run(id, title, body.slice(start, end));
      insertChange.run(id, 1);
    }
    deletePassages.run(articleId);
    deleteBands.run(articleId);
    quotes.clear(articleId);
  };

  const writeArticle = (record: ArticleRecord): void => {
    const { article, contentHash, bands, passages, place } = record;
    clearContents(article.id);
    insertArticle.run(fromArticle(article, contentHash));
    for (const band of bands) insertBand.run(band, article.id);
    for (const { ordinal, start, end, textHash, vector } of passages) {
      insertVector.run(textHash, fromVector(vector));
      const { lastInsertRowid } = insertPassage.run(article.id, ordinal, start, end, textHash);
      insertWords.run(lastInsertRowid, article.title, article.body.slice(start, end));
      insertChange.run(lastInsertRowid, 0);
    }
    quotes.write(record);
    clearShown.run(article.id);
    upsertPlace.run({ ...place, articleId: article.id, shown: 1 });
    for (const document of documentsOf.all(article.id)) forgetFingerprint.run(document);
    beginDocument.run({ document: place.document, source: place.source });
  };

  const dropPlaces = (document: string, keep: ReadonlySet<string>): { removed: number; reread: string[] } => {
    const reread = new Set<string>();
    let removed = 0;
    for (const { article_id: articleId, shown } of placesOf.all(document)) {
      if (keep.has(articleId)) continue;
      deletePlace.run(document, articleId);
      if (shown === 0) continue;
      const others = documentsOf.all(articleId);
      for (const other of others) {
        forgetFingerprint.run(other);
        reread.add(other);
      }
      if (others.length > 0) {
        showPlace.run(others[0], articleId);
        continue;
      }
      clearContents(articleId);
      deleteArticle.run(articleId);
      removed++;
    }
    return { removed, reread: [...reread] };
  };

  // Immediate: the writer's turn is claimed at the start, so that a transaction never fails half-way for want of it.
  const inTransaction = <Args extends unknown[], Result>(work: (...args: Args) => Result) => {
    const { immediate } = db.transaction(work);
    return (...args: Args): Promise<Result> => {
      before();
      return Promise.resolve(immediate(...args));
    };
  };

  return {
    putArticle: inTransaction(writeArticle),
    putPlace: inTransaction((articleId: string, place: Place): void => {
      upsertPlace.run({ ...place, articleId, shown: 0 });
      beginDocument.run({ document: place.document, source: place.source });
    }),
    putDocument: inTransaction((document: KnownDocument, keep: ReadonlySet<string>) => {
      const result = dropPlaces(document.document, keep);
      const { etag = null, lastModified = null } = document.validators ?? {};
      upsertDocument.run({ ...document, etag, lastModified });
      return result;
    }),
    removeDocument: inTransaction((document: string) => {
      removeDocument.run(document);
      return dropPlaces(document, new Set());
    }),
    putSpeakers: inTransaction(quotes.writeSpeakers),
    putSourceState: inTransaction((state: SourceState): void => {
      db.prepare(
        'INSERT INTO source_states (source, state) VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET state = excluded.state',
      ).run(state.source, JSON.stringify(state));
    }),
    keepSourceStates: inTransaction((sources: readonly string[]): void => {
      db.prepare('DELETE FROM source_states WHERE source NOT IN (SELECT value FROM json_each(?))').run(
        JSON.stringify(sources),
      );
    }),
    putFailures: inTransaction((failures: readonly Failure[]): void => {
      db.exec('DELETE FROM failures');
      const insert = db.prepare(
        'INSERT INTO failures (location, source, code, message, at) VALUES (@location, @source, @code, @message, @at)',
      );
      for (const failure of failures) insert.run(failure);
    }),
    putRun: inTransaction((run: Run): void => {
      db.prepare('INSERT INTO runs (run) VALUES (?)').run(JSON.stringify(run));
    }),
  };
}
