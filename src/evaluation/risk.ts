import { mean } from './statistics.js';

/** A question for the measures of confidence: how sure the program was, and whether its answer was right. */
export interface Judged {
  confidence: number;
  isRight: boolean;
}

/** What would happen if every question of at least this confidence were answered. */
export interface RiskPoint {
  confidence: number;
  /** The share of all questions that are answered. */
  coverage: number;
  /** The share of the answers that are wrong. */
  risk: number;
}

/**
 * The risk-coverage curve (El-Yaniv and Wiener 2010): one point for each confidence that occurs, from the highest to the lowest, so
 * that coverage rises to 1. Questions of equal confidence are answered together.
 */
export function riskCoverage(judged: readonly Judged[]): RiskPoint[] {
  const sorted = [...judged].sort((a, b) => b.confidence - a.confidence);
  const points: RiskPoint[] = [];
  let wrong = 0;
  sorted.forEach(({ confidence, isRight }, index) => {
    if (!isRight) wrong++;
    if (sorted[index + 1]?.confidence === confidence) return;
    points.push({ confidence, coverage: (index + 1) / sorted.length, risk: wrong / (index + 1) });
  });
  return points;
}

/**
 * The area under the risk-coverage curve: the mean risk over all coverages, 0 at best. Each step of coverage has the risk at its
 * end. Null without questions.
 */
export function riskArea(points: readonly RiskPoint[]): number | null {
  if (points.length === 0) return null;
  let area = 0;
  let before = 0;
  for (const { coverage, risk } of points) {
    area += (coverage - before) * risk;
    before = coverage;
  }
  return area;
}

/**
 * The area that is left when those that were right are answered before all others: what no order of the questions gets below, since in
 * the end every question counts as answered. Linear. Null without questions.
 */
export function leastRiskArea(judged: readonly Judged[]): number | null {
  if (judged.length === 0) return null;
  const right = judged.filter(({ isRight }) => isRight).length;
  let area = 0;
  for (let answered = right + 1; answered <= judged.length; answered++) area += (answered - right) / answered;
  return area / judged.length;
}

/**
 * The Brier score (1950): the mean squared distance of the confidence from 1 where it was right and 0 where it was not. 0 at best, 0.25
 * for calling everything a coin. Null without questions.
 */
export function brierScore(judged: readonly Judged[]): number | null {
  return mean(judged.map(({ confidence, isRight }) => (confidence - (isRight ? 1 : 0)) ** 2));
}

/** Questions of nearly the same confidence, with the share of them that were right; for a good estimate the two are near. */
export interface ReliabilityBin {
  from: number;
  to: number;
  count: number;
  meanConfidence: number;
  rightShare: number;
}

/** The questions in `bins` equal steps of confidence, lowest first; steps without questions are left out. */
export function reliability(judged: readonly Judged[], bins = 10): ReliabilityBin[] {
  return Array.from({ length: bins }, (_, bin) => {
    const members = judged.filter(({ confidence }) => Math.min(bins - 1, Math.floor(confidence * bins)) === bin);
    const count = members.length;
    return {
      from: bin / bins,
      to: (bin + 1) / bins,
      count,
      meanConfidence: count === 0 ? 0 : members.reduce((sum, { confidence }) => sum + confidence, 0) / count,
      rightShare: count === 0 ? 0 : members.filter(({ isRight }) => isRight).length / count,
    };
  }).filter(({ count }) => count > 0);
}

/** The expected calibration error: how far confidence and right share are apart, by the size of the bins. Null without questions. */
export function calibrationError(bins: readonly ReliabilityBin[]): number | null {
  const all = bins.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return null;
  return bins.reduce((sum, bin) => sum + (bin.count / all) * Math.abs(bin.meanConfidence - bin.rightShare), 0);
}
