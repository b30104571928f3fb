import { wrongUse } from '../arguments.js';
import type { Arguments } from '../arguments.js';
import type { CommandContext } from '../command.js';

/** Runs the Discord bot until it is interrupted, or Discord lets it in no more. */
export async function run(args: Arguments, context: CommandContext): Promise<number> {
  const [extra] = args.positionals;
  if (extra !== undefined) throw wrongUse({ name: 'bot' }, `Expected nothing after it, got "${extra}".`);
  await context.interruptible((signal) => context.runBot(signal));
  return 0;
}
