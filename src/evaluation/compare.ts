import { AppError } from '../errors.js';
import { measures, type CaseReport, type Measure, type Report } from './report.js';
import { bootstrapMean, mean, type Interval } from './statistics.js';

/** How a measure changed from one report to the other, over the questions that both have. */
export interface Change {
  measure: Measure;
  questions: number;
  before: number;
  after: number;
  /** The mean difference with its 95 % interval. */
  difference: Interval;
  /** `same` when the interval holds 0: these questions do not show a difference. */
  verdict: 'better' | 'worse' | 'same';
}

/** Two reports of the same questions. */
export interface Comparison {
  changes: Change[];
  /** Questions that got better or worse by their rank or outcome, the largest change first. */
  moved: { id: string; question: string; before: CaseReport; after: CaseReport; change: number }[];
  /** Ids that only one of the two has. */
  unmatched: string[];
}

/**
 * Compares two reports question by question: the differences are paired, so that what both find easy or hard cancels out, and the
 * intervals come from a bootstrap over the questions that is the same at every call.
 */
export function compareReports(before: Report, after: Report): Comparison {
  const later = new Map(after.cases.map((one) => [one.id, one]));
  const pairs = before.cases.flatMap((one) => {
    const other = later.get(one.id);
    return other === undefined ? [] : [{ before: one, after: other }];
  });
  const matched = new Set(pairs.map((pair) => pair.before.id));
  const changes = (Object.keys(measures) as Measure[]).flatMap((name): Change[] => {
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
        verdict: difference.low > 0 ? 'better' : difference.high < 0 ? 'worse' : 'same',
      },
    ];
  });
  const moved = pairs
    .map((pair) => ({ id: pair.before.id, question: pair.before.question, ...pair, change: changeOf(pair) }))
    .filter(({ change }) => Math.abs(change) > 1e-9)
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const unmatched = [...before.cases, ...after.cases].map(({ id }) => id).filter((id) => !matched.has(id));
  return { changes, moved, unmatched };
}

function changeOf(pair: { before: CaseReport; after: CaseReport }): number {
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
