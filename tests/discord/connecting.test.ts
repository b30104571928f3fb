import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { answer } from '../fakes/app.js';
import { startBotWorkspace, startInServer } from './bot-workspace.js';

const question = 'How many people died?';

describe('starting', () => {
  test('without a token says which setting is missing', async () => {
    const start = startBotWorkspace({ settings: { token: null } });
    await expect(start).rejects.toMatchObject({ code: 'DISCORD_TOKEN_MISSING' });
  });

  test('with a token that Discord refuses says so, without the token', async () => {
    const token = 'MTAw.Z3Vlc3M.c2VjcmV0c2VjcmV0c2VjcmV0';
    const start = startBotWorkspace({ settings: { token }, expectsViolations: true });
    const error = await start.then(
      () => undefined,
      (reason: unknown) => reason as Error,
    );
    expect(error).toMatchObject({ code: 'DISCORD_TOKEN_REFUSED' });
    expect(JSON.stringify([error?.message, error?.stack, error?.cause])).not.toContain('c2VjcmV0');
  });

  test('with an intent that the application may not have says which switch to press', async () => {
    const start = startBotWorkspace({ settings: { messageContent: true }, expectsViolations: true });
    await expect(start).rejects.toMatchObject({
      code: 'DISCORD_INTENT_REFUSED',
      hint: expect.stringContaining('Message Content Intent'),
    });
  });

  test('where nobody answers says so', async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    const start = startBotWorkspace({ settings: { apiUrl: `http://127.0.0.1:${port}/api` } });
    await expect(start).rejects.toMatchObject({ code: 'DISCORD_UNREACHABLE' });
  });
});

describe('the commands', () => {
  test('are registered in one call, and again only when they changed', async () => {
    const { discord, workspace } = await startInServer();
    expect(discord.bulkPuts).toBe(1);
    expect(discord.commands().map(({ name }) => name)).toEqual([
      'ask', 'quotes', 'verify', 'sources', 'status', 'help', 'forget', 'reindex', 'source', 'Verify quotations', 'Find coverage',
    ]); // prettier-ignore
    await workspace.restart();
    expect(discord.bulkPuts).toBe(1);
    await workspace.app.conversations.saveNote(
      'discord-commands',
      '{"scope":{},"hash":"of an older version","versions":""}',
    );
    await workspace.restart();
    expect(discord.bulkPuts).toBe(2);
  });

  test('are registered in one server at once where one is set', async () => {
    let serverId = '';
    const settings = { guildId: null as string | null };
    const { discord } = await startBotWorkspace({
      settings,
      before: (world) => {
        serverId = world.addServer({ name: 'Newsroom' }).id;
        settings.guildId = serverId;
      },
    });
    expect(discord.commands({ id: serverId })).toHaveLength(11);
    expect(discord.commands()).toEqual([]);
  });
});

describe('the connection', () => {
  test.each([
    ['a connection that no longer answers heartbeats', 'stopAcking'],
    ['a connection that is dropped', 'drop'],
    ['Discord’s wish to reconnect', 'askToReconnect'],
  ] as const)('%s is resumed, and questions of the meantime are answered', async (_, fault) => {
    const { channel, anna, discord } = await startInServer({ discord: { heartbeatMs: 200 } });
    discord.gateway[fault]();
    anna.writes(channel, question, { mentions: [discord.bot] });
    const shown = await channel.nextBotMessage();
    expect(shown.text).toContain('Forty-four people died');
    await discord.until('the session to be resumed', () => discord.gateway.resumes > 0 || undefined);
    expect(discord.gateway.identifies).toBe(1);
  });

  test('waits as long as Discord asks for when it has sent too much', async () => {
    const { channel, anna, discord } = await startInServer();
    discord.rateLimitNext('POST /channels/:channel/messages', { retryAfterMs: 300 });
    anna.writes(channel, question, { mentions: [discord.bot] });
    expect((await channel.nextBotMessage()).text).toContain('Forty-four people died');
  });

  test('posts an answer once even when Discord fails after taking it', async () => {
    const { channel, anna, discord } = await startInServer();
    discord.failNext('POST /channels/:channel/messages', { status: 502 });
    anna.writes(channel, question, { mentions: [discord.bot] });
    await channel.nextBotMessage();
    expect(channel.messages.filter(({ authorId }) => authorId === discord.botId)).toHaveLength(1);
    const posts = discord.sent.filter(
      ({ method, route }) => method === 'POST' && route === '/channels/:channel/messages',
    );
    expect(posts.map(({ body }) => (body as { nonce?: string }).nonce)).toEqual([
      expect.any(String),
      expect.any(String),
    ]);
    expect(posts[0]?.body).toEqual(posts[1]?.body);
  });
});

describe('an interaction', () => {
  test('that comes too late is logged and harms nothing', async () => {
    const { channel, anna, discord, untilLogged } = await startInServer({ expectsViolations: true });
    discord.beforeNext('POST /interactions/:interaction/:token/callback', () => discord.clock.advanceMs(4000));
    anna.runs(channel, 'ask', { question }).catch(() => undefined);
    const line = await untilLogged(/^Discord took no answer any more/);
    expect(line).toMatchObject({ level: 'warn', fields: { what: '/ask' } });
    expect((await (await anna.runs(channel, 'ask', { question })).settled()).text).toContain('Forty-four');
  });

  test('of a command that is gone is answered with where to look', async () => {
    const { channel, anna, server, workspace, discord } = await startInServer();
    expect(server.id).not.toBe('');
    // Discord's apps show commands for a while that are no longer registered.
    discord.commands().find(({ name }) => name === 'status')!.name = 'former';
    const shown = await (await anna.runs(channel, 'former')).settled();
    expect(shown.text).toContain('/help');
    expect(workspace.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('asking a lot', () => {
  test('a hundred questions at once are all acknowledged and answered, four at a time', async () => {
    let running = 0;
    let most = 0;
    let release: () => void = () => undefined;
    const fourRun = new Promise<void>((resolve) => (release = resolve));
    const { channel, discord, server } = await startInServer({
      app: {
        ask: async () => {
          most = Math.max(most, ++running);
          if (running === 4) release();
          await fourRun;
          running--;
          return answer;
        },
      },
    });
    const people = Array.from({ length: 100 }, (_, i) => server.addMember({ name: `Reader ${i}` }));
    const asked = await Promise.all(people.map((person) => person.runs(channel, 'ask', { question })));
    const shown = await Promise.all(asked.map(async (one) => (await one.settled()).shows(/Forty-four people died/)));
    expect(shown).toHaveLength(100);
    expect(most).toBe(4);
    expect(discord.violations).toEqual([]);
  });

  test('one person has one question running, and is told so', async () => {
    let end: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (end = resolve));
    const { channel, anna } = await startInServer({ app: { ask: async () => held.then(() => answer) } });
    const first = await anna.runs(channel, 'ask', { question });
    const second = await anna.runs(channel, 'ask', { question });
    expect((await second.settled()).text).toContain('still working on your last question');
    end();
    await first.settled();
  });

  test('a person and a server have so many questions a minute, and are told when the next is taken', async () => {
    const { channel, anna, server } = await startInServer({ settings: { questionsPerMinute: { user: 1, server: 2 } } });
    await (await anna.runs(channel, 'ask', { question })).settled();
    expect((await (await anna.runs(channel, 'ask', { question })).settled()).text).toMatch(/asked a lot.*in \d+ s/);
    const [ben, cleo] = [server.addMember({ name: 'Ben' }), server.addMember({ name: 'Cleo' })];
    await (await ben.runs(channel, 'ask', { question })).settled();
    expect((await (await cleo.runs(channel, 'ask', { question })).settled()).text).toContain(
      'This server has asked a lot',
    );
  });

  test('whoever has to wait is told how many are before', async () => {
    let end: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (end = resolve));
    const { channel, server } = await startInServer({ app: { ask: async () => held.then(() => answer) } });
    const asked = [];
    for (let i = 0; i < 6; i++)
      asked.push(await server.addMember({ name: `Reader ${i}` }).runs(channel, 'ask', { question }));
    expect((await asked[4]!.settled()).text).toContain('your question is next');
    expect((await asked[5]!.settled()).text).toContain('1 question is before yours');
    end();
    await Promise.all(asked.map(async (one) => (await one.settled()).shows(/Forty-four people died/)));
  });
});

describe('stopping', () => {
  test('lets running answers finish, and refuses new ones kindly meanwhile', async () => {
    let end: () => void = () => undefined;
    let begin: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (end = resolve));
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const ask = async () => {
      begin();
      await held;
      return answer;
    };
    const { channel, anna, server, bot } = await startInServer({ app: { ask } });
    const first = await anna.runs(channel, 'ask', { question });
    await begun;
    const stopped = bot.stop();
    const late = await server.addMember({ name: 'Ben' }).runs(channel, 'ask', { question });
    expect((await late.settled()).text).toContain('restarted');
    end();
    await stopped;
    expect(first.message.text).toContain('Forty-four people died');
  });
});
