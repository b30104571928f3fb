/** The arithmetic mean; null of nothing. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value below or at which `share` of the values lie, by the nearest rank; null of nothing. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1))] ?? null;
}

/** Numbers in 0..1 that look random and are the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A mean with the interval that holds 95 % of the means of samples drawn from the same values. */
export interface Interval {
  mean: number;
  low: number;
  high: number;
}

/**
 * The mean of the values with a 95 % percentile bootstrap interval (Efron 1979): as many values drawn with replacement,
 * `rounds` times. The same seed gives the same interval. Costs rounds × values. Null of nothing.
 */
export function bootstrapMean(values: readonly number[], { rounds = 2000, seed = 1 } = {}): Interval | null {
  const average = mean(values);
  if (average === null) return null;
  const random = createRandom(seed);
  const means = Array.from({ length: rounds }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[Math.floor(random() * values.length)]!;
    return sum / values.length;
  });
  return { mean: average, low: percentile(means, 0.025)!, high: percentile(means, 0.975)! };
}
