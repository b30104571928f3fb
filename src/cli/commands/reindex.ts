import { wrongUse } from '../arguments.js';
import type { Arguments } from '../arguments.js';
import type { CommandContext } from '../command.js';
import { toJsonLine, toPrintable } from '../printable.js';
import { reindexWithProgress } from '../reindex-run.js';
import { renderReport, renderRollback } from '../render/report.js';

/**
 * Brings the index up to date. Articles that could not be read are told and do not make the run fail, unless nothing at all
 * is indexed because of them.
 */
export async function run(args: Arguments, context: CommandContext): Promise<number> {
  const [extra] = args.positionals;
  if (extra !== undefined) throw wrongUse({ name: 'reindex' }, `Expected options only, got "${extra}".`);
  if (args.flags.has('rollback')) return rollBack(args, context);
  const { report, exitCode } = await reindexWithProgress(context, {
    full: args.flags.has('full'),
    wait: args.flags.has('wait'),
  });
  await context.stdout.write(
    args.flags.has('json') ? toJsonLine(report) : renderReport(toPrintable(report), context.stdout.style),
  );
  if (exitCode !== 0) return exitCode;
  return report.totals.articles === 0 && report.failures.length > 0 ? 1 : 0;
}

async function rollBack(args: Arguments, context: CommandContext): Promise<number> {
  for (const other of ['full', 'wait'])
    if (args.flags.has(other)) throw wrongUse({ name: 'reindex' }, `Expected --${other} or --rollback, got both.`);
  const app = await context.openApp();
  const report = await app.rollback();
  await context.stdout.write(
    args.flags.has('json') ? toJsonLine(report) : renderRollback(toPrintable(report), context.stdout.style),
  );
  return 0;
}
