import { expect, test } from 'vitest';
import { trimSpan } from '../../src/domain/span.js';

test('a span is trimmed of the same white space as a text by "trim"', () => {
  for (let unit = 0; unit < 0x10000; unit++) {
    const text = `${String.fromCharCode(unit)}a${String.fromCharCode(unit)}`;
    const { start, end } = trimSpan(text, { start: 0, end: text.length });
    expect(text.slice(start, end)).toBe(text.trim());
  }
});

test('a span of white space alone becomes empty', () => {
  expect(trimSpan('a \u2000 b', { start: 1, end: 4 })).toEqual({ start: 4, end: 4 });
});
