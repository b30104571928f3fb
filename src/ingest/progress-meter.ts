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
