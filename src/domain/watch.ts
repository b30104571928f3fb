import type { FoundQuote, QuoteOrigin } from './found-quote.js';
import type { QuietHours } from './quiet-hours.js';

/** The longest that an announcement which could not be sent is put off. */
export const longestRetryMs = 60 * 60_000;

/** What a channel wants to hear of. */
export type WatchSubject =
  /** Articles with all of these words; see `findTopic`. */
  | { kind: 'topic'; words: string }
  /** Articles that quote this speaker. The name finds him again should a reindex give him another id. */
  | { kind: 'speaker'; speakerId: string; name: string };

/** Where new coverage is announced, and when. Says nothing of who set it. */
export interface NewWatch {
  guildId: string;
  channelId: string;
  subject: WatchSubject;
  /** What is found in these hours is announced after them. */
  quiet: QuietHours | null;
}

/** A watch that was set. */
export interface Watch extends NewWatch {
  /** A small number that is never used again. */
  id: number;
  /** Why the last announcement could not be sent, and when it is tried again; null when nothing is in the way. */
  trouble: { reason: string; tries: number; retryAt: string } | null;
}

/** An article that is new in the coverage, and what of it a watch is about. */
export interface NewArticle extends QuoteOrigin {
  /** For a topic: the sentence with most of its words, `body.slice(start, end)`. */
  sentence: string | null;
  /** For a speaker: his first quote in the article. */
  quote: FoundQuote | null;
}

/** What is to be said in the channel of a watch, in one message. */
export interface Announcement {
  watch: Watch;
  /** When it was taken, ISO 8601 in UTC: no other announcement of the watch has the same. */
  takenAt: string;
  /** Whether it was taken before, and may have been sent already. */
  isAgain: boolean;
  /** The newest articles, newest first, at most as many as were asked for; never empty. */
  articles: NewArticle[];
  /** Of all of them. */
  total: number;
}
