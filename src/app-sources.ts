import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { loadAddedSources, saveAddedSources } from './adapters/sources-file.js';
import type { SourceEntry } from './app.js';
import { AppError } from './errors.js';
import { nextTry } from './domain/schedule.js';
import type { SourceState, Store } from './ports.js';

/** The sources in force: those of the settings, then those that were added. */
export interface SourceList {
  list(): Promise<Pick<SourceEntry, 'source' | 'origin'>[]>;
  add(source: string): Promise<boolean>;
  remove(source: string): Promise<void>;
}

export function createSourceList(configured: readonly string[], dataDir: string, cwd: string): SourceList {
  return {
    list: async () => [
      ...[...new Set(configured)].map((source) => ({ source, origin: 'setting' as const })),
      ...(await loadAddedSources(dataDir))
        .filter((source) => !configured.includes(source))
        .map((source) => ({ source, origin: 'added' as const })),
    ],
    add: async (given) => {
      const source = given.trim();
      const added = await loadAddedSources(dataDir);
      if (configured.includes(source) || added.includes(source)) return false;
      await requirePossible(source, cwd);
      await saveAddedSources(dataDir, [...added, source]);
      return true;
    },
    remove: async (given) => {
      const source = given.trim();
      const added = await loadAddedSources(dataDir);
      if (added.includes(source)) {
        await saveAddedSources(
          dataDir,
          added.filter((other) => other !== source),
        );
        return;
      }
      const isConfigured = configured.includes(source);
      throw new AppError(
        'SOURCE_NOT_FOUND',
        isConfigured
          ? `${source} is named by the setting ONRECORD_SOURCES`
          : `Expected one of the added sources, got ${source}`,
        {
          hint: isConfigured
            ? 'Take it out of ONRECORD_SOURCES in .env, then run "npm run -s onrecord -- reindex".'
            : '"npm run -s onrecord -- sources list" shows them.',
        },
      );
    },
  };
}

async function requirePossible(source: string, cwd: string): Promise<void> {
  if (source === '' || source.includes(',')) {
    throw new AppError('USAGE', `Expected one file, folder or http(s) address, got ${JSON.stringify(source)}`, {
      hint: 'Add sources one at a time.',
    });
  }
  if (/^https?:\/\//iu.test(source)) {
    if (URL.canParse(source)) return;
    throw new AppError('USAGE', `Expected an http(s) address, got ${JSON.stringify(source)}`, {
      hint: 'Check the address.',
    });
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//iu.test(source)) {
    throw new AppError('SOURCE_UNSUPPORTED', `Expected a file, folder or http(s) address, got ${source}`, {
      hint: 'Save the articles as files and add their folder.',
    });
  }
  try {
    await access(resolve(cwd, source));
  } catch (error) {
    throw new AppError('SOURCE_NOT_FOUND', `There is no file or folder ${source}`, {
      hint: 'Check the path; it counts from the folder you are in.',
      cause: error,
    });
  }
}

/** What an index knows of its sources, by source. */
export interface SourceCounts {
  articles: ReadonlyMap<string, number>;
  failures: ReadonlyMap<string, number>;
  states: ReadonlyMap<string, SourceState>;
}

/** The sources as the faces show them; `counts` is undefined before the first reindex. */
export function describeSources(
  sources: readonly Pick<SourceEntry, 'source' | 'origin'>[],
  counts: SourceCounts | undefined,
  watch: { enabled: boolean; feedIntervalMs: number },
  now: Date,
): SourceEntry[] {
  return sources.map((entry) => {
    const { source } = entry;
    const { lastTry, lastSuccess, failedTries } = counts?.states.get(source) ?? {
      lastTry: null,
      lastSuccess: null,
      failedTries: 0,
    };
    const isScheduled = watch.enabled && /^https?:/iu.test(source);
    const schedule = { intervalMs: watch.feedIntervalMs, nowMs: now.getTime() };
    return {
      ...entry,
      articles: counts?.articles.get(source) ?? 0,
      failures: counts?.failures.get(source) ?? 0,
      lastSuccess,
      failedTries,
      nextTry: isScheduled ? new Date(nextTry({ source, lastTry, failedTries }, schedule)).toISOString() : null,
    };
  });
}

/** Articles shown, failures noted and how tries have gone, by source. */
export async function countBySource(store: Store): Promise<SourceCounts> {
  const failures = new Map<string, number>();
  for (const { source } of await store.listFailures()) failures.set(source, (failures.get(source) ?? 0) + 1);
  return {
    articles: new Map((await store.countBySource()).map(({ source, articles }) => [source, articles])),
    failures,
    states: new Map((await store.listSourceStates()).map((state) => [state.source, state])),
  };
}
