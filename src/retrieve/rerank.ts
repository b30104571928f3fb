import { byScore } from '../domain/order.js';
import type { PairScorer } from '../ports.js';
import type { Candidate, Ranked } from './rank.js';
import type { RankingNumbers } from './tuning.js';

/**
 * Ranked candidates, best first, with the best of them ordered anew by a model that reads the question and the passage together, under
 * its headline. Their score becomes a mix of the model's number and the one they had, in which the time of an article counts, of which
 * the model knows nothing; so does the order among passages that it finds alike. The others follow as they were, with their scores
 * made smaller in proportion to stay behind. Equal scores are ordered by id. Costs one scoring of up to
 * `numbers.rerankCandidates` pairs; rejects when that does.
 */
export async function rerank<Row extends Candidate>(
  scorer: PairScorer,
  question: string,
  ranked: readonly Ranked<Row>[],
  numbers: RankingNumbers,
): Promise<Ranked<Row>[]> {
  const best = ranked.slice(0, numbers.rerankCandidates);
  const scores = await scorer.score(
    question,
    best.map(({ title, text }) => `${title}\n${text}`),
  );
  const share = numbers.rerankShare;
  const reranked = best
    .map((row, i): Ranked<Row> => ({ ...row, score: share * scores[i]! + (1 - share) * row.score }))
    .sort(byScore);
  const lowestBefore = best.at(-1)?.score ?? 0;
  const lowest = reranked.at(-1)?.score ?? 0;
  const factor = lowestBefore === 0 ? 0 : Math.min(lowest / lowestBefore, 1);
  // Rounded, a product may come out above what it was made to stay behind.
  const others = ranked
    .slice(best.length)
    .map((row): Ranked<Row> => ({ ...row, score: Math.min(row.score * factor, lowest) }));
  return [...reranked, ...others];
}
