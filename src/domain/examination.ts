import type { AnswerSentence, Citation, FoundPassage, Outcome } from './answer.js';

/** How ready the program is to answer: `careful` would rather say nothing, `eager` would rather say something. */
export type Abstention = 'careful' | 'balanced' | 'eager';

/** The steps of a question, in their order; `total` is all of them. */
export const stages = ['embed', 'words', 'vectors', 'rank', 'answer', 'total'] as const;
export type Stage = (typeof stages)[number];

/** A question looked at from the inside: what was found, what it is worth, and what it took. For judging, not for showing. */
export interface Examination {
  /** What `ask` gives. */
  outcome: Outcome;
  /** What `search` gives. */
  passages: FoundPassage[];
  /** The estimated probability, in 0..1, that the passages answer the question. */
  confidence: number;
  /** The answer that the passages make, whether or not it was withheld; empty when they make none. */
  best: { sentences: AnswerSentence[]; citations: Citation[] };
  /** The confidence from which each setting answers. */
  thresholds: Record<Abstention, number>;
  timesMs: Record<Stage, number>;
}
