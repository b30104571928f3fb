import type { Pooling } from './model-families.js';

/**
 * One vector of unit length from the vectors of a text's tokens. `states` holds `tokens` vectors of `width` numbers from
 * `offset` on; sums are in double precision.
 *
 * @throws Error when the result has no direction: a model that gives zeros or NaN is broken.
 */
export function pool(
  states: Float32Array,
  offset: number,
  tokens: number,
  width: number,
  pooling: Pooling,
): Float32Array {
  const sums = new Float64Array(width);
  const first = pooling === 'last' ? tokens - 1 : 0;
  const end = pooling === 'cls' ? 1 : tokens;
  for (let token = first; token < end; token++) {
    const start = offset + token * width;
    for (let i = 0; i < width; i++) sums[i]! += states[start + i]!;
  }
  return unitVector(sums);
}

/** `values` as a vector of length 1. Throws when they have no direction. */
export function unitVector(values: ArrayLike<number>): Float32Array {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += values[i]! * values[i]!;
  const length = Math.sqrt(squares);
  if (!(length > 0 && length < Infinity))
    throw new Error(`Expected a vector with a direction, got one of length ${length}`);
  const unit = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) unit[i] = values[i]! / length;
  return unit;
}
