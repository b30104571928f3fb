/**
 * Every tuned number of ranking in one place. Measured with `npm run bench` and on 600 news articles with 100 questions written
 * by people (see docs/decisions/0004-ranking-and-abstention.md).
 */
export const ranking = {
  /** How many passages each of the two searches contributes. More changed nothing below rank 20. */
  candidatesPerList: 100,
  /** How much a word in the headline counts against one in the passage, in BM25. */
  headlineWeight: 1,
  /** The share of the vectors in the fused score, 0..1; the rest is the words'. */
  vectorShare: 0.3,
  /** Added to the fused score of passages published in the period that the question names. */
  periodBonus: 0.15,
  /** Added at most, for passages published just before the question was asked; fades by half every `recencyHalfLifeDays`. */
  recencyBonus: 0.1,
  recencyHalfLifeDays: 14,
  /** What every further passage of an article has to give up, so that several articles are heard. */
  repeatPenalty: 0.05,
  /** The most passages of one article in a list. */
  passagesPerArticle: 3,
  /** Two passages that share this much of their words are shown once. */
  samePassageResemblance: 0.8,
} as const;

export type RankingNumbers = { readonly [Name in keyof typeof ranking]: number };
