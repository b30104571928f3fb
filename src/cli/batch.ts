import { AppError, toAppError } from '../errors.js';
import type { CommandContext } from './command.js';
import { readLines } from './lines.js';
import { isDay } from '../domain/days.js';
import { toJsonLine } from './printable.js';
import { toErrorRow } from './rows.js';
import type { RecordId } from './rows.js';

/** One line of a batch. */
export interface BatchRecord {
  id?: RecordId;
  question: string;
  askedOn?: string;
}

/** Far more than any question; a longer line is not JSON lines but something else. */
const longestLine = 1_000_000;

/**
 * Reads JSON lines `{id?, question, askedOn?}` from standard input and writes one JSON line for each, in their order and as soon
 * as it is there; the next is read when the reader of the output has room. A record that cannot be done gets a row with its error and
 * the others go on. Empty lines are skipped.
 *
 * @returns the exit code: 0, or 1 when any row is an error
 */
export async function runBatch(
  context: CommandContext,
  answer: (record: BatchRecord) => Promise<object>,
): Promise<number> {
  let lineNumber = 0;
  let failed = 0;
  for await (const line of readLines(context.stdin, longestLine)) {
    lineNumber++;
    if (line?.trim() === '') continue;
    let id: RecordId | undefined;
    let row: object;
    try {
      const fields = parseLine(line, lineNumber);
      id = findId(fields);
      row = await answer(parseRecord(fields, lineNumber));
    } catch (error) {
      failed++;
      row = toErrorRow(toAppError(error, 'INTERNAL', `Line ${lineNumber}`), id);
    }
    await context.stdout.write(toJsonLine(row));
  }
  if (failed > 0) await context.stderr.write(`${failed} of the records failed; their rows have an "error".\n`);
  return failed > 0 ? 1 : 0;
}

function parseLine(line: string | undefined, lineNumber: number): object {
  let value: unknown;
  let got = `more than ${longestLine} characters`;
  if (line !== undefined) {
    got = JSON.stringify(line.length > 60 ? `${line.slice(0, 60)}…` : line);
    try {
      value = JSON.parse(line.replace(/^\ufeff/, ''));
    } catch {
      value = undefined;
    }
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new AppError('CONTENT_MALFORMED', `Line ${lineNumber}: expected a JSON object with a "question", got ${got}`);
}

function parseRecord(fields: object, lineNumber: number): BatchRecord {
  const { question, askedOn } = fields as { question?: unknown; askedOn?: unknown };
  const id = findId(fields);
  if (typeof question !== 'string') {
    const got = JSON.stringify(question) ?? 'nothing';
    throw new AppError('CONTENT_MALFORMED', `Line ${lineNumber}: expected a text as "question", got ${got}`);
  }
  if (askedOn !== undefined && askedOn !== null && (typeof askedOn !== 'string' || !isDay(askedOn.slice(0, 10)))) {
    const got = JSON.stringify(askedOn);
    throw new AppError('CONTENT_MALFORMED', `Line ${lineNumber}: expected a day (2025-03-04) as "askedOn", got ${got}`);
  }
  return {
    ...(id === undefined ? {} : { id }),
    question,
    ...(typeof askedOn === 'string' ? { askedOn: askedOn.slice(0, 10) } : {}),
  };
}

function findId(fields: object): RecordId | undefined {
  const id = 'id' in fields ? fields.id : undefined;
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}
