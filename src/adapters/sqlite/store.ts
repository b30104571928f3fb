import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../errors.js';
import type { IndexStamp, Store } from '../../ports.js';
import { databaseBytes, databaseError, openDatabase, fullReindexHint, type Connection } from './database.js';
import { createQuoteReads } from './quote-reads.js';
import { createReads } from './reads.js';
import { schema, schemaVersion, speakersMarkKey } from './schema.js';
import { createSearches } from './searches.js';
import { createWrites } from './writes.js';

/**
 * Makes an empty store in a new file, stamped with what it is made with; folders on the way are made too.
 *
 * @throws AppError `INDEX_UNWRITABLE` when the file cannot be written, or `INTERNAL` when it holds a store already.
 */
export async function createSqliteStore(file: string, stamp: Omit<IndexStamp, 'schemaVersion'>): Promise<Store> {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    throw new AppError('INDEX_UNWRITABLE', `The folder ${dirname(file)} could not be made`, {
      hint: 'Check that this user may write there, or set ONRECORD_DATA to another folder.',
      cause: error,
    });
  }
  const db = await openDatabase(file, 'create');
  try {
    db.transaction(() => {
      db.exec(schema);
      const insert = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
      for (const [key, value] of Object.entries({ ...stamp, schemaVersion })) insert.run(key, JSON.stringify(value));
    }).immediate();
  } catch (error) {
    db.close();
    throw databaseError(error, file);
  }
  return toStore(db, file);
}

/**
 * Opens the store in a file.
 *
 * @throws AppError `INDEX_MISSING`, `INDEX_CORRUPT`, `INDEX_UNWRITABLE`, or `INDEX_NEWER` when a later version wrote it.
 */
export async function openSqliteStore(file: string): Promise<Store> {
  const db = await openDatabase(file, 'existing');
  try {
    return toStore(db, file);
  } catch (error) {
    db.close();
    throw databaseError(error, file);
  }
}

function toStore(db: Connection, file: string): Store {
  const stamp = readStamp(db, file);
  const parts = { ...createReads(db), ...createSearches(db), ...createQuoteReads(db), ...createWrites(db) };
  return {
    stamp,
    ...withDatabaseErrors(parts, file),
    bytes: async () => databaseBytes(file),
    check: async () => checkDatabase(db, file, stamp.dimensions),
    close: async () => {
      db.close();
    },
  };
}

function readStamp(db: Connection, file: string): IndexStamp {
  const hasMeta = db.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'meta'`).get() !== undefined;
  const rows = hasMeta
    ? db
        .prepare<[], { key: string; value: string }>(`SELECT key, value FROM meta WHERE key <> '${speakersMarkKey}'`)
        .all()
    : [];
  const stamp = Object.fromEntries(
    rows.map(({ key, value }) => [key, JSON.parse(value) as unknown]),
  ) as unknown as IndexStamp;
  if (typeof stamp.schemaVersion !== 'number') {
    throw new AppError('INDEX_CORRUPT', `The file ${file} is not an index of On Record`, { hint: fullReindexHint });
  }
  if (stamp.schemaVersion > schemaVersion) {
    throw new AppError(
      'INDEX_NEWER',
      `Expected an index of version ${schemaVersion} or earlier in ${file}, got version ${stamp.schemaVersion}`,
      { hint: 'Update On Record, or set ONRECORD_DATA to another folder.' },
    );
  }
  if (db.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'quotes'`).get() === undefined) {
    throw new AppError('INDEX_CORRUPT', `The index in ${file} has no table of quotes`, { hint: fullReindexHint });
  }
  return stamp;
}

/** The same functions, with SQLite's errors turned into ours. */
function withDatabaseErrors<Parts extends object>(parts: Parts, file: string): Parts {
  const wrapped = Object.entries(parts).map(([name, work]: [string, (...args: unknown[]) => unknown]) => {
    if (name === 'vectorChanges') {
      const changes = work as Store['vectorChanges'];
      return [
        name,
        async function* (seq: number) {
          try {
            yield* changes(seq);
          } catch (error) {
            throw databaseError(error, file);
          }
        },
      ];
    }
    return [
      name,
      async (...args: unknown[]) => {
        try {
          return await work(...args);
        } catch (error) {
          throw databaseError(error, file);
        }
      },
    ];
  });
  return Object.fromEntries(wrapped) as Parts;
}

function checkDatabase(db: Connection, file: string, dimensions: number): string[] {
  try {
    return findFaults(db, dimensions);
  } catch (error) {
    // Damage that keeps SQLite from looking further is what was looked for; anything else is not known to be one.
    const fault = databaseError(error, file);
    if (fault.code === 'INDEX_CORRUPT') return [fault.message];
    throw fault;
  }
}

function findFaults(db: Connection, dimensions: number): string[] {
  const faults = (db.pragma('integrity_check') as { integrity_check: string }[])
    .map((row) => row.integrity_check)
    .filter((line) => line !== 'ok');
  const count = (sql: string): number => db.prepare<[], number>(sql).pluck().get()!;
  const orphans = count(
    'SELECT count(*) FROM passages p LEFT JOIN vectors v USING (text_hash) WHERE v.text_hash IS NULL',
  );
  if (orphans > 0) faults.push(`${orphans} passages have no vector`);
  const misshapen = count(`SELECT count(*) FROM vectors WHERE length(vector) <> ${dimensions * 4}`);
  if (misshapen > 0) faults.push(`${misshapen} vectors have not ${dimensions} dimensions`);
  const passages = count('SELECT count(*) FROM passages');
  const words = count('SELECT count(*) FROM words');
  if (words !== passages) faults.push(`expected ${passages} passages in the lexical index, got ${words}`);
  const quotes = count('SELECT count(*) FROM quotes');
  const quoteWords = count('SELECT count(*) FROM quote_words');
  if (quoteWords !== quotes) faults.push(`expected ${quotes} quotes in the lexical index, got ${quoteWords}`);
  const unplaced = count(
    'SELECT count(*) FROM articles a WHERE NOT EXISTS (SELECT 1 FROM places p WHERE p.article_id = a.id AND p.shown = 1)',
  );
  if (unplaced > 0) faults.push(`${unplaced} articles have no place`);
  return faults;
}
