import type { OpenIndex } from './app-index.js';
import type { Embedder } from './ports.js';

type Coverage = OpenIndex & { embedder: Embedder };

/**
 * The same coverage, which tells how long each thing took that a question asks of it: `embed` (the question and sentences), `words`,
 * `vectors`, `passages` (reading them) and `articles`. Without anybody to tell, it is the coverage itself.
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
  const { embedder, store, vectors } = coverage;
  return {
    ...coverage,
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
