import { parseCount, wrongUse } from '../arguments.js';
import type { Arguments } from '../arguments.js';
import { runBatch } from '../batch.js';
import type { CommandContext } from '../command.js';
import { toJsonLine, toPrintable } from '../printable.js';
import { parseQuestion } from '../question.js';
import { renderPassages } from '../render/passages.js';
import { toSearchRow } from '../rows.js';

const command = { name: 'search' };
const defaultPassages = 10;
const mostPassages = 100;

/** Lists the passages for one question, or with `--batch` for a stream of them. Finding none is a result. */
export async function run(args: Arguments, context: CommandContext): Promise<number> {
  const limit = parseCount(args.texts.get('limit') ?? String(defaultPassages), '--limit', mostPassages);
  const text = args.positionals.join(' ');
  const isBatch = args.flags.has('batch');
  if (isBatch && text !== '') throw wrongUse(command, `Expected --batch without a question, got "${text}".`);
  if (!isBatch && text.trim() === '') throw wrongUse(command, 'Expected a question, got none.');
  const question = await parseQuestion(args, text, context);

  const app = await context.openApp();
  if (isBatch) {
    return runBatch(context, async (record) => {
      const asked = await parseQuestion(args, record.question, context, record.askedOn);
      return toSearchRow(await app.search(asked, { limit }), record.id);
    });
  }
  const passages = await app.search(question, { limit });
  await context.stdout.write(
    args.flags.has('json')
      ? toJsonLine(toSearchRow(passages))
      : renderPassages(toPrintable(passages), context.stdout.style),
  );
  return 0;
}
