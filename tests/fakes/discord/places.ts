import {
  ApplicationCommandType,
  ChannelType,
  GatewayDispatchEvents,
  GatewayIntentBits,
  OverwriteType,
} from 'discord-api-types/v10';
import type { APIRole } from 'discord-api-types/v10';
import { addChannel as addChannelTo } from './channels.js';
import { viewWholeGuild } from './gateway.js';
import { addUser } from './people.js';
import type { Person } from './people.js';
import { bitsOf, everyonePermissions } from './permissions.js';
import type { PermissionName } from './permissions.js';
import { updateThread } from './posts.js';
import { describePost, show } from './shown.js';
import type { ShownMessage } from './shown.js';
import { viewChannel, viewMember } from './views.js';
import type { Waiting } from './waiting.js';
import type { Channel, Guild, World } from './world.js';

export interface ShownServer {
  readonly id: string;
  readonly name: string;
  /** A text channel; `deny` takes permissions from the bot in it, `denyEveryone` from all. */
  addChannel(options: {
    name: string;
    deny?: readonly PermissionName[];
    denyEveryone?: readonly PermissionName[];
  }): ShownChannel;
  addForum(options: {
    name: string;
    deny?: readonly PermissionName[];
    tags?: readonly string[];
    requiresTag?: boolean;
  }): ShownChannel;
  addRole(options: { name: string; permissions?: readonly PermissionName[]; mentionable?: boolean }): {
    id: string;
    mention: string;
  };
  /** Somebody new, or a person of another server. */
  addMember(options: { name: string; nickname?: string; roles?: readonly { id: string }[]; administrator?: boolean; isBot?: boolean } | { person: Person; nickname?: string; roles?: readonly { id: string }[]; administrator?: boolean }): Person; // prettier-ignore
  /** Lets every member see a command, whatever its `default_member_permissions`. */
  openCommand(name: string): void;
}

export interface ShownChannel {
  readonly id: string;
  readonly name: string;
  readonly mention: string;
  readonly type: ChannelType;
  readonly serverId: string | null;
  readonly parentId: string | null;
  /** What everybody sees in it, the oldest first: neither deleted nor ephemeral messages. */
  readonly messages: readonly ShownMessage[];
  /** With the ephemeral ones for him. */
  messagesFor(person: Pick<Person, 'id'>): readonly ShownMessage[];
  /** Waits for the next ordinary message of the bot (not an answer to an interaction) that this has not given yet. */
  nextBotMessage(): Promise<ShownMessage>;
  readonly threads: readonly ShownChannel[];
  /** Waits for the next thread that the bot opens here. */
  nextBotThread(): Promise<ShownChannel>;
  /** Times that the bot showed that it types. */
  readonly typingCount: number;
  nextTyping(): Promise<void>;
  readonly isArchived: boolean;
  readonly memberIds: readonly string[];
  archive(options?: { locked?: boolean }): void;
  /** Takes permissions from the bot from now on, or gives them back. */
  deny(...permissions: PermissionName[]): void;
  allow(...permissions: PermissionName[]): void;
  /** Removes the channel, as an administrator does. */
  remove(): void;
}

export interface PlaceTools {
  world: World;
  waiting: Waiting;
  showPerson(id: string): Person;
}

export function createShowChannel({
  world,
  waiting,
}: Pick<PlaceTools, 'world' | 'waiting'>): (channel: Channel) => ShownChannel {
  const known = new Map<string, ShownChannel>();
  const showChannel = (channel: Channel): ShownChannel => {
    let shown = known.get(channel.id);
    if (shown === undefined) {
      shown = create(channel);
      known.set(channel.id, shown);
    }
    return shown;
  };
  const create = (channel: Channel): ShownChannel => {
    const taken = { messages: 0, threads: 0, typing: 0 };
    const posts = () => [...channel.posts.values()].filter(({ isDeleted }) => !isDeleted);
    const ordinary = () => [...channel.posts.values()].filter(({ authorId, interaction, type }) => authorId === world.bot.id && interaction === null && (type === 0 || type === 19)); // prettier-ignore
    const threads = () =>
      [...world.channels.values()].filter(({ parentId, thread }) => parentId === channel.id && thread !== null);
    const typings = () => world.typing.filter(({ channelId }) => channelId === channel.id).length;
    const describe = () => {
      const last = [...channel.posts.values()].at(-1);
      return last === undefined
        ? 'an empty channel'
        : `${channel.posts.size} message(s), of which the last is ${describePost(last)}`;
    };
    const setOverwrite = (bits: (denied: bigint) => bigint) => {
      const others = channel.overwrites.filter(({ id }) => id !== world.bot.id);
      const own = channel.overwrites.find(({ id }) => id === world.bot.id);
      channel.overwrites = [...others, { id: world.bot.id, type: OverwriteType.Member, allow: '0', deny: bits(BigInt(own?.deny ?? '0')).toString() }]; // prettier-ignore
      world.dispatch({
        name: GatewayDispatchEvents.ChannelUpdate,
        intent: GatewayIntentBits.Guilds,
        data: () => viewChannel(world, channel),
      });
      world.changed();
    };
    return {
      id: channel.id,
      get name() {
        return channel.name;
      },
      mention: `<#${channel.id}>`,
      type: channel.type,
      serverId: channel.guildId,
      parentId: channel.parentId,
      get messages() {
        return posts().filter(({ visibleTo }) => visibleTo === null).map((post) => show(world, waiting, post)); // prettier-ignore
      },
      messagesFor: ({ id }) => posts().filter(({ visibleTo }) => visibleTo === null || visibleTo === id).map((post) => show(world, waiting, post)), // prettier-ignore
      nextBotMessage: () =>
        waiting.until(
          `a message of the bot in ${channel.name || 'the direct messages'}`,
          () => {
            const post = ordinary()[taken.messages];
            if (post === undefined) return undefined;
            taken.messages += 1;
            return show(world, waiting, post, 1);
          },
          describe,
        ),
      get threads() {
        return threads().map(showChannel);
      },
      nextBotThread: () =>
        waiting.until(
          `a thread of the bot in ${channel.name}`,
          () => {
            const next = threads().filter(({ thread }) => thread!.ownerId === world.bot.id)[taken.threads];
            if (next === undefined) return undefined;
            taken.threads += 1;
            return showChannel(next);
          },
          () => `${threads().length} thread(s)`,
        ),
      get typingCount() {
        return typings();
      },
      nextTyping: async () => {
        const goal = taken.typing + 1;
        await waiting.until(`the bot to show that it types in ${channel.name}`, () => typings() >= goal || undefined, () => `${typings()} time(s)`); // prettier-ignore
        taken.typing = goal;
      },
      get isArchived() {
        return channel.thread?.archived === true;
      },
      get memberIds() {
        return [...(channel.thread?.memberIds ?? [])];
      },
      archive: ({ locked = false } = {}) => updateThread(world, channel, { archived: true, locked }),
      deny: (...permissions) => setOverwrite((denied) => denied | bitsOf(permissions)),
      allow: (...permissions) => setOverwrite((denied) => denied & ~bitsOf(permissions)),
      remove: () => {
        world.channels.delete(channel.id);
        const name = channel.thread === null ? GatewayDispatchEvents.ChannelDelete : GatewayDispatchEvents.ThreadDelete;
        world.dispatch({ name, intent: GatewayIntentBits.Guilds, data: () => viewChannel(world, channel) });
        world.changed();
      },
    };
  };
  return showChannel;
}

export interface ServerOptions {
  name: string;
  /** False for a server where people use the application by their own installation alone. */
  withBot?: boolean;
  /** What @everyone may do; what Discord gives in a new server unless it is given. */
  everyone?: readonly PermissionName[];
  /**
   * What the bot's role may do besides. It may mention @everyone unless this is given, so that a message that would ping all is
   * found out.
   */
  bot?: readonly PermissionName[];
}

export function addServer(
  { world, showPerson, showChannel }: PlaceTools & { showChannel(channel: Channel): ShownChannel },
  { name, withBot = true, everyone, bot = ['MentionEveryone'] }: ServerOptions,
): ShownServer {
  const id = world.newId();
  const guild: Guild = { id, name, ownerId: addUser(world, { name: `Owner of ${name}` }).id, hasBot: withBot, roles: new Map(), members: new Map(), openCommands: new Set() }; // prettier-ignore
  const addRole = (role: { id: string; name: string; permissions: bigint; mentionable?: boolean }) => {
    guild.roles.set(role.id, { id: role.id, name: role.name, permissions: role.permissions.toString(), mentionable: role.mentionable === true, position: guild.roles.size, color: 0, colors: { primary_color: 0, secondary_color: null, tertiary_color: null }, hoist: false, managed: false, flags: 0 } as unknown as APIRole); // prettier-ignore
    return { id: role.id, mention: `<@&${role.id}>` };
  };
  const addMember = (userId: string, nick: string | null, roleIds: string[]) => {
    guild.members.set(userId, { userId, nick, roleIds, joinedAtMs: world.clock.nowMs() });
  };
  addRole({ id, name: '@everyone', permissions: everyone === undefined ? everyonePermissions : bitsOf(everyone) });
  const tell = (event: GatewayDispatchEvents, data: () => unknown) => {
    if (withBot) world.dispatch({ name: event, intent: GatewayIntentBits.Guilds, data });
    world.changed();
  };
  world.guilds.set(id, guild);
  addMember(guild.ownerId, null, []);
  if (withBot)
    addMember(world.bot.id, null, [
      addRole({ id: world.newId(), name: world.bot.username, permissions: bitsOf(bot) }).id,
    ]);
  tell(GatewayDispatchEvents.GuildCreate, () => viewWholeGuild(world, guild));

  const addChannel = (
    type: ChannelType,
    options: {
      name: string;
      deny?: readonly PermissionName[];
      denyEveryone?: readonly PermissionName[];
      tags?: readonly string[];
      requiresTag?: boolean;
    },
  ) => {
    const channel = addChannelTo(world, {
      type,
      guildId: id,
      name: options.name,
      overwrites: [
        ...(options.denyEveryone === undefined ? [] : [{ id, type: OverwriteType.Role, allow: '0', deny: bitsOf(options.denyEveryone).toString() }]), // prettier-ignore
        ...(options.deny === undefined ? [] : [{ id: world.bot.id, type: OverwriteType.Member, allow: '0', deny: bitsOf(options.deny).toString() }]), // prettier-ignore
      ],
      tags: (options.tags ?? []).map((tag) => ({ id: world.newId(), name: tag })),
      requiresTag: options.requiresTag === true,
    });
    tell(GatewayDispatchEvents.ChannelCreate, () => viewChannel(world, channel));
    return showChannel(channel);
  };
  return {
    id,
    name,
    addChannel: (options) => addChannel(ChannelType.GuildText, options),
    addForum: (options) => addChannel(ChannelType.GuildForum, options),
    addRole: ({ name: roleName, permissions = [], mentionable = false }) => {
      const role = addRole({ id: world.newId(), name: roleName, permissions: bitsOf(permissions), mentionable });
      tell(GatewayDispatchEvents.GuildRoleCreate, () => ({ guild_id: id, role: guild.roles.get(role.id) }));
      return role;
    },
    addMember: (options) => {
      const { nickname = null, roles = [], administrator = false } = options;
      const userId = 'person' in options ? options.person.id : addUser(world, options).id;
      const extra = administrator ? [addRole({ id: world.newId(), name: 'Administrator', permissions: bitsOf(['Administrator']) }).id] : []; // prettier-ignore
      addMember(userId, nickname, [...roles.map((role) => role.id), ...extra]);
      if (withBot) {
        world.dispatch({ name: GatewayDispatchEvents.GuildMemberAdd, intent: GatewayIntentBits.GuildMembers, data: () => ({ ...viewMember(world, guild, userId), guild_id: id }) }); // prettier-ignore
      }
      world.changed();
      return showPerson(userId);
    },
    openCommand: (command) => {
      const known = [...(world.commands.get(id) ?? []), ...(world.commands.get('global') ?? [])];
      if (!known.some((one) => one.name === command && one.type === ApplicationCommandType.ChatInput)) throw new Error(`Expected a registered command to open, got ${command}`); // prettier-ignore
      guild.openCommands.add(command);
    },
  };
}
