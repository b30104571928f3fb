import type { Filters, Outcome } from './answer.js';
import type { QuoteSearch, Verification } from './found-quote.js';

/** Words of an article around a citation: `before + quote + after` is a stretch of the body as it was when the answer was given. */
export interface Excerpt {
  /** The number of the citation. */
  n: number;
  before: string;
  quote: string;
  after: string;
}

/** What was looked for when quotes were asked for; see `QuoteQuery`. */
export interface QuoteRequest {
  speaker?: string;
  speakerId?: string;
  about?: string;
  filters: Filters;
}

/** What was shown to somebody, with all that its buttons and pages need. */
export type Shown =
  | { kind: 'answer'; question: string; askedOn: string; outcome: Outcome; excerpts: Excerpt[] }
  | { kind: 'quotes'; request: QuoteRequest; found: QuoteSearch }
  | { kind: 'verifications'; verifications: Verification[] };

/** One request and what it got, kept so that buttons, pages and follow-ups work later, after a restart and a reindex too. */
export interface Exchange {
  /** Random, unguessable, 16 characters of `A-Za-z0-9_-`. */
  id: string;
  userId: string;
  /** Null in direct messages. */
  guildId: string | null;
  channelId: string;
  /** Whether only the one who asked may see it. */
  isPrivate: boolean;
  /** The exchange that this one follows up on; null for a first one, and when that is kept no longer. */
  follows: string | null;
  /** ISO date and time in UTC, as `toISOString` gives it. */
  at: string;
  shown: Shown;
}

/** What a person thinks of an answer. */
export interface Rating {
  exchangeId: string;
  userId: string;
  value: 'good' | 'bad';
  at: string;
}

/** What was removed for somebody. */
export interface Forgotten {
  exchanges: number;
  ratings: number;
}

/** A question and its outcome, as far as a follow-up needs to know them. */
export interface Turn {
  question: string;
  askedOn: string;
  outcome: Outcome;
}

/** A completion of what somebody types: what is shown, and how many articles or quotes stand behind it. */
export interface Suggestion {
  name: string;
  /** The id of a speaker; null for outlets and authors. */
  id: string | null;
  count: number;
}
