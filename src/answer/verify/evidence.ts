import { dot } from '../../domain/vector.js';
import { checking } from '../../retrieve/tuning.js';
import { stemOf } from '../../retrieve/words.js';
import { supportsDate, type DateMention } from './dates.js';
import { sameFigure, type Figure } from './figures.js';
import { nameWords } from './names.js';
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

/** How much a word of a sentence says, by its stem. */
export type WeightOf = (stem: string) => number;

/** What of a sentence is looked for in passages: its topic words, and its figures and dates by what they mean. */
export interface Sought {
  stems: ReadonlySet<string>;
  figures: readonly Figure[];
  dates: readonly DateMention[];
}

/**
 * What is looked for: without the verbs that only name a source, and without the names of the outlets and authors, since those do not stand
 * in their own passages.
 */
export function soughtOf(
  { tokens, figures, dates, names }: ReadSentence,
  passages: readonly PreparedPassage[],
): Sought {
  const skipped = new Set<number>();
  for (const { from, to } of figures) for (let i = from; i < to; i++) skipped.add(i);
  tokens.forEach(({ start, end }, i) => {
    if (dates.some((date) => start < date.end && end > date.start)) skipped.add(i);
  });
  for (const { from, to, words } of names) {
    const isSource = passages.some(({ given: { article } }) =>
      [article.outlet ?? '', ...article.authors].some((name) => words.every((word) => nameWords(name).includes(word))),
    );
    if (isSource) for (let i = from; i < to; i++) skipped.add(i);
  }
  const stems = tokens
    .filter(({ isContent, stem }, i) => isContent && !skipped.has(i) && !sourceVerbs.has(stem))
    .map(({ stem }) => stem);
  return { stems: new Set(stems), figures: figures.filter(({ isWeak, isDerived }) => !isWeak && !isDerived), dates };
}

const sourceVerbs = new Set(
  'say report accord note add state write tell initially however later finally meanwhile'.split(' ').map(stemOf),
);

/** The best window of a passage for a sentence; undefined for a passage without sentences. `vector` is the sentence's, when it is known. */
export function bestWindow(
  stated: ReadSentence,
  passage: PreparedPassage,
  weightOf: WeightOf,
  vector: Float32Array | undefined,
): Window | undefined {
  const sought = soughtOf(stated, [passage]);
  const score = ({ coverage, cosine }: Window): number => coverage + checking.cosineShare * cosine;
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
    if (score(pair) > score(best!) + checking.leastGain && (result === best || score(pair) > score(result!)))
      result = pair;
  });
  return result;
}

/** The share, by weight, of what is looked for that sentences hold, in 0..1; 1 when nothing is. */
export function coverageBy(
  { stems, figures, dates }: Sought,
  sentences: readonly ReadSentence[],
  weightOf: WeightOf,
): number {
  let total = checking.factWeight * (figures.length + dates.length);
  let found = 0;
  for (const stem of stems) {
    const weight = weightOf(stem);
    total += weight;
    if (sentences.some((sentence) => sentence.stems.has(stem))) found += weight;
  }
  for (const figure of figures)
    if (sentences.some((sentence) => sentence.figures.some((other) => sameFigure(figure, other))))
      found += checking.factWeight;
  for (const date of dates)
    if (sentences.some((sentence) => sentence.dates.some((other) => supportsDate(other, date))))
      found += checking.factWeight;
  return total === 0 ? 1 : found / total;
}

/** The sentences of a window. */
export function sentencesOf({ passage, from, to }: Window): PassageSentence[] {
  return passage.sentences.slice(from, to);
}

/** Where a window stands in its passage. */
export function supportOf({ passage, from, to }: Pick<Window, 'passage' | 'from' | 'to'>): Support {
  return { passage: passage.index, start: passage.sentences[from]!.start, end: passage.sentences[to - 1]!.end };
}
