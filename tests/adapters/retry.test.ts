import { describe, expect, it } from 'vitest';
import { parseRetryAfter, withRetries } from '../../src/adapters/retry.js';

describe('a Retry-After header', () => {
  const now = Date.parse('2025-03-04T10:00:00Z');
  it.each([
    ['2', 2000],
    ['0.25', 250],
    ['0', 0],
    ['-5', 0],
    ['Tue, 04 Mar 2025 10:00:30 GMT', 30_000],
    ['Tue, 04 Mar 2025 09:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('%j asks for a wait of %s ms', (header, delayMs) => {
    expect(parseRetryAfter(header, now)).toBe(delayMs);
  });
});

describe('retries', () => {
  const limits = { firstDelayMs: 1, longestDelayMs: 2, retries: 2, totalTimeoutMs: 60_000 };

  it('end with the first success', async () => {
    let tries = 0;
    const attempt = (): Promise<number> =>
      ++tries < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve(tries);
    expect(await withRetries(attempt, () => ({ retry: true, afterMs: undefined }), limits)).toBe(3);
  });

  it('end when the judge says so', async () => {
    let tries = 0;
    const attempt = (): Promise<number> => Promise.reject(new Error(`failure ${++tries}`));
    await expect(withRetries(attempt, () => ({ retry: false }), limits)).rejects.toThrow('failure 1');
  });

  it('do not begin a wait that would pass the total limit', async () => {
    let tries = 0;
    const attempt = (): Promise<number> => Promise.reject(new Error(`failure ${++tries}`));
    await expect(withRetries(attempt, () => ({ retry: true, afterMs: 60_001 }), limits)).rejects.toThrow('failure 1');
  });
});
