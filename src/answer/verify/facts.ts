import { checking } from '../../retrieve/tuning.js';
import { sharedSurroundings, type Place } from './binding.js';
import { supportsDate } from './dates.js';
import type { WeightOf } from './evidence.js';
import type { PreparedPassage, ReadSentence } from './prepare.js';

/** A sentence of a passage that holds a fact. */
export interface Holder {
  passage: PreparedPassage;
  /** Index of its sentence; null where the headline, the lead or the article's details hold it. */
  at: number | null;
}

/** Where facts of a sentence stand, or the first that stands nowhere. */
export type FactCheck = { missing: string } | { holders: Holder[] };

/** A fact where it stands. */
export interface Found<Fact> {
  fact: Fact;
  sentence: ReadSentence;
  holder: Holder;
  place: Place;
}

/** All facts of one kind that passages, their headlines and their leads have, in order. */
export function allOf<Fact>(
  passages: readonly PreparedPassage[],
  read: (sentence: ReadSentence) => readonly Fact[],
  placeOf: (fact: Fact, sentence: ReadSentence) => Place,
): Found<Fact>[] {
  return passages.flatMap((passage) => [
    ...passage.sentences.flatMap((sentence, at) =>
      read(sentence).map((fact) => ({ fact, sentence, holder: { passage, at }, place: placeOf(fact, sentence) })),
    ),
    ...[passage.headline, passage.lead].flatMap((sentence) =>
      read(sentence).map((fact) => ({ fact, sentence, holder: { passage, at: null }, place: placeOf(fact, sentence) })),
    ),
  ]);
}

/** Of the places of a fact the one whose surroundings are most like those of `place`, and how much so; see `sharedSurroundings`. */
export function nearestTo<Fact>(
  place: Place,
  same: readonly Found<Fact>[],
  weightOf: WeightOf,
  side?: number,
): { found: Found<Fact>; near: number } {
  let best = same[0]!;
  let near = -1;
  for (const found of same) {
    // Of equal ones the passage's own words are what a reader wants to see.
    const nearness = sharedSurroundings(place, found.place, weightOf, side) + (found.holder.at === null ? 0 : 1e-6);
    if (nearness > near) [best, near] = [found, nearness];
  }
  return { found: best, near };
}

/** How much two sentences share of the words that say something, and of dates. */
export function sharedWeight(stated: ReadSentence, given: ReadSentence, weightOf: WeightOf): number {
  const dates = stated.dates.filter((date) => given.dates.some((other) => supportsDate(other, date))).length;
  return [...stated.stems].reduce(
    (sum, stem) => sum + (given.stems.has(stem) ? weightOf(stem) : 0),
    checking.factWeight * dates,
  );
}
