import type { ReindexReport, RollbackReport } from '../../app.js';
import { invocation } from '../command.js';
import { wrap } from '../style.js';
import type { Style } from '../style.js';
import { countOf, describeDay, describeSeconds } from '../../domain/describe.js';

/** What a run of `reindex` did, with every failure and its reason. */
export function renderReport(report: ReindexReport, style: Style): string {
  const blocks = [];
  if (report.cancelled) {
    blocks.push(
      style.yellow(wrap(style, 'Stopped before the end. What was finished is kept.')) + `\nNext: ${invocation} reindex`,
    );
  }
  blocks.push([wrap(style, describeTotals(report)), wrap(style, describeCounts(report))].join('\n'));
  if (report.failures.length > 0) blocks.push(renderFailures(report.failures, style));
  return blocks.join('\n\n') + '\n';
}

/** What serves after going back, and how to return. */
export function renderRollback({ generation, replaced, totals, stamp, lastRun }: RollbackReport, style: Style): string {
  const { articles, passages } = totals;
  const lines = [
    `The index ${generation} serves again: ${countOf(articles, 'article')} in ${countOf(passages, 'passage')}, last ` +
      `brought up to date ${describeDay(lastRun.finishedAt)}, made with ${stamp.embeddingModel}.`,
  ];
  if (replaced !== null) lines.push(`To return to ${replaced}, run the same command again.`);
  return lines.map((line) => wrap(style, line)).join('\n') + '\n';
}

/** One line for a run that came before an answer; the empty text when there is nothing to tell. */
export function renderShortReport(report: ReindexReport, style: Style): string {
  const { added, changed, removed, failed } = report.counts;
  if (added + changed + removed + failed === 0 && !report.cancelled) return '';
  const failures = failed === 0 ? '' : ` Why ${failed} failed: ${invocation} status`;
  return style.dim(wrap(style, `${describeCounts(report)}${failures}`)) + '\n';
}

/** What could not be indexed, each with its reason. */
export function renderFailures(failures: ReindexReport['failures'], style: Style): string {
  const heading = 'Not indexed (tried again at the next run; docs/errors.md explains the codes)';
  const lines = failures.map(
    ({ location, code, message }) =>
      `${wrap(style, location, '  - ', '    ')}\n${wrap(style, `${message} ${style.dim(`(${code})`)}`, '    ')}`,
  );
  return [style.bold(wrap(style, heading)), ...lines].join('\n');
}

/** The counts of a run in words: "25 added, 2 changed, ...". */
export function listCounts(counts: ReindexReport['counts']): string {
  const { added, changed, unchanged, removed, duplicates, failed } = counts;
  return [
    `${added} added`,
    `${changed} changed`,
    `${unchanged} unchanged`,
    `${removed} removed`,
    countOf(duplicates, 'duplicate'),
    `${failed} failed`,
  ].join(', ');
}

function describeCounts({ counts, startedAt, finishedAt }: ReindexReport): string {
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  return `${listCounts(counts)}, in ${describeSeconds(seconds)}.`;
}

function describeTotals({ totals }: ReindexReport): string {
  const { articles, passages, outlets, oldest, newest } = totals;
  const period = oldest === null || newest === null ? '' : `, ${describeDay(oldest)} to ${describeDay(newest)}`;
  return `The index holds ${countOf(articles, 'article')} of ${countOf(outlets, 'outlet')} in ${countOf(passages, 'passage')}${period}.`;
}
