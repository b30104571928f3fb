import fc from '../property.js';
import { describe, expect, it } from 'vitest';
import { extractQuotes } from '../../src/quotes/extract.js';
import { foldTypography } from '../../src/domain/typography.js';

const bits = [
  '“',
  '”',
  '"',
  '‘',
  '’',
  "'",
  '„',
  '«',
  '»',
  '「',
  '」',
  '``',
  "''",
  '(',
  ')',
  '[',
  ',',
  '.',
  ':',
  ';',
  '—',
  '?',
  '!',
  '\n',
  '\n\n',
  ' ',
  'said',
  'Ann Poe',
  'Mr. Roe',
  'he',
  'she',
  'told',
  'the mayor',
  'who',
  'according to',
  'A:',
  'POE:',
  'İ',
  'ﬁ',
  '𝔄',
  '\u0000',
  '1"',
  'a.m.',
  'U.S.',
  'and',
  'his',
  'of',
  '’s',
  'asked',
  'saying',
];
const prose = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...bits) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    ),
    { maxLength: 60 },
  )
  .chain((parts) => fc.constantFrom(' ', '').map((glue) => parts.join(glue)));

describe('whatever the text', () => {
  it('every quotation is where it says it is', () => {
    fc.assert(
      fc.property(prose, fc.boolean(), (body, doubledApostrophes) => {
        const { quotes, speakers } = extractQuotes({ title: 'T', body, authors: ['Ann Poe'] }, { doubledApostrophes });
        let last = 0;
        for (const quote of quotes) {
          expect(body.slice(quote.start, quote.end)).toBe(quote.text);
          expect(quote.start).toBeGreaterThanOrEqual(last);
          last = quote.start;
          let end = quote.start;
          expect(quote.segments.length).toBeGreaterThan(0);
          for (const segment of quote.segments) {
            expect(segment.start).toBeGreaterThanOrEqual(end);
            expect(segment.end).toBeGreaterThan(segment.start);
            expect(segment.end).toBeLessThanOrEqual(quote.end);
            end = segment.end;
          }
          for (const span of [quote.cue, quote.mention]) {
            if (span !== null) expect(body.slice(span.start, span.end)).toBe(span.text);
          }
          if (quote.speaker !== null) expect(speakers[quote.speaker]!.key).toBe(quote.speaker);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('reading it twice gives the same', () => {
    fc.assert(
      fc.property(prose, (body) => {
        expect(extractQuotes({ title: '', body })).toEqual(extractQuotes({ title: '', body }));
      }),
      { numRuns: 60 },
    );
  });

  it('folding its typography maps every character back, in order', () => {
    fc.assert(
      fc.property(prose, (text) => {
        const { folded, offsets } = foldTypography(text);
        expect(offsets).toHaveLength(folded.length + 1);
        expect(offsets[folded.length]).toBe(text.length);
        for (let i = 0; i < folded.length; i++) {
          expect(offsets[i]!).toBeLessThanOrEqual(offsets[i + 1]!);
          const code = text.charCodeAt(offsets[i]!);
          if (code > 96 && code < 123) expect(folded.charAt(i)).toBe(text.charAt(offsets[i]!));
        }
        expect(foldTypography(folded).folded).toBe(folded);
      }),
      { numRuns: 400 },
    );
  });
});

describe('hostile texts of a megabyte', () => {
  // Each would take hours if the work grew with the square of the length; the test's own time limit is the judge.
  const size = 1_000_000;
  it.each([
    ['straight marks', '"'],
    ['opening marks', '“'],
    ['opening marks with words', '“a '],
    ['single marks', '‘a '],
    ['opening marks in brackets', '("a'],
    ['"he said"', 'he said '],
    ['quotations', '“a,” he said. '],
    ['capitals', 'A'],
    ['labels', '"AAAA '],
    ['names', 'Ann Poe '],
    ['relative clauses', 'Poe, who, '],
    ['lines', 'a\n'],
  ])('of %s are read', (_, unit) => {
    const body = unit.repeat(Math.ceil(size / unit.length));
    expect(() => extractQuotes({ title: '', body })).not.toThrow();
  });

  it.each(['said “x” or ', 'not said “x” ', 'said: “x” ', ', who said “x” ', 'saying “x,” '])(
    'of verbs of speech without a subject are read, if shorter: %s',
    (unit) => {
      // Every verb may share the subject of the one before; looking for it anew each time took minutes for a page of these.
      const body = unit.repeat(Math.ceil(50_000 / unit.length));
      expect(() => extractQuotes({ title: '', body })).not.toThrow();
    },
  );
});
