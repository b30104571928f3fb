import { dot } from '../../domain/vector.js';
import { coverageBy, soughtOf, type WeightOf, type Window } from './evidence.js';
import type { PassageSentence, PreparedPassage, ReadSentence } from './prepare.js';

/** What a reader of a cited sentence has before him as well: headlines, leads, and the sentences beside it. */
export function contextOf(passages: readonly PreparedPassage[], nearest: readonly Window[]): ReadSentence[] {
  return [...passages.flatMap(({ headline, lead }) => [headline, lead]), ...neighboursOf(nearest)];
}

export function neighboursOf(nearest: readonly Window[]): PassageSentence[] {
  return nearest.flatMap(({ passage, from, to }) =>
    [passage.sentences[from - 1], passage.sentences[to]].filter((sentence) => sentence !== undefined),
  );
}

/** The cosine to the nearest of the sentences, or to all of them together. */
export function cosineTo(vector: Float32Array, sentences: readonly PassageSentence[]): number {
  const sum = new Float32Array(vector.length);
  let most = 0;
  for (const sentence of sentences) {
    most = Math.max(most, dot(vector, sentence.vector));
    for (let i = 0; i < sum.length; i++) sum[i]! += sentence.vector[i]!;
  }
  const length = Math.sqrt(dot(sum, sum));
  return length === 0 ? most : Math.max(most, dot(vector, sum) / length);
}

export function windowOfSpans(passage: PreparedPassage, spans: readonly { start: number; end: number }[]): Window {
  const holds = ({ start, end }: PassageSentence): boolean =>
    spans.some((span) => span.start < end && span.end > start);
  const from = passage.sentences.findIndex(holds);
  const to = passage.sentences.findLastIndex(holds) + 1;
  return { passage, from, to, coverage: 1, cosine: 1 };
}

/** Windows of one passage that overlap or touch become one. */
export function mergeWindows(windows: readonly Window[]): Window[] {
  const merged: Window[] = [];
  for (const window of [...windows].sort((a, b) => a.passage.index - b.passage.index || a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && last.passage === window.passage && window.from < last.to)
      merged[merged.length - 1] = { ...last, to: Math.max(last.to, window.to) };
    else merged.push(window);
  }
  return merged;
}

/** The sentence of the evidence that holds most of the statement. */
export function mainSentence(
  read: ReadSentence,
  around: readonly PassageSentence[],
  weightOf: WeightOf,
): PassageSentence {
  if (around.length === 1) return around[0]!;
  const sought = soughtOf(read, []);
  const shares = around.map((sentence) => coverageBy(sought, [sentence], weightOf));
  return around[shares.indexOf(Math.max(...shares))]!;
}

export function mainIndex(
  read: ReadSentence,
  passage: PreparedPassage,
  from: number,
  to: number,
  weightOf: WeightOf,
): number {
  return passage.sentences.indexOf(mainSentence(read, passage.sentences.slice(from, to), weightOf));
}
