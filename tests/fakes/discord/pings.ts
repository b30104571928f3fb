import type { APIAllowedMentions } from 'discord-api-types/v10';
import { may } from './permissions.js';
import type { Channel, Ping, Post, World } from './world.js';

/** How a message came to be, which decides what it may ping when it says nothing about it. */
export type Origin = 'channel' | 'interaction' | 'person';

const defaults: Record<Origin, APIAllowedMentions> = {
  channel: { parse: ['everyone', 'users', 'roles'] as APIAllowedMentions['parse'] & object, replied_user: true },
  person: { parse: ['everyone', 'users', 'roles'] as APIAllowedMentions['parse'] & object, replied_user: true },
  interaction: { parse: ['users'] as APIAllowedMentions['parse'] & object, replied_user: false },
};

/**
 * Whom a message would notify, by the rules of `allowed_mentions`. Code marks and backslashes do not shield a mention here, which is
 * stricter than Discord: what relies on them must not pass a test. Embeds never ping; text displays do.
 */
export function findPings(
  world: World,
  post: Pick<Post, 'id' | 'content' | 'components' | 'repliesTo' | 'authorId' | 'visibleTo'>,
  channel: Channel,
  { allowed, origin }: { allowed: APIAllowedMentions | undefined; origin: Origin },
): Ping {
  const { parse = [], users, roles, replied_user: pingsReplied = false } = allowed ?? defaults[origin];
  const guild = channel.guildId === null ? undefined : world.guilds.get(channel.guildId);
  const mayPingAll = guild !== undefined && may(world, post.authorId, channel, 'MentionEveryone');
  const kinds: readonly string[] = parse;
  const text = `${post.content}\n${textsOf(post.components).join('\n')}`;
  const mentioned = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, id]) => id!))];
  const replied =
    post.repliesTo === null
      ? undefined
      : world.channels.get(post.repliesTo.channelId)?.posts.get(post.repliesTo.messageId);
  const isSeenBy = (id: string) => post.visibleTo === null || post.visibleTo === id;
  const isThere = (id: string) =>
    guild === undefined ? channel.recipientIds.includes(id) || id === world.bot.id : guild.members.has(id);
  return {
    messageId: post.id,
    everyone: kinds.includes('everyone') && mayPingAll && post.visibleTo === null && /@(everyone|here)/.test(text),
    users: mentioned(/<@!?(\d+)>/g)
      .filter((id) => kinds.includes('users') || users?.includes(id) === true)
      .filter((id) => isThere(id) && isSeenBy(id)),
    roles: mentioned(/<@&(\d+)>/g)
      .filter((id) => kinds.includes('roles') || roles?.includes(id) === true)
      .filter((id) => guild?.roles.get(id)?.mentionable === true || (mayPingAll && guild.roles.has(id)))
      .filter(() => post.visibleTo === null),
    repliedUser: pingsReplied && replied !== undefined && replied.authorId !== post.authorId ? replied.authorId : null,
  };
}

export function pingsSomebody({ everyone, users, roles, repliedUser }: Ping): boolean {
  return everyone || users.length > 0 || roles.length > 0 || repliedUser !== null;
}

function textsOf(components: readonly unknown[]): string[] {
  return components.flatMap((component) => {
    const { content, components: inner = [] } = component as { content?: unknown; components?: unknown[] };
    return [...(typeof content === 'string' ? [content] : []), ...textsOf(inner)];
  });
}
