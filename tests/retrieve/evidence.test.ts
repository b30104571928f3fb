import fc from '../property.js';
import { describe, expect, it } from 'vitest';
import {
  coverageOf,
  createTermFinder,
  partNames,
  stemsOf,
  weaknessOf,
  weighTerms,
} from '../../src/retrieve/evidence.js';
import { wordsOf } from '../../src/retrieve/words.js';

describe('the weight of a question’s words', () => {
  it('is their inverse document frequency, so that rare words say more', () => {
    const [often, seldom, never] = weighTerms(['ferry', 'valve', 'zebra'], [50, 2, 0], 100);
    expect(often!.weight).toBeCloseTo(Math.log(1 + 50.5 / 50.5));
    expect(seldom!.weight).toBeCloseTo(Math.log(1 + 98.5 / 2.5));
    expect(never!.weight).toBeGreaterThan(seldom!.weight);
  });

  it('counts two forms of a word once', () => {
    expect(weighTerms(['sink', 'sank'], [3, 3], 10).map(({ stem }) => stem)).toEqual(['sink']);
  });
});

describe('the weakness of a question’s words', () => {
  it('is 0 when one of them is rare, and grows as the rarest gets common', () => {
    const weakness = (...frequencies: number[]): number =>
      weaknessOf(weighTerms(['ferry', 'sank'].slice(0, frequencies.length), frequencies, 100), 100, 2.7);
    expect(weakness(60, 2)).toBe(0);
    expect(weakness(60, 10)).toBeGreaterThan(0);
    expect(weakness(60, 12)).toBeGreaterThan(weakness(60, 10));
    expect(weakness(60, 40)).toBe(1);
  });

  it('is 0 without words, and for a word of one passage however few there are', () => {
    expect(weaknessOf([], 100, 2.7)).toBe(0);
    for (const passages of [1, 2, 5, 20])
      expect(weaknessOf(weighTerms(['valve'], [1], passages), passages, 2.7)).toBe(0);
  });
});

describe('the names of a question', () => {
  it('are its words with a capital and its numbers, but not for the capital that it begins with', () => {
    const words = ['storms', 'wrecked', 'silver', 'tern', '2011', 'valve'];
    const terms = weighTerms(
      words,
      words.map(() => 1),
      10,
    );
    const { names, others } = partNames(terms, 'Storms wrecked the Silver Tern in 2011: which valve?');
    expect(names.map(({ stem }) => stem)).toEqual(['silver', 'tern', '2011']);
    expect(others.map(({ stem }) => stem)).toEqual(['storm', 'wreck', 'valv']);
  });
});

describe('the coverage of a question by a text', () => {
  const terms = [
    { stem: 'ferri', weight: 1 },
    { stem: 'valv', weight: 3 },
  ];

  it('is the share of the words’ weight that the text holds', () => {
    expect(coverageOf(terms, stemsOf('The ferries sailed.'))).toBe(0.25);
    expect(coverageOf(terms, stemsOf('A valve of the ferry'))).toBe(1);
    expect(coverageOf(terms, stemsOf('Nothing'))).toBe(0);
  });

  it('is whole when there is nothing to cover', () => {
    expect(coverageOf([], stemsOf('Anything'))).toBe(1);
  });

  it('never falls when the text grows', () => {
    const words = fc.array(fc.constantFrom('ferry', 'valve', 'the', 'sea'), { maxLength: 6 });
    fc.assert(
      fc.property(words, words, (some, more) => {
        const text = some.join(' ');
        expect(coverageOf(terms, stemsOf(`${text} ${more.join(' ')}`))).toBeGreaterThanOrEqual(
          coverageOf(terms, stemsOf(text)),
        );
      }),
    );
  });
});

describe('finding a question’s words in texts', () => {
  it('gives the same coverage as all stems of the text do', () => {
    const words = ['ferry', 'ferries', 'valve', 'sank', 'sinking', 'harbour', 'Renn', '44'];
    const someWords = fc.array(fc.constantFrom(...words), { maxLength: 12 });
    fc.assert(
      fc.property(someWords, fc.array(someWords, { maxLength: 4 }), (asked, texts) => {
        const terms = weighTerms(
          wordsOf(asked.join(' ')),
          asked.map(() => 3),
          10,
        );
        const findTerms = createTermFinder(terms);
        for (const text of texts) {
          expect(coverageOf(terms, findTerms(wordsOf(text.join(' '))))).toBe(
            coverageOf(terms, stemsOf(text.join(' '))),
          );
        }
      }),
    );
  });
});
