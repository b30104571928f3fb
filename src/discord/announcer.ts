import { DiscordAPIError, HTTPError, RESTJSONErrorCodes, SnowflakeUtil } from 'discord.js';
import type { Channel, Client, SendableChannels } from 'discord.js';
import type { App } from '../app.js';
import type { Log } from '../domain/log.js';
import { isQuiet } from '../domain/quiet-hours.js';
import { longestRetryMs, type Announcement, type Watch } from '../domain/watch.js';
import { AppError } from '../errors.js';
import { listMissing, neededToAnnounce } from './permissions.js';
import { mostAnnounced, renderAnnouncement } from './render/announcement.js';
import { toMessage } from './respond.js';

/** Announces new coverage where a channel watches for it. */
export interface Announcer {
  /**
   * Looks whether there is something to announce, and does; joins a round that goes on, and then makes another. Never rejects: what
   * fails is logged and tried again.
   */
  announce(): Promise<void>;
  /** Announces every so often, and drops the watches of channels and servers that go, until `stop`. */
  start(): void;
  /** Resolves when a round that goes on has ended. */
  stop(): Promise<void>;
}

export interface AnnouncerParts {
  app: Pick<App, 'news'>;
  client: Client<true>;
  settings: { announces: boolean; timeZone: string };
  log: Log;
  now(): Date;
}

/**
 * How often is looked, besides after every run of this bot: what another process has indexed and the end of quiet hours come to light by that.
 * Without a watch it reads one row.
 */
const lookEveryMs = 30_000;
/** A channel that cannot be written to is tried again after a minute, then after twice as long each time, at most an hour. */
const firstRetryMs = 60_000;
/** A message of an announcement is looked for among this many of ours and others’ since it was taken. */
const mostLookedThrough = 100;

export function createAnnouncer({ app: { news }, client, settings, log, now }: AnnouncerParts): Announcer {
  let round: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;

  const work = async (): Promise<void> => {
    await news.look();
    const at = now();
    for (const watch of await news.listDue(at.toISOString())) {
      if (isStopping) return;
      if (isQuiet(watch.quiet, at, settings.timeZone)) continue;
      await tell(watch).catch((error: unknown) => log.error({ error, watch: watch.id }, 'An announcement failed'));
    }
  };

  const run = async (): Promise<void> => {
    if (isStopping || !settings.announces) return;
    try {
      await work();
    } catch (error) {
      // Before the first reindex there is nothing to announce.
      if (error instanceof AppError && error.code === 'INDEX_MISSING') return;
      log.error({ error }, 'It could not be looked for new coverage');
    }
  };

  const drop = async (which: { id?: number; guildId?: string; channelId?: string }, why: string): Promise<void> => {
    const dropped = await news.unwatch(which);
    if (dropped > 0) log.info({ ...which, dropped }, why);
  };

  const postpone = async ({ id, trouble }: Watch, reason: string, takenAt: string | null): Promise<void> => {
    const tries = (trouble?.tries ?? 0) + 1;
    const waitMs = Math.min(firstRetryMs * 2 ** (tries - 1), longestRetryMs);
    const retryAt = new Date(now().getTime() + waitMs).toISOString();
    await news.postpone(id, { reason, tries, retryAt }, takenAt);
    log.warn({ watch: id, reason, retryAt }, 'New coverage could not be announced');
  };

  const tell = async (watch: Watch): Promise<void> => {
    // Nothing is taken before it is known that the channel can be written to.
    const place = await findPlace(client, watch).catch((error: unknown) => findFault(error));
    if ('isGone' in place && place.isGone) return drop({ id: watch.id }, 'The channel of a watch is gone');
    if ('reason' in place) return postpone(watch, place.reason, null);
    const taken = await news.take(watch.id, now().toISOString(), mostAnnounced);
    if (taken === undefined) return;
    try {
      if (!(taken.isAgain && (await isSent(place.channel, taken, now())))) {
        await place.channel.send({
          ...toMessage(renderAnnouncement(taken)),
          // Should Discord get the request twice, it posts one message.
          nonce: `w${watch.id}-${Date.parse(taken.takenAt).toString(36)}`,
          enforceNonce: true,
        });
      }
    } catch (error) {
      const fault = findFault(error);
      if (fault.isGone) return drop({ id: watch.id }, 'The channel of a watch is gone');
      if (!fault.isRefused) log.warn({ error, watch: watch.id }, 'Discord may not have got an announcement');
      return postpone(watch, fault.reason, fault.isRefused ? taken.takenAt : null);
    }
    await news.settle(watch.id, taken.takenAt);
    log.info({ watch: watch.id, channelId: watch.channelId, articles: taken.total }, 'New coverage announced');
  };

  const announce = (): Promise<void> => {
    if (round !== undefined) return (next ??= round.then(announce));
    next = undefined;
    round = run().finally(() => {
      round = undefined;
    });
    return round;
  };

  const onChannelGone = ({ id }: { id: string }): void => {
    drop({ channelId: id }, 'Watches of a removed channel dropped').catch((error: unknown) =>
      log.error({ error, channelId: id }, 'Watches of a removed channel could not be dropped'),
    );
  };
  const onServerGone = ({ id }: { id: string }): void => {
    drop({ guildId: id }, 'Watches of a server that the bot has left dropped').catch((error: unknown) =>
      log.error({ error, guildId: id }, 'Watches of a server could not be dropped'),
    );
  };

  return {
    announce,
    start: () => {
      if (!settings.announces) return;
      client.on('channelDelete', onChannelGone);
      client.on('threadDelete', onChannelGone);
      client.on('guildDelete', onServerGone);
      void announce();
      timer = setInterval(() => void announce(), lookEveryMs).unref();
    },
    stop: async () => {
      isStopping = true;
      clearInterval(timer);
      await round;
    },
  };
}

type Place = { channel: SendableChannels } | { reason: string; isGone: boolean };

/** The channel of a watch, or why nothing can be said there. */
async function findPlace(client: Client<true>, { guildId, channelId }: Watch): Promise<Place> {
  // A server that is only out of order stays in the cache.
  const guild = client.guilds.cache.get(guildId);
  if (guild === undefined) return { reason: 'I am no longer in the server', isGone: true };
  if (!guild.available) return { reason: 'the server is out of order at Discord', isGone: false };
  const channel: Channel | null = await client.channels.fetch(channelId);
  if (channel === null || channel.isDMBased() || !channel.isSendable()) {
    return { reason: 'the channel takes no messages', isGone: true };
  }
  const missing = listMissing(channel.permissionsFor(client.user), neededToAnnounce(channel.isThread()));
  if (missing.length > 0) return { reason: `I need the permission ${missing.join(', ')} there`, isGone: false };
  return { channel };
}

/** Whether the message of an announcement that was taken before is in the channel. */
async function isSent(channel: SendableChannels, { watch, takenAt }: Announcement, now: Date): Promise<boolean> {
  const takenMs = Date.parse(takenAt);
  // A time that lies ahead is from before the clock was set back, and says nothing about where Discord has the message.
  const after =
    takenMs > now.getTime() ? {} : { after: SnowflakeUtil.generate({ timestamp: takenMs - 60_000 }).toString() };
  const messages = await channel.messages.fetch({ ...after, limit: mostLookedThrough, cache: false });
  const footer = `Watch ${watch.id} `;
  return messages.some(
    ({ author, embeds: [embed] }) =>
      author.id === channel.client.user.id &&
      typeof embed?.timestamp === 'string' &&
      Date.parse(embed.timestamp) === takenMs &&
      embed.footer?.text.startsWith(footer) === true,
  );
}

const gone: readonly (number | string)[] = [RESTJSONErrorCodes.UnknownChannel, RESTJSONErrorCodes.UnknownGuild];

/** Why Discord did not take a message: for good, for now, or perhaps it did. */
function findFault(error: unknown): { reason: string; isGone: boolean; isRefused: boolean } {
  if (error instanceof DiscordAPIError && error.status < 500) {
    const isForbidden = error.status === 403;
    return {
      reason: isForbidden ? 'Discord does not let me write there' : 'Discord did not take the message',
      isGone: gone.includes(error.code),
      isRefused: true,
    };
  }
  const what = error instanceof HTTPError || error instanceof DiscordAPIError ? ` (${error.status})` : '';
  return { reason: `Discord could not be reached${what}`, isGone: false, isRefused: false };
}
