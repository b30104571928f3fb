import fc from '../property.js';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, findPeriod } from '../../src/retrieve/period.js';

// A Tuesday.
const askedOn = '2025-05-20';
const period = (question: string, latest?: string): [string, string] | undefined => {
  const found = findPeriod(question, askedOn, latest);
  return found && [found.since, found.until];
};

describe('a period of publication', () => {
  it.each([
    ['What happened today?', '2025-05-19', '2025-05-20'],
    ['Who resigned yesterday?', '2025-05-18', '2025-05-19'],
    ['Who won this week?', '2025-05-11', '2025-05-20'],
    ['What was said over the past few days?', '2025-05-11', '2025-05-20'],
    ['Who testified last week?', '2025-05-04', '2025-05-16'],
    ['What happened this month?', '2025-04-19', '2025-05-20'],
    ['What happened last month?', '2025-03-19', '2025-04-30'],
  ])('counts from the day of asking: %s', (question, since, until) => {
    expect(period(question)).toEqual([since, until]);
  });

  it.each([
    ['What happened on 4 March 2025?', '2025-03-04', '2025-03-05'],
    ['What happened on March 4, 2025?', '2025-03-04', '2025-03-05'],
    ['Who was found on Mar. 18?', '2025-03-18', '2025-03-19'],
    ['Who resigned on the 27th of March?', '2025-03-27', '2025-03-28'],
    ['What was published on 2025-03-04?', '2025-03-04', '2025-03-05'],
    ['What was published on 13/3/2025?', '2025-03-13', '2025-03-14'],
    ['What was published on 4.3.2025?', '2025-03-04', '2025-03-05'],
  ])('is a day and the next, in which it is in print: %s', (question, since, until) => {
    expect(period(question)).toEqual([since, until]);
  });

  it.each([
    ['What happened in March?', '2025-03-01', '2025-03-31'],
    ['what did they say in may', '2025-05-01', '2025-05-31'],
    ['What happened in early April?', '2025-04-01', '2025-04-30'],
    ['Who won in November?', '2024-11-01', '2024-11-30'],
    ['Who won in November 2023?', '2023-11-01', '2023-11-30'],
    ['Which of the February 2024 reports was wrong?', '2024-02-01', '2024-02-29'],
  ])('is a whole month: %s', (question, since, until) => {
    expect(period(question)).toEqual([since, until]);
  });

  it.each([
    ['Who testified between March 3 and March 10?', '2025-03-03', '2025-03-10'],
    ['Who resigned between 27 and 29 March 2025?', '2025-03-27', '2025-03-29'],
    ['Who testified from 3 to 10 March?', '2025-03-03', '2025-03-10'],
    ['What was found March 5-7, 2025?', '2025-03-05', '2025-03-07'],
    ['What happened between 2025-03-04 and 2025-03-10?', '2025-03-04', '2025-03-10'],
  ])('is a range of days: %s', (question, since, until) => {
    expect(period(question)).toEqual([since, until]);
  });

  it.each([
    ['What has changed since March 10?', '2025-03-10'],
    ['What has changed since 4 March 2025?', '2025-03-04'],
    ['What has changed since April?', '2025-04-01'],
    ['What has changed since November 2024?', '2024-11-01'],
    ['What has changed since Friday?', '2025-05-16'],
  ])('reaches from "since" to the day of asking: %s', (question, since) => {
    expect(period(question)).toEqual([since, askedOn]);
  });

  it.each([
    ['Who was arrested on Saturday?', '2025-05-17', '2025-05-18'],
    ["Who won Sunday's vote?", '2025-05-18', '2025-05-19'],
    ['What was found late Monday night?', '2025-05-19', '2025-05-20'],
    ['What was decided on Tuesday?', '2025-05-20', '2025-05-20'],
    ['What was decided last Tuesday?', '2025-05-13', '2025-05-14'],
  ])('is the last such weekday: %s', (question, since, until) => {
    expect(period(question)).toEqual([since, until]);
  });

  it.each([
    'Who won the second round?',
    'Which team was the No. 2 seed?',
    'Why did the 1973 decision fall?',
    'Who won the 2022 World Cup?',
    'What did Theresa May say?',
    'What did May say about the vote?',
    'What may happen to the ferry?',
    'What happened in April Jones’s house?',
    'Who led the march through the town?',
    'When was the mayday sent at 9.13?',
    'Who is on call 24/7?',
    'What did the Sunday Times report?',
    'What sold best on Black Friday?',
    'Who hosts Saturday Night Live on air?',
    'What did a USA TODAY poll find?',
    'Until when, by October 31, must it dock?',
    'Must it be paid by Friday?',
    'Had they left before April 25?',
    'What was published on 3/4/2025?',
  ])('is not named by: %s', (question) => {
    expect(findPeriod(question, askedOn)).toBeUndefined();
  });

  it.each([
    'Who will speak tomorrow?',
    'Who will speak next Tuesday?',
    'What is planned for next week?',
    'Who will be tried on June 20, 2025?',
    'What opens in March 2030?',
  ])('is never in the future: %s', (question) => {
    expect(findPeriod(question, askedOn)).toBeUndefined();
  });

  it('takes a day or month without a year in the year before when it has not come yet', () => {
    expect(period('What happened on June 20?')).toEqual(['2024-06-20', '2024-06-21']);
    expect(period('What happened in June?')).toEqual(['2024-06-01', '2024-06-30']);
    expect(findPeriod('What happened on December 20?', '2026-01-05')).toMatchObject({ since: '2025-12-20' });
  });

  it('takes a day or month without a year in the last year of a coverage that ended long ago', () => {
    const latest = '2019-08-10';
    expect(period('Who was found on March 18?', latest)).toEqual(['2019-03-18', '2019-03-19']);
    expect(period('What happened in December?', latest)).toEqual(['2018-12-01', '2018-12-31']);
    expect(period('What happened in December 2020?', latest)).toEqual(['2020-12-01', '2020-12-31']);
    expect(period('What happened last week?', latest)).toEqual(['2025-05-04', '2025-05-16']);
  });

  it('knows no 29th of February but that of a leap year', () => {
    expect(findPeriod('What happened on February 29?', '2024-02-10')).toBeUndefined();
    expect(findPeriod('What happened on February 29?', '2024-03-10')).toMatchObject({ since: '2024-02-29' });
  });

  it('counts from the day of asking even in a coverage that is newer', () => {
    expect(period('Who was found on December 18?', '2025-12-31')).toEqual(['2024-12-18', '2024-12-19']);
  });

  it('says which words name it', () => {
    expect(findPeriod('Who testified between March 3 and March 10, and why?', askedOn)?.words).toBe(
      'March 3 and March 10',
    );
    expect(findPeriod('Who resigned last week?', askedOn)?.words).toBe('last week');
  });

  it('ends on or after the day it begins, and begins by the day of asking, whatever is asked', () => {
    const words =
      'on in since between and to from last week March May 4 18th 29 2024 2025 Friday next 31 February the by'.split(
        ' ',
      );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 9 }), (parts) => {
        const found = findPeriod(parts.join(' '), askedOn);
        if (found === undefined) return;
        expect(found.since <= found.until).toBe(true);
        expect(found.since <= askedOn).toBe(true);
        expect(parts.join(' ')).toContain(found.words);
        expect([addDays(found.since, 0), addDays(found.until, 0)]).toEqual([found.since, found.until]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('days', () => {
  it('are added across months and leap days', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2025-01-01', -1)).toBe('2024-12-31');
  });

  it('between two moments ignore the time of day', () => {
    expect(daysBetween('2025-03-04T23:59:00+02:00', '2025-03-05')).toBe(1);
    expect(daysBetween('2025-03-05', '2025-03-01')).toBe(-4);
  });
});
