import { ChannelType, MessageFlags, MessageReferenceType } from 'discord-api-types/v10';
import type {
  APIChannel,
  APIGuild,
  APIGuildMember,
  APIInteractionGuildMember,
  APIMessage,
  APIThreadMember,
  APIUser,
  ThreadMemberFlags,
} from 'discord-api-types/v10';
import { findPermissions } from './permissions.js';
import type { Channel, Guild, Interaction, Post, World } from './world.js';

/** How things look in Discord's API. What tests never need is left out, so that these are cast to Discord's types. */

const threadTypes: readonly ChannelType[] = [
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
];

export function viewUser(world: World, id: string): APIUser {
  const user = world.users.get(id);
  if (user === undefined) throw new Error(`Expected a user of the fake Discord, got ${id}`);
  return user;
}

export function viewMember(world: World, guild: Guild, userId: string): APIGuildMember {
  const member = guild.members.get(userId)!;
  return {
    user: viewUser(world, userId),
    nick: member.nick,
    avatar: null,
    roles: [...member.roleIds],
    joined_at: new Date(member.joinedAtMs).toISOString(),
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    premium_since: null,
    communication_disabled_until: null,
  } as unknown as APIGuildMember;
}

export function viewInteractionMember(
  world: World,
  guild: Guild,
  userId: string,
  channel: Channel,
): APIInteractionGuildMember {
  const permissions = findPermissions(world, userId, channel).toString();
  return { ...viewMember(world, guild, userId), permissions } as unknown as APIInteractionGuildMember;
}

export function viewGuild(guild: Guild): APIGuild {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    owner_id: guild.ownerId,
    roles: [...guild.roles.values()],
    emojis: [],
    stickers: [],
    features: [],
    preferred_locale: 'en-GB',
    premium_tier: 0,
    nsfw_level: 0,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    afk_timeout: 300,
    afk_channel_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    application_id: null,
    vanity_url_code: null,
    description: null,
    banner: null,
    splash: null,
    discovery_splash: null,
    premium_progress_bar_enabled: false,
  } as unknown as APIGuild;
}

export function viewChannel(world: World, channel: Channel): APIChannel {
  const base = {
    id: channel.id,
    type: channel.type,
    last_message_id: [...channel.posts.keys()].at(-1) ?? null,
    flags: 0,
  };
  if (channel.guildId === null) {
    const recipients = channel.recipientIds.map((id) => viewUser(world, id));
    return { ...base, recipients } as unknown as APIChannel;
  }
  const { thread } = channel;
  if (thread !== null) {
    return {
      ...base,
      guild_id: channel.guildId,
      parent_id: channel.parentId,
      name: channel.name,
      owner_id: thread.ownerId,
      message_count: channel.posts.size,
      total_message_sent: channel.posts.size,
      member_count: thread.memberIds.size,
      rate_limit_per_user: 0,
      applied_tags: thread.appliedTags,
      thread_metadata: {
        archived: thread.archived,
        locked: thread.locked,
        auto_archive_duration: thread.autoArchiveMinutes,
        archive_timestamp: new Date(thread.createdAtMs).toISOString(),
        create_timestamp: new Date(thread.createdAtMs).toISOString(),
      },
      ...(thread.memberIds.has(world.bot.id) ? { member: viewThreadMember(channel, world.bot.id) } : {}),
    } as unknown as APIChannel;
  }
  return {
    ...base,
    guild_id: channel.guildId,
    parent_id: channel.parentId,
    name: channel.name,
    position: 0,
    permission_overwrites: channel.overwrites,
    nsfw: false,
    rate_limit_per_user: 0,
    topic: null,
    ...(channel.type === ChannelType.GuildForum
      ? {
          available_tags: channel.tags.map((tag) => ({ ...tag, moderated: false, emoji_id: null, emoji_name: null })),
          flags: channel.requiresTag ? 1 << 4 : 0,
          default_reaction_emoji: null,
          default_sort_order: null,
          default_forum_layout: 0,
        }
      : {}),
  } as unknown as APIChannel;
}

export function viewThreadMember(channel: Channel, userId: string): APIThreadMember {
  return {
    id: channel.id,
    user_id: userId,
    join_timestamp: new Date(channel.thread!.createdAtMs).toISOString(),
    flags: 0 as ThreadMemberFlags,
  };
}

export function isThread({ type }: Channel): boolean {
  return threadTypes.includes(type);
}

/** A message as everybody who sees it would; `depth` 1 shows the message that it replies to. */
export function viewMessage(world: World, post: Post, depth = 1): APIMessage {
  const { interaction } = post;
  const channel = world.channels.get(post.channelId)!;
  const repliedTo =
    post.repliesTo === null
      ? undefined
      : world.channels.get(post.repliesTo.channelId)?.posts.get(post.repliesTo.messageId);
  const thread = post.hasThread ? world.channels.get(post.id) : undefined;
  return {
    id: post.id,
    channel_id: post.channelId,
    author: viewUser(world, post.authorId),
    type: post.type,
    content: post.content,
    embeds: post.embeds.map((embed) => ({ type: 'rich', ...embed })),
    components: post.components,
    attachments: post.attachments.map((file) => ({
      ...file,
      url: `https://cdn.example/${file.id}`,
      proxy_url: `https://cdn.example/${file.id}`,
    })),
    flags: post.flags | (post.hasThread ? MessageFlags.HasThread : 0),
    timestamp: new Date(post.createdAtMs).toISOString(),
    edited_timestamp: post.editedAtMs === null ? null : new Date(post.editedAtMs).toISOString(),
    tts: false,
    pinned: false,
    mention_everyone: post.pings.everyone,
    mentions: [
      ...new Set([...post.pings.users, ...(post.pings.repliedUser === null ? [] : [post.pings.repliedUser])]),
    ].map((id) => viewUser(world, id)),
    mention_roles: post.pings.roles,
    ...(post.nonce === null ? {} : { nonce: post.nonce }),
    ...(post.repliesTo === null
      ? {}
      : {
          message_reference: {
            type: MessageReferenceType.Default,
            message_id: post.repliesTo.messageId,
            channel_id: post.repliesTo.channelId,
            ...(channel.guildId === null ? {} : { guild_id: channel.guildId }),
          },
          ...(depth > 0
            ? {
                referenced_message:
                  repliedTo === undefined || repliedTo.isDeleted ? null : viewMessage(world, repliedTo, 0),
              }
            : {}),
        }),
    ...(thread === undefined ? {} : { thread: viewChannel(world, thread) }),
    ...(interaction === null
      ? {}
      : {
          webhook_id: world.applicationId,
          application_id: world.applicationId,
          interaction_metadata: {
            id: interaction.id,
            type: interaction.type,
            user: viewUser(world, interaction.userId),
            authorizing_integration_owners: viewOwners(interaction),
          },
        }),
  } as unknown as APIMessage;
}

/** Who has installed the application where it was used. */
export function viewOwners({
  guildId,
  userId,
  isUserInstalledOnly,
}: Pick<Interaction, 'guildId' | 'userId' | 'isUserInstalledOnly'>): Record<string, string> {
  return isUserInstalledOnly ? { 1: userId } : { 0: guildId ?? '0' };
}

/** A message as the bot gets it: without its text, embeds and the like unless Discord lets the bot read them. */
export function viewMessageForBot(world: World, post: Post, { hasIntent }: { hasIntent: boolean }): APIMessage {
  const view = viewMessage(world, post);
  const hide = <View extends APIMessage>(message: View): View => ({
    ...message,
    content: '',
    embeds: [],
    components: [],
    attachments: [],
  });
  const repliedTo =
    post.repliesTo === null
      ? undefined
      : world.channels.get(post.repliesTo.channelId)?.posts.get(post.repliesTo.messageId);
  if (view.referenced_message && repliedTo !== undefined && !isReadable(world, repliedTo, hasIntent)) {
    view.referenced_message = hide(view.referenced_message);
  }
  return isReadable(world, post, hasIntent) ? view : hide(view);
}

/**
 * The exceptions from the message-content intent: direct messages, the bot's own, mentions of it, and replies that ping it to an
 * ordinary message of its own, but not to an answer to an interaction.
 */
function isReadable(world: World, post: Post, hasIntent: boolean): boolean {
  const botId = world.bot.id;
  const channel = world.channels.get(post.channelId)!;
  if (hasIntent || channel.guildId === null || post.authorId === botId || post.pings.users.includes(botId)) return true;
  if (post.pings.repliedUser !== botId) return false;
  return world.channels.get(post.repliesTo!.channelId)?.posts.get(post.repliesTo!.messageId)?.interaction === null;
}
