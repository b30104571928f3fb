import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findCurrentGeneration, listGenerations, storeFile } from '../../src/adapters/generations.js';
import { findWriter } from '../../src/adapters/sqlite/writer-lock.js';
import { sha256, type Article } from '../../src/domain/article.js';
import { AppError } from '../../src/errors.js';
import { createRandom } from '../fakes/random-vectors.js';
import { compileProgram } from './compiled-program.js';
import { askedAboutArticles, expectEachBeforeOrAfter, expectSame, readState, type IndexState } from './index-state.js';
import { createReindexes, type Moment, type Reindexes } from './killed-reindex.js';
import { createWorkspace, jsonLines, story, type Workspace } from './reindex-workspace.js';

/*
 * "A reindex killed at any moment leaves an index that opens, answers, and finishes at the next run without embedding a
 * finished article again." The moments are drawn from a seed, so that a failure can be had again.
 */

/** `KILLS=20` asks for fewer. */
const kills = Number(process.env['KILLS'] ?? 100);
const seed = 20_250_305;
let program: string;
let workspace: Workspace;
/** The same files, indexed by runs that nobody kills. */
let undisturbed: Workspace;
let reindexes: Reindexes;

beforeAll(async () => {
  program = compileProgram(['tests/e2e/reindex-child.ts', 'tests/fakes/embedder.ts']);
  workspace = await createWorkspace();
  undisturbed = await createWorkspace();
  reindexes = createReindexes(program, workspace.cwd, workspace.dataDir);
});
afterAll(async () => {
  reindexes.close();
  await workspace.close();
  await undisturbed.close();
  rmSync(program, { recursive: true, force: true });
});

test(
  `a reindex killed at ${kills} random moments leaves what was there before or what comes after, and embeds nothing finished again`,
  { timeout: 120_000 + kills * 5_000 },
  async () => {
    const random = createRandom(seed);
    const coverage = createCoverage(random);
    const committed = new Set<string>();
    let before: IndexState | undefined;
    let after: IndexState | undefined;
    const change = async (): Promise<void> => {
      const files = coverage.change();
      workspace.write(files);
      undisturbed.write(files);
      await undisturbed.reindex();
      after = await readState(undisturbed);
    };
    const look = async (): Promise<IndexState | undefined> => {
      expect(await findWriter(workspace.dataDir)).toBeNull();
      for (const generation of await listGenerations(workspace.dataDir)) await expectSound(generation, committed);
      return readState(workspace);
    };
    let killed = 0;
    for (let attempt = 0; killed < kills; attempt++) {
      expect(attempt, 'runs until there were enough kills').toBeLessThan(kills * 6);
      const [mode, moment] = drawMoment(killed, random);
      // A run that finds another one's new generation finishes that, asked for or not, so one that is to change the live one comes after.
      if (mode === 'changed' && (await isFilledBeside(before))) {
        const alreadyEmbedded = workspace.embedder.passages.length;
        await workspace.reindex();
        expectNothingAgain(workspace.embedder.passages.slice(alreadyEmbedded).map(sha256), committed);
        before = await look();
        expectSame(before, after);
      }
      // Now and then the run goes on with the same files, as it does for a user who starts it again.
      if (before === undefined || random(3) > 0) await change();
      const alreadyEmbedded = readLog().length;
      const outcome = await reindexes.run(mode, moment);
      expectNothingAgain(readLog().slice(alreadyEmbedded), committed);
      if (outcome === 'killed') killed++;
      const state = await look();
      if (outcome === 'finished') expectSame(state, after);
      else await expectOneOf(state, before, after!);
      before = state;
    }

    const embeddedBefore = readLog().length;
    await workspace.reindex();
    await expectFound(await workspace.articles());
    expect(await reindexes.run('changed', null)).toBe('finished');
    expect(readLog().slice(embeddedBefore)).toEqual([]);
    expectSame(await readState(workspace), after);
    expect(after!.answers.map(({ outcome }) => outcome)).toEqual(askedAboutArticles.map(() => 'answer'));
  },
);

/**
 * Five kills of runs that change the live index, five of runs that make a new one, and so on, each at another kind of moment; of those
 * with many steps, any step is meant, and any time within it.
 */
function drawMoment(turn: number, random: (below: number) => number): ['full' | 'changed', Moment] {
  const line = (name: string, skip = 0): Moment => ({ line: name, skip, delayMs: random(8) });
  const kinds: (() => ['full' | 'changed', Moment])[] = [
    () => ['changed', line('embedding', random(12))],
    () => ['changed', { share: random(1000) / 1000 }],
    () => ['changed', line('saving')],
    () => ['changed', { file: 'seal' }],
    () => ['changed', line('reading')],
    () => ['full', line('embedding', random(8))],
    () => ['full', { share: random(1000) / 1000 }],
    () => ['full', { file: 'snapshot' }],
    () => ['full', { file: 'CURRENT' }],
    () => ['full', line('checking')],
  ];
  return kinds[turn % kinds.length]!();
}

/** Files that change from run to run: stories are added, changed and removed; some articles stay, some get another number. */
function createCoverage(random: (below: number) => number) {
  const files = new Map<string, Map<string, object>>();
  let made = 0;
  const record = (id: string): object => ({ id, title: `Story ${id}`, body: story(`topic${++made}x`, 1 + random(8)) });
  const recordsOf = (name: string): Map<string, object> => {
    const records = files.get(name) ?? new Map<string, object>();
    files.set(name, records);
    return records;
  };
  askedAboutArticles.forEach((article, i) => recordsOf(`file${i}`).set(article.id, article.record(made)));
  return {
    change: (): Record<string, string> => {
      // Several files, so that some of a run's articles are finished when it is killed.
      for (let changed = 0; changed < 3; changed++) {
        const file = random(4);
        const records = recordsOf(`file${file}`);
        const article = askedAboutArticles[file]!;
        records.set(article.id, article.record(++made));
        for (let n = random(4); n >= 0; n--) {
          const id = `file${file}-${random(6)}`;
          if (records.has(id) && random(3) === 0) records.delete(id);
          else records.set(id, record(id));
        }
      }
      return Object.fromEntries(
        Array.from(files, ([name, records]) => [`news/${name}.jsonl`, jsonLines(...records.values())]),
      );
    },
  };
}

/** Whether a killed run has left a generation that is newer than the live one. */
async function isFilledBeside(live: IndexState | undefined): Promise<boolean> {
  return (await listGenerations(workspace.dataDir)).some((name) => name > (live?.generation ?? ''));
}

/** `embedded` are the SHA-256 of texts, and `committed` those that stood in an index before. */
function expectNothingAgain(embedded: readonly string[], committed: ReadonlySet<string>): void {
  expect(embedded.filter((hash) => committed.has(hash))).toEqual([]);
}

/**
 * A generation that is new is wholly what comes after; one beside which another is being filled is wholly what was before. One that is
 * written to has each article, and the answer from it, as it was or as it is to be.
 */
async function expectOneOf(
  state: IndexState | undefined,
  before: IndexState | undefined,
  after: IndexState,
): Promise<void> {
  const isMoved = state?.generation !== before?.generation;
  if (isMoved || before === undefined || state === undefined) expectSame(state, isMoved ? after : before);
  else if (await isFilledBeside(before)) expectSame(state, before);
  else expectEachBeforeOrAfter(state, before, after);
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

/** Every story is the best hit for the name that it alone has. */
async function expectFound(articles: readonly Article[]): Promise<void> {
  for (const { id, body } of articles) {
    const topic = /\btopic\d+x/u.exec(body);
    if (topic === null) continue;
    const question = { text: `What did the ${topic[0]} council say?`, filters: {}, askedOn: '2025-01-01' };
    const hits = await workspace.app.search(question, { limit: 1 });
    expect(hits.map(({ articleId }) => articleId)).toEqual([id]);
  }
}

function readLog(): string[] {
  const file = join(workspace.cwd, 'embedded.log');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
}
