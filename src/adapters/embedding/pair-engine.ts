import { toAppError } from '../../errors.js';
import { importTransformers, networkOptions, padRight } from './transformers-library.js';

/** Two texts as one input. */
export interface Pair {
  ids: number[];
  /** For each id, which text it counts to: 0 or 1. */
  types: number[];
}

/** A loaded classifier of pairs of texts with its tokenizer. */
export interface PairEngine {
  /** Ids of a text's tokens, without special tokens. */
  tokenize(text: string): number[];
  /** How many special tokens a pair has. */
  specialTokens: number;
  /** The pair of two texts given as token ids, with the special tokens that the model wants around and between them. */
  join(first: readonly number[], second: readonly number[]): Pair;
  /** The logits of each pair. Blocks the thread while it computes. */
  run(pairs: readonly Pair[]): Promise<number[][]>;
  close(): Promise<void>;
}

/**
 * Loads the classifier in `folder` (absolute, whole) with the transformers library, without any use of the network. `hasTypes`: whether
 * the model was trained to tell the two texts by their token types; otherwise all are 0.
 *
 * @throws AppError `MODEL_UNAVAILABLE` when the library or its native part is missing, or the files are no such model.
 */
export async function loadPairEngine(model: string, folder: string, hasTypes: boolean): Promise<PairEngine> {
  const { AutoModelForSequenceClassification, AutoTokenizer, Tensor } = await importTransformers();
  try {
    const tokenizer = await AutoTokenizer.from_pretrained(folder, { local_files_only: true });
    const network = await AutoModelForSequenceClassification.from_pretrained(folder, networkOptions());
    const tokenize = (text: string): number[] => tokenizer.encode(text, { add_special_tokens: false });
    const { input_ids: ids, token_type_ids: types } = tokenizer('a', {
      text_pair: 'a',
      return_tensor: false,
      return_token_type_ids: true,
    }) as { input_ids: number[]; token_type_ids?: number[] };
    const frame = findPairFrame(tokenize('a'), ids, hasTypes ? types : undefined);
    const padding = tokenizer.pad_token_id ?? 0;
    return {
      tokenize,
      specialTokens: frame.before.ids.length + frame.between.ids.length + frame.after.ids.length,
      join: (first, second) => {
        const parts = [
          frame.before,
          { ids: first, types: first.map(() => frame.firstType) },
          frame.between,
          { ids: second, types: second.map(() => frame.secondType) },
          frame.after,
        ];
        return { ids: parts.flatMap((part) => part.ids), types: parts.flatMap((part) => part.types) };
      },
      async run(pairs) {
        const {
          shape,
          ids: padded,
          mask,
        } = padRight(
          pairs.map((pair) => pair.ids),
          padding,
        );
        const { ids: paddedTypes } = padRight(
          pairs.map((pair) => pair.types),
          0,
        );
        // The library leaves out what the network does not take.
        const output = (await network({
          input_ids: new Tensor('int64', padded, shape),
          attention_mask: new Tensor('int64', mask, shape),
          token_type_ids: new Tensor('int64', paddedTypes, shape),
        })) as Record<string, InstanceType<typeof Tensor> | undefined>;
        const logits = output['logits'];
        try {
          const [rows, labels] = logits?.dims ?? [];
          if (logits?.type !== 'float32' || rows !== pairs.length || labels === undefined || logits.dims.length !== 2) {
            throw new Error(`Expected logits of pairs × labels, got ${JSON.stringify(logits?.dims ?? null)}`);
          }
          const values = logits.data as Float32Array;
          return pairs.map((_, row) => [...values.subarray(row * labels, (row + 1) * labels)]);
        } finally {
          for (const value of Object.values(output)) value?.dispose();
        }
      },
      async close() {
        await network.dispose();
      },
    };
  } catch (error) {
    throw toAppError(
      error,
      'MODEL_UNAVAILABLE',
      `The model ${model} in ${folder} could not be loaded`,
      'Delete the folder; the next run downloads the model again.',
    );
  }
}

/** The special tokens around and between two texts, found by looking at a pair of the same text twice. */
function findPairFrame(bare: readonly number[], pair: readonly number[], types = pair.map(() => 0)) {
  const places = pair.flatMap((_, i) => (bare.every((id, j) => pair[i + j] === id) ? [i] : []));
  const [first, second] = places;
  if (bare.length === 0 || first === undefined || second === undefined || places.length !== 2) {
    throw new Error('Expected the special tokens to stand around and between the two texts');
  }
  const cut = (from: number, to?: number): Pair => ({ ids: pair.slice(from, to), types: types.slice(from, to) });
  return {
    before: cut(0, first),
    between: cut(first + bare.length, second),
    after: cut(second + bare.length),
    firstType: types[first]!,
    secondType: types[second]!,
  };
}
