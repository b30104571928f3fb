import {
  findCurrent,
  generationName,
  listGenerations,
  moveCurrent,
  removeGeneration,
  storeFile,
  type Current,
} from './adapters/generations.js';
import type { RollbackReport } from './app.js';
import { AppError } from './errors.js';
import type { IndexStamp, Store } from './ports.js';

/** A generation that is open for writing. */
export interface OpenGeneration {
  name: string;
  store: Store;
}

/** What a new index is made with; what it is called and when it was made do not matter to whether it can be gone on with. */
export type Making = Omit<IndexStamp, 'schemaVersion'>;

/** What a run finds in a data folder. */
export interface Found {
  /** The generation in use. */
  live: OpenGeneration | undefined;
  /** The one to carry over from: the one in use or, when that is lost, the one before it. */
  previous: OpenGeneration | undefined;
  /** What CURRENT names, sound or not. */
  current: Current | undefined;
}

/** Opens a generation to write to it. @throws AppError `INDEX_MISSING`, `INDEX_CORRUPT`, `INDEX_NEWER` or `INDEX_UNWRITABLE`. */
export async function openGeneration(dataDir: string, name: string): Promise<OpenGeneration> {
  const { openSqliteStore } = await import('./adapters/sqlite/store.js');
  return { name, store: await openSqliteStore(storeFile(dataDir, name), { toWrite: true }) };
}

/** Makes an empty generation. */
export async function createGeneration(dataDir: string, now: Date, making: Making): Promise<OpenGeneration> {
  const { createSqliteStore } = await import('./adapters/sqlite/store.js');
  const name = generationName(now, await listGenerations(dataDir));
  return { name, store: await createSqliteStore(storeFile(dataDir, name), making) };
}

/**
 * The generation in use. A full run builds a new index beside one that is lost, whose file is missing or damaged, and carries over
 * from the one before; any other run must not pass over it.
 */
export async function findLive(dataDir: string, full: boolean): Promise<Found> {
  let current: Current | undefined;
  try {
    current = await findCurrent(dataDir);
    if (current === undefined) return { live: undefined, previous: undefined, current };
    const live = await openGeneration(dataDir, current.live);
    // A damaged file may open, and would then end the run that is to replace it where its damage is read.
    if (!full || (await live.store.check()).length === 0) return { live, previous: live, current };
    await live.store.close();
  } catch (error) {
    if (!full || !isLoss(error)) throw error;
  }
  const former = await openSound(dataDir, current?.former ?? null);
  return { live: undefined, previous: former, current };
}

/** The newest sound generation that a killed run began with the same making. Others that nobody can go on with are removed. */
export async function findUnfinished(
  dataDir: string,
  current: Current | undefined,
  making: Making,
): Promise<OpenGeneration | undefined> {
  const newer = (await listGenerations(dataDir))
    .filter((name) => name !== current?.former && name > (current?.live ?? ''))
    .reverse();
  for (const name of newer) {
    const begun = await openSound(dataDir, name);
    if (begun !== undefined && isMadeWith(begun.store.stamp, making)) return begun;
    await begun?.store.close();
    await removeGeneration(dataDir, name);
  }
  return undefined;
}

export function isMadeWith(a: Making, b: Making): boolean {
  return a.embeddingModel === b.embeddingModel && a.dimensions === b.dimensions && a.pipeline === b.pipeline;
}

/** Removes all generations but these. */
export async function removeOthers(dataDir: string, keep: readonly (string | undefined)[]): Promise<void> {
  for (const name of await listGenerations(dataDir)) if (!keep.includes(name)) await removeGeneration(dataDir, name);
}

/**
 * Makes the generation before the live one: the one that was, or, when CURRENT itself cannot be read, the newest sound one.
 * What was live stays and is what a second call goes back to. The caller holds the writer lock.
 *
 * @throws AppError `INDEX_NO_FORMER` when there is none that is sound.
 */
export async function rollBack(dataDir: string): Promise<RollbackReport> {
  const current = await findCurrent(dataDir).catch((error: unknown) => {
    if (isLoss(error)) return undefined;
    throw error;
  });
  const others = (await listGenerations(dataDir)).filter((name) => name !== current?.live).reverse();
  const former = current?.former ?? null;
  const candidates = former === null ? others : [former];
  for (const name of candidates) {
    const found = await openSound(dataDir, name);
    if (found === undefined) continue;
    try {
      // One that a killed run left unfinished has never served.
      const lastRun = await found.store.findLastRun();
      if (lastRun === undefined) continue;
      const report: RollbackReport = {
        generation: name,
        replaced: current?.live ?? null,
        stamp: found.store.stamp,
        totals: await found.store.totals(),
        lastRun,
      };
      await moveCurrent(dataDir, name, current?.live ?? null);
      return report;
    } finally {
      await found.store.close();
    }
  }
  throw new AppError('INDEX_NO_FORMER', `There is no sound index in ${dataDir} to go back to`, {
    hint: 'Run "npm run -s onrecord -- reindex --full" to build one.',
  });
}

async function openSound(dataDir: string, name: string | null): Promise<OpenGeneration | undefined> {
  if (name === null) return undefined;
  try {
    const opened = await openGeneration(dataDir, name);
    if ((await opened.store.check()).length === 0) return opened;
    await opened.store.close();
  } catch (error) {
    // Killed before its tables were made, or damaged since.
    if (!isLoss(error)) throw error;
  }
  return undefined;
}

function isLoss(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'INDEX_CORRUPT' || error.code === 'INDEX_MISSING');
}
