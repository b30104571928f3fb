/** Orders hits best first, equal scores by id, so that the same search always gives the same list. */
export function byScore(a: { id: number; score: number }, b: { id: number; score: number }): number {
  return b.score - a.score || a.id - b.id;
}
