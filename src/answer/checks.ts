import type { Span } from '../domain/span.js';
import type { Coverage, RetrievedPassage } from '../retrieve/search.js';
import type { RemovalReason } from './verify/types.js';

/** A stretch of a passage that supports a sentence: `passage.shown.text.slice(start, end)`. */
export interface SupportingSpan extends Span {
  /** Index into the passages given, from 0; it need not be one that the model cited. */
  passage: number;
}

/** What became of a sentence. */
export type CheckedSentence =
  | { verdict: 'kept'; text: string; /** Never empty. */ citations: readonly SupportingSpan[] }
  /** `reason` is stable, for programs; `detail` says what exactly was not found and may be empty. */
  | { verdict: 'removed'; text: string; reason: RemovalReason; detail: string };

/** The reason of sentences that say that the passages do not tell, which is no statement about the world. */
export const notInPassages: RemovalReason = 'not-in-passages';

/** Checks one answer as it arrives. Calls do not overlap. */
export interface AnswerChecker {
  /** Takes the next stretch of the answer, cut anywhere; what was decided about the sentences that are now complete, in order. */
  push(chunk: string): Promise<readonly CheckedSentence[]>;
  /** Decides about what is left. */
  end(): Promise<readonly CheckedSentence[]>;
}

/**
 * Makes passages ready for checking: `passages` are those that the model is given, in the order of their numbers from 1. It is begun
 * while the model reads them, so slow things (vectors of sentences) cost nothing here. Each answer gets a checker of its own.
 * "Last year" counts from the ISO day `askedOn`.
 */
export type PrepareChecks = (
  coverage: Coverage,
  passages: readonly RetrievedPassage[],
  question: string,
  askedOn: string,
) => Promise<() => AnswerChecker>;
