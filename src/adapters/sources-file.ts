import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, systemCode } from '../errors.js';
import { replaceFile } from './replace-file.js';

/** The sources that were added to an index's own list, besides those of the settings; empty when nothing was added. */
export async function loadAddedSources(dataDir: string): Promise<string[]> {
  const file = sourcesFile(dataDir);
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return [];
    parsed = undefined;
  }
  if (Array.isArray(parsed) && parsed.every((entry) => typeof entry === 'string')) return parsed;
  throw new AppError('CONFIG_INVALID', `Expected a JSON list of sources in ${file}`, {
    hint: 'Correct or remove the file; "sources add" writes it anew.',
  });
}

/** Replaces the list of added sources. */
export async function saveAddedSources(dataDir: string, sources: readonly string[]): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await replaceFile(sourcesFile(dataDir), `${JSON.stringify(sources, null, 2)}\n`);
}

function sourcesFile(dataDir: string): string {
  return join(dataDir, 'sources.json');
}
