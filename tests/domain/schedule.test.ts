import fc from '../property.js';
import { expect, test } from 'vitest';
import { nextTry, parseSource } from '../../src/domain/schedule.js';

const minute = 60_000;
const day = 24 * 60 * minute;
const intervalMs = 30 * minute;
const nowMs = Date.parse('2025-06-01T10:00:00Z');
const source = 'https://packet.example/feed.xml';
const lastTry = '2025-06-01T09:45:00.000Z';

test('a source that was never tried is due now', () => {
  expect(nextTry({ source, lastTry: null, failedTries: 0 }, { intervalMs, nowMs })).toBe(nowMs);
});

test('a source is tried again after its interval, a tenth sooner or later', () => {
  fc.assert(
    fc.property(fc.webUrl(), fc.integer({ min: 0, max: day }), (any, agoMs) => {
      const last = new Date(nowMs - agoMs);
      const next = nextTry({ source: any, lastTry: last.toISOString(), failedTries: 0 }, { intervalMs, nowMs });
      expect(next - last.getTime()).toBeGreaterThanOrEqual(intervalMs * 0.9 - 1);
      expect(next - last.getTime()).toBeLessThanOrEqual(intervalMs * 1.1 + 1);
    }),
  );
});

test('each failure doubles the wait, up to a day', () => {
  const waits = [0, 1, 2, 3, 10, 1000].map(
    (failedTries) => nextTry({ source, lastTry, failedTries }, { intervalMs, nowMs }) - Date.parse(lastTry),
  );
  const [first = 0] = waits;
  expect(waits.slice(0, 4).map((wait) => wait / first)).toEqual(
    [1, 2, 4, 8].map((factor) => expect.closeTo(factor, 3) as number),
  );
  expect(waits[4]).toBeLessThanOrEqual(day * 1.1);
  expect(waits[5]).toBe(waits[4]);
});

test('an interval of more than a day is not shortened by a failure', () => {
  const next = nextTry({ source, lastTry, failedTries: 3 }, { intervalMs: 7 * day, nowMs });
  expect(next - Date.parse(lastTry)).toBeGreaterThan(6 * day);
});

test('after the clock was set back, a source whose last try lies ahead is due now, and not in a year', () => {
  expect(nextTry({ source, lastTry: '2026-06-01T09:00:00Z', failedTries: 5 }, { intervalMs, nowMs })).toBe(nowMs);
});

test('every process comes to the same time, and sources of one moment to different ones', () => {
  const times = Array.from({ length: 20 }, (_, i) =>
    nextTry({ source: `${source}?${i}`, lastTry, failedTries: 0 }, { intervalMs, nowMs }),
  );
  expect(new Set(times).size).toBeGreaterThan(15);
  expect(nextTry({ source, lastTry, failedTries: 0 }, { intervalMs, nowMs: nowMs + 1 })).toBe(
    nextTry({ source, lastTry, failedTries: 0 }, { intervalMs, nowMs }),
  );
});

test.each([
  ['https://packet.example/feed.xml', 'https://packet.example/feed.xml', null],
  [' https://packet.example/feed.xml  every 15 min ', 'https://packet.example/feed.xml', 15 * minute],
  ['HTTP://packet.example every 1.5 H', 'HTTP://packet.example', 90 * minute],
  ['https://packet.example/every/2d every 2d', 'https://packet.example/every/2d', 2 * day],
  ['news every 2 d', 'news every 2 d', null],
])('a source may say how often it is asked for: %s', (text, address, interval) => {
  expect(parseSource(text)).toEqual({ source: address, intervalMs: interval });
});

test.each(['every 0.5 min', 'every 15', 'every min', 'each 15 min', 'every 15 min please', 'every 3 weeks'])(
  'an address with "%s" behind it is none',
  (rest) => {
    expect(parseSource(`https://packet.example/feed.xml ${rest}`)).toBeUndefined();
  },
);
