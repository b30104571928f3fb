import { GatewayDispatchEvents, GatewayIntentBits, OverwriteType } from 'discord-api-types/v10';
import type { ChannelType } from 'discord-api-types/v10';
import type { Person } from './people.js';
import { bitsOf } from './permissions.js';
import type { PermissionName } from './permissions.js';
import { updateThread } from './posts.js';
import { describePost, show } from './shown-message.js';
import type { ShownMessage } from './shown-message.js';
import { viewChannel } from './views.js';
import type { Waiting } from './waiting.js';
import type { Channel, World } from './world.js';

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

export function createShowChannel({
  world,
  waiting,
}: {
  world: World;
  waiting: Waiting;
}): (channel: Channel) => ShownChannel {
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
    const ordinary = () =>
      [...channel.posts.values()].filter(
        ({ authorId, interaction, type }) =>
          authorId === world.bot.id && interaction === null && (type === 0 || type === 19),
      );
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
      channel.overwrites = [
        ...others,
        { id: world.bot.id, type: OverwriteType.Member, allow: '0', deny: bits(BigInt(own?.deny ?? '0')).toString() },
      ];
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
        return posts()
          .filter(({ visibleTo }) => visibleTo === null)
          .map((post) => show(world, waiting, post));
      },
      messagesFor: ({ id }) =>
        posts()
          .filter(({ visibleTo }) => visibleTo === null || visibleTo === id)
          .map((post) => show(world, waiting, post)),
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
        await waiting.until(
          `the bot to show that it types in ${channel.name}`,
          () => typings() >= goal || undefined,
          () => `${typings()} time(s)`,
        );
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
