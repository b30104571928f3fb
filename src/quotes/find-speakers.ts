import type { Speaker } from '../domain/quote.js';
import { editDistance, lettersMissing, lettersOf } from './edit-distance.js';
import type { IndexedName, NameIndex } from './name-index.js';
import { readName } from './name-keys.js';

/** A speaker that a search found. */
export interface SpeakerMatch {
  speaker: Speaker;
  /** 1 for the whole name, less for a part of it, for initials and for typing errors. */
  score: number;
  /** The name or alias that fitted. */
  via: string;
}

/** Speakers that fit a name, best first. */
export interface SpeakerSearch {
  matches: SpeakerMatch[];
  /** True when several fit equally well and the asker has to choose. */
  ambiguous: boolean;
}

// A whole name beats a part, a part beats initials, those beat a typing error, that beats a beginning.
const whole = 1;
const everyWord = 0.95;
const surnameOnly = 0.9;
const otherPart = 0.82;
const perInitial = 0.06;
const perTypo = 0.1;
const perBeginning = 0.2;
const leastScore = 0.5;

/** How many wrong letters are forgiven in a word of this many. */
export function slipsAllowed(letters: number): number {
  return letters >= 8 ? 2 : letters >= 4 ? 1 : 0;
}

/**
 * The speakers whose name or alias fits `query`, best first, equal scores by name. Case, accents, points, titles and the order of
 * words do not count; initials stand for names; one wrong, missing, doubled or swapped letter is forgiven in words of four letters
 * and more, two in words of eight and more; the last word may be a beginning. Empty when nothing fits. About 5 ms for 23,500 speakers.
 */
export function findSpeakers(query: string, index: NameIndex): SpeakerSearch {
  const asked = readName(query);
  const best = new Map<Speaker, SpeakerMatch>();
  for (const { speaker, text, key } of findCandidates(asked.words, index)) {
    if (asked.suffix !== '' && key.suffix !== '' && asked.suffix !== key.suffix) continue;
    const score = scoreName(asked.words, key.words) - (asked.suffix !== key.suffix ? 0.02 : 0);
    const known = best.get(speaker);
    if (score >= leastScore && (known === undefined || score > known.score))
      best.set(speaker, { speaker, score, via: text });
  }
  const matches = [...best.values()].sort((a, b) => b.score - a.score || (a.speaker.name < b.speaker.name ? -1 : 1));
  const top = matches[0]?.score ?? 0;
  const rivals = matches.filter((match) => match.score >= top - 0.001);
  return { matches, ambiguous: rivals.length > 1 };
}

/** The names that have something like the first word asked for and something like the last one; no other can fit. */
function findCandidates(asked: readonly string[], { names, words }: NameIndex): IndexedName[] {
  if (asked.length === 0) return [];
  const having = (word: string, isLast: boolean): Set<number> => {
    const letters = lettersOf(word);
    const slips = slipsAllowed(word.length);
    const like = words.filter(
      (known) =>
        // Most words are told apart by their letters, without comparing them; an initial has only one of them.
        (known.word.length === 1 || lettersMissing(letters, known.letters) <= slips) &&
        wordCost(word, known.word, isLast) < Infinity,
    );
    return new Set(like.flatMap((known) => known.names));
  };
  const last = having(asked.at(-1)!, true);
  const first = asked.length === 1 ? last : having(asked[0]!, false);
  return Array.from(last)
    .filter((name) => first.has(name))
    .sort((a, b) => a - b)
    .map((name) => names[name]!);
}

function scoreName(asked: readonly string[], known: readonly string[]): number {
  if (asked.join(' ') === known.join(' ')) return whole;
  if (asked.length > known.length + 1) return 0;
  const used = new Set<number>();
  let penalty = 0;
  let missing = 0;
  for (const [i, word] of asked.entries()) {
    let best = Infinity;
    let at = -1;
    for (const [k, other] of known.entries()) {
      if (used.has(k)) continue;
      const cost = wordCost(word, other, i === asked.length - 1);
      if (cost < best || (cost === best && k === known.length - 1)) {
        best = cost;
        at = k;
      }
    }
    if (at === -1 || best === Infinity) {
      // A middle name or initial that the coverage does not print.
      if (asked.length >= 3 && i > 0 && i < asked.length - 1) missing++;
      else return 0;
    } else {
      used.add(at);
      penalty += best;
    }
  }
  if (used.size === 0) return 0;
  const covered = used.size === known.length;
  const last = used.has(known.length - 1);
  const base = covered ? everyWord : last ? surnameOnly : otherPart;
  return base - penalty - 0.05 * missing;
}

function wordCost(asked: string, known: string, last: boolean): number {
  if (asked === known) return 0;
  if (asked.length === 1 || known.length === 1) return asked[0] === known[0] ? perInitial : Infinity;
  const allowed = slipsAllowed(Math.min(asked.length, known.length));
  const typos = allowed === 0 ? Infinity : editDistance(asked, known, allowed);
  if (typos <= allowed) return perTypo * typos;
  return last && asked.length >= 2 && known.startsWith(asked) ? perBeginning : Infinity;
}
