import type { Speaker } from './quote.js';
import type { Span } from './span.js';

/** Where and when the article of a quote was printed. */
export interface QuoteOrigin {
  articleId: string;
  url: string | null;
  title: string;
  outlet: string | null;
  authors: string[];
  publishedAt: string | null;
}

/** A quote with all that a reader needs to judge it: `article.body.slice(start, end) === text`. */
export interface FoundQuote extends QuoteOrigin {
  /** The article's id, `#`, and the quote's number in the article from 1. Changes when the article or the rules of quotes do. */
  id: string;
  kind: 'direct' | 'partial';
  /** From the first quotation mark to the last, with what the reporter put in between. */
  text: string;
  start: number;
  end: number;
  /** The words that were spoken, without their marks, in order; never empty. */
  segments: string[];
  cue: string | null;
  /** Who spoke, as printed ("he"). */
  mention: string | null;
  /** Null when the article does not show who spoke. */
  speaker: Speaker | null;
  /** The whole sentence, or sentences, that the quote stands in. */
  context: string;
}

/** A speaker with what there is of him. */
export interface SpeakerSummary {
  speaker: Speaker;
  direct: number;
  partial: number;
  articles: number;
  /** The day of the newest quote; null when none is dated. */
  newest: string | null;
}

/** What a search for quotes gets. */
export type QuoteSearch =
  /** `total` are all that fit, of which `quotes` are the first. `speaker` is who was asked for. */
  | { outcome: 'quotes'; speaker: Speaker | null; quotes: FoundQuote[]; total: number }
  /** The name fits several: best first, then by number of quotes. */
  | { outcome: 'ambiguous'; name: string; speakers: SpeakerSummary[] }
  /** The name fits nobody: the most similar names, which may be none. */
  | { outcome: 'unknown'; name: string; nearest: SpeakerSummary[] };

/** Whether the words are by whom they are said to be by. `unclaimed`: nobody was named; `unknown`: the article does not say. */
export type Attribution = 'claimed' | 'other' | 'unknown' | 'unclaimed';

/** Where words of a quotation that is being checked are printed. */
export interface QuotationMatch extends QuoteOrigin {
  /** `text`: the words stand in the article, but not as a quotation of anyone. */
  where: 'quote' | 'text';
  /** The id of the quote; null in the article's text. */
  quoteId: string | null;
  speaker: Speaker | null;
  by: Attribution;
  /** The words as printed: `body.slice(start, end)`, with what the reporter put in between. */
  text: string;
  start: number;
  end: number;
  /** The words alone: one span for each stretch of them. */
  spans: Span[];
  context: string;
}

/** A run of words that are the same, or differ; a side is empty where the other one has words of its own. */
export interface WordDifference {
  same: boolean;
  asked: string;
  printed: string;
}

/** Who a quotation was said to be by, and whom the coverage knows by that name; none when it knows nobody. */
export interface Claim {
  name: string;
  speakers: Speaker[];
}

/** What became of a quotation that was looked up. */
export type Verification = { quotation: string; claim: Claim | null; searched: { articles: number } } & (
  | /** The same words in the same order; those by the claimed speaker first, then the oldest. */
    { verdict: 'exact'; matches: QuotationMatch[] }
    /** The nearest words in print. `similarity` is the share of equal words, in 0..1. */
  | { verdict: 'altered'; match: QuotationMatch; similarity: number; differences: WordDifference[] }
  /** Every word is printed, but in several places. */
  | { verdict: 'spliced'; parts: { asked: string; match: QuotationMatch }[] }
  | { verdict: 'not-found' }
);
