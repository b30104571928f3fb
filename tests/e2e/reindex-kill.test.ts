import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, watch } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findCurrentGeneration, listGenerations, storeFile } from '../../src/adapters/generations.js';
import { findWriter } from '../../src/adapters/sqlite/writer-lock.js';
import type { Article } from '../../src/domain/article.js';
import { AppError } from '../../src/errors.js';
import { createRandom } from '../fakes/random-vectors.js';
import { compileProgram } from './compiled-program.js';
import { createWorkspace, jsonLines, story, type Workspace } from './reindex-workspace.js';

/*
 * "A reindex killed at any moment leaves an index that opens, answers, and finishes at the next run without embedding a
 * finished article again." The moments are drawn from a seed, so that a failure can be had again.
 */

/** Enough for every kind of moment; `KILLS=100` asks for more. */
const kills = Number(process.env['KILLS'] ?? 20);
/** The lines of the child that a kill follows, in turn, and the files at whose first sign it is killed. */
const phases = [
  'embedding',
  'started',
  'snapshot',
  'embedding',
  'saving',
  'CURRENT',
  'embedding',
  'checking',
  'seal',
  'reading',
];
/** A file that is being written: its folder below the index, and its name. */
const signs: Record<string, { folder: 'data' | 'generation'; name: RegExp }> = {
  snapshot: { folder: 'generation', name: /^vectors\.hnsw\..*tmp$/u },
  seal: { folder: 'generation', name: /^coverage\.sqlite\.seal$/u },
  CURRENT: { folder: 'data', name: /^CURRENT\..*tmp$/u },
};
const seed = 20_250_305;
let program: string;
let workspace: Workspace;

beforeAll(async () => {
  program = compileProgram(['tests/e2e/reindex-child.ts', 'tests/fakes/embedder.ts']);
  workspace = await createWorkspace();
});
afterAll(async () => {
  await workspace.close();
  rmSync(program, { recursive: true, force: true });
});

const question = { text: 'Which council met in room topic1x for a vote?', filters: {}, askedOn: '2025-01-01' };

test(
  `a reindex killed at ${kills} random moments leaves a sound index each time, and embeds nothing finished again`,
  { timeout: 60_000 + kills * 8_000 },
  async () => {
    const random = createRandom(seed);
    const coverage = createCoverage(random);
    let killed = 0;
    const committed = new Set<string>();
    for (let attempt = 0; killed < kills; attempt++) {
      expect(attempt, 'runs until there were enough kills').toBeLessThan(kills * 6);
      // Now and then the run goes on with the same files, as it does for a user who starts it again.
      if (attempt === 0 || random(3) > 0) workspace.write(coverage.change());
      const before = readLog().length;
      const phase = phases[killed % phases.length]!;
      const mode = ['checking', 'CURRENT', 'snapshot'].includes(phase) || random(3) === 0 ? 'full' : 'changed';
      // Of the phases with many steps, any step; of the others, any time within them and a little after.
      const moment = { phase, skip: phase === 'embedding' ? random(24) : 0, delayMs: random(8) };
      const last = await runAndKill(mode, moment);
      expect(
        readLog()
          .slice(before)
          .filter((hash) => committed.has(hash)),
      ).toEqual([]);
      if (last !== 'finished') killed++;
      else expect((await workspace.articles()).map(({ id }) => id)).toEqual(coverage.ids());

      expect(await findWriter(workspace.dataDir)).toBeNull();
      for (const generation of await listGenerations(workspace.dataDir)) await expectSound(generation, committed);
      await expectAnswers();
    }

    const before = readLog().length;
    await workspace.reindex();
    await expectFound(await workspace.articles());
    expect(await runAndKill('changed', null)).toBe('finished');
    expect(readLog().slice(before)).toEqual([]);
    const undisturbed = await createWorkspace();
    try {
      undisturbed.write(coverage.files());
      await undisturbed.reindex();
      expect(await contents(workspace)).toEqual(await contents(undisturbed));
    } finally {
      await undisturbed.close();
    }
  },
);

/** Files that change from run to run: stories are added, changed, renamed and removed. */
function createCoverage(random: (below: number) => number) {
  const files = new Map<string, Map<string, object>>();
  let made = 0;
  const record = (id: string): object => ({ id, title: `Story ${id}`, body: story(`topic${++made}x`, 1 + random(12)) });
  const render = (): Record<string, string> =>
    Object.fromEntries(Array.from(files, ([name, records]) => [`news/${name}.jsonl`, jsonLines(...records.values())]));
  return {
    files: render,
    ids: () => [...files.values()].flatMap((records) => [...records.keys()]).sort(),
    change: () => {
      // Several files, so that some of a run's articles are finished when it is killed.
      for (let changed = 0; changed < 3; changed++) {
        const name = `file${random(5)}`;
        const records = files.get(name) ?? new Map<string, object>();
        files.set(name, records);
        for (let n = random(5); n >= 0; n--) {
          const id = `${name}-${random(9)}`;
          if (records.has(id) && random(3) === 0) records.delete(id);
          else records.set(id, record(id));
        }
      }
      return render();
    },
  };
}

/** Runs a reindex and kills it after a line of its output and some milliseconds. Returns the last line, or "finished". */
async function runAndKill(
  mode: string,
  moment: { phase: string; skip: number; delayMs: number } | null,
): Promise<string> {
  const child = spawn(process.execPath, [join(program, 'tests/e2e/reindex-child.js'), workspace.cwd, mode], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) => {
    child.on('close', (code, signal) => resolve(signal ?? code));
  });
  let last = '';
  let seen = 0;
  const unwatch = moment !== null && moment.phase in signs ? killAt(signs[moment.phase]!, child) : () => undefined;
  for await (const line of createInterface(child.stdout)) {
    last = line;
    if (moment === null || line !== moment.phase || seen++ < moment.skip) continue;
    await wait(moment.delayMs);
    child.kill('SIGKILL');
    break;
  }
  const end = await ended;
  unwatch();
  if (end === 'SIGKILL') return last.startsWith('{') ? 'finished' : last;
  expect(errors).toBe('');
  expect(end).toBe(0);
  return 'finished';
}

/** Kills a process at the first sign of a file that it writes. */
function killAt(sign: { folder: string; name: RegExp }, child: ChildProcess): () => void {
  const generations = join(workspace.dataDir, 'generations');
  mkdirSync(generations, { recursive: true });
  const root = sign.folder === 'data' ? workspace.dataDir : generations;
  const watcher = watch(root, { recursive: sign.folder === 'generation' }, (_, name) => {
    if (name !== null && sign.name.test(basename(name))) child.kill('SIGKILL');
  });
  return () => watcher.close();
}

async function expectSound(generation: string, committed: Set<string>): Promise<void> {
  try {
    expect(await workspace.inStore((store) => store.check(), generation)).toEqual([]);
  } catch (error) {
    // Killed before the tables of a new generation were made; the live one is never in that state.
    if (!(error instanceof AppError)) throw error;
    expect(generation).not.toBe(await findCurrentGeneration(workspace.dataDir));
    return;
  }
  const db = new Database(storeFile(workspace.dataDir, generation), { readonly: true });
  for (const hash of db.prepare<[], string>('SELECT text_hash FROM passages').pluck().all()) committed.add(hash);
  db.close();
}

async function expectAnswers(): Promise<void> {
  // Opened anew, as the next command would.
  await workspace.reopen({});
  const found = await workspace.app.search(question, { limit: 3 }).catch((error: unknown) => error);
  if ((await findCurrentGeneration(workspace.dataDir)) === undefined) {
    expect(found).toMatchObject({ code: 'INDEX_MISSING' });
  } else expect(found).toMatchObject({ length: 3 });
}

/** Every article is the best hit for the name that it alone has. */
async function expectFound(articles: readonly Article[]): Promise<void> {
  for (const { id, body } of articles) {
    const text = `What did the ${/\btopic\d+x/u.exec(body)![0]} council say?`;
    const hits = await workspace.app.search({ ...question, text }, { limit: 1 });
    expect(hits.map(({ articleId }) => articleId)).toEqual([id]);
  }
}

/** All that an index holds, without the ids of passages and the moments of runs. */
function contents(of: Workspace): Promise<unknown> {
  return of.inStore(async (store) => {
    const articles = new Map<string, unknown>();
    for (const { document, fingerprint } of await store.listDocuments()) {
      for (const id of await store.listArticlesOf(document)) {
        articles.set(id, { fingerprint, places: await store.listPlaces(id), article: await store.findArticle(id) });
      }
    }
    const vectors = new Map<number, Float32Array>();
    for await (const { id, vector } of store.vectorChanges(0)) {
      if (vector === null) vectors.delete(id);
      else vectors.set(id, vector);
    }
    const passages = (await store.getPassages([...vectors.keys()]))
      .map(({ id, articleId, ordinal, start, end, text }) => ({
        ...{ articleId, ordinal, start, end, text },
        vector: Array.from(vectors.get(id)!),
      }))
      .sort((a, b) => a.articleId.localeCompare(b.articleId) || a.ordinal - b.ordinal);
    return { articles, passages, totals: await store.totals() };
  });
}

function readLog(): string[] {
  const file = join(workspace.cwd, 'embedded.log');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
}
