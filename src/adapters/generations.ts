import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { AppError, systemCode } from '../errors.js';
import { replaceFile } from './replace-file.js';

/** What CURRENT says. */
export interface Current {
  /** The generation that serves. */
  live: string;
  /** The one that served before, which `reindex --rollback` goes back to; null when there was none. */
  former: string | null;
}

/** The folder of a generation. */
export function generationDir(dataDir: string, name: string): string {
  return join(dataDir, 'generations', name);
}

/** The file with the rows of a generation. */
export function storeFile(dataDir: string, name: string): string {
  return join(generationDir(dataDir, name), 'coverage.sqlite');
}

/**
 * The live generation and the one before; undefined before the first index.
 *
 * @throws AppError `INDEX_CORRUPT` when CURRENT does not hold such names, or fails its checksum.
 */
export async function findCurrent(dataDir: string): Promise<Current | undefined> {
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
  const current = parseCurrent(text);
  if (current !== undefined) return current;
  throw new AppError(
    'INDEX_CORRUPT',
    `Expected the name of a generation in ${file}, got ${JSON.stringify(text.trim().slice(0, 40))}, or a wrong checksum`,
    {
      hint:
        'Run "npm run -s onrecord -- reindex --rollback" to go on with the newest sound index, ' +
        'or "npm run -s onrecord -- reindex --full" to build it anew.',
    },
  );
}

/** The name of the live generation; undefined before the first index. Throws as `findCurrent` does. */
export async function findCurrentGeneration(dataDir: string): Promise<string | undefined> {
  return (await findCurrent(dataDir))?.live;
}

/** Makes a generation the live one, and notes which one was before: both with one replacement of one file. */
export async function moveCurrent(dataDir: string, live: string, former: string | null = null): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await replaceFile(join(dataDir, 'CURRENT'), renderCurrent({ live, former }));
}

function renderCurrent({ live, former }: Current): string {
  const names = `${live}\n${former === null ? '' : `before ${former}\n`}`;
  return `${names}check ${crc32(names).toString(16).padStart(8, '0')}\n`;
}

/** A line with a name alone is a whole CURRENT too: earlier versions wrote no more, and a person may. */
function parseCurrent(text: string): Current | undefined {
  if (isGenerationName(text.trim())) return { live: text.trim(), former: null };
  const [, live = '', former] = /^(\S+)\n(?:before (\S+)\n)?check [0-9a-f]{8}\n$/.exec(text) ?? [];
  const current = { live, former: former ?? null };
  if (!isGenerationName(live) || !isGenerationName(former ?? live) || renderCurrent(current) !== text) return undefined;
  return current;
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

/** The name of a generation begun at `now`. Names sort by age, also after the clock was set back: none comes before one that is taken. */
export function generationName(now: Date, taken: readonly string[]): string {
  const second = now.toISOString().replace(/[-:]/g, '').slice(0, 15);
  const base = [second, ...taken.map((name) => name.slice(0, 15))].sort().at(-1)!;
  const numbers = taken.filter((name) => name.startsWith(base)).map((name) => Number(name.slice(16)));
  return `${base}-${String(Math.max(0, ...numbers) + 1).padStart(2, '0')}`;
}

function isGenerationName(name: string): boolean {
  return /^\d{8}T\d{6}-\d{2,}$/.test(name);
}
