import { ApplicationCommandType, ComponentType, InteractionType } from 'discord-api-types/v10';
import type { APIApplicationCommandOptionChoice, APIUser } from 'discord-api-types/v10';
import { interactionOf } from './asked.js';
import type { Asked, ShownModal } from './asked.js';
import { buildOptions, getCommand } from './command-use.js';
import type { OptionValues } from './command-use.js';
import { ask } from './interact.js';
import { parseMessageBody } from './message-rules.js';
import { addPost, addThread, addThreadMember, deletePost, editPost } from './posts.js';
import type { ShownChannel } from './places.js';
import { flatten, postOf, show } from './shown.js';
import type { ShownMessage } from './shown.js';
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
  completes(channel: ShownChannel, command: string, typed: OptionValues, focused?: string, where?: Where): Promise<readonly APIApplicationCommandOptionChoice[]>; // prettier-ignore
  clicks(
    message: ShownMessage,
    button: { label: string | RegExp } | { emoji: string } | { customId: string | RegExp },
  ): Promise<Asked>;
  /** Chooses in a menu: the only one unless it is named. */
  selects(message: ShownMessage, choice: { customId?: string | RegExp; value: string } | { customId?: string | RegExp; values: readonly string[] }): Promise<Asked>; // prettier-ignore
  /** Sends a form; fields that are not given keep what they were filled with. */
  submits(modal: ShownModal, fields: Record<string, string>): Promise<Asked>;
  /** Writes a message; `mentions` puts mentions in front, `ping: false` replies without notifying. */
  writes(channel: ShownChannel, text: string, options?: { mentions?: readonly Pick<Person, 'mention'>[]; repliesTo?: ShownMessage; ping?: boolean }): ShownMessage; // prettier-ignore
  edits(message: ShownMessage, text: string): ShownMessage;
  deletes(message: ShownMessage): void;
  /** Opens a thread at a message, or without one in a channel, or a post in a forum, with a first message. */
  opensThread(where: ShownChannel | ShownMessage, options: { name: string; text?: string; mentions?: readonly Pick<Person, 'mention'>[]; tags?: readonly string[] }): ShownChannel; // prettier-ignore
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
  const channelOf = (place: { id: string }): Channel => world.channels.get(place.id)!;
  const placeOf = (message: ShownMessage): Channel => world.channels.get(message.channelId)!;
  const getSeen = (message: ShownMessage): Post => {
    const post = postOf(message);
    if (post.isDeleted) throw new Error('Expected a message that is still there, got one that was deleted');
    if (post.visibleTo !== null && post.visibleTo !== id) throw new Error(`Expected a message that ${user.username} can see, got one for ${viewUser(world, post.visibleTo).username} alone`); // prettier-ignore
    return post;
  };
  const runOn = async (
    channel: Channel,
    type: ApplicationCommandType,
    name: string,
    targetId: string,
    resolved: object,
    where: Where,
  ) => {
    const command = getCommand(world, {
      name,
      type,
      channel,
      userId: id,
      installedByUser: where.installedByUser === true,
    });
    const data = { id: command.id, name, type, target_id: targetId, resolved };
    const label = `the command "${name}"`;
    return (await ask(world, waiting, { type: InteractionType.ApplicationCommand, userId: id, channel, data, label, commandName: name, targetId })).asked; // prettier-ignore
  };
  const slash = (channel: Channel, text: string, values: OptionValues, where: Where, focused?: string) => {
    const [name = '', ...path] = text.split(' ');
    const command = getCommand(world, { name, type: ApplicationCommandType.ChatInput, channel, userId: id, installedByUser: where.installedByUser === true }); // prettier-ignore
    const data = { id: command.id, name, type: command.type, options: buildOptions(command, path, values, focused), ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }) }; // prettier-ignore
    return { userId: id, channel, data, label: `/${text}`, commandName: name };
  };
  const useComponent = async (
    message: ShownMessage,
    component: { customId: string; type: ComponentType; values?: readonly string[] },
    label: string,
  ) => {
    const source = getSeen(message);
    const data = { custom_id: component.customId, component_type: component.type, ...(component.values === undefined ? {} : { values: component.values }) }; // prettier-ignore
    return (
      await ask(world, waiting, {
        type: InteractionType.MessageComponent,
        userId: id,
        channel: placeOf(message),
        data,
        label,
        source,
      })
    ).asked;
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
    const body = parseMessageBody({
      content: `${missing.join('')}${text}`,
      ...(ping ? {} : { allowed_mentions: { parse: ['everyone', 'users', 'roles'], replied_user: false } }),
    });
    if (channel.thread !== null) addThreadMember(world, channel, id);
    const post = addPost(world, {
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
    name: user.username,
    mention: `<@${id}>`,
    runs: async (channel, command, options = {}, where = {}) => {
      const act = slash(channelOf(channel), command, options, where);
      return (await ask(world, waiting, { type: InteractionType.ApplicationCommand, ...act })).asked;
    },
    runsOnMessage: (message, command, where = {}) => {
      const post = getSeen(message);
      return runOn(placeOf(message), ApplicationCommandType.Message, command, post.id, { messages: { [post.id]: viewMessage(world, post) } }, where); // prettier-ignore
    },
    runsOnUser: (channel, target, command, where = {}) => {
      const place = channelOf(channel);
      const guild = place.guildId === null ? undefined : world.guilds.get(place.guildId);
      const member = guild === undefined ? {} : { ...viewMember(world, guild, target.id), user: undefined };
      const resolved = { users: { [target.id]: viewUser(world, target.id) }, ...(guild === undefined ? {} : { members: { [target.id]: { ...member, permissions: '0' } } }) }; // prettier-ignore
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
    clicks: (message, wanted) => {
      const { buttons } = message;
      const found = buttons.filter((button) => ('label' in wanted ? matches(button.label, wanted.label) : 'emoji' in wanted ? button.emoji === wanted.emoji : button.customId !== null && matches(button.customId, wanted.customId))); // prettier-ignore
      const [button] = found;
      const said = Object.values(wanted).map(String).join();
      if (button === undefined || found.length > 1) throw new Error(`Expected one button ${said}, got ${buttons.map(({ label, emoji }) => label || emoji).join(', ') || 'none'}`); // prettier-ignore
      if (button.isDisabled || button.customId === null) throw new Error(`Expected the button ${said} to be one that tells the bot, got ${button.isDisabled ? 'a disabled one' : 'a link'}`); // prettier-ignore
      return useComponent(message, { customId: button.customId, type: ComponentType.Button }, `the button ${said}`);
    },
    selects: (message, choice) => {
      const { customId } = choice;
      const values = 'value' in choice ? [choice.value] : choice.values;
      const found = message.menus.filter((menu) => customId === undefined || matches(menu.customId, customId));
      const [menu] = found;
      if (menu === undefined || found.length > 1)
        throw new Error(`Expected one menu, got ${message.menus.map((one) => one.customId).join(', ') || 'none'}`);
      const strange = values.find((value) => !menu.options.some((option) => option.value === value));
      if (strange !== undefined)
        throw new Error(`Expected one of ${menu.options.map(({ value }) => value).join(', ')}, got ${strange}`);
      if (menu.isDisabled || values.length < menu.min || values.length > menu.max) throw new Error(`Expected ${menu.min} to ${menu.max} choices of an enabled menu, got ${values.length}`); // prettier-ignore
      return useComponent(
        message,
        { customId: menu.customId, type: ComponentType.StringSelect, values },
        `the choice of ${values.join(', ')}`,
      );
    },
    submits: async (modal, fields) => {
      const opened = interactionOf(modal);
      if (opened.userId !== id)
        throw new Error(`Expected ${user.username} to send the form that he opened, got another's`);
      const unknown = Object.keys(fields).find((name) => !modal.fields.some(({ customId }) => customId === name));
      if (unknown !== undefined) throw new Error(`Expected a field of "${modal.title}" (${modal.fields.map(({ customId }) => customId).join(', ')}), got ${unknown}`); // prettier-ignore
      const valueOf = (field: ShownModal['fields'][number]) => {
        const value = fields[field.customId] ?? field.value;
        const least = field.isRequired ? Math.max(1, field.minLength) : value === '' ? 0 : field.minLength;
        if (value.length < least || value.length > field.maxLength) throw new Error(`Expected ${least} to ${field.maxLength} characters in ${field.customId}, got ${value.length}`); // prettier-ignore
        return value;
      };
      const components = modal.fields.map((field, index) => {
        const input = {
          type: ComponentType.TextInput,
          id: 2 * index + 2,
          custom_id: field.customId,
          value: valueOf(field),
        };
        const isLabelled = flatten(opened.modal!.components).some(({ type, component }) => type === ComponentType.Label && (component as { custom_id?: string }).custom_id === field.customId); // prettier-ignore
        return isLabelled ? { type: ComponentType.Label, id: 2 * index + 1, component: input } : { type: ComponentType.ActionRow, id: 2 * index + 1, components: [input] }; // prettier-ignore
      });
      const channel = world.channels.get(opened.channelId)!;
      const { source } = opened;
      const { asked } = await ask(world, waiting, {
        type: InteractionType.ModalSubmit,
        userId: id,
        channel,
        data: { custom_id: modal.customId, components },
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
      editPost(world, post, parseMessageBody({ content: text }), 'person');
      return message;
    },
    deletes: (message) => deletePost(world, getSeen(message)),
    opensThread: (where, { name, text, mentions, tags = [] }) => {
      const start = 'content' in where ? getSeen(where) : null;
      const parent = 'content' in where ? placeOf(where) : channelOf(where);
      if (parent.requiresTag && tags.length === 0) throw new Error('Expected a tag for a post in this forum');
      const appliedTags = parent.tags.filter((tag) => tags.includes(tag.name)).map((tag) => tag.id);
      const thread = addThread(world, { parent, start, name, ownerId: id, autoArchiveMinutes: 1440, appliedTags });
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
    username: name.toLowerCase().replace(/[^a-z0-9._]/g, '_').slice(0, 32) || `user_${id}`,
    discriminator: '0',
    global_name: name,
    avatar: null,
    ...(isBot ? { bot: true } : {}),
  } as APIUser; // prettier-ignore
  world.users.set(id, user);
  return user;
}

function matches(text: string, pattern: string | RegExp): boolean {
  return typeof pattern === 'string' ? text === pattern : pattern.test(text);
}
