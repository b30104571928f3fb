/** What narrows a question to a part of the coverage. Dates are ISO days, both included. */
export interface Filters {
  outlet?: string;
  author?: string;
  since?: string;
  until?: string;
}

/** A question as it arrives. */
export interface Question {
  text: string;
  filters: Filters;
  /** ISO day the question is asked on; "last week" counts from here. */
  askedOn: string;
}

/** A passage that was found, with what a reader needs to know where it is from. */
export interface FoundPassage {
  articleId: string;
  url: string | null;
  title: string;
  outlet: string | null;
  authors: string[];
  publishedAt: string | null;
  /** `article.body.slice(start, end)`. */
  text: string;
  start: number;
  end: number;
  /** Fused relevance in 0..1, comparable within one search only. */
  score: number;
}

/** A numbered pointer from a sentence of an answer to an exact span of an article: `body.slice(start, end) === quote`. */
export interface Citation {
  /** From 1, in order of first use. */
  n: number;
  articleId: string;
  url: string | null;
  title: string;
  outlet: string | null;
  authors: string[];
  publishedAt: string | null;
  quote: string;
  start: number;
  end: number;
}

/** One sentence of an answer and the numbers of the citations that support it; never without one. */
export interface AnswerSentence {
  text: string;
  citations: number[];
}

/** What was searched, so that a reader can judge an answer or an abstention. */
export interface Searched {
  /** The question as it was searched for. */
  question: string;
  /** The filters in force, given or understood from the question. */
  filters: Filters;
  /** Articles that the filters let through. */
  articles: number;
  /** The newest publication date among them; null when none is dated. */
  newest: string | null;
}

/** A headline offered where no answer was found. It is not a citation. */
export interface Related {
  articleId: string;
  url: string | null;
  title: string;
  outlet: string | null;
  publishedAt: string | null;
}

/** A sentence that the checks did not let through, and why. Long texts are cut, with an ellipsis at their end. */
export interface RemovedSentence {
  text: string;
  /** Code and detail in one, for people. */
  reason: string;
  /** Stable, for programs; the README lists them. */
  code: string;
  /** What exactly was not found: a number, a name, the words of a quotation. May be empty. */
  detail: string;
}

/** How many sentences were removed for which kind of reason, without their words: what is before the colon of each reason. */
export function countReasons(removed: readonly RemovedSentence[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of removed) {
    const kind = reason.split(':')[0]!;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** What may come with an outcome where a language model is set up. */
interface Remarks {
  /** A sentence for the reader: that the language model was not to be had, that it was cut short, what the coverage does not say. */
  note?: string;
  /** When what the note tells of is over, ISO 8601 in UTC; absent where nobody knows. */
  until?: string;
  /** What the language model wrote and the checks did not let through; absent when nothing was removed. */
  removed?: RemovedSentence[];
}

/** What a question gets. An abstention has no sentences and no citations, and says why in `reason`. */
export type Outcome =
  | ({
      outcome: 'answer';
      mode: 'extractive' | 'model';
      sentences: AnswerSentence[];
      citations: Citation[];
      searched: Searched;
    } & Remarks)
  | ({
      outcome: 'abstention';
      mode: 'extractive' | 'model';
      sentences: [];
      citations: [];
      searched: Searched;
      reason: string;
      related: Related[];
    } & Remarks);
