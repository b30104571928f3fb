/**
 * Near-identical bodies, after Broder (1997), "On the resemblance and containment of documents": a body is the set of its runs
 * of five words, and the resemblance of two bodies is the share of runs they have in common (Jaccard). MinHash bands find the
 * candidates without comparing all pairs.
 */

/** Words in a run. Five is long enough that two reports of one event share few runs, short enough to survive small edits. */
const runLength = 5;
/** 16 bands of 4 minima: two bodies with a resemblance of 0.7 share a band with 98.8 %, of 0.8 with 99.98 %. */
const bandCount = 16;
const rowsPerBand = 4;

/**
 * From this resemblance on, two bodies are one article. Measured on 600 news articles of three outlets (see
 * docs/decisions/0003-duplicates.md): reprints with edits lie above, different reports of one event below.
 */
export const sameArticleResemblance = 0.7;

/** The runs of a body as 32-bit hashes. A body of fewer words than a run has one, a body without words none. */
export function wordRuns(body: string): Set<number> {
  const words = (body.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(hashWord);
  const runs = new Set<number>();
  if (words.length === 0) return runs;
  const last = Math.max(words.length - runLength, 0);
  for (let i = 0; i <= last; i++) {
    let hash = 0x811c9dc5;
    for (let j = i; j < Math.min(i + runLength, words.length); j++)
      hash = Math.imul(hash ^ words[j]!, 0x01000193) ^ (hash >>> 15);
    runs.add(hash >>> 0);
  }
  return runs;
}

/** The share of runs that two bodies have in common, in 0..1; 0 when one of them has no words. */
export function resemblance(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let common = 0;
  for (const run of small) if (large.has(run)) common++;
  return common === 0 ? 0 : common / (a.size + b.size - common);
}

/** The bands of a body: names that two near-identical bodies very likely share at least one of. A body without words has none. */
export function minhashBands(runs: ReadonlySet<number>): string[] {
  if (runs.size === 0) return [];
  const minima = new Uint32Array(bandCount * rowsPerBand).fill(0xffffffff);
  for (const run of runs) {
    for (let i = 0; i < minima.length; i++) {
      const hash = mix(run, i);
      if (hash < minima[i]!) minima[i] = hash;
    }
  }
  return Array.from({ length: bandCount }, (_, band) => {
    const rows = minima.subarray(band * rowsPerBand, (band + 1) * rowsPerBand);
    return `${band.toString(36)}:${Array.from(rows, (row) => row.toString(36)).join('.')}`;
  });
}

/** FNV-1a over UTF-16 units. */
function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A different permutation of 32-bit numbers for every `seed`: the finisher of MurmurHash3. */
function mix(value: number, seed: number): number {
  let hash = value ^ Math.imul(seed + 1, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
