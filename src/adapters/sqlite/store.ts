import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../errors.js';
import type { IndexStamp, Store } from '../../ports.js';
import { checkDatabase } from './check.js';
import { databaseBytes, databaseError, openDatabase, fullReindexHint, type Connection } from './database.js';
import { breakSeal, sealDatabase, verifySeal } from './file-seal.js';
import { migrate } from './migrations.js';
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
 * Up to this size the checksum of a file is compared whenever it is opened: that takes a tenth of a second, and an index of 2,000
 * articles is smaller. Larger ones are compared by `check` and before they are written to.
 */
const mostVerifiedBytes = 64 * 1024 * 1024;

/**
 * Opens the store in a file, and brings it up to this version first if an earlier one made it. With `toWrite`, its checksum is compared whatever its size.
 *
 * @throws AppError `INDEX_MISSING`, `INDEX_CORRUPT`, `INDEX_UNWRITABLE`, or `INDEX_NEWER` when a later version wrote it.
 */
export async function openSqliteStore(file: string, { toWrite = false } = {}): Promise<Store> {
  const db = await openDatabase(file, 'existing');
  try {
    if (verifySeal(file, toWrite ? Infinity : mostVerifiedBytes) === 'damaged') {
      throw new AppError('INDEX_CORRUPT', `The index file ${file} is damaged: its checksum differs`, {
        hint: fullReindexHint,
      });
    }
    const isMigrated = migrate(db, file);
    const store = toStore(db, file);
    if (isMigrated) await store.seal();
    return store;
  } catch (error) {
    db.close();
    throw databaseError(error, file);
  }
}

function toStore(db: Connection, file: string): Store {
  const stamp = readStamp(db, file);
  let isSealBroken = false;
  const beforeWriting = (): void => {
    if (!isSealBroken) breakSeal(file);
    isSealBroken = true;
  };
  const seal = async (): Promise<void> => {
    const [state] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    // Somebody reads at this very moment: the next run seals the file.
    if (state?.busy !== 0) return;
    sealDatabase(file);
    isSealBroken = false;
  };
  const parts = {
    ...createReads(db),
    ...createSearches(db),
    ...createQuoteReads(db),
    ...createWrites(db, beforeWriting),
    seal,
  };
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
