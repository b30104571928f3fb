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

/** Infinity minus itself is no number, so what was not found stands behind any rank instead. */
function placeOf({ passageRank }: CaseReport): number {
  return passageRank === 0 ? Number.MAX_SAFE_INTEGER : passageRank;
}

/** One way in which questions go wrong. */
export interface MistakeKind {
  name: string;
  /** What these questions have in common, and how they are ordered. */
  meaning: string;
  /** Those of the questions that went wrong in this way, the worst first. */
  of(cases: readonly CaseReport[]): CaseReport[];
}

/** Every way there is; a question may be in two. */
export const mistakeKinds: readonly MistakeKind[] = [
  {
    name: 'Answered, to be refused',
    meaning: 'The coverage does not hold the answer. The surest first.',
    of: (cases) =>
      cases
        .filter(({ answerable, outcome }) => !answerable && outcome === 'answer')
        .sort((a, b) => b.confidence - a.confidence),
  },
  {
    name: 'Answered otherwise',
    meaning: 'The answer does not say what is expected. The surest first.',
    of: (cases) =>
      cases
        .filter(({ answerable, outcome, right }) => answerable && outcome === 'answer' && !right)
        .sort((a, b) => b.confidence - a.confidence),
  },
  {
    name: 'Refused, to be answered',
    meaning: 'The coverage holds the answer. Those first of which it was found best, and the most doubted of these.',
    of: (cases) =>
      cases
        .filter(({ answerable, outcome }) => answerable && outcome === 'abstention')
        .sort((a, b) => placeOf(a) - placeOf(b) || a.confidence - b.confidence),
  },
  {
    name: 'Not found',
    meaning:
      'No passage with the answer is among the first ten. Those first of which the article was not found either.',
    of: (cases) =>
      cases
        .filter(({ answerable, passageRank }) => answerable && passageRank === 0)
        .sort((a, b) => Number(a.articleRank > 0) - Number(b.articleRank > 0) || b.confidence - a.confidence),
  },
];
