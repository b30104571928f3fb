import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp, type App } from '../src/app.js';
import { parseConfig } from '../src/config.js';
import type { Embedder } from '../src/ports.js';
import { createEmbedder } from '../src/adapters/embedding/create-embedder.js';

/** The coverage that is indexed: the sample coverage, or what ONRECORD_BENCH_SOURCES names. */
export const sources = process.env['ONRECORD_BENCH_SOURCES'] ?? 'articles';

export function config(dataDir: string) {
  return parseConfig({ ONRECORD_SOURCES: sources, ONRECORD_DATA: dataDir });
}

export async function inTemporaryFolder<Result>(work: (dir: string) => Promise<Result>): Promise<Result> {
  const dir = await mkdtemp(join(tmpdir(), 'onrecord-bench-'));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** An app on a folder that uses an embedder which is loaded already, so that loading is in no figure. */
export async function withApp<Result>(
  dataDir: string,
  embedder: Embedder,
  work: (app: App) => Promise<Result>,
): Promise<Result> {
  const lent: Embedder = { ...embedder, close: () => Promise.resolve() };
  const app = await createApp(config(dataDir), { embedder: () => Promise.resolve(lent) });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

export function loadEmbedder(): Promise<Embedder> {
  return createEmbedder(config('unused'));
}
