import type { Abstention } from '../domain/examination.js';

/** What can be read off a search about whether its passages answer the question. All in 0..1 but the cosines, in -1..1. */
export interface Evidence {
  /** The highest cosine of any passage. */
  bestCosine: number;
  /** The largest share of the question's words, by weight, that one passage with its headline holds. */
  passageCoverage: number;
  /** The same within one sentence and its neighbours. */
  sentenceCoverage: number;
  /** The highest cosine of any of the sentences that were compared with the question by vector. */
  sentenceCosine: number;
  /**
   * The largest share of the question's names and numbers, by weight, that one sentence with its neighbours and headline holds; 1
   * when the question has none. Measured near a sentence, because a passage of four paragraphs names many people.
   */
  nameCoverage: number;
  /** The share of the question's words, by weight, that occur anywhere in the coverage. */
  knownWords: number;
  /** Whether the coverage has nothing from the period that the question names, nor from the time between it and the question. */
  isOutsidePeriod: boolean;
}

/**
 * Weights of a logistic regression with an L2 penalty, fitted on 265 questions: 200 over 600 news articles, half of them about
 * events that those cannot hold, and 65 over the sample coverage, 25 of them near misses. The decision
 * 0004-ranking-and-abstention.md has the figures.
 */
const weights = {
  intercept: -12,
  bestCosine: 5.2,
  passageCoverage: 2.1,
  sentenceCoverage: 3,
  sentenceCosine: 7.4,
  nameCoverage: 2.5,
} as const;

/** From this confidence on, each setting answers. */
export const answerThresholds: Readonly<Record<Abstention, number>> = { careful: 0.7, balanced: 0.5, eager: 0.3 };

/**
 * The estimated probability, in 0..1, that the passages found answer the question. 0 when the coverage ends before the
 * period that the question names.
 */
export function confidenceOf(evidence: Evidence): number {
  if (evidence.isOutsidePeriod) return 0;
  const sum =
    weights.intercept +
    weights.bestCosine * evidence.bestCosine +
    weights.passageCoverage * evidence.passageCoverage +
    weights.sentenceCoverage * evidence.sentenceCoverage +
    weights.sentenceCosine * evidence.sentenceCosine +
    weights.nameCoverage * evidence.nameCoverage;
  return 1 / (1 + Math.exp(-sum));
}
