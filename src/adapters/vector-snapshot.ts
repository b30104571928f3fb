import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { systemCode } from '../errors.js';
import type { VectorGraph, VectorGraphFactory } from '../ports.js';
import { diskFull, replaceFile, storageError } from './replace-file.js';

/** What stands beside a snapshot and tells whether it is whole and how far it reaches. */
interface SnapshotRecord {
  /** The kind of graph: one kind cannot read the file of another. */
  kind: VectorGraph['kind'];
  seq: number;
  dimensions: number;
  sha256: string;
}

/** A graph read from disk and the last change it holds. */
export interface Snapshot {
  graph: VectorGraph;
  seq: number;
}

const snapshotFile = (dir: string): string => join(dir, 'vectors.hnsw');
const recordFile = (dir: string): string => join(dir, 'vectors.hnsw.json');

/**
 * The snapshot of a generation's vectors, or why there is none to use: it is missing, unreadable, or fails its checksum. Never
 * rejects for what the files hold, since the store has every vector and the snapshot is only its cache.
 */
export async function readSnapshot(
  dir: string,
  graphs: VectorGraphFactory,
  dimensions: number,
): Promise<Snapshot | { unusable: string }> {
  try {
    const { seq } = await requireSound(dir, graphs.kind, dimensions);
    return { graph: await graphs.load(snapshotFile(dir), dimensions), seq };
  } catch (error) {
    return { unusable: describe(error) };
  }
}

/** The last change that the snapshot on disk holds, or why it cannot be used. Reads it for its checksum, without making a graph. */
export async function verifySnapshot(
  dir: string,
  kind: VectorGraph['kind'],
  dimensions: number,
): Promise<{ seq: number } | { unusable: string }> {
  try {
    const { seq } = await requireSound(dir, kind, dimensions);
    return { seq };
  } catch (error) {
    return { unusable: describe(error) };
  }
}

async function requireSound(dir: string, kind: VectorGraph['kind'], dimensions: number): Promise<SnapshotRecord> {
  const record = JSON.parse(await readFile(recordFile(dir), 'utf8')) as SnapshotRecord;
  if (record.kind !== kind) throw new Error(`it holds a graph of the kind "${record.kind}"`);
  if (record.dimensions !== dimensions) throw new Error(`it has ${record.dimensions} dimensions`);
  if ((await hashFile(snapshotFile(dir))) !== record.sha256) throw new Error('it fails its checksum');
  return record;
}

function describe(error: unknown): string {
  if (systemCode(error) === 'ENOENT') return 'it is missing';
  return error instanceof Error ? error.message : String(error);
}

/** The last change that the snapshot on disk holds, without reading its vectors; undefined when there is no record of one. */
export async function findSnapshotSequence(dir: string): Promise<number | undefined> {
  try {
    return (JSON.parse(await readFile(recordFile(dir), 'utf8')) as SnapshotRecord).seq;
  } catch {
    return undefined;
  }
}

/** Another text whenever a snapshot was written, by whomever; reads no vectors. Empty where there is none. */
export async function markSnapshot(dir: string): Promise<string> {
  try {
    const { mtimeMs, ino } = await stat(recordFile(dir));
    return `${ino} ${mtimeMs}`;
  } catch {
    return '';
  }
}

/** Removes the snapshot of a generation, if it has one. */
export async function removeSnapshot(dir: string): Promise<void> {
  await rm(recordFile(dir), { force: true });
  await rm(snapshotFile(dir), { force: true });
}

/**
 * Writes a graph that holds all changes up to `seq`. The record is replaced last: whoever reads in between, or after a crash,
 * finds a checksum that does not fit and does without the snapshot.
 */
export async function writeSnapshot(
  dir: string,
  graphs: VectorGraphFactory,
  graph: VectorGraph,
  seq: number,
): Promise<void> {
  const temporary = `${snapshotFile(dir)}.${process.pid}.tmp`;
  try {
    await graphs.save(graph, temporary);
    await flush(temporary);
    await requireWhole(temporary, graphs, graph);
    const record: SnapshotRecord = {
      kind: graphs.kind,
      seq,
      dimensions: graph.dimensions,
      sha256: await hashFile(temporary),
    };
    await rename(temporary, snapshotFile(dir));
    await replaceFile(recordFile(dir), JSON.stringify(record));
  } catch (error) {
    throw storageError(error, snapshotFile(dir));
  } finally {
    await rm(temporary, { force: true });
  }
}

/** hnswlib does not tell when the disk is full; reading the file back does. */
async function requireWhole(file: string, graphs: VectorGraphFactory, graph: VectorGraph): Promise<void> {
  const read = await graphs.load(file, graph.dimensions).catch(() => undefined);
  if (read?.size !== graph.size) throw diskFull(file);
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
