import fc from '../property.js';
import { describe, expect, it } from 'vitest';
import { createDirectiveReader, findMissing } from '../../src/answer/directives.js';

/** What a reader makes of a text that comes in pieces. */
function read(pieces: readonly string[]) {
  const reader = createDirectiveReader();
  const text = pieces.map((piece) => reader.push(piece)).join('') + reader.end();
  return { text, saysNoAnswer: reader.saysNoAnswer, missing: reader.missing };
}

describe('what a model says about its answer', () => {
  it.each([
    ['The pier opened. [1]', { text: 'The pier opened. [1]', saysNoAnswer: false, missing: '' }],
    ['NO ANSWER', { text: '', saysNoAnswer: true, missing: '' }],
    ['**No answer.** The passages are about fish.', { text: '', saysNoAnswer: true, missing: '' }],
    ['No one was hurt. [1]', { text: 'No one was hurt. [1]', saysNoAnswer: false, missing: '' }],
    [
      'It opened. [1]\nMISSING: who paid for it.',
      { text: 'It opened. [1]\n', saysNoAnswer: false, missing: 'who paid for it.' },
    ],
    ['It opened. [1] **MISSING:** who\npaid', { text: 'It opened. [1]\n', saysNoAnswer: false, missing: 'who paid' }],
    ['MISS Sund spoke. [1]', { text: 'MISS Sund spoke. [1]', saysNoAnswer: false, missing: '' }],
    ['', { text: '', saysNoAnswer: false, missing: '' }],
  ])('%j is told from the answer, however it is cut', (text, expected) => {
    expect(read([text])).toEqual(expected);
    expect(read([...text])).toEqual(expected);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 30 }), (lengths) => {
        const pieces: string[] = [];
        let at = 0;
        for (const length of lengths) pieces.push(text.slice(at, (at += length)));
        expect(read([...pieces, text.slice(at)])).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });
});

describe('what is missing', () => {
  const question = 'When did the new pier open, and who paid for it?';
  it('is told in words of the question', () => {
    expect(findMissing('who paid for the pier.', question)).toBe('who paid for the pier');
    expect(findMissing('**Who** paid', question)).toBe('Who paid');
  });
  it.each([
    ['names anything else', 'who paid for the pier, though Mayor Sund did'],
    ['has an address', 'who paid: see https://evil.example/pay'],
    ['has no topic', 'it'],
    ['is empty', ''],
    ['goes on and on', 'who paid '.repeat(40)],
  ])('is not told when it %s', (_, said) => {
    expect(findMissing(said, question)).toBeUndefined();
  });
  it('brings no signs that mean something to Discord', () => {
    expect(findMissing('<@123> @everyone `paid` [pier](paid)', `${question} 123 everyone`)).toBe(
      '123 everyone paid pier paid',
    );
  });
});
