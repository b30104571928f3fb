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

/** A mean, or another statistic, with the interval that holds 95 % of those of samples drawn from the same values. */
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

/**
 * The same for a statistic that is no mean: it is computed of as many of the numbers 0..count-1, drawn with replacement, and `mean` is its
 * value for all of them. Draws for which there is none are left out. Costs `rounds` times what the statistic costs. Null
 * where there is none for all of them.
 */
export function bootstrapStatistic(
  count: number,
  statisticOf: (chosen: readonly number[]) => number | null,
  { rounds = 2000, seed = 1 } = {},
): Interval | null {
  const whole = statisticOf(Array.from({ length: count }, (_, i) => i));
  if (whole === null) return null;
  const random = createRandom(seed);
  const values = Array.from({ length: rounds }, () =>
    statisticOf(Array.from({ length: count }, () => Math.floor(random() * count))),
  ).filter((value) => value !== null);
  return { mean: whole, low: percentile(values, 0.025) ?? whole, high: percentile(values, 0.975) ?? whole };
}
