import { calibrationError, reliability, type Judged } from '../src/evaluation/risk.js';
import { confidenceFeatures } from '../src/answer/confidence.js';
import { renderPlotFile } from '../src/cli/render/plots.js';
import { reliabilityPlot } from '../src/cli/render/reliability-plot.js';
import type { Fit } from './fit-confidence.js';
import type { Trial } from './try-numbers.js';
import type { Look } from './tune-set.js';

/** What a question came to, as far as the tables need it. */
export type Score = Pick<Look['result'], 'passageRank' | 'isRight' | 'case'> & { set: string };

/** What a question is worth: its passage among the first 1, 4 and 10 and 1 / its rank, together as much as the right answer. */
export function worthOf({ passageRank: rank, isRight, case: { isAnswerable } }: Score): number {
  if (!isAnswerable) return 0;
  const found = rank === 0 ? 0 : (rank === 1 ? 1 : 0) + (rank <= 4 ? 1 : 0) + 1 + 1 / rank;
  return found / 4 + (isRight ? 1 : 0);
}

/** For each set, in how many of 100 answerable questions the passage is among the first 1, 4 and 10, and the answer is right. */
export function describeScores(scores: readonly Score[]): string {
  return [...new Set(scores.map(({ set }) => set))]
    .map((name) => {
      const members = scores.filter(({ set, case: { isAnswerable } }) => set === name && isAnswerable);
      const share = (isHit: (score: Score) => boolean): string =>
        ((100 * members.filter(isHit).length) / Math.max(members.length, 1)).toFixed(1);
      const hits = [1, 4, 10].map((depth) => share(({ passageRank: rank }) => rank >= 1 && rank <= depth));
      return `${name} ${hits.join('/')}, right ${share(({ isRight }) => isRight)}`;
    })
    .join('; ');
}

/** The changes of a trial, in words. */
export function describeTrial(trial: Trial): string {
  const changes = Object.entries(trial).map(([name, value]) => `${name} ${value}`);
  return changes.length === 0 ? 'no change' : changes.join(', ');
}

/** A judged question with its cross-validated confidence. */
export interface Judgement {
  set: string;
  confidence: number;
  /** Whether the passages hold the answer. */
  isHeld: boolean;
  isAnswerable: boolean;
  isRight: boolean;
}

const thresholds = [0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/** The fitted weights as they stand in tuning.ts, and what every threshold would do with the cross-validated confidences of each set. */
export function renderFit({ model, fitted, area }: Fit, judgements: readonly Judgement[]): string {
  const lines = [
    `confidence: ${fitted} of ${judgements.length} questions fitted on, the others are decided by rules; area under the ROC curve, cross-validated, ${area.toFixed(3)}`,
    `  intercept: ${model.intercept.toFixed(2)},`,
    ...confidenceFeatures.map((name, i) => `  ${name}: ${model.coefficients[i]!.toFixed(2)},`),
  ];
  for (const { name, members } of bySet(judgements)) {
    const error = calibrationError(reliability(members.map(toJudged))) ?? 0;
    lines.push(`${name}: cross-validated, rules included; calibration error ${error.toFixed(3)}`);
    for (const threshold of thresholds) {
      const answered = members.filter(({ confidence }) => confidence >= threshold);
      const share = (part: readonly Judgement[], of: readonly Judgement[]): string =>
        of.length === 0 ? '-' : `${((100 * part.length) / of.length).toFixed(0)} %`;
      const [yes, no] = [true, false].map((is) => members.filter(({ isAnswerable }) => isAnswerable === is)) as [
        Judgement[],
        Judgement[],
      ];
      lines.push(
        `  from ${threshold.toFixed(2)}: ${share(
          answered.filter(({ isAnswerable }) => isAnswerable),
          yes,
        )} of the answerable answered, ${share(
          no.filter(({ confidence }) => confidence < threshold),
          no,
        )} of the others refused, ${share(
          answered.filter(({ isRight }) => !isRight),
          answered,
        )} of the answers wrong`,
      );
    }
    const surest = Math.max(
      0,
      ...members.filter(({ isAnswerable }) => !isAnswerable).map(({ confidence }) => confidence),
    );
    lines.push(`  the surest that must be refused has ${surest.toFixed(3)}`);
  }
  return lines.join('\n');
}

/** The reliability plot of the cross-validated confidences, one colour for each set. */
export function renderReliability(judgements: readonly Judgement[]): string {
  return renderPlotFile(
    reliabilityPlot(
      bySet(judgements).map(({ name, members }) => {
        const bins = reliability(members.map(toJudged));
        return { name: `${name} (${members.length}, error ${(calibrationError(bins) ?? 0).toFixed(3)})`, bins };
      }),
    ),
  );
}

function toJudged({ confidence, isHeld }: Judgement): Judged {
  return { confidence, isRight: isHeld };
}

function bySet(judgements: readonly Judgement[]): { name: string; members: Judgement[] }[] {
  return [...new Set(judgements.map(({ set }) => set))].map((name) => ({
    name,
    members: judgements.filter(({ set }) => set === name),
  }));
}
