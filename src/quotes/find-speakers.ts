import type { Speaker } from '../domain/quote.js';
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

/**
 * The speakers whose name or alias fits `query`, best first, equal scores by name. Case, accents, points, titles and the order of
 * words do not count; initials stand for names; one wrong, missing, doubled or swapped letter is forgiven in words of four letters
 * and more, two in words of eight and more; the last word may be a beginning. Empty when nothing fits.
 */
export function findSpeakers(query: string, speakers: readonly Speaker[]): SpeakerSearch {
  const asked = readName(query);
  if (asked.words.length === 0) return { matches: [], ambiguous: false };
  const matches: SpeakerMatch[] = [];
  for (const speaker of speakers) {
    let best: SpeakerMatch | null = null;
    for (const name of [speaker.name, ...speaker.aliases.map((alias) => alias.name)]) {
      const known = readName(name);
      if (asked.suffix !== '' && known.suffix !== '' && asked.suffix !== known.suffix) continue;
      const score = scoreName(asked.words, known.words) - (asked.suffix !== known.suffix ? 0.02 : 0);
      if (score >= leastScore && (best === null || score > best.score)) best = { speaker, score, via: name };
    }
    if (best !== null) matches.push(best);
  }
  matches.sort((a, b) => b.score - a.score || (a.speaker.name < b.speaker.name ? -1 : 1));
  const top = matches[0]?.score ?? 0;
  const rivals = matches.filter((match) => match.score >= top - 0.001);
  return { matches, ambiguous: rivals.length > 1 };
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
  const allowed = Math.min(asked.length, known.length) >= 8 ? 2 : Math.min(asked.length, known.length) >= 4 ? 1 : 0;
  const typos = allowed === 0 ? Infinity : distance(asked, known, allowed);
  if (typos <= allowed) return perTypo * typos;
  return last && asked.length >= 2 && known.startsWith(asked) ? perBeginning : Infinity;
}

/** Edits (insert, delete, replace, swap neighbours) between two words; more than `limit` counts as infinite. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit || a.length > 64 || b.length > 64) return Infinity;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let k = 1; k <= b.length; k++) {
      const same = a[i - 1] === b[k - 1] ? 0 : 1;
      let cost = Math.min(row[k]! + 1, next[k - 1]! + 1, row[k - 1]! + same);
      if (i > 1 && k > 1 && a[i - 1] === b[k - 2] && a[i - 2] === b[k - 1]) cost = Math.min(cost, before[k - 2]! + 1);
      next.push(cost);
    }
    before = row;
    row = next;
  }
  const result = row[b.length]!;
  return result <= limit ? result : Infinity;
}
