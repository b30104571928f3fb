import { constants } from 'node:os';
import type { ReindexReport } from '../app.js';
import type { CommandContext } from './command.js';
import { createProgressReporter } from './progress.js';

/**
 * Runs `reindex` with its progress on standard error. Ctrl-C ends it early and keeps what was finished; the exit code is then
 * that of a process ended by the signal (130 or 143), and otherwise 0.
 */
export async function reindexWithProgress(
  context: CommandContext,
  options: { full: boolean; wait?: boolean },
): Promise<{ report: ReindexReport; exitCode: number }> {
  const app = await context.openApp();
  const progress = createProgressReporter(context.stderr, context.now);
  try {
    const { result, interruptedBy } = await context.interruptible((signal) => {
      signal.addEventListener('abort', () => {
        progress.finish();
        void context.stderr.write('Stopping; what is finished is kept. Once more stops at once.\n');
      });
      return app.reindex({ ...options, signal, onProgress: progress.update });
    });
    if (interruptedBy !== null && !result.cancelled)
      await context.stderr.write('It was too late to stop: the run had come to its end.\n');
    return { report: result, exitCode: interruptedBy === null ? 0 : 128 + constants.signals[interruptedBy] };
  } finally {
    progress.finish();
  }
}
