import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { findCurrentGeneration, generationDir } from '../../src/adapters/generations.js';
import { verifySnapshot } from '../../src/adapters/vector-snapshot.js';
import type { App } from '../../src/app.js';
import { createThreadedApp } from '../../src/app-threads.js';
import { parseConfig } from '../../src/config.js';
import { startEmbeddingServer, type EmbeddingServer } from '../fakes/embedding-server.js';
import { compileProgram } from './compiled-program.js';
import { jsonLines, story } from './reindex-workspace.js';

/*
 * The app as the bot has it, on its threads, while the command line indexes into the same folder as a process of its own.
 */

let program: string;
let server: EmbeddingServer;
beforeAll(async () => {
  program = compileProgram([]);
  server = await startEmbeddingServer();
});
afterAll(async () => {
  await server.close();
  rmSync(program, { recursive: true, force: true });
});

let cwd: string;
let app: App;
let notices: string[];
beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'on-record-two-'));
  mkdirSync(join(cwd, 'news'));
  notices = [];
});
afterEach(async () => {
  await app.close();
  rmSync(cwd, { recursive: true, force: true });
});

const settings = () => ({ ONRECORD_SOURCES: 'news', ONRECORD_DATA: 'index', ...server.settings });
const startApp = async (): Promise<void> => {
  app = await createThreadedApp(parseConfig(settings()), {
    cwd,
    onNotice: (line) => notices.push(line),
    startWorker: () => new Worker(join(program, 'src/app-worker.js')),
  });
};
/** Indexes from the command line; resolves when that has ended. */
async function reindex(...options: string[]): Promise<void> {
  const child = spawn(process.execPath, [join(program, 'src/main.js'), 'reindex', ...options], {
    cwd,
    env: { ...process.env, ...settings() },
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(0);
}
const write = (name: string, topic: string): void =>
  writeFileSync(
    join(cwd, 'news', name),
    jsonLines(
      ...Array.from({ length: 6 }, (_, i) => ({
        id: `${topic}${i}`,
        title: `Of ${topic} ${i}`,
        body: story(`${topic}${i}x`),
      })),
    ),
  );
const titlesFor = async (text: string): Promise<string[]> =>
  (await app.search({ text, filters: {}, askedOn: '2025-06-01' }, { limit: 1 })).map(({ title }) => title);

test(
  'what the command line indexes, also into a new generation, is found by the very next question',
  { timeout: 120_000 },
  async () => {
    write('a.jsonl', 'pier');
    await reindex();
    await startApp();
    expect(await titlesFor('pier3x council')).toEqual(['Of pier 3']);
    write('b.jsonl', 'ferry');
    await reindex();
    expect(await titlesFor('ferry2x council')).toEqual(['Of ferry 2']);
    write('c.jsonl', 'harbour');
    await reindex('--full');
    expect(await titlesFor('harbour4x council')).toEqual(['Of harbour 4']);
    rmSync(join(cwd, 'news', 'a.jsonl'));
    await reindex();
    expect((await app.status()).index?.totals.articles).toBe(12);
    expect(await titlesFor('pier3x')).not.toContain('Of pier 3');
  },
);

test(
  'a damaged snapshot is made anew by the thread that indexes, without anybody asking for it, and kept',
  { timeout: 120_000 },
  async () => {
    write('a.jsonl', 'pier');
    await reindex();
    const folder = generationDir(join(cwd, 'index'), (await findCurrentGeneration(join(cwd, 'index')))!);
    const file = join(folder, 'vectors.hnsw');
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
    await startApp();
    expect(await titlesFor('pier3x council')).toEqual(['Of pier 3']);
    expect(notices.join('\n')).toContain('it fails its checksum');
    const { dimensions } = (await app.status()).index!.stamp;
    await expect
      .poll(() => verifySnapshot(folder, 'approximate', dimensions), { timeout: 60_000 })
      .toMatchObject({ seq: expect.any(Number) as number });
    await expect.poll(async () => (await app.status()).index!.vectors.kind, { timeout: 60_000 }).toBe('approximate');
    expect(await titlesFor('pier3x council')).toEqual(['Of pier 3']);
    await expect.poll(async () => (await app.status()).writer).toBeNull();
  },
);
