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

test('settling moves all vectors into the graph, which changes no result', async () => {
  for (let i = 0; i < 30; i++) await writer.putArticle(record({ id: `a${i}` }));
  await vectors.refresh();
  const before = vectors.nearest(query, 10);
  expect(vectors).toMatchObject({ kind: 'exact', unsettled: 30 });
  expect((await vectors.settle()).size).toBe(30);
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
  await vectors.settle();
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

test('settling gives way to searches, which find the same meanwhile, and to changes, which stay', async () => {
  for (let i = 0; i < 40; i++) await writer.putArticle(record({ id: `a${i}` }));
  await vectors.refresh();
  const before = vectors.nearest(query, 10).map(({ id }) => id);
  const told: number[] = [];
  let turns = 0;
  betweenTurns = async () => {
    expect(vectors.nearest(query, 10).map(({ id }) => id)).toEqual(before);
    if (++turns !== 2) return;
    betweenTurns = () => undefined;
    await writer.removeDocument('a0.txt');
    await writer.removeDocument('a39.txt');
    await writer.putArticle(record({ id: 'b' }));
    await vectors.refresh();
  };
  await vectors.settle({ onMoved: (moved) => told.push(moved) });
  expect(turns).toBe(2);
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.length).toBeGreaterThan(3);
  expect(vectors.unsettled).toBe(0);
  expect(found()).toEqual(await stored());
});

test('settling can be given up, and what was moved until then is found as before', async () => {
  for (let i = 0; i < 40; i++) await writer.putArticle(record({ id: `a${i}` }));
  await vectors.refresh();
  const controller = new AbortController();
  betweenTurns = () => controller.abort(new Error('enough'));
  await expect(vectors.settle({ signal: controller.signal })).rejects.toThrow('enough');
  expect(vectors.unsettled).toBeGreaterThan(0);
  expect(vectors.unsettled).toBeLessThan(40);
  expect(found()).toEqual(await stored());
});
