import { expect, test } from 'vitest';
import { describeTries, type SourceTries } from '../../src/domain/describe-source.js';

const feed: SourceTries = {
  lastSuccess: '2025-05-30T10:00:00.000Z',
  failedTries: 0,
  intervalMinutes: 360,
  nextTry: '2025-06-01T14:03:00.000Z',
  isWatched: true,
};
const file = { ...feed, intervalMinutes: null, nextTry: null };
const describe = (tries: SourceTries): string =>
  describeTries(tries, (iso) => iso.slice(5, 16)).replaceAll('\u00a0', ' ');

test('a feed tells when it was last reached, what failed since, and when the next try is', () => {
  expect(describe(feed)).toBe('last reached 05-30T10:00, next try 06-01T14:03 (every 6 h)');
  expect(describe({ ...feed, failedTries: 1 })).toContain('last reached 05-30T10:00, 1 try failed, next try');
  expect(describe({ ...feed, failedTries: 3, lastSuccess: null })).toContain('never reached, 3 tries failed, next try');
});

test('a feed that nobody watches is due, but not tried by itself', () => {
  expect(describe({ ...feed, isWatched: false })).toBe(
    'last reached 05-30T10:00, due 06-01T14:03 when watched (every 6 h)',
  );
});

test('a file or folder tells when it was last read; one that no run has seen says so', () => {
  expect(describe(file)).toBe('last read 05-30T10:00');
  expect(describe({ ...file, failedTries: 2, lastSuccess: null })).toBe('never read, 2 tries failed');
  expect(describe({ ...file, lastSuccess: null })).toBe('not read yet');
});
