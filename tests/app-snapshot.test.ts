import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadHnswGraphs } from '../src/adapters/hnsw-graph.js';
import { createSqliteStore } from '../src/adapters/sqlite/store.js';
import { findSnapshotSequence, readSnapshot } from '../src/adapters/vector-snapshot.js';
import { bringSnapshotUpToDate, type SnapshotTask } from '../src/app-snapshot.js';
import type { Store } from '../src/ports.js';
import { record, replay, stamp } from './contracts/store.js';

let dir: string;
let store: Store;
let told: [done: number, total: number][];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'on-record-snapshot-'));
  store = await createSqliteStore(join(dir, 'coverage.sqlite'), stamp);
  told = [];
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A clock by which every look is a slice later. */
const slowly = (): (() => number) => {
  let ms = 0;
  return () => (ms += 100);
};
const bring = async (changes: Partial<SnapshotTask> = {}): Promise<void> =>
  bringSnapshotUpToDate(store, {
    dir,
    graphs: await loadHnswGraphs(),
    always: false,
    clock: slowly(),
    onProgress: (done, total) => void told.push([done, total]),
    ...changes,
  });
const put = async (from: number, to: number): Promise<void> => {
  for (let i = from; i < to; i++) await store.putArticle(record({ id: `a${i}` }));
};
const sizeOnDisk = async (): Promise<number | undefined> => {
  const snapshot = await readSnapshot(dir, await loadHnswGraphs(), stamp.dimensions);
  return 'graph' in snapshot ? snapshot.graph.size : undefined;
};

test('a snapshot holds what is left after all changes, and is told of as it is built', async () => {
  await put(0, 5);
  await store.removeDocument('a3.txt');
  await bring();
  expect(await sizeOnDisk()).toBe((await replay(store)).size);
  expect(await findSnapshotSequence(dir)).toBe(await store.lastSequence());
  expect(told).toEqual([[0, 4], [1, 4], [2, 4], [3, 4], [4, 4], [4, 4]]); // prettier-ignore
});

test('it is left as it is for a few changes, unless it has to be whole', async () => {
  await put(0, 60);
  await bring();
  const seq = await findSnapshotSequence(dir);
  await put(60, 62);
  await store.removeDocument('a0.txt');
  await bring();
  expect(await findSnapshotSequence(dir)).toBe(seq);
  await bring({ always: true });
  expect(await findSnapshotSequence(dir)).toBe(await store.lastSequence());
  expect(await sizeOnDisk()).toBe(61);
});

test('while it is built others have their turns, and may end it; what is on disk stays', async () => {
  await put(0, 20);
  await bring();
  const seq = await findSnapshotSequence(dir);
  await put(20, 60);
  told = [];
  const abort = new AbortController();
  const onProgress = (done: number, total: number): void => {
    told.push([done, total]);
    if (done === 10) setImmediate(() => abort.abort(new Error('enough')));
  };
  await expect(bring({ onProgress, signal: abort.signal })).rejects.toThrow('enough');
  expect(told.at(-1)![0]).toBeLessThan(20);
  expect(await findSnapshotSequence(dir)).toBe(seq);
  expect(await sizeOnDisk()).toBe(20);
});

test('one that cannot be read is built from all vectors', async () => {
  await put(0, 3);
  await bring();
  await put(3, 6);
  rmSync(join(dir, 'vectors.hnsw'));
  await bring();
  expect(await sizeOnDisk()).toBe(6);
});
