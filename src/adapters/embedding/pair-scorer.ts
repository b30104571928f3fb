import { AppError, toAppError } from '../../errors.js';
import type { PairScorer } from '../../ports.js';
import { groupByLength } from './length-groups.js';
import { downloadRecipe, type DownloadProgress } from './model-download.js';
import { fingerprint, installModel } from './model-folder.js';
import { loadPairSettings } from './model-settings.js';
import { loadPairEngine, type Pair, type PairEngine } from './pair-engine.js';
import { createTurns } from './turns.js';

/**
 * What pairs are scored for. `relevance`: how much a passage answers a question, by a cross-encoder with one output. `entailment`:
 * whether words say what a sentence states, by a model with a label for it.
 */
export type PairPurpose = 'relevance' | 'entailment';

export interface PairScorerOptions {
  purpose: PairPurpose;
  /** A transformers.js model by its name on the model host. */
  model: string;
  /** Where model files are kept; made when it is missing. */
  modelsDir: string;
  /** Where the model is downloaded from, once. */
  modelHost: string;
  onDownload?: ((progress: DownloadProgress) => void) | undefined;
  /** How long a download may stand still. */
  stallTimeoutMs?: number;
}

const purposes = {
  relevance: {
    setting: 'ONRECORD_RERANK_MODEL',
    example: 'Xenova/ms-marco-MiniLM-L-6-v2',
    without: 'passages are then ranked without a model',
  },
  entailment: {
    setting: 'ONRECORD_ENTAILMENT_MODEL',
    example: 'Xenova/nli-deberta-v3-xsmall',
    without: 'answers are then checked by rules alone',
  },
} as const;

/** Counts up when the same files would give other numbers: the rules of joining, cutting and reading logits. */
const rulesVersion = 1;

/** However long a query is, this share of what the model takes is left to the text. */
const leastTextShare = 0.25;

/**
 * A scorer of pairs that computes on this machine with the transformers library. The model is downloaded once into `modelsDir`, and used
 * from there without the network. As with the embedder, the thread is blocked while a group of pairs is computed and free between
 * groups, where an abort takes effect too.
 *
 * A cross-encoder reads the question first and the passage second, and the sigmoid of its one logit is the number; an entailment model
 * reads the words first (the premise) and the sentence second, and the number is the softmax of the label called "entailment".
 *
 * @throws AppError `MODEL_UNAVAILABLE` when the model cannot be downloaded or loaded, or has not the labels that the purpose needs.
 */
export async function createPairScorer(options: PairScorerOptions): Promise<PairScorer> {
  const { model, modelsDir, modelHost, onDownload, stallTimeoutMs = 60_000 } = options;
  const purpose = purposes[options.purpose];
  const recipe = downloadRecipe({ model, modelHost, onDownload, stallTimeoutMs, purpose }, async (folder) => {
    const { engine } = await load(options, folder);
    await engine.close();
  });
  const installed = await installModel(modelsDir, recipe);
  const { engine, settings, read } = await load(options, installed.folder);
  const room = settings.maxTokens - engine.specialTokens;
  const turns = createTurns('the scorer');

  const join = (query: readonly number[], text: readonly number[]): Pair => {
    const asked = query.slice(0, room - Math.min(text.length, Math.ceil(room * leastTextShare)));
    const cut = text.slice(0, room - asked.length);
    return options.purpose === 'relevance' ? engine.join(asked, cut) : engine.join(cut, asked);
  };
  return {
    model: `${model}@${fingerprint(installed, [rulesVersion, options.purpose, settings])}`,
    async score(query, texts, signal) {
      signal?.throwIfAborted();
      try {
        turns.requireOpen();
        const asked = engine.tokenize(query);
        const pairs = texts.map((text) => join(asked, engine.tokenize(text)));
        const scores = new Array<number>(texts.length);
        for (const group of groupByLength(pairs.map(({ ids }) => ids.length))) {
          const logits = await turns.take(() => engine.run(group.map((index) => pairs[index]!)));
          group.forEach((index, row) => (scores[index] = read(logits[row]!)));
          signal?.throwIfAborted();
        }
        if (scores.some(Number.isNaN)) throw new Error('expected numbers in 0..1, got NaN');
        return scores;
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        throw toAppError(
          error,
          'SCORING_FAILED',
          `The model ${model} of ${purpose.setting} failed`,
          `Ask again; should it fail again, unset ${purpose.setting}: ${purpose.without}.`,
        );
      }
    },
    close: () => turns.close(() => engine.close()),
  };
}

/** The model in `folder`, once its labels are known to be what the purpose needs and it has scored a pair. */
async function load({ purpose, model }: PairScorerOptions, folder: string) {
  const settings = await loadPairSettings(folder);
  const entailment = purpose === 'entailment' ? findEntailment(model, settings.labels) : undefined;
  const engine = await loadPairEngine(model, folder, settings.hasTypes);
  try {
    const count = await countLabels(engine, model, purpose);
    if (entailment === undefined && count !== 1) {
      throw refuse(purpose, `Expected the model ${model} to have one output, as cross-encoders have, got ${count}`);
    }
    if (entailment !== undefined && count !== settings.labels.length) {
      throw refuse(purpose, `Expected ${settings.labels.length} outputs of the model ${model}, got ${count}`);
    }
    const read = entailment === undefined ? sigmoid : (logits: readonly number[]) => softmax(logits)[entailment]!;
    return { engine, settings, read };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function countLabels(engine: PairEngine, model: string, purpose: PairPurpose): Promise<number> {
  const pair = engine.join(engine.tokenize('a'), engine.tokenize('a'));
  try {
    const [logits] = await engine.run([pair]);
    return logits!.length;
  } catch (error) {
    const { setting, example } = purposes[purpose];
    throw toAppError(
      error,
      'MODEL_UNAVAILABLE',
      `The model ${model} is no classifier of pairs of texts`,
      `Set ${setting} to one such as ${example}, or unset it.`,
    );
  }
}

/** Where "entailment" is among the labels; "not_entailment" is another one. */
function findEntailment(model: string, labels: readonly string[]): number {
  const found = labels.flatMap((label, index) => (/^entail/i.test(label) ? [index] : []));
  if (found.length === 1 && labels.length > 1) return found[0]!;
  throw refuse(
    'entailment',
    `Expected the model ${model} to have a label "entailment" among others, got ${labels.join(', ') || 'labels without names'}`,
  );
}

function refuse(purpose: PairPurpose, message: string): AppError {
  const { setting, example, without } = purposes[purpose];
  return new AppError('MODEL_UNAVAILABLE', message, {
    hint: `Set ${setting} to another model, such as ${example}, or unset it: ${without}.`,
  });
}

function sigmoid([logit]: readonly number[]): number {
  return 1 / (1 + Math.exp(-logit!));
}

function softmax(logits: readonly number[]): number[] {
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
