import type { IncomingMessage, Server } from 'node:http';
import {
  ApplicationFlags,
  ChannelType,
  GatewayCloseCodes,
  GatewayDispatchEvents,
  GatewayIntentBits,
  GatewayOpcodes,
} from 'discord-api-types/v10';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { may } from './permissions.js';
import { isObject } from './text-rules.js';
import { viewChannel, viewGuild, viewMember, viewThreadMember } from './views.js';
import type { Guild, World } from './world.js';

/** The bot's connection, and what a test may do to it. */
export interface Gateway {
  /** Times that a client identified, and resumed, with success. */
  readonly identifies: number;
  readonly resumes: number;
  /** Heartbeats that came. */
  readonly heartbeats: number;
  /** Codes with which connections ended, the oldest first; 1006 for those that were cut. */
  readonly closeCodes: readonly number[];
  readonly isConnected: boolean;
  /** What the bot says of itself (op 3), newest last. */
  readonly presences: readonly unknown[];
  /** Closes the connections with this code; the sessions can be resumed. Without a code they are cut. */
  drop(code?: number): void;
  /** Leaves heartbeats unanswered: a zombie connection. It ends when the client connects anew. */
  stopAcking(): void;
  /** Asks the client to reconnect (op 7). */
  askToReconnect(): void;
  /** Tells the client that its session is void (op 9). When it cannot be resumed it is forgotten. */
  invalidate(options?: { resumable?: boolean }): void;
  /** Forgets the sessions, so that a RESUME is refused. */
  forgetSessions(): void;
}

interface Session {
  id: string;
  intents: number;
  seq: number;
  /** Everything that was sent, for a client that resumes. */
  events: { seq: number; text: string }[];
  socket: WebSocket | null;
}

/** Switched on by none of this fake's options. */
const refusedIntents = GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences;

export function createGateway(
  world: World,
  server: Server,
  { heartbeatMs, url }: { heartbeatMs: number; url(): string },
): Gateway & { close(): void } {
  const sockets = new WebSocketServer({ noServer: true });
  const sessions = new Map<string, Session>();
  const counts = { identifies: 0, resumes: 0, heartbeats: 0 };
  const closeCodes: number[] = [];
  const presences: unknown[] = [];
  let isAcking = true;
  let newest = 0;

  const send = (socket: WebSocket, payload: object) => socket.send(JSON.stringify(payload));
  const dispatch = (session: Session, name: string, data: unknown) => {
    session.seq += 1;
    const text = JSON.stringify({ op: GatewayOpcodes.Dispatch, t: name, s: session.seq, d: data });
    session.events.push({ seq: session.seq, text });
    session.socket?.send(text);
  };
  world.dispatch = ({ name, intent, data }) => {
    for (const session of sessions.values()) {
      if (intent !== 0 && (session.intents & intent) === 0) continue;
      const payload = data(session);
      if (payload !== undefined) dispatch(session, name, payload);
    }
  };

  const identify = (socket: WebSocket, data: Record<string, unknown>): Session | undefined => {
    const intents = Number(data.intents);
    if (data.token !== world.token) {
      return refuse(socket, GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.');
    }
    if (!Number.isInteger(intents)) return refuse(socket, GatewayCloseCodes.InvalidIntents, 'Invalid intent(s).');
    const refused = refusedIntents | (world.messageContent ? 0 : GatewayIntentBits.MessageContent);
    if ((intents & refused) !== 0) return refuse(socket, GatewayCloseCodes.DisallowedIntents, 'Disallowed intent(s).');
    newest += 1;
    const session: Session = { id: `session-${newest}`, intents, seq: 0, events: [], socket };
    sessions.set(session.id, session);
    counts.identifies += 1;
    const guilds = [...world.guilds.values()].filter(({ hasBot }) => hasBot);
    dispatch(session, GatewayDispatchEvents.Ready, {
      v: 10,
      user: world.bot,
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: url(),
      shard: data.shard ?? [0, 1],
      application: {
        id: world.applicationId,
        flags: world.messageContent ? ApplicationFlags.GatewayMessageContentLimited : 0,
      },
    });
    if ((intents & GatewayIntentBits.Guilds) !== 0) {
      for (const guild of guilds) dispatch(session, GatewayDispatchEvents.GuildCreate, viewWholeGuild(world, guild));
    }
    return session;
  };

  const resume = (socket: WebSocket, data: Record<string, unknown>): Session | undefined => {
    if (data.token !== world.token) {
      return refuse(socket, GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.');
    }
    const session = sessions.get(String(data.session_id));
    if (session === undefined) {
      send(socket, { op: GatewayOpcodes.InvalidSession, d: false });
      return undefined;
    }
    session.socket = socket;
    counts.resumes += 1;
    for (const { seq, text } of session.events) if (seq > Number(data.seq)) socket.send(text);
    dispatch(session, GatewayDispatchEvents.Resumed, { _trace: [] });
    return session;
  };

  sockets.on('connection', (socket) => {
    let session: Session | undefined;
    isAcking = true;
    send(socket, { op: GatewayOpcodes.Hello, d: { heartbeat_interval: heartbeatMs, _trace: [] } });
    socket.on('message', (raw) => {
      const payload: unknown = JSON.parse((raw as Buffer).toString());
      const { op, d } = isObject(payload) ? payload : {};
      const data = isObject(d) ? d : {};
      if (op === GatewayOpcodes.Heartbeat) {
        counts.heartbeats += 1;
        if (isAcking) send(socket, { op: GatewayOpcodes.HeartbeatAck });
      } else if (op === GatewayOpcodes.Identify) session = identify(socket, data);
      else if (op === GatewayOpcodes.Resume) session = resume(socket, data);
      else if (session === undefined) socket.close(GatewayCloseCodes.NotAuthenticated, 'Not authenticated.');
      else if (op === GatewayOpcodes.PresenceUpdate) presences.push(d);
      else if (op !== GatewayOpcodes.RequestGuildMembers) {
        socket.close(GatewayCloseCodes.UnknownOpcode, 'Unknown opcode.');
      }
      world.changed();
    });
    socket.on('close', (code) => {
      closeCodes.push(code);
      if (session?.socket === socket) {
        session.socket = null;
        // A client that says goodbye ends its session; one that is cut off can resume it.
        if (code === 1000 || code === 1001) sessions.delete(session.id);
      }
      world.changed();
    });
    world.changed();
  });
  server.on('upgrade', (request: IncomingMessage, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  });

  const open = () => [...sockets.clients].filter(({ readyState }) => readyState === 1);
  return {
    get identifies() {
      return counts.identifies;
    },
    get resumes() {
      return counts.resumes;
    },
    get heartbeats() {
      return counts.heartbeats;
    },
    get isConnected() {
      return [...sessions.values()].some(({ socket }) => socket !== null);
    },
    closeCodes,
    presences,
    drop: (code) => {
      for (const socket of open()) {
        if (code === undefined) socket.terminate();
        else socket.close(code);
      }
    },
    stopAcking: () => {
      isAcking = false;
    },
    askToReconnect: () => {
      for (const socket of open()) send(socket, { op: GatewayOpcodes.Reconnect, d: null });
    },
    invalidate: ({ resumable = false } = {}) => {
      if (!resumable) sessions.clear();
      for (const socket of open()) send(socket, { op: GatewayOpcodes.InvalidSession, d: resumable });
    },
    forgetSessions: () => sessions.clear(),
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

function refuse(socket: WebSocket, code: number, reason: string): undefined {
  socket.close(code, reason);
}

/** A server as a bot first hears of it: channels it can see, roles, itself as a member, and active threads. */
export function viewWholeGuild(world: World, guild: Guild): object {
  const seen = [...world.channels.values()].filter(
    (channel) => channel.guildId === guild.id && may(world, world.bot.id, channel, 'ViewChannel'),
  );
  const channels = [...world.channels.values()].filter(
    ({ guildId, thread }) => guildId === guild.id && thread === null,
  );
  return {
    ...viewGuild(guild),
    joined_at: new Date(world.clock.nowMs()).toISOString(),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    members: [viewMember(world, guild, world.bot.id)],
    // Channels are listed whether or not the bot may see them, as Discord does.
    channels: channels.map((channel) => viewChannel(world, channel)),
    threads: seen
      .filter(({ type, thread }) => type === ChannelType.PublicThread && thread?.archived === false)
      .map((channel) => ({
        ...viewChannel(world, channel),
        ...(channel.thread!.memberIds.has(world.bot.id) ? { member: viewThreadMember(channel, world.bot.id) } : {}),
      })),
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
