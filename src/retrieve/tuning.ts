/**
 * Every tuned number of ranking. What each was measured on, and what was tried and left out, stands in
 * docs/decisions/0004-ranking-and-abstention.md and 0008-ranking.md; `npm run tune -- <cases>` tunes those with a range anew.
 */
export const ranking = {
  /** How many passages each of the two searches contributes. 50 to 200 changed nothing. */
  candidatesPerList: 100,
  /** How much a word in the headline counts against one in the passage, in BM25. 0.5 to 4 changed nothing. */
  headlineWeight: 1,
  /** The share of the vectors in the fused score, 0..1; the rest is the words'. 0.2 to 0.4 are the same within one question. */
  vectorShare: 0.3,
  /** Added to the fused score of passages published in the period that the question names, 0.1..0.3. */
  periodBonus: 0.15,
  /** Added at most, for passages published just before the question was asked, 0..0.3; halves every `recencyHalfLifeDays`. */
  recencyBonus: 0.1,
  /** 7 to 30 days are the same within one question. */
  recencyHalfLifeDays: 14,
  /** How many of the best so far are looked at word by word. */
  closeLook: 40,
  /** Added for the question's words standing together in one sentence, by their share, 0..0.4. Gains 3 questions of 100 at rank 1. */
  sentenceShare: 0.25,
  /** Added for the question's words standing in one passage of the same article, by their share, 0..0.3. Gains 1 or 2 at ranks 1, 4. */
  articleShare: 0.3,
  /** What every further passage of an article has to give up, so that several articles are heard, 0..0.15. */
  repeatPenalty: 0.05,
  /** The most passages of one article in a list. 1 loses six questions of 100 at rank 10. */
  passagesPerArticle: 3,
  /** Two passages that share this much of their words are shown once. */
  samePassageResemblance: 0.8,
  /**
   * A passage is shown with the sentences that follow it, up to this many characters: what it is found by is often explained just
   * after it. 850, the mean length of a passage alone, finds the answer within 10 passages in 3 questions of 100 fewer.
   */
  shownCharacters: 1500,
  /** A passage of which this much is shown with an earlier one is left out. */
  shownAlready: 0.6,
  /**
   * How many of the best a reranking model reads, where one is set, 10..50: each costs a fifth more than embedding it. Not measured with
   * a real model, as there was none to be had; 20 are as many as an answer looks at.
   */
  rerankCandidates: 20,
  /** The share of that model's number in the score, 0.5..1; the rest is the score before. Not measured with a real model either. */
  rerankShare: 0.7,
} as const;

export type RankingNumbers = { readonly [Name in keyof typeof ranking]: number };
