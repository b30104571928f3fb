import { describe, expect, it } from 'vitest';
import { pool, unitVector } from '../../../src/adapters/embedding/pooling.js';

describe('pooling', () => {
  // A text of another row, then three tokens of two numbers, then padding.
  const states = Float32Array.of(9, 9, 1, 0, 0, 3, 2, 1, 7, 7);

  it.each([
    ['mean', [3, 4]],
    ['cls', [1, 0]],
    ['last', [2, 1]],
  ] as const)('by %s gives the direction of %j', (pooling, direction) => {
    expect(pool(states, 2, 3, 2, pooling)).toEqual(unitVector(direction));
  });
});

describe('a vector of unit length', () => {
  it('keeps its direction', () => {
    expect(unitVector([3, 4])).toEqual(Float32Array.of(0.6, 0.8));
  });

  it.each([[[0, 0]], [[]], [[1, NaN]], [[1, Infinity]]])('cannot be made of %j', (values) => {
    expect(() => unitVector(values)).toThrow('with a direction');
  });
});
