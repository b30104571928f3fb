import type { Question } from '../domain/answer.js';
import type { Span } from '../domain/span.js';
import type { Coverage, RetrievedPassage } from '../retrieve/search.js';

/** A passage under the number that the language model was given it with; numbers go from 1 without gaps. */
export interface NumberedPassage {
  n: number;
  found: RetrievedPassage;
}

/** A sentence as the language model wrote it. */
export interface DraftSentence {
  /** Without marks of citations, bullets and emphasis; everything else as written, which may be links, mentions or HTML. */
  text: string;
  /** The numbers cited, in order, without repeats. They may be none, or numbers that no passage has. */
  cited: readonly number[];
}

/** The words of a passage that a sentence rests on: `article.body.slice(start, end)`, within the passage. */
export interface Support extends Span {
  /** The number of the passage. */
  n: number;
}

/** What became of a sentence. `support` is never empty; its passages need not be those that the model cited. */
export type SentenceVerdict =
  | { isKept: true; text: string; support: readonly Support[] }
  /** `reason` is a clause for the log and for `--json`, such as `the number 41 is in none of the passages`. */
  | { isKept: false; reason: string };

/** The checks of one answer. */
export interface AnswerChecks {
  /**
   * Whether the passages support a sentence, and where. Called for one sentence at a time, in the order of the answer; what was
   * kept before may be remembered ("He said ..."). Rejects when the signal aborts, and for no fault of a sentence.
   */
  checkSentence(sentence: DraftSentence, signal?: AbortSignal): Promise<SentenceVerdict>;
}

/** What the sentences of an answer are checked against. */
export interface CheckRequest {
  coverage: Coverage;
  /** As it was searched for. */
  question: Question;
  /** Those that the model was given, best first. */
  passages: readonly NumberedPassage[];
}

/** Prepares the checks of one answer; slow things (vectors of passages) are done here or at the first sentence. */
export type PrepareChecks = (request: CheckRequest) => Promise<AnswerChecks>;
