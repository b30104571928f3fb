import { moveCurrent, generationDir, removeGeneration } from './adapters/generations.js';
import { removeSnapshot } from './adapters/vector-snapshot.js';
import type { ReindexReport } from './app.js';
import { findGenerationFaults } from './app-generation-checks.js';
import {
  createGeneration,
  findLive,
  findUnfinished,
  isMadeWith,
  removeOthers,
  type Making,
  type OpenGeneration,
} from './app-generations.js';
import { bringSpeakersUpToDate, type SpeakerRules } from './app-speakers.js';
import { saveVectors } from './app-vectors.js';
import { AppError } from './errors.js';
import { reindexStore, type ReindexInput } from './ingest/reindex.js';
import type { Embedder, Progress, VectorGraphFactory } from './ports.js';

/** What a run of `reindex` needs besides what `reindexStore` does. */
export interface ReindexTask {
  dataDir: string;
  sources: readonly string[];
  /** Of these, the ones to look at; all when the run turns out to be a full one. */
  only?: readonly string[] | undefined;
  full: boolean;
  embedder: Embedder;
  graphs: VectorGraphFactory;
  /** Names the rules of cleaning, splitting, embedding and finding quotes. */
  pipeline: string;
  speakerRules: SpeakerRules;
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
  const making: Making = {
    embeddingModel: task.embedder.model,
    dimensions: task.embedder.dimensions,
    pipeline: task.pipeline,
    createdAt: startedAt,
  };
  const { live, previous, current } = await findLive(task.dataDir, task.full);
  let target: OpenGeneration | undefined;
  try {
    const unfinished = await findUnfinished(task.dataDir, current, making);
    const isFull = task.full || unfinished !== undefined || live === undefined || !isMadeWith(live.store.stamp, making);
    target = isFull ? (unfinished ?? (await createGeneration(task.dataDir, task.now(), making))) : live;
    return await fill(task, target, { isFull, previous: isFull ? previous : undefined, startedAt });
  } finally {
    await previous?.store.close();
    if (target !== undefined && target !== previous) await target.store.close();
  }
}

/** `previous` is the generation that this one is to replace, if there is one. */
async function fill(
  task: ReindexTask,
  { name, store }: OpenGeneration,
  { isFull, previous, startedAt }: { isFull: boolean; previous: OpenGeneration | undefined; startedAt: string },
): Promise<ReindexReport> {
  const only = isFull ? undefined : task.only;
  const sameModel = previous?.store.stamp.embeddingModel === task.embedder.model;
  const { counts, failures, cancelled } = await reindexStore({
    ...task.input,
    sources: task.sources,
    only,
    store,
    previous: previous?.store,
    embedder: task.embedder,
    findVector: async (textHash) => (sameModel ? previous!.store.findVector(textHash) : undefined),
    now: () => task.now().toISOString(),
    onProgress: task.onProgress,
    signal: task.signal,
  });
  const report = async (isCancelled: boolean): Promise<ReindexReport> => ({
    mode: isFull ? 'full' : 'changed',
    generation: name,
    startedAt,
    finishedAt: task.now().toISOString(),
    cancelled: isCancelled,
    counts,
    failures,
    totals: await store.totals(),
  });
  await bringSpeakersUpToDate(store, task.speakerRules);
  const endEarly = async (): Promise<ReindexReport> => {
    await store.seal();
    return report(true);
  };
  if (cancelled) return endEarly();

  const others = only === undefined ? [] : (await store.listFailures()).filter(({ source }) => !only.includes(source));
  await store.putFailures([...others.filter(({ source }) => task.sources.includes(source)), ...failures]);
  const tell = (phase: Progress['phase'], done = 0, total: number | null = null): void => {
    task.onProgress({ phase, done, total, ratePerSecond: null, secondsLeft: null, failures: failures.length });
  };
  tell('saving');
  try {
    await saveVectors(
      { ...task, all: isFull, onMoved: (moved, total) => tell('saving', moved, total) },
      { name, store },
    );
    task.signal?.throwIfAborted();
  } catch (error) {
    // The next run goes on with what is there.
    if (task.signal?.aborted === true && error === task.signal.reason) return endEarly();
    throw error;
  }
  const finished = await report(false);
  await store.putRun({ mode: finished.mode, startedAt, finishedAt: finished.finishedAt, counts });
  await store.seal();
  if (isFull) {
    tell('checking');
    await requireFit(task, { name, store });
    if (task.signal?.aborted === true) return report(true);
    await moveCurrent(task.dataDir, name, previous?.name ?? null);
    await removeOthers(task.dataDir, [name, previous?.name]);
  }
  return finished;
}

/**
 * Lets a generation serve only when nothing is wrong with it. What can be made again from its rows is, once; one whose rows are
 * wrong is removed, so that the next run does not go on with it.
 */
async function requireFit(task: ReindexTask, generation: OpenGeneration): Promise<void> {
  const { dataDir, graphs } = task;
  const { name } = generation;
  let faults = await findGenerationFaults(dataDir, generation, graphs);
  if (faults.rows.length === 0 && faults.vectors.length > 0) {
    await removeSnapshot(generationDir(dataDir, name));
    await saveVectors({ dataDir, graphs, all: true }, generation);
    faults = await findGenerationFaults(dataDir, generation, graphs);
  }
  if (faults.rows.length + faults.vectors.length === 0) return;
  await removeGeneration(dataDir, name);
  throw new AppError('INDEX_CORRUPT', `The new index is not sound: ${[...faults.rows, ...faults.vectors].join('; ')}`, {
    hint: 'The index in use is unchanged. Check the disk, then run "npm run -s onrecord -- reindex --full" again.',
  });
}
