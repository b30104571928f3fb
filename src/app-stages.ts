import type { OpenIndex } from './app-index.js';
import type { PairScorers } from './app-pair-scorers.js';
import type { Embedder, PairScorer } from './ports.js';

type Coverage = OpenIndex & { embedder: Embedder } & PairScorers;

/**
 * The same coverage, which tells how long each thing took that a question asks of it: `embed` (the question and sentences), `words`,
 * `vectors`, `passages` (reading them) and `articles`, and where models for them are set, `rerank` and `entail`. Without anybody to tell, it is the coverage itself.
 */
export function timeCoverage(
  coverage: Coverage,
  clock: () => number,
  onStage: ((stage: string, seconds: number) => void) | undefined,
): Coverage {
  if (onStage === undefined) return coverage;
  const timed = <Args extends unknown[], Result>(stage: string, work: (...args: Args) => Promise<Result>) => {
    return async (...args: Args): Promise<Result> => {
      const started = clock();
      try {
        return await work(...args);
      } finally {
        onStage(stage, (clock() - started) / 1000);
      }
    };
  };
  const timedScorer = (stage: string, scorer: PairScorer): PairScorer => ({
    model: scorer.model,
    score: timed(stage, scorer.score),
    close: scorer.close,
  });
  const { embedder, store, vectors, reranker, entailment } = coverage;
  return {
    ...coverage,
    ...(reranker && { reranker: timedScorer('rerank', reranker) }),
    ...(entailment && { entailment: timedScorer('entail', entailment) }),
    embedder: { ...embedder, embed: timed('embed', embedder.embed) },
    store: {
      ...store,
      lexicalSearch: timed('words', store.lexicalSearch),
      getPassages: timed('passages', store.getPassages),
      findArticle: timed('articles', store.findArticle),
    },
    // Its size and kind change while it lives, so that it cannot be copied.
    vectors: Object.create(vectors, {
      nearest: {
        value: (...args: Parameters<typeof vectors.nearest>) => {
          const started = clock();
          const hits = vectors.nearest(...args);
          onStage('vectors', (clock() - started) / 1000);
          return hits;
        },
      },
    }) as typeof vectors,
  };
}
