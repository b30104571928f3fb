import type { Change, Comparison } from '../../evaluation/compare.js';
import { figures, type Figure } from '../../evaluation/figures.js';
import { worstCases } from '../../evaluation/mistakes.js';
import { measures, type Group, type Measure, type Report } from '../../evaluation/report.js';
import { pad, wrap } from '../style.js';
import type { Style } from '../style.js';
import { countOf, onOneLine } from '../../domain/describe.js';

const worstShown = 5;
const movedShown = 10;
const unknownShown = 10;

/** Columns of the table, the most telling first: what stands over them, and which measure they show. Narrow outputs have the first ones. */
const columns: readonly { head: string; measure: Measure }[] = [
  { head: '@4', measure: 'hits4' },
  { head: 'answ.', measure: 'answered' },
  { head: 'refu.', measure: 'refused' },
  { head: 'right', measure: 'right' },
  { head: 'wrong', measure: 'wrong' },
  { head: 'abst.', measure: 'abstained' },
  { head: '@1', measure: 'hits1' },
  { head: '@10', measure: 'hits10' },
  { head: 'MRR', measure: 'mrr10' },
  { head: 'nDCG', measure: 'ndcg10' },
];
const shownOrder: readonly Measure[] = [
  'hits1',
  'hits4',
  'hits10',
  'mrr10',
  'ndcg10',
  'answered',
  'right',
  'wrong',
  'refused',
  'abstained',
];
const columnWidth = 6;

/** What a run of cases came to, for a person: a table by kind and trait, then what holds for the whole, then the worst cases. */
export function renderEvaluation(report: Report, style: Style): string {
  const { all, kinds, traits, settings, risk, reliability, citations, diversity, timesMs } = report;
  const facts: [string, string][] = [
    [
      'Confidence',
      `area under risk and coverage ${decimals(risk.area, 3)}, ${decimals(risk.excess, 3)} above the best order; calibration error ${decimals(reliability.error, 3)}, Brier score ${decimals(reliability.brier, 3)}`,
    ],
    ...settings.map(({ setting, threshold, answered, refused, wrong }): [string, string] => [
      setting,
      `from ${threshold.toFixed(2)} on: ${percent(answered)} of the answerable answered, ${percent(refused)} of the others refused, ${percent(wrong)} of the answers wrong`,
    ]),
    [
      'Citations',
      `${citations.verbatim} of ${citations.shown} word for word; ${citations.uncited} of ${countOf(citations.sentences, 'sentence')} without one`,
    ],
    [
      'Diversity',
      `${decimals(diversity.articles, 1)} articles of ${decimals(diversity.outlets, 1)} outlets in 10 passages`,
    ],
    [
      'Time',
      Object.entries(timesMs)
        .map(([stage, { p50, p95 }]) => `${stage} ${p50.toFixed(1)}/${p95.toFixed(1)}`)
        .join(', ') + ' ms (p50/p95)',
    ],
  ];
  const width = Math.max(...facts.map(([name]) => name.length)) + 2;
  const blocks = [
    `${style.bold(countOf(all.questions, 'question'))}, ${all.answerable} of them answerable`,
    renderTable([all, ...kinds], style),
    ...(traits.length === 0 ? [] : [renderTable(traits, style)]),
    facts.map(([name, text]) => wrap(style, text, style.bold(pad(name, width)))).join('\n'),
    renderWorst(report, style),
  ];
  return blocks.filter((block) => block !== '').join('\n\n') + '\n';
}

function renderTable(groups: readonly Group[], style: Style): string {
  const nameWidth = Math.max(...groups.map(({ name }) => name.length), 4);
  const countWidth = Math.max(...groups.map(({ questions }) => String(questions).length), 3) + 1;
  const room = Math.max(2, Math.floor((style.columns - nameWidth - countWidth) / columnWidth));
  const shown = columns.slice(0, room).sort((a, b) => shownOrder.indexOf(a.measure) - shownOrder.indexOf(b.measure));
  const head =
    pad('', nameWidth) + 'n'.padStart(countWidth) + shown.map((column) => column.head.padStart(columnWidth)).join('');
  const rows = groups.map(
    ({ name, questions, means }) =>
      pad(name, nameWidth) +
      String(questions).padStart(countWidth) +
      shown.map(({ measure }) => describe(measure, means[measure]).padStart(columnWidth)).join(''),
  );
  return [style.dim(head), ...rows].join('\n');
}

function renderWorst({ cases }: Report, style: Style): string {
  const worst = worstCases(cases, worstShown);
  if (worst.length === 0) return '';
  const lines = worst.map((one) => {
    const verdict = one.answerable
      ? `${one.passageRank === 0 ? 'not found' : `found at ${one.passageRank}`}, ${one.outcome === 'answer' ? (one.right ? 'answered' : 'answered otherwise') : 'refused'}`
      : 'answered, to be refused';
    const text = `${onOneLine(one.question)} (${verdict}, confidence ${one.confidence.toFixed(2)})`;
    return wrap(style, text, `  ${one.id}: `, '    ');
  });
  return [style.bold('Worst'), ...lines].join('\n');
}

/** A warning about cases that name what the index does not have; empty when all is there. */
export function renderUnknown({ unknown, all }: Pick<Report, 'unknown' | 'all'>): string {
  if (unknown.length === 0) return '';
  const shown = unknown
    .slice(0, unknownShown)
    .map(({ id, references }) => `  ${id}: ${references.map(onOneLine).join('; ')}\n`);
  const more = unknown.length > shown.length ? `  and ${unknown.length - shown.length} more\n` : '';
  return `Warning: not indexed and so counted as not found, in ${unknown.length} of ${countOf(all.questions, 'case')}:\n${shown.join('')}${more}`;
}

/** How two reports differ, for a person. */
export function renderComparison(comparison: Comparison, style: Style): string {
  const { changes, moved } = comparison;
  const strangers = renderUnmatched(comparison, style);
  if (changes.length === 0) return ['The two reports have no question in common.', ...strangers].join('\n\n') + '\n';
  const nameOf = ({ measure }: Change): string => ({ ...measures, ...figures })[measure].name;
  const width = Math.max(...changes.map((change) => nameOf(change).length)) + 2;
  const lines = changes.map((change) => {
    const { difference, verdict, questions, before, after, measure } = change;
    const interval = `${signed(change, difference.mean)} [${signed(change, difference.low)}, ${signed(change, difference.high)}]`;
    const colour = { better: style.green, worse: style.red, same: style.dim }[verdict];
    const text = `${describe(measure, before)} to ${describe(measure, after)}, ${interval}, n ${questions}, `;
    return wrap(
      style,
      text + colour(verdict === 'same' ? 'no difference shown' : verdict),
      style.bold(pad(nameOf(change), width)),
    );
  });
  const movers = moved
    .slice(0, movedShown)
    .map(({ id, question, before, after, change }) =>
      wrap(
        style,
        `${onOneLine(question)} (rank ${before.passageRank || '-'} to ${after.passageRank || '-'}, ${before.outcome} to ${after.outcome})`,
        `  ${change > 0 ? '+' : '-'} ${id}: `,
        '      ',
      ),
    );
  const blocks = [
    lines.join('\n'),
    style.dim(wrap(style, 'Differences with 95 % bootstrap intervals over the questions that both reports have.')),
    ...(movers.length === 0 ? [] : [[style.bold(`Moved: ${moved.length}`), ...movers].join('\n')]),
    ...strangers,
  ];
  return blocks.join('\n\n') + '\n';
}

/** What could not be compared. */
function renderUnmatched({ unmatched, differing }: Comparison, style: Style): string[] {
  const others = unmatched.filter((id) => !differing.some((one) => one.id === id));
  const different = differing.map(({ id, what }) => `${id} (${what.join(', ')})`);
  return [
    ...(others.length === 0 ? [] : [wrap(style, `In one report only: ${others.join(', ')}`)]),
    ...(different.length === 0
      ? []
      : [wrap(style, `Not compared, since they are not the same in both: ${different.join(', ')}`)]),
  ];
}

/** Shares are given as percentages, all else as decimals. */
function describe(measure: Measure | Figure, value: number | null): string {
  return notShares.includes(measure) ? decimals(value, 3) : percent(value);
}

const notShares: readonly string[] = ['mrr10', 'ndcg10', 'riskArea', 'riskExcess', 'calibrationError', 'brier'];

function signed({ measure }: Change, value: number): string {
  return (value > 0 ? '+' : '') + describe(measure, value);
}

function percent(value: number | null): string {
  return value === null ? '-' : `${(100 * value).toFixed(1).replace(/\.0$/, '')}%`;
}

function decimals(value: number | null, places: number): string {
  return value === null ? '-' : value.toFixed(places);
}
