import { foldName } from './domain/fold.js';
import type { Speaker } from './domain/quote.js';
import { findSpeakers, type SpeakerMatch } from './quotes/find-speakers.js';
import { readName } from './quotes/name-keys.js';

/** From here on a match has the surname, or every word, without a slip; see `findSpeakers`. */
const surelyNamed = 0.9;

/**
 * Whom a name means: one, or all that it may mean. A bare surname means everyone of that surname, even where the articles never say
 * more of one of them, because whoever asks cannot know that. People and bodies come before unnamed speakers.
 */
export function chooseByName(name: string, speakers: readonly Speaker[]): SpeakerMatch[] {
  const named = speakers.filter(({ kind }) => kind === 'person' || kind === 'organisation');
  for (const group of [named, speakers]) {
    const sure = matchSurely(name, group);
    const matches = sure.length > 0 && sure[0]!.score >= surelyNamed ? sure : findSpeakers(name, group).matches;
    const [best] = matches;
    if (best === undefined) continue;
    const isOneWord = !/\S\s+\S/u.test(name.trim());
    const least = isOneWord && best.score >= surelyNamed ? surelyNamed : best.score;
    return matches.filter(({ score }) => score >= least - 0.001);
  }
  return [];
}

/**
 * The speakers who have a word of `name` without a slip, best first. Much faster than `findSpeakers` on all, which takes apart and
 * compares every name of the coverage.
 */
export function matchSurely(name: string, speakers: readonly Speaker[]): SpeakerMatch[] {
  const words = readName(name).words.filter((word) => word.length > 1);
  const mayHave = (known: string): boolean => {
    const folded = known.toLowerCase();
    // Names with other letters are left to be folded with care.
    return words.some((word) => folded.includes(word)) || !/^[ -~]*$/.test(known);
  };
  const some = speakers.filter(
    (speaker) => mayHave(speaker.name) || speaker.aliases.some((alias) => mayHave(alias.name)),
  );
  return findSpeakers(name, some).matches;
}

/** Below this share of common letter pairs names have nothing to do with each other. */
const leastLikeness = 0.3;

/**
 * The people and bodies whose name or alias looks most like `name`, at most `count`, most alike first; likeness is Dice's
 * coefficient over pairs of neighbouring letters within words. For a name that fits nobody, to offer instead.
 */
export function nearestNames(name: string, speakers: readonly Speaker[], count: number): Speaker[] {
  const asked = letterPairs(name);
  if (asked.size === 0) return [];
  return speakers
    .filter(({ kind }) => kind === 'person' || kind === 'organisation')
    .map((speaker) => ({
      speaker,
      likeness: Math.max(
        ...[speaker.name, ...speaker.aliases.map((alias) => alias.name)].map((known) =>
          dice(asked, letterPairs(known)),
        ),
      ),
    }))
    .filter(({ likeness }) => likeness >= leastLikeness)
    .sort((a, b) => b.likeness - a.likeness || (a.speaker.name < b.speaker.name ? -1 : 1))
    .slice(0, count)
    .map(({ speaker }) => speaker);
}

function letterPairs(name: string): Set<string> {
  const pairs = new Set<string>();
  for (const word of foldName(name).split(' ')) {
    const edged = ` ${word}`;
    for (let i = 0; i + 1 < edged.length; i++) pairs.add(edged.slice(i, i + 2));
  }
  return pairs;
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const pair of a) if (b.has(pair)) common++;
  return (2 * common) / (a.size + b.size);
}
