import { wrongUse } from '../arguments.js';
import type { Arguments } from '../arguments.js';
import type { CommandContext } from '../command.js';
import { toJsonLine, toPrintable } from '../printable.js';
import { renderStatus } from '../render/status.js';

/** Shows what is indexed. That there is no index yet is a result. */
export async function run(args: Arguments, context: CommandContext): Promise<number> {
  const [extra] = args.positionals;
  if (extra !== undefined) throw wrongUse({ name: 'status' }, `Expected options only, got "${extra}".`);
  const app = await context.openApp();
  const status = await app.status();
  await context.stdout.write(
    args.flags.has('json') ? toJsonLine(status) : renderStatus(toPrintable(status), context.stdout.style),
  );
  return 0;
}
