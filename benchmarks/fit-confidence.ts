import { confidenceFeatures, confidenceOf, featuresOf, type Evidence } from '../src/answer/confidence.js';
import { confidenceWeights } from '../src/retrieve/tuning.js';
import { fitLogistic, probability, rocArea, type LogisticModel } from './logistic-regression.js';

/** A question for the fit. */
export interface Observed {
  evidence: Evidence;
  /** Whether the passages hold the answer, which is what the confidence promises. */
  isTrue: boolean;
  /** How much it counts. */
  weight: number;
  fold: number;
}

/** Fitted weights, and what the program would have made of each question with weights fitted without its fold. */
export interface Fit {
  model: LogisticModel;
  /** In the order of the observations; rules are applied as the program does. */
  confidences: number[];
  /** Of the questions that no rule decides, those that were fitted on. */
  fitted: number;
  /** Area under the ROC curve of the cross-validated confidences of these. */
  area: number;
}

/**
 * Fits the weights of `src/answer/confidence.ts` on all questions that no rule decides, and without each fold. What is decided by a rule is not for the
 * regression to explain, but the program refuses it all the same, and so it counts in what the confidence is worth.
 */
export function fitConfidence(observed: readonly Observed[]): Fit {
  const isFree = observed.map(({ evidence }) => isUnruled(evidence));
  if (!isFree.includes(true)) {
    throw new Error(
      'Expected the confidence to be a logistic regression of its features, got something else everywhere',
    );
  }
  const fit = (fold: number | null): LogisticModel =>
    fitLogistic(
      observed
        .filter((one, i) => isFree[i] && one.fold !== fold)
        .map(({ evidence, isTrue, weight }) => ({ features: featuresOf(evidence), isTrue, weight })),
    );
  const models = Array.from({ length: Math.max(...observed.map(({ fold }) => fold)) + 1 }, (_, fold) => fit(fold));
  const confidences = observed.map(({ evidence, fold }) => withWeights(models[fold]!, () => confidenceOf(evidence)));
  const free = observed.flatMap(({ isTrue }, i) => (isFree[i] ? [{ probability: confidences[i]!, isTrue }] : []));
  return { model: fit(null), confidences, fitted: free.length, area: rocArea(free) };
}

/** Whether the confidence is what the regression says and nothing else. */
function isUnruled(evidence: Evidence): boolean {
  const { intercept, ...weights } = confidenceWeights;
  const coefficients = confidenceFeatures.map((name) => weights[name]);
  return Math.abs(confidenceOf(evidence) - probability({ intercept, coefficients }, featuresOf(evidence))) < 1e-9;
}

/** Runs `work` with other weights in the object that the program reads. */
function withWeights<Result>({ intercept, coefficients }: LogisticModel, work: () => Result): Result {
  const weights = confidenceWeights as Record<string, number>;
  const before = { ...weights };
  Object.assign(
    weights,
    { intercept },
    Object.fromEntries(confidenceFeatures.map((name, i) => [name, coefficients[i]!])),
  );
  try {
    return work();
  } finally {
    Object.assign(weights, before);
  }
}
