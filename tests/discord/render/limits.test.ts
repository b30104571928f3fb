import fc from '../../property.js';
import { expect, test } from 'vitest';
import { cutStart, cutText, cutWords, limits, shorten, shortenPlain } from '../../../src/discord/render/limits.js';
import { escapeMarkdown } from '../../../src/discord/render/markdown.js';
import { longText } from './hostile.js';

const most = fc.integer({ min: 0, max: 300 });
const length = (text: string) => escapeMarkdown(text).length;
const borders = (text: string) => {
  const segments = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text);
  return new Set([...Array.from(segments, ({ index }) => index), text.length]);
};

test('a cut text is a beginning that fits once escaped, and ends between characters as people see them', () => {
  fc.assert(
    fc.property(longText, most, (text, room) => {
      const cut = cutText(text, room);
      expect(text.startsWith(cut)).toBe(true);
      expect(length(cut)).toBeLessThanOrEqual(Math.max(room, 0));
      expect(borders(text).has(cut.length)).toBe(true);
      if (Math.max(length(text), text.length) <= room) expect(cut).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test('a cut falls behind a word where one ends near, and in a word only where it must', () => {
  expect(cutText('the ferry sank off Skerrin', 15)).toBe('the ferry sank');
  expect(cutText('the ferry sank off Skerrin', 14)).toBe('the ferry sank');
  expect(cutText('a Donaudampfschifffahrtsgesellschaft', 20)).toBe('a Donaudampfschifffa');
  expect(cutText('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 15)).toBe('👩‍👩‍👧‍👦');
  expect(cutText('👩‍👩‍👧‍👦', 5)).toBe('');
});

test('an escape counts, and is never cut in two', () => {
  expect(cutText('****', 5)).toBe('**');
  expect(shorten('****', 5)).toBe('**…');
});

test('a shortened text fits with its ellipsis', () => {
  fc.assert(
    fc.property(longText, fc.integer({ min: 1, max: 300 }), (text, room) => {
      expect(length(shorten(text, room))).toBeLessThanOrEqual(room);
      expect(shortenPlain(text, room).length).toBeLessThanOrEqual(room);
    }),
    { numRuns: 300 },
  );
});

test('the end of a text begins with a word', () => {
  expect(cutStart('the ferry sank off Skerrin', 11)).toBe('off Skerrin');
  expect(cutStart('the ferry', 100)).toBe('the ferry');
  expect(cutStart('Donaudampfschifffahrt', 5)).toBe('');
});

test('words of an article are cut behind a word, and the mark of the cut stands outside of quotation marks', () => {
  expect(cutWords('He said “I never saw the letter” twice.', 100)).toEqual({
    words: 'He said “I never saw the letter” twice.',
    rest: '',
  });
  expect(cutWords('He said “I never saw the letter” twice.', 30)).toEqual({
    words: 'He said “I never saw',
    rest: '” […]',
  });
  expect(cutWords('„Ich habe den Brief nie gesehen“, sagte er.', 22)).toEqual({
    words: '„Ich habe den',
    rest: '“ […]',
  });
  expect(cutWords('"Never," he said, "did I see it."', 28)).toEqual({ words: '"Never," he said,', rest: ' […]' });
  expect(cutWords('"Never," he said, "did I see it."', 32)).toEqual({
    words: '"Never," he said, "did I',
    rest: '" […]',
  });
});

test('all that stands between quotation marks of cut words is in the article', () => {
  fc.assert(
    fc.property(longText, fc.integer({ min: 20, max: 300 }), (text, room) => {
      const { words, rest } = cutWords(text, room);
      expect(text.startsWith(words)).toBe(true);
      expect(rest === '' ? words : rest).toMatch(rest === '' ? /[\s\S]*/ : /^[”“»"]? \[…\]$/u);
      expect(length(words + rest)).toBeLessThanOrEqual(room);
    }),
    { numRuns: 300 },
  );
});

test('the limits are those that Discord documents', () => {
  expect(limits).toMatchObject({
    content: 2000,
    title: 256,
    description: 4096,
    fields: 25,
    fieldValue: 1024,
    embedTotal: 6000,
  });
});
