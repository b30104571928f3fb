import { resolve } from 'node:path';
import { createApp, type App, type AppOptions, type AskOptions, type Progress, type ReindexReport } from './app.js';
import { loadGraphs } from './app-index.js';
import { createSentLog, type LogLine } from './app-thread-log.js';
import { offerToParent, releaseFunction, type SentFunction } from './app-remote.js';
import { mendVectors } from './app-vectors.js';
import type { Draft } from './answer/draft.js';
import type { Config } from './config.js';
import type { Outcome, Question } from './domain/answer.js';
import type { FoundQuote } from './domain/found-quote.js';
import { AppError } from './errors.js';

/*
 * What runs in a thread: one app, whose functions the thread that started this one calls. See app-threads.ts.
 */

/** The functions that cross as they are: everything goes in and comes out as data. */
export type PlainApp = Omit<App, 'ask' | 'allQuotes' | 'reindex' | 'close' | 'conversations' | 'news'>;

/** What a thread offers. `open` comes first. */
export interface AppHost extends PlainApp {
  open(
    config: Config,
    options: Pick<AppOptions, 'cwd'>,
    onNotice: SentFunction<string>,
    onStage: SentFunction<{ stage: string; seconds: number }>,
    onUsage: SentFunction<{ inputTokens: number; outputTokens: number }>,
    onLog: SentFunction<LogLine>,
    onUnsettled: SentFunction<null>,
  ): Promise<void>;
  conversations: App['conversations'];
  news: App['news'];
  /** `onDraft` is null when nobody waits for drafts. Resolves after all drafts have arrived. */
  ask(
    run: number,
    question: Question,
    options: Omit<AskOptions, 'onDraft' | 'signal'>,
    onDraft: SentFunction<Draft> | null,
  ): Promise<Outcome>;
  /** Begins to read all quotes under a number of the caller's choice. */
  openQuotes(reader: number): void;
  /** The next quotes, at most `count`; fewer at the end, after which the reader is gone. */
  readQuotes(reader: number, count: number): Promise<FoundQuote[]>;
  closeQuotes(reader: number): Promise<void>;
  /** Resolves after everything that `onProgress` was told has arrived. */
  reindex(
    run: number,
    options: { full: boolean; only?: readonly string[]; wait?: boolean },
    onProgress: SentFunction<Progress>,
  ): Promise<ReindexReport>;
  /** See `mendVectors` of app-vectors.js. */
  mendVectors(run: number): Promise<void>;
  /** Ends a reindex, an answer or the mending of vectors early; an unknown one is no error. */
  cancel(run: number): void;
  close(): Promise<void>;
}

offerToParent(createHost());

function createHost(): AppHost {
  let opened: App | undefined;
  let dataDir = '';
  const app = (): App => {
    if (opened !== undefined) return opened;
    throw new AppError('INTERNAL', 'Expected a thread that was opened, got one that was not');
  };
  const readers = new Map<number, AsyncIterator<FoundQuote>>();
  const runs = new Map<number, AbortController>();

  return {
    open: async (config, options, onNotice, onStage, onUsage, onLog, onUnsettled) => {
      dataDir = resolve(options.cwd ?? '.', config.dataDir);
      opened = await createApp(config, {
        ...options,
        stays: true,
        log: createSentLog(onLog),
        onNotice: (line) => void onNotice(line),
        onStage: (stage, seconds) => void onStage({ stage, seconds }),
        onUsage: (used) => void onUsage(used),
        onUnsettled: () => void onUnsettled(null),
      });
    },
    search: (...args) => app().search(...args),
    ask: async (run, question, options, onDraft) => {
      const controller = new AbortController();
      runs.set(run, controller);
      let told: Promise<unknown> = Promise.resolve();
      try {
        return await app().ask(question, {
          ...options,
          signal: controller.signal,
          ...(onDraft !== null && {
            onDraft: (draft) => {
              told = onDraft(draft);
            },
          }),
        });
      } finally {
        await told;
        if (onDraft !== null) releaseFunction(onDraft);
        runs.delete(run);
      }
    },
    examine: (...args) => app().examine(...args),
    languageModel: () => app().languageModel(),
    suggest: (...args) => app().suggest(...args),
    findDays: (...args) => app().findDays(...args),
    article: (...args) => app().article(...args),
    listArticles: () => app().listArticles(),
    listSpeakers: (...args) => app().listSpeakers(...args),
    findQuotes: (...args) => app().findQuotes(...args),
    verify: (...args) => app().verify(...args),
    listSources: () => app().listSources(),
    listSchedule: () => app().listSchedule(),
    addSource: (...args) => app().addSource(...args),
    removeSource: (...args) => app().removeSource(...args),
    rollback: () => app().rollback(),
    status: () => app().status(),
    doctor: () => app().doctor(),
    get conversations() {
      return app().conversations;
    },
    get news() {
      return app().news;
    },
    openQuotes: (reader) => {
      readers.set(reader, app().allQuotes()[Symbol.asyncIterator]());
    },
    readQuotes: async (reader, count) => {
      const iterator = readers.get(reader);
      if (iterator === undefined) {
        throw new AppError('WORKER_LOST', 'The thread that read these quotes ended unexpectedly', {
          hint: 'Begin anew; another thread is running.',
        });
      }
      const quotes: FoundQuote[] = [];
      while (quotes.length < count) {
        const { done, value } = await iterator.next();
        if (done === true) {
          readers.delete(reader);
          break;
        }
        quotes.push(value);
      }
      return quotes;
    },
    closeQuotes: async (reader) => {
      await readers.get(reader)?.return?.();
      readers.delete(reader);
    },
    reindex: async (run, options, onProgress) => {
      const controller = new AbortController();
      runs.set(run, controller);
      let told: Promise<unknown> = Promise.resolve();
      try {
        return await app().reindex({
          ...options,
          signal: controller.signal,
          onProgress: (progress) => {
            told = onProgress(progress);
          },
        });
      } finally {
        // One port keeps its order, so that the last to arrive is the last of all.
        await told;
        releaseFunction(onProgress);
        runs.delete(run);
      }
    },
    mendVectors: async (run) => {
      const controller = new AbortController();
      runs.set(run, controller);
      try {
        await mendVectors({
          dataDir,
          graphs: loadGraphs,
          now: () => new Date(),
          clock: () => performance.now(),
          signal: controller.signal,
        });
      } finally {
        runs.delete(run);
      }
    },
    cancel: (run) => {
      runs.get(run)?.abort();
    },
    close: async () => {
      await opened?.close();
    },
  };
}
