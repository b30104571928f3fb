import { confidenceWeights, premises } from '../retrieve/tuning.js';
import type { UnsaidPremise } from './premise-check.js';

/** What can be read off a search about whether its passages answer the question. All in 0..1 but the cosines, in -1..1. */
export interface Evidence {
  /** The highest cosine of any passage. */
  bestCosine: number;
  /** The largest share of the question's words, by weight, that one passage with its headline holds. */
  passageCoverage: number;
  /** The highest cosine of a passage that one of the best sentences was found by. */
  answerCosine: number;
  /**
   * The largest share of the question's names and numbers, by weight, that one sentence with its neighbours and headline holds; 1
   * when the question has none. Measured near a sentence, because a passage of four paragraphs names many people.
   */
  nameCoverage: number;
  /** The share of the question's words, by weight, that occur anywhere in the coverage. */
  knownWords: number;
  /**
   * The largest product of the share of the question's names in one sentence and the share of its other words, by weight or by number,
   * whichever is less, in the same sentence, where those that stand only in the headline count half: whether somebody's name and what
   * is asked about it stand together. In coverage of few events every name and every word is
   * somewhere, and this alone tells a question about the right event from one about its neighbour.
   */
  togetherness: number;
  /** The same, with names around the sentence too, over sentences that hold something of the kind asked for: a name, a number, a reason. */
  typedTogetherness: number;
  /** What the question takes for granted and no passage says of whom it names; null when it is said or may be, or nothing is taken for granted. */
  unsaidPremise: UnsaidPremise | null;
  /** Whether the question has no word that says what it is about, as "Who was it?" has none. */
  isWithoutTopic: boolean;
  /** Whether it is no question about any coverage. */
  isSmallTalk: boolean;
  /** Whether it names nothing and no passage is near to it: a wish for a film, a sum in words. */
  isFarOff: boolean;
  /** Whether the coverage has nothing from the period that the question names, nor from the time between it and the question. */
  isOutsidePeriod: boolean;
}

/** The parts of the evidence that the confidence is computed from, in the order of their weights. */
export const confidenceFeatures = [
  'bestCosine',
  'passageCoverage',
  'answerCosine',
  'nameCoverage',
  'togetherness',
  'typedTogetherness',
] as const;

/** The values of `confidenceFeatures`. */
export function featuresOf(evidence: Evidence): number[] {
  return confidenceFeatures.map((name) => evidence[name]);
}

/**
 * The estimated probability, in 0..1, that the passages found answer the question. 0 when the coverage ends before the
 * period that the question names, for small talk, and for a question about nothing in particular or nothing near.
 */
export function confidenceOf(evidence: Evidence): number {
  const { isOutsidePeriod, isSmallTalk, isWithoutTopic, isFarOff } = evidence;
  if (isOutsidePeriod || isSmallTalk || isWithoutTopic || isFarOff) return 0;
  const sum = confidenceFeatures.reduce<number>(
    (total, name) => total + confidenceWeights[name] * evidence[name],
    confidenceWeights.intercept,
  );
  const { unsaidPremise } = evidence;
  const confidence = 1 / (1 + Math.exp((unsaidPremise === null ? 0 : Math.log(premises.unsaidOdds)) - sum));
  return unsaidPremise?.isOfOthers === true ? Math.min(confidence, premises.ofOthers) : confidence;
}
