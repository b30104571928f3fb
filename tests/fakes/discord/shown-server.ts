import {
  ApplicationCommandType,
  ChannelType,
  GatewayDispatchEvents,
  GatewayIntentBits,
  OverwriteType,
} from 'discord-api-types/v10';
import type { APIRole } from 'discord-api-types/v10';
import { addChannel } from './channels.js';
import { viewWholeGuild } from './gateway.js';
import { addUser } from './people.js';
import type { Person } from './people.js';
import { bitsOf, everyonePermissions } from './permissions.js';
import type { PermissionName } from './permissions.js';
import type { ShownChannel } from './shown-channel.js';
import { viewChannel, viewMember } from './views.js';
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
  addMember(
    options:
      | { name: string; nickname?: string; roles?: readonly { id: string }[]; administrator?: boolean; isBot?: boolean }
      | { person: Person; nickname?: string; roles?: readonly { id: string }[]; administrator?: boolean },
  ): Person;
  /** Lets every member see a command, whatever its `default_member_permissions`. */
  openCommand(name: string): void;
  /** Throws the bot out. */
  removeBot(): void;
}

export interface ServerTools {
  world: World;
  showPerson(id: string): Person;
  showChannel(channel: Channel): ShownChannel;
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
  { world, showPerson, showChannel }: ServerTools,
  { name, withBot = true, everyone, bot = ['MentionEveryone'] }: ServerOptions,
): ShownServer {
  const id = world.newId();
  const guild: Guild = {
    id,
    name,
    ownerId: addUser(world, { name: `Owner of ${name}` }).id,
    hasBot: withBot,
    roles: new Map(),
    members: new Map(),
    openCommands: new Set(),
  };
  const addRole = (role: { id: string; name: string; permissions: bigint; mentionable?: boolean }) => {
    guild.roles.set(role.id, {
      id: role.id,
      name: role.name,
      permissions: role.permissions.toString(),
      mentionable: role.mentionable === true,
      position: guild.roles.size,
      color: 0,
      colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
      hoist: false,
      managed: false,
      flags: 0,
    } as unknown as APIRole);
    return { id: role.id, mention: `<@&${role.id}>` };
  };
  const addMember = (userId: string, nick: string | null, roleIds: string[]) => {
    guild.members.set(userId, { userId, nick, roleIds, joinedAtMs: world.clock.nowMs() });
  };
  addRole({ id, name: '@everyone', permissions: everyone === undefined ? everyonePermissions : bitsOf(everyone) });
  const tell = (event: GatewayDispatchEvents, data: () => unknown) => {
    if (guild.hasBot) world.dispatch({ name: event, intent: GatewayIntentBits.Guilds, data });
    world.changed();
  };
  world.guilds.set(id, guild);
  addMember(guild.ownerId, null, []);
  if (withBot) {
    addMember(world.bot.id, null, [
      addRole({ id: world.newId(), name: world.bot.username, permissions: bitsOf(bot) }).id,
    ]);
  }
  tell(GatewayDispatchEvents.GuildCreate, () => viewWholeGuild(world, guild));

  const addPlace = (
    type: ChannelType,
    options: {
      name: string;
      deny?: readonly PermissionName[];
      denyEveryone?: readonly PermissionName[];
      tags?: readonly string[];
      requiresTag?: boolean;
    },
  ) => {
    const channel = addChannel(world, {
      type,
      guildId: id,
      name: options.name,
      overwrites: [
        ...(options.denyEveryone === undefined
          ? []
          : [{ id, type: OverwriteType.Role, allow: '0', deny: bitsOf(options.denyEveryone).toString() }]),
        ...(options.deny === undefined
          ? []
          : [{ id: world.bot.id, type: OverwriteType.Member, allow: '0', deny: bitsOf(options.deny).toString() }]),
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
    addChannel: (options) => addPlace(ChannelType.GuildText, options),
    addForum: (options) => addPlace(ChannelType.GuildForum, options),
    addRole: ({ name: roleName, permissions = [], mentionable = false }) => {
      const role = addRole({ id: world.newId(), name: roleName, permissions: bitsOf(permissions), mentionable });
      tell(GatewayDispatchEvents.GuildRoleCreate, () => ({ guild_id: id, role: guild.roles.get(role.id) }));
      return role;
    },
    addMember: (options) => {
      const { nickname = null, roles = [], administrator = false } = options;
      const userId = 'person' in options ? options.person.id : addUser(world, options).id;
      const extra = administrator
        ? [addRole({ id: world.newId(), name: 'Administrator', permissions: bitsOf(['Administrator']) }).id]
        : [];
      addMember(userId, nickname, [...roles.map((role) => role.id), ...extra]);
      if (guild.hasBot) {
        world.dispatch({
          name: GatewayDispatchEvents.GuildMemberAdd,
          intent: GatewayIntentBits.GuildMembers,
          data: () => ({ ...viewMember(world, guild, userId), guild_id: id }),
        });
      }
      world.changed();
      return showPerson(userId);
    },
    openCommand: (command) => {
      const known = [...(world.commands.get(id) ?? []), ...(world.commands.get('global') ?? [])];
      if (!known.some((one) => one.name === command && one.type === ApplicationCommandType.ChatInput)) {
        throw new Error(`Expected a registered command to open, got ${command}`);
      }
      guild.openCommands.add(command);
    },
    removeBot: () => {
      // It is told so before it hears nothing of the server any more.
      tell(GatewayDispatchEvents.GuildDelete, () => ({ id }));
      guild.hasBot = false;
      guild.members.delete(world.bot.id);
      world.changed();
    },
  };
}
