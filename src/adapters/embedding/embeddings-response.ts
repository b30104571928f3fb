import { unitVector } from './pooling.js';

/**
 * The vectors of an OpenAI-compatible embeddings response, in the order of the inputs and of unit length. Vectors may come as
 * lists of numbers or as base64 of little-endian single-precision numbers, and in any order if their `index` says so.
 *
 * @throws Error naming what was expected, when there is not exactly one usable vector for each input.
 */
export function parseEmbeddings(response: unknown, inputs: number, dimensions: number | undefined): Float32Array[] {
  const data = (response as { data?: unknown } | null | undefined)?.data;
  if (!Array.isArray(data)) throw new Error(`expected a list of vectors under "data", got ${describe(response)}`);
  if (data.length !== inputs) throw new Error(`expected ${inputs} vectors, got ${data.length}`);
  const vectors = new Array<Float32Array | undefined>(inputs);
  data.forEach((entry: unknown, position) => {
    const { index = position, embedding } = (entry ?? {}) as { index?: unknown; embedding?: unknown };
    if (typeof index !== 'number' || !(index in data) || vectors[index] !== undefined) {
      throw new Error(`expected each index from 0 to ${inputs - 1} once, got ${String(index)}`);
    }
    vectors[index] = parseVector(embedding, dimensions ?? vectors.find((vector) => vector !== undefined)?.length);
  });
  return vectors as Float32Array[];
}

function parseVector(embedding: unknown, dimensions: number | undefined): Float32Array {
  const values = typeof embedding === 'string' ? decodeBase64(embedding) : embedding;
  if (!isNumbers(values) || values.length === 0) {
    throw new Error(`expected a vector as a list of numbers or in base64, got ${describe(embedding)}`);
  }
  if (dimensions !== undefined && values.length !== dimensions) {
    throw new Error(`expected vectors of ${dimensions} dimensions, got ${values.length}`);
  }
  return unitVector(values);
}

function decodeBase64(text: string): ArrayLike<number> {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % 4 !== 0) return [];
  return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}

function isNumbers(value: unknown): value is ArrayLike<number> {
  return Array.isArray(value) && value.every((item) => typeof item === 'number' && Number.isFinite(item));
}

function describe(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
