import { describe, expect, test } from 'vitest';
import { createLimits } from '../../src/discord/limits.js';

const settings = { questionsPerMinute: { user: 100, server: 100 }, concurrency: 2, queueLength: 3 };
const asker = (userId: string, guildId: string | null = null) => ({ userId, guildId });
const ignore = () => undefined;

/** Work that ends when it is told to. */
function held() {
  let end: () => void = ignore;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { work: () => ended, end };
}

describe('the limits of asking', () => {
  test('let one question of a person run at a time', async () => {
    const limits = createLimits(settings);
    const first = held();
    const running = limits.run(asker('anna'), first.work, ignore);
    expect(await limits.run(asker('anna'), first.work, ignore)).toEqual({ refusal: { reason: 'running' } });
    first.end();
    await running;
    expect(await limits.run(asker('anna'), async () => 'answer', ignore)).toEqual({ result: 'answer' });
  });

  test('let a person who failed ask again', async () => {
    const limits = createLimits(settings);
    const failing = limits.run(asker('anna'), async () => Promise.reject(new Error('no')), ignore);
    await expect(failing).rejects.toThrow('no');
    expect(await limits.run(asker('anna'), async () => 1, ignore)).toEqual({ result: 1 });
  });

  test('take so many questions of a person in a minute, and say when the next one is taken', async () => {
    const limits = createLimits({ ...settings, questionsPerMinute: { user: 2, server: 100 } });
    for (const time of [1, 2])
      expect(await limits.run(asker('anna'), async () => time, ignore)).toEqual({ result: time });
    const third = await limits.run(asker('anna'), async () => 1, ignore);
    expect(third).toMatchObject({ refusal: { reason: 'user-limit' } });
    expect(
      'refusal' in third && 'retryAfterSeconds' in third.refusal && third.refusal.retryAfterSeconds,
    ).toBeGreaterThan(50);
    expect(await limits.run(asker('ben'), async () => 1, ignore)).toEqual({ result: 1 });
  });

  test('take so many questions of a server in a minute, whoever asks, and do not count direct messages', async () => {
    const limits = createLimits({ ...settings, questionsPerMinute: { user: 100, server: 1 } });
    expect(await limits.run(asker('anna', 'server'), async () => 1, ignore)).toEqual({ result: 1 });
    expect(await limits.run(asker('ben', 'server'), async () => 1, ignore)).toMatchObject({
      refusal: { reason: 'server-limit' },
    });
    expect(await limits.run(asker('ben'), async () => 1, ignore)).toEqual({ result: 1 });
  });

  test('tell how many are before a question that has to wait, and refuse when too many do', async () => {
    const limits = createLimits(settings);
    const all = held();
    const queued: number[] = [];
    const running: Promise<unknown>[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      running.push(limits.run(asker(name), all.work, (before) => queued.push(before)));
      // The counters answer a turn later; the order of the questions is that of their arrival.
      await new Promise(setImmediate);
    }
    expect(queued).toEqual([0, 1, 2]);
    expect(await limits.run(asker('f'), all.work, ignore)).toEqual({ refusal: { reason: 'queue-full', waiting: 3 } });
    all.end();
    await Promise.all(running);
  });

  test('take nothing more once they are drained, and wait for what runs', async () => {
    const limits = createLimits(settings);
    const last = held();
    const running = limits.run(
      asker('anna'),
      async () => {
        await last.work();
        return 'answered';
      },
      ignore,
    );
    await new Promise(setImmediate);
    const drained = limits.drain();
    expect(await limits.run(asker('ben'), async () => 1, ignore)).toEqual({ refusal: { reason: 'stopping' } });
    last.end();
    await drained;
    expect(await running).toEqual({ result: 'answered' });
  });
});
