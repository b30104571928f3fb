import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFolderWatcher } from '../src/adapters/folder-watcher.js';
import { createReindexing, type Reindexing } from '../src/app-reindexing.js';
import { systemTimers, watchSources, type Timers } from '../src/app-watch.js';
import type { App, ReindexReport, SourceEntry } from '../src/app.js';
import { AppError } from '../src/errors.js';
import { report, status } from './fakes/app.js';
import { createWorkspace, story } from './e2e/reindex-workspace.js';

/** Time that passes when it is told to, letting what was begun come to rest in between. */
function createTime(): Timers & { pass(ms: number): Promise<void>; setClock(byMs: number): void } {
  let nowMs = 5000;
  let startOfClock = Date.parse('2025-06-01T10:00:00Z');
  const waiting = new Set<{ at: number; work: () => void }>();
  const rest = async (): Promise<void> => {
    for (let i = 0; i < 30; i++) await Promise.resolve();
  };
  return {
    now: () => nowMs,
    date: () => startOfClock + nowMs,
    setClock: (byMs) => {
      startOfClock += byMs;
    },
    after: (delayMs, work) => {
      const entry = { at: nowMs + delayMs, work };
      waiting.add(entry);
      return () => waiting.delete(entry);
    },
    pass: async (ms) => {
      const end = nowMs + ms;
      await rest();
      for (;;) {
        const [next] = [...waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        waiting.delete(next);
        nowMs = Math.max(nowMs, next.at);
        next.work();
        await rest();
      }
      nowMs = end;
    },
  };
}

const second = 1000;
const minute = 60 * second;
const feed = 'https://packet.example/feed.xml';

let time: ReturnType<typeof createTime>;
let sources: SourceEntry[];
/** What was indexed, and after how many seconds. */
let runs: { at: number; only: readonly string[] }[];
let errors: unknown[];
let changes: ReindexReport[];
let events: Map<string, () => void>;
let stopped: string[];
let outcome: () => Promise<ReindexReport>;
let reindexing: Reindexing;
let watcher: { close(): Promise<void> };
let started: number;
let cancelled: number;

const entry = (source: string, nextTry: string | null = null): SourceEntry => ({
  ...status.sources[0]!,
  source,
  nextTry,
});
const start = (): void => {
  started = time.now();
  const reindex: App['reindex'] = async ({ only = [], signal }) => {
    runs.push({ at: (time.now() - started) / second, only });
    signal?.addEventListener('abort', () => cancelled++);
    return outcome();
  };
  reindexing = createReindexing({ reindex }, { now: () => new Date(time.date()), newId: () => 'x' });
  watcher = watchSources({
    app: { listSchedule: async () => sources },
    reindexing,
    watchFolder: (source, onEvent) => {
      events.set(source, onEvent);
      return () => void (events.delete(source), stopped.push(source));
    },
    timers: time,
    onChange: (changed) => changes.push(changed),
    onError: (error) => errors.push(error),
  });
};

beforeEach(() => {
  time = createTime();
  sources = [entry('news'), entry('more')];
  runs = [];
  cancelled = 0;
  errors = [];
  changes = [];
  events = new Map();
  stopped = [];
  outcome = async () => ({ ...report, counts: { ...report.counts, added: 0, changed: 0, removed: 0 } });
});
afterEach(async () => {
  await watcher.close();
});

describe('folders', () => {
  test('are gone through once at the start, for what changed while nobody watched', async () => {
    start();
    await time.pass(10 * second);
    expect(runs).toEqual([{ at: 0, only: ['news', 'more'] }]);
  });

  test('are indexed two seconds after the last event, each by itself', async () => {
    start();
    await time.pass(10 * second);
    for (let i = 0; i < 5; i++) {
      events.get('news')!();
      await time.pass(second);
    }
    await time.pass(minute);
    expect(runs.slice(1)).toEqual([{ at: 16, only: ['news'] }]);
  });

  test('that are written to without pause are not waited for longer than half a minute', async () => {
    start();
    await time.pass(10 * second);
    for (let i = 0; i < 40; i++) {
      events.get('news')!();
      await time.pass(second);
    }
    expect(runs[1]).toEqual({ at: 40, only: ['news'] });
  });

  test('are gone through every hour, also without an event', async () => {
    start();
    await time.pass(125 * minute);
    expect(runs.map(({ at }) => Math.round(at / 60))).toEqual([0, 60, 120]);
  });

  test('are watched from when they are added, and no more when they are removed', async () => {
    start();
    await time.pass(10 * second);
    sources = [entry('news'), entry('new')];
    await time.pass(2 * minute);
    expect([...events.keys()]).toEqual(['news', 'new']);
    expect(stopped).toEqual(['more']);
    expect(runs.at(-1)!.only).toEqual(['new']);
  });
});

describe('feeds and pages', () => {
  test('are indexed when their time comes, and not before', async () => {
    const nextTry = new Date(time.date() + 30 * minute).toISOString();
    sources = [entry(feed, nextTry)];
    outcome = async () => {
      sources = [entry(feed, new Date(time.date() + 30 * minute).toISOString())];
      return report;
    };
    start();
    await time.pass(95 * minute);
    expect(runs.map(({ at, only }) => [Math.round(at / 60), only])).toEqual([
      [30, [feed]],
      [60, [feed]],
      [90, [feed]],
    ]);
    expect(changes).toHaveLength(3);
    expect(events.size).toBe(0);
  });

  test('whose time never moves on do not make it run without pause', async () => {
    sources = [entry(feed, new Date(time.date()).toISOString())];
    start();
    await time.pass(20 * second);
    expect(runs.length).toBeLessThanOrEqual(11);
  });
});

describe('a clock that is set back', () => {
  const day = 24 * 60 * minute;

  test('delays neither files that change nor the hourly round', async () => {
    start();
    await time.pass(10 * second);
    events.get('news')!();
    time.setClock(-day);
    await time.pass(10 * second);
    expect(runs[1]).toEqual({ at: 12, only: ['news'] });
    await time.pass(70 * minute);
    expect(runs[2]).toEqual({ at: 3600, only: ['news', 'more'] });
  });

  test('delays no feed whose time was set before', async () => {
    sources = [entry(feed, new Date(time.date() + 30 * second).toISOString())];
    start();
    await time.pass(10 * second);
    time.setClock(-day);
    await time.pass(30 * second);
    expect(runs).toEqual([{ at: 30, only: [feed] }]);
  });

  test('does not keep a run that failed from being tried again in a minute', async () => {
    outcome = async () => {
      time.setClock(-day);
      throw new AppError('INDEX_UNWRITABLE', 'full');
    };
    start();
    await time.pass(65 * second);
    expect(runs.map(({ at }) => at)).toEqual([0, 60]);
  });
});

describe('an operator who asks for a run', () => {
  let end = (): void => undefined;
  const held = (): Promise<ReindexReport> => new Promise((resolve) => (end = () => resolve(report)));

  test('while the watching has one joins it, and gets its report', async () => {
    outcome = held;
    start();
    await time.pass(second);
    const { job, joined } = reindexing.start({ full: true });
    expect([joined, job.full, job.only]).toEqual([true, false, ['news', 'more']]);
    end();
    expect(await job.finished).toBe(report);
    await time.pass(second);
    expect(runs).toHaveLength(1);
    expect(changes).toEqual([report]);
  });

  test('before the watching does is left alone, also by closing, and what is due comes after', async () => {
    outcome = held;
    start();
    reindexing.start({ full: true });
    await time.pass(10 * second);
    expect(runs).toEqual([{ at: 0, only: [] }]);
    end();
    await time.pass(2 * second);
    expect(runs.slice(1)).toEqual([{ at: 12, only: ['news', 'more'] }]);
    end();
    await time.pass(minute);
    reindexing.start({ full: false });
    await time.pass(second);
    await watcher.close();
    expect(cancelled).toBe(0);
    end();
  });
});

describe('what goes wrong', () => {
  test('while another process indexes, nothing is said, and what is due is tried again in a minute', async () => {
    outcome = async () => {
      if (runs.length === 1) throw new AppError('INDEX_LOCKED', 'locked');
      return report;
    };
    start();
    await time.pass(2 * minute);
    expect(runs.map(({ at }) => at)).toEqual([0, 60]);
    expect(runs[1]!.only).toEqual(['news', 'more']);
    expect(errors).toEqual([]);
  });

  test('a run that fails is told, and tried again in a minute', async () => {
    outcome = async () => {
      if (runs.length === 1) throw new AppError('INDEX_UNWRITABLE', 'full');
      return report;
    };
    start();
    await time.pass(90 * second);
    expect(runs).toHaveLength(2);
    expect(errors).toMatchObject([{ code: 'INDEX_UNWRITABLE' }]);
  });

  test('closing ends a run that goes on, waits for it, and stops all watching', async () => {
    let end = (): void => undefined;
    outcome = () => new Promise((resolve) => (end = () => resolve(report)));
    start();
    await time.pass(second);
    let isClosed = false;
    const closing = watcher.close().then(() => (isClosed = true));
    await time.pass(minute);
    expect(isClosed).toBe(false);
    expect(cancelled).toBe(1);
    end();
    await closing;
    expect(stopped).toEqual(['news', 'more']);
    await time.pass(120 * minute);
    expect(runs).toHaveLength(1);
  });
});

describe('a real folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'on-record-watch-'));
    sources = [];
    start();
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test.each<[string, (dir: string) => void]>([
    ['a file is written', (dir) => writeFileSync(join(dir, 'b.md'), 'text')],
    ['a file is added to', (dir) => appendFileSync(join(dir, 'a.md'), 'more')],
    ['a file is removed', (dir) => rmSync(join(dir, 'a.md'))],
    ['a file is replaced', (dir) => renameSync(join(dir, 'sub', 'c.md'), join(dir, 'a.md'))],
    ['a file is written in a subfolder', (dir) => writeFileSync(join(dir, 'sub', 'd.md'), 'text')],
  ])('tells when %s', async (_, change) => {
    mkdirSync(join(folder, 'news', 'sub'), { recursive: true });
    writeFileSync(join(folder, 'news', 'a.md'), 'text');
    writeFileSync(join(folder, 'news', 'sub', 'c.md'), 'text');
    await new Promise<void>((resolve, reject) => {
      const stop = createFolderWatcher(folder)('news', () => resolve(stop()), reject);
      change(join(folder, 'news'));
    });
  });

  test('that is a file is told of when another takes its place, and not when its neighbours change', async () => {
    writeFileSync(join(folder, 'a.md'), 'text');
    let told = 0;
    await new Promise<void>((resolve, reject) => {
      const stop = createFolderWatcher(folder)('a.md', () => (told++, resolve(stop())), reject);
      writeFileSync(join(folder, 'b.md'), 'text');
      writeFileSync(join(folder, 'c.md'), 'text');
      renameSync(join(folder, 'c.md'), join(folder, 'a.md'));
    });
    expect(told).toBe(1);
  });

  test('that is not there is an error, not an end', () => {
    const failed: unknown[] = [];
    createFolderWatcher(folder)(
      'nowhere',
      () => undefined,
      (error) => failed.push(error),
    )();
    expect(failed).toMatchObject([{ code: 'ENOENT' }]);
  });

  test('that a person writes to is searched some seconds later, without anybody asking for it', async () => {
    const workspace = await createWorkspace();
    try {
      const found = new Promise<ReindexReport>((resolve, reject) => {
        const real = watchSources({
          app: workspace.app,
          reindexing: createReindexing(workspace.app, { now: () => new Date(), newId: () => 'x' }),
          watchFolder: createFolderWatcher(workspace.cwd),
          // Real events and a real index; only the waiting is left out.
          timers: { ...systemTimers, after: (ms, work) => systemTimers.after(Math.min(ms, 20), work) },
          onChange: (changed) => void real.close().then(() => resolve(changed)),
          onError: reject,
        });
      });
      workspace.write({ 'news/a.md': `# Alder\n\n${story('alder')}` });
      // The timers of the program keep no process alive; the test does.
      const alive = setInterval(() => undefined, 1000);
      expect((await found).counts).toMatchObject({ added: 1 });
      clearInterval(alive);
      const question = { text: 'alder council', filters: {}, askedOn: '2025-01-01' };
      expect(await workspace.app.search(question, { limit: 1 })).toMatchObject([{ title: 'Alder' }]);
    } finally {
      await workspace.close();
    }
  });
});
