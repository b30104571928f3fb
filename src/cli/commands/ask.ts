import { AppError } from '../../errors.js';
import { parseCount, wrongUse } from '../arguments.js';
import type { Arguments } from '../arguments.js';
import { runBatch } from '../batch.js';
import type { CommandContext } from '../command.js';
import { toJsonLine, toPrintable } from '../printable.js';
import { parseQuestion } from '../question.js';
import { reindexWithProgress } from '../reindex-run.js';
import { renderDraft, renderOutcome, type Draft } from '../render/outcome.js';
import { renderShortReport } from '../render/report.js';
import { toAskRow } from '../rows.js';

const command = { name: 'ask' };
const defaultSentences = 4;
const mostSentences = 20;

/** Answers one question, or with `--batch` a stream of them. An abstention is a result, so it ends with 0 too. */
export async function run(args: Arguments, context: CommandContext): Promise<number> {
  const limit = parseCount(args.texts.get('limit') ?? String(defaultSentences), '--limit', mostSentences);
  const text = args.positionals.join(' ');
  const isBatch = args.flags.has('batch');
  if (isBatch && text !== '') throw wrongUse(command, `Expected --batch without a question, got "${text}".`);
  if (!isBatch && text.trim() === '') throw wrongUse(command, 'Expected a question, got none.');
  const question = await parseQuestion(args, text, context);

  if (args.flags.has('fresh')) {
    const exitCode = await refresh(context);
    if (exitCode !== 0) return exitCode;
  }
  const app = await context.openApp();
  if (isBatch) {
    return runBatch(context, async (record) => {
      const asked = await parseQuestion(args, record.question, context, record.askedOn);
      return toAskRow(await app.ask(asked, { limit }), record.id);
    });
  }
  const isJson = args.flags.has('json');
  const { stdout, stderr } = context;
  // A person sees the sentences of a language model as they pass the checks; the result comes when it is whole, as everywhere.
  const isWatched = !isJson && stdout.isTerminal && stderr.isTerminal;
  const onDraft = (draft: Draft): void => stderr.show(renderDraft(toPrintable(draft), stderr.style));
  const outcome = await app.ask(question, { limit, ...(isWatched && { onDraft }) });
  stderr.show('');
  await stdout.write(
    isJson ? toJsonLine(toAskRow(outcome)) : renderOutcome(toPrintable(outcome), toPrintable(text), stdout.style),
  );
  return 0;
}

/** Brings the index up to date; when another process is at it already, what is there is good enough to answer from. */
async function refresh(context: CommandContext): Promise<number> {
  const { stderr } = context;
  try {
    const { report, exitCode } = await reindexWithProgress(context, { full: false });
    await stderr.write(renderShortReport(toPrintable(report), stderr.style));
    return exitCode;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'INDEX_LOCKED') throw error;
    await stderr.write(stderr.style.dim('Another process is indexing; this answer is from the index as it is.') + '\n');
    return 0;
  }
}
