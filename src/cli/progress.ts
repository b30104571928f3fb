import type { App } from '../app.js';
import type { Output } from './command.js';
import { toPrintable } from './printable.js';
import { clip } from './style.js';
import { countOf, describeSeconds } from '../domain/describe.js';

export type Progress = Parameters<NonNullable<Parameters<App['reindex']>[0]['onProgress']>>[0];

/** Shows a run's progress while it goes on. */
export interface ProgressReporter {
  update(progress: Progress): void;
  /** Leaves the output ready for what comes next. */
  finish(): void;
}

/** A run that is over before this is not worth a line. */
const patienceMs = 1_500;
const plainLineEveryMs = 5_000;
const redrawEveryMs = 100;

/**
 * On a terminal one line that is rewritten, with a bar; elsewhere plain lines, one every five seconds at most. Nothing at all
 * for a run that is done at once.
 */
export function createProgressReporter(output: Output, now: () => Date): ProgressReporter {
  const startedMs = now().getTime();
  const everyMs = output.isTerminal ? redrawEveryMs : plainLineEveryMs;
  let lastMs = startedMs + patienceMs - everyMs;
  let isDrawn = false;
  return {
    update(progress) {
      const nowMs = now().getTime();
      if (nowMs - lastMs < everyMs) return;
      lastMs = nowMs;
      isDrawn = true;
      const line = renderProgress(progress, output);
      // Nothing waits for the write: a slow terminal must not slow the work.
      void output.write(output.isTerminal ? `\r\x1b[2K${line}` : `${line}\n`);
    },
    finish() {
      if (isDrawn && output.isTerminal) void output.write('\r\x1b[2K');
      isDrawn = false;
    },
  };
}

const phases: Record<Progress['phase'], string> = {
  reading: 'Reading',
  embedding: 'Indexing',
  saving: 'Saving',
  checking: 'Checking',
};

/** One line, with room behind it for the "^C" that a terminal shows: a line that wraps could not be rewritten. */
export function renderProgress(
  progress: Progress,
  { isTerminal, style }: Pick<Output, 'isTerminal' | 'style'>,
): string {
  const { phase, done, total, ratePerSecond, secondsLeft, failures } = progress;
  const parts = [total === null ? String(done) : `${done} of ${total}`];
  if (ratePerSecond !== null)
    parts.push(`${ratePerSecond < 10 ? ratePerSecond.toFixed(1) : Math.round(ratePerSecond)} passages a second`);
  if (secondsLeft !== null) parts.push(`${describeSeconds(secondsLeft)} left`);
  if (failures > 0) parts.push(countOf(failures, 'failure'));
  const text = parts.join(', ').replaceAll('\u00a0', ' ');
  if (!isTerminal) return `${phases[phase]}: ${text}`;
  const width = style.columns - 3;
  const barWidth = Math.min(16, width - phases[phase].length - text.length - 4);
  if (total === null || total === 0 || barWidth < 5) return clip(`${phases[phase]}  ${text}`, width);
  // What there is to do becomes known on the way, so that a count may be off for a moment.
  const filled = Math.max(0, Math.min(barWidth, Math.floor((done / total) * barWidth)));
  const bar = style.cyan('█'.repeat(filled)) + style.dim('░'.repeat(barWidth - filled));
  return `${phases[phase]}  ${bar}  ${text}`;
}

const noticeEveryMs = 3_000;

/** Prints notices as lines of their own, and leaves out those that follow one too soon. */
export function createNotices(output: Output, now: () => Date): (line: string) => void {
  let lastMs = -Infinity;
  return (line) => {
    const nowMs = now().getTime();
    if (nowMs - lastMs < noticeEveryMs) return;
    lastMs = nowMs;
    void output.write(`${toPrintable(line)}\n`);
  };
}
