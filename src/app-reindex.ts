import {
  findCurrentGeneration,
  generationDir,
  generationName,
  listGenerations,
  moveCurrent,
  removeGeneration,
  storeFile,
} from './adapters/generations.js';
import { findSnapshotSequence, writeSnapshot } from './adapters/vector-snapshot.js';
import type { ReindexReport } from './app.js';
import { openIndex } from './app-index.js';
import { AppError } from './errors.js';
import { reindexStore, type ReindexInput } from './ingest/reindex.js';
import type { Embedder, IndexStamp, Progress, Store, VectorGraphFactory } from './ports.js';

/** What a run of `reindex` needs besides what `reindexStore` does. */
export interface ReindexTask {
  dataDir: string;
  sources: readonly string[];
  full: boolean;
  embedder: Embedder;
  graphs: VectorGraphFactory;
  /** Names the rules of cleaning, splitting and embedding. */
  pipeline: string;
  now: () => Date;
  input: Pick<ReindexInput, 'budget' | 'locate' | 'read' | 'readerVersion' | 'clock'>;
  onProgress: (progress: Progress) => void;
  signal?: AbortSignal | undefined;
}

/**
 * Brings the index in a folder up to date. When what it was made with has changed, or on demand, a new generation is filled
 * beside the live one and takes its place only when it is complete and sound. When a run was killed or cancelled while filling
 * one, the next run finishes it, asked for or not: what was embedded for it is embedded once. The caller holds the writer lock.
 */
export async function runReindex(task: ReindexTask): Promise<ReindexReport> {
  const startedAt = task.now().toISOString();
  const { openSqliteStore, createSqliteStore } = await import('./adapters/sqlite/store.js');
  const stamp: Omit<IndexStamp, 'schemaVersion'> = {
    embeddingModel: task.embedder.model,
    dimensions: task.embedder.dimensions,
    pipeline: task.pipeline,
    createdAt: startedAt,
  };
  const open = (name: string): Promise<Store> => openSqliteStore(storeFile(task.dataDir, name));
  const { live, lost } = await openLive(task, open);
  let target: OpenGeneration | undefined;
  try {
    const unfinished = await findUnfinished(task.dataDir, { live: live?.name, lost }, stamp, open);
    const isFull = task.full || unfinished !== undefined || live === undefined || !isMadeWith(live.store.stamp, stamp);
    if (!isFull) target = live;
    else {
      const name = unfinished?.name ?? generationName(task.now(), await listGenerations(task.dataDir));
      target = unfinished ?? { name, store: await createSqliteStore(storeFile(task.dataDir, name), stamp) };
    }
    return await fill(task, target, { isFull, previous: isFull ? live : undefined, startedAt });
  } finally {
    await live?.store.close();
    if (target !== undefined && target !== live) await target.store.close();
  }
}

interface OpenGeneration {
  name: string;
  store: Store;
}

/** `previous` is the generation that this one is to replace, if there is one. */
async function fill(
  task: ReindexTask,
  { name, store }: OpenGeneration,
  { isFull, previous, startedAt }: { isFull: boolean; previous: OpenGeneration | undefined; startedAt: string },
): Promise<ReindexReport> {
  const sameModel = previous?.store.stamp.embeddingModel === task.embedder.model;
  const { counts, failures, cancelled } = await reindexStore({
    ...task.input,
    sources: task.sources,
    store,
    previous: previous?.store,
    embedder: task.embedder,
    findVector: async (textHash) => (sameModel ? previous!.store.findVector(textHash) : undefined),
    now: () => task.now().toISOString(),
    onProgress: task.onProgress,
    signal: task.signal,
  });
  const report = async (): Promise<ReindexReport> => ({
    mode: isFull ? 'full' : 'changed',
    generation: name,
    startedAt,
    finishedAt: task.now().toISOString(),
    cancelled,
    counts,
    failures,
    totals: await store.totals(),
  });
  if (cancelled) return report();

  await store.putFailures(failures);
  const tell = (phase: Progress['phase']): void => {
    task.onProgress({ phase, done: 0, total: null, ratePerSecond: null, secondsLeft: null, failures: failures.length });
  };
  tell('saving');
  await saveVectors(task, name, await store.lastSequence(), isFull);
  const finished = await report();
  await store.putRun({ mode: finished.mode, startedAt, finishedAt: finished.finishedAt, counts });
  if (isFull) {
    tell('checking');
    await requireSound(store);
    await moveCurrent(task.dataDir, name);
    await removeOthers(task.dataDir, [name, previous?.name]);
  }
  return finished;
}

/** The share of vectors outside the snapshot from which on it is written anew; until then they are searched one by one. */
const unsettledShare = 0.05;

async function saveVectors(task: ReindexTask, name: string, lastSequence: number, always: boolean): Promise<void> {
  if ((await findSnapshotSequence(generationDir(task.dataDir, name))) === lastSequence) return;
  const index = await openIndex(task.dataDir, name, task.graphs);
  try {
    const { vectors } = index;
    if (vectors.size === 0 || (!always && vectors.unsettled <= vectors.size * unsettledShare)) return;
    await writeSnapshot(generationDir(task.dataDir, name), task.graphs, vectors.settle(), vectors.seq);
  } finally {
    await index.store.close();
  }
}

/**
 * The generation in use. A full run builds a new index beside a `lost` one, whose file is missing or damaged; any other run must
 * not pass over it.
 */
async function openLive(
  task: ReindexTask,
  open: (name: string) => Promise<Store>,
): Promise<{ live?: OpenGeneration; lost?: string | undefined }> {
  let name: string | undefined;
  try {
    name = await findCurrentGeneration(task.dataDir);
    if (name === undefined) return {};
    const store = await open(name);
    // A damaged file may open, and would then end the run that is to replace it where its damage is read.
    if (!task.full || (await store.check()).length === 0) return { live: { name, store } };
    await store.close();
    return { lost: name };
  } catch (error) {
    if (task.full && isLoss(error)) return { lost: name };
    throw error;
  }
}

/** The newest sound generation that a killed run began with the same stamp. Others that nobody can go on with are removed. */
async function findUnfinished(
  dataDir: string,
  { live, lost }: { live: string | undefined; lost: string | undefined },
  stamp: Omit<IndexStamp, 'schemaVersion'>,
  open: (name: string) => Promise<Store>,
): Promise<OpenGeneration | undefined> {
  const newer = (await listGenerations(dataDir)).filter((name) => name !== lost && name > (live ?? '')).reverse();
  for (const name of newer) {
    try {
      const store = await open(name);
      if (isMadeWith(store.stamp, stamp) && (await store.check()).length === 0) return { name, store };
      await store.close();
    } catch (error) {
      // Killed before its tables were made: nothing in it is worth keeping.
      if (!isLoss(error)) throw error;
    }
    await removeGeneration(dataDir, name);
  }
  return undefined;
}

function isLoss(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'INDEX_CORRUPT' || error.code === 'INDEX_MISSING');
}

async function removeOthers(dataDir: string, keep: readonly (string | undefined)[]): Promise<void> {
  for (const name of await listGenerations(dataDir)) if (!keep.includes(name)) await removeGeneration(dataDir, name);
}

async function requireSound(store: Store): Promise<void> {
  const faults = await store.check();
  if (faults.length === 0) return;
  throw new AppError('INDEX_CORRUPT', `The new index is not sound: ${faults.join('; ')}`, {
    hint: 'The index in use is unchanged. Check the disk, then run "npm run -s onrecord -- reindex --full" again.',
  });
}

function isMadeWith(a: Omit<IndexStamp, 'schemaVersion'>, b: Omit<IndexStamp, 'schemaVersion'>): boolean {
  return a.embeddingModel === b.embeddingModel && a.dimensions === b.dimensions && a.pipeline === b.pipeline;
}
