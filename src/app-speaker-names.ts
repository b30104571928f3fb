import { foldName } from './domain/fold.js';
import type { Speaker } from './domain/quote.js';
import { findSpeakers, type SpeakerMatch } from './quotes/find-speakers.js';
import { isNamed, type NameIndex } from './quotes/name-index.js';
import { readName } from './quotes/name-keys.js';

/** From here on a match has the surname, or every word, without a slip; see `findSpeakers`. */
const surelyNamed = 0.9;

/**
 * Whom a name means: one, or all that it may mean. A bare surname means everyone of that surname, even where the articles never say
 * more of one of them, because whoever asks cannot know that. People and bodies come before unnamed speakers.
 */
export function chooseByName(name: string, index: NameIndex): SpeakerMatch[] {
  const { matches } = findSpeakers(name, index);
  for (const group of [matches.filter(({ speaker }) => isNamed(speaker)), matches]) {
    const [best] = group;
    if (best === undefined) continue;
    const isOneWord = !/\S\s+\S/u.test(name.trim());
    const least = isOneWord && best.score >= surelyNamed ? surelyNamed : best.score;
    return group.filter(({ score }) => score >= least - 0.001);
  }
  return [];
}

/** The speakers whom a name fits and who have a word of it without a slip, best first. */
export function matchSurely(name: string, index: NameIndex): SpeakerMatch[] {
  const asked = readName(name).words.filter((word) => word.length > 1);
  const isAsked = new Set(asked);
  return findSpeakers(name, index).matches.filter(({ speaker }) =>
    [speaker.name, ...speaker.aliases.map((alias) => alias.name)].some((known) =>
      index.keys.get(known)?.words.some((word) => isAsked.has(word)),
    ),
  );
}

/** Names by the pairs of letters that they have, for `nearestNames`. */
export interface LetterPairs {
  names: readonly { speaker: Speaker; pairs: number }[];
  /** For each pair, the positions in `names` of those that have it. */
  byPair: ReadonlyMap<string, readonly number[]>;
}

/** Lists the letter pairs of people's and bodies' names. Takes some 0.3 s for 23,500 speakers. */
export function listLetterPairs({ names }: NameIndex): LetterPairs {
  const listed: { speaker: Speaker; pairs: number }[] = [];
  const byPair = new Map<string, number[]>();
  for (const { speaker, text } of names) {
    if (!isNamed(speaker)) continue;
    const pairs = letterPairs(text);
    for (const pair of pairs) {
      const having = byPair.get(pair);
      if (having === undefined) byPair.set(pair, [listed.length]);
      else having.push(listed.length);
    }
    listed.push({ speaker, pairs: pairs.size });
  }
  return { names: listed, byPair };
}

/** Below this share of common letter pairs names have nothing to do with each other. */
const leastLikeness = 0.3;

/**
 * The people and bodies whose name or alias looks most like `name`, at most `count`, most alike first; likeness is Dice's
 * coefficient over pairs of neighbouring letters within words. For a name that fits nobody, to offer instead.
 */
export function nearestNames(name: string, { names, byPair }: LetterPairs, count: number): Speaker[] {
  const asked = letterPairs(name);
  const common = new Map<number, number>();
  for (const pair of asked) for (const at of byPair.get(pair) ?? []) common.set(at, (common.get(at) ?? 0) + 1);
  const likeness = new Map<Speaker, number>();
  for (const [at, shared] of common) {
    const { speaker, pairs } = names[at]!;
    const dice = (2 * shared) / (asked.size + pairs);
    if (dice >= leastLikeness && dice > (likeness.get(speaker) ?? 0)) likeness.set(speaker, dice);
  }
  return Array.from(likeness)
    .sort(([a, one], [b, other]) => other - one || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(([speaker]) => speaker);
}

function letterPairs(name: string): Set<string> {
  const pairs = new Set<string>();
  for (const word of foldName(name).split(' ')) {
    const edged = ` ${word}`;
    for (let i = 0; i + 1 < edged.length; i++) pairs.add(edged.slice(i, i + 2));
  }
  return pairs;
}
