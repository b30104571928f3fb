import { OverwriteType, PermissionFlagsBits } from 'discord-api-types/v10';
import { fault } from './fault.js';
import type { Channel, World } from './world.js';

export type PermissionName = keyof typeof PermissionFlagsBits;

const all = Object.values(PermissionFlagsBits).reduce((sum, bit) => sum | bit, 0n);

/** What Discord gives to @everyone in a new server, as far as it matters here. */
export const everyonePermissions = bitsOf([
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'CreatePublicThreads',
  'EmbedLinks',
  'AttachFiles',
  'AddReactions',
  'ReadMessageHistory',
  'UseApplicationCommands',
  'UseExternalEmojis',
  'ChangeNickname',
]);

/** An application may always do this in its answers to interactions, whatever the channel. */
const inResponses = bitsOf(['EmbedLinks', 'AttachFiles']);

export function bitsOf(names: readonly PermissionName[]): bigint {
  return names.reduce((bits, name) => bits | PermissionFlagsBits[name], 0n);
}

/** What a member may do in a channel (a thread has its parent's permissions): roles, then overwrites, as Discord computes it. */
export function findPermissions(world: World, userId: string, channel: Channel): bigint {
  const guild = channel.guildId === null ? undefined : world.guilds.get(channel.guildId);
  if (guild === undefined) {
    return bitsOf(['ViewChannel', 'SendMessages', 'EmbedLinks', 'AttachFiles', 'ReadMessageHistory', 'AddReactions']);
  }
  const member = guild.members.get(userId);
  if (member === undefined) return 0n;
  if (guild.ownerId === userId) return all;
  const roleIds = [guild.id, ...member.roleIds];
  const base = roleIds.reduce((bits, id) => bits | BigInt(guild.roles.get(id)?.permissions ?? '0'), 0n);
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return all;
  const { overwrites } = channel.thread === null ? channel : (world.channels.get(channel.parentId ?? '') ?? channel);
  const apply = (bits: bigint, chosen: typeof overwrites) => {
    const denied = chosen.reduce((sum, { deny }) => sum | BigInt(deny), 0n);
    return (bits & ~denied) | chosen.reduce((sum, { allow }) => sum | BigInt(allow), 0n);
  };
  const everyone = overwrites.filter(({ id }) => id === guild.id);
  const roles = overwrites.filter(({ id, type }) => type === OverwriteType.Role && member.roleIds.includes(id));
  const own = overwrites.filter(({ id, type }) => type === OverwriteType.Member && id === userId);
  return apply(apply(apply(base, everyone), roles), own);
}

export function may(world: World, userId: string, channel: Channel, permission: PermissionName): boolean {
  return (findPermissions(world, userId, channel) & PermissionFlagsBits[permission]) !== 0n;
}

/** The `app_permissions` of an interaction. */
export function appPermissions(world: World, channel: Channel): string {
  if (channel.guildId === null) {
    return bitsOf([
      'AttachFiles',
      'EmbedLinks',
      'MentionEveryone',
      ...(channel.isPrivate ? [] : ['UseExternalEmojis' as const]),
    ]).toString();
  }
  const guild = world.guilds.get(channel.guildId)!;
  return (guild.hasBot ? findPermissions(world, world.bot.id, channel) : inResponses).toString();
}

/** A channel that the bot can see. @throws 10003 or 50001. */
export function getVisibleChannel(world: World, id: string): Channel {
  const channel = world.channels.get(id);
  if (channel === undefined) throw fault('unknownChannel');
  if (channel.isPrivate) throw fault('missingAccess');
  if (channel.guildId !== null && !may(world, world.bot.id, channel, 'ViewChannel')) throw fault('missingAccess');
  return channel;
}

/** @throws 50013 when the bot lacks one of them there. */
export function demand(world: World, channel: Channel, ...permissions: PermissionName[]): void {
  for (const permission of permissions) {
    if (!may(world, world.bot.id, channel, permission)) throw fault('missingPermissions');
  }
}
