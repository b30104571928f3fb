import { describe, expect, test } from 'vitest';
import { findDecidedQuestion } from '../../../src/answer/verify/open-questions.js';
import { read } from './read.js';

const find = (stated: string, ...evidence: string[]) =>
  findDecidedQuestion(read(stated), evidence.slice(0, 1).map(read), evidence.map(read));

describe('a sentence decides what its evidence leaves open', () => {
  test.each([
    ['Ortega has signed the lease.', 'Ortega would not say whether she had signed the lease.'],
    ['Ortega has not signed the lease.', 'Ortega declined to say whether she had signed the lease.'],
    ['Brandt confirmed that the valve had leaked.', 'Brandt could not say whether the valve had leaked.'],
    ['Residents no longer want the school.', 'It is not known if residents want the school.'],
    ['The keeper is not aware of the prize.', 'We do not know whether or not the keeper is aware of the prize.'],
    ['The muted bell makes no difference.', 'A spokesman would not say whether a muted bell changes that.'],
  ])('either way: %s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeDefined();
  });

  test.each([
    ['Ortega refused to say whether she had signed the lease.', 'Ortega would not say if she had signed the lease.'],
    ['It is unclear if the well is safe.', 'Officials do not know whether the well is safe.'],
    ['Ortega was asked about the lease.', 'Asked whether she had signed the lease, Ortega left.'],
    ['Farah attended the service.', 'Farah asked whether she might attend the service.'],
  ])('but not when it leaves it open too, or tells of a wish: %s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeUndefined();
  });

  test('nor when it is told elsewhere in what it cites', () => {
    expect(
      find('Ortega has signed the lease.', 'She would not say whether she had signed.', 'Ortega signed it in May.'),
    ).toBeUndefined();
  });
});

describe('a sentence has somebody answer who was silent', () => {
  test.each([
    ['The mill denied the charges.', 'The mill did not respond to requests for comment on the charges.'],
    ['Ortega acknowledged the debt.', 'Ortega declined to comment on the debt.'],
    ['The panel has verified the tape.', 'Two guards saw the tape, but the panel has not commented on it.'],
    ['The ministry rejected the figures.', 'The ministry would not comment, and had no answer on the figures.'],
  ])('%s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeDefined();
  });

  test('but not who answered, or another', () => {
    expect(find('The mill denied the charges.', 'The mill denied the charges but would not comment further.')).toBe(
      undefined,
    );
    expect(find('Brandt denied the charges.', 'The mill did not comment.')).toBeUndefined();
  });
});

describe('a sentence takes a condition for met', () => {
  test.each([
    ['The school altered its timetable.', 'Parents will be told if the school is to have altered its timetable.'],
    ['The board will sell the harbour.', 'There will be a vote if the board wants to sell the harbour.'],
    ['The dam has been repaired.', 'Unless the dam is repaired, the valley will be cleared.'],
  ])('%s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeDefined();
  });

  test.each([
    ['If the board wants to sell the harbour, there is a vote.', 'A vote is held if the board is to sell the harbour.'],
    ['The board sold the harbour.', 'If the board sold the harbour, it sold the harbour cheaply.'],
  ])('but not where it has the condition, or the evidence tells it as well: %s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeUndefined();
  });
});
