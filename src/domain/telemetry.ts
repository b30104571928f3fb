/** What a person asked for. */
export type Asking = 'ask' | 'search' | 'quotes' | 'verify';

/** How far a run of indexing is. */
export interface RunProgress {
  phase: string;
  done: number;
  /** Null while it is not known. */
  total: number | null;
  /** Passages that got a vector in a second; null before there is a measure. */
  ratePerSecond: number | null;
  secondsLeft: number | null;
  failures: number;
}

/** Where the program tells its operator in figures what it does. Every method takes microseconds and never throws. */
export interface Telemetry {
  /** A question was answered. `outcome` is what it got, or the code of the error it ended with; `mode` is empty where there is none. */
  question(asking: Asking, outcome: string, mode: string, seconds: number): void;
  /** A part of the work on a question was done. */
  stage(stage: string, seconds: number): void;
  /** A run of indexing is under way; null once it is not. */
  progress(progress: RunProgress | null): void;
  /** A run of indexing ended: `done`, `cancelled`, or the code of the error it ended with. */
  run(end: string, seconds: number): void;
  /** A language model read or wrote this many tokens. */
  tokens(direction: 'read' | 'written', count: number): void;
}

/** What is looked up whenever figures are asked for. */
export interface Gauges {
  /** Null when there is no index. Times are ISO 8601. */
  index: { articles: number; passages: number; bytes: number; updatedAt: string | null } | null;
  sources: readonly {
    source: string;
    articles: number;
    failures: number;
    failedTries: number;
    lastSuccess: string | null;
  }[];
  /** The process that indexes, be it this one or another; null when none does. */
  writer: { pid: number; since: string } | null;
  /** Undefined where no language model is set. `cost` is in the unit that prices are given in. */
  languageModel?: { isAsked: boolean; spent: { tokens: number; cost: number } | null };
  /** Undefined where no bot runs. */
  gateway?: 'ready' | 'connecting';
}

/** Figures for a program that collects them. */
export interface Metrics {
  contentType: string;
  /** Never rejects: what cannot be looked up is left out. */
  render(): Promise<string>;
}
