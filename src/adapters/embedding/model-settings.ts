import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, systemCode } from '../../errors.js';
import { findModelFamily, type Pooling } from './model-families.js';

/** What a model has to be told or asked besides its weights. */
export interface ModelSettings {
  pooling: Pooling;
  /** Tokens that the model takes, special tokens and prefix included. */
  maxTokens: number;
  /** Put in front of every text of this kind. */
  prefixes: Readonly<Record<'query' | 'passage', string>>;
}

/** The modes of sentence-transformers' pooling module. */
const poolingModes: Readonly<Record<string, Pooling>> = {
  pooling_mode_mean_tokens: 'mean',
  pooling_mode_cls_token: 'cls',
  pooling_mode_lasttoken: 'last',
};

/** Files that `loadModelSettings` reads where a model has them. */
export const settingsFiles = ['1_Pooling/config.json', 'sentence_bert_config.json', 'modules.json'] as const;

/**
 * The settings of the model in `folder`.
 *
 * - Pooling: `1_Pooling/config.json`, else that of the model's family, else the mean.
 * - Length: `max_seq_length` of `sentence_bert_config.json`, else the smaller one of the tokenizer's and the model's, else 512.
 * - Prefixes: those of the model's family, else none.
 *
 * @throws AppError `MODEL_UNAVAILABLE` when the model needs something more than a transformer and pooling.
 */
export async function loadModelSettings(folder: string, model: string): Promise<ModelSettings> {
  const read = (path: string): Promise<Record<string, unknown>> => readOptionalJson(join(folder, path));
  const [pooling, sentence, modules, tokenizer, config] = await Promise.all(
    [...settingsFiles, 'tokenizer_config.json', 'config.json'].map(read),
  );
  refuseFurtherLayers(model, Object.values(modules!));
  const family = findModelFamily(model);
  return {
    pooling: findPooling(model, pooling!) ?? family?.pooling ?? 'mean',
    maxTokens: readLength(sentence!['max_seq_length']) ?? findLength(tokenizer!, config!),
    prefixes: { query: family?.query ?? '', passage: family?.passage ?? '' },
  };
}

/** What a classifier of pairs of texts has to be told besides its weights. */
export interface PairSettings {
  /** Tokens that the model takes, special tokens included. */
  maxTokens: number;
  /** The names of its labels, in order; empty when it has none of its own. */
  labels: readonly string[];
  /** Whether it tells two texts by their token types. */
  hasTypes: boolean;
}

/**
 * The settings of the classifier in `folder`. Its length is the smaller one of the tokenizer's and the model's, else 512; token types
 * count where `type_vocab_size` has two of them (2 when it is left out, as BERT's own default).
 */
export async function loadPairSettings(folder: string): Promise<PairSettings> {
  const read = (path: string): Promise<Record<string, unknown>> => readOptionalJson(join(folder, path));
  const [tokenizer, config] = await Promise.all([read('tokenizer_config.json'), read('config.json')]);
  const labels = config['id2label'];
  const named = typeof labels === 'object' && labels !== null ? (labels as Record<string, unknown>) : {};
  return {
    maxTokens: findLength(tokenizer, config),
    labels: Object.keys(named)
      .sort((a, b) => Number(a) - Number(b))
      .map((index) => String(named[index])),
    hasTypes: Number(config['type_vocab_size'] ?? 2) >= 2,
  };
}

function findLength(tokenizer: Readonly<Record<string, unknown>>, config: Readonly<Record<string, unknown>>): number {
  return Math.min(
    readLength(tokenizer['model_max_length']) ?? 512,
    readLength(config['max_position_embeddings']) ?? Infinity,
  );
}

function findPooling(model: string, config: Readonly<Record<string, unknown>>): Pooling | undefined {
  const modes = Object.keys(config).filter((key) => key.startsWith('pooling_mode_') && config[key] === true);
  if (modes.length === 0) return undefined;
  const pooling = modes.length === 1 ? poolingModes[modes[0]!] : undefined;
  if (pooling) return pooling;
  throw new AppError(
    'MODEL_UNAVAILABLE',
    `Expected the embedding model ${model} to pool by one of ${Object.keys(poolingModes).join(', ')}, got ${modes.join(' and ')}`,
    { hint: 'Set ONRECORD_EMBEDDING_MODEL to another model.' },
  );
}

/** Vectors without the layers that a model was trained with would be wrong without a sign of it. */
function refuseFurtherLayers(model: string, modules: readonly unknown[]): void {
  const types = modules.map((module) => String((module as { type?: unknown } | null)?.type));
  const further = types.find((type) => !/\.(Transformer|Pooling|Normalize)$/.test(type));
  if (further === undefined) return;
  throw new AppError(
    'MODEL_UNAVAILABLE',
    `Expected the embedding model ${model} to be a transformer with pooling, got the further layer ${further}`,
    { hint: 'Set ONRECORD_EMBEDDING_MODEL to another model.' },
  );
}

/** A number of tokens; the huge stand-ins for "no limit" that some tokenizers carry are none. */
function readLength(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 2 && value <= 1_000_000 ? Math.floor(value) : undefined;
}

async function readOptionalJson(path: string): Promise<Record<string, unknown>> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return {};
    throw error;
  }
}
