import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openIndex } from '../../src/app-index.js';
import { exactGraphs } from '../../src/adapters/exact-graph.js';
import { generationDir } from '../../src/adapters/generations.js';
import { loadHnswGraphs } from '../../src/adapters/hnsw-graph.js';
import {
  markSnapshot,
  readSnapshot,
  verifySnapshot,
  writeSnapshot,
  type Snapshot,
} from '../../src/adapters/vector-snapshot.js';
import { createWorkspace, jsonLines, story, type Workspace } from '../e2e/reindex-workspace.js';

describe('the snapshot of an index', () => {
  let workspace: Workspace;
  let generation: string;
  let folder: string;
  const question = { text: 'What did the council of topic3x say?', filters: {}, askedOn: '2025-01-01' };
  beforeEach(async () => {
    workspace = await createWorkspace();
    workspace.write({
      'news/a.jsonl': jsonLines(
        ...Array.from({ length: 8 }, (_, i) => ({ id: `${i}`, title: `T${i}`, body: story(`topic${i}x`) })),
      ),
    });
    ({ generation } = await workspace.reindex());
    folder = generationDir(workspace.dataDir, generation);
  });
  afterEach(async () => {
    await workspace.close();
  });
  const file = (): string => join(folder, 'vectors.hnsw');
  const recordFile = (): string => join(folder, 'vectors.hnsw.json');
  const read = async () => readSnapshot(folder, await loadHnswGraphs(), workspace.embedder.dimensions);

  test('holds all vectors of a full run, so that opening it leaves nothing to be searched one by one', async () => {
    expect(await read()).toMatchObject({ graph: { size: 8 } });
    const index = await openIndex(workspace.dataDir, generation, await loadHnswGraphs());
    expect(index.vectors).toMatchObject({ kind: 'approximate', size: 8, unsettled: 0 });
    await index.store.close();
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test.each<[string, () => void]>([
    [
      'has a flipped bit',
      () => {
        const bytes = readFileSync(file());
        bytes[bytes.length >> 1]! ^= 1;
        writeFileSync(file(), bytes);
      },
    ],
    ['is truncated', () => truncateSync(file(), readFileSync(file()).length - 10)],
    ['is empty', () => truncateSync(file(), 0)],
    ['is missing', () => rmSync(file())],
    ['has no record', () => rmSync(recordFile())],
    ['has a record that is no JSON', () => writeFileSync(recordFile(), '{"seq":')],
    [
      'has the record of another file',
      () => writeFileSync(recordFile(), readFileSync(recordFile(), 'utf8').replace(/"sha256":"../u, '"sha256":"zz')),
    ],
    [
      'has other dimensions',
      () =>
        writeFileSync(recordFile(), readFileSync(recordFile(), 'utf8').replace(/"dimensions":\d+/u, '"dimensions":5')),
    ],
    [
      'is of another kind of graph',
      () => writeFileSync(recordFile(), readFileSync(recordFile(), 'utf8').replace('approximate', 'exact')),
    ],
  ])('that %s is refused, and the index answers the same without it', async (_, damage) => {
    const before = await workspace.app.search(question, { limit: 5 });
    damage();
    expect(await read()).toEqual({ unusable: expect.stringMatching(/./u) });
    await workspace.reopen({});
    expect(await workspace.app.search(question, { limit: 5 })).toEqual(before);
    expect((await workspace.app.status()).index!.vectors).toEqual({ kind: 'exact', count: 8 });
  });

  test('that claims changes which the store does not have is not used', async () => {
    const graphs = await loadHnswGraphs();
    const snapshot = (await readSnapshot(folder, graphs, workspace.embedder.dimensions)) as Snapshot;
    await writeSnapshot(folder, graphs, snapshot.graph, snapshot.seq + 1);
    const again = await openIndex(workspace.dataDir, generation, graphs);
    expect(again.vectors).toMatchObject({ kind: 'exact', size: 8, unsettled: 8 });
    await again.store.close();
  });

  test('that is older than the store is brought up to date when it is opened', async () => {
    workspace.write({
      'news/a.jsonl': jsonLines(
        { id: '0', title: 'T0', body: story('topic0x') },
        { id: 'n', title: 'N', body: story('newx') },
      ),
    });
    await workspace.reindex();
    const index = await openIndex(workspace.dataDir, generation, await loadHnswGraphs());
    expect(index.vectors.size).toBe(2);
    expect(index.vectors.seq).toBe(await index.store.lastSequence());
    await index.store.close();
  });

  test('that is sound is left alone by a run that changes nothing', async () => {
    const before = await markSnapshot(folder);
    expect(before).not.toBe('');
    await workspace.reindex();
    expect(await markSnapshot(folder)).toBe(before);
  });

  test.each<[string, () => void]>([
    [
      'has a flipped bit',
      () => {
        const bytes = readFileSync(file());
        bytes[1000]! ^= 4;
        writeFileSync(file(), bytes);
      },
    ],
    ['is missing', () => rmSync(file())],
    ['has no record', () => rmSync(recordFile())],
  ])('that %s is told by doctor, and made anew by a run that changes nothing', async (_, damage) => {
    damage();
    await workspace.reopen({});
    const check = async () => (await workspace.app.doctor()).find(({ name }) => name === 'vectors');
    expect(await check()).toMatchObject({
      verdict: 'warning',
      detail: expect.stringContaining('cannot be used') as string,
      next: expect.stringContaining('reindex') as string,
    });
    expect(await verifySnapshot(folder, 'approximate', workspace.embedder.dimensions)).toHaveProperty('unusable');
    await workspace.reindex();
    expect(await read()).toMatchObject({ graph: { size: 8 } });
    expect(await check()).toMatchObject({ verdict: 'ok' });
    await workspace.reopen({});
    expect((await workspace.app.status()).index!.vectors).toEqual({ kind: 'approximate', count: 8 });
  });

  test('of an exact graph is a snapshot too, for a machine without hnswlib', async () => {
    const graph = exactGraphs.create(2, 0);
    graph.add(9, Float32Array.of(1, 0));
    await writeSnapshot(folder, exactGraphs, graph, 5);
    const snapshot = await readSnapshot(folder, exactGraphs, 2);
    expect(snapshot).toMatchObject({ seq: 5, graph: { size: 1 } });
    expect(await readSnapshot(folder, await loadHnswGraphs(), 2)).toHaveProperty('unusable');
  });
});
