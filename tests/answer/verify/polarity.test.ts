import { describe, expect, test } from 'vitest';
import { findContradiction } from '../../../src/answer/verify/polarity.js';
import { read } from './read.js';

const find = (stated: string, ...evidence: string[]) => {
  const sentences = evidence.map(read);
  return findContradiction(
    read(stated),
    { main: sentences.slice(0, 1), windows: sentences, around: sentences },
    () => 1,
  );
};

describe('a sentence contradicts its evidence', () => {
  test('where none did what all did', () => {
    expect(find('None of the twelve climbers returned.', 'All twelve climbers returned.')).toBeDefined();
    expect(find('The board will accept none of the changes.', 'The board will accept all of the changes.')).toBe(
      'accept',
    );
    expect(find('None of the climbers returned.', 'None of the twelve climbers returned.')).toBeUndefined();
  });

  test('where something was found that somebody only looked for', () => {
    expect(find('Divers found the anchor.', 'Divers looked for the anchor until dusk.')).toBe('found');
    expect(find('Divers found the anchor.', 'Divers looked for the anchor and found it.')).toBeUndefined();
  });

  test('where two subjects have each other’s verbs', () => {
    const evidence = ['The banker pleaded not guilty.', 'The broker pleaded guilty to all counts.'];
    expect(find('The banker pleaded guilty, while the broker pleaded not guilty.', ...evidence)).toBe('guilti');
    expect(find('The banker pleaded not guilty, while the broker pleaded guilty.', ...evidence)).toBeUndefined();
  });

  test('where the second cited sentence affirms what it denies', () => {
    const evidence = [
      'The statue stands in the old market square of Norholm.',
      'The city said that it would be cleaned.',
    ];
    expect(find('The statue in the market square of Norholm will not be cleaned.', ...evidence)).toBe('clean');
  });

  test('but not where a place is compared with another', () => {
    const evidence = 'There is no ferry in Norholm, as there is in Aker.';
    expect(find('Aker has a ferry.', evidence)).toBeUndefined();
    expect(find('Norholm has a ferry.', evidence)).toBeDefined();
  });

  test('nor where “not yet” is told as “before”', () => {
    expect(find('They were told so before it was true.', 'They were told what was not yet true.')).toBeUndefined();
  });

  test('nor where both deny something', () => {
    const evidence = 'She read the letter and misled the board when she denied it.';
    expect(find('She misled the board when she denied having read the letter.', evidence)).toBeUndefined();
    expect(find('She did not read the letter.', evidence)).toBe('read');
  });

  test('nor where nobody’s leave is needed', () => {
    expect(find('A pilot needs no one’s consent to land.', 'A pilot needs nobody’s leave to land.')).toBeUndefined();
  });
});
