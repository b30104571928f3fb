import { existsSync } from 'node:fs';
import { AppError } from '../../errors.js';
import {
  conversationsMark,
  conversationsMigrations,
  conversationsSchema,
  conversationsVersion,
} from './conversations-schema.js';
import { databaseError, openDatabase, type Connection } from './database.js';
import { backUp } from './migrations.js';
import { makePrivateFile } from './private-file.js';

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
    makePrivateFile(file);
    const db = await openDatabase(file, 'create');
    try {
      // What was forgotten is overwritten, so that it cannot be read out of the file either.
      db.pragma('secure_delete = ON');
      backUpFormer(db, file);
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

/** Before a file of an earlier version is changed, a copy of it is made: unlike an index, it cannot be made anew. */
function backUpFormer(db: Connection, file: string): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  const isOurs = db.pragma('application_id', { simple: true }) === conversationsMark;
  if (isOurs && version < conversationsVersion) backUp(db, file, version);
}

/** What a look through a file of conversations found. */
export interface ConversationsCheck {
  exchanges: number;
  watches: number;
  /** Empty when it is sound. */
  faults: string[];
}

/**
 * Looks through the whole file of conversations, without changing it; undefined when there is none yet.
 *
 * @throws AppError As opening it does.
 */
export async function checkConversations(file: string): Promise<ConversationsCheck | undefined> {
  if (!existsSync(file)) return undefined;
  try {
    const db = await openDatabase(file, 'existing');
    try {
      if (db.prepare('SELECT 1 FROM sqlite_master').get() === undefined) return undefined;
      const version = requireKnown(db, file);
      const count = (sql: string): number => db.prepare<[], number>(sql).pluck().get()!;
      const faults = (db.pragma('integrity_check') as { integrity_check: string }[])
        .map((row) => row.integrity_check)
        .filter((line) => line !== 'ok');
      const unreadable = count('SELECT count(*) FROM exchanges WHERE NOT json_valid(shown)');
      if (unreadable > 0) faults.push(`${unreadable} exchanges cannot be read`);
      return {
        exchanges: count('SELECT count(*) FROM exchanges'),
        // Earlier versions had none.
        watches: version < 2 ? 0 : count('SELECT count(*) FROM watches'),
        faults,
      };
    } finally {
      db.close();
    }
  } catch (error) {
    throw conversationsError(error, file);
  }
}

/** The version of a file. @throws AppError `CONVERSATIONS_CORRUPT` or `CONVERSATIONS_NEWER`. */
function requireKnown(db: Connection, file: string): number {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (db.pragma('application_id', { simple: true }) !== conversationsMark) {
    throw corrupt(file, 'is another database', undefined);
  }
  if (version <= conversationsVersion) return version;
  throw new AppError(
    'CONVERSATIONS_NEWER',
    `Expected conversations of version ${conversationsVersion} or earlier in ${file}, got version ${version}`,
    { hint: 'Update On Record, or set ONRECORD_DATA to another folder.' },
  );
}

function bringUpToDate(db: Connection, file: string): void {
  db.transaction(() => {
    const isEmpty = db.prepare('SELECT 1 FROM sqlite_master').get() === undefined;
    if (isEmpty) {
      db.exec(conversationsSchema);
      db.pragma(`user_version = ${conversationsVersion}`);
      db.pragma(`application_id = ${conversationsMark}`);
    }
    const version = requireKnown(db, file);
    for (let from = version; from < conversationsVersion; from++) {
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
