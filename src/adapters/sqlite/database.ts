import { existsSync, statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { AppError, systemCode, toAppError } from '../../errors.js';
import { diskFull, storageError } from '../replace-file.js';

export type Connection = Database.Database;

/** The better-sqlite3 constructor. @throws AppError `NATIVE_MODULE_MISSING` when it has not been built for this Node. */
export async function loadSqlite(): Promise<typeof Database> {
  try {
    const { default: Sqlite } = await import('better-sqlite3');
    // The binary is loaded with the first database, not with the module.
    new Sqlite(':memory:').close();
    return Sqlite;
  } catch (error) {
    throw toAppError(
      error,
      'NATIVE_MODULE_MISSING',
      `better-sqlite3 could not be loaded by Node ${process.version}`,
      'Run "npm run -s onrecord -- status"; it builds what is missing.',
    );
  }
}

/**
 * Opens a database file with the settings that all of ours share. Writing waits up to ten seconds for another writer. A file that is made
 * gets a write-ahead log; one that is there keeps the journal that it has, so that it can be read where nothing can be written.
 *
 * @throws AppError `INDEX_CORRUPT`, `INDEX_UNWRITABLE` or `INDEX_MISSING`, naming the file.
 */
export async function openDatabase(file: string, mode: 'create' | 'existing'): Promise<Connection> {
  const Sqlite = await loadSqlite();
  if (mode === 'existing' && !existsSync(file)) {
    throw new AppError('INDEX_MISSING', `Expected the index file ${file}, found none`, { hint: fullReindexHint });
  }
  let db: Connection | undefined;
  try {
    db = new Sqlite(file, { fileMustExist: mode === 'existing', timeout: 10_000 });
    if (mode === 'create') keepLog(db);
    // With FULL, what a finished transaction wrote survives a loss of power, not only a killed process.
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    return db;
  } catch (error) {
    db?.close();
    throw databaseError(error, file);
  }
}

/**
 * Gives a file a write-ahead log, with which nobody who reads keeps a writer waiting, nor the other way round. It waits until nobody reads at
 * this very moment.
 */
export function keepLog(db: Connection): void {
  db.pragma('journal_mode = WAL');
}

/**
 * Takes the write-ahead log away again, unless others have the file open: with one, a file can be read only where a file beside it can be made,
 * which a read-only folder and a full disk refuse.
 */
export function leaveAtRest(db: Connection): void {
  try {
    if (db.pragma('journal_mode', { simple: true }) !== 'wal') return;
    db.pragma('busy_timeout = 0');
    db.pragma('journal_mode = DELETE');
  } catch {
    // Somebody else reads it, there is no room, or the file is damaged or gone: it keeps its log, which loses nothing.
  }
}

/** What helps where the live index is lost: any other run would want to go on with it. */
export const fullReindexHint =
  'Run "npm run -s onrecord -- reindex --full"; it builds a new index beside the damaged one.';

/** What SQLite's error means to the person who runs the bot. */
export function databaseError(raised: unknown, file: string): AppError {
  const error = storageError(raised, file);
  if (error instanceof AppError) return error;
  const code = systemCode(error) ?? '';
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) {
    return new AppError('INDEX_CORRUPT', `The index file ${file} is damaged (${code})`, {
      hint: fullReindexHint,
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_FULL')) return diskFull(file, error);
  if (/^SQLITE_(READONLY|CANTOPEN|IOERR|PERM)/.test(code)) {
    return new AppError('INDEX_UNWRITABLE', `The index file ${file} could not be opened or written (${code})`, {
      hint: 'Check that the folder exists and that this user may write to it, or set ONRECORD_DATA to another folder.',
      cause: error,
    });
  }
  return toAppError(error, 'INTERNAL', `SQLite failed on ${file}`);
}

/** Bytes of a database with its write-ahead log. */
export function databaseBytes(file: string): number {
  return [file, `${file}-wal`].reduce((sum, name) => sum + (statSync(name, { throwIfNoEntry: false })?.size ?? 0), 0);
}
