import type { DownloadProgress } from './adapters/embedding/model-download.js';
import type { PairPurpose } from './adapters/embedding/pair-scorer.js';
import type { Config } from './config.js';
import { AppError } from './errors.js';
import type { PairScorer } from './ports.js';

/** The models that read two texts together; each is there when its setting names one. */
export interface PairScorers {
  reranker?: PairScorer;
  entailment?: PairScorer;
}

/**
 * The scorers that the settings ask for. Each is downloaded and loaded at its first use, and a start that failed is forgotten, so that
 * the next use tries again; until then `model` is the name that was set. Closing one that was never used costs nothing.
 */
export function createPairScorers(
  { pairModels, embedding }: Config,
  options: { modelsDir: string; onDownload: (progress: DownloadProgress) => void },
): PairScorers {
  const create = (purpose: PairPurpose, model: string): PairScorer =>
    createLazyScorer(model, async () => {
      const { createPairScorer } = await import('./adapters/embedding/pair-scorer.js');
      return createPairScorer({ purpose, model, modelHost: embedding.modelHost, ...options });
    });
  const { rerank, entailment } = pairModels;
  return {
    ...(rerank !== null && { reranker: create('relevance', rerank) }),
    ...(entailment !== null && { entailment: create('entailment', entailment) }),
  };
}

function createLazyScorer(name: string, make: () => Promise<PairScorer>): PairScorer {
  let made: Promise<PairScorer> | undefined;
  let isClosed = false;
  let model = name;
  const get = (): Promise<PairScorer> => {
    if (isClosed) return Promise.reject(new AppError('SCORING_FAILED', `The model ${name} is closed`));
    return (made ??= make().then(
      (scorer) => {
        model = scorer.model;
        return scorer;
      },
      (error: unknown) => {
        made = undefined;
        throw error;
      },
    ));
  };
  return {
    get model() {
      return model;
    },
    score: async (...args) => (await get()).score(...args),
    close: async () => {
      isClosed = true;
      const scorer = await made?.catch(() => undefined);
      await scorer?.close();
    },
  };
}
