import type { Citation, FoundPassage } from '../domain/answer.js';
import { stages, type Abstention, type Examination, type Stage } from '../domain/examination.js';
import type { EvaluationCase } from './cases.js';

/** Passages and articles are looked at down to this rank. */
export const depth = 10;

/** A passage that a question found, and what it is worth. */
export interface JudgedPassage {
  articleId: string;
  title: string;
  text: string;
  score: number;
  /** Whether its article is one of those that answer the question. */
  isOfArticle: boolean;
  /** Whether it says a fact that an answer must say, and is of such an article. */
  isRelevant: boolean;
}

/** What one question got, judged by what its case expects. */
export interface CaseResult {
  case: EvaluationCase;
  outcome: 'answer' | 'abstention';
  reason: string | undefined;
  confidence: number;
  thresholds: Record<Abstention, number>;
  /** The answer that the passages make, whether or not it was given. */
  answer: string;
  /** Whether that answer says every fact; without facts, whether it cites one of the articles. False when it must be refused. */
  isRight: boolean;
  /** The first `depth` passages. */
  passages: JudgedPassage[];
  /** Ranks from 1 of the first relevant passage and the first of the articles; 0 when it is not among the first `depth`. */
  passageRank: number;
  articleRank: number;
  /** Of the first `depth` different articles, which are among those of the case. */
  articleHits: boolean[];
  /** Those of the case's articles of which no passage is among the first `depth`. */
  missed: string[];
  /** Different articles and outlets among the first `depth` passages. */
  articles: number;
  outlets: number;
  citations: number;
  /** Citations whose quotation is the article's text at its offsets, byte for byte. */
  verbatim: number;
  sentences: number;
  /** Sentences of a given answer without a citation. */
  uncited: number;
  timesMs: Record<Stage, number>;
}

/** Judges what a question got. `bodyOf` gives the body of a cited article. Pure but for that. */
export async function judge(
  evaluated: EvaluationCase,
  examination: Examination,
  bodyOf: (articleId: string) => Promise<string>,
): Promise<CaseResult> {
  const { outcome, best, confidence, thresholds } = examination;
  const passages = examination.passages.map((passage) => judgePassage(evaluated, passage));
  const firstArticles = new Map(passages.map((passage) => [passage.articleId, passage.isOfArticle]));
  const articleHits = [...firstArticles.values()].slice(0, depth);
  const first = passages.slice(0, depth);
  const found = examination.passages.slice(0, depth);
  const text = best.sentences.map((sentence) => sentence.text).join(' ');
  return {
    case: evaluated,
    outcome: outcome.outcome,
    reason: outcome.outcome === 'abstention' ? outcome.reason : undefined,
    confidence,
    thresholds,
    answer: text,
    isRight: isRight(evaluated, text, best.citations),
    passages: first,
    passageRank: first.findIndex((passage) => passage.isRelevant) + 1,
    articleRank: articleHits.indexOf(true) + 1,
    articleHits,
    missed: evaluated.articles.filter((reference) => !found.some((passage) => isReferenceTo(reference, passage))),
    articles: new Set(first.map(({ articleId }) => articleId)).size,
    outlets: new Set(found.map(({ outlet }) => outlet)).size,
    ...(await checkCitations(outcome, bodyOf)),
    timesMs: Object.fromEntries(stages.map((stage) => [stage, examination.timesMs[stage]])) as Record<Stage, number>,
  };
}

function judgePassage({ articles, facts }: EvaluationCase, passage: FoundPassage): JudgedPassage {
  const { articleId, title, text, score } = passage;
  const isOfArticle = articles.some((reference) => isReferenceTo(reference, passage));
  const isRelevant = isOfArticle && (facts.length === 0 || facts.some((fact) => says(text, fact)));
  return { articleId, title, text, score, isOfArticle, isRelevant };
}

function isReferenceTo(
  reference: string,
  { articleId, url, title }: Pick<FoundPassage, 'articleId' | 'url' | 'title'>,
): boolean {
  return (
    reference === articleId ||
    reference === url ||
    (reference.length >= shortestHeadline && title.startsWith(reference))
  );
}

/** The beginning of a headline must be this long to stand for it; shorter ones might be an id. */
const shortestHeadline = 12;

function isRight(
  { isAnswerable, facts, articles }: EvaluationCase,
  answer: string,
  citations: readonly Citation[],
): boolean {
  if (!isAnswerable || answer === '') return false;
  if (facts.length > 0) return facts.every((fact) => says(answer, fact));
  return citations.some((citation) => articles.some((reference) => isReferenceTo(reference, citation)));
}

/** Whether a text says one of these wordings: the same words in the same order, whatever their case and punctuation. */
export function says(text: string, wordings: readonly string[]): boolean {
  const words = ` ${plainWords(text)} `;
  return wordings.some((wording) => words.includes(` ${plainWords(wording)} `));
}

function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

async function checkCitations(
  { sentences, citations }: Examination['outcome'],
  bodyOf: (articleId: string) => Promise<string>,
): Promise<Pick<CaseResult, 'citations' | 'verbatim' | 'sentences' | 'uncited'>> {
  let verbatim = 0;
  for (const { articleId, quote, start, end } of citations) {
    if (quote !== '' && (await bodyOf(articleId)).slice(start, end) === quote) verbatim++;
  }
  return {
    citations: citations.length,
    verbatim,
    sentences: sentences.length,
    uncited: sentences.filter((sentence) => sentence.citations.length === 0).length,
  };
}
