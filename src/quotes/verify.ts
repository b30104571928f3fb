import type { Span } from '../domain/span.js';
import { alignWords, type AlignmentStep } from './align.js';
import {
  readSource,
  toMatch,
  type PrintedMatch,
  type PrintedWords,
  type SaidBy,
  type Source,
} from './printed-words.js';
import { readQuotation, type QuotationToken } from './quotation-words.js';
import { findParts } from './spliced-parts.js';

export type { SaidBy, PrintedMatch, PrintedWords } from './printed-words.js';

/** A run of words that are the same, or differ: `asked` and `printed` as each side has them, empty for none. */
export interface Difference {
  same: boolean;
  asked: string;
  printed: string;
}

/** What became of a quotation. */
export type Verdict =
  /** The same words in the same order, up to typography, quotation marks, the first letter's case and the closing sign. */
  | { verdict: 'exact'; matches: PrintedMatch[] }
  /** Nearly: the nearest words in print, and where they differ, in order. `similarity` in 0..1. */
  | { verdict: 'altered'; match: PrintedMatch; similarity: number; differences: Difference[] }
  /** Every word is printed, but in several places: one part for each, in the quotation's order. */
  | { verdict: 'spliced'; parts: { asked: string; match: PrintedMatch }[] }
  | { verdict: 'not-found' };

export interface VerifyOptions {
  /** Ids of the speakers that the claimed name fits. */
  by?: readonly string[];
}

/** From this share of equal words on, the nearest words are shown as an altered quotation. Below, they say something else. */
export const leastSimilarity = 0.6;

/** A quotation that one place holds to this share is altered, not spliced. */
const onePlace = 0.85;

/** Longer quotations are compared by their first words only; the alignment's cost is the product of the lengths. */
const mostWords = 400;

/**
 * Compares a quotation with printed words. A changed quotation is never `exact`: every word, and every sign between words, has to
 * be the same. Matches by the claimed speaker come first. Pure; cost |quotation| * |printed words|, so give it candidates and not
 * a whole coverage.
 */
export function verifyQuotation(
  quotation: string,
  printed: readonly PrintedWords[],
  options: VerifyOptions = {},
): Verdict {
  const asked = trimSigns(readQuotation(quotation)).slice(0, 2 * mostWords);
  const askedWords = asked.filter((token) => token.kind === 'word').slice(0, mostWords);
  if (askedWords.length === 0) return { verdict: 'not-found' };
  const sources = printed.map(readSource);
  const keys = askedWords.map((token) => token.key);
  const exact: PrintedMatch[] = [];
  for (const source of sources) {
    for (const at of findRuns(keys, source)) {
      if (sameSigns(asked, source, at, keys.length)) {
        exact.push(toMatch(source, at, at + keys.length, options.by));
        break;
      }
    }
  }
  if (exact.length > 0) {
    exact.sort((a, b) => rank(a.by) - rank(b.by));
    return { verdict: 'exact', matches: exact };
  }
  const nearest = findNearest(asked, keys, sources, options.by);
  if (nearest !== null && nearest.similarity >= onePlace) return nearest;
  const parts = findParts(keys, askedWords, sources, quotation, options.by);
  if (parts !== null) return { verdict: 'spliced', parts };
  return nearest !== null && nearest.similarity >= leastSimilarity ? nearest : { verdict: 'not-found' };
}

function trimSigns(tokens: readonly QuotationToken[]): QuotationToken[] {
  let start = 0;
  let end = tokens.length;
  while (start < end && tokens[start]!.kind === 'sign') start++;
  while (end > start && tokens[end - 1]!.kind === 'sign') end--;
  return tokens.slice(start, end);
}

/** Where a run of words begins in a source, in words. */
function* findRuns(keys: readonly string[], source: Source): Generator<number> {
  for (let at = 0; at + keys.length <= source.keys.length; at++) {
    let i = 0;
    while (i < keys.length && source.keys[at + i] === keys[i]) i++;
    if (i === keys.length) yield at;
  }
}

/** Whether case and the signs between the words agree too; signs at the edge of a stretch may differ. */
function sameSigns(asked: readonly QuotationToken[], source: Source, at: number, count: number): boolean {
  const from = source.wordAt[at]!;
  const to = source.wordAt[at + count - 1]!;
  let i = 0;
  let k = from;
  let first = true;
  while (i < asked.length && k <= to) {
    const a = asked[i]!;
    const b = source.tokens[k]!;
    if (b.kind === 'sign' && b.edge) {
      // The comma before "he said" may be any sign in the quotation that joins the parts.
      k++;
      if (a.kind === 'sign' && /^[,.!?;:-]$/.test(a.text)) i++;
      continue;
    }
    if (a.kind === 'sign' && b.kind === 'word' && k > 0 && b.stretch !== source.tokens[k - 1]!.stretch) {
      i++;
      continue;
    }
    if (a.text !== b.text) {
      const sentenceStart = first || (k > 0 && source.tokens[k - 1]!.edge);
      if (!(sentenceStart && a.key === b.key && a.text.slice(1) === b.text.slice(1))) return false;
    }
    first = false;
    i++;
    k++;
  }
  return i === asked.length;
}

function findNearest(
  asked: readonly QuotationToken[],
  keys: readonly string[],
  sources: readonly Source[],
  by: readonly string[] | undefined,
): (Verdict & { verdict: 'altered' }) | null {
  let best: (Verdict & { verdict: 'altered' }) | null = null;
  const bag = new Set(keys);
  for (const source of sources) {
    if (!source.keys.some((key) => bag.has(key))) continue;
    for (const window of windowsOf(source.keys, keys, bag)) {
      const { steps, same } = alignWords(keys, source.keys.slice(window.start, window.end));
      const used = steps.filter((step) => step.printed !== -1);
      if (used.length === 0) continue;
      const from = window.start + used[0]!.printed;
      const to = window.start + used[used.length - 1]!.printed + 1;
      const similarity = same / Math.max(keys.length, to - from);
      if (best !== null && similarity <= best.similarity) continue;
      const match = toMatch(source, from, to, by);
      best = {
        verdict: 'altered',
        match,
        similarity,
        differences: readDifferences(asked, source, steps, window.start),
      };
    }
  }
  return best;
}

/** Stretches of a long source around the words it shares with the quotation; a short source is one. */
function windowsOf(printed: readonly string[], asked: readonly string[], bag: ReadonlySet<string>): Span[] {
  const size = asked.length * 3 + 20;
  if (printed.length <= size) return [{ start: 0, end: printed.length }];
  let best = 0;
  let bestAt = 0;
  let count = 0;
  const width = asked.length * 2;
  for (let i = 0; i < printed.length; i++) {
    if (bag.has(printed[i]!)) count++;
    if (i >= width && bag.has(printed[i - width]!)) count--;
    if (count > best) {
      best = count;
      bestAt = i;
    }
  }
  const end = Math.min(printed.length, bestAt + asked.length);
  return [{ start: Math.max(0, end - size), end }];
}

function readDifferences(
  asked: readonly QuotationToken[],
  source: Source,
  steps: readonly AlignmentStep[],
  offset: number,
): Difference[] {
  const askedWords: number[] = [];
  asked.forEach((token, i) => {
    if (token.kind === 'word') askedWords.push(i);
  });
  const runs: { same: boolean; asked: string[]; printed: string[] }[] = [];
  for (const step of steps) {
    const a = step.asked === -1 ? '' : withSign(asked, askedWords[step.asked]!);
    const b = step.printed === -1 ? '' : withSign(source.tokens, source.wordAt[offset + step.printed]!);
    const same = a !== '' && b !== '' && sameShown(a, b, step === steps[0], step === steps[steps.length - 1]);
    const last = runs[runs.length - 1];
    if (last !== undefined && last.same === same) {
      if (a !== '') last.asked.push(a);
      if (b !== '') last.printed.push(b);
    } else runs.push({ same, asked: a === '' ? [] : [a], printed: b === '' ? [] : [b] });
  }
  return runs.map((run) => ({ same: run.same, asked: run.asked.join(' '), printed: run.printed.join(' ') }));
}

/** A word with the signs that follow it. */
function withSign(tokens: readonly QuotationToken[], at: number): string {
  let text = tokens[at]!.text;
  for (let i = at + 1; i < tokens.length && tokens[i]!.kind === 'sign'; i++)
    text += /^[-–—]$/.test(tokens[i]!.text) ? ` ${tokens[i]!.text}` : tokens[i]!.text;
  return text;
}

function sameShown(a: string, b: string, first: boolean, last: boolean): boolean {
  const x = last ? a.replace(/[^\p{L}\p{N}]+$/u, '') : a;
  const y = last ? b.replace(/[^\p{L}\p{N}]+$/u, '') : b;
  return x === y || (first && x.slice(1) === y.slice(1) && x.charAt(0).toLowerCase() === y.charAt(0).toLowerCase());
}

function rank(by: SaidBy): number {
  return by === 'claimed' ? 0 : by === 'unclaimed' ? 1 : by === 'unknown' ? 2 : 3;
}
