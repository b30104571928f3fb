import { describe, expect, it } from 'vitest';
import { foldTypography } from '../../src/domain/typography.js';

describe('folding typography', () => {
  it.each([
    ['quotation marks and apostrophes', '“It’s ‘so’” «no» „ja“', '"It\'s \'so\'" "no" "ja"'],
    ['dashes, dots and ligatures', 'a — b… ﬁn', 'a - b... fin'],
    ['spaces, and what cannot be seen', 'a\u00a0 \n b\u200bc\u00ad', 'a bc'],
    ['doubled apostrophes', "''so'' ``so''", '"so" "so"'],
  ])('makes %s equal', (_, printed, folded) => {
    expect(foldTypography(printed).folded).toBe(folded);
  });

  it('leaves case, letters and other signs', () => {
    expect(foldTypography('Élan, 5 % – Übung!').folded).toBe('Élan, 5 % - Übung!');
  });

  it('says where each character came from', () => {
    const { folded, offsets } = foldTypography('a…  b');
    expect([...folded].map((_, i) => offsets[i])).toEqual([0, 1, 1, 1, 2, 4]);
  });
});
