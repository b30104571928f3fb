import { dot } from '../../domain/vector.js';
import type { PassageSentence, PreparedPassage, ReadSentence } from './prepare.js';
import type { Support } from './types.js';

/** One sentence of a passage or two that follow each other, and how near they are to a sentence of the answer. */
export interface Window {
  passage: PreparedPassage;
  /** Indices of the passage's sentences. */
  from: number;
  to: number;
  /** The share of the sentence's words, by weight, that they hold. */
  coverage: number;
  /** The cosine of the sentence and the nearer of the two; 0 until it is compared. */
  cosine: number;
}

/** A second sentence must bring at least this share of the sentence's words. */
const leastGain = 0.08;
/** What the cosine counts beside the words in choosing where a sentence is from. */
const cosineShare = 0.5;

/** How much a word of a sentence says, by its stem. */
export type WeightOf = (stem: string) => number;

/** The stems by which a sentence is found: topic words and figures. */
export function soughtStems({ stems, figures, tokens }: ReadSentence): Set<string> {
  const sought = new Set(stems);
  for (const { from, to } of figures)
    for (const { kind, stem } of tokens.slice(from, to)) if (kind !== 'sign') sought.add(stem);
  return sought;
}

/** The best window of a passage for a sentence; undefined for a passage without sentences. `vector` is the sentence's, when it is known. */
export function bestWindow(
  stated: ReadSentence,
  passage: PreparedPassage,
  weightOf: WeightOf,
  vector: Float32Array | undefined,
): Window | undefined {
  const sought = soughtStems(stated);
  const score = ({ coverage, cosine }: Window): number => coverage + cosineShare * cosine;
  let best: Window | undefined;
  const singles = passage.sentences.map((sentence, i): Window => ({
    passage,
    from: i,
    to: i + 1,
    coverage: coverageBy(sought, [sentence], weightOf),
    cosine: vector === undefined ? 0 : Math.max(0, dot(vector, sentence.vector)),
  }));
  for (const single of singles) if (best === undefined || score(single) > score(best)) best = single;
  let result = best;
  singles.slice(1).forEach((second, k) => {
    const first = singles[k]!;
    const pair: Window = {
      passage,
      from: first.from,
      to: second.to,
      coverage: coverageBy(sought, passage.sentences.slice(first.from, second.to), weightOf),
      cosine: Math.max(first.cosine, second.cosine),
    };
    if (score(pair) > score(best!) + leastGain && (result === best || score(pair) > score(result!))) result = pair;
  });
  return result;
}

/** The share of the weight of some stems that sentences hold, in 0..1; 1 when there are none. */
export function coverageBy(
  sought: ReadonlySet<string>,
  sentences: readonly ReadSentence[],
  weightOf: WeightOf,
): number {
  let total = 0;
  let found = 0;
  for (const stem of sought) {
    const weight = weightOf(stem);
    total += weight;
    if (sentences.some((sentence) => holds(sentence, stem))) found += weight;
  }
  return total === 0 ? 1 : found / total;
}

function holds({ stems, tokens }: ReadSentence, stem: string): boolean {
  return stems.has(stem) || tokens.some((token) => token.kind === 'number' && token.stem === stem);
}

/** The sentences of a window. */
export function sentencesOf({ passage, from, to }: Window): PassageSentence[] {
  return passage.sentences.slice(from, to);
}

/** Where a window stands in its passage. */
export function supportOf({ passage, from, to }: Pick<Window, 'passage' | 'from' | 'to'>): Support {
  return { passage: passage.index, start: passage.sentences[from]!.start, end: passage.sentences[to - 1]!.end };
}
