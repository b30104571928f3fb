import { setImmediate as nextTurn } from 'node:timers/promises';
import { moveCurrent, generationDir, removeGeneration } from './adapters/generations.js';
import { removeSnapshot } from './adapters/vector-snapshot.js';
import type { ReindexReport } from './app.js';
import { findGenerationFaults, type GenerationFaults } from './app-generation-checks.js';
import {
  createGeneration,
  findLive,
  findUnfinished,
  isMadeWith,
  removeOthers,
  type Making,
  type OpenGeneration,
} from './app-generations.js';
import { bringSnapshotUpToDate } from './app-snapshot.js';
import { bringSpeakersUpToDate, type SpeakerRules } from './app-speakers.js';
import { AppError } from './errors.js';
import { createPartMeter } from './ingest/progress-meter.js';
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
  task.onProgress({ phase: 'reading', done: 0, total: null, ratePerSecond: null, secondsLeft: null, failures: 0 });
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
  if (cancelled) {
    await store.seal();
    return report(true);
  }

  const others = only === undefined ? [] : (await store.listFailures()).filter(({ source }) => !only.includes(source));
  await store.putFailures([...others.filter(({ source }) => task.sources.includes(source)), ...failures]);
  try {
    await saveVectors(task, { name, store }, { always: isFull, failures: failures.length });
    await requireGoingOn(task);
    const finished = await report(false);
    await store.putRun({ mode: finished.mode, startedAt, finishedAt: finished.finishedAt, counts });
    await store.seal();
    if (isFull) {
      await requireFit(task, { name, store }, failures.length);
      // From here on it is too late to cancel.
      await requireGoingOn(task);
      await moveCurrent(task.dataDir, name, previous?.name ?? null);
      await removeOthers(task.dataDir, [name, previous?.name]);
    }
    return finished;
  } catch (error) {
    if (task.signal?.aborted !== true || error !== task.signal.reason) throw error;
    // What is written stays; a generation that did not come to serve is finished by the next run.
    await store.seal();
    return report(true);
  }
}

/** Rejects when the run was cancelled, also just now: what another thread sent is heard first. */
async function requireGoingOn({ signal }: ReindexTask): Promise<void> {
  await nextTurn();
  signal?.throwIfAborted();
}

/**
 * Lets a generation serve only when nothing is wrong with it. What can be made again from its rows is, once; one whose rows are
 * wrong is removed, so that the next run does not go on with it.
 */
async function requireFit(task: ReindexTask, generation: OpenGeneration, failures: number): Promise<void> {
  const { dataDir, graphs } = task;
  const { name } = generation;
  const look = (): Promise<GenerationFaults> => {
    const tell = createPartMeter(task.onProgress, task.input.clock, { phase: 'checking', failures });
    return findGenerationFaults(dataDir, generation, graphs, async (done, total) => {
      tell(done, total);
      await requireGoingOn(task);
    });
  };
  let faults = await look();
  if (faults.rows.length === 0 && faults.vectors.length > 0) {
    await removeSnapshot(generationDir(dataDir, name));
    await saveVectors(task, generation, { always: true, failures });
    faults = await look();
  }
  if (faults.rows.length + faults.vectors.length === 0) return;
  await removeGeneration(dataDir, name);
  throw new AppError('INDEX_CORRUPT', `The new index is not sound: ${[...faults.rows, ...faults.vectors].join('; ')}`, {
    hint: 'The index in use is unchanged. Check the disk, then run "npm run -s onrecord -- reindex --full" again.',
  });
}

async function saveVectors(
  { dataDir, graphs, input, onProgress, signal }: ReindexTask,
  { name, store }: OpenGeneration,
  { always, failures }: { always: boolean; failures: number },
): Promise<void> {
  const tell = createPartMeter(onProgress, input.clock, { phase: 'saving', failures });
  tell(0, null);
  const dir = generationDir(dataDir, name);
  await bringSnapshotUpToDate(store, { dir, graphs, always, clock: input.clock, onProgress: tell, signal });
}
