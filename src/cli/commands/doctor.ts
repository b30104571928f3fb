import { wrongUse } from '../arguments.js';
import type { Arguments } from '../arguments.js';
import type { CommandContext } from '../command.js';
import { toJsonLine, toPrintable } from '../printable.js';
import { renderChecks } from '../render/status.js';

/** Says what is wrong; ends with 1 when anything is a fault. */
export async function run(args: Arguments, context: CommandContext): Promise<number> {
  const [extra] = args.positionals;
  if (extra !== undefined) throw wrongUse({ name: 'doctor' }, `Expected options only, got "${extra}".`);
  const app = await context.openApp();
  const checks = await app.doctor();
  await context.stdout.write(
    args.flags.has('json') ? toJsonLine({ checks }) : renderChecks(toPrintable(checks), context.stdout.style),
  );
  return checks.some(({ verdict }) => verdict === 'fault') ? 1 : 0;
}
