/** Longer words are compared for equality alone. */
const longestWord = 64;

/** Edits (insert, delete, replace, swap neighbours) between two words; more than `limit` counts as infinite. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Infinity;
  const result = lastRow(a, b, limit)?.[b.length] ?? Infinity;
  return result <= limit ? result : Infinity;
}

/** The fewest edits between `beginning` and any beginning of `word`, all of it included; more than `limit` counts as infinite. */
export function distanceToBeginning(beginning: string, word: string, limit: number): number {
  // What stands behind costs nothing, so it need not be looked at.
  const compared = word.slice(0, beginning.length + limit);
  const row = lastRow(beginning, compared, limit);
  let result = Infinity;
  if (row !== undefined) for (let k = 0; k <= compared.length; k++) result = Math.min(result, row[k]!);
  return result <= limit ? result : Infinity;
}

/** Three rows that are used again and again: thousands of words are compared for each letter that somebody types. */
const rows = Array.from({ length: 3 }, () => new Uint8Array(longestWord + 1)) as [Uint8Array, Uint8Array, Uint8Array];

/**
 * For each beginning of `b`, from the empty one on, its distance to `a`, until the next call; undefined for words too long to compare, and
 * when all are beyond `limit`.
 */
function lastRow(a: string, b: string, limit: number): Uint8Array | undefined {
  if (a.length > longestWord || b.length > longestWord) return undefined;
  let [before, row, next] = rows;
  for (let k = 0; k <= b.length; k++) row[k] = k;
  for (let i = 1; i <= a.length; i++) {
    next[0] = i;
    let least = i;
    for (let k = 1; k <= b.length; k++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(k - 1) ? 0 : 1;
      let cost = Math.min(row[k]! + 1, next[k - 1]! + 1, row[k - 1]! + same);
      const isSwapped =
        i > 1 && k > 1 && a.charCodeAt(i - 1) === b.charCodeAt(k - 2) && a.charCodeAt(i - 2) === b.charCodeAt(k - 1);
      if (isSwapped) cost = Math.min(cost, before[k - 2]! + 1);
      next[k] = cost;
      least = Math.min(least, cost);
    }
    // A swap reaches back two rows, but never below the least of the row between by more than it costs.
    if (least > limit) return undefined;
    [before, row, next] = [row, next, before];
  }
  return row;
}

/** The letters of a word as bits, so that most words that are far apart can be told without comparing them. */
export function lettersOf(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31);
  return letters;
}

/** How many letters of `a` are not in `b`, at least: no fewer edits make the one of the other, or of a beginning of it. */
export function lettersMissing(a: number, b: number): number {
  let rest = a & ~b;
  let count = 0;
  for (; rest !== 0; count++) rest &= rest - 1;
  return count;
}
