import { ApplicationCommandType, ChannelType, InteractionType } from 'discord-api-types/v10';
import type { APIApplicationCommandOptionChoice, APIUser } from 'discord-api-types/v10';
import { interactionOf } from './asked.js';
import type { Asked, ShownModal } from './asked.js';
import { buildOptions, getCommand } from './command-use.js';
import type { OptionValues } from './command-use.js';
import { fillForm, useButton, useMenu } from './component-use.js';
import type { Choice, UsedComponent, WantedButton } from './component-use.js';
import { ask } from './interact.js';
import { parseMessageBody } from './message-rules.js';
import { addPost, addThread, addThreadMember, deletePost, editPost } from './posts.js';
import type { ShownChannel } from './shown-channel.js';
import { postOf, show } from './shown-message.js';
import type { ShownMessage } from './shown-message.js';
import { viewMember, viewMessage, viewUser } from './views.js';
import type { Waiting } from './waiting.js';
import type { Channel, Post, World } from './world.js';

/** Somebody who uses the bot. What he cannot do in Discord's app throws; what he does resolves once the bot has acknowledged it. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** `<@id>`. */
  readonly mention: string;
  /** Uses a slash command; a subcommand follows its name: `source add`. */
  runs(channel: ShownChannel, command: string, options?: OptionValues, where?: Where): Promise<Asked>;
  /** Uses a command on a message: Apps → "Verify quotations". */
  runsOnMessage(message: ShownMessage, command: string, where?: Where): Promise<Asked>;
  runsOnUser(channel: ShownChannel, user: Pick<Person, 'id'>, command: string, where?: Where): Promise<Asked>;
  /** What is suggested while he types; the last of the values is being typed unless `focused` names another. */
  completes(
    channel: ShownChannel,
    command: string,
    typed: OptionValues,
    focused?: string,
    where?: Where,
  ): Promise<readonly APIApplicationCommandOptionChoice[]>;
  clicks(message: ShownMessage, button: WantedButton): Promise<Asked>;
  selects(message: ShownMessage, choice: Choice): Promise<Asked>;
  /** Sends a form; fields that are not given keep what they were filled with. */
  submits(modal: ShownModal, fields: Record<string, string>): Promise<Asked>;
  /** Writes a message; `mentions` puts mentions in front, `ping: false` replies without notifying. */
  writes(
    channel: ShownChannel,
    text: string,
    options?: { mentions?: readonly Pick<Person, 'mention'>[]; repliesTo?: ShownMessage; ping?: boolean },
  ): ShownMessage;
  edits(message: ShownMessage, text: string): ShownMessage;
  deletes(message: ShownMessage): void;
  /** Opens a thread at a message, or without one in a channel, or a post in a forum, with a first message. */
  opensThread(
    where: ShownChannel | ShownMessage,
    options: { name: string; text?: string; mentions?: readonly Pick<Person, 'mention'>[]; tags?: readonly string[] },
  ): ShownChannel;
  /** From now on nobody can write to him directly. */
  closesDms(): void;
}

export interface Where {
  /** He has installed the application for himself, and uses it where the bot is not. */
  installedByUser?: boolean;
}

export interface PersonTools {
  world: World;
  waiting: Waiting;
  showChannel(channel: Channel): ShownChannel;
}

export function createPerson({ world, waiting, showChannel }: PersonTools, user: APIUser): Person {
  const { id } = user;
  const name = user.global_name ?? user.username;
  const channelOf = (place: { id: string }): Channel => world.channels.get(place.id)!;
  const placeOf = (message: ShownMessage): Channel => world.channels.get(message.channelId)!;
  const getSeen = (message: ShownMessage): Post => {
    const post = postOf(message);
    if (post.isDeleted) throw new Error('Expected a message that is still there, got one that was deleted');
    if (post.visibleTo !== null && post.visibleTo !== id) {
      const owner = viewUser(world, post.visibleTo).global_name;
      throw new Error(`Expected a message that ${name} can see, got one for ${owner} alone`);
    }
    return post;
  };
  const runOn = async (
    channel: Channel,
    type: ApplicationCommandType,
    commandName: string,
    targetId: string,
    resolved: object,
    where: Where,
  ) => {
    const installedByUser = where.installedByUser === true;
    const command = getCommand(world, { name: commandName, type, channel, userId: id, installedByUser });
    const { asked } = await ask(world, waiting, {
      type: InteractionType.ApplicationCommand,
      userId: id,
      channel,
      data: { id: command.id, name: commandName, type, target_id: targetId, resolved },
      label: `the command "${commandName}"`,
      commandName,
      targetId,
    });
    return asked;
  };
  const slash = (channel: Channel, text: string, values: OptionValues, where: Where, focused?: string) => {
    const [commandName = '', ...path] = text.split(' ');
    const type = ApplicationCommandType.ChatInput;
    const installedByUser = where.installedByUser === true;
    const command = getCommand(world, { name: commandName, type, channel, userId: id, installedByUser });
    const data = {
      id: command.id,
      name: commandName,
      type,
      options: buildOptions(command, path, values, focused),
      ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
    };
    return { userId: id, channel, data, label: `/${text}`, commandName };
  };
  const useComponent = async (message: ShownMessage, use: (message: ShownMessage) => UsedComponent) => {
    const source = getSeen(message);
    const { data, label } = use(message);
    const act = { type: InteractionType.MessageComponent, userId: id, channel: placeOf(message), data, label, source };
    return (await ask(world, waiting, act)).asked;
  };
  const write = (
    channel: Channel,
    text: string,
    mentions: readonly { mention: string }[] = [],
    repliesTo?: ShownMessage,
    ping = true,
  ) => {
    const missing = mentions.filter(({ mention }) => !text.includes(mention)).map(({ mention }) => `${mention} `);
    const replied = repliesTo === undefined ? undefined : getSeen(repliesTo);
    const raw = {
      content: `${missing.join('')}${text}`,
      ...(ping ? {} : { allowed_mentions: { parse: ['everyone', 'users', 'roles'], replied_user: false } }),
    };
    const body = parseMessageBody(raw, { maxContent: 4000 });
    if (channel.thread !== null) addThreadMember(world, channel, id);
    const isForumPost =
      channel.posts.size === 0 && world.channels.get(channel.parentId ?? '')?.type === ChannelType.GuildForum;
    const post = addPost(world, {
      ...(isForumPost ? { id: channel.id } : {}),
      channel,
      authorId: id,
      body,
      origin: 'person',
      repliesTo: replied === undefined ? null : { messageId: replied.id, channelId: replied.channelId },
    });
    return show(world, waiting, post);
  };

  return {
    id,
    name,
    mention: `<@${id}>`,
    runs: async (channel, command, options = {}, where = {}) => {
      const act = slash(channelOf(channel), command, options, where);
      return (await ask(world, waiting, { type: InteractionType.ApplicationCommand, ...act })).asked;
    },
    runsOnMessage: (message, command, where = {}) => {
      const post = getSeen(message);
      return runOn(
        placeOf(message),
        ApplicationCommandType.Message,
        command,
        post.id,
        { messages: { [post.id]: viewMessage(world, post) } },
        where,
      );
    },
    runsOnUser: (channel, target, command, where = {}) => {
      const place = channelOf(channel);
      const guild = place.guildId === null ? undefined : world.guilds.get(place.guildId);
      const member = guild === undefined ? {} : { ...viewMember(world, guild, target.id), user: undefined };
      const resolved = {
        users: { [target.id]: viewUser(world, target.id) },
        ...(guild === undefined ? {} : { members: { [target.id]: { ...member, permissions: '0' } } }),
      };
      return runOn(place, ApplicationCommandType.User, command, target.id, resolved, where);
    },
    completes: async (channel, command, typed, focused = Object.keys(typed).at(-1), where = {}) => {
      const act = slash(channelOf(channel), command, typed, where, focused);
      const label = `what is typed into ${focused ?? 'nothing'} of /${command}`;
      const { interaction } = await ask(world, waiting, {
        type: InteractionType.ApplicationCommandAutocomplete,
        ...act,
        label,
      });
      return interaction.choices!;
    },
    clicks: (message, wanted) => useComponent(message, (shown) => useButton(shown, wanted)),
    selects: (message, choice) => useComponent(message, (shown) => useMenu(shown, choice)),
    submits: async (modal, fields) => {
      const { userId, channelId, source } = interactionOf(modal);
      if (userId !== id) throw new Error(`Expected ${name} to send a form that was opened for him, got another's`);
      const { asked } = await ask(world, waiting, {
        type: InteractionType.ModalSubmit,
        userId: id,
        channel: world.channels.get(channelId)!,
        data: fillForm(modal, fields),
        label: `the form "${modal.title}"`,
        ...(source === null ? {} : { source }),
      });
      return asked;
    },
    writes: (channel, text, { mentions, repliesTo, ping } = {}) =>
      write(channelOf(channel), text, mentions, repliesTo, ping),
    edits: (message, text) => {
      const post = getSeen(message);
      if (post.authorId !== id) throw new Error('Expected a message of his own to edit');
      editPost(world, post, parseMessageBody({ content: text }, { maxContent: 4000 }), 'person');
      return message;
    },
    deletes: (message) => deletePost(world, getSeen(message)),
    opensThread: (where, { name: threadName, text, mentions, tags = [] }) => {
      const start = 'content' in where ? getSeen(where) : null;
      const parent = 'content' in where ? placeOf(where) : channelOf(where);
      if (parent.type === ChannelType.GuildForum && text === undefined)
        throw new Error('Expected a text for a forum post');
      if (parent.requiresTag && tags.length === 0) throw new Error('Expected a tag for a post in this forum');
      const appliedTags = parent.tags.filter((tag) => tags.includes(tag.name)).map((tag) => tag.id);
      const thread = addThread(world, {
        parent,
        start,
        name: threadName,
        ownerId: id,
        autoArchiveMinutes: 1440,
        appliedTags,
      });
      if (text !== undefined) write(thread, text, mentions);
      return showChannel(thread);
    },
    closesDms: () => {
      world.closedDms.add(id);
    },
  };
}

/** Adds somebody to Discord. */
export function addUser(world: World, { name, isBot = false }: { name: string; isBot?: boolean }): APIUser {
  const id = world.newId();
  const user = {
    id,
    username:
      name
        .toLowerCase()
        .replace(/[^a-z0-9._]/g, '_')
        .slice(0, 32) || `user_${id}`,
    discriminator: '0',
    global_name: name,
    avatar: null,
    ...(isBot ? { bot: true } : {}),
  } as APIUser;
  world.users.set(id, user);
  return user;
}
