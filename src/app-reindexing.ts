import type { App, Progress, ReindexReport } from './app.js';

/** A reindex of this process that runs, or has run. */
export interface Job {
  id: string;
  full: boolean;
  /** The sources that it looks at; null for all. */
  only: readonly string[] | null;
  startedAt: string;
  /** The last progress that was told; null before the first. */
  progress: Progress | null;
  /** Calls `listener` at every progress from now on, until the function it returns is called. */
  listen(listener: () => void): () => void;
  /** May come too late, while the index is being switched; the report tells. */
  cancel(): void;
  wasCancelled(): boolean;
  /** Resolves or rejects as the run does. */
  finished: Promise<ReindexReport>;
}

/** Runs one reindex at a time, whoever asks for it: an operator, or the watching of the sources. */
export interface Reindexing {
  /** The run that goes on, or a new one; `joined` tells which. The mode and the sources of the one that goes on stay as they are. */
  start(options: { full: boolean; only?: readonly string[] }): { job: Job; joined: boolean };
  /** The run that goes on, if it has this id. */
  find(id: string): Job | undefined;
  /** Calls `listener` after every run, however it ended, until the function it returns is called. */
  onEnd(listener: () => void): () => void;
  /** Cancels the run that goes on and resolves when it has ended; what was finished until then is kept. */
  stop(): Promise<void>;
}

export function createReindexing(
  app: Pick<App, 'reindex'>,
  { now, newId }: { now: () => Date; newId: () => string },
): Reindexing {
  let current: Job | undefined;
  const endListeners = new Set<() => void>();

  const begin = (full: boolean, only: readonly string[] | undefined): Job => {
    const controller = new AbortController();
    const listeners = new Set<() => void>();
    const onProgress = (progress: Progress) => {
      job.progress = progress;
      for (const listener of listeners) listener();
    };
    const job: Job = {
      id: newId(),
      full,
      only: only ?? null,
      startedAt: now().toISOString(),
      progress: null,
      listen: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      cancel: () => controller.abort(),
      wasCancelled: () => controller.signal.aborted,
      // Begun a turn later, when the job is there to be told of progress.
      finished: Promise.resolve()
        .then(() => app.reindex({ full, ...(only && { only }), signal: controller.signal, onProgress }))
        .finally(() => {
          current = undefined;
          for (const listener of endListeners) listener();
        }),
    };
    // Whoever watches hears of a failure; a run that nobody watches any more must not end the process.
    job.finished.catch(() => undefined);
    return job;
  };

  return {
    start: ({ full, only }) => {
      const joined = current !== undefined;
      return { job: (current ??= begin(full, only)), joined };
    },
    find: (id) => (current?.id === id ? current : undefined),
    onEnd: (listener) => {
      endListeners.add(listener);
      return () => endListeners.delete(listener);
    },
    stop: async () => {
      const job = current;
      job?.cancel();
      await job?.finished.catch(() => undefined);
    },
  };
}
