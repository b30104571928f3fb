import type { Worker } from 'node:worker_threads';
import { reachWorker, type RemoteOf } from './app-remote.js';
import { AppError } from './errors.js';

/** A worker thread that is started when it is needed, and again when it is needed after it died. */
export interface Thread<Host> {
  /**
   * Runs `work` with the functions of the thread, which is started and prepared first if need be. Rejects with `WORKER_LOST` when the
   * thread ends before `work` does.
   */
  use<Result>(work: (remote: RemoteOf<Host>) => Promise<Result>): Promise<Result>;
  /**
   * Waits for what is under way, then for `end`, then ends the thread: one that ended while ONNX Runtime computes (1.30) would take the
   * process with it. May be called twice, and when it was never started.
   */
  close(end: (remote: RemoteOf<Host>) => Promise<void>): Promise<void>;
}

export interface ThreadOptions<Host> {
  /** What the thread does, for errors: "answers questions". */
  does: string;
  start: () => Worker;
  /** Done once after each start, before anything else. When it fails, the thread is ended and the next use starts another. */
  prepare: (remote: RemoteOf<Host>) => Promise<void>;
}

/** Makes a thread that is not started yet. */
export function createThread<Host>({ does, start, prepare }: ThreadOptions<Host>): Thread<Host> {
  let current: Running<Host> | undefined;

  const begin = (): Running<Host> => {
    const running = watch<Host>(start(), does);
    const forget = (): void => {
      if (current === running) current = undefined;
    };
    running.worker.once('exit', forget);
    running.prepared = running.track(() => prepare(running.remote));
    running.prepared.catch(() => {
      forget();
      void running.worker.terminate();
    });
    return running;
  };

  return {
    use: (work) => {
      const running = (current ??= begin());
      return running.track(() => running.prepared.then(() => work(running.remote)));
    },
    close: async (end) => {
      const last = current;
      await last?.idle();
      if (last === undefined || current !== last) return;
      current = undefined;
      try {
        await last.track(() => end(last.remote));
      } finally {
        await last.worker.terminate();
      }
    },
  };
}

interface Running<Host> {
  worker: Worker;
  remote: RemoteOf<Host>;
  prepared: Promise<void>;
  /** The result of `work`, or `WORKER_LOST` when the thread ends or has ended. */
  track<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

function watch<Host>(worker: Worker, does: string): Running<Host> {
  const calls = new Set<{ done: Promise<unknown>; lose: (error: AppError) => void }>();
  const loseAll = (error: AppError): void => {
    for (const { lose } of calls) lose(error);
  };
  let reason: unknown;
  let lost: AppError | undefined;
  worker.once('error', (error) => {
    reason = error;
  });
  // Nobody knows whose answer it was that could not be read, so that all would wait without end. The thread goes on: to end it while
  // ONNX Runtime computes would end the process.
  worker.on('messageerror', (error) => loseAll(lostError(does, error)));
  worker.once('exit', (code) => {
    lost = lostError(does, reason ?? `exit code ${code}`);
    loseAll(lost);
  });
  return {
    worker,
    remote: reachWorker<Host>(worker),
    prepared: Promise.resolve(),
    track: <Result>(work: () => Promise<Result>) => {
      if (lost !== undefined) return Promise.reject(lost);
      let lose: (error: AppError) => void = () => undefined;
      const end = new Promise<never>((_, reject) => {
        lose = reject;
      });
      const done = Promise.race([end, work()]).finally(() => calls.delete(call));
      const call = { done, lose };
      calls.add(call);
      return done;
    },
    idle: async () => {
      while (calls.size > 0) await Promise.allSettled(Array.from(calls, ({ done }) => done));
    },
  };
}

function lostError(does: string, reason: unknown): AppError {
  const why = reason instanceof Error ? reason.message : String(reason);
  return new AppError('WORKER_LOST', `The thread that ${does} ended unexpectedly (${why})`, {
    hint: 'Try again; a new one is started. If it ends again, see whether the machine is short of memory.',
    cause: reason,
  });
}
