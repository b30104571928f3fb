import { dot } from '../../domain/vector.js';
import { checking } from '../../retrieve/tuning.js';
import { stemOf } from '../../retrieve/words.js';
import { supportsDate, type DateMention } from './dates.js';
import { sameFigure, type Figure } from './figures.js';
import { nameWords, type Name } from './names.js';
import type { PassageSentence, PreparedPassage, ReadSentence } from './prepare.js';
import { remember } from './remember.js';
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
export function soughtOf(stated: ReadSentence, passages: readonly PreparedPassage[]): Sought {
  const sources = stated.names.filter(({ words }) =>
    passages.some((passage) => sourcesOf(passage).some((source) => words.every((word) => source.includes(word)))),
  );
  return sources.length > 0
    ? soughtBeside(stated, sources)
    : remember(soughtWhole, stated, () => soughtBeside(stated, []));
}

/** What is looked for where no source is named, which is the same for all passages. */
const soughtWhole = new WeakMap<ReadSentence, Sought>();

function soughtBeside({ tokens, figures, dates }: ReadSentence, sources: readonly Name[]): Sought {
  const skipped = new Set<number>();
  for (const { from, to } of figures) for (let i = from; i < to; i++) skipped.add(i);
  tokens.forEach(({ start, end }, i) => {
    if (dates.some((date) => start < date.end && end > date.start)) skipped.add(i);
  });
  for (const { from, to } of sources) for (let i = from; i < to; i++) skipped.add(i);
  const stems = tokens
    .filter(({ isContent, stem }, i) => isContent && !skipped.has(i) && !sourceVerbs.has(stem))
    .map(({ stem }) => stem);
  return { stems: new Set(stems), figures: figures.filter(({ isWeak, isDerived }) => !isWeak && !isDerived), dates };
}

const sources = new WeakMap<PreparedPassage, readonly (readonly string[])[]>();

/** The words of the outlet's name and of each author's. */
function sourcesOf(passage: PreparedPassage): readonly (readonly string[])[] {
  const { outlet, authors } = passage.given.article;
  return remember(sources, passage, () => [outlet ?? '', ...authors].map(nameWords));
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
  const coverage = remember(
    remember(coverages, weightOf, () => new WeakMap<PreparedPassage, Coverage>()),
    passage,
    () => readCoverage(stated, passage, weightOf),
  );
  const score = ({ coverage, cosine }: Window): number => coverage + checking.cosineShare * cosine;
  let best: Window | undefined;
  const singles = passage.sentences.map((sentence, i): Window => ({
    passage,
    from: i,
    to: i + 1,
    coverage: coverage.ofOne[i]!,
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
      coverage: coverage.ofTwo[k]!,
      cosine: Math.max(first.cosine, second.cosine),
    };
    if (score(pair) > score(best!) + checking.leastGain && (result === best || score(pair) > score(result!)))
      result = pair;
  });
  return result;
}

/** What each sentence of a passage holds of what is looked for in it, and each with the one behind it. */
interface Coverage {
  ofOne: readonly number[];
  ofTwo: readonly number[];
}

/** The weights are those of one sentence of an answer, which is compared with a passage before its vector is known and after. */
const coverages = new WeakMap<WeightOf, WeakMap<PreparedPassage, Coverage>>();

function readCoverage(stated: ReadSentence, passage: PreparedPassage, weightOf: WeightOf): Coverage {
  const sought = weighed(soughtOf(stated, [passage]), weightOf);
  const held = passage.sentences.map((sentence) => heldBy(sought, sentence));
  return {
    ofOne: held.map((one) => shareOf(sought, [one])),
    ofTwo: held.slice(1).map((second, k) => shareOf(sought, [held[k]!, second])),
  };
}

/** The share, by weight, of what is looked for that sentences hold, in 0..1; 1 when nothing is. */
export function coverageBy(sought: Sought, sentences: readonly ReadSentence[], weightOf: WeightOf): number {
  const parts = weighed(sought, weightOf);
  return shareOf(
    parts,
    sentences.map((sentence) => heldBy(parts, sentence)),
  );
}

/** What is looked for, each with what it weighs, in the order of stems, figures and dates. */
interface Weighed extends Sought {
  weights: readonly number[];
  total: number;
}

const weighings = new WeakMap<WeightOf, WeakMap<Sought, Weighed>>();

function weighed(sought: Sought, weightOf: WeightOf): Weighed {
  return remember(
    remember(weighings, weightOf, () => new WeakMap<Sought, Weighed>()),
    sought,
    () => weigh(sought, weightOf),
  );
}

function weigh(sought: Sought, weightOf: WeightOf): Weighed {
  const facts = sought.figures.length + sought.dates.length;
  const ofStems = Array.from(sought.stems, weightOf);
  return {
    ...sought,
    weights: [...ofStems, ...new Array<number>(facts).fill(checking.factWeight)],
    total: ofStems.reduce((sum, weight) => sum + weight, checking.factWeight * facts),
  };
}

/** Which of the parts a sentence holds. */
function heldBy({ stems, figures, dates }: Sought, sentence: ReadSentence): boolean[] {
  const held: boolean[] = [];
  for (const stem of stems) held.push(sentence.stems.has(stem));
  for (const figure of figures) held.push(sentence.figures.some((other) => sameFigure(figure, other)));
  for (const date of dates) held.push(sentence.dates.some((other) => supportsDate(other, date)));
  return held;
}

function shareOf({ weights, total }: Weighed, held: readonly (readonly boolean[])[]): number {
  if (total === 0) return 1;
  let found = 0;
  for (let i = 0; i < weights.length; i++) if (held.some((one) => one[i])) found += weights[i]!;
  return found / total;
}

/** The sentences of a window. */
export function sentencesOf({ passage, from, to }: Window): PassageSentence[] {
  return passage.sentences.slice(from, to);
}

/** Where a window stands in its passage. */
export function supportOf({ passage, from, to }: Pick<Window, 'passage' | 'from' | 'to'>): Support {
  return { passage: passage.index, start: passage.sentences[from]!.start, end: passage.sentences[to - 1]!.end };
}
