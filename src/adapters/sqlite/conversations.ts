import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Exchange } from '../../domain/conversation.js';
import { AppError, systemCode } from '../../errors.js';
import type { Conversations } from '../../ports.js';
import { conversationsMark, conversationsSchema, conversationsVersion } from './conversations-schema.js';
import { databaseError, openDatabase, type Connection } from './database.js';

/**
 * Opens the conversations in a file, which is made when it is missing, for this user's eyes only; `:memory:` keeps them until they are
 * closed. Several processes may have one file open.
 *
 * @throws AppError `CONVERSATIONS_CORRUPT`, `CONVERSATIONS_NEWER` or `INDEX_UNWRITABLE`, naming the file.
 */
export async function openConversations(file: string): Promise<Conversations> {
  try {
    if (file !== ':memory:') makePrivateFile(file);
    const db = await openDatabase(file, 'create');
    try {
      // What was forgotten is overwritten, so that it cannot be read out of the file either.
      db.pragma('secure_delete = ON');
      bringUpToDate(db, file);
      return withErrors(createConversations(db), file);
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
  }).immediate();
}

interface ExchangeRow {
  id: string;
  user_id: string;
  guild_id: string | null;
  channel_id: string;
  is_private: number;
  follows: string | null;
  at: string;
  shown: string;
}

function toExchange(row: ExchangeRow): Exchange {
  return {
    id: row.id,
    userId: row.user_id,
    guildId: row.guild_id,
    channelId: row.channel_id,
    isPrivate: row.is_private === 1,
    follows: row.follows,
    at: row.at,
    shown: JSON.parse(row.shown) as Exchange['shown'],
  };
}

function createConversations(db: Connection): Conversations {
  const exchange = db.prepare<[string], ExchangeRow>('SELECT * FROM exchanges WHERE id = ?');
  const byMessage = db.prepare<[string], ExchangeRow>(
    'SELECT e.* FROM messages m JOIN exchanges e ON e.id = m.exchange_id WHERE m.message_id = ?',
  );
  const latest = db.prepare<[string], ExchangeRow>(
    'SELECT * FROM exchanges WHERE channel_id = ? AND is_private = 0 ORDER BY at DESC, rowid DESC LIMIT 1',
  );
  const saveExchange = db.prepare(`
    INSERT INTO exchanges (id, user_id, guild_id, channel_id, is_private, follows, at, shown)
    VALUES (@id, @userId, @guildId, @channelId, @isPrivate, (SELECT id FROM exchanges WHERE id = @follows), @at, @shown)
    ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, guild_id = excluded.guild_id, channel_id = excluded.channel_id,
      is_private = excluded.is_private, follows = excluded.follows, at = excluded.at, shown = excluded.shown`);
  // Whoever links or rates what was forgotten a moment ago adds nothing.
  const saveMessage = db.prepare<[string, string]>(`
    INSERT INTO messages (message_id, exchange_id) SELECT ?, id FROM exchanges WHERE id = ?
    ON CONFLICT (message_id) DO UPDATE SET exchange_id = excluded.exchange_id`);
  const saveRating = db.prepare(`
    INSERT INTO ratings (exchange_id, user_id, value, at) SELECT id, @userId, @value, @at FROM exchanges WHERE id = @exchangeId
    ON CONFLICT (exchange_id, user_id) DO UPDATE SET value = excluded.value, at = excluded.at`);
  const countRatings = db.prepare<[], { good: number; bad: number }>(
    `SELECT count(*) FILTER (WHERE value = 'good') AS good, count(*) FILTER (WHERE value = 'bad') AS bad FROM ratings`,
  );
  const forgetRatings = db.prepare<[string]>('DELETE FROM ratings WHERE user_id = ?');
  const forgetExchanges = db.prepare<[string]>('DELETE FROM exchanges WHERE user_id = ?');
  const expire = db.prepare<[string]>('DELETE FROM exchanges WHERE at < ?');
  const note = db.prepare<[string], string>('SELECT value FROM notes WHERE name = ?').pluck();
  const saveNote = db.prepare<[string, string]>(
    'INSERT INTO notes (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  /** The log of writes still holds what was removed, until it has gone into the file. */
  const emptyLog = (): void => {
    db.pragma('wal_checkpoint(TRUNCATE)');
  };
  const find = (row: ExchangeRow | undefined): Exchange | undefined =>
    row === undefined ? undefined : toExchange(row);

  return {
    saveExchange: async ({ isPrivate, shown, ...plain }) => {
      saveExchange.run({ ...plain, isPrivate: isPrivate ? 1 : 0, shown: JSON.stringify(shown) });
    },
    findExchange: async (id) => find(exchange.get(id)),
    saveMessage: async (messageId, exchangeId) => {
      saveMessage.run(messageId, exchangeId);
    },
    findByMessage: async (messageId) => find(byMessage.get(messageId)),
    findLatest: async (channelId) => find(latest.get(channelId)),
    listExchanges: async (id, count) => {
      const found = new Map<string, Exchange>();
      // In one transaction, so that what another process removes meanwhile does not cut the list in two.
      db.transaction(() => {
        for (let next: string | null = id; next !== null && found.size < count && !found.has(next);) {
          const row = exchange.get(next);
          if (row === undefined) return;
          found.set(next, toExchange(row));
          next = row.follows;
        }
      })();
      return [...found.values()].reverse();
    },
    saveRating: async (rating) => {
      saveRating.run(rating);
    },
    countRatings: async () => countRatings.get()!,
    forget: async (userId) => {
      const forgotten = db
        .transaction(() => ({
          ratings: forgetRatings.run(userId).changes,
          exchanges: forgetExchanges.run(userId).changes,
        }))
        .immediate();
      emptyLog();
      return forgotten;
    },
    expire: async (before) => {
      const { changes } = expire.run(before);
      if (changes > 0) emptyLog();
      return changes;
    },
    findNote: async (name) => note.get(name),
    saveNote: async (name, value) => {
      saveNote.run(name, value);
    },
    close: async () => {
      db.close();
    },
  };
}

/** The same functions, with the errors of SQLite turned into ours. */
function withErrors(conversations: Conversations, file: string): Conversations {
  const wrapped = Object.entries(conversations).map(([name, work]: [string, (...args: unknown[]) => unknown]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await work(...args);
      } catch (error) {
        throw conversationsError(error, file);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as Conversations;
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
