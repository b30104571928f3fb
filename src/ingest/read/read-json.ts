import { AppError, toAppError } from '../../errors.js';
import { parseRecord, type Draft } from './draft.js';

/** A record of a file, read or not. `record` is its line or its position in a list, from 1; null for the only one of a document. */
export type RecordResult = { record: number | null; draft: Draft } | { record: number | null; error: AppError };

/**
 * The records of a JSON document: one object, a list, or an object with a list in `articles` or `items`. JSON lines under the
 * wrong name are read as such.
 *
 * @throws AppError `CONTENT_MALFORMED` when it is neither
 */
export function readJson(text: string): RecordResult[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (isJson(firstLine(text)) && text.trim().includes('\n')) return readJsonLines(text);
    throw toAppError(error, 'CONTENT_MALFORMED', 'Expected JSON');
  }
  const list = findList(value);
  if (list === null) return [read(value, null)];
  return list.map((item, i) => read(item, i + 1));
}

// A file with this many broken lines is not broken in places; it is something else.
const maxBrokenLines = 1_000;

/**
 * The records of JSON lines, each with its line number; empty lines are passed over, a broken one is a result with its error.
 *
 * @throws AppError `CONTENT_MALFORMED` when no line can be read, or more than a thousand cannot
 */
export function readJsonLines(text: string): RecordResult[] {
  // A whole document saved under this ending: its first line alone is not JSON.
  if (!isJson(firstLine(text)) && isJson(text)) return readJson(text);
  const results: RecordResult[] = [];
  const lines = text.split('\n');
  let broken = 0;
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    try {
      results.push(read(JSON.parse(line), i + 1));
    } catch (error) {
      broken++;
      results.push({ record: i + 1, error: toAppError(error, 'CONTENT_MALFORMED', `Expected JSON on line ${i + 1}`) });
    }
    if (broken > maxBrokenLines) {
      throw new AppError(
        'CONTENT_MALFORMED',
        `Expected a JSON record on each line, got more than ${maxBrokenLines} without.`,
      );
    }
  }
  if (broken > 1 && broken === results.length) {
    throw new AppError('CONTENT_MALFORMED', `Expected a JSON record on each line, got ${broken} lines without.`);
  }
  return results;
}

function read(value: unknown, record: number | null): RecordResult {
  try {
    return { record, draft: parseRecord(value) };
  } catch (error) {
    return { record, error: toAppError(error, 'CONTENT_MALFORMED', 'The record could not be read') };
  }
}

function findList(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return null;
  const { articles, items } = value as { articles?: unknown; items?: unknown };
  if (Array.isArray(articles)) return articles;
  return Array.isArray(items) ? items : null;
}

function firstLine(text: string): string {
  const start = text.trimStart();
  const end = start.indexOf('\n');
  return end === -1 ? start : start.slice(0, end);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
