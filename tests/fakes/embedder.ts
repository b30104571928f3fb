import { createHash } from 'node:crypto';
import type { Embedder } from '../../src/ports.js';

/** A fake embedder and what it was asked for. */
export interface FakeEmbedder extends Embedder {
  /** The texts of passages that were embedded, in order. */
  readonly passages: string[];
}

/**
 * Stands in for a model: the vector of a text is the sum of one pseudo-random direction for each of its words, so that texts with
 * words in common are near each other. Deterministic. A token is a word. `onTexts` is called before the texts of a call are
 * embedded, with those of passages alone.
 */
export function createFakeEmbedder({
  model = 'fake-words@1',
  dimensions = 24,
  maxBatch = 16,
  onTexts = async () => undefined,
}: {
  model?: string;
  dimensions?: number;
  maxBatch?: number;
  onTexts?: (texts: readonly string[]) => Promise<void>;
} = {}): FakeEmbedder {
  const passages: string[] = [];
  const directions = new Map<string, number[]>();
  const directionOf = (word: string): number[] => {
    let direction = directions.get(word);
    if (direction === undefined) {
      const bytes = createHash('sha256').update(`${model}\n${word}`).digest();
      direction = Array.from({ length: dimensions }, (_, i) => bytes[i % bytes.length]! / 127.5 - 1);
      directions.set(word, direction);
    }
    return direction;
  };
  const embedText = (text: string): Float32Array => {
    const sum = new Array<number>(dimensions).fill(0);
    for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
      directionOf(word).forEach((value, i) => {
        sum[i]! += value;
      });
    }
    const length = Math.hypot(...sum);
    return Float32Array.from(sum, (value) => value / length);
  };
  return {
    model,
    dimensions,
    maxTokens: 256,
    maxBatch,
    tokenCount: 'exact',
    passages,
    countTokens: (text) => text.match(/\S+/gu)?.length ?? 0,
    embed: async (texts, kind, signal) => {
      signal?.throwIfAborted();
      if (kind === 'passage') {
        await onTexts(texts);
        signal?.throwIfAborted();
        passages.push(...texts);
      }
      return texts.map(embedText);
    },
    close: async () => undefined,
  };
}
