import { setImmediate as nextTurn } from 'node:timers/promises';
import { findSnapshotSequence, readSnapshot, verifySnapshot, writeSnapshot } from './adapters/vector-snapshot.js';
import type { Store, VectorGraph, VectorGraphFactory } from './ports.js';

/** The share of vectors outside the snapshot from which on it is written anew; until then they are searched one by one. */
export const unsettledShare = 0.05;
/** A graph takes in about a vector a millisecond. After this long others get a turn: whoever cancels, or wants to know how far it is. */
const sliceMs = 50;

/** What bringing a snapshot up to date works with. */
export interface SnapshotTask {
  dir: string;
  graphs: VectorGraphFactory;
  /** Writes it anew for the smallest change, too. */
  always: boolean;
  /** Milliseconds that only ever increase. */
  clock: () => number;
  /** Told of vectors that the graph has taken in, and how many it is to take in. */
  onProgress: (done: number, total: number) => void;
  signal?: AbortSignal | undefined;
}

/**
 * Writes the snapshot of a generation's vectors anew when enough has changed since it was written, or when it is damaged. The graph is built in slices of
 * some milliseconds. Rejects with the signal's reason when it aborts; the snapshot on disk is then what it was.
 */
export async function bringSnapshotUpToDate(store: Store, task: SnapshotTask): Promise<void> {
  const { dir, graphs, always, signal } = task;
  const last = await store.lastSequence();
  const isCurrent = (await findSnapshotSequence(dir)) === last;
  // What its record says is not enough: a run that changes nothing is what mends a damaged one.
  if (isCurrent && 'seq' in (await verifySnapshot(dir, graphs.kind, store.stamp.dimensions))) return;
  const read = await readSnapshot(dir, graphs, store.stamp.dimensions);
  const isUsable = 'graph' in read && read.seq <= last;
  const changes = await collectChanges(store, isUsable ? read.seq : 0, task);
  const graph = isUsable ? read.graph : graphs.create(store.stamp.dimensions, changes.added.size);
  for (const id of changes.removed) graph.remove(id);
  const size = graph.size + changes.added.size;
  if (size === 0 || (!always && changes.added.size <= size * unsettledShare)) return;
  await addInSlices(graph, changes.added, task);
  signal?.throwIfAborted();
  await writeSnapshot(dir, graphs, graph, changes.seq);
}

/** What is different after all changes since `seq`: what came and went in between is only gone. */
async function collectChanges(
  store: Store,
  seq: number,
  { clock, signal }: SnapshotTask,
): Promise<{ added: Map<number, Float32Array>; removed: Set<number>; seq: number }> {
  const added = new Map<number, Float32Array>();
  const removed = new Set<number>();
  const pause = createPause(clock, signal);
  for await (const change of store.vectorChanges(seq)) {
    seq = change.seq;
    if (change.vector === null) {
      added.delete(change.id);
      removed.add(change.id);
    } else added.set(change.id, change.vector);
    await pause();
  }
  return { added, removed, seq };
}

async function addInSlices(
  graph: VectorGraph,
  added: ReadonlyMap<number, Float32Array>,
  { clock, signal, onProgress }: SnapshotTask,
): Promise<void> {
  let done = 0;
  onProgress(done, added.size);
  const pause = createPause(clock, signal, () => onProgress(done, added.size));
  for (const [id, vector] of added) {
    graph.add(id, vector);
    done++;
    await pause();
  }
  onProgress(done, added.size);
}

/** Gives others a turn when the last one is some milliseconds ago, and then tells; rejects when the signal has aborted. */
function createPause(
  clock: () => number,
  signal: AbortSignal | undefined,
  tell: () => void = () => undefined,
): () => Promise<void> | undefined {
  let since = clock();
  return () => {
    if (clock() - since < sliceMs) return undefined;
    return nextTurn().then(() => {
      tell();
      signal?.throwIfAborted();
      since = clock();
    });
  };
}
