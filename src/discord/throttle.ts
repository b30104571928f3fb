/** Does the newest piece of work at most every so often. */
export interface Throttle {
  /** Does `work` now when the last one was long enough ago, otherwise then; what waits is replaced. */
  do(work: () => Promise<void>): void;
  /** Drops what waits, waits for what runs, and does `work` as the last one, when its time has come. */
  finish(work: () => Promise<void>): Promise<void>;
}

/** What fails is told to `onError`, and does not keep the next from being done. */
export function createThrottle(intervalMs: number, clock: () => number, onError: (error: unknown) => void): Throttle {
  let waiting: (() => Promise<void>) | undefined;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastMs = -Infinity;

  const run = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      onError(error);
    } finally {
      lastMs = clock();
    }
  };
  const schedule = (): void => {
    if (waiting === undefined || running !== undefined || timer !== undefined) return;
    const startNext = () => {
      timer = undefined;
      const work = waiting;
      waiting = undefined;
      if (work === undefined) return;
      running = run(work).finally(() => {
        running = undefined;
        schedule();
      });
    };
    const delayMs = lastMs + intervalMs - clock();
    if (delayMs <= 0) startNext();
    else timer = setTimeout(startNext, delayMs);
  };

  return {
    do: (work) => {
      waiting = work;
      schedule();
    },
    finish: async (work) => {
      clearTimeout(timer);
      timer = undefined;
      waiting = undefined;
      await running;
      const delayMs = lastMs + intervalMs - clock();
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
      await run(work);
    },
  };
}
