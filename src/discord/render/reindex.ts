import type { Progress, ReindexReport } from '../../app.js';
import { countOf, describeDay, describeSeconds, onOneLine } from '../../domain/describe.js';
import { firstThatFits, fromDownToZero, limits, shorten } from './limits.js';
import { bold, lines, md, small } from './markdown.js';
import type { Markdown } from './markdown.js';
import { button, colours, row, withPlainSpaces } from './parts.js';
import type { Rendered } from './rendered.js';

const phases: Record<Progress['phase'], string> = {
  reading: 'Reading the sources',
  embedding: 'Indexing',
  saving: 'Saving',
  checking: 'Checking',
};

/** A run that was going on already when it was asked for; what was asked for may be more than it does. */
export interface JoinedRun {
  isFull: boolean;
  wasFullAsked: boolean;
  /** The sources that it looks at; null for all. */
  only: readonly string[] | null;
}

/** How a reindex goes on, with a button that cancels it. `joined` is null for a run of one's own. */
export function renderProgress({
  id,
  progress,
  startedAt,
  joined,
}: {
  id: string;
  progress: Progress | null;
  startedAt: string;
  joined: JoinedRun | null;
}): Rendered {
  const title = progress === null ? 'Getting ready' : phases[progress.phase];
  const description = lines(
    ...(progress === null ? [] : renderCounts(progress)),
    joined === null ? null : md`A reindex was going on already; this is it. ${describeReach(joined)}`,
  );
  return {
    embeds: [
      {
        color: colours.answer,
        title: `⏳ ${title}`,
        description: description.markdown || 'It begins in a moment.',
        footer: { text: `Started ${describeMinute(startedAt)} · answers come from the old index until it is done` },
      },
    ],
    components: [row(button('Cancel', { action: 'cancel-reindex', id, detail: '' }, { style: 'danger' }))],
  };
}

/** What a run that was joined leaves out; nothing when it does all there is to do. */
function describeReach({ isFull, wasFullAsked, only }: JoinedRun): string {
  if (only !== null)
    return `It looks only at ${countOf(only.length, 'source')} whose time has come; for all, ask again when it has ended.`;
  return wasFullAsked && !isFull ? 'It indexes what changed; for a full one, ask again when it has ended.' : '';
}

/** Blocks of the bar: as many as fit beside the figure on a phone. */
const barLength = 14;

function renderCounts({ done, total, ratePerSecond, secondsLeft, failures }: Progress): Markdown[] {
  const parts: Markdown[] = [];
  if (total !== null && total > 0) {
    // What there is to do becomes known on the way, so that a count may be off for a moment.
    const share = Math.max(0, Math.min(1, done / total));
    const filled = Math.floor(share * barLength);
    parts.push(md`${'▰'.repeat(filled)}${'▱'.repeat(barLength - filled)} ${bold(`${Math.floor(share * 100)} %`)}`);
  }
  const figures = [total === null ? done.toLocaleString('en') : `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`]; // prettier-ignore
  if (ratePerSecond !== null) figures.push(`${ratePerSecond < 10 ? ratePerSecond.toFixed(1) : Math.round(ratePerSecond)} passages/s`); // prettier-ignore
  if (secondsLeft !== null) figures.push(`${describeSeconds(secondsLeft)} left`);
  parts.push(md`${withPlainSpaces(figures.join(' · '))}`);
  if (failures > 0) parts.push(md`⚠️ ${countOf(failures, 'failure')} so far`);
  return parts;
}

/** Failures that a report tells one by one. */
const mostFailures = 5;

/** What a reindex changed and what failed. `wasCancelled`: somebody asked to, in time or not. */
export function renderReport(report: ReindexReport, { wasCancelled = false } = {}): Rendered {
  const { counts, totals, failures, cancelled, startedAt, finishedAt } = report;
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  const { oldest, newest } = totals;
  const period = oldest === null || newest === null ? null : `${describeDay(oldest)} to ${describeDay(newest)}`;
  const head = lines(
    cancelled ? md`Stopped before the end. What was finished is kept; the next /reindex goes on from there.` : null,
    wasCancelled && !cancelled ? md`It was too late to cancel: the run had come to its end.` : null,
    md`${listChanges(counts)}`,
    counts.failed > 0 ? md`⚠️ ${bold(`${counts.failed.toLocaleString('en')} failed`)}` : null,
    md`The index holds ${bold(countOf(totals.articles, 'article'))} of ${countOf(totals.outlets, 'outlet')} in ${countOf(totals.passages, 'passage')}.`,
  );
  const describe = (count: number): Markdown => {
    const rest = failures.length - count;
    return lines(
      head,
      failures.length === 0 ? null : md`\n**Not indexed** (tried again at the next run)`,
      ...failures.slice(0, count).map(renderFailure),
      rest === 0 ? null : small(`and ${rest.toLocaleString('en')} more; the command "status" lists them all`),
    );
  };
  const { markdown } = firstThatFits(
    fromDownToZero(Math.min(failures.length, mostFailures)),
    describe,
    (text) => text.markdown.length <= limits.description,
  );
  const footer = [period, `${report.mode === 'full' ? 'full run' : 'changes only'}, ${describeSeconds(seconds)}`];
  const [sign, title, colour] = cancelled
    ? (['⏹️', 'Reindex cancelled', colours.abstention] as const)
    : counts.failed > 0
      ? (['⚠️', 'Reindexed, with failures', colours.altered] as const)
      : (['✅', 'Reindexed', colours.exact] as const);
  return {
    embeds: [
      {
        color: colour,
        title: `${sign} ${title}`,
        description: markdown,
        footer: { text: withPlainSpaces(footer.filter((part) => part !== null).join(' · ')) },
      },
    ],
    components: [],
  };
}

/** What changed; what stayed is told last. */
function listChanges({ added, changed, removed, unchanged, duplicates }: ReindexReport['counts']): string {
  const figures: [number, string][] = [
    [added, 'added'],
    [changed, 'changed'],
    [removed, 'removed'],
    [duplicates, duplicates === 1 ? 'duplicate' : 'duplicates'],
  ];
  const told = figures.filter(([count]) => count > 0).map(([count, what]) => `${count.toLocaleString('en')} ${what}`);
  const rest = unchanged === 0 ? '' : `; ${unchanged.toLocaleString('en')} unchanged`;
  return `${told.length === 0 ? 'Nothing new' : told.join(', ')}${rest}.`;
}

function renderFailure({ location, code, message }: ReindexReport['failures'][number]): Markdown {
  return lines(md`${bold(shorten(onOneLine(location), 200))}`, small(`${shorten(onOneLine(message), 250)} (${code})`));
}

/** A moment as it is in UTC, to the minute. */
export function describeMinute(iso: string): string {
  return withPlainSpaces(`${describeDay(iso)}, ${iso.slice(11, 16)} UTC`);
}
