import fc from '../property.js';
import { describe, expect, test } from 'vitest';
import { distanceToBeginning, editDistance, lettersMissing, lettersOf } from '../../src/quotes/edit-distance.js';

/** Few letters, so that words have something in common. */
const anyWord = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', 'ж'), maxLength: 9 });

/** The definition, without any short cut: the fewest edits, a swap of neighbours being one. */
function plainDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [restA, restB] = [a.slice(0, -1), b.slice(0, -1)];
  const ways = [
    plainDistance(restA, b) + 1,
    plainDistance(a, restB) + 1,
    plainDistance(restA, restB) + (a.at(-1) === b.at(-1) ? 0 : 1),
  ];
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)) {
    ways.push(plainDistance(a.slice(0, -2), b.slice(0, -2)) + 1);
  }
  return Math.min(...ways);
}
const upTo = (limit: number, distance: number): number => (distance <= limit ? distance : Infinity);

describe('the distance between two words', () => {
  test('is the fewest edits, as far as the limit', () => {
    const shortWord = anyWord.map((word) => word.slice(0, 6));
    fc.assert(
      fc.property(shortWord, shortWord, fc.integer({ min: 0, max: 3 }), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(upTo(limit, plainDistance(a, b)));
      }),
      { numRuns: 300 },
    );
  });

  test('to a beginning is that to the nearest beginning of the word', () => {
    fc.assert(
      fc.property(anyWord, anyWord, fc.integer({ min: 0, max: 3 }), (typed, word, limit) => {
        const beginnings = Array.from({ length: word.length + 1 }, (_, end) => word.slice(0, end));
        const nearest = Math.min(...beginnings.map((beginning) => editDistance(typed, beginning, limit)));
        expect(distanceToBeginning(typed, word, limit)).toBe(nearest);
      }),
    );
  });

  test.each([
    ['smith', 'smyth', 1],
    ['smith', 'smiht', 1],
    ['smith', 'smiith', 1],
    ['marchetti', 'machetii', 2],
    ['smith', 'jones', Infinity],
  ])('of “%s” and “%s” is %d', (a, b, distance) => {
    expect(editDistance(a, b, 2)).toBe(distance);
  });

  test('of words longer than any name is not measured', () => {
    expect(editDistance('x'.repeat(65), 'x'.repeat(65), 2)).toBe(Infinity);
  });
});

test('letters missing never rule out words that are near each other', () => {
  fc.assert(
    fc.property(anyWord, anyWord, (a, b) => {
      const missing = lettersMissing(lettersOf(a), lettersOf(b));
      expect(missing).toBeLessThanOrEqual(editDistance(a, b, 20));
      expect(missing).toBeLessThanOrEqual(distanceToBeginning(a, b, 20));
    }),
  );
});
