import fc from '../property.js';
import { describe, expect, it } from 'vitest';
import { confidenceFeatures, confidenceOf, type Evidence } from '../../src/answer/confidence.js';
import { findPremises } from '../../src/answer/premise.js';
import { answerThresholds, modelThresholds } from '../../src/retrieve/tuning.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const evidence: fc.Arbitrary<Evidence> = fc.record({
  bestCosine: share,
  passageCoverage: share,
  answerCosine: share,
  nameCoverage: share,
  togetherness: share,
  typedTogetherness: share,
  knownWords: share,
  unsaidPremise: fc.constant(null),
  isOutsidePeriod: fc.constant(false),
  isWithoutTopic: fc.constant(false),
  isSmallTalk: fc.constant(false),
  isFarOff: fc.constant(false),
});

describe('the confidence that passages answer a question', () => {
  it('is a probability', () => {
    fc.assert(
      fc.property(evidence, (given) => {
        expect(confidenceOf(given)).toBeGreaterThan(0);
        expect(confidenceOf(given)).toBeLessThan(1);
      }),
    );
  });

  it.each(confidenceFeatures)('rises with %s and with nothing but more of it', (feature) => {
    fc.assert(
      fc.property(evidence, share, share, (given, a, b) => {
        fc.pre(Math.abs(a - b) > 1e-6);
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(confidenceOf({ ...given, [feature]: less })).toBeLessThan(confidenceOf({ ...given, [feature]: more }));
      }),
    );
  });

  it('is 0 when the coverage ends before the period that is asked about, however well the words fit', () => {
    fc.assert(
      fc.property(evidence, (given) => {
        expect(confidenceOf({ ...given, isOutsidePeriod: true })).toBe(0);
      }),
    );
  });

  it('is 0 for a question that names nothing', () => {
    fc.assert(
      fc.property(evidence, (given) => {
        expect(confidenceOf({ ...given, isWithoutTopic: true })).toBe(0);
      }),
    );
  });

  it('is 0 for small talk', () => {
    fc.assert(
      fc.property(evidence, (given) => {
        expect(confidenceOf({ ...given, isSmallTalk: true })).toBe(0);
      }),
    );
  });

  it('is 0 for a question that names nothing and is near to nothing', () => {
    fc.assert(
      fc.property(evidence, (given) => {
        expect(confidenceOf({ ...given, isFarOff: true })).toBe(0);
      }),
    );
  });

  it('falls when no passage says what the question takes for granted', () => {
    const premise = findPremises('Why did Ann Poe resign?')[0]!;
    fc.assert(
      fc.property(evidence, (given) => {
        const unsaid = confidenceOf({ ...given, unsaidPremise: { premise, isOfOthers: false } });
        expect(unsaid).toBeLessThan(confidenceOf(given));
      }),
    );
  });

  it('is too low for the articles’ own sentences when they say it of somebody else, but a language model is still asked', () => {
    const premise = findPremises('Why did Ann Poe resign?')[0]!;
    const sure = { bestCosine: 1, passageCoverage: 1, answerCosine: 1, nameCoverage: 1 };
    const given = { ...sure, togetherness: 1, typedTogetherness: 1, knownWords: 1 };
    const unsaidPremise = { premise, isOfOthers: true };
    const confidence = confidenceOf({
      ...given,
      unsaidPremise,
      isOutsidePeriod: false,
      isWithoutTopic: false,
      isSmallTalk: false,
      isFarOff: false,
    });
    expect(confidence).toBeLessThan(answerThresholds.eager);
    expect(confidence).toBeGreaterThan(modelThresholds.balanced);
  });

  it('is asked for more by a careful setting, and for less by an eager one', () => {
    const { careful, balanced, eager } = answerThresholds;
    expect(careful).toBeGreaterThan(balanced);
    expect(balanced).toBeGreaterThan(eager);
    expect(eager).toBeGreaterThan(0);
  });

  it('is enough for an answer when everything fits, and not when only the names do', () => {
    const rest = {
      knownWords: 1,
      unsaidPremise: null,
      isOutsidePeriod: false,
      isWithoutTopic: false,
      isSmallTalk: false,
      isFarOff: false,
    };
    const nothing = {
      bestCosine: 0,
      passageCoverage: 0,
      answerCosine: 0,
      nameCoverage: 0,
      togetherness: 0,
      typedTogetherness: 0,
    };
    const strong = {
      bestCosine: 0.7,
      passageCoverage: 0.9,
      answerCosine: 0.7,
      nameCoverage: 1,
      togetherness: 0.7,
      typedTogetherness: 0.7,
    };
    expect(confidenceOf({ ...strong, ...rest })).toBeGreaterThan(0.9);
    expect(confidenceOf({ ...nothing, nameCoverage: 1, bestCosine: 0.5, ...rest })).toBeLessThan(
      answerThresholds.balanced,
    );
  });
});
