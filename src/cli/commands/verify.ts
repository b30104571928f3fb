import { wrongUse } from '../arguments.js';
import type { Arguments } from '../arguments.js';
import type { CommandContext } from '../command.js';
import { toJsonLine, toPrintable } from '../printable.js';
import { toVerificationRow } from '../quote-rows.js';
import { renderVerification } from '../render/verification.js';

/** Checks a quotation. Whatever comes out is a result; the exit code does not tell it. */
export async function run(args: Arguments, context: CommandContext): Promise<number> {
  const quotation = args.positionals.join(' ');
  if (quotation.trim() === '') throw wrongUse({ name: 'verify' }, 'Expected a quotation, got none.');
  const by = args.texts.get('by');
  const app = await context.openApp();
  const checked = await app.verify(quotation, by === undefined ? {} : { by });
  await context.stdout.write(
    args.flags.has('json')
      ? toJsonLine(toVerificationRow(checked))
      : renderVerification(toPrintable(checked), context.stdout.style),
  );
  return 0;
}
