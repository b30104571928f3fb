import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findCurrentGeneration } from '../../src/adapters/generations.js';
import { startEmbeddingServer, type EmbeddingServer } from '../fakes/embedding-server.js';
import { answersOf, askedAboutArticles } from './index-state.js';
import { program, runProgram } from './program.js';
import { createWorkspace, jsonLines, story, type Workspace } from './reindex-workspace.js';

/*
 * Two processes of the program on one index: one answers without end, the other indexes. What an answer is to be is known from an index
 * that was made of the same files undisturbed.
 */

/** An answer without how much was searched for it. */
interface Given {
  outcome: string;
  sentences: unknown[];
  citations: unknown[];
}

let server: EmbeddingServer;
let workspace: Workspace;
let settings: Record<string, string>;
let reader: Reader;
beforeAll(async () => {
  server = await startEmbeddingServer();
  workspace = await createWorkspace();
  settings = { ...server.settings, ONRECORD_SOURCES: 'news', ONRECORD_DATA: 'index' };
});
afterAll(async () => {
  await reader.close();
  await workspace.close();
  await server.close();
});

/** A program that answers as long as it is asked. */
interface Reader {
  ask(id: string, question: string): Promise<Given>;
  close(): Promise<void>;
}

function startReader(): Reader {
  const { PATH = '', HOME = '' } = process.env;
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    [program, 'ask', '--batch', '--limit', '3'],
    { cwd: workspace.cwd, env: { PATH, HOME, ...settings }, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const rows = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    ask: async (id, question) => {
      child.stdin.write(jsonLines({ id, question, askedOn: '2025-05-01' }));
      const { value } = (await rows.next()) as { value: string };
      const row = JSON.parse(value) as Given & { id: string };
      expect(row).toMatchObject({ id, outcome: 'answer' });
      return given(row);
    },
    close: async () => {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'close');
      expect(child.exitCode).toBe(0);
    },
  };
}

function given({ outcome, sentences, citations }: Given): Given {
  return { outcome, sentences, citations };
}

/** The files in a version: each article that is asked about in a file of its own, and one that comes in between. */
function write(of: Workspace, version: number): void {
  const between = { id: `new${version}`, title: `News ${version}`, body: story(`arrival${version}x`) };
  of.write({ [`news/m${version}.jsonl`]: jsonLines(between) });
  for (const [i, article] of askedAboutArticles.entries())
    of.write({ [`news/${i < 3 ? 'a' : 'z'}${i}.jsonl`]: jsonLines(article.record(version)) });
}

test('a process that answers gives what was there before or what comes after while another indexes, and what that has indexed within 2 s of its end', async () => {
  const undisturbed = await createWorkspace();
  const expected: Given[][] = [];
  for (const version of [0, 1, 2, 3]) {
    write(undisturbed, version);
    await undisturbed.reindex();
    expected.push((await answersOf(undisturbed.app)).map(given));
  }
  await undisturbed.close();

  write(workspace, 0);
  expect(await runProgram(['reindex'], { cwd: workspace.cwd, settings })).toMatchObject({ code: 0 });
  reader = startReader();
  const askAll = async (): Promise<Given[]> => {
    const answers: Given[] = [];
    for (const { id, question } of askedAboutArticles) answers.push(await reader.ask(id, question));
    return answers;
  };
  expect(await askAll()).toEqual(expected[0]);

  const runs = [['reindex'], ['reindex', '--full'], ['reindex']];
  for (const [n, args] of runs.entries()) {
    const version = n + 1;
    const [before, after] = [expected[n]!, expected[version]!];
    const generation = await findCurrentGeneration(workspace.dataDir);
    write(workspace, version);
    const held = server.hold(`arrival${version}x`);
    const indexing = runProgram(args, { cwd: workspace.cwd, settings });
    let hasEnded = false;
    void indexing.then(() => (hasEnded = true));
    await held.arrived;
    // In the middle of the run some files are done and others not; of a new index nothing is seen yet.
    const during = await askAll();
    expect(during).toEqual(args.includes('--full') ? before : [...after.slice(0, 3), ...before.slice(3)]);
    held.release();
    while (!hasEnded) {
      const answers = await askAll();
      answers.forEach((answer, i) => expect([before[i], after[i]]).toContainEqual(answer));
    }
    const endedAt = performance.now();
    expect(await indexing).toMatchObject({ code: 0 });
    expect((await findCurrentGeneration(workspace.dataDir)) !== generation).toBe(args.includes('--full'));
    for (let isSeen = false; !isSeen;) {
      const askedAt = performance.now();
      const answers = await askAll();
      isSeen = JSON.stringify(answers) === JSON.stringify(after);
      if (askedAt - endedAt > 2000) expect(answers).toEqual(after);
    }
  }
});
