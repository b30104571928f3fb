import type { CaseReport } from './report.js';
import {
  brierScore,
  calibrationError,
  leastRiskArea,
  reliability,
  riskArea,
  riskCoverage,
  type Judged,
} from './risk.js';
import { mean } from './statistics.js';

/** What a figure looks at of a question. */
export type FigureCase = Pick<CaseReport, 'confidence' | 'right' | 'answerable' | 'passageRank' | 'outcome'>;

/** The confidence of a question beside whether its answer, given or withheld, was right. */
export function ofAnswer({ confidence, right }: FigureCase): Judged {
  return { confidence, isRight: right };
}

/**
 * The same beside whether the passages hold the answer, which is what the confidence promises: not that the sentences shown are the right
 * ones of them.
 */
export function ofPassages({ confidence, answerable, passageRank }: FigureCase): Judged {
  return { confidence, isRight: answerable && passageRank > 0 };
}

/**
 * What some questions come to as a whole and not one by one, so that it has to be computed anew for every choice of them. Less is better of all.
 * Null where there is nothing to compute it from.
 */
export const figures = {
  wrong: {
    name: 'wrong',
    meaning: 'given answers that are wrong',
    of: (cases: readonly FigureCase[]) =>
      mean(cases.filter(({ outcome }) => outcome === 'answer').map(({ right }) => (right ? 0 : 1))),
  },
  riskArea: {
    name: 'risk area',
    meaning: 'the area under risk and coverage',
    of: (cases: readonly FigureCase[]) => riskArea(riskCoverage(cases.map(ofAnswer))),
  },
  riskExcess: {
    name: 'excess',
    meaning: 'how far that area is above the one of the best order',
    of: (cases: readonly FigureCase[]) => {
      const judged = cases.map(ofAnswer);
      const area = riskArea(riskCoverage(judged));
      return area === null ? null : area - leastRiskArea(judged)!;
    },
  },
  calibrationError: {
    name: 'calibration',
    meaning: 'how far the confidence is from the share of questions whose passages hold the answer',
    of: (cases: readonly FigureCase[]) => calibrationError(reliability(cases.map(ofPassages))),
  },
  brier: {
    name: 'Brier',
    meaning: 'the mean squared distance of the confidence from whether the passages hold the answer',
    of: (cases: readonly FigureCase[]) => brierScore(cases.map(ofPassages)),
  },
} as const;
export type Figure = keyof typeof figures;
