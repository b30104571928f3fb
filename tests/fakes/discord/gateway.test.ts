import { once } from 'node:events';
import { Client, GatewayIntentBits } from 'discord.js';
import type { Message } from 'discord.js';
import { WebSocket } from 'ws';
import { afterEach, expect, test } from 'vitest';
import { startFakeDiscord } from './index.js';
import type { FakeDiscord, FakeDiscordOptions } from './index.js';

/*
 * How discord.js connects, and how it comes back after what can happen to a connection.
 */

let discord: FakeDiscord;
const clients: Client[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) await client.destroy();
  await discord.stop();
});

async function start(options: FakeDiscordOptions = {}) {
  discord = await startFakeDiscord(options);
  const server = discord.addServer({ name: 'Newsroom' });
  return { server, channel: server.addChannel({ name: 'general' }), anna: server.addMember({ name: 'Anna' }) };
}

function createClient(...intents: GatewayIntentBits[]): Client {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, ...intents],
    rest: { api: discord.apiUrl },
  });
  clients.push(client);
  return client;
}

async function connect(...intents: GatewayIntentBits[]): Promise<Client> {
  const client = createClient(...intents);
  const ready = once(client, 'clientReady');
  await client.login(discord.token);
  await ready;
  return client;
}

async function nextMessage(client: Client): Promise<Message> {
  const [message] = (await once(client, 'messageCreate')) as [Message];
  return message;
}

test('a client knows the servers, channels and itself when it is ready, and of those that come later', async () => {
  const { server, channel } = await start();
  const client = await connect();
  expect(client.user?.id).toBe(discord.botId);
  expect(client.guilds.cache.get(server.id)?.name).toBe('Newsroom');
  expect(client.channels.cache.has(channel.id)).toBe(true);
  expect((await client.application!.fetch()).owner?.id).toBe(discord.ownerId);
  const created = once(client, 'channelCreate');
  const later = server.addChannel({ name: 'later' });
  await created;
  expect(client.channels.cache.has(later.id)).toBe(true);
  const joined = once(client, 'guildCreate');
  const other = discord.addServer({ name: 'Other' });
  await joined;
  expect(client.guilds.cache.has(other.id)).toBe(true);
});

test('a wrong token is refused', async () => {
  await start();
  await expect(createClient().login('wrong')).rejects.toThrow('invalid token');
  expect(discord.violations).toMatchObject([{ route: 'GET /gateway/bot', status: 401 }]);
});

test('the message-content intent is refused unless it is switched on', async () => {
  await start();
  await expect(createClient(GatewayIntentBits.MessageContent).login(discord.token)).rejects.toThrow(
    'disallowed intents',
  );
  expect(await discord.until('the end of the connection', () => discord.gateway.closeCodes[0])).toBe(4014);
});

test('a dropped connection is resumed, and what happened meanwhile is heard', async () => {
  const { channel, anna } = await start();
  const client = await connect();
  const heard = nextMessage(client);
  discord.gateway.drop();
  anna.writes(channel, 'while you were away', { mentions: [discord.bot] });
  expect((await heard).content).toContain('while you were away');
  expect(discord.gateway).toMatchObject({ identifies: 1, resumes: 1, closeCodes: [1006] });
});

test.each([4000, 4009])('a connection that Discord closes with %i is resumed', async (code) => {
  await start();
  const client = await connect();
  const resumed = once(client, 'shardResume');
  discord.gateway.drop(code);
  await resumed;
  expect(discord.gateway).toMatchObject({ identifies: 1, resumes: 1 });
});

test('a client that is asked to reconnect resumes', async () => {
  await start();
  const client = await connect();
  const resumed = once(client, 'shardResume');
  discord.gateway.askToReconnect();
  await resumed;
  expect(discord.gateway).toMatchObject({ identifies: 1, resumes: 1 });
});

test('a connection whose heartbeats are not answered is given up and resumed', async () => {
  // Long enough that a slow machine does not make a zombie of a connection that is alive.
  const { channel, anna } = await start({ heartbeatMs: 400 });
  const client = await connect();
  await discord.until('a heartbeat', () => discord.gateway.heartbeats > 0 || undefined);
  const resumed = once(client, 'shardResume');
  discord.gateway.stopAcking();
  await resumed;
  expect(discord.gateway.identifies).toBe(1);
  const heard = nextMessage(client);
  anna.writes(channel, 'still there?');
  await heard;
});

test('a session that is forgotten cannot be resumed', async () => {
  await start();
  await connect();
  discord.gateway.forgetSessions();
  expect(await converse({ op: 6, d: { token: discord.token, session_id: 'session-1', seq: 1 } })).toEqual({
    op: 9,
    d: false,
  });
  expect(discord.gateway.resumes).toBe(0);
});

test.each([
  ['a wrong token', { op: 2, d: { token: 'wrong', intents: 1 } }, 4004],
  ['something else before the client has said who it is', { op: 3, d: {} }, 4003],
])('%s ends the connection', async (_what, payload, code) => {
  await start();
  expect(await converse(payload)).toBe(code);
});

test('a message is empty for the bot without the intent, unless it is for the bot', async () => {
  const { channel, anna, server } = await start();
  const client = await connect();
  const read = async (write: () => unknown): Promise<string> => {
    const heard = nextMessage(client);
    write();
    return (await heard).content;
  };
  const own = client.channels.cache.get(channel.id)!;
  if (!own.isSendable()) throw new Error('Expected a channel to write in');
  await own.send('Ask me');
  const asked = await channel.nextBotMessage();
  expect(await read(() => anna.writes(channel, 'plain'))).toBe('');
  expect(await read(() => anna.writes(channel, 'named', { mentions: [discord.bot] }))).toContain('named');
  expect(await read(() => anna.writes(channel, 'reply', { repliesTo: asked }))).toBe('reply');
  expect(await read(() => anna.writes(channel, 'quiet reply', { repliesTo: asked, ping: false }))).toBe('');
  const ben = server.addMember({ name: 'Ben' });
  expect(await read(() => ben.writes(channel, 'to another', { repliesTo: channel.messages[1]! }))).toBe('');
});

test('a message is whole for the bot with the intent', async () => {
  const { channel, anna } = await start({ messageContent: true });
  const client = await connect(GatewayIntentBits.MessageContent);
  const heard = nextMessage(client);
  anna.writes(channel, 'plain');
  expect((await heard).content).toBe('plain');
});

test('messages of a channel that the bot may not see do not reach it', async () => {
  const { server, channel, anna } = await start();
  const client = await connect();
  const hidden = server.addChannel({ name: 'hidden', deny: ['ViewChannel'] });
  const heard = nextMessage(client);
  anna.writes(hidden, 'secret', { mentions: [discord.bot] });
  anna.writes(channel, 'open', { mentions: [discord.bot] });
  expect((await heard).content).toContain('open');
});

/** Sends one payload after the HELLO, and gives what comes back: another payload, or the code of the end. */
async function converse(payload: object): Promise<unknown> {
  const socket = new WebSocket(
    `${discord.apiUrl.replace('http', 'ws').replace('/api', '/gateway')}?v=10&encoding=json`,
  );
  await once(socket, 'message');
  const answer = new Promise((resolve) => {
    socket.once('message', (data) => resolve(JSON.parse((data as Buffer).toString())));
    socket.once('close', resolve);
  });
  socket.send(JSON.stringify(payload));
  const result = await answer;
  socket.terminate();
  return result;
}
