import { AppError } from '../errors.js';
import { figures, type Figure } from './figures.js';
import { measures, type CaseReport, type Measure, type Report } from './report.js';
import { bootstrapMean, bootstrapStatistic, mean, type Interval } from './statistics.js';

/** How a measure or a figure changed from one report to the other, over the questions that both have. */
export interface Change {
  measure: Measure | Figure;
  questions: number;
  before: number;
  after: number;
  /** The difference with its 95 % interval. */
  difference: Interval;
  /** `same` when the interval holds 0: these questions do not show a difference. */
  verdict: 'better' | 'worse' | 'same';
}

/** Two reports of the same questions. */
export interface Comparison {
  changes: Change[];
  /** Questions that got better or worse by their rank or outcome, the largest change first. */
  moved: { id: string; question: string; before: CaseReport; after: CaseReport; change: number }[];
  /** Ids that only one of the two has, and those under which they ask or expect something else. */
  unmatched: string[];
  /** The latter, with what differs. */
  differing: { id: string; what: string[] }[];
}

/** Those of which more is better, question by question; what one question has no say in is compared by `figures`. */
const paired = (Object.keys(measures) as Measure[]).filter((name) => name !== 'abstained' && name !== 'wrong');

interface Pair {
  before: CaseReport;
  after: CaseReport;
}

/**
 * Compares two reports question by question: the differences are paired, so that what both find easy or hard cancels out, and the
 * intervals come from a bootstrap over the questions that is the same at every call. Questions that are not the same in both are
 * left out and told. Some seconds for a thousand questions.
 */
export function compareReports(before: Report, after: Report): Comparison {
  const later = new Map(after.cases.map((one) => [one.id, one]));
  const common = before.cases.flatMap((one) => {
    const other = later.get(one.id);
    return other === undefined ? [] : [{ before: one, after: other, what: differenceOf(one, other) }];
  });
  const pairs = common.filter(({ what }) => what.length === 0).map(({ before, after }): Pair => ({ before, after }));
  const matched = new Set(pairs.map((pair) => pair.before.id));
  const moved = pairs
    .map((pair) => ({ id: pair.before.id, question: pair.before.question, ...pair, change: changeOf(pair) }))
    .filter(({ change }) => Math.abs(change) > 1e-9)
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const ids = [...before.cases, ...after.cases].map(({ id }) => id);
  return {
    changes: [
      ...paired.flatMap((name) => compareMeasure(name, pairs)),
      ...(Object.keys(figures) as Figure[]).flatMap((name) => compareFigure(name, pairs)),
    ],
    moved,
    unmatched: [...new Set(ids)].filter((id) => !matched.has(id)),
    differing: common.filter(({ what }) => what.length > 0).map(({ before: { id }, what }) => ({ id, what })),
  };
}

/** What makes two questions of one id different ones, in words. */
function differenceOf(a: CaseReport, b: CaseReport): string[] {
  // Reports of earlier versions do not have all of it.
  const differs = (pick: (one: CaseReport) => unknown): boolean => {
    const [one, other] = [pick(a), pick(b)];
    return JSON.stringify(one) !== JSON.stringify(other);
  };
  const isWhole = [a, b].every((one) => (one.articles as unknown) !== undefined);
  return [
    ...(differs(({ question }) => question) ? ['question'] : []),
    ...(isWhole && differs(({ askedOn }) => askedOn) ? ['day'] : []),
    ...(differs(({ answerable }) => answerable) ? ['whether there is an answer'] : []),
    ...(differs(({ expected }) => expected) ? ['expected answer'] : []),
    ...(isWhole && differs(({ articles }) => articles) ? ['articles'] : []),
  ];
}

function compareMeasure(name: Measure, pairs: readonly Pair[]): Change[] {
  const values = pairs.flatMap((pair) => {
    const [a, b] = [pair.before.measured[name], pair.after.measured[name]];
    return a === null || b === null ? [] : [{ a, b }];
  });
  const difference = bootstrapMean(values.map(({ a, b }) => b - a));
  if (difference === null) return [];
  return [
    {
      measure: name,
      questions: values.length,
      before: mean(values.map(({ a }) => a))!,
      after: mean(values.map(({ b }) => b))!,
      difference,
      verdict: verdictOf(difference, 'more'),
    },
  ];
}

function compareFigure(name: Figure, pairs: readonly Pair[]): Change[] {
  const { of } = figures[name];
  const [before, after] = [of(pairs.map((pair) => pair.before)), of(pairs.map((pair) => pair.after))];
  const difference = bootstrapStatistic(pairs.length, (chosen) => {
    const a = of(chosen.map((i) => pairs[i]!.before));
    const b = of(chosen.map((i) => pairs[i]!.after));
    return a === null || b === null ? null : b - a;
  });
  if (before === null || after === null || difference === null) return [];
  return [
    { measure: name, questions: pairs.length, before, after, difference, verdict: verdictOf(difference, 'less') },
  ];
}

function verdictOf({ low, high }: Interval, better: 'more' | 'less'): Change['verdict'] {
  if (low <= 0 && high >= 0) return 'same';
  return low > 0 === (better === 'more') ? 'better' : 'worse';
}

function changeOf(pair: Pair): number {
  const worth = ({ measured }: CaseReport): number =>
    (measured.mrr10 ?? 0) + (measured.right ?? 0) + (measured.refused ?? 0);
  return worth(pair.after) - worth(pair.before);
}

/**
 * A report as `eval --json` printed it.
 *
 * @throws AppError `CONTENT_MALFORMED` when it is not one.
 */
export function parseReport(text: string, name: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (isReport(value)) return value;
  throw new AppError('CONTENT_MALFORMED', `${name}: expected a report of "eval --json", got something else`, {
    hint: 'Write one with "npm run -s onrecord -- eval <cases.jsonl> --json > report.json".',
  });
}

function isReport(value: unknown): value is Report {
  if (typeof value !== 'object' || value === null) return false;
  const { version, cases } = value as { version?: unknown; cases?: unknown };
  if (version !== 1 || !Array.isArray(cases)) return false;
  return cases.every((one: unknown) => {
    if (typeof one !== 'object' || one === null) return false;
    const { id, measured } = one as { id?: unknown; measured?: unknown };
    return typeof id === 'string' && typeof measured === 'object' && measured !== null;
  });
}
