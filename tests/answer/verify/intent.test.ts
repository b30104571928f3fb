import { expect, test } from 'vitest';
import { findUnsupportedIntent } from '../../../src/answer/verify/intent.js';
import { findNumberedByCount } from '../../../src/answer/verify/references.js';
import { read } from './read.js';

const findIntent = (stated: string, evidence: string) => findUnsupportedIntent(read(stated), [read(evidence)]);
const findNumber = (stated: string, evidence: string) => findNumberedByCount(read(stated), [read(evidence)]);

test('no intent may be added to what somebody did', () => {
  expect(findIntent('Farah deliberately withheld the file.', 'Farah withheld the file.')).toBe('deliberately');
  expect(findIntent('The mill was illegally sold.', 'The mill was sold in May.')).toBe('illegally');
});

test('an intent may be told in other words, denied, or quoted', () => {
  expect(
    findIntent('Farah knowingly withheld the file.', 'Farah was aware of the file and withheld it.'),
  ).toBeUndefined();
  expect(findIntent('Farah did not deliberately withhold the file.', 'Farah withheld the file.')).toBeUndefined();
  expect(findIntent('Farah called it “deliberately” vague.', 'Farah called it vague.')).toBeUndefined();
});

test('a number that counts things is not the number of one of them', () => {
  expect(findNumber('It is told on page 212.', 'The report has 212 pages.')).toBe('page 212');
  expect(findNumber('It is told on page 212.', 'The 212-page report is out.')).toBe('page 212');
  expect(findNumber('It is told on page 12.', 'The report of 212 pages tells it on page 12.')).toBeUndefined();
  expect(findNumber('The report has 212 pages.', 'It is told on page 212.')).toBeUndefined();
});
