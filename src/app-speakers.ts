import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from './domain/article.js';
import { AppError, systemCode, toAppError } from './errors.js';
import type { Store } from './ports.js';
import { parseAliases, type AliasRules } from './quotes/alias-file.js';
import { resolveSpeakers } from './quotes/speakers.js';

/** What an editor has settled about speakers, and a name for exactly that. */
export interface SpeakerRules {
  rules: AliasRules;
  /** Equal for equal rules; what a store remembers its speakers were resolved by. */
  stamp: string;
}

/**
 * Names the rules by which speakers of several articles are put together: to be raised whenever they would come out differently.
 * Unlike the rules of quotes they need no new generation, since every change resolves all speakers anew.
 */
const resolverVersion = 'speakers-1';

/** The file of aliases in a data folder. */
export function speakersFile(dataDir: string): string {
  return join(dataDir, 'speakers.txt');
}

/**
 * The aliases of a data folder; without a file there are none.
 *
 * @throws AppError `CONTENT_MALFORMED` with the file and line, or `FILE_UNREADABLE`.
 */
export async function loadSpeakerRules(dataDir: string): Promise<SpeakerRules> {
  const file = speakersFile(dataDir);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return '';
    throw toAppError(error, 'FILE_UNREADABLE', `${file} could not be read`, 'Check the permissions of the file.');
  });
  try {
    return { rules: parseAliases(text.replace(/^\ufeff/, '')), stamp: `${resolverVersion}/${sha256(text)}` };
  } catch (error) {
    if (!(error instanceof AppError) || error.hint === undefined) throw error;
    throw new AppError(error.code, `${file}: ${error.message}`, { hint: error.hint, cause: error });
  }
}

/** Resolves the speakers of a store across its articles, unless neither an article nor the aliases changed since the last time. */
export async function bringSpeakersUpToDate(store: Store, { rules, stamp }: SpeakerRules): Promise<void> {
  if ((await store.findSpeakerRules()) === stamp) return;
  const resolved = resolveSpeakers(await store.listArticleSpeakers(), rules);
  await store.putSpeakers(resolved.speakers, (articleId) => resolved.idsOf(articleId), stamp);
}
