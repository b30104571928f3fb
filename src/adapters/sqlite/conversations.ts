import type { Exchange } from '../../domain/conversation.js';
import type { Conversations } from '../../ports.js';
import { openConversationsFile } from './conversations-file.js';
import type { Connection } from './database.js';
import { removeBackups } from './migrations.js';

/**
 * Opens the conversations in a file, which is made when it is missing, for this user's eyes only; `:memory:` keeps them until they are
 * closed. Several processes may have one file open.
 *
 * @throws AppError `CONVERSATIONS_CORRUPT`, `CONVERSATIONS_NEWER` or `INDEX_UNWRITABLE`, naming the file.
 */
export function openConversations(file: string): Promise<Conversations> {
  return openConversationsFile(file, createConversations);
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
  /** The log of writes still holds what was removed, until it has gone into the file, and so does a copy of an earlier version. */
  const removeTraces = (): void => {
    db.pragma('wal_checkpoint(TRUNCATE)');
    if (!db.memory) removeBackups(db.name);
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
      removeTraces();
      return forgotten;
    },
    expire: async (before) => {
      const { changes } = expire.run(before);
      if (changes > 0) removeTraces();
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
