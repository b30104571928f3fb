import fc from '../property.js';
import { describe, expect, test } from 'vitest';
import { isDay } from '../../src/domain/days.js';
import { findDays } from '../../src/retrieve/days.js';

/** A Friday. */
const today = '2025-03-14';

describe('the days of --since and --until', () => {
  test.each([
    ['2025-03-04', '2025-03-04', '2025-03-04'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2024', '2024-01-01', '2024-12-31'],
    ['today', '2025-03-14', '2025-03-14'],
    ['Yesterday', '2025-03-13', '2025-03-13'],
    ['3 days ago', '2025-03-11', '2025-03-11'],
    ['this week', '2025-03-10', '2025-03-16'],
    ['last week', '2025-03-03', '2025-03-09'],
    ['last  month', '2025-02-01', '2025-02-28'],
    ['last year', '2024-01-01', '2024-12-31'],
    ['Nov 2024', '2024-11-01', '2024-11-30'],
    ['November', '2024-11-01', '2024-11-30'],
    ['May', '2024-05-01', '2024-05-31'],
    ['March', '2025-03-01', '2025-03-31'],
    ['4 March 2025', '2025-03-04', '2025-03-04'],
    ['March 4, 2025', '2025-03-04', '2025-03-04'],
    ['20 December', '2024-12-20', '2024-12-20'],
    ['last Friday', '2025-03-07', '2025-03-07'],
    ['Saturday', '2025-03-08', '2025-03-08'],
    ['March 2024 to May 2024', '2024-03-01', '2024-05-31'],
  ])('of "%s" are %s to %s', async (text, first, last) => {
    expect(await findDays(text, today)).toEqual({ first, last });
  });

  test.each([
    'foo',
    '',
    '2025-02-30',
    '2025-13',
    '31 Feb 2025',
    '10:00',
    'March 4, 2025 or so',
    '12',
    'the ferry',
    '0999',
  ])('of "%s" are none', async (text) => {
    expect(await findDays(text, today)).toBeUndefined();
  });

  test('of a week are the seven from Monday to Sunday that hold the day', async () => {
    const days = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    await fc.assert(
      fc.asyncProperty(days, async (date) => {
        const day = date.toISOString().slice(0, 10);
        const { first, last } = (await findDays('this week', day))!;
        expect(new Date(first).getUTCDay()).toBe(1);
        expect((Date.parse(last) - Date.parse(first)) / 86_400_000).toBe(6);
        expect(first <= day && day <= last).toBe(true);
      }),
    );
  });

  test('are real days of the calendar', () => {
    expect(['2024-02-29', '2025-02-28'].map(isDay)).toEqual([true, true]);
    expect(['2025-02-29', '2025-3-4', '2025-03-04T10:00', ''].map(isDay)).toEqual([false, false, false, false]);
  });
});
