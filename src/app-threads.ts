import { Worker } from 'node:worker_threads';
import type { App, AppOptions, ReindexReport } from './app.js';
import { sendLog } from './app-thread-log.js';
import { sendFunction, type RemoteOf } from './app-remote.js';
import { createThread, type Thread } from './app-thread.js';
import { createNoticeLog } from './app-language-model.js';
import type { AppHost, PlainApp } from './app-worker.js';
import type { Config } from './config.js';
import type { FoundQuote } from './domain/found-quote.js';
import { AppError } from './errors.js';

/** What the outside world lends to an app on threads. Clocks are each thread's own. */
export interface ThreadedAppOptions extends Pick<AppOptions, 'cwd' | 'log' | 'onNotice' | 'onStage' | 'onUsage'> {
  /** Starts a thread of app-worker.js; by default the one beside this file. */
  startWorker?: () => Worker;
}

/** Quotes that cross at once. */
const quotesPerMessage = 200;

/**
 * Makes the app for these settings on two threads: one answers, from the first question on, the other indexes, for as long as there is
 * something to index, so that neither keeps the calling thread or the other one waiting. It does what `createApp` does, with these differences: a call rejects with `WORKER_LOST`
 * when its thread dies, which the next call starts anew; `close` cancels a reindex and waits for what is under way; afterwards every
 * call rejects. An error that `onProgress` throws cancels the run, which then rejects with it.
 */
export async function createThreadedApp(config: Config, options: ThreadedAppOptions = {}): Promise<App> {
  const { cwd, onNotice, onStage = () => undefined, onUsage = () => undefined } = options;
  const start = options.startWorker ?? (() => new Worker(new URL('./app-worker.js', import.meta.url)));
  const createAppThread = (does: string): Thread<AppHost> =>
    createThread<AppHost>({
      does,
      start,
      prepare: (remote) =>
        remote.open(
          config,
          cwd === undefined ? {} : { cwd },
          sendFunction((line: string) => onNotice?.(line)),
          sendFunction(({ stage, seconds }: { stage: string; seconds: number }) => onStage(stage, seconds)),
          sendFunction(onUsage),
          sendLog(options.log ?? createNoticeLog(onNotice)),
          sendFunction(() => void mendVectors()),
        ),
    });
  const answering = createAppThread('answers questions');
  const indexing = createAppThread('indexes');
  const end = (thread: Thread<AppHost>): Promise<void> => thread.close((remote) => remote.close());
  const closing = new AbortController();
  let numbers = 0;
  let runs = 0;

  const using: Thread<AppHost>['use'] = (work) => (closing.signal.aborted ? rejectClosed() : answering.use(work));

  /** Does `work` on the thread that indexes, which ends with the last of it: its model takes more than 200 MB, and is loaded again in a second or two. */
  const onIndexing: Thread<AppHost>['use'] = async (work) => {
    runs++;
    try {
      return await indexing.use(work);
    } finally {
      if (--runs === 0) await end(indexing);
    }
  };

  /** The thread that answers does not build graphs: it takes over what the other one has written. */
  async function mendVectors(): Promise<void> {
    if (closing.signal.aborted) return;
    const run = ++numbers;
    try {
      await onIndexing(async (remote) => {
        const mended = remote.mendVectors(run);
        const cancel = (): void => void remote.cancel(run).catch(() => undefined);
        closing.signal.addEventListener('abort', cancel, { once: true });
        await mended.finally(() => closing.signal.removeEventListener('abort', cancel));
      });
    } catch (error) {
      // Whoever has begun to write meanwhile does it at the end.
      const isLeftToOthers = error instanceof AppError && error.code === 'INDEX_LOCKED';
      if (isLeftToOthers || closing.signal.aborted) return;
      onNotice?.(
        `The graph of the vectors could not be made anew: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  async function* allQuotes(): AsyncGenerator<FoundQuote> {
    const reader = ++numbers;
    let isEnded = false;
    await using((remote) => remote.openQuotes(reader));
    try {
      while (!isEnded) {
        const quotes = await using((remote) => remote.readQuotes(reader, quotesPerMessage));
        isEnded = quotes.length < quotesPerMessage;
        yield* quotes;
      }
    } finally {
      // A reader that cannot be reached any more is gone with its thread.
      if (!isEnded) await using((remote) => remote.closeQuotes(reader)).catch(() => undefined);
    }
  }

  const reindex: App['reindex'] = async ({ full, only, wait, signal, onProgress = () => undefined }) => {
    if (closing.signal.aborted) return rejectClosed();
    const run = ++numbers;
    const failed = new AbortController();
    const listener = sendFunction<Parameters<typeof onProgress>[0]>((progress) => {
      try {
        onProgress(progress);
      } catch (error) {
        failed.abort(error);
      }
    });
    const stop = AbortSignal.any([closing.signal, failed.signal, ...(signal === undefined ? [] : [signal])]);
    const follow = async (remote: RemoteOf<AppHost>): Promise<ReindexReport> => {
      const done = remote.reindex(run, { full, ...(only && { only }), ...(wait && { wait }) }, listener);
      const cancel = (): void => {
        // Lost with its thread, a run is cancelled too, and says so itself.
        remote.cancel(run).catch(() => undefined);
      };
      if (stop.aborted) cancel();
      stop.addEventListener('abort', cancel, { once: true });
      try {
        const report = await done;
        failed.signal.throwIfAborted();
        return report;
      } finally {
        stop.removeEventListener('abort', cancel);
      }
    };
    return onIndexing(follow);
  };

  const ask: App['ask'] = (question, { onDraft, signal, ...options }) =>
    using(async (remote) => {
      signal?.throwIfAborted();
      const run = ++numbers;
      const cancel = (): void => void remote.cancel(run).catch(() => undefined);
      const answered = remote.ask(run, question, options, onDraft === undefined ? null : sendFunction(onDraft));
      signal?.addEventListener('abort', cancel, { once: true });
      try {
        return await answered;
      } catch (error) {
        // The reason itself does not cross.
        signal?.throwIfAborted();
        throw error;
      } finally {
        signal?.removeEventListener('abort', cancel);
      }
    });

  return {
    ...forward(using),
    ask,
    conversations: forwardConversations(using),
    news: forwardNews(using),
    allQuotes,
    reindex,
    close: async () => {
      closing.abort();
      await Promise.all([end(answering), end(indexing)]);
    },
  };
}

function forward(use: Thread<AppHost>['use']): PlainApp {
  return {
    search: (question, options) => use((remote) => remote.search(question, options)),
    examine: (question, options) => use((remote) => remote.examine(question, options)),
    languageModel: () => use((remote) => remote.languageModel()),
    suggest: (kind, text, limit) => use((remote) => remote.suggest(kind, text, limit)),
    findDays: (text, today) => use((remote) => remote.findDays(text, today)),
    article: (id) => use((remote) => remote.article(id)),
    listArticles: () => use((remote) => remote.listArticles()),
    listSpeakers: (filters) => use((remote) => remote.listSpeakers(filters)),
    findQuotes: (query) => use((remote) => remote.findQuotes(query)),
    verify: (quotation, options) => use((remote) => remote.verify(quotation, options)),
    listSources: () => use((remote) => remote.listSources()),
    listSchedule: () => use((remote) => remote.listSchedule()),
    addSource: (source) => use((remote) => remote.addSource(source)),
    removeSource: (source) => use((remote) => remote.removeSource(source)),
    rollback: () => use((remote) => remote.rollback()),
    status: () => use((remote) => remote.status()),
    doctor: () => use((remote) => remote.doctor()),
  };
}

function forwardConversations(use: Thread<AppHost>['use']): App['conversations'] {
  return {
    saveExchange: (exchange) => use((remote) => remote.conversations.saveExchange(exchange)),
    findExchange: (id) => use((remote) => remote.conversations.findExchange(id)),
    saveMessage: (messageId, exchangeId) => use((remote) => remote.conversations.saveMessage(messageId, exchangeId)),
    findByMessage: (messageId) => use((remote) => remote.conversations.findByMessage(messageId)),
    findLatest: (channelId) => use((remote) => remote.conversations.findLatest(channelId)),
    listExchanges: (id, count) => use((remote) => remote.conversations.listExchanges(id, count)),
    saveRating: (rating) => use((remote) => remote.conversations.saveRating(rating)),
    countRatings: () => use((remote) => remote.conversations.countRatings()),
    forget: (userId) => use((remote) => remote.conversations.forget(userId)),
    expire: (before) => use((remote) => remote.conversations.expire(before)),
    findNote: (name) => use((remote) => remote.conversations.findNote(name)),
    saveNote: (name, value) => use((remote) => remote.conversations.saveNote(name, value)),
  };
}

function forwardNews(use: Thread<AppHost>['use']): App['news'] {
  return {
    isTopic: (words) => use((remote) => remote.news.isTopic(words)),
    watch: (watch) => use((remote) => remote.news.watch(watch)),
    listWatches: (guildId) => use((remote) => remote.news.listWatches(guildId)),
    unwatch: (which) => use((remote) => remote.news.unwatch(which)),
    look: () => use((remote) => remote.news.look()),
    listDue: (now) => use((remote) => remote.news.listDue(now)),
    take: (id, now, limit) => use((remote) => remote.news.take(id, now, limit)),
    settle: (id, takenAt) => use((remote) => remote.news.settle(id, takenAt)),
    postpone: (id, trouble, takenAt) => use((remote) => remote.news.postpone(id, trouble, takenAt)),
  };
}

function rejectClosed(): Promise<never> {
  return Promise.reject(new AppError('INTERNAL', 'Expected an open app, got a call after it was closed'));
}
