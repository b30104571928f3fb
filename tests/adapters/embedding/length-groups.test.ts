import fc from '../../property.js';
import { describe, expect, it } from 'vitest';
import { groupByLength } from '../../../src/adapters/embedding/length-groups.js';

describe('groups of texts to be run together', () => {
  it('hold every text once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 600 })), (lengths) => {
        const indices = groupByLength(lengths).flat();
        expect(indices.toSorted((a, b) => a - b)).toEqual(lengths.map((_, i) => i));
      }),
    );
  });

  it('compute at most 256 tokens, a longer text alone, and at most a tenth of padding', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 600 })), (lengths) => {
        for (const group of groupByLength(lengths)) {
          const sizes = group.map((index) => lengths[index]!);
          const computed = Math.max(...sizes) * group.length;
          expect(group.length === 1 || computed <= 256).toBe(true);
          expect(computed).toBeLessThanOrEqual(1.1 * sizes.reduce((a, b) => a + b));
        }
      }),
    );
  });

  it('bring texts of the same length together', () => {
    expect(groupByLength([12, 220, 12, 12, 220])).toEqual([[0, 2, 3], [1], [4]]);
  });

  it('are none for no text', () => {
    expect(groupByLength([])).toEqual([]);
  });
});
