import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findCurrent, generationDir } from '../../src/adapters/generations.js';
import { loadHnswGraphs } from '../../src/adapters/hnsw-graph.js';
import { readSnapshot } from '../../src/adapters/vector-snapshot.js';
import { startEmbeddingServer, type EmbeddingServer } from '../fakes/embedding-server.js';
import { askedAboutArticles } from './index-state.js';
import { runProgram, type Ended } from './program.js';
import { jsonLines, story } from './reindex-workspace.js';

/*
 * Files of an index that are damaged for real, and the commands that the program then says to run, run for real.
 */

let folder: string;
let server: EmbeddingServer;
let live: string;
/** What the questions get from the live index, and from the one before it. */
let now: string;
let formerly: string;
const file = (name: string): string => join(folder, 'index', 'generations', live, name);
const current = (): string => join(folder, 'index', 'CURRENT');

function run(args: readonly string[], input = ''): Promise<Ended> {
  const settings = { ...server.settings, ONRECORD_SOURCES: 'news', ONRECORD_DATA: 'index' };
  return runProgram(args, { cwd: folder, settings, input });
}

/** The rows of `ask --batch` for all questions. */
async function answers(): Promise<string> {
  const records = askedAboutArticles.map(({ id, question }) => ({ id, question, askedOn: '2025-05-01' }));
  const { code, stdout, stderr } = await run(['ask', '--batch'], jsonLines(...records));
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

async function reindex(version: number): Promise<void> {
  const stories = Array.from({ length: 6 }, (_, i) => ({ id: `s${i}`, title: `S ${i}`, body: story(`topic${i}x`) }));
  const records = askedAboutArticles.map((article) => article.record(version));
  writeFileSync(join(folder, 'news/list.jsonl'), jsonLines(...records, ...stories));
  expect(await run(['reindex', '--full'])).toMatchObject({ code: 0 });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'on-record-damaged-'));
  server = await startEmbeddingServer();
  mkdirSync(join(folder, 'news'));
  await reindex(1);
  formerly = await answers();
  await reindex(2);
  now = await answers();
  expect(now).not.toBe(formerly);
  live = (await findCurrent(join(folder, 'index')))!.live;
  cpSync(join(folder, 'index'), join(folder, 'sound'), { recursive: true });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(makeSound);

function makeSound(): void {
  rmSync(join(folder, 'index'), { recursive: true });
  cpSync(join(folder, 'sound'), join(folder, 'index'), { recursive: true });
}

type Damage = (path: string) => void;

const half: Damage = (path) => {
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.subarray(0, bytes.length >> 1));
};
const empty: Damage = (path) => writeFileSync(path, '');
/** Flips one bit in the middle, or behind the first place of a word. */
const flip =
  (word?: string): Damage =>
  (path) => {
    const bytes = readFileSync(path);
    const at = word === undefined ? bytes.length >> 1 : bytes.indexOf(word);
    expect(at).toBeGreaterThan(0);
    bytes[at]! ^= 1;
    writeFileSync(path, bytes);
  };

describe.each<[string, Damage]>([
  ['of which a bit flipped', flip()],
  ['of which a bit flipped in a word of an article', flip('taped over')],
  ['that is cut short', half],
  ['that is empty', empty],
])('coverage.sqlite %s', (_, damage) => {
  test('is refused with the command to run, which brings all answers back', async () => {
    damage(file('coverage.sqlite'));
    await expectRefused(/reindex --full/u);
    expect(await run(['reindex', '--full'])).toMatchObject({ code: 0 });
    expect(await answers()).toBe(now);
  });

  test('is gone back from to the index before it', async () => {
    damage(file('coverage.sqlite'));
    expect(await run(['reindex', '--rollback'])).toMatchObject({ code: 0 });
    expect(await answers()).toBe(formerly);
  });
});

describe.each<[string, Damage]>([
  ['of which a bit flipped', flip()],
  ['that is cut short', half],
  ['that is empty', empty],
])('CURRENT %s', (_, damage) => {
  test('is refused with two commands, each of which brings all answers back', async () => {
    damage(current());
    await expectRefused(/reindex --rollback.*reindex --full/u);
    for (const option of ['--rollback', '--full']) {
      makeSound();
      damage(current());
      expect(await run(['reindex', option])).toMatchObject({ code: 0 });
      expect(await answers()).toBe(now);
    }
  });
});

describe.each<[string, string, Damage]>([
  ['vectors.hnsw', 'of which a bit flipped', flip()],
  ['vectors.hnsw', 'that is cut short', half],
  ['vectors.hnsw', 'that is empty', empty],
  ['vectors.hnsw.json', 'that is cut short', half],
])('%s %s', (name, _, damage) => {
  test('is done without, and a full run leaves a sound one', async () => {
    damage(file(name));
    expect(await usability()).toHaveProperty('unusable');
    expect(await answers()).toBe(now);
    expect(await run(['reindex', '--full'])).toMatchObject({ code: 0 });
    expect(await usability()).toHaveProperty('graph');
    expect(await answers()).toBe(now);
  });
});

/** Asking and looking for faults end with 1, show nothing of the coverage, and say what to run. */
async function expectRefused(command: RegExp): Promise<void> {
  const asked = await run(['ask', askedAboutArticles[0]!.question]);
  expect(asked).toMatchObject({ code: 1, stdout: '' });
  const looked = await run(['doctor', '--json']);
  expect(looked.code).toBe(1);
  for (const told of [asked.stderr, looked.stdout]) expect(told.replace(/\s+/gu, ' ')).toMatch(command);
}

/** The snapshot of the live generation, or why it cannot be used. */
async function usability(): Promise<object> {
  const dataDir = join(folder, 'index');
  const { live: name } = (await findCurrent(dataDir))!;
  return readSnapshot(generationDir(dataDir, name), await loadHnswGraphs(), 24);
}
