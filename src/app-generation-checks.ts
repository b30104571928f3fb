import { generationDir } from './adapters/generations.js';
import { readSnapshot } from './adapters/vector-snapshot.js';
import type { Store, StoredPassage, VectorGraph, VectorGraphFactory } from './ports.js';

/** Passages that stand in for questions: enough that a graph or word index that went wrong as a whole cannot pass. */
const sampleSize = 24;
/** Of the sample, how much must be found again. An approximate graph may miss one, and texts that are nearly the same trade places. */
const leastFound = 0.9;
/** How near the top a passage has to be for its own words or vector. */
const amongFirst = 10;
/** The cosine of a vector with itself, but for rounding. */
const itself = 0.9999;
/** Words of a passage that are searched for. */
const wordsPerPassage = 12;

/** What is looked at: rows, snapshot, sample by vectors, sample by words. */
const parts = 4;

/** Faults of a generation that is to serve, by where they are. */
export interface GenerationFaults {
  rows: string[];
  vectors: string[];
}

/**
 * What keeps a filled generation from serving; nothing when it may. Rows: SQLite's integrity, checksums of every article, every passage
 * with its vector and its words, no article without a passage. Vectors: a snapshot on disk that passes its checksum, holds exactly
 * the passages and reaches the last change. Then a sample of passages, spread over the whole, is asked for: by its own vector and
 * by its own words each has to come back. Reads everything once. `onPart` is told how many of the parts of this are done, and ends it by
 * rejecting.
 */
export async function findGenerationFaults(
  dataDir: string,
  { name, store }: { name: string; store: Store },
  graphs: VectorGraphFactory,
  onPart: (done: number, parts: number) => Promise<void> = async () => undefined,
): Promise<GenerationFaults> {
  await onPart(0, parts);
  const faults: GenerationFaults = { rows: await store.check(), vectors: [] };
  if (faults.rows.length > 0) return faults;
  const { articles, passages } = await store.totals();
  if (passages < articles) faults.rows.push(`${passages} passages are fewer than ${articles} articles`);
  if (passages === 0) return faults;
  await onPart(1, parts);
  const snapshot = await readSnapshot(generationDir(dataDir, name), graphs, store.stamp.dimensions);
  if ('unusable' in snapshot) {
    faults.vectors.push(`the snapshot of the vectors cannot be used: ${snapshot.unusable}`);
    return faults;
  }
  const last = await store.lastSequence();
  if (snapshot.seq !== last) faults.vectors.push(`expected the snapshot to reach change ${last}, got ${snapshot.seq}`);
  if (snapshot.graph.size !== passages) faults.vectors.push(`expected ${passages} vectors, got ${snapshot.graph.size}`);
  await onPart(2, parts);
  const sample = await samplePassages(store);
  if (sample.length === 0) faults.rows.push('none of its passages can be read');
  const byVector = await countFoundByVector(store, snapshot.graph, sample);
  if (byVector < sample.length * leastFound)
    faults.vectors.push(`of ${sample.length} passages, their own vectors find only ${byVector}`);
  await onPart(3, parts);
  const byWords = await countFoundByWords(store, sample);
  if (byWords < sample.length * leastFound)
    faults.rows.push(`of ${sample.length} passages, their own words find only ${byWords}`);
  return faults;
}

async function samplePassages(store: Store): Promise<StoredPassage[]> {
  const present = new Set<number>();
  for await (const { id, vector } of store.vectorChanges(0)) {
    if (vector === null) present.delete(id);
    else present.add(id);
  }
  const ids = [...present];
  const step = Math.max(1, Math.floor(ids.length / sampleSize));
  return store.getPassages(ids.filter((_, i) => i % step === 0).slice(0, sampleSize));
}

async function countFoundByVector(store: Store, graph: VectorGraph, sample: readonly StoredPassage[]): Promise<number> {
  const vectors = await store.getVectors(sample.map(({ id }) => id));
  return sample.filter(({ id }) => {
    const hits = graph.nearest(vectors.get(id)!, amongFirst);
    // Where more passages than are listed have this text, being among them is a matter of order.
    const isCrowded = hits.length === amongFirst && hits.every(({ score }) => score > itself);
    return isCrowded || hits.some((hit) => hit.id === id && hit.score > itself);
  }).length;
}

async function countFoundByWords(store: Store, sample: readonly StoredPassage[]): Promise<number> {
  let found = 0;
  for (const { id, text } of sample) {
    const words = [...new Set(text.match(/[\p{L}\p{N}]+/gu) ?? [])].sort((a, b) => b.length - a.length);
    if (words.length === 0) {
      found++;
      continue;
    }
    const options = { count: amongFirst, filters: {}, headlineWeight: 1 };
    const hits = await store.lexicalSearch(words.slice(0, wordsPerPassage), options);
    const last = hits.at(-1)?.score ?? 0;
    // Where more passages than are listed have these words equally, being among them is a matter of order.
    const isCrowded = hits.length === amongFirst && hits[0]!.score - last < 1e-6;
    if (isCrowded || hits.some((hit) => hit.id === id)) found++;
  }
  return found;
}
