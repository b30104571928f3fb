import { ChannelType, MessageFlags } from 'discord-api-types/v10';
import { fault, createForm } from './fault.js';
import { parseMessageBody } from './message-rules.js';
import type { MessageBody } from './message-rules.js';
import { demand, getVisibleChannel, may } from './permissions.js';
import { addPost, addThread, addThreadMember, deletePost, editPost, getPost, updateThread } from './posts.js';
import type { Route } from './server.js';
import { checkInteger, checkText, isObject } from './text-rules.js';
import type { Json } from './text-rules.js';
import { isThread, viewChannel, viewMessageForBot, viewThreadMember } from './views.js';
import type { Channel, Post, World } from './world.js';

/** Messages and threads, as the bot reads and writes them with its token. */
export function createChannelRoutes(world: World): Route[] {
  const view = (post: Post) => viewMessageForBot(world, post, { hasIntent: world.messageContent });
  const getThread = (id: string): Channel => {
    const channel = getVisibleChannel(world, id);
    if (channel.thread === null) throw fault('wrongChannelType');
    return channel;
  };
  return [
    {
      method: 'GET',
      path: '/channels/:channel',
      handle: ({ params }) => ({ status: 200, body: viewChannel(world, getVisibleChannel(world, params.channel!)) }),
    },
    {
      method: 'PATCH',
      path: '/channels/:channel',
      handle: ({ params, body }) => {
        const channel = getThread(params.channel!);
        const changes = isObject(body) ? body : {};
        const form = createForm();
        if (changes.name !== undefined) checkText(form, ['name'], changes.name, { min: 1, max: 100 });
        form.check();
        // Who started a thread may rename and archive it; anything else takes Manage Threads.
        const isOwner = channel.thread!.ownerId === world.bot.id && changes.locked === undefined;
        const opens = changes.archived === false && !channel.thread!.locked;
        if (!isOwner && !opens) demand(world, channel, 'ManageThreads');
        if (typeof changes.name === 'string') channel.name = changes.name;
        updateThread(world, channel, {
          ...(typeof changes.archived === 'boolean' ? { archived: changes.archived } : {}),
          ...(typeof changes.locked === 'boolean' ? { locked: changes.locked } : {}),
        });
        return { status: 200, body: viewChannel(world, channel) };
      },
    },
    {
      method: 'GET',
      path: '/channels/:channel/messages',
      handle: ({ params, query }) => {
        const channel = getVisibleChannel(world, params.channel!);
        const limit = Number(query.get('limit') ?? '50');
        const form = createForm();
        checkInteger(form, ['limit'], limit, { min: 1, max: 100 });
        form.check();
        if (!may(world, world.bot.id, channel, 'ReadMessageHistory')) return { status: 200, body: [] };
        const [before, after, around] = ['before', 'after', 'around'].map((name) => query.get(name));
        const posts = [...channel.posts.values()].filter(
          ({ isDeleted, visibleTo }) => !isDeleted && visibleTo === null,
        );
        const chosen = before
          ? posts.filter(({ id }) => BigInt(id) < BigInt(before)).slice(-limit)
          : after
            ? posts.filter(({ id }) => BigInt(id) > BigInt(after)).slice(0, limit)
            : around
              ? near(posts, around, limit)
              : posts.slice(-limit);
        return { status: 200, body: chosen.toReversed().map(view) };
      },
    },
    {
      method: 'GET',
      path: '/channels/:channel/messages/:message',
      handle: ({ params }) => {
        const channel = getVisibleChannel(world, params.channel!);
        demand(world, channel, 'ReadMessageHistory');
        return { status: 200, body: view(getPost(channel, params.message!)) };
      },
    },
    {
      method: 'POST',
      path: '/channels/:channel/messages',
      handle: ({ params, body }) => {
        const channel = getVisibleChannel(world, params.channel!);
        const message = parseMessageBody(body);
        demandWriting(world, channel, message);
        const same = message.enforceNonce ? findSame(world, channel, message.nonce) : undefined;
        if (same !== undefined) return { status: 200, body: view(same), post: same };
        const post = addPost(world, {
          channel,
          authorId: world.bot.id,
          body: message,
          origin: 'channel',
          repliesTo: findReplied(world, channel, message),
        });
        return { status: 200, body: view(post), post };
      },
    },
    {
      method: 'PATCH',
      path: '/channels/:channel/messages/:message',
      handle: ({ params, body }) => {
        const channel = getVisibleChannel(world, params.channel!);
        const post = getPost(channel, params.message!);
        if (post.authorId !== world.bot.id) throw fault('notYourMessage');
        if (channel.thread?.archived === true) throw fault('archived');
        const message = parseMessageBody(body, { isV2: (post.flags & MessageFlags.IsComponentsV2) !== 0 });
        if ((message.embeds?.length ?? 0) > 0) demand(world, channel, 'EmbedLinks');
        editPost(world, post, message, 'channel');
        return { status: 200, body: view(post), post };
      },
    },
    {
      method: 'DELETE',
      path: '/channels/:channel/messages/:message',
      handle: ({ params }) => {
        const channel = getVisibleChannel(world, params.channel!);
        const post = getPost(channel, params.message!);
        if (post.authorId !== world.bot.id) demand(world, channel, 'ManageMessages');
        deletePost(world, post);
        return { status: 204, post };
      },
    },
    {
      method: 'POST',
      path: '/channels/:channel/typing',
      handle: ({ params }) => {
        const channel = getVisibleChannel(world, params.channel!);
        demand(world, channel, isThread(channel) ? 'SendMessagesInThreads' : 'SendMessages');
        world.typing.push({ channelId: channel.id, atMs: world.clock.nowMs() });
        return { status: 204 };
      },
    },
    {
      method: 'PUT',
      path: '/channels/:channel/messages/:message/reactions/:emoji/@me',
      handle: ({ params }) => {
        const channel = getVisibleChannel(world, params.channel!);
        getPost(channel, params.message!);
        demand(world, channel, 'AddReactions', 'ReadMessageHistory');
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      path: '/channels/:channel/messages/:message/threads',
      handle: ({ params, body }) => {
        const parent = getVisibleChannel(world, params.channel!);
        if (parent.guildId === null || isThread(parent)) throw fault('wrongChannelType');
        const start = getPost(parent, params.message!);
        const { name, autoArchiveMinutes } = parseThread(body);
        demand(world, parent, 'CreatePublicThreads');
        if (start.hasThread) throw fault('threadExists');
        const thread = addThread(world, { parent, start, name, ownerId: world.bot.id, autoArchiveMinutes });
        return { status: 201, body: viewChannel(world, thread) };
      },
    },
    {
      method: 'POST',
      path: '/channels/:channel/threads',
      handle: ({ params, body }) => {
        const parent = getVisibleChannel(world, params.channel!);
        if (parent.guildId === null || isThread(parent)) throw fault('wrongChannelType');
        const { name, autoArchiveMinutes, raw } = parseThread(body);
        if (parent.type !== ChannelType.GuildForum) {
          demand(world, parent, 'CreatePublicThreads');
          const thread = addThread(world, { parent, start: null, name, ownerId: world.bot.id, autoArchiveMinutes });
          return { status: 201, body: viewChannel(world, thread) };
        }
        const message = parseMessageBody(raw.message, { at: ['message'] });
        demand(world, parent, 'SendMessages');
        const appliedTags = Array.isArray(raw.applied_tags) ? raw.applied_tags.map(String) : [];
        if (parent.requiresTag && appliedTags.length === 0) throw fault('tagRequired');
        const thread = addThread(world, {
          parent,
          start: null,
          name,
          ownerId: world.bot.id,
          autoArchiveMinutes,
          appliedTags,
        });
        const post = addPost(world, {
          id: thread.id,
          channel: thread,
          authorId: world.bot.id,
          body: message,
          origin: 'channel',
        });
        return { status: 201, body: { ...viewChannel(world, thread), message: view(post) }, post };
      },
    },
    {
      method: 'PUT',
      path: '/channels/:channel/thread-members/:user',
      handle: ({ params }) => {
        const thread = getThread(params.channel!);
        const userId = params.user === '@me' ? world.bot.id : params.user!;
        if (thread.thread!.archived) throw fault('archived');
        if (userId !== world.bot.id) {
          demand(world, thread, 'SendMessagesInThreads');
          if (!world.guilds.get(thread.guildId!)!.members.has(userId)) throw fault('unknownMember');
        }
        addThreadMember(world, thread, userId);
        return { status: 204 };
      },
    },
    {
      method: 'GET',
      path: '/channels/:channel/thread-members/:user',
      handle: ({ params }) => {
        const thread = getThread(params.channel!);
        const userId = params.user === '@me' ? world.bot.id : params.user!;
        if (!thread.thread!.memberIds.has(userId)) throw fault('unknownMember');
        return { status: 200, body: viewThreadMember(thread, userId) };
      },
    },
  ];
}

/** @throws what Discord says when the bot may not write this message there. */
function demandWriting(world: World, channel: Channel, message: MessageBody): void {
  if (channel.type === ChannelType.GuildForum) throw fault('notAText');
  if (channel.guildId === null && channel.recipientIds.some((id) => world.closedDms.has(id))) throw fault('cannotDm');
  demand(world, channel, isThread(channel) && channel.guildId !== null ? 'SendMessagesInThreads' : 'SendMessages');
  if ((message.embeds?.length ?? 0) > 0) demand(world, channel, 'EmbedLinks');
  if ((message.attachments?.length ?? 0) > 0) demand(world, channel, 'AttachFiles');
  if (message.repliesTo !== undefined && !may(world, world.bot.id, channel, 'ReadMessageHistory')) {
    throw fault('replyNeedsHistory');
  }
  if (channel.thread?.locked === true && !may(world, world.bot.id, channel, 'ManageThreads')) {
    throw fault(channel.thread.archived ? 'archived' : 'threadLocked');
  }
}

function findReplied(
  world: World,
  channel: Channel,
  { repliesTo }: MessageBody,
): { messageId: string; channelId: string } | null {
  if (repliesTo === undefined) return null;
  const post = channel.posts.get(repliesTo.messageId);
  if (post !== undefined && !post.isDeleted && post.visibleTo === null) {
    return { messageId: post.id, channelId: channel.id };
  }
  if (!repliesTo.mustExist) return null;
  const form = createForm();
  form.fail(['message_reference'], 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message');
  form.check();
  throw new Error(`Unreachable: a failed form passed in ${world.applicationId}`);
}

/** Discord looks a few minutes back. */
function findSame(world: World, channel: Channel, nonce: string | undefined): Post | undefined {
  const since = world.clock.nowMs() - 5 * 60_000;
  return [...channel.posts.values()].findLast(
    (post) =>
      nonce !== undefined && post.nonce === nonce && post.authorId === world.bot.id && post.createdAtMs >= since,
  );
}

function parseThread(body: unknown): { name: string; autoArchiveMinutes: number; raw: Json } {
  const raw = isObject(body) ? body : {};
  const form = createForm();
  checkText(form, ['name'], raw.name, { min: 1, max: 100 });
  const minutes = raw.auto_archive_duration ?? 1440;
  if (![60, 1440, 4320, 10_080].includes(Number(minutes))) {
    form.fail(['auto_archive_duration'], 'BASE_TYPE_CHOICES', 'Value must be one of {60, 1440, 4320, 10080}.');
  }
  form.check();
  return { name: String(raw.name), autoArchiveMinutes: Number(minutes), raw };
}

function near(posts: readonly Post[], around: string, limit: number): Post[] {
  const index = posts.findIndex(({ id }) => BigInt(id) >= BigInt(around));
  const first = Math.max(0, (index < 0 ? posts.length : index) - Math.floor(limit / 2));
  return posts.slice(first, first + limit);
}
