import fc from '../property.js';
import { describe, expect, test } from 'vitest';
import { describeTimeOfDay, isQuiet, parseTimeOfDay } from '../../src/domain/quiet-hours.js';

describe('a time of day', () => {
  test.each([
    ['22:00', 1320], ['7:30', 450], ['07.30', 450], ['22', 1320], ['0:00', 0],
    ['12 am', 0], ['12pm', 720], ['7:15 PM', 1155],
  ])('is understood from "%s"', (text, minutes) => {
    expect(parseTimeOfDay(text)).toBe(minutes);
  }); // prettier-ignore

  test.each(['24:00', '7:60', '13 pm', '0 am', 'noon', '', '7:', '-1', '7:5'])('is none in "%s"', (text) => {
    expect(parseTimeOfDay(text)).toBeUndefined();
  });

  test('reads what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1439 }), (minutes) => {
        expect(parseTimeOfDay(describeTimeOfDay(minutes))).toBe(minutes);
      }),
    );
  });
});

describe('quiet hours', () => {
  const at = (iso: string) => new Date(iso);

  test('are never, where there are none', () => {
    expect(isQuiet(null, at('2025-06-01T03:00:00Z'), 'UTC')).toBe(false);
  });

  test('begin with their first minute and end before their last, over midnight as within a day', () => {
    const night = { from: 22 * 60, to: 7 * 60 };
    const noon = { from: 12 * 60, to: 13 * 60 };
    expect(['21:59', '22:00', '00:00', '06:59', '07:00'].map((time) => isQuiet(night, at(`2025-06-01T${time}:30Z`), 'UTC'))).toEqual([false, true, true, true, false]); // prettier-ignore
    expect(['11:59', '12:00', '12:59', '13:00'].map((time) => isQuiet(noon, at(`2025-06-01T${time}:00Z`), 'UTC'))).toEqual([false, true, true, false]); // prettier-ignore
  });

  test('are those of clocks in the time zone, in summer as in winter', () => {
    const night = { from: 22 * 60, to: 7 * 60 };
    // 06:30 in Berlin in winter, 07:30 in summer.
    expect(isQuiet(night, at('2025-01-10T05:30:00Z'), 'Europe/Berlin')).toBe(true);
    expect(isQuiet(night, at('2025-07-10T05:30:00Z'), 'Europe/Berlin')).toBe(false);
  });
});
