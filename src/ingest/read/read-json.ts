import { toAppError, type AppError } from '../../errors.js';
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

/** The records of JSON lines, each with its line number; empty lines are passed over, a broken one is a result with its error. */
export function readJsonLines(text: string): RecordResult[] {
  const results: RecordResult[] = [];
  const lines = text.split('\n');
  // A whole document saved under this ending: its first line alone is not JSON.
  if (!isJson(firstLine(text)) && isJson(text)) return readJson(text);
  lines.forEach((line, i) => {
    if (line.trim() === '') return;
    try {
      results.push(read(JSON.parse(line), i + 1));
    } catch (error) {
      results.push({ record: i + 1, error: toAppError(error, 'CONTENT_MALFORMED', `Expected JSON on line ${i + 1}`) });
    }
  });
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
