import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { prepare } from '../../scripts/prepare.mjs';
import { startFakeDiscord, type FakeDiscord, type Person, type ShownChannel } from '../fakes/discord/index.js';
import { runProgram } from './program.js';

/*
 * The program as an operator runs it: `bot` in a process of its own, with its threads, the real model and a real index, on a
 * stand-in of Discord.
 */

const project = fileURLToPath(new URL('../..', import.meta.url));
const articles = [
  '2025-03-20-the-letter-on-the-ministers-desk.md',
  '2025-03-05-nine-dead-as-skerrin-ferry-sinks.md',
  'pasted-meridian-wire-minister-resigns.txt',
];

let cwd: string;
let discord: FakeDiscord;
let channel: ShownChannel;
let olga: Person;
let settings: Record<string, string>;
let bot: ChildProcess | undefined;
let output = '';

beforeAll(async () => {
  await prepare();
  cwd = mkdtempSync(join(tmpdir(), 'on-record-bot-'));
  mkdirSync(join(cwd, 'articles'));
  for (const file of articles) cpSync(join(project, 'articles', file), join(cwd, 'articles', file));
  discord = await startFakeDiscord();
  const server = discord.addServer({ name: 'Newsroom' });
  channel = server.addChannel({ name: 'desk' });
  olga = server.addMember({ name: 'Olga', administrator: true });
  settings = {
    ONRECORD_MODELS: join(project, 'embeddings', 'models'),
    ONRECORD_DATA: 'index',
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    DISCORD_OPERATORS: olga.id,
  };
}, 300_000);

afterEach(() => {
  bot?.kill('SIGKILL');
});
afterAll(async () => {
  await discord.stop();
  rmSync(cwd, { recursive: true, force: true });
});

async function start(): Promise<ChildProcess> {
  const { PATH = '', HOME = '' } = process.env;
  output = '';
  bot = spawn(process.execPath, [join(project, 'dist/main.js'), 'bot'], { cwd, env: { PATH, HOME, ...settings } });
  bot.stdout!.setEncoding('utf8').on('data', (text: string) => (output += text));
  bot.stderr!.setEncoding('utf8').on('data', (text: string) => (output += text));
  const connected = new Promise<void>((resolve) => {
    bot!.stderr!.on('data', () => {
      if (output.includes('Connected to Discord')) resolve();
    });
  });
  await Promise.race([
    connected,
    once(bot, 'close').then(() => Promise.reject(new Error(`Expected the bot to connect, got:\n${output}`))),
  ]);
  return bot;
}

async function stop(running: ChildProcess): Promise<number | null> {
  running.kill('SIGTERM');
  const [code] = (await once(running, 'close')) as [number | null];
  return code;
}

describe('the bot as a process', () => {
  test('indexes when an operator says so, then answers, lists quotes and verifies, and goes on after a restart', async () => {
    const first = await start();
    const empty = await (await olga.runs(channel, 'ask', { question: 'Who resigned?' })).settled();
    expect(empty.text).toContain('Nothing has been indexed yet');

    const progress = await (await olga.runs(channel, 'reindex')).settled();
    await progress.shows(/3 added/);

    const answer = await (await olga.runs(channel, 'ask', { question: 'Why did Ilse Marchetti resign?' })).settled();
    expect(answer.text).toMatch(/Ilse Marchetti, resigned on Thursday/);
    expect(answer.text).toContain('Meridian Wire');

    const [speaker] = await olga.completes(channel, 'quotes', { speaker: 'marchetti' });
    const quotes = await (await olga.runs(channel, 'quotes', { speaker: String(speaker?.value) })).settled();
    expect(quotes.text).toMatch(/Ilse Marchetti/);
    expect(await stop(first)).toBe(0);

    const second = await start();
    expect(discord.bulkPuts).toBe(1);
    const page = await (await olga.clicks(answer, { label: 'Passages' })).settled();
    expect(page.text).toMatch(/1 of \d/);
    const { modal } = await olga.clicks(answer, { label: 'Follow up' });
    await olga.submits(modal, { question: 'and when did she resign?' });
    const thread = await channel.nextBotThread();
    expect((await thread.nextBotMessage()).text).toMatch(/Marchetti/);
    expect(await stop(second)).toBe(0);
    expect(discord.violations).toEqual([]);
    expect(discord.pings).toEqual([]);
    expect(output).not.toContain(discord.token);
  }, 180_000);

  test('says in one clear line that Discord refuses its token, and ends with 1', async () => {
    const token = 'MTAw.Z3Vlc3M.c2VjcmV0c2VjcmV0c2VjcmV0';
    const { code, stdout, stderr } = await runProgram(['bot'], {
      cwd,
      settings: { ...settings, DISCORD_TOKEN: token },
    });
    expect(code).toBe(1);
    expect(stderr).toContain('Error: Discord refuses the token in DISCORD_TOKEN\nNext: ');
    expect(stdout + stderr).not.toContain('c2VjcmV0');
  });

  test('says in one clear line that the application may not have the message-content intent, and ends with 1', async () => {
    const { code, stderr } = await runProgram(['bot'], {
      cwd,
      settings: { ...settings, DISCORD_MESSAGE_CONTENT: 'true' },
    });
    expect(code).toBe(1);
    expect(stderr).toContain('Error: Discord refuses the message-content intent');
  });
});
