import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AppError, errorCodes, systemCode, toAppError } from '../src/errors.js';

const page = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')).trim(), section.slice(section.indexOf('\n')).trim()]),
);

describe('docs/errors.md', () => {
  test('explains every code, in the order of the table, and no other', () => {
    expect([...sections.keys()]).toEqual(Object.keys(errorCodes));
  });

  test.each(Object.entries(errorCodes))('says of %s what it means and what to do', (code, meaning) => {
    const section = sections.get(code);
    expect(section?.split('\n')[0]).toBe(meaning);
    expect(section).toMatch(/^What to do: \S.{20,}/m);
  });
});

describe('an AppError', () => {
  test('keeps its code, one next action and the cause', () => {
    const cause = new Error('ENOSPC');
    const error = new AppError('INDEX_UNWRITABLE', 'Expected room, got none', { hint: 'Make room.', cause });
    expect(error).toMatchObject({ name: 'AppError', code: 'INDEX_UNWRITABLE', hint: 'Make room.', cause });
    expect(error).toBeInstanceOf(Error);
  });

  test('is made of any other error, with what was being done before its message', () => {
    const cause = new Error('socket hang up');
    const error = toAppError(cause, 'HTTP_FAILED', 'Reading https://example.org', 'Try again.');
    expect(error).toMatchObject({
      code: 'HTTP_FAILED',
      message: 'Reading https://example.org: socket hang up',
      hint: 'Try again.',
      cause,
    });
    expect(toAppError('text', 'INTERNAL', 'Doing').message).toBe('Doing: text');
  });

  test('stays itself', () => {
    const error = new AppError('USAGE', 'wrong');
    expect(toAppError(error, 'INTERNAL', 'Doing')).toBe(error);
  });
});

test("a system's error code is found where there is one", () => {
  expect(systemCode(Object.assign(new Error('no'), { code: 'ENOENT' }))).toBe('ENOENT');
  for (const other of [new Error('no'), { code: 7 }, null, 'ENOENT', undefined])
    expect(systemCode(other)).toBeUndefined();
});
