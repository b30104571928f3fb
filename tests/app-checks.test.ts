import { readFileSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createApp, type Check } from '../src/app.js';
import { storeFile } from '../src/adapters/generations.js';
import { parseConfig } from '../src/config.js';
import { startServer, type LocalServer } from './adapters/embedding/local-server.js';
import { createWorkspace, story, type Workspace } from './e2e/reindex-workspace.js';

let workspace: Workspace;
let server: LocalServer;
/** What the server that plays Discord and the language model says, by path; 401 where the key is wrong. */
let answers: Record<string, unknown>;
const token = 'the-token';

beforeEach(async () => {
  answers = {
    '/v10/users/@me': { username: 'On Record' },
    '/v10/applications/@me': { flags: 1 << 19 },
    '/v10/users/@me/guilds': [
      { id: '123456789012345678', name: 'Newsroom', permissions: String(~0n & ((1n << 50n) - 1n)) },
    ],
    '/v1/models': { data: [] },
  };
  server = await startServer((request, response: ServerResponse) => {
    const isAllowed = ['Bot the-token', 'Bearer the-key'].includes(request.headers.authorization ?? '');
    const answer = answers[request.url!];
    response.writeHead(isAllowed ? (answer === undefined ? 404 : 200) : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isAllowed ? (answer ?? null) : null));
  });
  workspace = await createWorkspace();
});
afterEach(async () => {
  await workspace.close();
  await server.close();
});

const examine = async (settings: Record<string, string> = {}): Promise<(name: string) => Check | undefined> => {
  await workspace.reopen({ settings });
  const checks = await workspace.app.doctor();
  for (const { verdict, next, detail } of checks) {
    expect(detail).not.toBe('');
    expect(next === null).toBe(verdict === 'ok');
  }
  return (name) => checks.find((check) => check.name === name);
};
const discord = (settings: Record<string, string> = {}) =>
  examine({ DISCORD_API_URL: server.url, DISCORD_TOKEN: token, ...settings });

describe('a source on the web', () => {
  const settings = () => ({
    ONRECORD_SOURCES: `${server.url}/page.html`,
    ONRECORD_ALLOW_PRIVATE_ADDRESSES: 'true',
  });

  test('that was never read is a warning, with and without an index', async () => {
    const name = `source ${server.url}/page.html`;
    const unread = { verdict: 'warning', detail: 'It was never read' };
    expect((await examine(settings()))(name)).toMatchObject(unread);
    workspace.write({ 'news/a.md': `# Alder\n\n${story('alder')}` });
    await workspace.reopen({ settings: {} });
    await workspace.reindex();
    expect((await examine(settings()))(name)).toMatchObject(unread);
  });

  test('that was read says when', async () => {
    const site = await startServer((_, response) => {
      const paragraphs = story('alder', 4).replaceAll('\n\n', '</p><p>');
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(
        `<html><head><title>Alder</title></head><body><article><p>${paragraphs}</p></article></body></html>`,
      );
    });
    try {
      const own = { ...settings(), ONRECORD_SOURCES: `${site.url}/page.html` };
      await workspace.reopen({ settings: own });
      await workspace.reindex();
      const check = await examine(own);
      expect(check(`source ${site.url}/page.html`)).toMatchObject({
        verdict: 'ok',
        detail: expect.stringMatching(/^read without failures, last on \d/) as string,
      });
    } finally {
      await site.close();
    }
  });
});

describe('on the machine', () => {
  test('Node, compilers, data folder and model files are looked at', async () => {
    const check = await examine();
    for (const name of ['Node', 'compilers', 'data folder', 'model files']) expect(check(name)).toBeDefined();
    expect(check('data folder')).toMatchObject({ verdict: 'ok', detail: expect.stringContaining('GB free') });
  });

  test('an index is compared with its checksum, and the one before as well', async () => {
    workspace.write({ 'news/a.md': `# Alder\n\n${story('alder')}` });
    const first = await workspace.reindex();
    expect((await examine())('former index')).toMatchObject({ verdict: 'ok', detail: expect.stringContaining('none') });
    await workspace.reindex({ full: true });
    const sound = await examine();
    expect(sound('index')).toMatchObject({ verdict: 'ok' });
    expect(sound('former index')).toMatchObject({ verdict: 'ok', detail: expect.stringContaining(first.generation) });
    const { generation } = (await workspace.app.status()).index!;
    await workspace.app.close();
    for (const name of [first.generation, generation]) {
      const file = storeFile(workspace.dataDir, name);
      const bytes = readFileSync(file);
      bytes[bytes.length - 7]! ^= 4;
      writeFileSync(file, bytes);
    }
    const damaged = await examine();
    expect(damaged('index')).toMatchObject({ verdict: 'fault', next: expect.stringContaining('reindex --full') });
    expect(damaged('former index')).toMatchObject({ verdict: 'warning' });
  });
});

describe('the language model', () => {
  const withKey = (key: string) =>
    examine({ OPENAI_BASE_URL: `${server.url}/v1`, OPENAI_API_KEY: key, OPENAI_MODEL: 'some-model' });
  test('is asked whether it answers and takes the key', async () => {
    expect((await examine())('language model')).toMatchObject({
      verdict: 'ok',
      detail: expect.stringContaining('none'),
    });
    expect((await withKey('the-key'))('language model')).toMatchObject({ verdict: 'ok' });
    const refused = (await withKey('another-key'))('language model');
    expect(refused).toMatchObject({ verdict: 'warning', detail: expect.stringContaining('key') });
    expect(JSON.stringify(refused)).not.toContain('another-key');
    await server.close();
    expect((await withKey('the-key'))('language model')).toMatchObject({
      detail: expect.stringContaining('not answer'),
    });
  });
});

test('a key without a model is told, for it does nothing', async () => {
  const check = (await examine({ OPENAI_BASE_URL: `${server.url}/v1`, OPENAI_API_KEY: 'the-key' }))('language model');
  expect(check).toMatchObject({
    verdict: 'warning',
    detail: expect.stringContaining('OPENAI_MODEL is not'),
    next: expect.stringContaining('OPENAI_MODEL='),
  });
  expect(await workspace.app.status()).toMatchObject({ languageModel: null, hasUnusedKey: true });
  const told: string[] = [];
  const onNotice = (line: string): void => void told.push(line);
  const app = await createApp(parseConfig({ OPENAI_API_KEY: 'the-key' }), { cwd: workspace.cwd, onNotice });
  // The bot asks for it when it starts, and then for each figure.
  for (let i = 0; i < 2; i++) expect(await app.languageModel()).toBeNull();
  await app.close();
  expect(told).toEqual(['OPENAI_API_KEY is set and OPENAI_MODEL is not; answers are the articles’ own sentences']);
});

test('a key that vectors are made with is not in vain', async () => {
  const settings = { ONRECORD_EMBEDDING_PROVIDER: 'openai', ONRECORD_EMBEDDING_MODEL: 'some-model' };
  await examine({ ...settings, OPENAI_BASE_URL: `${server.url}/v1`, OPENAI_API_KEY: 'the-key' });
  expect(await workspace.app.status()).toMatchObject({ hasUnusedKey: false });
});

test('a model that its server does not list is named, with those that it does', async () => {
  const withModel = (model: string) =>
    examine({ OPENAI_BASE_URL: `${server.url}/v1`, OPENAI_API_KEY: 'the-key', OPENAI_MODEL: model });
  answers['/v1/models'] = { data: [{ id: 'qwen3:latest' }, { id: 'llama' }] };
  expect((await withModel('lama'))('language model')).toMatchObject({
    verdict: 'warning',
    detail: expect.stringContaining('lama'),
    next: expect.stringContaining('qwen3:latest, llama'),
  });
  for (const known of ['llama', 'qwen3']) {
    expect((await withModel(known))('language model')).toMatchObject({ verdict: 'ok' });
  }
  answers['/v1/models'] = 'a list of another kind';
  expect((await withModel('lama'))('language model')).toMatchObject({ verdict: 'ok' });
});

describe('Discord', () => {
  test('is not asked without a token', async () => {
    expect((await examine())('Discord token')).toMatchObject({ verdict: 'ok' });
  });

  test('says whether it takes the token, grants the intents, and what the bot may do', async () => {
    const check = await discord({ DISCORD_MESSAGE_CONTENT: 'true', DISCORD_GUILD_ID: '123456789012345678' });
    for (const name of ['Discord token', 'Discord intents', 'Discord permissions'])
      expect(check(name)).toMatchObject({ verdict: 'ok' });
  });

  test('that refuses the token is a fault, which does not show it', async () => {
    const check = (await discord({ DISCORD_TOKEN: 'wrong-token' }))('Discord token');
    expect(check).toMatchObject({ verdict: 'fault', next: expect.stringContaining('Reset') });
    expect(JSON.stringify(check)).not.toContain('wrong-token');
  });

  test('that does not answer is a fault', async () => {
    await server.close();
    expect((await discord())('Discord token')).toMatchObject({ verdict: 'fault' });
  });

  test('without the intent that is asked for is a fault, and without asking for it none', async () => {
    answers['/v10/applications/@me'] = { flags: 0 };
    expect((await discord({ DISCORD_MESSAGE_CONTENT: 'true' }))('Discord intents')).toMatchObject({ verdict: 'fault' });
    expect((await discord())('Discord intents')).toMatchObject({ verdict: 'ok' });
  });

  test('names what the bot may not do, server by server', async () => {
    const all = (1n << 50n) - 1n;
    const withoutThreads = all & ~(1n << 35n) & ~(1n << 3n);
    answers['/v10/users/@me/guilds'] = [
      { id: '123456789012345678', name: 'Newsroom', permissions: String(withoutThreads) },
      { id: '223456789012345678', name: 'Lobby', permissions: String(1n << 3n) },
    ];
    const check = (await discord())('Discord permissions');
    expect(check).toMatchObject({ verdict: 'warning', detail: 'Newsroom lacks Create Public Threads' });
  });

  test('where the bot is in no server, or not in the one that is set, says so', async () => {
    const elsewhere = await discord({ DISCORD_GUILD_ID: '999999999999999999' });
    expect(elsewhere('Discord permissions')).toMatchObject({ verdict: 'fault' });
    answers['/v10/users/@me/guilds'] = [];
    expect((await discord())('Discord permissions')).toMatchObject({ verdict: 'warning' });
  });
});
