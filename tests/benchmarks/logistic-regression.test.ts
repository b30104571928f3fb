import fc from '../property.js';
import { describe, expect, it } from 'vitest';
import { fitLogistic, probability, rocArea } from '../../benchmarks/logistic-regression.js';
import { createRandom } from '../../src/evaluation/statistics.js';

/** Observations of two features, drawn from a model that is known. */
function draw(count: number, { intercept, coefficients }: { intercept: number; coefficients: number[] }) {
  const random = createRandom(3);
  return Array.from({ length: count }, () => {
    const features = coefficients.map(() => random());
    return { features, isTrue: random() < probability({ intercept, coefficients }, features) };
  });
}

describe('logistic regression', () => {
  it('comes near the model that the observations were drawn from', () => {
    const { intercept, coefficients } = fitLogistic(draw(4000, { intercept: -3, coefficients: [4, 2] }), {
      penalty: 0,
    });
    expect(intercept).toBeCloseTo(-3, 0);
    expect(coefficients[0]).toBeCloseTo(4, 0);
    expect(coefficients[1]).toBeCloseTo(2, 0);
  });

  it('is smaller with a penalty, and never below 0 for what speaks against', () => {
    const observations = draw(500, { intercept: 0, coefficients: [3, -3] });
    const free = fitLogistic(observations, { penalty: 0 });
    const held = fitLogistic(observations, { penalty: 20 });
    expect(held.coefficients[0]).toBeLessThan(free.coefficients[0]!);
    expect([free.coefficients[1], held.coefficients[1]]).toEqual([0, 0]);
  });

  it('expects as many true ones as there are', () => {
    const observations = draw(300, { intercept: -1, coefficients: [2, 1] });
    const model = fitLogistic(observations);
    const expected = observations.reduce((sum, { features }) => sum + probability(model, features), 0);
    expect(expected).toBeCloseTo(observations.filter(({ isTrue }) => isTrue).length, 3);
  });
});

describe('the area under the ROC curve', () => {
  it('is 1 when every true one is above every false one, a half when all are alike', () => {
    const at = (value: number, isTrue: boolean) => ({ probability: value, isTrue });
    expect(rocArea([at(0.2, false), at(0.9, true), at(0.8, true)])).toBe(1);
    expect(rocArea([at(0.5, false), at(0.5, true), at(0.5, true)])).toBe(0.5);
  });

  it('turns over when the verdicts do', () => {
    const judged = fc.array(
      fc.record({ probability: fc.double({ min: 0, max: 1, noNaN: true }), isTrue: fc.boolean() }),
    );
    fc.assert(
      fc.property(judged, (rows) => {
        fc.pre(rows.some(({ isTrue }) => isTrue) && rows.some(({ isTrue }) => !isTrue));
        const opposite = rows.map((row) => ({ ...row, isTrue: !row.isTrue }));
        expect(rocArea(rows) + rocArea(opposite)).toBeCloseTo(1, 9);
      }),
    );
  });
});
