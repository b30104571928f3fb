import { createHash } from 'node:crypto';
import { longestRetryMs, type Watch } from '../../domain/watch.js';
import type { PendingArticle, Watches } from '../../ports.js';
import { openConversationsFile } from './conversations-file.js';
import type { Connection } from './database.js';

/**
 * Opens the watches in the file of conversations; `:memory:` keeps them until they are closed.
 *
 * @throws AppError `CONVERSATIONS_CORRUPT`, `CONVERSATIONS_NEWER` or `INDEX_UNWRITABLE`, naming the file.
 */
export function openWatches(file: string): Promise<Watches> {
  return openConversationsFile(file, createWatches);
}

/**
 * Two bodies with this many of their 16 bands in common are the same article. With a resemblance of 0.7, from which on the indexer
 * takes them for one, they have them with 78 %, with 0.8 with 98 %; with 0.4 with 0.7 %.
 */
const bandsInCommon = 3;

interface WatchRow {
  id: number;
  guild_id: string;
  channel_id: string;
  subject: string;
  quiet: string | null;
  reason: string | null;
  tries: number;
  retry_at: string | null;
}

function toWatch(row: WatchRow): Watch {
  const { reason, tries, retry_at: retryAt } = row;
  return {
    id: row.id,
    guildId: row.guild_id,
    channelId: row.channel_id,
    subject: JSON.parse(row.subject) as Watch['subject'],
    quiet: row.quiet === null ? null : (JSON.parse(row.quiet) as Watch['quiet']),
    trouble: reason === null || retryAt === null ? null : { reason, tries, retryAt },
  };
}

/** A band in 48 bits: two different ones meet about never. */
function toNumber(band: string): number {
  return createHash('sha256').update(band).digest().readUIntBE(0, 6);
}

function createWatches(db: Connection): Watches {
  const add = db.prepare<[string, string, string, string | null], WatchRow>(
    'INSERT INTO watches (guild_id, channel_id, subject, quiet) VALUES (?, ?, ?, ?) RETURNING *',
  );
  const list = db.prepare<[string | null, string | null], WatchRow>(
    'SELECT * FROM watches WHERE ? IS NULL OR guild_id = ? ORDER BY id',
  );
  const byId = db.prepare<[number], WatchRow>('SELECT * FROM watches WHERE id = ?');
  const remove = db.prepare(`
    DELETE FROM watches WHERE (@id IS NULL OR id = @id) AND (@guildId IS NULL OR guild_id = @guildId)
      AND (@channelId IS NULL OR channel_id = @channelId)`);
  const hasWatch = db.prepare('SELECT 1 FROM watches LIMIT 1');
  const unseen = db
    .prepare<[string], string>(
      `SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM seen WHERE article_id = value) ORDER BY key`,
    )
    .pluck();
  const isSeen = db.prepare('SELECT 1 FROM seen WHERE article_id = ?');
  const seenUrl = db.prepare('SELECT 1 FROM seen_urls WHERE url IN (SELECT value FROM json_each(?)) LIMIT 1');
  const seenBands = db.prepare(`
    SELECT 1 FROM seen_bands WHERE band IN (SELECT value FROM json_each(?)) GROUP BY number HAVING count(*) >= ? LIMIT 1`);
  const addSeen = db.prepare('INSERT INTO seen (article_id) VALUES (?)');
  const addUrls = db.prepare('INSERT OR IGNORE INTO seen_urls (url) SELECT value FROM json_each(?)');
  const addBands = db.prepare('INSERT OR IGNORE INTO seen_bands (band, number) SELECT value, ? FROM json_each(?)');
  const addPending = db.prepare(`
    INSERT OR IGNORE INTO pending (watch_id, article_id, url, published_at)
    SELECT id, @articleId, @url, @publishedAt FROM watches WHERE id = @id`);
  // A retry that lies further ahead than any is put off was set before the clock was set back.
  const due = db.prepare<[string, string], WatchRow>(`
    SELECT * FROM watches WHERE id IN (SELECT watch_id FROM pending) AND (retry_at IS NULL OR retry_at <= ? OR retry_at > ?)
    ORDER BY id`);
  const takenAt = db.prepare<[number], string | null>('SELECT max(taken_at) FROM pending WHERE watch_id = ?').pluck();
  const takeAll = db.prepare('UPDATE pending SET taken_at = ? WHERE watch_id = ?');
  const taken = db.prepare<[number, string], PendingArticle>(`
    SELECT article_id AS articleId, url, published_at AS publishedAt FROM pending WHERE watch_id = ? AND taken_at = ?
    ORDER BY published_at DESC NULLS LAST, article_id`);
  const settle = db.prepare('DELETE FROM pending WHERE watch_id = ? AND taken_at = ?');
  const noTrouble = db.prepare('UPDATE watches SET reason = NULL, tries = 0, retry_at = NULL WHERE id = ?');
  const trouble = db.prepare('UPDATE watches SET reason = @reason, tries = @tries, retry_at = @retryAt WHERE id = @id');
  const release = db.prepare('UPDATE pending SET taken_at = NULL WHERE watch_id = ? AND taken_at = ?');

  const see = db.transaction((articles: Parameters<Watches['see']>[0]): void => {
    for (const { id, urls, bands, watchIds, pending } of articles) {
      if (isSeen.get(id) !== undefined) continue;
      const numbers = JSON.stringify(bands.map(toNumber));
      const isKnown =
        watchIds.length > 0 &&
        (seenUrl.get(JSON.stringify(urls)) !== undefined || seenBands.get(numbers, bandsInCommon) !== undefined);
      addBands.run(addSeen.run(id).lastInsertRowid, numbers);
      addUrls.run(JSON.stringify(urls));
      if (!isKnown) for (const watchId of watchIds) addPending.run({ ...pending, id: watchId });
    }
  });

  return {
    add: async ({ guildId, channelId, subject, quiet }) =>
      toWatch(add.get(guildId, channelId, JSON.stringify(subject), quiet === null ? null : JSON.stringify(quiet))!),
    list: async (guildId) => list.all(guildId ?? null, guildId ?? null).map(toWatch),
    remove: async ({ id = null, guildId = null, channelId = null }) =>
      db
        .transaction(() => {
          const { changes } = remove.run({ id, guildId, channelId });
          if (hasWatch.get() === undefined) db.exec('DELETE FROM seen; DELETE FROM seen_urls; DELETE FROM seen_bands;');
          return changes;
        })
        .immediate(),
    listUnseen: async (ids) => unseen.all(JSON.stringify(ids)),
    see: async (articles) => see.immediate(articles),
    listDue: async (now) => due.all(now, new Date(Date.parse(now) + longestRetryMs).toISOString()).map(toWatch),
    take: async (id, now) =>
      db
        .transaction(() => {
          const watch = byId.get(id);
          if (watch === undefined) return undefined;
          const before = takenAt.get(id) ?? null;
          if (before === null) takeAll.run(now, id);
          const at = before ?? now;
          const pending = taken.all(id, at);
          return pending.length === 0 ? undefined : { watch: toWatch(watch), takenAt: at, pending };
        })
        .immediate(),
    settle: async (id, at) =>
      db
        .transaction(() => {
          settle.run(id, at);
          noTrouble.run(id);
        })
        .immediate(),
    postpone: async (id, { reason, tries, retryAt }, at) =>
      db
        .transaction(() => {
          trouble.run({ id, reason, tries, retryAt });
          if (at !== null) release.run(id, at);
        })
        .immediate(),
    close: async () => {
      db.close();
    },
  };
}
