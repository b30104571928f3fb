import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTunedNumbers, valuesToTry } from '../../benchmarks/tuned-numbers.js';
import * as tuning from '../../src/retrieve/tuning.js';

const numbers = readTunedNumbers(readFileSync(new URL('../../src/retrieve/tuning.ts', import.meta.url), 'utf8'));

describe('the tuned numbers', () => {
  it('are all read, with the values that the program has', () => {
    const expected = Object.entries(tuning).flatMap(([group, object]) =>
      Object.entries(object).map(([name, value]) => [group, name, value]),
    );
    expect(numbers.map(({ group, name, value }) => [group, name, value]).sort()).toEqual(expected.sort());
    expect(numbers.length).toBeGreaterThan(80);
  });

  it('have a docstring with a range each, in which they are', () => {
    const faults = numbers.flatMap(({ group, name, value, range }) => {
      if (range === null) return [`${group}.${name}: no range such as 0..1`];
      const [low, high] = range;
      return low < high && value >= low && value <= high
        ? []
        : [`${group}.${name}: ${value} is not in ${low}..${high}`];
    });
    expect(faults).toEqual([]);
  });

  it('are read with their own docstring, or that of their group', () => {
    const source = `
      /** Weights, each in -2..2. */
      export const weights = { a: -0.5, b: 1 } as const;
      /** Others. */
      export const others = {
        /** How many, 1..10; 0.5 to 3 was tried. */
        count: 3,
        bare: 4,
      };
      export const text = 'none';
      export type Weights = typeof weights;`;
    expect(readTunedNumbers(source)).toEqual([
      { group: 'weights', name: 'a', value: -0.5, doc: 'Weights, each in -2..2.', range: [-2, 2] },
      { group: 'weights', name: 'b', value: 1, doc: 'Weights, each in -2..2.', range: [-2, 2] },
      { group: 'others', name: 'count', value: 3, doc: 'How many, 1..10; 0.5 to 3 was tried.', range: [1, 10] },
      { group: 'others', name: 'bare', value: 4, doc: 'Others.', range: null },
    ]);
  });
});

describe('what is tried of a number', () => {
  it('is both ends of its range and its middle, but not what it is', () => {
    expect(valuesToTry({ value: 0.3, range: [0, 1] })).toEqual([0, 0.5, 1]);
    expect(valuesToTry({ value: 0.5, range: [0, 1] })).toEqual([0, 1]);
    expect(valuesToTry({ value: 3, range: [1, 6] })).toEqual([1, 4, 6]);
    expect(valuesToTry({ value: 1, range: [0, 1] })).toEqual([0, 0.5]);
    expect(valuesToTry({ value: 3, range: null })).toEqual([]);
  });
});
