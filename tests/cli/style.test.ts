import { describe, expect, test } from 'vitest';
import { clip, createStyle, wantsColour, wrap } from '../../src/cli/style.js';
import {
  countOf,
  describeAuthors,
  describeBytes,
  describeDay,
  describeOrigin,
  describeSeconds,
  listOf,
} from '../../src/domain/describe.js';

describe('colour', () => {
  test.each([
    [{}, true, true],
    [{}, false, false],
    [{ TERM: 'dumb' }, true, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    [{ CI: 'true' }, false, false],
  ])('with %j and terminal %s is %s', (env, isTerminal, expected) => {
    expect(wantsColour(env, isTerminal)).toBe(expected);
  });
});

const style = { ...createStyle({ columns: 80, colour: false }), columns: 24 };

describe('text on lines', () => {
  test('hangs under its first line', () => {
    expect(wrap(style, 'one two three four five six', '[1] ')).toBe('[1] one two three four\n    five six');
  });

  test('breaks a word that is wider than the line, but never an address', () => {
    expect(wrap(style, 'x'.repeat(30)).split('\n')).toHaveLength(2);
    expect(wrap(style, 'https://example.org/a-long-way-to-go')).toBe('https://example.org/a-long-way-to-go');
  });

  test('is never wider than is good to read, nor too narrow to show anything', () => {
    expect(createStyle({ columns: 300, colour: false }).columns).toBe(100);
    expect(createStyle({ columns: 5, colour: false }).columns).toBe(40);
    expect(createStyle({ columns: undefined, colour: false }).columns).toBe(80);
  });

  test('is cut off by columns, and never inside a character', () => {
    expect(clip('abcdef', 6)).toBe('abcdef');
    expect(clip('abcdefg', 6)).toBe('abcde…');
    expect(clip('調査委員会', 6)).toBe('調査…');
    expect(clip('ab👩‍👩‍👧‍👦cd', 4)).toBe('ab…');
  });
});

describe('words for people', () => {
  const plain = (text: string) => text.replaceAll('\u00a0', ' ');

  test('keep a figure and its unit on one line', () => {
    expect(wrap(style, `twelve letters ${describeDay('2025-03-04')}`)).toBe('twelve letters\n4 Mar 2025');
  });

  test('name the day that a date itself names', () => {
    expect(['2025-03-04', '2025-12-31T23:30:00-08:00', 'someday'].map(describeDay).map(plain)).toEqual(['4 Mar 2025', '31 Dec 2025', 'someday']); // prettier-ignore
  });

  test('name times, sizes and counts in round figures', () => {
    expect([0.2, 59.4, 60, 125, 3600, 3780].map(describeSeconds).map(plain)).toEqual(['less than 1 s', '59 s', '1 min', '2 min 5 s', '1 h', '1 h 3 min']); // prettier-ignore
    expect([0, 999, 12_400_000].map(describeBytes).map(plain)).toEqual(['0 bytes', '999 bytes', '12.4 MB']);
    expect([0, 1, 25_000].map((count) => countOf(count, 'article'))).toEqual(['0 articles', '1 article', '25,000 articles']); // prettier-ignore
    expect([[], ['A'], ['A', 'B'], ['A', 'B', 'C']].map(listOf)).toEqual(['', 'A', 'A and B', 'A, B and C']);
  });

  test('name authors once, and not when the author is the outlet', () => {
    expect(describeAuthors({ outlet: 'Meridian Wire', authors: ['Meridian Wire'] })).toBe('');
    expect(describeAuthors({ outlet: 'Meridian Wire', authors: ['A', 'Meridian Wire', 'B'] })).toBe('by A and B');
    expect(describeAuthors({ outlet: null, authors: [] })).toBe('');
  });

  test('leave out of an origin what is not known', () => {
    expect(plain(describeOrigin({ outlet: null, publishedAt: '2025-03-04' }))).toBe('4 Mar 2025');
    expect(describeOrigin({ outlet: null, publishedAt: null })).toBe('');
  });
});
