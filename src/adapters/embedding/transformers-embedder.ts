import { sha256 } from '../../domain/article.js';
import { AppError, toAppError } from '../../errors.js';
import type { Embedder } from '../../ports.js';
import { groupByLength } from './length-groups.js';
import { loadPackagedModel, packagedModel } from './minilm-package.js';
import { downloadModel, type DownloadProgress } from './model-download.js';
import { installModel, type InstalledModel, type ModelRecipe } from './model-folder.js';
import { loadModelSettings, type ModelSettings } from './model-settings.js';
import { pool } from './pooling.js';
import { loadTransformersEngine, type TransformersEngine } from './transformers-engine.js';

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
  const recipe = options.model === packagedModel ? await loadPackagedModel() : downloadRecipe(options);
  const installed = await installModel(options.modelsDir, recipe);
  const settings = await loadModelSettings(installed.folder, options.model);
  const engine = await loadTransformersEngine(options.model, installed.folder);
  const { before, after } = engine.frame;
  const prefixTokens = Math.max(...Object.values(settings.prefixes).map((prefix) => engine.tokenize(prefix).length));

  let closing: Promise<void> | undefined;
  // ONNX Runtime's sessions must not be freed while they run.
  let lastRun: Promise<unknown> = Promise.resolve();

  const encode = (text: string): number[] => {
    const ids = engine.tokenize(text);
    ids.length = Math.min(ids.length, settings.maxTokens - before.length - after.length);
    return [...before, ...ids, ...after];
  };
  const runGroup = (texts: number[][]): Promise<Float32Array[]> => {
    const run = lastRun.then(async () => {
      if (closing) throw new Error('the embedder is closed');
      const { states, length, width } = await engine.run(texts);
      return texts.map((ids, row) => pool(states, row * length * width, ids.length, width, settings.pooling));
    });
    lastRun = run.catch(() => undefined);
    return run;
  };
  const embed: Embedder['embed'] = async (texts, kind, signal) => {
    signal?.throwIfAborted();
    try {
      if (closing) throw new Error('the embedder is closed');
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
      model: `${options.model}@${fingerprint(installed, settings)}`,
      dimensions: probe!.length,
      maxTokens: settings.maxTokens - prefixTokens,
      maxBatch,
      tokenCount: 'exact',
      countTokens: (text) => engine.tokenize(text).length,
      embed,
      close() {
        closing ??= lastRun.then(() => engine.close());
        return closing;
      },
    };
  } catch (error) {
    await engine.close();
    throw toAppError(error, 'MODEL_UNAVAILABLE', `The embedding model ${options.model} could not be used`);
  }
}

/** Downloads and, before the files count as a model, loads what came. */
function downloadRecipe(options: TransformersEmbedderOptions): ModelRecipe {
  const { model, modelHost, onDownload, stallTimeoutMs = 60_000 } = options;
  if (!/^[\w-][\w.-]*(\/[\w-][\w.-]*)?$/.test(model)) {
    throw new AppError(
      'MODEL_UNAVAILABLE',
      `Expected the name of an embedding model such as Xenova/bge-small-en-v1.5, got ${JSON.stringify(model)}`,
      { hint: 'Correct ONRECORD_EMBEDDING_MODEL.' },
    );
  }
  return {
    name: model,
    version: `downloaded ${model}`,
    async make(folder) {
      await downloadModel({ model, modelHost, onDownload, stallTimeoutMs }, folder);
      await loadModelSettings(folder, model);
      const engine: TransformersEngine = await loadTransformersEngine(model, folder);
      await engine.close();
    },
  };
}

function fingerprint({ files }: InstalledModel, settings: ModelSettings): string {
  const deciding = files.filter(({ path }) => path.startsWith('onnx/') || path.startsWith('tokenizer'));
  const hashes = deciding.map(({ path, sha256: hash }) => [path, hash]);
  return sha256(JSON.stringify([rulesVersion, settings, hashes])).slice(0, 16);
}
