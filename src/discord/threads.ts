import { ChannelType, DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';
import type { Message, ThreadChannel } from 'discord.js';
import type { Desk } from './desk.js';
import { listMissing, neededForThread } from './permissions.js';

/** Where follow-ups to an answer go: a thread, or why there is none. */
export type Place =
  | { thread: ThreadChannel }
  /** Permissions, as Discord's settings call them. */
  | { missing: string[] }
  /** A direct message, or a place that has no threads. */
  | { thread: null };

/** Discord's limit for a thread's name. */
const longestName = 100;

/** The thread that a message is in or has, opened when there is none yet. */
export async function openThread(desk: Desk, message: Message, name: string): Promise<Place> {
  // Unknown where somebody has installed the bot for himself in a server that it is not a member of.
  const channel = desk.client.channels.cache.get(message.channelId);
  if (channel === undefined) return { thread: null };
  if (channel.isThread()) return { thread: channel };
  if (channel.type !== ChannelType.GuildText && channel.type !== ChannelType.GuildAnnouncement) return { thread: null };
  const missing = listMissing(channel.permissionsFor(desk.client.user), neededForThread);
  if (missing.length > 0) return { missing };
  if (message.hasThread) return findThread(desk, message.id);
  try {
    return { thread: await message.startThread({ name: toThreadName(name) }) };
  } catch (error) {
    if (!(error instanceof DiscordAPIError) || error.code !== RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage) {
      throw error;
    }
    return findThread(desk, message.id);
  }
}

/** A thread has the id of the message it was opened at; none when it was deleted since. */
async function findThread({ client }: Desk, id: string): Promise<Place> {
  const thread = await client.channels.fetch(id).catch(() => null);
  return thread?.isThread() === true ? { thread } : { thread: null };
}

/** A question as the name of a thread, cut at a word where it is too long. */
export function toThreadName(question: string): string {
  const text = question.replace(/\s+/gu, ' ').trim() || 'Follow-up';
  if (text.length <= longestName) return text;
  const cut = text.slice(0, longestName - 1);
  const space = cut.lastIndexOf(' ');
  return `${(space > longestName / 2 ? cut.slice(0, space) : cut).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}
