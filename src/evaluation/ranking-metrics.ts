/*
 * Measures of a ranked list. Ranks count from 1; rank 0 says that nothing relevant was found.
 */

/** 1 when something relevant is among the first `depth`, else 0. */
export function hitAt(rank: number, depth: number): 0 | 1 {
  return rank >= 1 && rank <= depth ? 1 : 0;
}

/** 1 / rank of the first relevant one when it is among the first `depth`, else 0. */
export function reciprocalRank(rank: number, depth: number): number {
  return hitAt(rank, depth) === 1 ? 1 / rank : 0;
}

/**
 * Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002) of the first `depth` with gains of 0 or 1: a relevant one at
 * rank r counts 1 / log2(r + 1), and the whole is divided by what a list has that begins with all `relevant` ones, of which there are
 * at least those that the list has. In 0..1; 0 when there are none.
 */
export function ndcgAt(isRelevant: readonly boolean[], relevant: number, depth: number): number {
  const gain = (rank: number): number => 1 / Math.log2(rank + 1);
  let found = 0;
  let best = 0;
  isRelevant.slice(0, depth).forEach((hit, index) => (found += hit ? gain(index + 1) : 0));
  const all = Math.max(relevant, isRelevant.filter(Boolean).length);
  for (let rank = 1; rank <= Math.min(all, depth); rank++) best += gain(rank);
  return best === 0 ? 0 : found / best;
}
