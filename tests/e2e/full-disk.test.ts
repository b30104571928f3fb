import { appendFileSync, existsSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { storeFile } from '../../src/adapters/generations.js';
import { canMount, mountSmallDisk } from './mounts.js';
import { createWorkspace, jsonLines, story, type Workspace } from './reindex-workspace.js';

/*
 * A disk without a single free byte, for real: what is indexed must still answer, also to a program that is started then.
 */

let workspace: Workspace;
const cleanups: (() => void)[] = [];
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(async () => {
  await workspace.app.close();
  for (const cleanup of cleanups.splice(0)) cleanup();
  await workspace.close();
});

const stories = (from: number, to: number, paragraphs = 2): string =>
  jsonLines(
    ...Array.from({ length: to - from }, (_, i) => ({
      id: `s${from + i}`,
      title: `Story ${from + i}`,
      body: story(`topic${from + i}x`, paragraphs),
    })),
  );

/** Writes until nothing more fits. */
function fillDisk(): void {
  const filler = join(workspace.dataDir, 'filler');
  try {
    for (;;) appendFileSync(filler, Buffer.alloc(4096));
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  }
  expect(statfsSync(workspace.dataDir).bavail).toBe(0);
}

/** What a fixed set of questions gets, and what is told of the index. */
async function answers(): Promise<unknown[]> {
  const { app } = workspace;
  const found = [];
  for (const text of ['Which council met in room topic1x0?', 'Who said that topic3x costs more?']) {
    const question = { text, filters: {}, askedOn: '2025-01-01' };
    found.push(await app.search(question, { limit: 3 }), await app.ask(question, { limit: 3 }));
  }
  const { index, lastRun } = await app.status();
  return [...found, index?.totals, index?.vectors, lastRun];
}

describe.skipIf(!canMount)('a disk without a free byte (tests that mount one need root on Linux)', () => {
  test('answers a program that is started then, and one that goes on, as before; only what has to write says that it is full', async () => {
    const disk = mountSmallDisk(workspace.dataDir, 4000);
    cleanups.push(() => disk.unmount());
    workspace.write({ 'news/a.jsonl': stories(0, 8) });
    const { generation } = await workspace.reindex();
    workspace.write({ 'news/more.jsonl': stories(200, 202) });
    const file = storeFile(workspace.dataDir, generation);
    const reader = new Database(file, { readonly: true });
    // As the bot, which reads while it is written: the index keeps its log then.
    const read = (): unknown => reader.prepare('SELECT count(*) FROM articles').get();
    await workspace.app.reindex({ full: false, onProgress: read });
    const before = await answers();
    reader.close();
    expect(existsSync(`${file}-shm`)).toBe(true);
    fillDisk();
    expect(await answers()).toEqual(before);
    for (let start = 0; start < 2; start++) {
      await workspace.reopen({});
      fillDisk();
      expect(await answers()).toEqual(before);
    }
    workspace.write({ 'news/b.jsonl': stories(8, 40, 8) });
    const full = { code: 'INDEX_UNWRITABLE', message: expect.stringContaining('full') as string };
    await expect(workspace.reindex()).rejects.toMatchObject(full);
    fillDisk();
    await workspace.reopen({});
    expect(await answers()).toEqual(before);
    await expect(workspace.reindex({ full: true })).rejects.toMatchObject({ code: 'INDEX_UNWRITABLE' });
    await workspace.reopen({});
    expect(await answers()).toEqual(before);

    rmSync(join(workspace.dataDir, 'filler'));
    disk.grow(20_000);
    expect(await workspace.reindex()).toMatchObject({ failures: [], totals: { articles: 42 } });
    expect(await workspace.inStore((store) => store.check())).toEqual([]);
  });

  test('that a run has filled while it wrote answers from what was finished, to a program that is started then', async () => {
    const disk = mountSmallDisk(workspace.dataDir, 1500);
    cleanups.push(() => disk.unmount());
    workspace.write({ 'news/a.jsonl': stories(0, 8) });
    await workspace.reindex();
    const articles = await workspace.articles();
    for (let i = 0; i < 8; i++) workspace.write({ [`news/b${i}.jsonl`]: stories(100 + i * 20, 120 + i * 20, 12) });
    await expect(workspace.reindex()).rejects.toMatchObject({ code: 'INDEX_UNWRITABLE' });
    await workspace.app.close();
    fillDisk();
    await workspace.reopen({});
    const question = { text: 'Which council met in room topic1x0?', filters: {}, askedOn: '2025-01-01' };
    expect((await workspace.app.ask(question, { limit: 3 })).outcome).toBe('answer');
    expect(await workspace.articles()).toEqual(expect.arrayContaining(articles));
    expect(await workspace.inStore((store) => store.check())).toEqual([]);
  });
});
