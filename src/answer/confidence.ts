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
  /**
   * The largest product of the share of the question's names in one sentence and the share of its other words, by weight or by number, whichever is less, in the same sentence:
   * whether somebody's name and what is asked about it stand together. In coverage of few events every name and every word is
   * somewhere, and this alone tells a question about the right event from one about its neighbour.
   */
  togetherness: number;
  /** The same, with names around the sentence too, over sentences that hold something of the kind asked for: a name, a number, a reason. */
  typedTogetherness: number;
  /** Whether it is no question about any coverage. */
  isSmallTalk: boolean;
  /** Whether the coverage has nothing from the period that the question names, nor from the time between it and the question. */
  isOutsidePeriod: boolean;
}

/** The parts of the evidence that the confidence is computed from, in the order of their weights. */
export const confidenceFeatures = [
  'bestCosine',
  'passageCoverage',
  'sentenceCoverage',
  'sentenceCosine',
  'nameCoverage',
  'togetherness',
  'typedTogetherness',
] as const;

/** The values of `confidenceFeatures`. */
export function featuresOf(evidence: Evidence): number[] {
  return confidenceFeatures.map((name) => evidence[name]);
}

/**
 * Weights of a logistic regression with an L2 penalty, as `npm run tune` fits it, on two sets that count alike: 200 questions over 600
 * news articles, half of them about events that those cannot hold, and the 161 of evaluation/sample-coverage.jsonl. The decision
 * 0008-ranking.md has the figures.
 */
const weights: Readonly<Record<(typeof confidenceFeatures)[number] | 'intercept', number>> = {
  intercept: -5.14,
  bestCosine: 1.83,
  passageCoverage: 1.42,
  sentenceCoverage: 0.32,
  sentenceCosine: 1.91,
  nameCoverage: 1.22,
  togetherness: 3.17,
  typedTogetherness: 1.91,
};

/**
 * From this confidence on, each setting answers. `balanced` is where a mistake of either kind is equally likely; `careful` is above
 * every question of the two sets that must be refused but one; `eager` answers 96 and 94 of 100 answerable ones.
 */
export const answerThresholds: Readonly<Record<Abstention, number>> = { careful: 0.96, balanced: 0.5, eager: 0.35 };

/**
 * From this confidence on, a language model is asked; below it the passages are about something else. Much lower than for extractive
 * answers, because a model reads what words and vectors only compare, and may say itself that it finds nothing.
 */
export const modelThresholds: Readonly<Record<Abstention, number>> = { careful: 0.3, balanced: 0.1, eager: 0.03 };

/**
 * The estimated probability, in 0..1, that the passages found answer the question. 0 when the coverage ends before the
 * period that the question names, and for small talk.
 */
export function confidenceOf(evidence: Evidence): number {
  if (evidence.isOutsidePeriod || evidence.isSmallTalk) return 0;
  const sum = confidenceFeatures.reduce((total, name) => total + weights[name] * evidence[name], weights.intercept);
  return 1 / (1 + Math.exp(-sum));
}
