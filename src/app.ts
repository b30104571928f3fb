import type { Article, Place } from './domain/article.js';
import type { FoundPassage, Outcome, Question } from './domain/answer.js';
import type { Failure, IndexStamp, Progress, Run, RunCounts, StoreTotals } from './ports.js';

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

/** One place that articles come from, and where it was named. */
export interface SourceEntry {
  source: string;
  /** `setting`: named by ONRECORD_SOURCES; `added`: added by `sources add`. */
  origin: 'setting' | 'added';
  /** Articles whose shown version comes from here; 0 before a reindex. */
  articles: number;
  failures: number;
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

/** Everything On Record does, without a face. All methods may be called at the same time. */
export interface App {
  /** Ranked passages, best first, at most `limit`; empty when nothing fits. Rejects with `INDEX_MISSING` before a reindex. */
  search(question: Question, options: { limit: number }): Promise<FoundPassage[]>;
  /** An answer whose every sentence is cited, or an abstention. At most `limit` sentences. */
  ask(question: Question, options: { limit: number }): Promise<Outcome>;
  /** Rejects with `ARTICLE_NOT_FOUND` for an unknown id. */
  article(id: string): Promise<IndexedArticle>;
  /** The sources in force, those of the setting first. */
  listSources(): Promise<SourceEntry[]>;
  /** Adds a source for the next reindex; false when it is there already. Rejects when it cannot be a source. */
  addSource(source: string): Promise<boolean>;
  /** Removes an added source; its articles go at the next reindex. Rejects for a source that the setting names or nobody added. */
  removeSource(source: string): Promise<void>;
  /**
   * Brings the index up to date. Rejects with `INDEX_LOCKED` when another process is at it. Aborting ends the run early as a
   * report with `cancelled: true`.
   */
  reindex(options: {
    full: boolean;
    signal?: AbortSignal;
    onProgress?: (progress: Progress) => void;
  }): Promise<ReindexReport>;
  status(): Promise<Status>;
  doctor(): Promise<Check[]>;
  close(): Promise<void>;
}
