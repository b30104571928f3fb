import { toAppError } from '../../errors.js';
import type { Embedder } from '../../ports.js';
import { groupByLength } from './length-groups.js';
import { loadPackagedModel, packagedModel } from './minilm-package.js';
import { downloadRecipe, type DownloadProgress } from './model-download.js';
import { fingerprint, installModel, type ModelRecipe } from './model-folder.js';
import { loadModelSettings } from './model-settings.js';
import { pool } from './pooling.js';
import { loadTransformersEngine } from './transformers-engine.js';
import { createTurns } from './turns.js';

/** What a local embedder is made from. */
export interface TransformersEmbedderOptions {
  /** `all-MiniLM-L6-v2`, or a transformers.js model by its name on the model host. */
  model: string;
  /** Where model files are kept; made when it is missing. */
  modelsDir: string;
  /** Where models other than the default are downloaded from, once. */
  modelHost: string;
  onDownload?: ((progress: DownloadProgress) => void) | undefined;
  /** How long a download may stand still. */
  stallTimeoutMs?: number;
}

/** Counts up when the same files would give other vectors: the rules of pooling, cutting, prefixes. */
const rulesVersion = 1;

/** Enough texts to find neighbours of nearly the same length; their tokens and vectors take less than a megabyte. */
const maxBatch = 256;

/**
 * An embedder that computes on this machine with the transformers library. The default model comes from a package and never
 * uses the network; any other one is downloaded once into `modelsDir`, and used from there without the network.
 *
 * The thread is blocked while a group of texts is computed (ONNX Runtime's Node binding runs synchronously: about 60 ms for 256
 * tokens of the default model on two AVX2 cores) and free between groups, where an abort takes effect too. Who must answer at
 * any time, as the bot, runs the embedder in a worker. Calls at the same time take turns group by group.
 *
 * `model` holds the name and a hash of all that decides about vectors: weights, tokenizer, pooling, length, prefixes.
 *
 * @throws AppError `MODEL_UNAVAILABLE` when the model cannot be made, downloaded or loaded.
 */
export async function createTransformersEmbedder(options: TransformersEmbedderOptions): Promise<Embedder> {
  const recipe = options.model === packagedModel ? await loadPackagedModel() : recipeOf(options);
  const installed = await installModel(options.modelsDir, recipe);
  const settings = await loadModelSettings(installed.folder, options.model);
  const engine = await loadTransformersEngine(options.model, installed.folder);
  const { before, after } = engine.frame;
  const prefixTokens = Math.max(...Object.values(settings.prefixes).map((prefix) => engine.tokenize(prefix).length));

  const turns = createTurns('the embedder');
  const encode = (text: string): number[] => {
    const ids = engine.tokenize(text);
    ids.length = Math.min(ids.length, settings.maxTokens - before.length - after.length);
    return [...before, ...ids, ...after];
  };
  const runGroup = (texts: number[][]): Promise<Float32Array[]> =>
    turns.take(async () => {
      const { states, length, width } = await engine.run(texts);
      return texts.map((ids, row) => pool(states, row * length * width, ids.length, width, settings.pooling));
    });
  const embed: Embedder['embed'] = async (texts, kind, signal) => {
    signal?.throwIfAborted();
    try {
      turns.requireOpen();
      if (texts.length > maxBatch) throw new Error(`expected at most ${maxBatch} texts in a call, got ${texts.length}`);
      const encoded = texts.map((text) => encode(settings.prefixes[kind] + text));
      const vectors = new Array<Float32Array>(texts.length);
      for (const group of groupByLength(encoded.map((ids) => ids.length))) {
        const results = await runGroup(group.map((index) => encoded[index]!));
        group.forEach((index, position) => (vectors[index] = results[position]!));
        signal?.throwIfAborted();
      }
      return vectors;
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw toAppError(error, 'EMBEDDING_FAILED', `The embedding model ${options.model} failed`);
    }
  };

  try {
    const [probe] = await embed([''], 'query');
    return {
      model: `${options.model}@${fingerprint(installed, [rulesVersion, settings])}`,
      dimensions: probe!.length,
      maxTokens: settings.maxTokens - prefixTokens,
      maxBatch,
      tokenCount: 'exact',
      countTokens: (text) => engine.tokenize(text).length,
      embed,
      close: () => turns.close(() => engine.close()),
    };
  } catch (error) {
    await engine.close();
    throw toAppError(error, 'MODEL_UNAVAILABLE', `The embedding model ${options.model} could not be used`);
  }
}

function recipeOf(options: TransformersEmbedderOptions): ModelRecipe {
  const { model, modelHost, onDownload, stallTimeoutMs = 60_000 } = options;
  const purpose = {
    setting: 'ONRECORD_EMBEDDING_MODEL',
    example: 'Xenova/bge-small-en-v1.5',
    without: 'the default model needs no download',
  };
  return downloadRecipe({ model, modelHost, onDownload, stallTimeoutMs, purpose }, async (folder) => {
    await loadModelSettings(folder, model);
    const engine = await loadTransformersEngine(model, folder);
    await engine.close();
  });
}
