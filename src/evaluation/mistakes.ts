import type { CaseReport } from './report.js';

/**
 * The questions that went most wrong, worst first: refused ones that were answered, the surer the worse; then answerable ones without
 * a passage that holds the answer, then those that were refused or answered wrongly, the best found last.
 */
export function worstCases(cases: readonly CaseReport[], count: number): CaseReport[] {
  const badness = (one: CaseReport): number => {
    if (!one.answerable) return one.outcome === 'answer' ? 4 + one.confidence : 0;
    const rankLoss = one.passageRank === 0 ? 2 : 1 - 1 / one.passageRank;
    return rankLoss + (one.outcome === 'abstention' ? 1 : one.right ? 0 : wrongAnswer);
  };
  return (
    cases
      .map((one) => ({ one, bad: badness(one) }))
      // A right answer whose passage stands second is no mistake.
      .filter(({ one, bad }) => bad > wrongAnswer || (bad === wrongAnswer && !one.right))
      .sort((a, b) => b.bad - a.bad)
      .slice(0, count)
      .map(({ one }) => one)
  );
}

const wrongAnswer = 0.5;
