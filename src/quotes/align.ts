/** One step of an alignment: both words, or one of them. Indices are -1 where a side has none. */
export interface AlignmentStep {
  asked: number;
  printed: number;
}

/** The best alignment of a whole quotation with a part of a text. */
export interface Alignment {
  steps: AlignmentStep[];
  /** Equal words. */
  same: number;
}

/**
 * Aligns all of `asked` with the stretch of `printed` that costs fewest changes (a printed word left out costs one, a word put in
 * or replaced two: to leave out is the commoner change, and a match is worth more than a short stretch);
 * among equal costs the earliest stretch. Cost |asked| * |printed| in time and space: keep both under a few hundred words.
 */
export function alignWords(asked: readonly string[], printed: readonly string[]): Alignment {
  const rows = asked.length + 1;
  const columns = printed.length + 1;
  const cost = new Uint16Array(rows * columns);
  for (let i = 1; i < rows; i++) {
    cost[i * columns] = 2 * i;
    for (let k = 1; k < columns; k++) {
      const same = asked[i - 1] === printed[k - 1] ? 0 : 2;
      const replace = cost[(i - 1) * columns + k - 1]! + same;
      const leaveOut = cost[i * columns + k - 1]! + 1;
      const putIn = cost[(i - 1) * columns + k]! + 2;
      cost[i * columns + k] = Math.min(replace, leaveOut, putIn);
    }
  }
  let end = 0;
  for (let k = 1; k < columns; k++) if (cost[(rows - 1) * columns + k]! < cost[(rows - 1) * columns + end]!) end = k;
  const steps: AlignmentStep[] = [];
  let same = 0;
  let i = rows - 1;
  let k = end;
  while (i > 0) {
    const here = cost[i * columns + k]!;
    const equal = k > 0 && asked[i - 1] === printed[k - 1];
    if (k > 0 && here === cost[(i - 1) * columns + k - 1]! + (equal ? 0 : 2)) {
      if (equal) same++;
      steps.push({ asked: --i, printed: --k });
    } else if (here === cost[(i - 1) * columns + k]! + 2) {
      steps.push({ asked: --i, printed: -1 });
    } else {
      steps.push({ asked: -1, printed: --k });
    }
  }
  steps.reverse();
  return { steps, same };
}
