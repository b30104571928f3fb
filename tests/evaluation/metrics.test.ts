import fc from '../property.js';
import { describe, expect, it } from 'vitest';
import { hitAt, ndcgAt, reciprocalRank } from '../../src/evaluation/ranking-metrics.js';
import {
  brierScore,
  calibrationError,
  leastRiskArea,
  reliability,
  riskArea,
  riskCoverage,
} from '../../src/evaluation/risk.js';
import { bootstrapMean, bootstrapStatistic, createRandom, mean, percentile } from '../../src/evaluation/statistics.js';

const judged = fc.array(fc.record({ confidence: fc.double({ min: 0, max: 1, noNaN: true }), isRight: fc.boolean() }), {
  minLength: 1,
  maxLength: 40,
});

describe('measures of a ranked list', () => {
  it('count a hit down to a depth, and none for rank 0', () => {
    expect([hitAt(0, 4), hitAt(1, 4), hitAt(4, 4), hitAt(5, 4)]).toEqual([0, 1, 1, 0]);
    expect([reciprocalRank(0, 10), reciprocalRank(4, 10), reciprocalRank(11, 10)]).toEqual([0, 0.25, 0]);
  });

  it('give nDCG as worked out by hand: hits at 1 and 3 of three relevant ones', () => {
    const best = 1 + 1 / Math.log2(3) + 1 / Math.log2(4);
    expect(ndcgAt([true, false, true], 3, 10)).toBeCloseTo((1 + 1 / 2) / best, 12);
    expect(ndcgAt([true, true, true], 3, 10)).toBeCloseTo(1, 12);
    expect(ndcgAt([], 0, 10)).toBe(0);
  });

  it('never rise above 1, and fall when a hit moves down', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 2, maxLength: 20 }), fc.nat(8), fc.nat(20), (hits, at, said) => {
        // One reference to an article may fit several.
        expect(ndcgAt(hits, said, 10)).toBeLessThanOrEqual(1 + 1e-12);
        expect(ndcgAt(hits, said, 10)).toBeGreaterThanOrEqual(0);
        const relevant = hits.filter(Boolean).length;
        expect(ndcgAt(hits, relevant, 10)).toBeLessThanOrEqual(1 + 1e-12);
        const i = at % (Math.min(hits.length, 10) - 1);
        if (!hits[i] || hits[i + 1]) return;
        const lower = hits.map((hit, j) => (j === i ? false : j === i + 1 ? true : hit));
        expect(ndcgAt(lower, relevant, 10)).toBeLessThan(ndcgAt(hits, relevant, 10));
      }),
    );
  });
});

describe('risk and coverage', () => {
  it('are worked out by hand for four questions', () => {
    const curve = riskCoverage([
      { confidence: 0.2, isRight: false },
      { confidence: 0.9, isRight: true },
      { confidence: 0.5, isRight: true },
      { confidence: 0.7, isRight: false },
    ]);
    expect(curve.map(({ coverage, risk }) => [coverage, risk])).toEqual([
      [0.25, 0],
      [0.5, 0.5],
      [0.75, 1 / 3],
      [1, 0.5],
    ]);
    expect(riskArea(curve)).toBeCloseTo((0 + 0.5 + 1 / 3 + 0.5) / 4, 12);
    expect(riskArea([])).toBeNull();
  });

  it('answer questions of equal confidence together, whatever their order', () => {
    const a = { confidence: 0.5, isRight: true };
    const b = { confidence: 0.5, isRight: false };
    expect(riskCoverage([a, b])).toEqual(riskCoverage([b, a]));
    expect(riskCoverage([a, b])).toEqual([{ confidence: 0.5, coverage: 1, risk: 0.5 }]);
  });

  it('end with all questions, and at the share of wrong answers', () => {
    fc.assert(
      fc.property(judged, (questions) => {
        const curve = riskCoverage(questions);
        const wrong = questions.filter(({ isRight }) => !isRight).length;
        expect(curve.at(-1)).toMatchObject({ coverage: 1, risk: wrong / questions.length });
        const coverages = curve.map(({ coverage }) => coverage);
        expect(coverages).toEqual([...coverages].sort((x, y) => x - y));
      }),
    );
  });
});

describe('the least area under risk and coverage', () => {
  it('is that of the same questions with the right ones first', () => {
    fc.assert(
      fc.property(judged, (questions) => {
        const best = questions.map(({ isRight }, i) => ({ isRight, confidence: (isRight ? 1000 : 0) + i }));
        expect(leastRiskArea(questions)).toBeCloseTo(riskArea(riskCoverage(best))!, 9);
        expect(riskArea(riskCoverage(questions))!).toBeGreaterThanOrEqual(leastRiskArea(questions)! - 1e-9);
      }),
    );
    expect(leastRiskArea([])).toBeNull();
  });
});

describe('reliability', () => {
  it('has a Brier score of 0 for certainty that is right, 1 for certainty that is wrong, 0.25 for a coin', () => {
    const at = (confidence: number, isRight: boolean) => brierScore([{ confidence, isRight }]);
    expect([at(1, true), at(0, false), at(1, false), at(0.5, true)]).toEqual([0, 0, 1, 0.25]);
    expect(brierScore([])).toBeNull();
  });

  it('puts every question into one bin, 1 into the last', () => {
    fc.assert(
      fc.property(judged, (questions) => {
        const bins = reliability(questions);
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(questions.length);
        for (const { from, to, meanConfidence } of bins) {
          expect(meanConfidence).toBeGreaterThanOrEqual(from - 1e-9);
          expect(meanConfidence).toBeLessThanOrEqual(to + 1e-9);
        }
      }),
    );
    expect(reliability([{ confidence: 1, isRight: true }])).toEqual([
      { from: 0.9, to: 1, count: 1, meanConfidence: 1, rightShare: 1 },
    ]);
  });

  it('has no error for a coin that is called a coin, and a large one for sure mistakes', () => {
    const coin = [true, false].map((isRight) => ({ confidence: 0.5, isRight }));
    expect(calibrationError(reliability(coin))).toBe(0);
    expect(calibrationError(reliability([{ confidence: 0.95, isRight: false }]))).toBeCloseTo(0.95, 12);
    expect(calibrationError([])).toBeNull();
  });
});

describe('statistics', () => {
  it('give the mean, and percentiles by the nearest rank', () => {
    expect([mean([1, 2, 6]), mean([])]).toEqual([3, null]);
    expect([percentile([5, 1, 3], 0.5), percentile([5, 1, 3], 0.95), percentile([4], 0), percentile([], 0.5)]).toEqual([
      3,
      5,
      4,
      null,
    ]);
  });

  it('draw the same numbers in 0..1 for the same seed, evenly', () => {
    const draw = (seed: number) => Array.from({ length: 2000 }, createRandom(seed));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    const numbers = draw(7);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(mean(numbers)!).toBeCloseTo(0.5, 1);
  });

  it('bracket the mean by an interval that is the same at every call and narrows with more values', () => {
    const values = Array.from({ length: 200 }, (_, i) => i % 2);
    const interval = bootstrapMean(values)!;
    expect(interval).toEqual(bootstrapMean(values));
    expect(interval.mean).toBe(0.5);
    // Half the width of the normal approximation, 1.96 × 0.5 / √200, is 0.069.
    expect(interval.low).toBeGreaterThan(0.41);
    expect(interval.low).toBeLessThan(0.45);
    expect(interval.high).toBeGreaterThan(0.55);
    expect(interval.high).toBeLessThan(0.59);
    const few = bootstrapMean(values.slice(0, 20))!;
    expect(few.high - few.low).toBeGreaterThan(interval.high - interval.low);
    expect(bootstrapMean([])).toBeNull();
  });

  it('bracket any statistic as they bracket the mean, and leave out draws that have none', () => {
    const values = Array.from({ length: 100 }, (_, i) => i % 4);
    const ofMean = bootstrapStatistic(values.length, (chosen) => mean(chosen.map((i) => values[i]!)))!;
    const interval = bootstrapMean(values)!;
    expect(ofMean.mean).toBeCloseTo(interval.mean, 12);
    expect(ofMean.low).toBeCloseTo(interval.low, 12);
    expect(ofMean.high).toBeCloseTo(interval.high, 12);
    const sometimes = bootstrapStatistic(3, (chosen) => (chosen.includes(0) ? 5 : null));
    expect(sometimes).toEqual({ mean: 5, low: 5, high: 5 });
    expect(bootstrapStatistic(0, () => null)).toBeNull();
  });
});
