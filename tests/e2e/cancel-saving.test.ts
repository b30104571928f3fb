import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Progress } from '../../src/app.js';
import { listGenerations } from '../../src/adapters/generations.js';
import { createWorkspace, jsonLines, story, type Workspace } from './reindex-workspace.js';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
  const records = Array.from({ length: 30 }, (_, i) => ({ id: `s${i}`, title: `S ${i}`, body: story(`topic${i}x`) }));
  workspace.write({ 'news/a.jsonl': jsonLines(...records) });
});
afterEach(async () => {
  await workspace.close();
});

/** A full run that is cancelled as soon as its progress is this. */
async function cancelAt(isTime: (progress: Progress) => boolean) {
  const controller = new AbortController();
  const told: Progress[] = [];
  const report = await workspace.app.reindex({
    full: true,
    signal: controller.signal,
    onProgress: (progress) => {
      told.push(progress);
      if (isTime(progress)) controller.abort();
    },
  });
  return { report, told };
}

test.each<[string, (progress: Progress) => boolean]>([
  ['begins', ({ phase }) => phase === 'saving'],
  ['goes on', ({ phase, done }) => phase === 'saving' && done > 0],
  ['is over and the checks begin', ({ phase }) => phase === 'checking'],
])(
  'a full run that is cancelled when saving the vectors %s lets the index in use serve on, and is finished by the next',
  async (_, isTime) => {
    const { generation: first } = await workspace.reindex();
    const { report } = await cancelAt(isTime);
    expect(report.cancelled).toBe(true);
    expect((await workspace.app.status()).index?.generation).toBe(first);
    const next = await workspace.reindex();
    expect(next).toMatchObject({
      mode: 'full',
      cancelled: false,
      generation: report.generation,
      counts: { embedded: 0 },
    });
    expect((await workspace.app.status()).index).toMatchObject({
      generation: report.generation,
      vectors: { kind: 'approximate', count: 30 },
    });
    expect(await listGenerations(workspace.dataDir)).toEqual([first, report.generation]);
  },
);

test('saving the vectors tells how many of how many are done', async () => {
  const { told } = await cancelAt(() => false);
  const saving = told.filter(({ phase, done }) => phase === 'saving' && done > 0);
  expect(saving.length).toBeGreaterThan(2);
  for (const { total } of saving) expect(total).toBe(30);
});
