import fc from '../property.js';
import { describe, expect, test } from 'vitest';
import { cutExcerpt } from '../../src/domain/excerpt.js';

const body = 'First paragraph.\n\nThe alarm had been taped over. Nobody heard it.\n\nLast paragraph.';
const spanOf = (words: string) => ({ start: body.indexOf(words), end: body.indexOf(words) + words.length });

describe('an excerpt', () => {
  test('is the paragraph around the cited words', () => {
    expect(cutExcerpt(body, spanOf('taped over'), 100)).toEqual({
      before: 'The alarm had been ',
      quote: 'taped over',
      after: '. Nobody heard it.',
    });
  });

  test('reaches from the first to the last paragraph that the cited words are in', () => {
    const words = 'paragraph.\n\nThe alarm';
    expect(cutExcerpt(body, spanOf(words), 100)).toMatchObject({
      before: 'First ',
      after: ' had been taped over. Nobody heard it.',
    });
  });

  test('is cut between words where a side is too long', () => {
    expect(cutExcerpt(body, spanOf('taped'), 10)).toMatchObject({ before: 'had been ', after: ' over.' });
  });

  test('is a stretch of the body with sides within their length, whatever the body and the words are', () => {
    const cases = fc
      .record({ text: fc.stringMatching(/^[ab \n]{1,60}$/), a: fc.nat(60), b: fc.nat(60), side: fc.nat(30) })
      .map(({ text, a, b, side }) => {
        const [start, end] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)];
        return { text, span: { start, end }, side };
      });
    fc.assert(
      fc.property(cases, ({ text, span, side }) => {
        const { before, quote, after } = cutExcerpt(text, span, side);
        expect(quote).toBe(text.slice(span.start, span.end));
        expect(text.slice(span.start - before.length, span.end + after.length)).toBe(before + quote + after);
        expect(before.length).toBeLessThanOrEqual(side);
        expect(after.length).toBeLessThanOrEqual(side);
      }),
    );
  });
});
