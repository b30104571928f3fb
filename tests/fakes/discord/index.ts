import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { ChannelType } from 'discord-api-types/v10';
import type { APIApplicationCommand, APIUser } from 'discord-api-types/v10';
import { addChannel, findOrAddDm } from './channels.js';
import { createClock, createIds } from './clock.js';
import type { Clock } from './clock.js';
import { createGateway } from './gateway.js';
import type { Gateway } from './gateway.js';
import { addUser, createPerson } from './people.js';
import type { Person } from './people.js';
import { createShowChannel } from './shown-channel.js';
import { addServer } from './shown-server.js';
import type { ShownChannel } from './shown-channel.js';
import type { ServerOptions, ShownServer } from './shown-server.js';
import { createBasicRoutes } from './routes-basics.js';
import { createChannelRoutes } from './routes-channels.js';
import { createCommandRoutes } from './routes-commands.js';
import { createInteractionRoutes } from './routes-interactions.js';
import { createApi } from './server.js';
import type { Interventions, Sent } from './server.js';
import { show } from './shown-message.js';
import type { ShownMessage } from './shown-message.js';
import { createWaiting } from './waiting.js';
import type { Ping, Violation, World } from './world.js';

export type { Asked, ShownField, ShownModal } from './asked.js';
export type { Gateway } from './gateway.js';
export type { Person, Where } from './people.js';
export type { PermissionName } from './permissions.js';
export type { ShownChannel } from './shown-channel.js';
export type { ServerOptions, ShownServer } from './shown-server.js';
export type { Sent } from './server.js';
export type { ShownButton, ShownMenu, ShownMessage } from './shown-message.js';
export type { Ping, Violation } from './world.js';

/**
 * Discord on 127.0.0.1: REST and gateway for one application, with Discord's rules, and people who use it. A bot connects with
 * `new Client({ rest: { api: discord.apiUrl } })` and `discord.token`.
 */
export interface FakeDiscord extends Interventions {
  /** What takes the place of `https://discord.com/api`. */
  readonly apiUrl: string;
  readonly token: string;
  readonly applicationId: string;
  readonly botId: string;
  readonly bot: Pick<Person, 'id' | 'name' | 'mention'>;
  /** Who has made the application. */
  readonly ownerId: string;
  readonly clock: Clock;
  readonly gateway: Gateway;
  /** Every request that was refused by Discord's rules; a test of a well-behaved bot expects none. */
  readonly violations: readonly Violation[];
  /** Every message of the bot that notified somebody. */
  readonly pings: readonly Ping[];
  /** Every request of the bot, the oldest first. */
  readonly sent: readonly Sent[];
  /** Times that commands were registered in one call. */
  readonly bulkPuts: number;
  /** The registered commands: everywhere, or in one server. */
  commands(server?: { id: string }): readonly APIApplicationCommand[];
  /** The message that a request made or changed, as people see it now. */
  shownOf(sent: Sent): ShownMessage | undefined;
  addServer(options: ServerOptions): ShownServer;
  /** Somebody who is in no server. */
  addPerson(options: { name: string; isBot?: boolean }): Person;
  /** The direct messages of somebody with the bot. */
  openDm(person: Pick<Person, 'id'>): ShownChannel;
  /** Direct messages between people, where the application is only by their own installation. */
  openPrivateChannel(...people: Pick<Person, 'id'>[]): ShownChannel;
  /** A channel or thread by its id. */
  channel(id: string): ShownChannel;
  /** Waits until a client has identified and its session is alive. */
  connected(): Promise<void>;
  /** Waits for anything: `find` is called after every change until it gives something. */
  until<Found>(what: string, find: () => Found | undefined, seen?: () => string): Promise<Found>;
  /** Ends all connections and waits. */
  stop(): Promise<void>;
}

export interface FakeDiscordOptions {
  /** Whether the message-content intent is switched on for the application. */
  messageContent?: boolean;
  /** Real time between heartbeats. */
  heartbeatMs?: number;
  /** Whether the clock runs; it stands still otherwise. */
  realTime?: boolean;
  /** Real time after which a wait is in vain. */
  patienceMs?: number;
}

export async function startFakeDiscord(options: FakeDiscordOptions = {}): Promise<FakeDiscord> {
  const { messageContent = false, heartbeatMs = 41_250, realTime = false, patienceMs = 50_000 } = options;
  const clock = createClock({ realTime });
  const world = createWorld(clock, messageContent);
  const waiting = createWaiting(world, { patienceMs });
  const address = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gatewayUrl = () => `ws://${address()}/gateway`;
  const { server, sent, beforeNext, rateLimitNext, failNext } = createApi(world, [
    ...createBasicRoutes(world, { gatewayUrl }),
    ...createChannelRoutes(world),
    ...createInteractionRoutes(world),
    ...createCommandRoutes(world),
  ]);
  const gateway = createGateway(world, server, { heartbeatMs, url: gatewayUrl });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });

  const showChannel = createShowChannel({ world, waiting });
  const people = new Map<string, Person>();
  const showPerson = (id: string): Person => {
    const person = people.get(id) ?? createPerson({ world, waiting, showChannel }, world.users.get(id)!);
    people.set(id, person);
    return person;
  };

  return {
    apiUrl: `http://${address()}/api`,
    token: world.token,
    applicationId: world.applicationId,
    botId: world.bot.id,
    bot: { id: world.bot.id, name: world.bot.username, mention: `<@${world.bot.id}>` },
    ownerId: world.ownerId,
    clock,
    gateway,
    violations: world.violations,
    pings: world.pings,
    sent,
    get bulkPuts() {
      return world.bulkPuts;
    },
    commands: (place) => world.commands.get(place?.id ?? 'global') ?? [],
    shownOf: ({ post }) => (post === null ? undefined : show(world, waiting, post)),
    beforeNext,
    rateLimitNext,
    failNext,
    addServer: (serverOptions) => addServer({ world, showPerson, showChannel }, serverOptions),
    addPerson: (person) => showPerson(addUser(world, person).id),
    openDm: ({ id }) => showChannel(findOrAddDm(world, id)),
    openPrivateChannel: (...members) => {
      const recipientIds = members.map(({ id }) => id);
      const channel = addChannel(world, { type: ChannelType.DM, isPrivate: true, recipientIds });
      return showChannel(channel);
    },
    channel: (id) => {
      const found = world.channels.get(id);
      if (found === undefined) throw new Error(`Expected a channel of the fake Discord, got ${id}`);
      return showChannel(found);
    },
    connected: async () => {
      await waiting.until(
        'a client to connect',
        () => gateway.isConnected || undefined,
        () => `close codes ${gateway.closeCodes.join(', ') || 'none'}`,
      );
    },
    until: (what, find, seen = () => 'nothing of the kind') => waiting.until(what, find, seen),
    stop: async () => {
      waiting.stop();
      gateway.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function createWorld(clock: Clock, messageContent: boolean): World {
  const newId = createIds(clock);
  const listeners = new Set<() => void>();
  const applicationId = newId();
  const bot = {
    id: applicationId,
    username: 'On Record',
    discriminator: '0000',
    global_name: null,
    avatar: null,
    bot: true,
  } as APIUser;
  const world: World = {
    clock,
    newId,
    // Of the shape that Discord's have: the id, a time, a secret.
    token: [Buffer.from(applicationId), randomBytes(4), randomBytes(28)]
      .map((part) => part.toString('base64url'))
      .join('.'),
    applicationId,
    bot,
    ownerId: '',
    messageContent,
    users: new Map([[bot.id, bot]]),
    guilds: new Map(),
    channels: new Map(),
    interactions: new Map(),
    commands: new Map(),
    bulkPuts: 0,
    closedDms: new Set(),
    violations: [],
    pings: [],
    typing: [],
    failure: undefined,
    changed: () => {
      for (const listener of [...listeners]) listener();
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch: () => undefined,
  };
  world.ownerId = addUser(world, { name: 'Operator' }).id;
  return world;
}
