/**
 * Tokens computed in one run of the model, padding included. Runs of short texts gain from being grouped (12 tokens: 3.7 ms a
 * text in a run of 16 against 6.0 ms alone, on two AVX2 cores); from about 200 tokens on there is no gain (59 ms either way),
 * and a longer run only blocks the thread for longer.
 */
const tokensPerRun = 256;

/** The most tokens computed for each token that is there. */
const paddingFactor = 1.1;

/**
 * Indices of texts, shortest first, in groups to be run together: texts of nearly the same length, so that hardly any padding
 * is computed. Every index occurs once; a text that is over the limit of a run is a group of its own. `lengths` are in tokens.
 */
export function groupByLength(lengths: readonly number[]): number[][] {
  const shortestFirst = lengths.map((_, index) => index).sort((a, b) => lengths[a]! - lengths[b]! || a - b);
  const groups: number[][] = [];
  let group: number[] = [];
  let tokens = 0;
  for (const index of shortestFirst) {
    const length = lengths[index]!;
    const padded = length * (group.length + 1);
    if (group.length === 0 || padded > tokensPerRun || padded > paddingFactor * (tokens + length)) {
      group = [];
      tokens = 0;
      groups.push(group);
    }
    group.push(index);
    tokens += length;
  }
  return groups;
}
