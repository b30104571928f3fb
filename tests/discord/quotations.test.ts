import { describe, expect, test } from 'vitest';
import { findQuotations } from '../../src/discord/quotations.js';

describe('the quotations of a message', () => {
  test.each([
    ['He said “we all heard nothing” and left', ['we all heard nothing']],
    ['"We all heard nothing", she said', ['We all heard nothing']],
    ['„Wir hörten alle nichts“, sagte er', ['Wir hörten alle nichts']],
    ['« Nous n’avons rien entendu »', ['Nous n’avons rien entendu']],
    ['「私たちは 何も 聞いて いない」', ['私たちは 何も 聞いて いない']],
    ['look:\n> We all heard nothing.\n> Nothing at all.\nwow', ['We all heard nothing.\nNothing at all.']],
  ])('of %j are %j', (message, quotations) => {
    expect(findQuotations(message, 5)).toEqual(quotations);
  });

  test('leave titles and irony of one or two words out', () => {
    expect(findQuotations('The “expert” of “The Courier” said “we all heard nothing”', 5)).toEqual([
      'we all heard nothing',
    ]);
  });

  test('are the whole message where nothing is marked', () => {
    expect(findQuotations(' we all heard nothing ', 5)).toEqual(['we all heard nothing']);
  });

  test('are none where there are no words', () => {
    expect(findQuotations('🙂 …', 5)).toEqual([]);
  });

  test('come each once, and not more than asked for', () => {
    const message = '“one two three” “one two three” “four five six” “seven eight nine”';
    expect(findQuotations(message, 2)).toEqual(['one two three', 'four five six']);
  });
});
