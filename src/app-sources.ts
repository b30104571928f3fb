import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { loadAddedSources, saveAddedSources } from './adapters/sources-file.js';
import type { SourceEntry } from './app.js';
import { AppError } from './errors.js';
import { concealSecrets } from './domain/conceal.js';
import { nextTry, parseSource } from './domain/schedule.js';
import type { SourceState, Store } from './ports.js';

/** A source in force. */
export interface ListedSource extends Pick<SourceEntry, 'source' | 'origin'> {
  /** How often it is asked for; null where it does not say so itself. */
  intervalMs: number | null;
}

/** The sources in force: those of the settings, then those that were added. */
export interface SourceList {
  list(): Promise<ListedSource[]>;
  add(source: string): Promise<boolean>;
  remove(source: string): Promise<void>;
}

/** @throws AppError `CONFIG_INVALID` for an address in the setting that something else than an interval follows. */
export function createSourceList(setting: readonly string[], dataDir: string, cwd: string): SourceList {
  const configured = setting.map((text) => {
    const parsed = parseSource(text);
    if (parsed !== undefined) return { ...parsed, origin: 'setting' as const };
    throw new AppError('CONFIG_INVALID', `ONRECORD_SOURCES: expected ${expectedAddress}, got ${JSON.stringify(text)}`, {
      hint: 'Correct the settings in .env or the environment; .env.example explains each.',
    });
  });
  const isConfigured = (source: string): boolean => configured.some((other) => other.source === source);
  const sourceOf = (text: string): string => parseSource(text)?.source ?? text;
  return {
    list: async () => {
      const added = (await loadAddedSources(dataDir)).map((text) => ({
        ...(parseSource(text) ?? { source: text, intervalMs: null }),
        origin: 'added' as const,
      }));
      const bySource = new Map<string, ListedSource>();
      for (const entry of [...configured, ...added]) {
        if (!bySource.has(entry.source)) bySource.set(entry.source, entry);
      }
      return [...bySource.values()];
    },
    add: async (given) => {
      const text = given.trim();
      const source = sourceOf(text);
      const added = await loadAddedSources(dataDir);
      if (isConfigured(source) || added.includes(text)) return false;
      await requirePossible(text, cwd);
      // The same address with another interval takes the place of the former.
      await saveAddedSources(dataDir, [...added.filter((other) => sourceOf(other) !== source), text]);
      return true;
    },
    remove: async (given) => {
      const source = sourceOf(given.trim());
      const added = await loadAddedSources(dataDir);
      // Whoever was shown an address without its credentials may give it so.
      const named = [
        added.filter((other) => sourceOf(other) === source),
        added.filter((other) => concealSecrets(sourceOf(other)) === source),
      ].find(({ length }) => length === 1);
      if (named !== undefined) {
        await saveAddedSources(
          dataDir,
          added.filter((other) => !named.includes(other)),
        );
        return;
      }
      throw new AppError(
        'SOURCE_NOT_FOUND',
        isConfigured(source)
          ? `${source} is named by the setting ONRECORD_SOURCES`
          : `Expected one of the added sources, got ${source}`,
        {
          hint: isConfigured(source)
            ? 'Take it out of ONRECORD_SOURCES in .env, then run "npm run -s onrecord -- reindex".'
            : '"npm run -s onrecord -- sources list" shows them.',
        },
      );
    },
  };
}

const expectedAddress = 'an http(s) address, which "every 15 min", "every 6 h" or "every 2 d" may follow';

async function requirePossible(source: string, cwd: string): Promise<void> {
  if (source === '' || source.includes(',')) {
    throw new AppError('USAGE', `Expected one file, folder or http(s) address, got ${JSON.stringify(source)}`, {
      hint: 'Add sources one at a time.',
    });
  }
  if (/^https?:\/\//iu.test(source)) {
    if (URL.canParse(parseSource(source)?.source ?? '')) return;
    throw new AppError('USAGE', `Expected ${expectedAddress}, got ${JSON.stringify(source)}`, {
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

/** The sources with what an index knows of them; `counts` is undefined before the first reindex. */
export function describeSources(
  sources: readonly ListedSource[],
  counts: SourceCounts | undefined,
  watch: { enabled: boolean; feedIntervalMs: number },
  now: Date,
): SourceEntry[] {
  return sources.map(({ source, origin, intervalMs: own }) => {
    const { lastTry, lastSuccess, failedTries } = counts?.states.get(source) ?? {
      lastTry: null,
      lastSuccess: null,
      failedTries: 0,
    };
    const intervalMs = own ?? watch.feedIntervalMs;
    const isScheduled = isAddress(source);
    const next = nextTry({ source, lastTry, failedTries }, { intervalMs, nowMs: now.getTime() });
    return {
      source,
      origin,
      articles: counts?.articles.get(source) ?? 0,
      failures: counts?.failures.get(source) ?? 0,
      lastSuccess,
      failedTries,
      intervalMinutes: isScheduled ? intervalMs / 60_000 : null,
      nextTry: isScheduled ? new Date(next).toISOString() : null,
      isWatched: watch.enabled,
    };
  });
}

/** Whether a source is a page or feed, and not a file or folder. */
export function isAddress(source: string): boolean {
  return /^https?:/iu.test(source);
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
