import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, systemCode } from '../errors.js';
import { replaceFile } from './vector-snapshot.js';

/** The folder of a generation. */
export function generationDir(dataDir: string, name: string): string {
  return join(dataDir, 'generations', name);
}

/** The file with the rows of a generation. */
export function storeFile(dataDir: string, name: string): string {
  return join(generationDir(dataDir, name), 'coverage.sqlite');
}

/**
 * The name of the live generation; undefined before the first index.
 *
 * @throws AppError `INDEX_CORRUPT` when CURRENT does not hold such a name.
 */
export async function findCurrentGeneration(dataDir: string): Promise<string | undefined> {
  const file = join(dataDir, 'CURRENT');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
    throw new AppError('INDEX_UNWRITABLE', `${file} could not be read`, {
      hint: 'Check that this user may read it.',
      cause: error,
    });
  }
  const name = text.trim();
  if (!isGenerationName(name)) {
    throw new AppError(
      'INDEX_CORRUPT',
      `Expected the name of a generation in ${file}, got ${JSON.stringify(name.slice(0, 40))}`,
      {
        hint: 'Run "npm run -s onrecord -- reindex --full" to build the index anew, or restore the file from a backup.',
      },
    );
  }
  return name;
}

/** Makes a generation the live one, atomically. */
export async function moveCurrent(dataDir: string, name: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await replaceFile(join(dataDir, 'CURRENT'), `${name}\n`);
}

/** The names of all generations on disk, oldest first, finished or not. */
export async function listGenerations(dataDir: string): Promise<string[]> {
  try {
    return (await readdir(join(dataDir, 'generations'))).filter(isGenerationName).sort();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Removes a generation with all its files. Processes that have it open keep reading it until they close. */
export async function removeGeneration(dataDir: string, name: string): Promise<void> {
  await rm(generationDir(dataDir, name), { recursive: true, force: true });
}

/** The name of a generation begun at `now`; names sort by age. */
export function generationName(now: Date, taken: readonly string[]): string {
  const base = now.toISOString().replace(/[-:]/g, '').slice(0, 15);
  for (let n = 1; ; n++) {
    const name = `${base}-${String(n).padStart(2, '0')}`;
    if (!taken.includes(name)) return name;
  }
}

function isGenerationName(name: string): boolean {
  return /^\d{8}T\d{6}-\d{2,}$/.test(name);
}
