/** What can be read off a search about whether its passages answer the question. All in 0..1 but the cosine, in -1..1. */
export interface Evidence {
  /** The highest cosine of any passage. */
  bestCosine: number;
  /** The largest share of the question's words, by weight, that one passage with its headline holds. */
  passageCoverage: number;
  /** The same within one sentence and its neighbours. */
  sentenceCoverage: number;
  /** The share of the question's names and numbers, by weight, that the best passage with its headline holds; 1 without any. */
  nameCoverage: number;
  /** The share of the question's words, by weight, that occur anywhere in the coverage. */
  knownWords: number;
  /** Whether the coverage has nothing from the period that the question names. */
  isOutsidePeriod: boolean;
}

/**
 * Weights of the logistic regression, fitted on 200 questions of news readers over 600 articles with L2 penalty, ten-fold
 * cross-validated (docs/decisions/0004-ranking-and-abstention.md has the figures and the script).
 */
const weights = {
  intercept: -12.8,
  bestCosine: 11.1,
  passageCoverage: 6.1,
  sentenceCoverage: 5,
  nameCoverage: 0.3,
} as const;

/** From this confidence on, an answer is given. */
export const answerThreshold = 0.5;

/**
 * The estimated probability, in 0..1, that the passages found answer the question. 0 when the question names a period that the
 * coverage has nothing from.
 */
export function confidenceOf(evidence: Evidence): number {
  if (evidence.isOutsidePeriod) return 0;
  const sum =
    weights.intercept +
    weights.bestCosine * evidence.bestCosine +
    weights.passageCoverage * evidence.passageCoverage +
    weights.sentenceCoverage * evidence.sentenceCoverage +
    weights.nameCoverage * evidence.nameCoverage;
  return 1 / (1 + Math.exp(-sum));
}
