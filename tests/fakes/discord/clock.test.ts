import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createClock, createIds } from './clock.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-02T09:00:00Z') });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the clock of the fake Discord', () => {
  test('starts at the time it is, and stands still until it is moved on', () => {
    const clock = createClock({ realTime: false });
    vi.setSystemTime(new Date('2026-03-02T10:00:00Z'));
    expect(clock.now().toISOString()).toBe('2026-03-02T09:00:00.000Z');
    clock.advanceMs(1500);
    expect(clock.now().toISOString()).toBe('2026-03-02T09:00:01.500Z');
  });

  test('runs with the wall clock when it is told to, ahead of it by what it was moved on', () => {
    const clock = createClock({ realTime: true });
    clock.advanceMs(1000);
    vi.setSystemTime(new Date('2026-03-02T10:00:00Z'));
    expect(clock.now().toISOString()).toBe('2026-03-02T10:00:01.000Z');
  });

  test('makes ids that ascend and hold their time', () => {
    const clock = createClock({ realTime: false });
    const newId = createIds(clock);
    const ids = [newId(), newId(), newId()];
    clock.advanceMs(1);
    ids.push(newId());
    expect(ids.map(BigInt).every((id, index) => index === 0 || id > BigInt(ids[index - 1]!))).toBe(true);
    expect(Number((BigInt(ids[3]!) >> 22n) + 1_420_070_400_000n)).toBe(clock.nowMs());
  });
});
