import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findGenerationFaults } from '../../src/app-generation-checks.js';
import { findCurrent, generationDir, listGenerations, storeFile } from '../../src/adapters/generations.js';
import { loadHnswGraphs } from '../../src/adapters/hnsw-graph.js';
import { writeSnapshot } from '../../src/adapters/vector-snapshot.js';
import { createFakeEmbedder } from '../fakes/embedder.js';
import { createWorkspace, jsonLines, story, type Workspace } from './reindex-workspace.js';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
  workspace.write({ 'news/a.jsonl': stories(0, 6) });
});
afterEach(async () => {
  await workspace.close();
});

function stories(from: number, to: number): string {
  const records = Array.from({ length: to - from }, (_, i) => ({
    id: `s${from + i}`,
    title: `Story ${from + i}`,
    body: story(`topic${from + i}x`),
  }));
  return jsonLines(...records);
}

const titlesFor = async (text: string): Promise<string[]> => {
  const question = { text, filters: {}, askedOn: '2025-01-01' };
  return (await workspace.app.search(question, { limit: 1 })).map(({ title }) => title);
};

test('a rollback serves the index before the full run again, to an app that is open already, and a second one returns', async () => {
  const first = await workspace.reindex();
  workspace.write({ 'news/a.jsonl': stories(6, 12) });
  const second = await workspace.reindex({ full: true });
  expect(await titlesFor('topic7x council')).toEqual(['Story 7']);
  expect(await workspace.app.rollback()).toMatchObject({
    generation: first.generation,
    replaced: second.generation,
    totals: { articles: 6 },
  });
  expect(await titlesFor('topic3x council')).toEqual(['Story 3']);
  expect((await workspace.articles()).map(({ id }) => id)).toEqual(['s0', 's1', 's2', 's3', 's4', 's5']);
  expect(await workspace.app.rollback()).toMatchObject({ generation: second.generation, replaced: first.generation });
  expect(await titlesFor('topic7x council')).toEqual(['Story 7']);
});

test('what was rolled back from is not gone on with, and is removed by the next full run', async () => {
  const first = await workspace.reindex();
  const second = await workspace.reindex({ full: true });
  await workspace.app.rollback();
  workspace.write({ 'news/b.jsonl': stories(6, 8) });
  expect(await workspace.reindex()).toMatchObject({ mode: 'changed', generation: first.generation });
  const third = await workspace.reindex({ full: true });
  expect(await listGenerations(workspace.dataDir)).toEqual([first.generation, third.generation]);
  expect(third.generation > second.generation).toBe(true);
  expect(await findCurrent(workspace.dataDir)).toEqual({ live: third.generation, former: first.generation });
});

test('without a former index a rollback is INDEX_NO_FORMER and changes nothing', async () => {
  await expect(workspace.app.rollback()).rejects.toMatchObject({ code: 'INDEX_NO_FORMER' });
  const { generation } = await workspace.reindex();
  await expect(workspace.app.rollback()).rejects.toMatchObject({ code: 'INDEX_NO_FORMER' });
  expect(await findCurrent(workspace.dataDir)).toEqual({ live: generation, former: null });
});

test('a former index that is damaged is not rolled back to', async () => {
  const first = await workspace.reindex();
  const second = await workspace.reindex({ full: true });
  const file = storeFile(workspace.dataDir, first.generation);
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(file, bytes);
  await expect(workspace.app.rollback()).rejects.toMatchObject({ code: 'INDEX_NO_FORMER' });
  expect((await findCurrent(workspace.dataDir))?.live).toBe(second.generation);
});

test('where CURRENT is damaged, searching and indexing are refused with what to do, and a rollback finds the newest sound index', async () => {
  await workspace.reindex();
  const second = await workspace.reindex({ full: true });
  const file = join(workspace.dataDir, 'CURRENT');
  const bytes = readFileSync(file);
  bytes[8]! ^= 1;
  writeFileSync(file, bytes);
  const refused = { code: 'INDEX_CORRUPT', hint: expect.stringContaining('--rollback') };
  await expect(titlesFor('topic3x council')).rejects.toMatchObject(refused);
  await expect(workspace.reindex()).rejects.toMatchObject(refused);
  expect(await workspace.app.rollback()).toMatchObject({ generation: second.generation, replaced: null });
  expect(await titlesFor('topic3x council')).toEqual(['Story 3']);
});

test('a full run beside a damaged index carries over from the one before what the sources cannot give', async () => {
  await workspace.reindex();
  const { generation } = await workspace.reindex({ full: true });
  const file = storeFile(workspace.dataDir, generation);
  writeFileSync(file, readFileSync(file).subarray(0, 5000));
  workspace.remove('news');
  await workspace.reopen({});
  await expect(titlesFor('topic3x council')).rejects.toMatchObject({ code: 'INDEX_CORRUPT' });
  expect(await workspace.reindex({ full: true })).toMatchObject({ totals: { articles: 6 }, counts: { embedded: 0 } });
  expect(await titlesFor('topic3x council')).toEqual(['Story 3']);
});

test('a full run that fails its checks leaves the index in use, and does not stand in the way of the next', async () => {
  const { generation } = await workspace.reindex();
  // A model gone wrong: vectors that are not of unit length.
  const broken = createFakeEmbedder({ model: 'broken@1' });
  const embed: typeof broken.embed = async (...args) =>
    (await broken.embed(...args)).map((vector) => vector.map((value) => value * 3));
  await workspace.reopen({ embedder: { ...broken, embed } });
  await expect(workspace.reindex()).rejects.toMatchObject({
    code: 'INDEX_CORRUPT',
    message: expect.stringContaining('unit length'),
  });
  expect(await listGenerations(workspace.dataDir)).toEqual([generation]);
  await workspace.reopen({ embedder: createFakeEmbedder() });
  expect(await titlesFor('topic3x council')).toEqual(['Story 3']);
  expect(await workspace.reindex({ full: true })).toMatchObject({ mode: 'full', totals: { articles: 6 } });
});

test('a snapshot gone wrong is found by the checks', async () => {
  const { generation } = await workspace.reindex();
  const graphs = await loadHnswGraphs();
  const folder = generationDir(workspace.dataDir, generation);
  const faults = () =>
    workspace.inStore((store) => findGenerationFaults(workspace.dataDir, { name: generation, store }, graphs));
  expect(await faults()).toEqual({ rows: [], vectors: [] });
  // Whole by its checksum, and of the right size, but with each vector under the id of another.
  const wrong = graphs.create(workspace.embedder.dimensions, 8);
  await workspace.inStore(async (store) => {
    const all: [number, Float32Array][] = [];
    for await (const { id, vector } of store.vectorChanges(0)) all.push([id, vector!]);
    all.forEach(([id], i) => wrong.add(id, all[(i + 1) % all.length]![1]));
    await writeSnapshot(folder, graphs, wrong, await store.lastSequence());
  });
  const found = await faults();
  expect(found.rows).toEqual([]);
  expect(found.vectors.join()).toContain('their own vectors find only');
});

test('words that are missing from the lexical index are found by its checks', async () => {
  const { generation } = await workspace.reindex();
  const db = new Database(storeFile(workspace.dataDir, generation));
  db.exec("INSERT INTO words (words) VALUES ('delete-all')");
  const insert = db.prepare("INSERT INTO words (rowid, title, body) VALUES (?, 'x', 'y')");
  for (const id of db.prepare<[], number>('SELECT id FROM passages').pluck().all()) insert.run(id);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  rmSync(`${storeFile(workspace.dataDir, generation)}.seal`);
  const graphs = await loadHnswGraphs();
  const found = await workspace.inStore((store) =>
    findGenerationFaults(workspace.dataDir, { name: generation, store }, graphs),
  );
  expect(found.rows.join()).toContain('their own words find only 0');
});
