import { availableParallelism } from 'node:os';
import { AppError } from '../../errors.js';

/**
 * The transformers library, told to take files from where it is pointed to and from nowhere else.
 *
 * @throws AppError `MODEL_UNAVAILABLE` when the library or its native part is missing.
 */
export async function importTransformers() {
  try {
    const library = await import('@xenova/transformers');
    const { env } = library;
    // The library is told where files are, and takes them from nowhere else: neither a server, nor a cache of its own.
    env.allowRemoteModels = false;
    env.useFSCache = false;
    env.useWasmCache = false;
    // Faults are thrown; printing them as well, with all inputs, would only spoil the output.
    env.logLevel = library.LogLevel.NONE;
    return library;
  } catch (error) {
    throw new AppError('MODEL_UNAVAILABLE', 'The transformers library that runs local models could not be loaded', {
      hint: 'Run `npm ci` to install it.',
      cause: error,
    });
  }
}

/** How networks are loaded: from files alone, in single precision, on all processor cores. */
export function networkOptions() {
  return {
    local_files_only: true,
    device: 'cpu',
    dtype: 'fp32',
    session_options: {
      // Two threads on two idle cores give twice the throughput of one: 59 ms instead of 118 ms for 220 tokens.
      intraOpNumThreads: availableParallelism(),
      interOpNumThreads: 1,
      // Threads that spin while they wait for work take the cores from whatever else runs: on a machine with other work, a
      // question took 26 ms with spinning and 11 ms without.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    },
  } as const;
}

/** Texts given as token ids, as the rows of one input: padded on the right to the longest, with a mask of what is no padding. */
export function padRight(
  texts: readonly (readonly number[])[],
  padding: number,
): { length: number; shape: number[]; ids: BigInt64Array; mask: BigInt64Array } {
  const length = Math.max(...texts.map((ids) => ids.length));
  const ids = new BigInt64Array(texts.length * length).fill(BigInt(padding));
  const mask = new BigInt64Array(texts.length * length);
  texts.forEach((text, row) => {
    text.forEach((id, column) => (ids[row * length + column] = BigInt(id)));
    mask.fill(1n, row * length, row * length + text.length);
  });
  return { length, shape: [texts.length, length], ids, mask };
}
