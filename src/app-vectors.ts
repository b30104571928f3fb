import { setImmediate as nextTurn } from 'node:timers/promises';
import { findCurrentGeneration, generationDir, storeFile } from './adapters/generations.js';
import { takeWriterLock } from './adapters/sqlite/writer-lock.js';
import { markSnapshot, readSnapshot } from './adapters/vector-snapshot.js';
import type { OpenGeneration } from './app-generations.js';
import { bringSnapshotUpToDate } from './app-snapshot.js';
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

/** What mending works with. */
export interface MendingTask {
  dataDir: string;
  graphs: () => Promise<VectorGraphFactory>;
  now: () => Date;
  /** Milliseconds that only ever increase. */
  clock: () => number;
  signal?: AbortSignal;
}

/**
 * Writes the snapshot of the generation in use anew where it is damaged or lags far behind, without indexing; see `bringSnapshotUpToDate`.
 * Rejects as `takeWriterLock` and `openSqliteStore` do.
 */
export async function mendVectors({ dataDir, graphs, now, clock, signal }: MendingTask): Promise<void> {
  const release = await takeWriterLock(dataDir, { pid: process.pid, since: now().toISOString() });
  try {
    const name = await findCurrentGeneration(dataDir);
    if (name === undefined) return;
    const { openSqliteStore } = await import('./adapters/sqlite/store.js');
    const store = await openSqliteStore(storeFile(dataDir, name));
    try {
      await bringSnapshotUpToDate(store, {
        dir: generationDir(dataDir, name),
        graphs: await graphs(),
        always: false,
        clock,
        onProgress: () => undefined,
        signal,
      });
    } finally {
      await store.close();
    }
  } finally {
    release();
  }
}
