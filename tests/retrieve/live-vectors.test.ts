import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exactGraphs } from '../../src/adapters/exact-graph.js';
import { loadHnswGraphs } from '../../src/adapters/hnsw-graph.js';
import { createSqliteStore, openSqliteStore } from '../../src/adapters/sqlite/store.js';
import type { Store } from '../../src/ports.js';
import { createLiveVectors, type LiveVectors } from '../../src/retrieve/live-vectors.js';
import { record, replay, stamp, vectorOf } from '../contracts/store.js';

let folder: string;
let writer: Store;
let reader: Store;
let vectors: LiveVectors;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'on-record-live-'));
  writer = await createSqliteStore(join(folder, 'coverage.sqlite'), stamp);
  reader = await openSqliteStore(join(folder, 'coverage.sqlite'));
  const base = (await loadHnswGraphs()).create(stamp.dimensions, 16);
  vectors = createLiveVectors(reader, { base, recent: exactGraphs.create(stamp.dimensions, 0), seq: 0 });
});
afterEach(async () => {
  await reader.close();
  await writer.close();
  rmSync(folder, { recursive: true, force: true });
});

const query = vectorOf('00'.repeat(32));
const found = (): number[] =>
  vectors
    .nearest(query, 100)
    .map(({ id }) => id)
    .sort((a, b) => a - b);
const stored = async (): Promise<number[]> => [...(await replay(writer)).keys()].sort((a, b) => a - b);

test('what another connection adds, replaces and removes is seen after the next refresh, and not before', async () => {
  await writer.putArticle(record({ id: 'a', body: 'One.\n\nTwo.' }));
  expect(found()).toEqual([]);
  await vectors.refresh();
  expect(found()).toEqual(await stored());
  await writer.putArticle(record({ id: 'b' }));
  await writer.putArticle(record({ id: 'a', body: 'Three.' }));
  await writer.removeDocument('b.txt');
  await vectors.refresh();
  expect(found()).toEqual(await stored());
  expect(vectors).toMatchObject({ size: 1, unsettled: 1, seq: await writer.lastSequence() });
});

test('settling moves all vectors into the graph, which changes no result', async () => {
  for (let i = 0; i < 30; i++) await writer.putArticle(record({ id: `a${i}` }));
  await vectors.refresh();
  const before = vectors.nearest(query, 10);
  expect(vectors).toMatchObject({ kind: 'exact', unsettled: 30 });
  expect(vectors.settle().size).toBe(30);
  expect(vectors).toMatchObject({ kind: 'approximate', size: 30, unsettled: 0 });
  const after = vectors.nearest(query, 10);
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  after.forEach(({ score }, i) => {
    expect(score).toBeCloseTo(before[i]!.score, 5);
  });
});

test('a removal after settling is seen, and both layers are searched as one', async () => {
  for (let i = 0; i < 10; i++) await writer.putArticle(record({ id: `a${i}` }));
  await vectors.refresh();
  vectors.settle();
  await writer.removeDocument('a3.txt');
  for (let i = 10; i < 15; i++) await writer.putArticle(record({ id: `a${i}` }));
  await vectors.refresh();
  expect(found()).toEqual(await stored());
  expect(vectors).toMatchObject({ size: 14, unsettled: 5 });
  const scores = vectors.nearest(query, 14).map(({ score }) => score);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect(vectors.nearest(query, 3, (id) => id % 2 === 0).every(({ id }) => id % 2 === 0)).toBe(true);
});

test('refreshes at the same time replay the changes once', async () => {
  for (let i = 0; i < 5; i++) await writer.putArticle(record({ id: `a${i}` }));
  let replays = 0;
  const counting: Store = {
    ...reader,
    vectorChanges: (seq) => {
      replays++;
      return reader.vectorChanges(seq);
    },
  };
  const graph = exactGraphs.create(stamp.dimensions, 0);
  const shared = createLiveVectors(counting, { base: graph, recent: exactGraphs.create(stamp.dimensions, 0), seq: 0 });
  await Promise.all([shared.refresh(), shared.refresh(), shared.refresh()]);
  expect(replays).toBe(1);
  expect(shared.size).toBe(5);
  await shared.refresh();
  expect(replays).toBe(1);
});

test('a refresh that failed is tried again by the next', async () => {
  await writer.putArticle(record({ id: 'a' }));
  let fails = true;
  const faulty: Store = {
    ...reader,
    lastSequence: async () => {
      if (fails) throw new Error('disk');
      return reader.lastSequence();
    },
  };
  const graph = exactGraphs.create(stamp.dimensions, 0);
  const shared = createLiveVectors(faulty, { base: graph, recent: exactGraphs.create(stamp.dimensions, 0), seq: 0 });
  await expect(shared.refresh()).rejects.toThrow('disk');
  fails = false;
  await shared.refresh();
  expect(shared.size).toBe(1);
});
