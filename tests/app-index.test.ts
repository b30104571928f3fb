import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { generationDir, moveCurrent, storeFile } from '../src/adapters/generations.js';
import { createSqliteStore } from '../src/adapters/sqlite/store.js';
import { takeWriterLock } from '../src/adapters/sqlite/writer-lock.js';
import { createIndexHolder, loadGraphs, type IndexHolder, type IndexHolderOptions } from '../src/app-index.js';
import { bringSnapshotUpToDate } from '../src/app-snapshot.js';
import { mendVectors } from '../src/app-vectors.js';
import type { Store } from '../src/ports.js';
import { record, stamp, vectorOf } from './contracts/store.js';

/*
 * A process that stays, and others that write to the same folder: here a store of its own, and the functions that they call.
 */

const name = '20250601T100000-01';
let dataDir: string;
let writer: Store;
const open: IndexHolder[] = [];
let notices: string[];
let told: number;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'on-record-index-'));
  writer = await createSqliteStore(storeFile(dataDir, name), stamp);
  await writer.putArticle(record({ id: 'first', body: paragraphs('first', 10) }));
  await bringSnapshotUpToDate(writer, {
    dir: generationDir(dataDir, name),
    graphs: await loadGraphs(),
    always: true,
    clock: () => 0,
    onProgress: () => undefined,
  });
  await moveCurrent(dataDir, name, null);
  notices = [];
  told = 0;
});
afterEach(async () => {
  for (const holder of open.splice(0)) await holder.close();
  await writer.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const paragraphs = (topic: string, count: number): string =>
  Array.from({ length: count }, (_, i) => `Of ${topic} ${i}.`).join('\n\n');

function hold(options: IndexHolderOptions = { stays: true }): IndexHolder {
  const holder = createIndexHolder(dataDir, loadGraphs, {
    onNotice: (line) => notices.push(line),
    onUnsettled: () => told++,
    ...options,
  });
  open.push(holder);
  return holder;
}

const query = vectorOf('00'.repeat(32));
const look = (holder: IndexHolder) =>
  holder.use(async ({ vectors }) => {
    const { size, unsettled } = vectors;
    return { size, unsettled, nearest: vectors.nearest(query, 20).map(({ id }) => id) };
  });
const mend = () => mendVectors({ dataDir, graphs: loadGraphs, now: () => new Date('2025-06-01'), clock: () => 0 });
function damage(): void {
  const file = join(generationDir(dataDir, name), 'vectors.hnsw');
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(file, bytes);
}

test('what another process adds is found at the next question, and its snapshot taken over, so that hardly anything is compared one by one', async () => {
  const holder = hold();
  expect(await look(holder)).toMatchObject({ size: 10, unsettled: 0 });
  await writer.putArticle(record({ id: 'second', body: paragraphs('second', 1500) }));
  const before = await look(holder);
  expect(before).toMatchObject({ size: 1510, unsettled: 1500 });
  await expect.poll(() => told).toBe(1);
  // Nothing has changed since, so that it would be told the same again.
  await look(holder);
  await mend();
  await expect.poll(async () => (await look(holder)).unsettled, { timeout: 20_000 }).toBe(0);
  const after = await look(holder);
  expect(after.size).toBe(1510);
  expect(new Set(after.nearest)).toEqual(new Set(before.nearest));
  expect(told).toBe(1);
  await writer.removeDocument('second.txt');
  expect(await look(holder)).toMatchObject({ size: 10 });
});

test('a question that is under way keeps the vectors that it began with', async () => {
  const holder = hold();
  await look(holder);
  await writer.putArticle(record({ id: 'second', body: paragraphs('second', 1500) }));
  await holder.use(async (index) => {
    await mend();
    await expect.poll(async () => (await look(holder)).unsettled, { timeout: 20_000 }).toBe(0);
    expect(index.vectors).toMatchObject({ size: 1510, unsettled: 1500 });
  });
});

test('a damaged snapshot is told of, not rebuilt where questions are answered, and used again once it has been made anew', async () => {
  damage();
  const holder = hold();
  expect(await look(holder)).toMatchObject({ size: 10, unsettled: 10 });
  expect(notices).toEqual([
    expect.stringMatching(/cannot be used: it fails its checksum.*10 are compared one by one/u),
  ]);
  await expect.poll(() => told).toBe(1);
  await mend();
  await expect.poll(async () => (await look(holder)).unsettled).toBe(0);
  const again = hold();
  expect(await look(again)).toMatchObject({ size: 10, unsettled: 0 });
  expect(notices).toHaveLength(1);
});

test('while somebody writes, nobody is asked for a snapshot: the writer leaves one behind', async () => {
  damage();
  const release = await takeWriterLock(dataDir, { pid: process.pid, since: '2025-06-01T10:00:00.000Z' });
  await expect(mend()).rejects.toMatchObject({ code: 'INDEX_LOCKED' });
  const holder = hold();
  await look(holder);
  await holder.close();
  expect(told).toBe(0);
  release();
});

test('a process that does not stay compares all vectors, says so, and asks for nothing', async () => {
  damage();
  const holder = hold({ stays: false });
  expect(await look(holder)).toMatchObject({ size: 10, unsettled: 10 });
  await holder.close();
  expect(notices).toHaveLength(1);
  expect(told).toBe(0);
});

test('a large index with a damaged snapshot is opened without a graph being built', { timeout: 60_000 }, async () => {
  await writer.putArticle(record({ id: 'large', body: paragraphs('large', 21_000) }));
  damage();
  const holder = hold({ stays: false });
  expect(await look(holder)).toMatchObject({ size: 21_010, unsettled: 21_010 });
});
