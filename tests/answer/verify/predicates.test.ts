import { expect, test } from 'vitest';
import { findUnsupportedPredicate } from '../../../src/answer/verify/predicates.js';
import { read } from './read.js';

const find = (stated: string, ...evidence: string[]) => findUnsupportedPredicate(read(stated), evidence.map(read));

test('what a sentence says that somebody is has to stand in the evidence', () => {
  const evidence = 'The club, which has 42 members, chose a new chair.';
  expect(find('Members of the club are criminals.', evidence)).toBe('criminals');
  expect(find('The club is a front for smugglers.', evidence)).toBe('front smugglers');
  expect(find('The club is a club with 42 members.', evidence)).toBeUndefined();
});

test('what something is "of" does not make it what it is', () => {
  const evidence = 'They are the notes of a clerk, who complains about the captain.';
  expect(find('They are the diary of a captain.', evidence)).toBe('diary');
  expect(find('They are the notes of a captain.', evidence)).toBeUndefined();
  expect(find('He is the head of the office.', 'He leads the office.')).toBeUndefined();
});

test('a single word of it is enough, as the other checks look at the rest', () => {
  expect(find('The ferry was a floating coffin.', 'They called the ferry a coffin.')).toBeUndefined();
});

test('verbs and adjectives behind "was" can be told in other words', () => {
  const evidence = 'The coast guard took the man out of the water. They were quicker.';
  for (const stated of ['The man was pulled from the sea.', 'They were faster.', 'He is in the hospital.'])
    expect(find(stated, evidence)).toBeUndefined();
});

test('names, figures and quoted words are left to their own checks', () => {
  for (const stated of [
    'The dead are Svoll and Holt.',
    'The dead were 44 passengers.',
    'She said that they are “cowards”.',
  ])
    expect(find(stated, 'Nobody was hurt.')).toBeUndefined();
});
