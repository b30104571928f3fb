import { findCurrentGeneration, generationDir, storeFile } from './adapters/generations.js';
import { readSnapshot } from './adapters/vector-snapshot.js';
import { AppError } from './errors.js';
import type { Store, VectorGraphFactory } from './ports.js';
import { createLiveVectors, type LiveVectors } from './retrieve/live-vectors.js';

/** A generation that is open for searching. */
export interface OpenIndex {
  generation: string;
  store: Store;
  vectors: LiveVectors;
}

/**
 * With more recent vectors than this, comparing with each of them would be felt in every search (10 ms), so the graph takes them
 * in once, at about 1 ms each.
 */
const mostRecentVectors = 20_000;

/**
 * Opens a generation: its rows, the snapshot of its vectors if that is sound, and what was changed since the snapshot. `stays` is that of
 * `openSqliteStore`.
 */
export async function openIndex(
  dataDir: string,
  generation: string,
  graphs: VectorGraphFactory,
  { stays = false } = {},
): Promise<OpenIndex> {
  const [{ openSqliteStore }, { exactGraphs }] = await Promise.all([
    import('./adapters/sqlite/store.js'),
    import('./adapters/exact-graph.js'),
  ]);
  const store = await openSqliteStore(storeFile(dataDir, generation), { stays });
  try {
    const { dimensions } = store.stamp;
    const snapshot = await readSnapshot(generationDir(dataDir, generation), graphs, dimensions);
    const isUsable = 'graph' in snapshot && snapshot.seq <= (await store.lastSequence());
    const vectors = createLiveVectors(store, {
      base: isUsable ? snapshot.graph : graphs.create(dimensions, 1000),
      recent: exactGraphs.create(dimensions, 0),
      seq: isUsable ? snapshot.seq : 0,
    });
    await vectors.refresh();
    if (vectors.unsettled > mostRecentVectors) vectors.settle();
    return { generation, store, vectors };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The vector graphs of this machine: HNSW where hnswlib-node is built, otherwise exact ones, which `status` then shows. */
export async function loadGraphs(): Promise<VectorGraphFactory> {
  const { loadHnswGraphs } = await import('./adapters/hnsw-graph.js');
  try {
    return await loadHnswGraphs();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'NATIVE_MODULE_MISSING') throw error;
    return (await import('./adapters/exact-graph.js')).exactGraphs;
  }
}

/** Gives the live generation to whoever asks, opened once and again whenever CURRENT moves. */
export interface IndexHolder {
  /** Runs `work` on the live generation, which stays open until it ends. Rejects with `INDEX_MISSING` when there is none. */
  use<Result>(work: (index: OpenIndex) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export function createIndexHolder(
  dataDir: string,
  graphs: () => Promise<VectorGraphFactory>,
  { stays = false } = {},
): IndexHolder {
  let opened: { index: Promise<OpenIndex>; name: string; users: number; retired: boolean } | undefined;

  const closeUnused = async (holder: NonNullable<typeof opened>): Promise<void> => {
    if (!holder.retired || holder.users > 0) return;
    // A generation that failed to open has nothing to close.
    await holder.index.then(
      ({ store }) => store.close(),
      () => undefined,
    );
  };
  const retire = async (): Promise<void> => {
    const holder = opened;
    opened = undefined;
    if (holder === undefined) return;
    holder.retired = true;
    await closeUnused(holder);
  };

  return {
    use: async (work) => {
      const name = await findCurrentGeneration(dataDir);
      if (name === undefined) {
        throw new AppError('INDEX_MISSING', `There is no index in ${dataDir} yet`, {
          hint: 'Run "npm run -s onrecord -- reindex".',
        });
      }
      if (opened !== undefined && opened.name !== name) await retire();
      const holder = (opened ??= {
        index: graphs().then((factory) => openIndex(dataDir, name, factory, { stays })),
        name,
        users: 0,
        retired: false,
      });
      holder.users++;
      try {
        const index = await holder.index.catch((error: unknown) => {
          // A failed start is forgotten, so that the next call tries again.
          if (opened === holder) opened = undefined;
          throw error;
        });
        await index.vectors.refresh();
        return await work(index);
      } finally {
        holder.users--;
        await closeUnused(holder);
      }
    },
    close: retire,
  };
}
