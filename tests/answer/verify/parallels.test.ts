import { describe, expect, test } from 'vitest';
import { findCrossed } from '../../../src/answer/verify/parallels.js';
import { read } from './read.js';

const find = (stated: string, evidence: string) => findCrossed(read(stated), [read(evidence)]);

describe('what is said of the other of two things', () => {
  test('the figure of the other one', () => {
    const evidence = 'Exports rose 4 percent and imports 6 percent.';
    expect(find('Imports rose 4 percent.', evidence)).toBe('4');
    expect(find('Exports rose 4 percent.', evidence)).toBeUndefined();
    expect(find('Imports rose 6 percent.', evidence)).toBeUndefined();
    expect(find('Exports rose 6 percent and imports 4 percent.', evidence)).toBe('6');
  });

  test('the figure behind the same preposition', () => {
    const evidence = 'A ticket costs 12 euros for adults and 7 euros for pupils.';
    expect(find('Pupils pay 12 euros for a ticket.', evidence)).toBe('12');
    expect(find('A ticket for adults costs 7 euros.', evidence)).toBe('7');
    expect(find('Pupils pay 7 euros and adults 12 euros.', evidence)).toBeUndefined();
    const places = 'Rents went up 9 percent in Norholm, but 3 percent in Aker.';
    expect(find('In Aker, rents went up 9 percent.', places)).toBe('9');
    expect(find('In Aker, rents went up 3 percent.', places)).toBeUndefined();
  });

  test('the fall of the profit is not the fall of the revenue', () => {
    const evidence = 'Profit fell 36 percent, and revenue slipped 1 percent.';
    expect(find('Revenue fell 36 percent.', evidence)).toBe('36');
    expect(find('Profit fell 36 percent.', evidence)).toBeUndefined();
  });

  test('what the other does, where one is set against the other', () => {
    const evidence =
      'The northern office, based in Aker, serves the hill farms and mines, while the southern office serves the fishing ports.';
    expect(find('The southern office serves hill farms and mines.', evidence)).toBe('hill');
    expect(find('The northern office serves hill farms and mines.', evidence)).toBeUndefined();
    expect(find('The southern office serves the fishing ports.', evidence)).toBeUndefined();
  });
});
