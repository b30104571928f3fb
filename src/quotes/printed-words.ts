import type { Span } from '../domain/span.js';
import { readQuotation, type QuotationToken } from './quotation-words.js';

/** Printed words that a quotation is compared with: a quote of the index, or a passage where no quote holds the words. */
export interface PrintedWords {
  /** Whatever lets the caller find the row again. */
  ref: string;
  /** The stretches that were spoken, in order, with where each begins in the article's body; a passage has one. */
  stretches: readonly { text: string; start: number }[];
  /** The id of who spoke; null when the article does not show it, or for a passage. */
  speakerId: string | null;
}

/** Whether the words are by whom they are said to be by. `unclaimed`: nobody was named. */
export type SaidBy = 'claimed' | 'other' | 'unknown' | 'unclaimed';

/** Where words of the quotation are printed; offsets are of the article's body. */
export interface PrintedMatch {
  ref: string;
  spans: Span[];
  speakerId: string | null;
  by: SaidBy;
}

export interface Source {
  words: PrintedWords;
  tokens: PlacedToken[];
  keys: string[];
  wordAt: number[];
}

export interface PlacedToken extends QuotationToken {
  /** True for a sign at the edge of a stretch, which the reporter's cue made. */
  edge: boolean;
  stretch: number;
}

export function readSource(words: PrintedWords): Source {
  const tokens: PlacedToken[] = [];
  words.stretches.forEach(({ text, start }, stretch) => {
    const own = readQuotation(text);
    let first = 0;
    let last = own.length - 1;
    while (first <= last && own[first]!.kind === 'sign') first++;
    while (last >= first && own[last]!.kind === 'sign') last--;
    own.forEach((token, i) => {
      tokens.push({
        ...token,
        start: token.start + start,
        end: token.end + start,
        edge: i < first || i > last,
        stretch,
      });
    });
  });
  const wordAt: number[] = [];
  tokens.forEach((token, i) => {
    if (token.kind === 'word') wordAt.push(i);
  });
  return { words, tokens, keys: wordAt.map((i) => tokens[i]!.key), wordAt };
}

export function toMatch(source: Source, from: number, to: number, by: readonly string[] | undefined): PrintedMatch {
  const spans: Span[] = [];
  let stretch = -1;
  for (let i = source.wordAt[from]!; i <= source.wordAt[to - 1]!; i++) {
    const token = source.tokens[i]!;
    const last = spans[spans.length - 1];
    if (token.edge) continue;
    if (last !== undefined && token.stretch === stretch) last.end = token.end;
    else if (token.kind === 'word') {
      spans.push({ start: token.start, end: token.end });
      stretch = token.stretch;
    }
  }
  const { ref, speakerId } = source.words;
  return { ref, spans, speakerId, by: attributionOf(speakerId, by) };
}

function attributionOf(speakerId: string | null, by: readonly string[] | undefined): SaidBy {
  if (by === undefined) return 'unclaimed';
  if (speakerId === null) return 'unknown';
  return by.includes(speakerId) ? 'claimed' : 'other';
}
