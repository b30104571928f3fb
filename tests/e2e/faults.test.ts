import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listGenerations } from '../../src/adapters/generations.js';
import { createApp } from '../../src/app.js';
import { parseConfig } from '../../src/config.js';
import { AppError } from '../../src/errors.js';
import { createFakeEmbedder } from '../fakes/embedder.js';
import { createRandom } from '../fakes/random-vectors.js';
import { askedAboutArticles, expectEachBeforeOrAfter, expectSame, readState } from './index-state.js';
import { canMount, mountReadOnly, mountSmallDisk } from './mounts.js';
import { createWorkspace, jsonLines, story, type Workspace } from './reindex-workspace.js';

/*
 * What may happen to a machine, done for real. After each fault the same questions are answered as before or after, or refused
 * with what to do; never something in between.
 */

let workspace: Workspace;
const cleanups: (() => void)[] = [];
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(async () => {
  await workspace.app.close();
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
  await workspace.close();
});

function stories(from: number, to: number, paragraphs = 2): string {
  const records = Array.from({ length: to - from }, (_, i) => ({
    id: `s${from + i}`,
    title: `Story ${from + i}`,
    body: story(`topic${from + i}x`, paragraphs),
  }));
  return jsonLines(...records);
}

/** What a fixed set of questions gets, by a program that is started anew. */
async function answers(): Promise<unknown[]> {
  await workspace.reopen({});
  const texts = [
    'Which council met in room topic1x0?',
    'Who said that topic3x costs more?',
    'When does the fair open?',
  ];
  const found = [];
  for (const text of texts) {
    const question = { text, filters: {}, askedOn: '2025-01-01' };
    found.push(await workspace.app.search(question, { limit: 3 }), await workspace.app.ask(question, { limit: 3 }));
  }
  return found;
}

/** Records of the articles that are asked about: the first three, or the others. */
function asked(version: number, which: 'first' | 'last'): string {
  const articles = which === 'first' ? askedAboutArticles.slice(0, 3) : askedAboutArticles.slice(3);
  return jsonLines(...articles.map((article) => article.record(version)));
}

const reasonToSkip = canMount ? '' : ' (skipped: only root on Linux may mount a disk of its own)';

describe.skipIf(!canMount)(`a disk${reasonToSkip}`, () => {
  test('that is full ends the run with what to do, serves what it served, and goes on when there is room', async () => {
    const disk = mountSmallDisk(workspace.dataDir, 2000);
    cleanups.push(() => disk.unmount());
    const files = { 'news/a.jsonl': asked(1, 'first') + stories(0, 6), 'news/c.jsonl': asked(1, 'last') };
    workspace.write(files);
    await workspace.reindex();
    const before = (await readState(workspace))!;
    const more = Array.from({ length: 8 }, (_, i) => [`news/b${i}.jsonl`, stories(100 + i * 20, 120 + i * 20, 12)]);
    const changed = { 'news/a.jsonl': asked(2, 'first') + stories(0, 6), 'news/c.jsonl': asked(2, 'last') };
    const undisturbed = await createWorkspace();
    undisturbed.write({ ...changed, ...Object.fromEntries(more) });
    await undisturbed.reindex();
    const after = (await readState(undisturbed))!;
    await undisturbed.close();
    workspace.write({ ...changed, ...Object.fromEntries(more) });
    const full = {
      code: 'INDEX_UNWRITABLE',
      message: expect.stringContaining('full'),
      hint: expect.stringContaining('space'),
    };
    await expect(workspace.reindex()).rejects.toMatchObject(full);
    const during = (await readState(workspace))!;
    expectEachBeforeOrAfter(during, before, after);
    expect(await workspace.inStore((store) => store.check())).toEqual([]);
    await expect(workspace.reindex({ full: true })).rejects.toMatchObject(full);
    expectSame(await readState(workspace), during);
    disk.grow(60_000);
    expect((await workspace.reindex()).failures).toEqual([]);
    expectSame(await readState(workspace), after);
    expect(await workspace.inStore((store) => store.check())).toEqual([]);
  });

  test('that is full when a snapshot is written does not leave half of one that counts as whole', async () => {
    workspace.write({ 'news/a.jsonl': stories(0, 40) });
    await workspace.reindex();
    const before = await answers();
    const { loadHnswGraphs } = await import('../../src/adapters/hnsw-graph.js');
    const { readSnapshot, writeSnapshot } = await import('../../src/adapters/vector-snapshot.js');
    const graphs = await loadHnswGraphs();
    const graph = graphs.create(384, 1000);
    for (let id = 1; id <= 1000; id++)
      graph.add(
        id,
        Float32Array.from({ length: 384 }, (_, i) => Math.sin(id * i)),
      );
    const folder = join(workspace.cwd, 'small');
    const disk = mountSmallDisk(folder, 600);
    cleanups.push(() => disk.unmount());
    await expect(writeSnapshot(folder, graphs, graph, 1000)).rejects.toMatchObject({ code: 'INDEX_UNWRITABLE' });
    expect(readdirSync(folder)).toEqual([]);
    expect(await readSnapshot(folder, graphs, 384)).toHaveProperty('unusable');
    expect(await answers()).toEqual(before);
  });

  test('that is read-only is told by each command that would write, and nothing is changed', async () => {
    workspace.write({ 'news/a.jsonl': stories(0, 6) });
    await workspace.reindex();
    const before = await answers();
    await workspace.app.close();
    const mount = mountReadOnly(workspace.dataDir);
    const refused = { code: 'INDEX_UNWRITABLE', hint: expect.stringMatching(/write/u) };
    workspace.write({ 'news/b.jsonl': stories(6, 8) });
    for (const full of [false, true]) await expect(workspace.reindex({ full })).rejects.toMatchObject(refused);
    await expect(workspace.app.rollback()).rejects.toMatchObject(refused);
    await expect(workspace.app.addSource('news/b.jsonl')).rejects.toMatchObject(refused);
    const checks = await workspace.app.doctor();
    expect(checks.find(({ name }) => name === 'data folder')).toMatchObject({ verdict: 'fault' });
    await workspace.app.close();
    mount.unmount();
    expect(await answers()).toEqual(before);
  });
});

describe('a file of the index', () => {
  test(
    'in which a bit flips, or which is cut short, is never the cause of another answer',
    { timeout: 120_000 },
    async () => {
      workspace.write({ 'news/a.jsonl': stories(0, 8) });
      const first = await workspace.reindex();
      const { generation } = await workspace.reindex({ full: true });
      const before = await answers();
      const folder = join(workspace.dataDir, 'generations', generation);
      const files = ['coverage.sqlite', 'coverage.sqlite.seal', 'vectors.hnsw', 'vectors.hnsw.json'].map((name) =>
        join(folder, name),
      );
      files.push(join(workspace.dataDir, 'CURRENT'));
      const random = createRandom(20_250_305);
      let refused = 0;
      for (let round = 0; round < 40; round++) {
        const file = files[round % files.length]!;
        await workspace.app.close();
        const whole = readFileSync(file);
        const bytes = Buffer.from(whole);
        bytes[random(bytes.length)]! ^= 1 << random(8);
        writeFileSync(file, round % 3 === 0 ? whole.subarray(0, random(whole.length)) : bytes);
        const outcome = await answers().catch((error: unknown) => error);
        if (file.endsWith('.sqlite')) expect(outcome).toBeInstanceOf(AppError);
        if (outcome instanceof AppError) {
          expect(outcome).toMatchObject({ code: 'INDEX_CORRUPT', hint: expect.stringMatching(/--full|--rollback/u) });
          refused++;
          // Whatever it was, the index before it can be gone back to.
          if (round < 10) {
            expect((await workspace.app.rollback()).generation).toBe(
              file.endsWith('CURRENT') ? generation : first.generation,
            );
            expect(await answers()).toEqual(before);
          }
        } else expect(outcome).toEqual(before);
        await workspace.app.close();
        writeFileSync(file, whole);
        for (const rest of readdirSync(folder)) if (/-(?:wal|shm)$/u.test(rest)) rmSync(join(folder, rest));
        if ((await workspace.app.status()).index?.generation !== generation) {
          await workspace.app.rollback();
        }
      }
      expect(refused).toBeGreaterThan(10);
    },
  );
});

test('a clock that is set back by a year neither stops a run nor brings an older index back', async () => {
  const at = async (day: string) => {
    const settings = parseConfig({ ONRECORD_SOURCES: 'news', ONRECORD_DATA: 'index' });
    const now = () => new Date(day);
    return createApp(settings, { cwd: workspace.cwd, now, embedder: async () => createFakeEmbedder() });
  };
  const runs: string[] = [];
  for (const [n, day] of ['2025-06-01', '2024-06-01', '2024-05-31', '2025-07-01'].entries()) {
    const app = await at(`${day}T10:00:00Z`);
    workspace.write({ [`news/${n}.md`]: `# Story ${n}\n\n${story(`topic${n}x`)}` });
    const { generation, totals } = await app.reindex({ full: true });
    expect(totals.articles).toBe(n + 1);
    runs.push(generation);
    workspace.write({ [`news/${n}.md`]: `# Story ${n}\n\n${story(`topic${n}x`, 3)}` });
    expect(await app.reindex({ full: false })).toMatchObject({ generation, counts: { changed: 1 } });
    expect((await app.status()).index?.generation).toBe(generation);
    await app.close();
  }
  expect([...runs].sort()).toEqual(runs);
  expect(await listGenerations(workspace.dataDir)).toEqual(runs.slice(-2));
});
