import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PairScorer } from '../../src/ports.js';

const query = 'how many stalls were lost';
const texts = [
  'fourteen stalls were lost in the fire at the market',
  'fish',
  'the whale was eleven metres long',
  'nobody was hurt, the chief said',
  'fisk',
];

/** What every scorer of pairs does. `create` gives a new one each time it is called. */
export function describePairScorer(name: string, create: () => Promise<PairScorer>): void {
  describe(`${name} keeps the contract of a scorer of pairs`, () => {
    let scorer: PairScorer;
    beforeAll(async () => {
      scorer = await create();
    });
    afterAll(() => scorer.close());

    it('is the same model each time it is created', async () => {
      const other = await create();
      expect(scorer.model).not.toBe('');
      expect(other.model).toBe(scorer.model);
      expect(await other.score(query, texts)).toEqual(await scorer.score(query, texts));
      await other.close();
    });

    it('gives one number in 0..1 for each text, in order', async () => {
      const scores = await scorer.score(query, texts);
      expect(scores).toHaveLength(texts.length);
      for (const score of scores) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }
      const reversed = await scorer.score(query, texts.toReversed());
      scores.forEach((score, i) => expect(reversed.at(-1 - i)).toBeCloseTo(score, 5));
      expect(new Set(scores.map((score) => score.toFixed(6))).size).toBe(texts.length);
    });

    it('gives a text the same number alone as among others', async () => {
      const together = await scorer.score(query, texts);
      for (const [i, text] of texts.entries()) {
        expect((await scorer.score(query, [text]))[0]).toBeCloseTo(together[i]!, 5);
      }
    });

    it('reads the query too', async () => {
      const [one] = await scorer.score(query, [texts[0]!]);
      const [other] = await scorer.score('who was hurt', [texts[0]!]);
      expect(Math.abs(one! - other!)).toBeGreaterThan(1e-4);
    });

    it('has a number for an empty text, and none for no text', async () => {
      expect(await scorer.score(query, [''])).toHaveLength(1);
      expect(await scorer.score(query, [])).toEqual([]);
    });

    it('cuts a text that is too long, and never its query', async () => {
      const long = 'pier '.repeat(2000);
      const [cut, longer] = await scorer.score(query, [long, `${long} fish`]);
      expect(longer).toBeCloseTo(cut!, 6);
      const [other] = await scorer.score(`${query} x`, [long]);
      expect(Math.abs(other! - cut!)).toBeGreaterThan(1e-5);
      // Not even a query that leaves no room keeps the text out.
      const [one, another] = await scorer.score(long, ['fish and more', 'bread and more']);
      expect(Math.abs(one! - another!)).toBeGreaterThan(1e-6);
    });

    it('rejects with the reason of a signal, before it begins and in the middle', async () => {
      const reason = new Error('no longer wanted');
      await expect(scorer.score(query, texts, AbortSignal.abort(reason))).rejects.toBe(reason);
      const controller = new AbortController();
      const many = Array.from({ length: 200 }, (_, i) => `${texts[i % 3]} ${'number '.repeat(i % 9)}`);
      const running = scorer.score(query, many, controller.signal);
      setImmediate(() => controller.abort(reason));
      await expect(running).rejects.toBe(reason);
      expect(await scorer.score(query, ['fish'])).toHaveLength(1);
    });

    it('answers calls that are made at the same time', async () => {
      const expected = await scorer.score(query, texts);
      const results = await Promise.all(texts.map((text) => scorer.score(query, [text])));
      results.forEach(([score], i) => expect(score).toBeCloseTo(expected[i]!, 5));
    });

    it('rejects after it was closed, and may be closed twice', async () => {
      const other = await create();
      const running = other.score(query, texts).then(
        () => 'done',
        (error: { code: string }) => error.code,
      );
      await other.close();
      await other.close();
      expect(['done', 'SCORING_FAILED']).toContain(await running);
      await expect(other.score(query, texts)).rejects.toMatchObject({ code: 'SCORING_FAILED' });
      await expect(other.score(query, [])).rejects.toMatchObject({ code: 'SCORING_FAILED' });
    });
  });
}
