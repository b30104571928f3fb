import type { Outcome } from '../domain/answer.js';

/** Outcomes that were composed before. */
export interface AnswerCache {
  find(key: string): Outcome | undefined;
  put(key: string, outcome: Outcome): void;
}

/** An outcome takes a few kilobytes, so these are some megabytes; after a day the coverage has mostly changed anyway. */
const usualLimits = { entries: 500, maxAgeMs: 24 * 3_600_000 };

/** A cache in memory; beyond its limit the one that was not asked for the longest goes. `clock` gives milliseconds. */
export function createAnswerCache(clock: () => number, limits: Partial<typeof usualLimits> = {}): AnswerCache {
  const { entries, maxAgeMs } = { ...usualLimits, ...limits };
  /** In the order of their last use, as a map keeps it. */
  const kept = new Map<string, { outcome: Outcome; atMs: number }>();
  return {
    find(key) {
      const entry = kept.get(key);
      if (entry === undefined) return undefined;
      kept.delete(key);
      if (clock() - entry.atMs >= maxAgeMs) return undefined;
      kept.set(key, entry);
      return entry.outcome;
    },
    put(key, outcome) {
      kept.delete(key);
      kept.set(key, { outcome, atMs: clock() });
      for (const oldest of kept.keys()) {
        if (kept.size <= entries) break;
        kept.delete(oldest);
      }
    },
  };
}
