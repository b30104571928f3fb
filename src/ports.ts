import type { Article, Passage, Place } from './domain/article.js';
import type { Filters } from './domain/answer.js';
import type { Exchange, Forgotten, Rating } from './domain/conversation.js';
import type { ArticleQuote, ArticleSpeaker, Speaker } from './domain/quote.js';
import type { NewWatch, Watch } from './domain/watch.js';

/**
 * Turns texts into vectors. Two embedders with the same `model` give the same vector for the same text and kind; vectors of
 * different models are never compared.
 */
export interface Embedder {
  /** Name and revision of the model; what vectors are cached and an index is stamped with. */
  readonly model: string;
  readonly dimensions: number;
  /** Tokens of one text that reach the model, its own special tokens included; what is beyond is cut off. */
  readonly maxTokens: number;
  /** The most texts that one call to `embed` takes. */
  readonly maxBatch: number;
  /** Whether `countTokens` is the model's own count or an estimate that errs on the high side. */
  readonly tokenCount: 'exact' | 'estimate';
  /** Tokens of `text` without special tokens. */
  countTokens(text: string): number;
  /**
   * One vector of unit length per text, in order; an empty text has a vector too. `kind` matters to models that were trained
   * with different prefixes for questions and passages. Rejects with `EMBEDDING_FAILED` and no partial result, or with the
   * signal's reason when aborted.
   */
  embed(texts: readonly string[], kind: 'query' | 'passage', signal?: AbortSignal): Promise<Float32Array[]>;
  /** Frees the model. Afterwards `embed` rejects. May be called twice. */
  close(): Promise<void>;
}

/**
 * Reads a query together with each of several texts and says how well they go together, by what it was made for: how much a passage
 * answers a question, or whether words say what a sentence states.
 */
export interface PairScorer {
  /** Name and revision of the model. */
  readonly model: string;
  /**
   * One number in 0..1 for each text, in order; a text has the same number alone as among others. What is beyond the model's length is
   * cut from the text; from the query only where that alone would leave the text hardly any room. Rejects with `SCORING_FAILED` and no partial result, or with the signal's reason when
   * aborted. Every text costs about as much as embedding it and the query would.
   */
  score(query: string, texts: readonly string[], signal?: AbortSignal): Promise<number[]>;
  /** Frees the model. Afterwards `score` rejects. May be called twice. */
  close(): Promise<void>;
}

/** A vector that was found: `score` is the cosine, in -1..1. */
export interface VectorHit {
  id: number;
  score: number;
}

/** Vectors of unit length under integer ids, searched by cosine. Lives in memory; synchronous. */
export interface VectorGraph {
  /** `exact` compares with every vector; `approximate` may miss a few. */
  readonly kind: 'exact' | 'approximate';
  readonly dimensions: number;
  readonly size: number;
  /** Adds a vector, or replaces the one under this id. */
  add(id: number, vector: Float32Array): void;
  /** Removes a vector; an unknown id is no error. */
  remove(id: number): void;
  /** Up to `count` hits among the ids that `accept` lets through, best first, equal scores by id. */
  nearest(vector: Float32Array, count: number, accept?: (id: number) => boolean): VectorHit[];
}

/** Makes and loads vector graphs of one kind. */
export interface VectorGraphFactory {
  readonly kind: VectorGraph['kind'];
  create(dimensions: number, expectedSize: number): VectorGraph;
  /** Writes a graph of this factory to a file that `load` takes; complete once the promise resolves. */
  save(graph: VectorGraph, file: string): Promise<void>;
  /** Rejects with `INDEX_CORRUPT` when the file cannot be such a snapshot. */
  load(file: string, dimensions: number): Promise<VectorGraph>;
}

/** What an index was made with. A difference to what is set asks for a full reindex. */
export interface IndexStamp {
  schemaVersion: number;
  embeddingModel: string;
  dimensions: number;
  /** Names the rules of cleaning and splitting; changes when passages of the same file would come out differently. */
  pipeline: string;
  createdAt: string;
}

/** One passage as a store keeps it. */
export interface StoredPassage extends Passage {
  /** Increases with every passage stored and is never used again. */
  id: number;
}

/** A passage to be stored with its vector. */
export interface EmbeddedPassage {
  ordinal: number;
  start: number;
  end: number;
  /** SHA-256 of the text that was embedded. */
  textHash: string;
  vector: Float32Array;
}

/** All that is written for one article, in one transaction. */
export interface ArticleRecord {
  article: Article;
  contentHash: string;
  /** MinHash bands of the body; two articles that share one are candidates for being the same. */
  bands: readonly string[];
  passages: readonly EmbeddedPassage[];
  /** Where the shown version was found. */
  place: Place;
  /** In the order of the article. */
  quotes: readonly ArticleQuote[];
  /** Those that the quotes point to; `speakers[i].key` is i. */
  speakers: readonly ArticleSpeaker[];
}

/** A quote as a store keeps it, with its article. */
export interface StoredQuote extends Omit<ArticleQuote, 'speaker'> {
  /** The article's id, `#`, and the quote's number in the article from 1. */
  id: string;
  article: Article;
  /**
   * Null when the article does not show who spoke. Until `putSpeakers` has been called after the article, the speaker as the
   * article alone shows him, under the id `<article id>:<key>`.
   */
  speaker: Speaker | null;
}

/** Which quotes are meant: those of any of these speakers, when given, in articles that the filters let through. */
export interface QuoteChoice {
  speakers?: readonly string[];
  filters: Filters;
}

/** How much there is of a speaker. */
export interface QuoteCount {
  /** Null for quotes of which the article does not show who spoke, and for those whose speaker is not resolved yet. */
  speakerId: string | null;
  direct: number;
  partial: number;
  articles: number;
  /** The newest day; null when none is dated. */
  newest: string | null;
}

/** What an article is known again by when it comes back under another id. */
export interface ArticleTraces {
  id: string;
  urls: string[];
  bands: string[];
}

/** What a store remembers of a file, so that an unchanged one is not read again. */
export interface KnownDocument {
  source: string;
  /** The file or URL, without a record's line. */
  document: string;
  /** Empty while the document counts as unread: something of it has been stored, or an article of it has changed elsewhere. */
  fingerprint: string;
  /** Of the answer that a page was read from; of use as long as there is a fingerprint. */
  validators?: Validators;
}

/** What a server said to know a version of a page by, for the question whether it has changed. */
export interface Validators {
  etag: string | null;
  lastModified: string | null;
}

/** How trying to read a source has gone. Times are ISO 8601 in UTC. */
export interface SourceState {
  source: string;
  /** Null before the first try. */
  lastTry: string | null;
  /** When it was last reached; null when it never was. */
  lastSuccess: string | null;
  /** Tries since then, or since ever, in which it was not reached. */
  failedTries: number;
  /** The feed as it was last read whole, with every item of it: null when it is none, or something of it is missing. */
  feed: { address: string; validators: Validators } | null;
}

/** Something that could not be indexed; kept until it can, or until its source no longer has it. */
export interface Failure {
  source: string;
  location: string;
  code: string;
  message: string;
  at: string;
}

/** The counts of one run. */
export interface RunCounts {
  added: number;
  changed: number;
  unchanged: number;
  removed: number;
  duplicates: number;
  failed: number;
  embedded: number;
}

/** One finished run of `reindex`. */
export interface Run {
  mode: 'changed' | 'full';
  startedAt: string;
  finishedAt: string;
  counts: RunCounts;
}

/** Totals of an index. */
export interface StoreTotals {
  articles: number;
  passages: number;
  outlets: number;
  oldest: string | null;
  newest: string | null;
}

/** A lexical hit: BM25 as a positive number, larger is better; comparable within one query only. */
export interface LexicalHit {
  id: number;
  score: number;
}

/** A change of the set of vectors, in the order in which it happened. */
export interface VectorChange {
  seq: number;
  id: number;
  /** Null when the passage was removed. */
  vector: Float32Array | null;
}

/**
 * The rows of one generation: articles, passages with vectors, the lexical index, quotes,
 * speakers, places, failures, runs. Every method that
 * writes is one transaction and durable when its promise resolves; readers in other processes see it whole or not at all.
 */
export interface Store {
  readonly stamp: IndexStamp;

  findArticle(id: string): Promise<Article | undefined>;
  findArticleByUrl(url: string): Promise<Article | undefined>;
  findContentHash(id: string): Promise<string | undefined>;
  /** Ids of articles that share a band, in ascending order, without repeats. */
  findByBands(bands: readonly string[]): Promise<string[]>;
  /** Places of an article, that of the shown version first. Empty for an unknown id. */
  listPlaces(articleId: string): Promise<Place[]>;
  /** Ids of articles, ascending, after `after`; from the first when it is null. Reads no article. */
  listArticleIds(after: string | null, count: number): Promise<string[]>;
  /** What these articles are known by besides their ids: the URLs of all places, and the bands; unknown ids are left out. */
  listTraces(articleIds: readonly string[]): Promise<ArticleTraces[]>;
  /** The vector cached for this text under the store's model. */
  findVector(textHash: string): Promise<Float32Array | undefined>;

  /**
   * Inserts the article or replaces it whole, with `place` as the place of the shown version. Its other places are kept, but all
   * its documents count as unread: only reading them tells whether they still hold the same article.
   */
  putArticle(record: ArticleRecord): Promise<void>;
  /**
   * Records a further place of a stored article; one in the same document is replaced. The shown version stays; the document
   * counts as unread until `putDocument`.
   */
  putPlace(articleId: string, place: Place): Promise<void>;

  listDocuments(): Promise<KnownDocument[]>;
  /** Ids of the articles that have a place in a document. */
  listArticlesOf(document: string): Promise<string[]>;
  /**
   * Ends the reading of a document: the articles in `keep` are what it holds now, and its places of other articles go. An
   * article without a place left is removed. One whose shown version was in such a place stays as it is under the next of its
   * places, so that nothing is lost if that cannot be read; the documents of its places are returned and count as unread,
   * because only reading them again tells what to show now.
   */
  putDocument(document: KnownDocument, keep: ReadonlySet<string>): Promise<{ removed: number; reread: string[] }>;
  /** Forgets a document with all its places, in the same way. */
  removeDocument(document: string): Promise<{ removed: number; reread: string[] }>;

  /** The states of sources, by source. */
  listSourceStates(): Promise<SourceState[]>;
  /** Keeps the state of a source, or replaces it. */
  putSourceState(state: SourceState): Promise<void>;
  /** Forgets the states of all sources but these. */
  keepSourceStates(sources: readonly string[]): Promise<void>;

  listFailures(): Promise<Failure[]>;
  /** Replaces all failures by these. */
  putFailures(failures: readonly Failure[]): Promise<void>;
  putRun(run: Run): Promise<void>;
  findLastRun(): Promise<Run | undefined>;

  totals(): Promise<StoreTotals>;
  /** Articles by the source of their shown version. */
  countBySource(): Promise<{ source: string; articles: number }[]>;
  /** Outlets with their number of articles, most first. */
  listOutlets(): Promise<{ outlet: string; articles: number }[]>;
  /** Authors with their number of articles, most first. */
  listAuthors(): Promise<{ author: string; articles: number }[]>;
  /** How many articles the filters let through, and the newest date among them. Undated articles fail a date filter. */
  countMatching(filters: Filters): Promise<{ articles: number; newest: string | null }>;
  /** Ids of passages that the filters let through; null when the filters let everything through. */
  matchingPassages(filters: Filters): Promise<ReadonlySet<number> | null>;

  /**
   * BM25 over headline and passage text, the headline's share multiplied by `headlineWeight`. `terms` are alternatives, each a
   * word or a phrase of words; they are data and never syntax. Best first, equal scores by id; empty when nothing matches.
   */
  lexicalSearch(
    terms: readonly string[],
    options: { count: number; filters: Filters; headlineWeight: number },
  ): Promise<LexicalHit[]>;
  /** In how many passages each term occurs, in the order of `terms`. */
  passageFrequencies(terms: readonly string[]): Promise<number[]>;
  /** The passages with these ids and their articles' details, in the order of `ids`; unknown ids are left out. */
  getPassages(ids: readonly number[]): Promise<(StoredPassage & { article: Omit<Article, 'body'> })[]>;
  /** The vectors of these passages; unknown ids are left out. */
  getVectors(ids: readonly number[]): Promise<Map<number, Float32Array>>;
  /** The speakers of every article that has some, by article id, in the order of their keys. */
  listArticleSpeakers(): Promise<{ articleId: string; speakers: ArticleSpeaker[] }[]>;
  /**
   * Replaces all speakers by these, and says for each article's speakers, in the order of their keys, which they are. `rules`
   * names what they were resolved by.
   */
  putSpeakers(
    speakers: readonly Speaker[],
    idsOf: (articleId: string) => readonly string[],
    rules: string,
  ): Promise<void>;
  /** The `rules` of the last `putSpeakers`; undefined before it, and as soon as an article was stored or removed after it. */
  findSpeakerRules(): Promise<string | undefined>;
  /**
   * Another text after every `putSpeakers`, by whomever, so that what is made from names can be kept until then. Takes microseconds.
   */
  speakersMark(): Promise<string>;
  /** All speakers, by id. */
  listSpeakers(): Promise<Speaker[]>;
  /** The number of quotes of each speaker that has one in the choice, most first, equal numbers by id. */
  countQuotes(choice: QuoteChoice): Promise<QuoteCount[]>;
  /** The newest quotes, those of one article in its order; undated ones last. */
  newestQuotes(choice: QuoteChoice, count: number): Promise<StoredQuote[]>;
  /** BM25 over the words of quotes, best first. `terms` as for `lexicalSearch`; empty when nothing matches. */
  searchQuotes(terms: readonly string[], choice: QuoteChoice, count: number): Promise<StoredQuote[]>;
  /** Ids of the passages that a quote of the choice begins in. */
  passagesWithQuotes(choice: QuoteChoice): Promise<ReadonlySet<number>>;
  /** The quotes of the choice that begin in these passages, with the passage, in the order of `ids`, then of the article. */
  quotesInPassages(ids: readonly number[], choice: QuoteChoice): Promise<{ passageId: number; quote: StoredQuote }[]>;
  /** The quotes of these articles, by article in the order of `articleIds`, then in the order of the article. */
  quotesOf(articleIds: readonly string[]): Promise<StoredQuote[]>;
  /** Ids of articles that have quotes, ascending, after `after`; from the first when it is null. */
  listQuotedArticles(after: string | null, count: number): Promise<string[]>;
  /** The bytes that the generation takes on disk. */
  bytes(): Promise<number>;
  /** The last sequence number that `vectorChanges` would give; 0 for an empty store. */
  lastSequence(): Promise<number>;
  /** The changes after `seq`, in order. A removal may name a passage that was added after `seq` as well. */
  vectorChanges(seq: number): AsyncIterable<VectorChange>;

  /** Faults that a look through the whole file finds; empty when it is sound. Reads everything. */
  check(): Promise<string[]>;
  /** Ends a run of writes: what is at rest can from now on be told from what was damaged. Reads everything. */
  seal(): Promise<void>;
  close(): Promise<void>;
}

/** One message of what a language model is asked. */
export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** What a language model is asked to write. */
export interface GenerateRequest {
  messages: readonly ChatMessage[];
  /** The most tokens of the answer, its reasoning included. */
  maxTokens: number;
  /** For the whole call with its retries. */
  timeoutMs: number;
  signal?: AbortSignal;
  /** What the call is a part of, by its identity: where failures are counted, those of one task count as one. */
  task?: object;
}

/** Tokens that were counted for one call. `isEstimate`: the server did not say, or the call was broken off before it could. */
export interface TokenUsage {
  inputTokens: number;
  outputTokens: number;
  isEstimate: boolean;
}

/** A part of what a language model writes. */
export type Generated =
  | { kind: 'text'; text: string }
  /** What came before was no part of the answer, but the model's reasoning. */
  | { kind: 'restart' }
  /** The last part. `cut`: the answer ran into `maxTokens`. `usage` is null when the server does not count. */
  | { kind: 'end'; reason: 'done' | 'cut'; usage: Omit<TokenUsage, 'isEstimate'> | null };

/** Writes text, as it comes. */
export interface Generator {
  /** Name and server of the model; what answers are cached by. */
  readonly model: string;
  /** Tokens that prompt and answer may have together. */
  readonly contextTokens: number;
  /** Tokens of `text`, estimated on the high side. */
  countTokens(text: string): number;
  /**
   * Texts in order, none of them empty, then one `end`; at least one text comes before it. What fails before the first text is tried
   * again as long as that may help. Rejects with
   * `GENERATOR_UNAVAILABLE` (no answer in time, too many requests, a server in trouble), `GENERATOR_REFUSED` (the key, the
   * model or the quota; asking again is in vain), `CONTEXT_TOO_LONG`, `GENERATION_FAILED` (an empty, unreadable or broken-off answer), or with the
   * signal's reason when aborted. Ending the iteration early ends the request.
   */
  generate(request: GenerateRequest): AsyncIterable<Generated>;
  /** Ends what is under way. Afterwards `generate` rejects. May be called twice. */
  close(): Promise<void>;
}

/** Tokens and what they cost. */
export interface Spending {
  tokens: number;
  /** In the unit that prices are given in. */
  cost: number;
}

/** What may be spent in a day; null is no limit. */
export interface SpendingLimits {
  everyone: { tokens: number | null; cost: number | null };
  user: { tokens: number | null; cost: number | null };
}

/** Tokens set aside for a call before it is made, so that calls at the same time do not pass a limit together. */
export interface Reservation {
  /** Replaces what was set aside by what was used; nothing at all for a call that was never answered. */
  settle(used: { inputTokens: number; outputTokens: number }): Promise<void>;
}

/** Keeps count of what the language model uses, by UTC day, over restarts and for several processes. */
export interface UsageLedger {
  /**
   * Sets tokens aside when no limit is passed with them; otherwise says whose limit stands in the way. Reservations that are never
   * settled count as used.
   */
  reserve(
    call: { day: string; userId: string | null; inputTokens: number; outputTokens: number },
    limits: SpendingLimits,
  ): Promise<{ reservation: Reservation } | { overLimitOf: 'everyone' | 'user' }>;
  /** What was used on a day by everyone, what is set aside included. */
  spent(day: string): Promise<Spending>;
  /** Forgets whose calls a person's were, so that no limit of hers counts them any more; everyone's do. Resolves with how many. */
  forget(userId: string): Promise<number>;
  /** Forgets whose the calls of the days before this one were; resolves with how many. */
  forgetBefore(day: string): Promise<number>;
  close(): Promise<void>;
}

/** A page or feed as fetched. */
export interface Fetched {
  /** The address after redirects. */
  url: string;
  contentType: string | null;
  /** Empty when `isUnchanged`. */
  bytes: Uint8Array;
  /** What the next request for it can be made conditional with; null when the server gives nothing for that. */
  validators: Validators | null;
  /** Whether the server said that the page is still the one that the given validators describe. */
  isUnchanged: boolean;
}

/** Gets pages and feeds over HTTP within limits of size, time, redirects and addresses. */
export interface Fetcher {
  /**
   * With `known`, asks only for what has changed since. Rejects with `ADDRESS_REFUSED`, `HTTP_TIMEOUT`, `FILE_TOO_LARGE` or `HTTP_FAILED`; for the last one, `cause` holds
   * `{ status }` when a server answered.
   */
  fetch(url: string, signal?: AbortSignal, known?: Validators): Promise<Fetched>;
  close(): Promise<void>;
}

/** Told while a run of `reindex` goes on. */
export interface Progress {
  phase: 'reading' | 'embedding' | 'saving' | 'checking';
  done: number;
  /** Null while it is not known. */
  total: number | null;
  /** Texts a second over the last while; null before there is a measure. */
  ratePerSecond: number | null;
  secondsLeft: number | null;
  failures: number;
}

/**
 * What was asked and shown, by whom, for a limited time. Nothing of the index lives here, so a reindex does not touch it. Every
 * method that writes is one transaction and durable when its promise resolves. Several processes may use one file.
 */
export interface Conversations {
  /** Keeps an exchange, or replaces the one with its id. It follows nothing when what it follows is kept no longer. */
  saveExchange(exchange: Exchange): Promise<void>;
  findExchange(id: string): Promise<Exchange | undefined>;
  /** Says which message shows an exchange; a message shows one at most. Nothing happens when the exchange is kept no longer. */
  saveMessage(messageId: string, exchangeId: string): Promise<void>;
  findByMessage(messageId: string): Promise<Exchange | undefined>;
  /** The newest exchange of a channel or thread that is not private. */
  findLatest(channelId: string): Promise<Exchange | undefined>;
  /** The exchange and those it follows, oldest first, at most `count`; empty for an unknown id. */
  listExchanges(id: string, count: number): Promise<Exchange[]>;
  /**
   * Keeps what somebody thinks of an answer; a later rating of the same person replaces it. Nothing happens when the exchange is
   * kept no longer.
   */
  saveRating(rating: Rating): Promise<void>;
  /** How often answers were found good and bad. */
  countRatings(): Promise<{ good: number; bad: number }>;
  /**
   * Removes all that is stored of a person: exchanges with their messages and everybody's ratings of them, and the person's own
   * ratings, which are counted. What others asked after such an exchange stays, and follows nothing then.
   */
  forget(userId: string): Promise<Forgotten>;
  /**
   * Removes exchanges from before this ISO time, with their messages and ratings; resolves with how many. What followed them
   * follows nothing then.
   */
  expire(before: string): Promise<number>;
  /** A value kept under a name, such as what was last registered with Discord. */
  findNote(name: string): Promise<string | undefined>;
  saveNote(name: string, value: string): Promise<void>;
  close(): Promise<void>;
}

/** An article that a watch has matched, and is to tell of. */
export interface PendingArticle {
  articleId: string;
  url: string | null;
  publishedAt: string | null;
}

/**
 * Who wants to hear of new coverage, and what of it has been seen. Nothing of the index lives here, so that it is the same after a full
 * reindex. Every method that writes is one transaction and durable when its promise resolves. What was seen is forgotten with the last watch.
 */
export interface Watches {
  add(watch: NewWatch): Promise<Watch>;
  /** All, or those of a server, in the order in which they were set. */
  list(guildId?: string): Promise<Watch[]>;
  /** Removes the watches that fit all that is given, with what they were to tell of; resolves with how many. */
  remove(which: { id?: number; guildId?: string; channelId?: string }): Promise<number>;
  /** Those of the ids that were not seen yet, in their order. */
  listUnseen(articleIds: readonly string[]): Promise<string[]>;
  /**
   * Marks articles as seen, and keeps each for the watches that it matches, which are left out when they are gone. One is kept for none
   * when it was seen already: under its id, one of its URLs, or with nearly the same body.
   */
  see(articles: readonly (ArticleTraces & { watchIds: readonly number[]; pending: PendingArticle })[]): Promise<void>;
  /**
   * Watches with something to tell, whose retry has come, by id; also those whose retry lies further ahead than `longestRetryMs`, since the
   * clock must have been set back.
   */
  listDue(now: string): Promise<Watch[]>;
  /**
   * Takes all that a watch has to tell, newest first, undated last, under the time `now`; what was taken before and never settled comes
   * alone, under its own time. Undefined when there is nothing.
   */
  take(id: number, now: string): Promise<{ watch: Watch; takenAt: string; pending: PendingArticle[] } | undefined>;
  /** Ends what was taken: the watch has told of it, and has no trouble. */
  settle(id: number, takenAt: string): Promise<void>;
  /** Notes why a watch could not tell; with `takenAt`, what was taken then is surely unsent, and comes with the next. */
  postpone(id: number, trouble: NonNullable<Watch['trouble']>, takenAt: string | null): Promise<void>;
  close(): Promise<void>;
}
