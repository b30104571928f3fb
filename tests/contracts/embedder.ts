import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from '../../src/ports.js';

const texts = [
  'The harbour authority said on Tuesday that the north pier would close.',
  'Fish',
  'Der Hafen bleibt geschlossen, teilte die Behörde mit.',
  'The council voted 7 to 4, with 2 abstentions, to raise the budget by $1.25 million; it had been cut three times before.',
  'Fisk',
];

/** What every embedder does. `create` gives a new one each time it is called. */
export function describeEmbedder(name: string, create: () => Promise<Embedder>): void {
  describe(`${name} keeps the contract of an embedder`, () => {
    let embedder: Embedder;
    beforeAll(async () => {
      embedder = await create();
    });
    afterAll(() => embedder.close());

    it('says which model it is, how long its vectors are and what it takes', () => {
      expect(embedder.model).not.toBe('');
      expect(embedder.dimensions).toBeGreaterThan(0);
      expect(embedder.maxTokens).toBeGreaterThan(2);
      expect(embedder.maxBatch).toBeGreaterThanOrEqual(texts.length);
      expect(['exact', 'estimate']).toContain(embedder.tokenCount);
    });

    it('is the same model each time it is created', async () => {
      const other = await create();
      expect(other.model).toBe(embedder.model);
      const [[vector], [same]] = await Promise.all([embedder.embed(['Fish'], 'query'), other.embed(['Fish'], 'query')]);
      expect(distance(vector!, same!)).toBeLessThan(1e-6);
      await other.close();
    });

    it('gives one vector of unit length for each text, in order', async () => {
      const vectors = await embedder.embed(texts, 'passage');
      expect(vectors).toHaveLength(texts.length);
      for (const vector of vectors) {
        expect(vector).toBeInstanceOf(Float32Array);
        expect(vector).toHaveLength(embedder.dimensions);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
      }
      const reversed = await embedder.embed(texts.toReversed(), 'passage');
      vectors.forEach((vector, i) => expect(distance(vector, reversed.at(-1 - i)!)).toBeLessThan(1e-5));
      expect(distance(vectors[1]!, vectors[4]!)).toBeGreaterThan(0.001);
    });

    it('gives a text the same vector alone as among others', async () => {
      const together = await embedder.embed(texts, 'query');
      for (const [i, text] of texts.entries()) {
        const [alone] = await embedder.embed([text], 'query');
        expect(distance(alone!, together[i]!)).toBeLessThan(1e-5);
      }
    });

    it('gives the same vector for the same text again', async () => {
      const [first, second] = [await embedder.embed(texts, 'passage'), await embedder.embed(texts, 'passage')];
      expect(second).toEqual(first);
    });

    it('has a vector for an empty text, and none for no text', async () => {
      const [empty] = await embedder.embed([''], 'passage');
      expect(Math.hypot(...empty!)).toBeCloseTo(1, 5);
      expect(await embedder.embed([], 'passage')).toEqual([]);
    });

    it('cuts off what is beyond its number of tokens', async () => {
      const beginning = 'pier '.repeat(embedder.maxTokens * 3);
      const [cut, longer] = await embedder.embed([beginning, `${beginning} and a fish`], 'passage');
      expect(distance(cut!, longer!)).toBeLessThan(1e-6);
    });

    it('counts the tokens of a text, and none for an empty one', () => {
      expect(embedder.countTokens('')).toBe(0);
      const words = embedder.countTokens('The harbour authority said');
      expect(words).toBeGreaterThanOrEqual(4);
      expect(embedder.countTokens('The harbour authority said, '.repeat(10))).toBeGreaterThanOrEqual(words * 10);
    });

    it('refuses more texts than it says it takes', async () => {
      const tooMany = new Array<string>(embedder.maxBatch + 1).fill('Fish');
      await expect(embedder.embed(tooMany, 'passage')).rejects.toMatchObject({
        code: 'EMBEDDING_FAILED',
        message: expect.stringContaining(`at most ${embedder.maxBatch}`) as string,
      });
    });

    it('rejects with the reason of a signal that was aborted before', async () => {
      const reason = new Error('no longer wanted');
      await expect(embedder.embed(texts, 'passage', AbortSignal.abort(reason))).rejects.toBe(reason);
    });

    it('stops in the middle when the signal is aborted', async () => {
      const controller = new AbortController();
      const reason = new Error('no longer wanted');
      const many = Array.from({ length: embedder.maxBatch }, (_, i) => `${texts[i % 3]} Number ${i}.`);
      const running = embedder.embed(many, 'passage', controller.signal);
      setImmediate(() => controller.abort(reason));
      await expect(running).rejects.toBe(reason);
      expect(await embedder.embed(['Fish'], 'query')).toHaveLength(1);
    });

    it('answers calls that are made at the same time', async () => {
      const expected = await embedder.embed(texts, 'passage');
      const results = await Promise.all(texts.map((text) => embedder.embed([text], 'passage')));
      results.forEach(([vector], i) => expect(distance(vector!, expected[i]!)).toBeLessThan(1e-5));
    });

    it('rejects after it was closed, and may be closed twice', async () => {
      const other = await create();
      const running = other.embed(texts, 'passage').then(
        () => 'done',
        (error: { code: string }) => error.code,
      );
      await other.close();
      await other.close();
      expect(['done', 'EMBEDDING_FAILED']).toContain(await running);
      await expect(other.embed(['Fish'], 'query')).rejects.toMatchObject({ code: 'EMBEDDING_FAILED' });
    });
  });
}

/** The largest difference between two vectors in any dimension. */
export function distance(a: Float32Array, b: Float32Array): number {
  return a.reduce(
    (largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)),
    a.length === b.length ? 0 : Infinity,
  );
}
