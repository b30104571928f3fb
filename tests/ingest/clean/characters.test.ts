import fc from '../../property.js';
import { describe, expect, it } from 'vitest';
import { cleanCharacters, withoutComments } from '../../../src/ingest/clean/characters.js';

describe('characters that nobody sees', () => {
  it.each([
    ['zero-width space', 'fer\u200bry'],
    ['byte order mark', '\ufefffer\ufeffry'],
    ['bidirectional controls', '\u202efer\u2066ry\u2069'],
    ['soft hyphen', 'fer\u00adry'],
    ['tags', 'fer\u{e0049}\u{e0047}ry'],
    ['supplementary variation selectors', 'fer\u{e0100}ry'],
    ['controls', 'fer\u0000\u0007ry\u009b'],
    ['a joiner between Latin letters', 'fer\u200dry'],
    ['an unpaired surrogate', 'fer\ud800ry'],
  ])('are removed: %s', (_, text) => {
    expect(cleanCharacters(text)).toBe('ferry');
  });

  it('stay where they carry meaning', () => {
    for (const text of ['👩‍🚀', '❤️', '👍🏽', '🏳️‍🌈', 'می‌خواهم', 'क्‍ष', '🇫🇷']) expect(cleanCharacters(text)).toBe(text);
  });
});

const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x24ff }), fc.integer({ min: 0, max: 0x10ffff })))
  .map((codes) => codes.map((code) => String.fromCodePoint(code)).join(''));

describe('a cleaned text', () => {
  it('is in Unicode NFC, with one kind of line end and one kind of space', () => {
    expect(cleanCharacters('Cafe\u0301\r\nau\u00a0lait\rpour\u2028\tdeux')).toBe('Café\nau lait\npour\n deux');
  });

  it('is the same when it is cleaned again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = cleanCharacters(text);
        expect(cleanCharacters(once)).toBe(once);
        expect(once).toBe(once.normalize('NFC'));
      }),
    );
  });
});

describe('comments', () => {
  it('are taken out with their marks', () => {
    expect(withoutComments('a<!-- b -->c<!---->d')).toBe('acd');
  });

  it('that never end lose their mark only', () => {
    expect(withoutComments('a <!-- b')).toBe('a  b');
  });
});
