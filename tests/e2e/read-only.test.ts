import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findCurrentGeneration, generationDir, storeFile } from '../../src/adapters/generations.js';
import { canMount, mountReadOnly } from './mounts.js';
import { createWorkspace, jsonLines, story, type Workspace } from './reindex-workspace.js';

/*
 * An index in a folder that nothing can be written to, mounted for real: all that only reads works as before.
 */

let workspace: Workspace;
const cleanups: (() => void)[] = [];
beforeEach(async () => {
  workspace = await createWorkspace();
  const records = Array.from({ length: 8 }, (_, i) => ({
    id: `s${i}`,
    title: `Story ${i}`,
    url: `https://packet.example/${i}`,
    body: `${story(`topic${i}x`)}\n\n“The topic${i}x pier will be rebuilt,” said Ann Poe, a harbour engineer.`,
  }));
  workspace.write({ 'news/a.jsonl': jsonLines(...records) });
  await workspace.reindex();
  await workspace.reindex({ full: true });
});
afterEach(async () => {
  await workspace.app.close();
  for (const cleanup of cleanups.splice(0)) cleanup();
  await workspace.close();
});

/** What every reading function gives, by a program that is started anew. */
async function readAll(): Promise<Record<string, unknown>> {
  await workspace.reopen({});
  const { app } = workspace;
  const question = { text: 'Which council met in room topic1x0?', filters: {}, askedOn: '2025-01-01' };
  const quotes = [];
  for await (const quote of app.allQuotes()) quotes.push(quote);
  return {
    answer: await app.ask(question, { limit: 3 }),
    found: await app.search(question, { limit: 3 }),
    article: await app.article('s3'),
    speakers: await app.listSpeakers({}),
    quotes,
    about: await app.findQuotes({ speaker: 'Ann Poe', about: 'the topic2x pier', filters: {}, limit: 3 }),
    verified: await app.verify('The topic4x pier will be rebuilt', {}),
    sources: await app.listSources(),
    suggested: await app.suggest('speaker', 'Ann', 3),
    status: await app.status(),
  };
}

function beReadOnly(): { unmount(): void } {
  const mount = mountReadOnly(workspace.dataDir);
  cleanups.push(() => mount.unmount());
  return mount;
}

describe.skipIf(!canMount)('a folder that is read-only (tests that mount one need root on Linux)', () => {
  test('serves everything that only reads, the same as before', async () => {
    const before = await readAll();
    await workspace.app.close();
    const mount = beReadOnly();
    expect(await readAll()).toEqual(before);
    const checks = await workspace.app.doctor();
    expect(checks.find(({ name }) => name === 'index')).toMatchObject({ verdict: 'ok' });
    expect(checks.find(({ name }) => name === 'data folder')).toMatchObject({ verdict: 'fault' });
    await workspace.app.close();
    mount.unmount();
    expect(await readAll()).toEqual(before);
  });

  test('refuses what has to write, and says which folder and what to do', async () => {
    await workspace.app.close();
    beReadOnly();
    await workspace.reopen({});
    const refused = { code: 'INDEX_UNWRITABLE', hint: expect.stringMatching(/write/u) as string };
    await expect(workspace.reindex()).rejects.toMatchObject(refused);
    await expect(workspace.app.rollback()).rejects.toMatchObject(refused);
    await expect(workspace.app.conversations.countRatings()).rejects.toMatchObject(refused);
    expect((await workspace.app.status()).index?.totals.articles).toBe(8);
  });

  test('serves what a killed run has left there, with its log', async () => {
    const before = await readAll();
    await workspace.app.close();
    const generation = (await findCurrentGeneration(workspace.dataDir))!;
    const file = storeFile(workspace.dataDir, generation);
    rmSync(`${file}.seal`);
    const library = resolve(import.meta.dirname, '../../node_modules/better-sqlite3/lib/index.js');
    spawnSync(process.execPath, [
      '--input-type=module',
      '--eval',
      `import Database from ${JSON.stringify(library)};
      const db = new Database(${JSON.stringify(file)});
      db.pragma('journal_mode = WAL');
      db.exec("INSERT INTO failures VALUES ('news/x.md', 'news', 'FILE_UNREADABLE', 'gone', '2025-06-01')");
      process.kill(process.pid, 'SIGKILL');`,
    ]);
    expect(existsSync(`${file}-wal`)).toBe(true);
    beReadOnly();
    const { status, sources, ...after } = await readAll();
    expect(after).toEqual(Object.fromEntries(Object.entries(before).filter(([name]) => name in after)));
    expect(status).toMatchObject({ failures: [{ location: 'news/x.md' }] });
    expect(sources).toMatchObject([{ failures: 1 }]);
    expect(readdirSync(join(generationDir(workspace.dataDir, generation)))).toContain('coverage.sqlite-wal');
  });
});
