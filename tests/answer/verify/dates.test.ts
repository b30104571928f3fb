import { describe, expect, test } from 'vitest';
import { readDates, supportsDate } from '../../../src/answer/verify/dates.js';

const days = (text: string, reference: string | null) =>
  readDates(text, reference).map(({ year, month, day }) =>
    [year, month, day].filter((part) => part !== null).join('-'),
  );

describe('the day that a weekday of an article is', () => {
  // A Thursday.
  const day = (text: string) => days(text, '2026-04-16')[0];

  test('lies ahead behind a verb of what is to come', () => {
    expect(day('The pool could open again as soon as Monday.')).toBe('2026-4-20');
    expect(day('The bill will be introduced on Saturday.')).toBe('2026-4-18');
    expect(day('He was held at the pier and is due before a judge Friday.')).toBe('2026-4-17');
    expect(day('Ms. Brandt was scheduled Friday to open the fair.')).toBe('2026-4-17');
    expect(day('On Tuesday, the council will hear both sides.')).toBe('2026-4-21');
    expect(day('“Tuesday is still possible,” the engineer said.')).toBe('2026-4-21');
    expect(day('The strike was postponed until Monday.')).toBe('2026-4-20');
    expect(day('The clinic has to close by Sunday.')).toBe('2026-4-19');
    expect(day('The choir is releasing its record on Friday.')).toBe('2026-4-17');
  });

  test('is over behind a verb of what was', () => {
    expect(day('Testimony began Monday in a case that could cost millions due to delays.')).toBe('2026-4-13');
    expect(day('The mill shut its gates on Tuesday and will not reopen.')).toBe('2026-4-14');
    expect(day('Officials said Wednesday that the bridge would open in June.')).toBe('2026-4-15');
    expect(day('On Monday, voters approved a plan that will take years.')).toBe('2026-4-13');
    expect(day('The vote has been counted since Sunday.')).toBe('2026-4-12');
    expect(day('Judge Mills’s Tuesday decision requires the port to end the rule.')).toBe('2026-4-14');
    expect(day('Police are investigating a fire on Friday.')).toBe('2026-4-10');
  });

  test('is the day of the article itself on that weekday', () => {
    expect(day('The show will begin Thursday evening.')).toBe('2026-4-16');
  });
});

test('a year may be told by the one of the article', () => {
  expect(days('The roof is to be mended within this calendar year.', '2026-04-16')).toEqual(['2026']);
  expect(days('Sales doubled last year.', '2026-04-16')).toEqual(['2025']);
  expect(days('The tax begins next year.', '2026-04-16')).toEqual(['2027']);
  expect(days('The tax begins next year.', null)).toEqual(['']);
  expect(days('The school closed last month.', '2026-01-16')).toEqual(['2025-12']);
  expect(days('The mill burned down two years ago.', '2026-04-16')).toEqual(['2024']);
});

test('a week that is told from a day holds its days', () => {
  const [week] = readDates('It sank this week.', '2026-04-18');
  const holds = (text: string) => supportsDate(readDates(text, '2026-04-18')[0]!, week!);
  expect(holds('It sank on Tuesday.')).toBe(true);
  expect(holds('It sank on April 13, 2026.')).toBe(true);
  expect(holds('It sank on April 10, 2026.')).toBe(false);
  expect(holds('It sank this week.')).toBe(true);
  expect(holds('It sank last week.')).toBe(false);
});

test('what counts from a day that nobody knows is held by the same words alone', () => {
  const holds = (given: string, stated: string) =>
    supportsDate(readDates(given, '2026-04-18')[0]!, readDates(stated, null)[0]!);
  expect(holds('Sales fell last year.', 'Sales fell last year.')).toBe(true);
  expect(holds('Sales fell in March 2025.', 'Sales fell last year.')).toBe(false);
  expect(holds('Prices were lower last year.', 'Prices were lower a year ago.')).toBe(true);
});

test('a day supports its month and its weekday, and not another year', () => {
  const [given] = readDates('on Friday', '2026-04-18');
  const support = (text: string) => supportsDate(given!, readDates(text, null)[0]!);
  expect(support('April 17')).toBe(true);
  expect(support('in April 2026')).toBe(true);
  expect(support('in April 2025')).toBe(false);
  expect(support('on Friday')).toBe(true);
  expect(support('on Saturday')).toBe(false);
});
