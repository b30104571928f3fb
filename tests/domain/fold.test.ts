import fc from '../property.js';
import { describe, expect, it } from 'vitest';
import { foldName, foldWords } from '../../src/domain/fold.js';

describe('a folded name', () => {
  it.each([
    ['São José’s', 'sao jose s'],
    ['The  HARBOUR\tCourier', 'the harbour courier'],
    ['O’Brien-Åse, Jr.', 'o brien ase jr'],
    ['ﬁsh №7', 'fish no7'],
    ['東京 Times', '東京 times'],
    ['Éclair', 'eclair'],
    ['E\u0301clair', 'eclair'],
    [' —!? ', ''],
    ['', ''],
  ])('of %j is %j', (name, folded) => {
    expect(foldName(name)).toBe(folded);
  });

  it('is the same by the short way for plain texts as by the tables of Unicode', () => {
    const byTables = (text: string): string =>
      text
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim();
    for (let unit = 0; unit < 0x10000; unit++) {
      const text = `a${String.fromCharCode(unit)}B`;
      expect(foldName(text)).toBe(byTables(text));
    }
  });

  it('stays as it is when it is folded again, and has no space at its ends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const folded = foldName(name);
        expect(foldName(folded)).toBe(folded);
        expect(folded.trim()).toBe(folded);
        expect(folded).not.toContain('  ');
      }),
      { numRuns: 500 },
    );
  });
});

describe('folded words', () => {
  it('are those of the folded text, in order', () => {
    const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.lorem());
    fc.assert(
      fc.property(anyText, (text) => {
        expect(foldWords(text)).toEqual(
          foldName(text)
            .split(' ')
            .filter((word) => word !== ''),
        );
      }),
    );
    expect(foldWords('The ferry’s 2 boats')).toEqual(['the', 'ferry', 's', '2', 'boats']);
  });
});
