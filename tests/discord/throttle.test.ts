import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createThrottle } from '../../src/discord/throttle.js';

describe('a throttle', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const start = () => {
    const done: { what: string; atMs: number }[] = [];
    const errors: unknown[] = [];
    const began = Date.now();
    const throttle = createThrottle(
      1500,
      () => Date.now(),
      (error) => errors.push(error),
    );
    const note = (what: string) => async () => void done.push({ what, atMs: Date.now() - began });
    return { throttle, done, errors, note };
  };

  test('does the first piece of work at once', async () => {
    const { throttle, done, note } = start();
    throttle.do(note('a'));
    await vi.advanceTimersByTimeAsync(0);
    expect(done).toEqual([{ what: 'a', atMs: 0 }]);
  });

  test('does the newest of what came meanwhile when its time has come, and leaves the rest out', async () => {
    const { throttle, done, note } = start();
    for (const what of 'abcd') throttle.do(note(what));
    await vi.advanceTimersByTimeAsync(700);
    throttle.do(note('e'));
    await vi.advanceTimersByTimeAsync(5000);
    expect(done).toEqual([
      { what: 'a', atMs: 0 },
      { what: 'e', atMs: 1500 },
    ]);
  });

  test('ends with the last piece, and with nothing that waited', async () => {
    const { throttle, done, note } = start();
    throttle.do(note('a'));
    throttle.do(note('b'));
    const finished = throttle.finish(note('end'));
    await vi.advanceTimersByTimeAsync(5000);
    await finished;
    expect(done).toEqual([
      { what: 'a', atMs: 0 },
      { what: 'end', atMs: 1500 },
    ]);
  });

  test('tells what failed and goes on', async () => {
    const { throttle, done, errors, note } = start();
    throttle.do(async () => {
      throw new Error('no');
    });
    throttle.do(note('next'));
    await vi.advanceTimersByTimeAsync(5000);
    expect(errors).toEqual([new Error('no')]);
    expect(done).toEqual([{ what: 'next', atMs: 1500 }]);
  });
});
