/**
 * The word that `given` is most likely a slip of: the one with the fewest edits (insert, delete, replace, swap two neighbours),
 * or one that it begins. Undefined when the nearest is more than a third of the word away, which would be a guess.
 */
export function findNearest(given: string, words: readonly string[]): string | undefined {
  const begun = words.filter((word) => given.length > 2 && word.startsWith(given));
  if (begun.length === 1) return begun[0];
  let best: { word: string; edits: number } | undefined;
  for (const word of words) {
    const edits = countEdits(given.toLowerCase(), word);
    if (best === undefined || edits < best.edits) best = { word, edits };
  }
  return best !== undefined && best.edits <= Math.max(1, Math.floor(best.word.length / 3)) ? best.word : undefined;
}

/** The optimal string alignment distance. Cost: the product of the lengths. */
function countEdits(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let edits = Math.min(last[j]! + 1, row[j - 1]! + 1, replaced);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) edits = Math.min(edits, beforeLast[j - 2]! + 1);
      row.push(edits);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
