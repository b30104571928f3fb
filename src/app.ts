import { resolve } from 'node:path';
import type { DownloadProgress } from './adapters/embedding/model-download.js';
import { findWriter } from './adapters/sqlite/writer-lock.js';
import { answerFrom, ask, examine } from './answer/ask.js';
import type { Draft } from './answer/draft.js';
import { answerByModel, askModel } from './answer/model-answer.js';
import { prepareIndexChecks } from './answer/prepare-checks.js';
import { createNews, type News } from './app-announce.js';
import { conversationsFile, createLazyConversations, withUsage } from './app-conversations.js';
import { completeFromTurns } from './app-follow-up.js';
import { rollBack } from './app-generations.js';
import { createIndexHolder, loadGraphs, untilUnchanged, type OpenIndex } from './app-index.js';
import { createNoticeLog, openLanguageModel, type LanguageModelState } from './app-language-model.js';
import { runReindex } from './app-reindex.js';
import { createNameBooks } from './app-name-book.js';
import { createPairScorers, type PairScorers } from './app-pair-scorers.js';
import { createQuoteDesk } from './app-quotes.js';
import { countBySource, createSourceList, describeSources } from './app-sources.js';
import { createArticleDesk } from './app-articles.js';
import { createSuggest } from './app-suggest.js';
import { runChecks } from './app-checks.js';
import { timeCoverage } from './app-stages.js';
import { loadSpeakerRules } from './app-speakers.js';
import { becomeWriter } from './app-writer.js';
import { hasUnusedKey, type Config } from './config.js';
import type { Article, ArticleName, Place } from './domain/article.js';
import type { Filters, FoundPassage, Outcome, Question } from './domain/answer.js';
import { concealAll } from './domain/conceal.js';
import type { Suggestion, Turn } from './domain/conversation.js';
import type { Days } from './domain/days.js';
import type { Examination } from './domain/examination.js';
import type { FoundQuote, QuoteSearch, SpeakerSummary, Verification } from './domain/found-quote.js';
import type { Log } from './domain/log.js';
import { AppError } from './errors.js';
import { quotesVersion } from './ingest/article-quotes.js';
import { embeddingTextVersion } from './ingest/embedding-text.js';
import { splitterVersion } from './ingest/split.js';
import type {
  Conversations,
  Embedder,
  Failure,
  Fetcher,
  IndexStamp,
  Progress,
  Run,
  RunCounts,
  StoreTotals,
} from './ports.js';
import { findDays } from './retrieve/days.js';
import { answerThresholds, modelThresholds, passageSize } from './retrieve/tuning.js';
import { retrieve, toFoundPassage } from './retrieve/search.js';

export type { Progress } from './ports.js';

/** What a run of `reindex` did. A run with failures is a finished run: everything else is indexed. */
export interface ReindexReport {
  mode: 'changed' | 'full';
  generation: string;
  startedAt: string;
  finishedAt: string;
  /** True when the run was cancelled; what was finished until then is kept. */
  cancelled: boolean;
  counts: RunCounts;
  failures: Failure[];
  totals: StoreTotals;
}

/** What going back to the former generation did. */
export interface RollbackReport {
  /** The one that serves now. */
  generation: string;
  /** The one that served until now, and is kept; null when CURRENT could not be read. */
  replaced: string | null;
  stamp: IndexStamp;
  totals: StoreTotals;
  lastRun: Run;
}

/** One place that articles come from, and where it was named. */
export interface SourceEntry {
  /** Without credentials that its address may have. */
  source: string;
  /** `setting`: named by ONRECORD_SOURCES; `added`: added by `sources add`. */
  origin: 'setting' | 'added';
  /** Articles whose shown version comes from here; 0 before a reindex. */
  articles: number;
  failures: number;
  /** When it was last reached, ISO 8601 in UTC; null when it never was. */
  lastSuccess: string | null;
  /** Tries since then that did not reach it. */
  failedTries: number;
  /** How often a feed or page is asked for while it is watched; null for files. */
  intervalMinutes: number | null;
  /** When a feed or page is due by that; null for files. */
  nextTry: string | null;
  /** Whether the bot looks after the sources by itself, so that what is due is tried. */
  isWatched: boolean;
}

/** What is indexed. */
export interface Status {
  /** Null before the first reindex. */
  index: {
    generation: string;
    stamp: IndexStamp;
    totals: StoreTotals;
    vectors: { kind: 'exact' | 'approximate'; count: number };
    bytes: number;
  } | null;
  dataDir: string;
  embeddingModel: string;
  lastRun: Run | null;
  failures: Failure[];
  sources: SourceEntry[];
  /** Null when none is set. */
  languageModel: LanguageModelState | null;
  /** Whether OPENAI_API_KEY is set and nothing uses it, because OPENAI_MODEL is not. */
  hasUnusedKey: boolean;
  /** The process that is indexing right now, if any. */
  writer: { pid: number; since: string } | null;
}

/** One line of `doctor`. */
export interface Check {
  name: string;
  verdict: 'ok' | 'warning' | 'fault';
  detail: string;
  /** The next command or action; null when there is nothing to do. */
  next: string | null;
}

/** An article as indexed, with every place it was found in; the first is the version shown. */
export interface IndexedArticle extends Article {
  places: Place[];
}

/** Which quotes are looked for. */
export interface QuoteQuery {
  /** A name as people write it; case, accents, titles, initials and small slips are forgiven. */
  speaker?: string;
  /** The id of a speaker, which leaves no doubt. Not together with `speaker`. */
  speakerId?: string;
  /** Words or a question; the quotes that fit best by words and by meaning come first. Without it the newest come first. */
  about?: string;
  filters: Filters;
  /** The most quotes. */
  limit: number;
}

/** How a question is to be answered. What is about the language model has no effect where none is set. */
export interface AskOptions {
  /** The most sentences. */
  limit: number;
  /** The exchanges before, oldest first. */
  turns?: readonly Turn[];
  /** Whose budget of the language model it is. */
  userId?: string;
  /** Told whenever a sentence of the language model has passed the checks: all of them so far, in place of those before. */
  onDraft?: (draft: Draft) => void;
  /** Names the question in the log. */
  request?: string;
  /** Gives the answer up; `ask` rejects with its reason then. */
  signal?: AbortSignal;
}

/** Everything On Record does, without a face. All methods may be called at the same time. */
export interface App {
  /** Ranked passages, best first, at most `limit`; empty when nothing fits. Rejects with `INDEX_MISSING` before a reindex. */
  search(question: Question, options: { limit: number }): Promise<FoundPassage[]>;
  /**
   * An answer whose every sentence is cited, or an abstention. At most `limit` sentences. With `turns`, the exchanges before it
   * (oldest first), a question such as "and what did he say about sanctions?" is completed from them; `searched.question` then
   * says how it was understood.
   */
  ask(question: Question, options: AskOptions): Promise<Outcome>;
  /** What `ask` and `search` give for a question by itself, with the confidence and the times that stand behind it. */
  examine(question: Question, options: { limit: number }): Promise<Examination>;
  /**
   * How the language model is doing; null when none is set. Rejects with `PROMPT_INVALID` when a prompt has a fault, so it is worth
   * calling at a start.
   */
  languageModel(): Promise<LanguageModelState | null>;
  /**
   * What the first letters or words of an outlet's, author's or speaker's name may become: best first, then by number of articles
   * or quotes, at most `limit`; for an empty text the most frequent. Case and accents are forgiven, and slips in speakers' names.
   * Speakers are people and bodies, not those who are only described ("a spokesman"). What a reindex brings is known when it ends.
   */
  suggest(kind: 'outlet' | 'author' | 'speaker', text: string, limit: number): Promise<Suggestion[]>;
  /**
   * The days that a date as people write it stands for ("last week", "Nov 2024", "2025-03-04"), counted from the ISO day `today`;
   * undefined when it is none.
   */
  findDays(text: string, today: string): Promise<Days | undefined>;
  /** Rejects with `ARTICLE_NOT_FOUND` for an unknown id. */
  article(id: string): Promise<IndexedArticle>;
  /** All indexed articles by name, by id. Reads every article once: 0.1 s for some thousand. */
  listArticles(): Promise<ArticleName[]>;
  /** The speakers with a quote that the filters let through, most quotes first, and how many quotes have no speaker. */
  listSpeakers(filters: Filters): Promise<{ speakers: SpeakerSummary[]; unattributed: number }>;
  /** Quotes by speaker, by what they are about, or both. Finding none, several speakers or nobody of that name is a result. */
  findQuotes(query: QuoteQuery): Promise<QuoteSearch>;
  /** Every quote, by article id, then in the order of the article. */
  allQuotes(): AsyncIterable<FoundQuote>;
  /**
   * Whether the coverage has these words, and who said them. `by` is who is said to have said them. Rejects with
   * `QUOTATION_EMPTY` or `QUOTATION_TOO_LONG`.
   */
  verify(quotation: string, options: { by?: string }): Promise<Verification>;
  /** The sources in force, those of the setting first. */
  listSources(): Promise<SourceEntry[]>;
  /** The same for whoever looks after them: as they are written, with when each is due (ISO); null for files. */
  listSchedule(): Promise<{ source: string; nextTry: string | null }[]>;
  /** Adds a source for the next reindex; false when it is there already. Rejects when it cannot be a source. */
  addSource(source: string): Promise<boolean>;
  /** Removes an added source; its articles go at the next reindex. Rejects for a source that the setting names or nobody added. */
  removeSource(source: string): Promise<void>;
  /**
   * Brings the index up to date. Rejects with `INDEX_LOCKED` when another process is at it. Aborting ends the run early as a
   * report with `cancelled: true`. With `only`, looks at these sources alone and leaves what came from the others as it is; a run
   * that has to be a full one looks at all. With `wait`, begins when the other process has finished; who that is comes as a notice.
   */
  reindex(options: {
    full: boolean;
    only?: readonly string[];
    wait?: boolean;
    signal?: AbortSignal;
    onProgress?: (progress: Progress) => void;
  }): Promise<ReindexReport>;
  /**
   * Makes the generation before the last full reindex the live one; called again, it returns to the other. Rejects with
   * `INDEX_NO_FORMER` when there is none, and with `INDEX_LOCKED` while another process indexes.
   */
  rollback(): Promise<RollbackReport>;
  status(): Promise<Status>;
  doctor(): Promise<Check[]>;
  /**
   * What was asked and shown before. Opened at the first use; closed with the app. `forget` and `expire` also forget whose calls of the
   * language model were counted: a person's, and those before today.
   */
  readonly conversations: Omit<Conversations, 'close'>;
  /** New coverage, for those who watch for it. */
  readonly news: News;
  close(): Promise<void>;
}

/** What the outside world lends to the app; every part has a default. */
export interface AppOptions {
  /** The folder that relative paths in the settings count from. */
  cwd?: string;
  now?: () => Date;
  /** Milliseconds that only ever increase. */
  clock?: () => number;
  /** The embedder to use instead of the one that the settings ask for. */
  embedder?: () => Promise<Embedder>;
  /** Whether the app is there for more than one question: what takes long to be looked after in the index is, beside the answers. */
  stays?: boolean;
  /**
   * With `stays`: told when the graph on disk is damaged or lags behind so far that each search compares many vectors one by one, and nobody
   * writes to the index. `mendVectors` makes it anew; the app takes that over by itself.
   */
  onUnsettled?: () => void;
  /** Told about things that a user waits for and `onProgress` does not cover, such as the download of a model. */
  onNotice?: (line: string) => void;
  /** Told what the language model was asked and what became of it. Without one, only faults are told, as notices. */
  log?: Log;
  /** Told how long each part of the work on a question took. */
  onStage?: (stage: string, seconds: number) => void;
  /** Told what each call of the language model used. */
  onUsage?: (used: { inputTokens: number; outputTokens: number }) => void;
}

/** Makes the app for these settings. Nothing is opened or loaded before it is needed. */
export async function createApp(config: Config, options: AppOptions = {}): Promise<App> {
  const cwd = options.cwd ?? '.';
  const now = options.now ?? (() => new Date());
  const clock = options.clock ?? (() => performance.now());
  const { abstention } = config;
  const dataDir = resolve(cwd, config.dataDir);
  const onDownload = (progress: DownloadProgress): void => options.onNotice?.(renderDownload(progress));
  const graphs = lazily(loadGraphs);
  const embedder = lazily(async (): Promise<Embedder> => {
    if (options.embedder !== undefined) return options.embedder();
    const { createEmbedder } = await import('./adapters/embedding/create-embedder.js');
    const settings = { ...config, modelsDir: resolve(cwd, config.modelsDir) };
    return createEmbedder(settings, { onDownload });
  });
  const scorers = createPairScorers(config, { modelsDir: resolve(cwd, config.modelsDir), onDownload });
  const { stays = false, onNotice, onUnsettled } = options;
  const holder = createIndexHolder(dataDir, graphs.get, { stays, onNotice, onUnsettled });
  const names = createNameBooks();
  const sources = createSourceList(config.sources, dataDir, cwd);
  const kept = createLazyConversations(async () => {
    const { openConversations } = await import('./adapters/sqlite/conversations.js');
    return openConversations(conversationsFile(dataDir));
  });
  const conversations = withUsage(kept, dataDir, now);
  const news = createNews({
    index: holder.use,
    names,
    open: async () => (await import('./adapters/sqlite/watches.js')).openWatches(conversationsFile(dataDir)),
  });

  const { languageModel: settings } = config;
  const log = options.log ?? createNoticeLog(options.onNotice);
  let isTold = false;
  /** Whoever sets a key expects a language model; without its name nobody is asked, and that would go unnoticed. */
  const tellUnusedKey = (): void => {
    if (isTold || !hasUnusedKey(config)) return;
    isTold = true;
    log.warn({}, 'OPENAI_API_KEY is set and OPENAI_MODEL is not; answers are the articles’ own sentences');
  };
  const languageModel =
    settings === null
      ? null
      : lazily(() =>
          openLanguageModel({
            settings,
            server: config.openai,
            dataDir,
            prepareChecks: prepareIndexChecks,
            now,
            clock,
            log,
            onUsage: options.onUsage,
          }),
        );

  const searching = <Result>(
    work: (coverage: OpenIndex & { embedder: Embedder } & PairScorers) => Promise<Result>,
  ): Promise<Result> =>
    untilUnchanged(() =>
      holder.use(async (index) => {
        const ready = await embedder.get();
        requireSameModel(index.store.stamp, ready);
        return work(timeCoverage({ ...index, embedder: ready, ...scorers }, clock, options.onStage));
      }),
    );

  const listEntries = async (): Promise<SourceEntry[]> =>
    describeSources(
      await sources.list(),
      await holder.use(({ store }) => countBySource(store)).catch(ignoreMissing),
      config.watch,
      now(),
    );

  const findLanguageModel = async (): Promise<LanguageModelState | null> =>
    (await languageModel?.get())?.findState() ?? null;

  return {
    search: (question, { limit }) =>
      searching(async (coverage) =>
        (await retrieve(coverage, question, { count: limit, clock })).passages.map(toFoundPassage),
      ),
    ask: async (question, { limit, turns = [], userId = null, request, onDraft, signal }) => {
      tellUnusedKey();
      // A fault in a prompt is told whatever is asked.
      const model = nameInLog(await languageModel?.get(), request);
      return searching(async (coverage) => {
        const completed = await completeFromTurns(coverage.store, question, turns);
        if (model === undefined) return ask(coverage, completed, { limit, abstention, clock });
        return askModel(coverage, question, model, {
          limit,
          abstention,
          clock,
          userId,
          turns,
          completed,
          onDraft,
          signal,
        });
      });
    },
    examine: async (question, { limit }) => {
      const model = await languageModel?.get();
      const how = { limit, abstention, clock };
      return searching((coverage) =>
        examine(
          coverage,
          question,
          how,
          model === undefined
            ? { thresholds: answerThresholds, answer: (gathered) => answerFrom(coverage, gathered, how) }
            : {
                thresholds: modelThresholds,
                answer: (gathered) => answerByModel(coverage, gathered, model, { ...how, userId: null }),
              },
        ),
      );
    },
    languageModel: () => {
      tellUnusedKey();
      return findLanguageModel();
    },
    suggest: createSuggest({ index: holder.use, names }),
    findDays,
    conversations,
    news,
    ...createArticleDesk({ index: holder.use }),
    ...createQuoteDesk({ index: holder.use, searching, names }),
    listSources: async () => concealAll(await listEntries()),
    listSchedule: async () => (await listEntries()).map(({ source, nextTry }) => ({ source, nextTry })),
    addSource: sources.add,
    removeSource: sources.remove,
    rollback: async () => {
      const release = await becomeWriter(dataDir, { now });
      try {
        return await rollBack(dataDir);
      } finally {
        release();
      }
    },
    reindex: async ({ full, only, wait = false, signal, onProgress = () => undefined }) => {
      const onWait = wait ? (options.onNotice ?? (() => undefined)) : undefined;
      const release = await becomeWriter(dataDir, { now, onWait, signal });
      try {
        const speakerRules = await loadSpeakerRules(dataDir);
        const [{ locateSource }, { readArticles, readerVersion }] = await Promise.all([
          import('./ingest/locate.js'),
          import('./ingest/read/read-articles.js'),
        ]);
        const { limits } = config;
        const web = lazily(() => loadFetcher(limits));
        const fetcher: Fetcher = {
          fetch: async (...request) => (await web.get()).fetch(...request),
          close: () => web.close((loaded) => loaded.close()),
        };
        try {
          const report = await runReindex({
            dataDir,
            sources: (await sources.list()).map(({ source }) => source),
            only,
            full,
            embedder: await embedder.get(),
            graphs: await graphs.get(),
            pipeline: `${readerVersion}/${splitterVersion}/${embeddingTextVersion}/${quotesVersion}`,
            speakerRules,
            now,
            input: {
              budget: passageSize,
              locate: (source, memory, abort) =>
                locateSource(source, { fetcher, limits, cwd, memory, ...(abort && { signal: abort }) }),
              read: readArticles,
              readerVersion,
              clock,
            },
            onProgress,
            signal,
          });
          return { ...report, failures: concealAll(report.failures) };
        } finally {
          await fetcher.close();
        }
      } finally {
        release();
      }
    },
    status: async () => {
      const opened = await holder
        .use(async ({ generation, store, vectors }) => ({
          index: {
            generation,
            stamp: store.stamp,
            totals: await store.totals(),
            vectors: { kind: vectors.kind, count: vectors.size },
            bytes: await store.bytes(),
          },
          lastRun: (await store.findLastRun()) ?? null,
          failures: await store.listFailures(),
          counts: await countBySource(store),
        }))
        .catch(ignoreMissing);
      return {
        index: opened?.index ?? null,
        dataDir: config.dataDir,
        embeddingModel: config.embedding.model,
        lastRun: opened?.lastRun ?? null,
        failures: concealAll(opened?.failures ?? []),
        sources: concealAll(describeSources(await sources.list(), opened?.counts, config.watch, now())),
        languageModel: await findLanguageModel(),
        hasUnusedKey: hasUnusedKey(config),
        writer: await findWriter(dataDir),
      };
    },
    doctor: async () =>
      concealAll(
        await runChecks({
          config,
          dataDir,
          modelsDir: resolve(cwd, config.modelsDir),
          cwd,
          holder,
          embedder: embedder.get,
          scorers,
          graphs: graphs.get,
          sources,
        }),
      ),
    close: async () => {
      await news.close();
      await holder.close();
      await embedder.close((loaded) => loaded.close());
      await Promise.all([scorers.reranker?.close(), scorers.entailment?.close()]);
      await languageModel?.close((open) => open.close());
      await conversations.close();
    },
  };
}

/** What the model tells the log of this question is told with its name. */
function nameInLog<Model extends { log: Log }>(
  model: Model | undefined,
  request: string | undefined,
): Model | undefined {
  return model === undefined || request === undefined ? model : { ...model, log: model.log.child({ request }) };
}

/** Loaded at the first page only: a coverage of files does without. */
async function loadFetcher(limits: Config['limits']): Promise<Fetcher> {
  const { createFetcher } = await import('./adapters/fetch.js');
  return createFetcher({
    pageBytes: limits.pageBytes,
    timeoutMs: limits.pageTimeoutMs,
    redirects: limits.redirects,
    privateAddresses: limits.privateAddresses,
    userAgent: 'OnRecord/0.1 (news coverage index)',
  });
}

function renderDownload({ model, file, receivedBytes, totalBytes }: DownloadProgress): string {
  const megabytes = (bytes: number): string => (bytes / 1024 ** 2).toFixed(1);
  const of = totalBytes === null ? '' : ` of ${megabytes(totalBytes)}`;
  return `Downloading ${model}: ${file}, ${megabytes(receivedBytes)}${of} MB`;
}

/** Made at the first call and kept; a failed start is forgotten, so that the next call tries again. */
function lazily<Value>(make: () => Promise<Value>) {
  let made: Promise<Value> | undefined;
  return {
    get: (): Promise<Value> =>
      (made ??= make().catch((error: unknown) => {
        made = undefined;
        throw error;
      })),
    close: async (end: (value: Value) => Promise<void>): Promise<void> => {
      const value = await made?.catch(() => undefined);
      made = undefined;
      if (value !== undefined) await end(value);
    },
  };
}

function requireSameModel(stamp: IndexStamp, embedder: Embedder): void {
  if (stamp.embeddingModel === embedder.model && stamp.dimensions === embedder.dimensions) return;
  throw new AppError(
    'MODEL_CHANGED',
    `Expected the embedding model ${stamp.embeddingModel}, which the index was made with, got ${embedder.model}`,
    { hint: 'Run "npm run -s onrecord -- reindex" to index anew with it, or set the former model again.' },
  );
}

/** "Nothing indexed yet" is a state to show, not a failure, where the index is only described. */
function ignoreMissing(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'INDEX_MISSING') return undefined;
  throw error;
}
