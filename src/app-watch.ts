import type { App, ReindexReport } from './app.js';
import type { Job, Reindexing } from './app-reindexing.js';
import { AppError } from './errors.js';
import type { FolderWatcher } from './adapters/folder-watcher.js';

/** The timers that the watcher lives by; replaced in tests. */
export interface Timers {
  /** Milliseconds that only ever increase, whatever becomes of the clock. */
  now(): number;
  /** What the clock says, in epoch milliseconds; somebody may set it back. Only for times that come from elsewhere. */
  date(): number;
  /** Calls `work` once after `delayMs`; the returned function calls it off. Keeps no process alive. */
  after(delayMs: number, work: () => void): () => void;
}

/** What the watcher is given. */
export interface WatchParts {
  app: Pick<App, 'listSchedule'>;
  /** Its runs are begun there, so that an operator who asks for one meanwhile joins. */
  reindexing: Reindexing;
  watchFolder: FolderWatcher;
  timers: Timers;
  /** Told after every run that changed the index. */
  onChange(report: ReindexReport): void;
  /** Told about what keeps it from watching or indexing; it goes on all the same. */
  onError(error: unknown): void;
}

/** Files are still being written for a while after the first event; from the last one on, this long nothing may happen. */
const settleMs = 2_000;
/** Whoever writes without pause is not waited for longer than this. */
const longestSettleMs = 30_000;
/** How often the list of sources and their times is looked at again; another process may have changed both. */
const lookEveryMs = 60_000;
/** How often folders are gone through without an event: some file systems (network shares, full tables of watches) tell of none. */
const sweepEveryMs = 60 * 60_000;
/** When another process indexes, or a run fails, the next is tried after this. */
const retryMs = 60_000;

/**
 * Looks after the sources: indexes files some seconds after they changed, and feeds and pages when their time has come, one run at a
 * time and only what is due. A clock that is set back delays nothing. Runs until `close`, which ends a run that goes on and waits for it.
 */
export function watchSources({ app, reindexing, watchFolder, timers, onChange, onError }: WatchParts): {
  close(): Promise<void>;
} {
  let isClosed = false;
  /** The run that this began. */
  let own: Job | undefined;
  const folders = new Map<string, { stop: () => void; sweepAt: number; isBroken: boolean }>();
  /** Sources that changed, with when the first and the last event was. */
  const unsettled = new Map<string, { first: number; last: number }>();
  const due = new Set<string>();
  let callOff = (): void => undefined;
  let working: Promise<void> | undefined;
  let lookAt = -Infinity;
  let retryAt = -Infinity;
  let nextTries = new Map<string, number>();

  const plan = (): void => {
    if (isClosed || working !== undefined) return;
    callOff();
    const times = [lookAt, ...nextTries.values(), ...[...folders.values()].map(({ sweepAt }) => sweepAt)];
    for (const { first, last } of unsettled.values()) times.push(Math.min(last + settleMs, first + longestSettleMs));
    if (due.size > 0) times.push(-Infinity);
    const at = Math.max(Math.min(...times), retryAt);
    callOff = timers.after(Math.max(0, at - timers.now()), () => {
      working = work().finally(() => {
        working = undefined;
        plan();
      });
    });
  };

  const noteEvent = (source: string): void => {
    const now = timers.now();
    unsettled.set(source, { first: unsettled.get(source)?.first ?? now, last: now });
    plan();
  };

  /** Watches a folder, unless it does. One that cannot be watched is reported once and tried again at every look. */
  const watch = (source: string): void => {
    const known = folders.get(source);
    if (known?.isBroken === false) return;
    known?.stop();
    // What changed while nobody watched is found by going through it once.
    const folder = { stop: (): void => undefined, sweepAt: known?.sweepAt ?? timers.now(), isBroken: false };
    folders.set(source, folder);
    const onBreak = (error: unknown): void => {
      folder.isBroken = true;
      if (known === undefined) onError(error);
    };
    folder.stop = watchFolder(source, () => noteEvent(source), onBreak);
    if (known?.isBroken === true && !folder.isBroken) folder.sweepAt = timers.now();
  };

  const look = async (): Promise<void> => {
    const sources = await app.listSchedule();
    const names = new Set(sources.map(({ source }) => source));
    // How long that is from now, as the clock may be set back meanwhile.
    const toOwnTime = (iso: string): number => timers.now() + Math.max(0, Date.parse(iso) - timers.date());
    nextTries = new Map(
      sources.flatMap(({ source, nextTry }) => (nextTry === null ? [] : [[source, toOwnTime(nextTry)] as const])),
    );
    for (const [source, { stop }] of folders) {
      if (names.has(source) && !nextTries.has(source)) continue;
      stop();
      folders.delete(source);
      unsettled.delete(source);
    }
    for (const { source, nextTry } of sources) {
      if (nextTry === null && !/^[a-z][a-z0-9+.-]+:\/\//iu.test(source)) watch(source);
    }
    for (const source of due) if (!names.has(source)) due.delete(source);
  };

  const collect = (): void => {
    const now = timers.now();
    for (const [source, { first, last }] of unsettled) {
      if (Math.min(last + settleMs, first + longestSettleMs) > now) continue;
      unsettled.delete(source);
      due.add(source);
    }
    for (const [source, at] of nextTries) if (at <= now) due.add(source);
    for (const [source, folder] of folders) {
      if (folder.sweepAt > now) continue;
      folder.sweepAt = now + sweepEveryMs;
      due.add(source);
    }
  };

  const work = async (): Promise<void> => {
    try {
      if (lookAt <= timers.now()) {
        lookAt = timers.now() + lookEveryMs;
        await look();
      }
      collect();
      if (due.size === 0 || isClosed) return;
      const only = [...due];
      const { job, joined } = reindexing.start({ full: false, only });
      if (joined) {
        // What an operator began may have passed by what is due already.
        retryAt = timers.now() + settleMs;
        return;
      }
      own = job;
      const report = await job.finished.finally(() => (own = undefined));
      for (const source of only) due.delete(source);
      // Whatever the sources say, there is a pause between two runs.
      retryAt = timers.now() + settleMs;
      const { added, changed, removed } = report.counts;
      if (added + changed + removed > 0) onChange(report);
      // The next tries follow from this one.
      await look();
    } catch (error) {
      retryAt = timers.now() + retryMs;
      // Another process indexes, for itself or for us: what is due stays due.
      if (!(error instanceof AppError) || error.code !== 'INDEX_LOCKED') onError(error);
    }
  };

  plan();
  return {
    close: async () => {
      isClosed = true;
      own?.cancel();
      callOff();
      for (const { stop } of folders.values()) stop();
      await working;
    },
  };
}

/** The timers of this process. */
export const systemTimers: Timers = {
  now: () => performance.now(),
  date: () => Date.now(),
  after: (delayMs, work) => {
    const timer = setTimeout(work, delayMs).unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
