import {
  ChannelType,
  GatewayDispatchEvents,
  GatewayIntentBits,
  MessageFlags,
  MessageType,
} from 'discord-api-types/v10';
import { addChannel } from './channels.js';
import { fault } from './fault.js';
import { isEmpty } from './message-rules.js';
import type { MessageBody } from './message-rules.js';
import { may } from './permissions.js';
import { findPings, pingsSomebody } from './pings.js';
import type { Origin } from './pings.js';
import { viewChannel, viewMember, viewMessage, viewMessageForBot, viewThreadMember } from './views.js';
import type { Channel, Interaction, Post, World } from './world.js';

export interface NewPost {
  /** The first message of a forum post has the id of its thread. */
  id?: string;
  channel: Channel;
  authorId: string;
  body: Partial<MessageBody>;
  origin: Origin;
  type?: MessageType;
  repliesTo?: { messageId: string; channelId: string } | null;
  interaction?: Interaction;
  visibleTo?: string | null;
  isLoading?: boolean;
}

const settable = MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2;

/** Adds a message and tells the bot of it. @throws 50006 when there is nothing in it. */
export function addPost(world: World, options: NewPost): Post {
  const { channel, authorId, body, origin, interaction, visibleTo = null, isLoading = false } = options;
  const repliesTo = options.repliesTo ?? null;
  const post: Post = {
    id: options.id ?? world.newId(),
    channelId: channel.id,
    authorId,
    type: options.type ?? (repliesTo === null ? MessageType.Default : MessageType.Reply),
    content: body.content ?? '',
    embeds: body.embeds ?? [],
    components: body.components ?? [],
    attachments: body.attachments ?? [],
    flags:
      ((body.flags ?? 0) & settable) |
      (visibleTo === null ? 0 : MessageFlags.Ephemeral) |
      (isLoading ? MessageFlags.Loading : 0),
    createdAtMs: world.clock.nowMs(),
    editedAtMs: null,
    repliesTo,
    nonce: body.nonce ?? null,
    interaction: interaction ?? null,
    visibleTo,
    isDeleted: false,
    pings: { messageId: '', everyone: false, users: [], roles: [], repliedUser: null },
    hasThread: false,
    history: [],
  };
  const isSystem = ![
    MessageType.Default,
    MessageType.Reply,
    MessageType.ChatInputCommand,
    MessageType.ContextMenuCommand,
  ].includes(post.type);
  if (!isLoading && !isSystem && isEmpty(post)) throw fault('emptyMessage');
  ping(world, post, channel, body, origin);
  channel.posts.set(post.id, post);
  if (channel.thread?.archived === true) updateThread(world, channel, { archived: false });
  tell(world, post, GatewayDispatchEvents.MessageCreate);
  remember(world, post);
  world.changed();
  return post;
}

/** Changes what the body sets. @throws 50006 when nothing would be left. */
export function editPost(world: World, post: Post, body: MessageBody, origin: Origin): Post {
  const channel = world.channels.get(post.channelId)!;
  const wasLoading = (post.flags & MessageFlags.Loading) !== 0;
  const next = {
    content: body.content ?? post.content,
    embeds: body.embeds ?? post.embeds,
    components: body.components ?? post.components,
    attachments: body.attachments ?? post.attachments,
  };
  if (isEmpty(next)) throw fault('emptyMessage');
  const sticky = MessageFlags.Ephemeral | MessageFlags.IsComponentsV2 | MessageFlags.SuppressNotifications;
  const suppression = post.flags & MessageFlags.SuppressEmbeds;
  Object.assign(post, next, {
    flags: (post.flags & sticky) | (body.flags === 0 ? suppression : body.flags & settable),
    editedAtMs: wasLoading ? null : world.clock.nowMs(),
  });
  // Only the first text of a deferred answer can notify; later edits never do.
  if (wasLoading) ping(world, post, channel, body, origin);
  tell(world, post, GatewayDispatchEvents.MessageUpdate);
  remember(world, post);
  world.changed();
  return post;
}

export function deletePost(world: World, post: Post): void {
  post.isDeleted = true;
  if (post.visibleTo === null) {
    const channel = world.channels.get(post.channelId)!;
    if (canBotSee(world, channel)) {
      world.dispatch({
        name: GatewayDispatchEvents.MessageDelete,
        intent: messageIntent(channel),
        data: () => ({ id: post.id, channel_id: channel.id, ...guildOf(channel) }),
      });
    }
  }
  world.changed();
}

/** A message that the channel routes can reach. @throws 10008 for what is unknown, deleted or ephemeral. */
export function getPost(channel: Channel, id: string): Post {
  const post = channel.posts.get(id);
  if (post === undefined || post.isDeleted || post.visibleTo !== null) throw fault('unknownMessage');
  return post;
}

export interface NewThread {
  parent: Channel;
  /** The message it starts at, whose id it takes. */
  start: Post | null;
  name: string;
  ownerId: string;
  autoArchiveMinutes: number;
  appliedTags?: string[];
}

/** Opens a thread with the system messages that Discord writes for it. */
export function addThread(
  world: World,
  { parent, start, name, ownerId, autoArchiveMinutes, appliedTags = [] }: NewThread,
): Channel {
  const createdAtMs = world.clock.nowMs();
  const channel = addChannel(world, {
    ...(start === null ? {} : { id: start.id }),
    type: ChannelType.PublicThread,
    guildId: parent.guildId,
    name,
    parentId: parent.id,
    thread: {
      ownerId,
      archived: false,
      locked: false,
      autoArchiveMinutes,
      createdAtMs,
      memberIds: new Set([ownerId]),
      appliedTags,
    },
  });
  if (start !== null) start.hasThread = true;
  if (canBotSee(world, channel)) {
    world.dispatch({
      name: GatewayDispatchEvents.ThreadCreate,
      intent: GatewayIntentBits.Guilds,
      data: () => ({ ...viewChannel(world, channel), newly_created: true }),
    });
  }
  if (start !== null) {
    addPost(world, {
      channel,
      authorId: ownerId,
      body: {},
      origin: 'person',
      type: MessageType.ThreadStarterMessage,
      repliesTo: { messageId: start.id, channelId: start.channelId },
    });
  } else if (parent.type !== ChannelType.GuildForum) {
    addPost(world, {
      channel: parent,
      authorId: ownerId,
      body: { content: name },
      origin: 'person',
      type: MessageType.ThreadCreated,
      repliesTo: null,
    });
  }
  world.changed();
  return channel;
}

export function updateThread(
  world: World,
  channel: Channel,
  changes: { archived?: boolean; locked?: boolean; autoArchiveMinutes?: number },
): void {
  Object.assign(channel.thread!, changes);
  world.dispatch({
    name: GatewayDispatchEvents.ThreadUpdate,
    intent: GatewayIntentBits.Guilds,
    data: () => viewChannel(world, channel),
  });
  world.changed();
}

export function addThreadMember(world: World, channel: Channel, userId: string): void {
  const thread = channel.thread!;
  if (thread.memberIds.has(userId)) return;
  thread.memberIds.add(userId);
  if (userId === world.bot.id) {
    world.dispatch({
      name: GatewayDispatchEvents.ThreadMembersUpdate,
      intent: GatewayIntentBits.Guilds,
      data: () => ({
        id: channel.id,
        guild_id: channel.guildId,
        member_count: thread.memberIds.size,
        added_members: [viewThreadMember(channel, userId)],
      }),
    });
  }
  world.changed();
}

function ping(world: World, post: Post, channel: Channel, body: Partial<MessageBody>, origin: Origin): void {
  post.pings = findPings(world, post, channel, { allowed: body.allowedMentions, origin });
  if (post.authorId === world.bot.id && pingsSomebody(post.pings)) world.pings.push(post.pings);
}

function remember(world: World, post: Post): void {
  post.history.push({
    atMs: world.clock.nowMs(),
    realMs: performance.now(),
    message: structuredClone(viewMessage(world, post)),
  });
}

/** Ephemeral messages are told to nobody's gateway. */
function tell(
  world: World,
  post: Post,
  name: GatewayDispatchEvents.MessageCreate | GatewayDispatchEvents.MessageUpdate,
): void {
  const channel = world.channels.get(post.channelId)!;
  if (post.visibleTo !== null || !canBotSee(world, channel)) return;
  const guild = channel.guildId === null ? undefined : world.guilds.get(channel.guildId);
  world.dispatch({
    name,
    intent: messageIntent(channel),
    data: ({ intents }) => {
      const view = viewMessageForBot(world, post, { hasIntent: (intents & GatewayIntentBits.MessageContent) !== 0 });
      if (guild === undefined || !guild.members.has(post.authorId)) {
        return { ...view, ...guildOf(channel), channel_type: channel.type };
      }
      const member = { ...viewMember(world, guild, post.authorId), user: undefined };
      return { ...view, ...guildOf(channel), channel_type: channel.type, member };
    },
  });
}

function messageIntent(channel: Channel): number {
  return channel.guildId === null ? GatewayIntentBits.DirectMessages : GatewayIntentBits.GuildMessages;
}

function canBotSee(world: World, channel: Channel): boolean {
  if (channel.guildId === null) return !channel.isPrivate;
  return may(world, world.bot.id, channel, 'ViewChannel');
}

function guildOf(channel: Channel): { guild_id?: string } {
  return channel.guildId === null ? {} : { guild_id: channel.guildId };
}
