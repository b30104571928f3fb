import type { Span } from '../domain/span.js';
import type { Coverage, RetrievedPassage } from '../retrieve/search.js';

/** A sentence of a model's answer: without markup, with the numbers of the passages it cites. */
export interface ModelSentence {
  text: string;
  /** In order of appearance, each once; the first passage is 1. They may be none, or numbers of no passage. */
  numbers: readonly number[];
}

/** Reads an answer as it arrives, cut anywhere. */
export interface AnswerReader {
  /** Takes the next stretch and returns the sentences that are complete with it. */
  push(chunk: string): ModelSentence[];
  /** The sentences that are left when the answer has ended. */
  end(): ModelSentence[];
}

/** A stretch of a passage that supports a sentence: `passage.text.slice(start, end)`. */
export interface SupportingSpan extends Span {
  /** Index into the passages given, from 0; it need not be one that the model cited. */
  passage: number;
}

/** What became of a sentence. */
export type CheckedSentence =
  | { verdict: 'kept'; text: string; /** Never empty. */ citations: readonly SupportingSpan[] }
  /** `reason` is stable, for programs; `detail` says what exactly was not found and may be empty. */
  | { verdict: 'removed'; text: string; reason: string; detail: string };

/** The checks of one answer. */
export interface AnswerChecks {
  createReader(): AnswerReader;
  /**
   * Whether the passages support a sentence, and where. Called for one sentence at a time, in the order of the answer; what became
   * of those before it may be remembered.
   */
  checkSentence(sentence: ModelSentence): Promise<CheckedSentence>;
}

/**
 * Makes the checks of one answer ready: `passages` are those that the model is given, in the order of their numbers. It is begun
 * while the model reads them, so slow things (vectors of passages) cost nothing here. A second answer to the same passages gets
 * checks of its own.
 */
export type PrepareChecks = (coverage: Coverage, passages: readonly RetrievedPassage[]) => Promise<AnswerChecks>;
