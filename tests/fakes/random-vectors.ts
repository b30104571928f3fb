/** Whole numbers from 0 up to a bound, the same for the same seed (mulberry32). */
export function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Vectors of unit length in clusters, as those of news about the same stories are. */
export function clusteredVectors(count: number, dimensions: number, clusters: number, seed: number): Float32Array[] {
  const random = createRandom(seed);
  // The sum of a few even draws is close enough to a normal one.
  const draw = (): number => (random(1e6) + random(1e6) + random(1e6)) / 1.5e6 - 1;
  const centres = Array.from({ length: clusters }, () => Array.from({ length: dimensions }, draw));
  return Array.from({ length: count }, (_, i) => unit(centres[i % clusters]!.map((value) => value + 0.6 * draw())));
}

/** The vector of unit length in the direction of these numbers. */
export function unit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}
