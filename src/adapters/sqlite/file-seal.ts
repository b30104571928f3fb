import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { systemCode } from '../../errors.js';

/*
 * A seal is the checksum of a database file at rest, in a file beside it. SQLite notices a page that makes no sense, but not a bit
 * that flipped in a word or a vector. Whoever writes breaks the seal before the first byte changes and makes a new one at the end, so
 * that a file without one is in use, or was left by a killed process, and one that does not fit its seal is damaged.
 */

interface Seal {
  bytes: number;
  /** CRC-32 of all but `journalBytes`. */
  contentCrc32: number;
}

/**
 * The bytes of the header, [from, to), that change when a file gets a write-ahead log and when that is taken away: the kind of journal, and the
 * counter of changes in its two places with the version of SQLite.
 */
const kindOfJournal = [18, 20] as const;
const journalBytes = [kindOfJournal, [24, 28], [92, 100]] as const;

/** Read at a time; larger gains nothing. */
const blockBytes = 4 * 1024 * 1024;
/** Read between two turns of other work: the checksum of so much takes about a millisecond. */
const turnBytes = 1024 * 1024;

const sealFile = (file: string): string => `${file}.seal`;

/** Writes down the checksum of a file that nobody writes to. Reads it whole, at about a gigabyte a second. */
export function sealDatabase(file: string): void {
  writeFileSync(sealFile(file), JSON.stringify(measure(file)), { flush: true });
}

/** Removes the seal, for good, before the file is changed. */
export function breakSeal(file: string): void {
  rmSync(sealFile(file), { force: true });
  flushFolderSync(dirname(file));
}

/** What a comparison of a file with its seal found; `unsealed` when it has none, or lost it meanwhile to a writer. */
export type SealVerdict = 'intact' | 'damaged' | 'unsealed';

/** Whether a file is as it was sealed; reads it whole. */
export function verifySeal(file: string): SealVerdict {
  const seal = readSeal(file);
  return seal === undefined ? 'unsealed' : compare(file, seal, measure(file));
}

/** The same beside other work, which has its turn every millisecond. @throws The signal's reason when it is aborted. */
export async function verifySealInTurns(file: string, signal: AbortSignal): Promise<SealVerdict> {
  const seal = readSeal(file);
  return seal === undefined ? 'unsealed' : compare(file, seal, await measureInTurns(file, signal));
}

/** The bytes that a file was sealed with; 0 when it has no seal. */
export function sealedBytes(file: string): number {
  return readSeal(file)?.bytes ?? 0;
}

function compare(file: string, seal: Seal, found: Seal): SealVerdict {
  if (isSame(seal, found)) return 'intact';
  const after = readSeal(file);
  return after !== undefined && isSame(seal, after) ? 'damaged' : 'unsealed';
}

function isSame(a: Seal, b: Seal): boolean {
  return a.bytes === b.bytes && a.contentCrc32 === b.contentCrc32;
}

function readSeal(file: string): Seal | undefined {
  try {
    const seal = JSON.parse(readFileSync(sealFile(file), 'utf8')) as Seal;
    return Number.isInteger(seal.bytes) && Number.isInteger(seal.contentCrc32) ? seal : undefined;
  } catch {
    // A seal that cannot be read says nothing about the file.
    return undefined;
  }
}

/** Adds the next bytes of a file; the first ones, with the whole header in them, are changed. */
function add(seal: Seal, block: Buffer): void {
  if (seal.bytes === 0) {
    // Whatever the journal, it stands there twice.
    const isWhole = block[kindOfJournal[0]] === block[kindOfJournal[0] + 1];
    for (const [from, to] of journalBytes)
      block.fill(isWhole ? 0 : 1, Math.min(from, block.length), Math.min(to, block.length));
  }
  seal.contentCrc32 = crc32(block, seal.contentCrc32);
  seal.bytes += block.length;
}

function measure(file: string): Seal {
  const handle = openSync(file, 'r');
  try {
    const block = Buffer.allocUnsafe(Math.min(blockBytes, Math.max(fstatSync(handle).size, 1)));
    const seal: Seal = { bytes: 0, contentCrc32: 0 };
    for (let read = readSync(handle, block); read > 0; read = readSync(handle, block)) {
      add(seal, block.subarray(0, read));
    }
    return seal;
  } finally {
    closeSync(handle);
  }
}

async function measureInTurns(file: string, signal: AbortSignal): Promise<Seal> {
  const handle = await open(file, 'r');
  try {
    const block = Buffer.allocUnsafe(turnBytes);
    const seal: Seal = { bytes: 0, contentCrc32: 0 };
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await handle.read(block);
      if (bytesRead === 0) return seal;
      add(seal, block.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

function flushFolderSync(folder: string): void {
  let handle: number | undefined;
  try {
    handle = openSync(folder, 'r');
    fsyncSync(handle);
  } catch (error) {
    // Windows opens and flushes no folders, and does without.
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'EBADF'].includes(systemCode(error) ?? '')) throw error;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
