import { setImmediate as nextTurn } from 'node:timers/promises';
import { findCurrentGeneration, generationDir, storeFile } from './adapters/generations.js';
import { takeWriterLock } from './adapters/sqlite/writer-lock.js';
import { markSnapshot, readSnapshot, verifySnapshot, writeSnapshot } from './adapters/vector-snapshot.js';
import type { OpenGeneration } from './app-generations.js';
import type { VectorGraphFactory } from './ports.js';
import { createLiveVectors, type LiveVectors } from './retrieve/live-vectors.js';

/** The vectors of a generation, as they were read from disk. */
export interface OpenVectors {
  vectors: LiveVectors;
  /** Why the snapshot cannot be used, so that every vector is in the exact layer; null when it can, or there are no vectors. */
  fault: string | null;
  /** Of the snapshot that was there, usable or not; see `markSnapshot`. */
  mark: string;
}

/**
 * Reads the snapshot of a generation's vectors if that is sound, and what was changed since. Builds nothing: what is not in the snapshot is
 * compared one by one. Other work has its turn every few milliseconds.
 */
export async function openVectors(
  dataDir: string,
  { name, store }: OpenGeneration,
  graphs: VectorGraphFactory,
): Promise<OpenVectors> {
  const { exactGraphs } = await import('./adapters/exact-graph.js');
  const { dimensions } = store.stamp;
  const dir = generationDir(dataDir, name);
  // Before it is read: one that is written meanwhile is another.
  const mark = await markSnapshot(dir);
  const snapshot = await readSnapshot(dir, graphs, dimensions);
  const isAhead = 'graph' in snapshot && snapshot.seq > (await store.lastSequence());
  const usable = 'graph' in snapshot && !isAhead ? snapshot : undefined;
  const vectors = createLiveVectors(store, {
    base: usable?.graph ?? graphs.create(dimensions, 1000),
    recent: exactGraphs.create(dimensions, 0),
    seq: usable?.seq ?? 0,
    nextTurn,
  });
  await vectors.refresh();
  if (usable !== undefined || vectors.size === 0) return { vectors, fault: null, mark };
  return { vectors, fault: 'unusable' in snapshot ? snapshot.unusable : 'it is newer than the rows', mark };
}

/** The share of vectors outside the snapshot from which on it is written anew; until then they are searched one by one. */
export const unsettledShare = 0.05;

/** How the vectors of a generation are to be saved. */
export interface SavingVectors {
  dataDir: string;
  graphs: VectorGraphFactory;
  /** Whether the snapshot is to hold every vector; otherwise a few may be outside of one that is sound. */
  all: boolean;
  signal?: AbortSignal | undefined;
  /** Told how many vectors of how many are in the graph. */
  onMoved?: (moved: number, total: number) => void;
}

/**
 * Writes the snapshot of a generation anew when it is damaged or lags behind, which takes about 1 ms for each vector that is not in it, and
 * gives way to other work. The caller holds the writer lock. Rejects with the signal's reason when it is aborted; the snapshot is as it was then.
 */
export async function saveVectors(
  { dataDir, graphs, all, signal, onMoved = () => undefined }: SavingVectors,
  generation: OpenGeneration,
): Promise<void> {
  const { name, store } = generation;
  const dir = generationDir(dataDir, name);
  // What its record says is not enough: a run that changes nothing is what mends a damaged one.
  const saved = await verifySnapshot(dir, graphs.kind, store.stamp.dimensions);
  if ('seq' in saved && saved.seq === (await store.lastSequence())) return;
  const { vectors, fault } = await openVectors(dataDir, generation, graphs);
  const { size, unsettled } = vectors;
  if (size === 0 || (!all && fault === null && unsettled <= size * unsettledShare)) return;
  const graph = await vectors.settle({ signal, onMoved: (moved) => onMoved(moved, unsettled) });
  await writeSnapshot(dir, graphs, graph, vectors.seq);
}

/**
 * Does so for the generation in use, as long as nobody else writes to it. Rejects as `takeWriterLock` and `openSqliteStore` do.
 */
export async function mendVectors({
  dataDir,
  now,
  ...how
}: Omit<SavingVectors, 'all' | 'graphs'> & {
  graphs: () => Promise<VectorGraphFactory>;
  now: () => Date;
}): Promise<void> {
  const release = await takeWriterLock(dataDir, { pid: process.pid, since: now().toISOString() });
  try {
    const name = await findCurrentGeneration(dataDir);
    if (name === undefined) return;
    const { openSqliteStore } = await import('./adapters/sqlite/store.js');
    const store = await openSqliteStore(storeFile(dataDir, name));
    try {
      await saveVectors({ ...how, dataDir, graphs: await how.graphs(), all: false }, { name, store });
    } finally {
      await store.close();
    }
  } finally {
    release();
  }
}
