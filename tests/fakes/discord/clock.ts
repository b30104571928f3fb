/** The time of the fake: what ids, the 3 seconds and the 15 minutes are measured with. */
export interface Clock {
  nowMs(): number;
  now(): Date;
  /** Moves on at once; nothing runs because of it. */
  advanceMs(ms: number): void;
}

/** Stands still but for `advanceMs`, or runs with the wall clock. It starts with the time of day it really is. */
export function createClock({ realTime }: { realTime: boolean }): Clock {
  const startedMs = Date.now();
  let advancedMs = 0;
  const nowMs = () => (realTime ? Date.now() : startedMs) + advancedMs;
  return {
    nowMs,
    now: () => new Date(nowMs()),
    advanceMs: (ms) => {
      advancedMs += ms;
    },
  };
}

/** 2015-01-01, from which Discord counts. */
const epochMs = 1_420_070_400_000;

/** Ids that ascend and hold the time they were made at, as Discord's do. */
export function createIds(clock: Clock): () => string {
  let last = 0n;
  return () => {
    const first = BigInt(clock.nowMs() - epochMs) << 22n;
    last = first > last ? first : last + 1n;
    return last.toString();
  };
}
