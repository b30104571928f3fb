import type { Check, SourceEntry, Status } from '../../app.js';
import { invocation } from '../command.js';
import { pad, wrap } from '../style.js';
import type { Style } from '../style.js';
import { countOf, describeBytes, describeDay, describeSeconds } from '../../domain/describe.js';
import { describeTries } from '../../domain/describe-source.js';
import { describeLanguageModel } from '../../domain/describe-language-model.js';
import { listCounts, renderFailures } from './report.js';

/** What is indexed, from where, and what could not be. */
export function renderStatus(status: Status, style: Style): string {
  const { index, lastRun, writer, languageModel } = status;
  const rows: [string, string][] = [];
  if (index === null) rows.push(['Index', 'none yet']);
  else {
    const { totals, stamp, vectors } = index;
    const { oldest, newest } = totals;
    const period = oldest === null || newest === null ? '' : `, ${describeDay(oldest)} to ${describeDay(newest)}`;
    rows.push(
      ['Articles', `${countOf(totals.articles, 'article')} of ${countOf(totals.outlets, 'outlet')}${period}`],
      [
        'Passages',
        `${countOf(totals.passages, 'passage')}, ${countOf(vectors.count, 'vector')} (${vectors.kind} search)`,
      ],
      ['Model', `${stamp.embeddingModel}, ${stamp.dimensions} dimensions`],
      ['Index', `${describeBytes(index.bytes)} in ${status.dataDir}, ${index.generation}`],
    );
  }
  if (lastRun !== null) {
    const seconds = (Date.parse(lastRun.finishedAt) - Date.parse(lastRun.startedAt)) / 1000;
    const when = `${describeMinute(lastRun.finishedAt)}, ${describeSeconds(seconds)}`;
    rows.push(['Last run', `${when}: ${listCounts(lastRun.counts)}`]);
  }
  rows.push(['Answers', describeLanguageModel(languageModel, status)]);
  if (writer !== null) rows.push(['Indexing', `process ${writer.pid} since ${describeMinute(writer.since)}`]);

  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  const blocks = [rows.map(([name, text]) => wrap(style, text, style.bold(pad(name, width)))).join('\n')];
  blocks.push(renderSources(status.sources, style).trimEnd());
  if (status.failures.length > 0) blocks.push(renderFailures(status.failures, style));
  if (index === null) blocks.push(`Next: ${invocation} reindex`);
  return blocks.join('\n\n') + '\n';
}

/** Where articles come from. */
export function renderSources(sources: readonly SourceEntry[], style: Style): string {
  if (sources.length === 0) return `No sources.\nNext: ${invocation} sources add <file, folder or address>\n`;
  const lines = sources.map((entry) => {
    const { source, origin, articles, failures } = entry;
    const parts = [countOf(articles, 'article'), ...(failures > 0 ? [style.red(countOf(failures, 'failure'))] : [])];
    parts.push(origin === 'setting' ? 'named by ONRECORD_SOURCES' : 'added');
    const rest = [parts.join(', '), describeTries(entry, describeMinute)].map((line) => wrap(style, line, '    '));
    return [wrap(style, source, '  - ', '    '), ...rest].join('\n');
  });
  const isDue = sources.some(({ nextTry, isWatched }) => nextTry !== null && !isWatched);
  if (isDue)
    lines.push(wrap(style, style.dim('Watched by the bot with ONRECORD_WATCH=true; read by every reindex.'), '  '));
  return [style.bold('Sources'), ...lines].join('\n') + '\n';
}

/** One line for each check, and the next action under those that ask for one. */
export function renderChecks(checks: readonly Check[], style: Style): string {
  const colours = { ok: style.green, warning: style.yellow, fault: style.red };
  const nameWidth = Math.max(...checks.map(({ name }) => name.length), 0) + 2;
  const verdictWidth = 'warning'.length + 2;
  const isNarrow = style.columns < 60;
  const indent = ' '.repeat(isNarrow ? 4 : nameWidth + verdictWidth);
  const lines = checks.map(({ name, verdict, detail, next }) => {
    const head = pad(name, nameWidth) + colours[verdict](isNarrow ? verdict : pad(verdict, verdictWidth));
    const text = isNarrow ? `${head}\n${wrap(style, detail, indent)}` : wrap(style, detail, head, indent);
    return text + (next === null ? '' : `\n${wrap(style, `Next: ${next}`, indent)}`);
  });
  const faults = checks.filter(({ verdict }) => verdict === 'fault').length;
  const summary = faults === 0 ? 'No faults.' : `${countOf(faults, 'fault')}.`;
  return [...lines, '', faults === 0 ? style.green(summary) : style.red(summary)].join('\n') + '\n';
}

/** A moment as it is in UTC, to the minute. */
function describeMinute(iso: string): string {
  return `${describeDay(iso)} ${iso.slice(11, 16)} UTC`;
}
