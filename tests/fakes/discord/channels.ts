import { ChannelType } from 'discord-api-types/v10';
import type { Channel, World } from './world.js';

/** Adds a channel, empty and without a server unless told otherwise. */
export function addChannel(
  world: World,
  { id = world.newId(), ...given }: Partial<Channel> & { type: ChannelType },
): Channel {
  const channel: Channel = {
    id,
    guildId: null,
    name: '',
    parentId: null,
    overwrites: [],
    recipientIds: [],
    isPrivate: false,
    posts: new Map(),
    thread: null,
    tags: [],
    requiresTag: false,
    ...given,
  };
  world.channels.set(id, channel);
  return channel;
}

/** The direct messages of the bot with somebody. */
export function findOrAddDm(world: World, userId: string): Channel {
  const found = [...world.channels.values()].find(
    ({ type, isPrivate, recipientIds }) => type === ChannelType.DM && !isPrivate && recipientIds.includes(userId),
  );
  return found ?? addChannel(world, { type: ChannelType.DM, recipientIds: [userId] });
}
