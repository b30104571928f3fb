import fc from '../property.js';
import { describe, expect, it } from 'vitest';
import type { PrintedWords } from '../../src/quotes/printed-words.js';
import { verifyQuotation } from '../../src/quotes/verify.js';

const said = (ref: string, speakerId: string | null, ...stretches: string[]): PrintedWords => {
  let start = 0;
  return {
    ref,
    speakerId,
    stretches: stretches.map((text) => {
      const one = { text, start };
      start += text.length + 20;
      return one;
    }),
  };
};
const dam = said('q1', 'ann-poe', 'The dam holds, and it will hold until the last fish is home.');
const broken = said('q2', 'ann-poe', 'We never asked for a wall,', 'We asked for a bridge.');
const lamp = said('q3', 'rob-roe', 'Nobody lit the lamp on the pier that night.');
const printed = [dam, broken, lamp];
const check = (quotation: string): string => verifyQuotation(quotation, printed).verdict;

describe('a quotation is exact', () => {
  it('whatever its marks, spaces, dashes and apostrophes', () => {
    expect(check('“The dam holds, and it will hold until the last fish is home.”')).toBe('exact');
    expect(check('"the dam  holds, and it will hold"')).toBe('exact');
    expect(verifyQuotation("it's 'safe' - now", [said('q', null, 'It’s ‘safe’ — now')]).verdict).toBe('exact');
  });

  it('when the reporter’s cue broke it in print', () => {
    expect(check('We never asked for a wall. We asked for a bridge.')).toBe('exact');
  });

  it('with the places of its words in the article', () => {
    const verdict = verifyQuotation('asked for a wall. We asked', printed);
    expect(verdict).toMatchObject({
      verdict: 'exact',
      matches: [
        {
          ref: 'q2',
          spans: [
            { start: 9, end: 25 },
            { start: 46, end: 54 },
          ],
        },
      ],
    });
  });
});

describe('a quotation is altered', () => {
  it('when a word is changed, left out or put in, and the difference is shown', () => {
    expect(verifyQuotation('The dam breaks, and it will hold until the last fish is home', printed)).toMatchObject({
      verdict: 'altered',
      match: { ref: 'q1' },
      differences: [
        { same: true, asked: 'The dam' },
        { same: false, asked: 'breaks,', printed: 'holds,' },
        { same: true },
      ],
    });
    expect(verifyQuotation('Nobody lit the lamp that night', printed)).toMatchObject({
      differences: [{ same: true }, { same: false, asked: '', printed: 'on the pier' }, { same: true }],
    });
    expect(check('Nobody ever lit the lamp on the pier that night')).toBe('altered');
  });

  it('when only a sign or a capital inside differs', () => {
    expect(check('The dam holds and it will hold')).toBe('altered');
    expect(check('Nobody lit the Lamp on the pier')).toBe('altered');
  });

  it('when words are skipped with dots', () => {
    expect(check('The dam holds, and it will hold ... the last fish is home')).toBe('altered');
  });
});

describe('a quotation is spliced', () => {
  it('when its parts are printed in two places', () => {
    const verdict = verifyQuotation('it will hold until the last fish Nobody lit the lamp on the pier', printed);
    expect(verdict).toMatchObject({
      verdict: 'spliced',
      parts: [
        { asked: 'it will hold until the last fish', match: { ref: 'q1' } },
        { asked: 'Nobody lit the lamp on the pier', match: { ref: 'q3' } },
      ],
    });
  });
});

describe('a quotation is not found', () => {
  it('when nothing in print is near it', () => {
    expect(check('The budget will be cut by a third next year')).toBe('not-found');
    expect(check('“ ”')).toBe('not-found');
    expect(verifyQuotation('The dam holds', []).verdict).toBe('not-found');
  });
});

describe('who said it', () => {
  const by = (ids: string[]): string => {
    const verdict = verifyQuotation(
      'Nobody lit the lamp on the pier',
      [said('p', null, 'Nobody lit the lamp on the pier.'), lamp],
      { by: ids },
    );
    return verdict.verdict === 'exact' ? verdict.matches.map((match) => match.by).join() : verdict.verdict;
  };

  it('is confirmed, contradicted, or unknown where the article does not show a speaker', () => {
    expect(by(['rob-roe'])).toBe('claimed,unknown');
    expect(by(['ann-poe'])).toBe('unknown,other');
    expect(verifyQuotation('Nobody lit the lamp', [lamp])).toMatchObject({ matches: [{ by: 'unclaimed' }] });
  });
});

describe('whatever the words', () => {
  const word = fc.constantFrom('we', 'asked', 'for', 'a', 'wall', 'bridge', 'not', 'lamp', 'it’s');
  const words = fc.array(word, { minLength: 3, maxLength: 14 });

  it('a part of what is printed is exact, and a changed word never is', () => {
    fc.assert(
      fc.property(words, fc.nat(), fc.nat(), (all, a, b) => {
        const from = a % all.length;
        const part = all.slice(from, from + 1 + (b % (all.length - from)));
        const source = [said('q', null, all.join(' '))];
        expect(verifyQuotation(part.join(' '), source).verdict).toBe('exact');
        const changed = part.map((one, i) => (i === b % part.length ? 'zebra' : one));
        expect(verifyQuotation(changed.join(' '), source).verdict).not.toBe('exact');
      }),
    );
  });

  it('a long one is compared in bounded time', () => {
    const long = Array.from({ length: 5000 }, (_, i) => `w${i % 97}`).join(' ');
    expect(() => verifyQuotation(long, [said('q', null, long.slice(7)), dam])).not.toThrow();
  });
});
