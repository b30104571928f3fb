import type { Speaker } from '../domain/quote.js';
import { distanceToBeginning, lettersMissing, lettersOf } from './edit-distance.js';
import { slipsAllowed } from './find-speakers.js';
import { isNamed, type NameIndex } from './name-index.js';
import { readName } from './name-keys.js';

/** A speaker whose name may be what somebody is typing. */
export interface Completion {
  speaker: Speaker;
  /** How far the name is from what was typed: 0 when every word typed is a word of it. */
  distance: number;
}

// A word of the name, then a beginning of one, then an initial; a slip is worse than any of them in several words.
const perBeginning = 1;
const perInitial = 3;
const perSlip = 100;
/** Words that are looked at; no name has more. */
const mostWords = 8;

/**
 * The people and bodies with a name or alias that has every word of `text`, in any order: whole, as its beginning ("zel" for "Zelensky") or by
 * its initial, whatever case, accents and titles; in the order of the index. With `slips` also those that have them but for one letter in words
 * of four letters and more, or two in words of eight and more. Empty for a text without letters and digits. Some 10 ms for 23,500 speakers.
 */
export function completeNames(text: string, index: NameIndex, { slips }: { slips: boolean }): Completion[] {
  const asked = readName(text).words.slice(0, mostWords);
  if (asked.length === 0) return [];
  const costs = asked.map((word) => costsOf(word, index, slips));
  const found: Completion[] = [];
  let last: Completion | undefined;
  for (const at of namesWithAll(costs, index)) {
    const { speaker, words } = index.names[at]!;
    const distance = isNamed(speaker) ? distanceOf(costs, words) : Infinity;
    if (distance === Infinity) continue;
    // The names of one speaker stand together.
    if (last?.speaker === speaker) last.distance = Math.min(last.distance, distance);
    else found.push((last = { speaker, distance }));
  }
  return found;
}

/** What each word of the index costs that may be meant by `asked`, by its position; infinite for the others. */
function costsOf(asked: string, { words }: NameIndex, slips: boolean): Float64Array {
  const letters = lettersOf(asked);
  const allowed = slips ? slipsAllowed(asked.length) : 0;
  const costs = new Float64Array(words.length).fill(Infinity);
  for (let at = 0; at < words.length; at++) {
    const { word, letters: known } = words[at]!;
    if (word.startsWith(asked)) costs[at] = word.length === asked.length ? 0 : perBeginning;
    else if (word.length === 1 && asked.startsWith(word)) costs[at] = perInitial;
    else if (allowed > 0 && lettersMissing(letters, known) <= allowed) {
      costs[at] = perSlip * distanceToBeginning(asked, word, allowed) + (word.length > asked.length ? perBeginning : 0);
    }
  }
  return costs;
}

/** Positions of the names that have, for each of the words asked for, a word that may be meant by it. */
function namesWithAll(costs: readonly Float64Array[], { names, words }: NameIndex): number[] {
  const having = new Uint8Array(names.length);
  costs.forEach((byWord, i) => {
    byWord.forEach((cost, at) => {
      if (cost === Infinity) return;
      for (const name of words[at]!.names) if (having[name] === i) having[name] = i + 1;
    });
  });
  const all: number[] = [];
  having.forEach((count, name) => {
    if (count === costs.length) all.push(name);
  });
  return all;
}

/** Each word asked for takes the cheapest word of the name that none before it took. */
function distanceOf(costs: readonly Float64Array[], words: readonly number[]): number {
  if (costs.length === 1) return Math.min(...words.map((at) => costs[0]![at]!));
  const free = [...words];
  let sum = 0;
  for (const byWord of costs) {
    let best = Infinity;
    let place = -1;
    free.forEach((at, i) => {
      if (byWord[at]! < best) [best, place] = [byWord[at]!, i];
    });
    if (place === -1) return Infinity;
    free.splice(place, 1);
    sum += best;
  }
  return sum;
}
