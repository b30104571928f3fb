import type { Progress } from '../ports.js';

/** Keeps the counts of a run and tells its listener, with the rate and time left as measured since the first embedding. */
export interface ProgressMeter {
  update(change: Partial<Pick<Progress, 'phase' | 'done' | 'total' | 'failures'>> & { embedded?: number }): void;
}

/** `clock` gives milliseconds that only ever increase. */
export function createProgressMeter(listener: (progress: Progress) => void, clock: () => number): ProgressMeter {
  const state = {
    phase: 'reading' as Progress['phase'],
    done: 0,
    total: null as number | null,
    failures: 0,
    embedded: 0,
  };
  let since: { ms: number; done: number; embedded: number } | undefined;
  return {
    update: (change) => {
      Object.assign(state, change);
      if (state.phase === 'embedding') since ??= { ms: clock(), done: state.done, embedded: state.embedded };
      const seconds = since === undefined ? 0 : (clock() - since.ms) / 1000;
      const finished = since === undefined ? 0 : state.done - since.done;
      const isMeasured = since !== undefined && seconds > 1;
      listener({
        phase: state.phase,
        done: state.done,
        total: state.total,
        ratePerSecond: isMeasured ? (state.embedded - since!.embedded) / seconds : null,
        secondsLeft:
          isMeasured && finished > 0 && state.total !== null ? ((state.total - state.done) * seconds) / finished : null,
        failures: state.failures,
      });
    },
  };
}

/**
 * Tells how far a part of a run is in which nothing is embedded, with the time left as measured since it began. A part whose `total` is
 * null only goes on.
 */
export function createPartMeter(
  listener: (progress: Progress) => void,
  clock: () => number,
  { phase, failures }: Pick<Progress, 'phase' | 'failures'>,
): (done: number, total: number | null) => void {
  const since = clock();
  return (done, total) => {
    const seconds = (clock() - since) / 1000;
    const isMeasured = seconds > 1 && done > 0 && total !== null;
    const secondsLeft = isMeasured ? ((total - done) * seconds) / done : null;
    listener({ phase, done, total, ratePerSecond: null, secondsLeft, failures });
  };
}
