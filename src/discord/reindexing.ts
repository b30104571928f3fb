import type { App, ReindexReport, Progress } from '../app.js';

/** A reindex that runs, or has run. */
export interface Job {
  id: string;
  full: boolean;
  startedAt: string;
  /** The last progress that was told; null before the first. */
  progress: Progress | null;
  /** Calls `listener` at every progress from now on, until the function it returns is called. */
  listen(listener: () => void): () => void;
  cancel(): void;
  /** Resolves or rejects as the run does. */
  finished: Promise<ReindexReport>;
}

/** Runs one reindex at a time. */
export interface Reindexing {
  /** The run that goes on, or a new one; `joined` tells which. The mode of the one that goes on stays as it is. */
  start(options: { full: boolean }): { job: Job; joined: boolean };
  /** The run that goes on, if it has this id. */
  find(id: string): Job | undefined;
  /** Cancels the run that goes on and resolves when it has ended; what was finished until then is kept. */
  stop(): Promise<void>;
}

export function createReindexing(app: Pick<App, 'reindex'>, now: () => Date, newId: () => string): Reindexing {
  let current: Job | undefined;

  const begin = (full: boolean): Job => {
    const controller = new AbortController();
    const listeners = new Set<() => void>();
    const onProgress = (progress: Progress) => {
      job.progress = progress;
      for (const listener of listeners) listener();
    };
    const job: Job = {
      id: newId(),
      full,
      startedAt: now().toISOString(),
      progress: null,
      listen: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      cancel: () => controller.abort(),
      // Begun a turn later, when the job is there to be told of progress.
      finished: Promise.resolve()
        .then(() => app.reindex({ full, signal: controller.signal, onProgress }))
        .finally(() => {
          current = undefined;
        }),
    };
    // Whoever watches hears of a failure; a run that nobody watches any more must not end the process.
    job.finished.catch(() => undefined);
    return job;
  };

  return {
    start: ({ full }) => {
      const joined = current !== undefined;
      return { job: (current ??= begin(full)), joined };
    },
    find: (id) => (current?.id === id ? current : undefined),
    stop: async () => {
      const job = current;
      job?.cancel();
      await job?.finished.catch(() => undefined);
    },
  };
}
