import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError, systemCode } from '../../errors.js';
import {
  conversationsMark,
  conversationsMigrations,
  conversationsSchema,
  conversationsVersion,
} from './conversations-schema.js';
import { databaseError, openDatabase, type Connection } from './database.js';

/**
 * Opens a hold of its own on the file of conversations and watches, brings its tables up to date, and gives what `create` makes of it.
 *
 * @throws AppError `CONVERSATIONS_CORRUPT`, `CONVERSATIONS_NEWER` or `INDEX_UNWRITABLE`, naming the file; so do all functions of
 * what is made.
 */
export async function openConversationsFile<Port extends object>(
  file: string,
  create: (db: Connection) => Port,
): Promise<Port> {
  try {
    if (file !== ':memory:') makePrivateFile(file);
    const db = await openDatabase(file, 'create');
    try {
      // What was forgotten is overwritten, so that it cannot be read out of the file either.
      db.pragma('secure_delete = ON');
      bringUpToDate(db, file);
      return withErrors(create(db), file);
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw conversationsError(error, file);
  }
}

/**
 * SQLite gives its files beside this one the same rights. A file that is there must not be opened by anything but SQLite: closing it
 * again would drop the locks that this process has on it.
 */
function makePrivateFile(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (!existsSync(file)) closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    // Another process was quicker.
    if (systemCode(error) === 'EEXIST' && existsSync(file)) return;
    throw new AppError('INDEX_UNWRITABLE', `The file ${file} could not be opened for writing`, {
      hint: 'Check that this user may write there, or set ONRECORD_DATA to another folder.',
      cause: error,
    });
  }
}

function bringUpToDate(db: Connection, file: string): void {
  db.transaction(() => {
    const version = db.pragma('user_version', { simple: true }) as number;
    const mark = db.pragma('application_id', { simple: true }) as number;
    const isEmpty = db.prepare('SELECT 1 FROM sqlite_master').get() === undefined;
    if (isEmpty) {
      db.exec(conversationsSchema);
      db.pragma(`user_version = ${conversationsVersion}`);
      db.pragma(`application_id = ${conversationsMark}`);
    } else if (mark !== conversationsMark) {
      throw corrupt(file, 'is another database', undefined);
    } else if (version > conversationsVersion) {
      throw new AppError(
        'CONVERSATIONS_NEWER',
        `Expected conversations of version ${conversationsVersion} or earlier in ${file}, got version ${version}`,
        { hint: 'Update On Record, or set ONRECORD_DATA to another folder.' },
      );
    }
    for (let from = isEmpty ? conversationsVersion : version; from < conversationsVersion; from++) {
      db.exec(conversationsMigrations[from]!);
      db.pragma(`user_version = ${from + 1}`);
    }
  }).immediate();
}

/** The same functions, with the errors of SQLite turned into ours. */
function withErrors<Port extends object>(port: Port, file: string): Port {
  const wrapped = Object.entries(port).map(([name, work]: [string, (...args: unknown[]) => unknown]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await work(...args);
      } catch (error) {
        throw conversationsError(error, file);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as Port;
}

function conversationsError(error: unknown, file: string): AppError {
  // What was written as JSON and cannot be read as JSON was damaged in between.
  if (error instanceof SyntaxError) return corrupt(file, 'holds an exchange that cannot be read', error);
  const known = databaseError(error, file);
  return known.code === 'INDEX_CORRUPT' ? corrupt(file, 'is damaged', known.cause) : known;
}

function corrupt(file: string, what: string, cause: unknown): AppError {
  return new AppError('CONVERSATIONS_CORRUPT', `The file of conversations ${file} ${what}`, {
    hint: 'Move it away, with the files of the same name and "-wal" or "-shm"; a new one is made. The index is not concerned.',
    cause,
  });
}
