import type { PairScorer } from '../../src/ports.js';

/** A scorer that gives the numbers it is told, and the pairs that it was asked for, in order. */
export interface FakePairScorer extends PairScorer {
  readonly asked: { query: string; texts: readonly string[] }[];
}

/** Stands in for a model that reads two texts together: `score` gives the number of a pair. */
export function createFakePairScorer(score: (query: string, text: string) => number): FakePairScorer {
  const asked: FakePairScorer['asked'] = [];
  return {
    model: 'fake-pairs@1',
    asked,
    score: async (query, texts, signal) => {
      signal?.throwIfAborted();
      asked.push({ query, texts });
      return texts.map((text) => score(query, text));
    },
    close: async () => undefined,
  };
}
