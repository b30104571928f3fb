import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError, systemCode } from '../../errors.js';
import type { IndexStamp, Store } from '../../ports.js';
import { checkDatabase } from './check.js';
import {
  databaseBytes,
  databaseError,
  fullReindexHint,
  keepLog,
  leaveAtRest,
  openDatabase,
  type Connection,
} from './database.js';
import { breakSeal, sealDatabase, sealedBytes, verifySeal, verifySealInTurns } from './file-seal.js';
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
 * Up to this size a file is compared with its checksum whenever it is opened, which takes a tenth of a second. An index passes it at
 * about 1,500 articles; larger ones are compared before they are written to, by `check`, and with `stays`. Whatever its size, an article is
 * compared with its own checksum whenever it is read.
 */
const mostVerifiedBytes = 64 * 1024 * 1024;

/** How a store is to be opened. */
export interface StoreUse {
  /** It is to be written to: its checksum is compared first, whatever its size. */
  toWrite?: boolean;
  /**
   * It stays open for long: a file that is too large to be compared at once is compared beside other work, about a second a gigabyte. Once
   * it is found to be damaged, all functions reject with `INDEX_CORRUPT`.
   */
  stays?: boolean;
}

/**
 * Opens the store in a file, and brings it up to this version first if an earlier one made it.
 *
 * @throws AppError `INDEX_MISSING`, `INDEX_CORRUPT`, `INDEX_UNWRITABLE`, or `INDEX_NEWER` when a later version wrote it.
 */
export async function openSqliteStore(file: string, { toWrite = false, stays = false }: StoreUse = {}): Promise<Store> {
  let db: Connection | undefined;
  try {
    const isSmall = sealedBytes(file) <= mostVerifiedBytes;
    // Before SQLite opens it: whoever closes a file that SQLite has open takes its locks away.
    if ((toWrite || isSmall) && existsSync(file) && verifySeal(file) === 'damaged') throw damaged(file);
    db = await openDatabase(file, 'existing');
    const isMigrated = migrate(db, file);
    const store = toStore(db, file, stays && !toWrite && !isSmall);
    if (isMigrated) await store.seal();
    return store;
  } catch (error) {
    db?.close();
    throw databaseError(error, file);
  }
}

function damaged(file: string, cause?: unknown): AppError {
  const why = cause === undefined ? 'its checksum differs' : 'the disk does not give all of it back';
  return new AppError('INDEX_CORRUPT', `The index file ${file} is damaged: ${why}`, {
    hint: fullReindexHint,
    cause,
  });
}

function toStore(db: Connection, file: string, isToBeVerified = false): Store {
  const stamp = readStamp(db, file);
  let isSealBroken = false;
  const beforeWriting = (): void => {
    if (isSealBroken) return;
    try {
      keepLog(db);
    } catch (error) {
      if (systemCode(error)?.startsWith('SQLITE_BUSY') !== true) throw error;
      throw new AppError('INDEX_LOCKED', `Another program has been reading ${file} for ten seconds`, {
        hint: 'Run the command again when that program, such as a backup, has finished.',
        cause: error,
      });
    }
    breakSeal(file);
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
  const verification = isToBeVerified ? verifyBeside(file) : undefined;
  return {
    stamp,
    ...withDatabaseErrors(parts, file, () => verification?.requireSound()),
    bytes: async () => databaseBytes(file),
    check: async () => {
      try {
        // It reads for long, and must keep no writer waiting.
        keepLog(db);
      } catch {
        // Where nothing can be written, nobody waits; damage is what is looked for.
      }
      return checkDatabase(db, file, stamp.dimensions);
    },
    close: async () => {
      await verification?.end();
      leaveAtRest(db);
      db.close();
    },
  };
}

/** Compares a file with its checksum beside other work; from when it is found to be damaged, `requireSound` throws. */
function verifyBeside(file: string): { requireSound(): void; end(): Promise<void> } {
  const ending = new AbortController();
  let fault: AppError | undefined;
  const done = verifySealInTurns(file, ending.signal).then(
    (verdict) => {
      if (verdict === 'damaged') fault = damaged(file);
    },
    (error: unknown) => {
      // Otherwise it could not be compared: it was removed or closed meanwhile, or no more files may be opened.
      if (systemCode(error) === 'EIO') fault = damaged(file, error);
    },
  );
  return {
    requireSound: () => {
      if (fault !== undefined) throw fault;
    },
    end: () => {
      ending.abort();
      return done;
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

/** The same functions, with SQLite's errors turned into ours, and `before` called ahead of each. */
function withDatabaseErrors<Parts extends object>(parts: Parts, file: string, before: () => void): Parts {
  const wrapped = Object.entries(parts).map(([name, work]: [string, (...args: unknown[]) => unknown]) => {
    if (name === 'vectorChanges') {
      const changes = work as Store['vectorChanges'];
      return [
        name,
        async function* (seq: number) {
          try {
            before();
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
          before();
          return await work(...args);
        } catch (error) {
          throw databaseError(error, file);
        }
      },
    ];
  });
  return Object.fromEntries(wrapped) as Parts;
}
