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
/** Where other work has its turn; a test may put some there. */
let betweenTurns: () => void | Promise<void>;
const nextTurn = async (): Promise<void> => betweenTurns();
let writer: Store;
let reader: Store;
let vectors: LiveVectors;
beforeEach(async () => {
  betweenTurns = () => undefined;
  folder = mkdtempSync(join(tmpdir(), 'on-record-live-'));
  writer = await createSqliteStore(join(folder, 'coverage.sqlite'), stamp);
  reader = await openSqliteStore(join(folder, 'coverage.sqlite'));
  const base = (await loadHnswGraphs()).create(stamp.dimensions, 16);
  vectors = createLiveVectors(reader, { base, recent: exactGraphs.create(stamp.dimensions, 0), seq: 0, nextTurn });
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

test('both layers are searched as one, and a removal is seen in either', async () => {
  for (let i = 0; i < 10; i++) await writer.putArticle(record({ id: `a${i}` }));
  const graph = (await loadHnswGraphs()).create(stamp.dimensions, 16);
  for (const [id, vector] of await replay(writer)) graph.add(id, vector);
  const seq = await writer.lastSequence();
  vectors = createLiveVectors(reader, {
    base: graph,
    recent: exactGraphs.create(stamp.dimensions, 0),
    seq,
    nextTurn,
  });
  expect(vectors).toMatchObject({ kind: 'approximate', size: 10, unsettled: 0, seq });
  await writer.removeDocument('a3.txt');
  for (let i = 10; i < 15; i++) await writer.putArticle(record({ id: `a${i}` }));
  await vectors.refresh();
  await writer.removeDocument('a12.txt');
  await vectors.refresh();
  expect(found()).toEqual(await stored());
  expect(vectors).toMatchObject({ size: 13, unsettled: 4 });
  const scores = vectors.nearest(query, 13).map(({ score }) => score);
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
  const shared = createLiveVectors(counting, {
    base: graph,
    recent: exactGraphs.create(stamp.dimensions, 0),
    seq: 0,
    nextTurn,
  });
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
  const shared = createLiveVectors(faulty, {
    base: graph,
    recent: exactGraphs.create(stamp.dimensions, 0),
    seq: 0,
    nextTurn,
  });
  await expect(shared.refresh()).rejects.toThrow('disk');
  fails = false;
  await shared.refresh();
  expect(shared.size).toBe(1);
});

test('what is searched while changes are read is as it was before, then all of it as it is afterwards', async () => {
  for (let i = 0; i < 300; i++) await writer.putArticle(record({ id: `a${i}` }));
  await vectors.refresh();
  const before = found();
  // Each is removed and added again: half of that would be an article without a vector.
  for (let i = 0; i < 300; i++) await writer.putArticle(record({ id: `a${i}`, body: `Other ${i}.` }));
  const meanwhile: number[][] = [];
  betweenTurns = () => {
    meanwhile.push(vectors.nearest(query, 1000).map(({ id }) => id));
  };
  await vectors.refresh();
  expect(meanwhile.length).toBeGreaterThanOrEqual(2);
  for (const ids of meanwhile) expect(ids).toHaveLength(300);
  expect(new Set(meanwhile.flat()).size).toBe(300);
  expect(found()).toHaveLength(100);
  expect(vectors.size).toBe(300);
  expect(before.some((id) => vectors.nearest(query, 1000).some((hit) => hit.id === id))).toBe(false);
});
