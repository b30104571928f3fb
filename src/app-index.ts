import { findCurrentGeneration, generationDir, storeFile } from './adapters/generations.js';
import { findWriter } from './adapters/sqlite/writer-lock.js';
import { markSnapshot } from './adapters/vector-snapshot.js';
import { unsettledShare } from './app-snapshot.js';
import { openVectors } from './app-vectors.js';
import { AppError } from './errors.js';
import type { Store, VectorGraphFactory } from './ports.js';
import type { LiveVectors } from './retrieve/live-vectors.js';

/** A generation that is open for searching. */
export interface OpenIndex {
  generation: string;
  store: Store;
  vectors: LiveVectors;
  /** See `OpenVectors`. */
  fault: string | null;
  mark: string;
}

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
  const { openSqliteStore } = await import('./adapters/sqlite/store.js');
  const store = await openSqliteStore(storeFile(dataDir, generation), { stays });
  try {
    return { generation, store, ...(await openVectors(dataDir, { name: generation, store }, graphs)) };
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

/** Work on an index that others write to is done this often, before it fails because of what they changed under it. */
const mostTries = 3;

/** Does work again that failed because an article was replaced under it; a question gets what was there before or what is there now. */
export async function untilUnchanged<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'INDEX_CHANGED' || tries === mostTries) throw error;
    }
  }
}

/** Gives the live generation to whoever asks, opened once and again whenever CURRENT moves. */
export interface IndexHolder {
  /** Runs `work` on the live generation, which stays open until it ends. Rejects with `INDEX_MISSING` when there is none. */
  use<Result>(work: (index: OpenIndex) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface IndexHolderOptions {
  /** Whether the holder is there for more than one question; see `AppOptions`. */
  stays?: boolean;
  onNotice?: ((line: string) => void) | undefined;
  /** See `AppOptions`. */
  onUnsettled?: (() => void) | undefined;
}

/** With so few vectors outside the graph, a search does not feel them (half a millisecond), and nothing is done about them. */
const fewUnsettled = 1000;

export function createIndexHolder(
  dataDir: string,
  graphs: () => Promise<VectorGraphFactory>,
  { stays = false, onNotice = () => undefined, onUnsettled = () => undefined }: IndexHolderOptions = {},
): IndexHolder {
  let opened: { index: Promise<OpenIndex>; name: string; users: number; retired: boolean } | undefined;
  let keepingUp: Promise<void> | undefined;
  /** What the vectors were when `onUnsettled` was last told: once for each state is enough. */
  let toldOf = '';

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

  const open = async (name: string): Promise<OpenIndex> => {
    const index = await openIndex(dataDir, name, await graphs(), { stays });
    if (index.fault !== null) {
      onNotice(
        `The graph of the vectors cannot be used: ${index.fault}. All ${index.vectors.size} are compared one by one until a reindex has made it anew.`,
      );
    }
    return index;
  };

  /** Takes a newer snapshot over, or has one made, when too many vectors are compared one by one. */
  const keepUp = async (index: OpenIndex): Promise<void> => {
    const { generation, store, vectors } = index;
    const mark = await markSnapshot(generationDir(dataDir, generation));
    if (mark !== index.mark) {
      const { fault, ...fresh } = await openVectors(dataDir, { name: generation, store }, await graphs());
      // At once: a question has the ones or the others.
      if (fresh.vectors.unsettled < vectors.unsettled) Object.assign(index, { fault, vectors: fresh.vectors });
      index.mark = fresh.mark;
      return;
    }
    const state = `${generation} ${mark} ${vectors.seq}`;
    const isFar = index.fault !== null || vectors.unsettled > vectors.size * unsettledShare;
    // Whoever writes saves them at the end.
    if (!isFar || state === toldOf || (await findWriter(dataDir)) !== null) return;
    toldOf = state;
    onUnsettled();
  };

  const keepUpBeside = (holder: NonNullable<typeof opened>, index: OpenIndex): void => {
    if (!stays || keepingUp !== undefined) return;
    if (index.fault === null && index.vectors.unsettled <= fewUnsettled) return;
    holder.users++;
    keepingUp = keepUp(index)
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        onNotice(`The vectors of the index could not be brought up to date: ${reason}`);
      })
      .finally(async () => {
        keepingUp = undefined;
        holder.users--;
        await closeUnused(holder);
      });
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
      const holder = (opened ??= { index: open(name), name, users: 0, retired: false });
      holder.users++;
      try {
        const index = await holder.index.catch((error: unknown) => {
          // A failed start is forgotten, so that the next call tries again.
          if (opened === holder) opened = undefined;
          throw error;
        });
        // These, also when others take their place meanwhile.
        const current = { ...index };
        await current.vectors.refresh();
        keepUpBeside(holder, index);
        return await work(current);
      } finally {
        holder.users--;
        await closeUnused(holder);
      }
    },
    close: async () => {
      await keepingUp;
      await retire();
    },
  };
}
