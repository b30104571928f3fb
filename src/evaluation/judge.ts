import type { Citation, FoundPassage } from '../domain/answer.js';
import { stages, type Abstention, type Examination, type Stage } from '../domain/examination.js';
import type { EvaluationCase } from './cases.js';
import {
  expectationOf,
  findMissed,
  isOfArticle,
  isRelevant,
  says,
  shows,
  type Expectation,
  type Indexed,
  type Missed,
} from './expectation.js';

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
  /** Whether it answers, as `isRelevant` of a case says. */
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
  /**
   * Whether that answer says every fact; without facts, whether it cites one of the passages expected, or where none are, one of the
   * articles. False when it must be refused.
   */
  isRight: boolean;
  /** The first `depth` passages. */
  passages: JudgedPassage[];
  /** Ranks from 1 of the first relevant passage and the first of the articles; 0 when it is not among the first `depth`. */
  passageRank: number;
  articleRank: number;
  /** Of the first `depth` different articles, which are among those of the case. */
  articleHits: boolean[];
  /** How many articles answer it; those that are not indexed count. */
  relevantArticles: number;
  /** Those of the case's articles of which no passage is among the first `depth`. */
  missed: string[];
  /** What answers and none of the first `depth` passages shows. */
  missedPassages: Missed[];
  /** What the case names and the index does not have. */
  unknown: string[];
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

/** Judges what a question got by what its case expects, held against the index. */
export async function judge(
  evaluated: EvaluationCase,
  examination: Examination,
  indexed: Indexed,
): Promise<CaseResult> {
  const { outcome, best, confidence, thresholds } = examination;
  const expectation = await expectationOf(evaluated, indexed);
  const passages = examination.passages.map((passage) => judgePassage(expectation, passage));
  const firstArticles = new Map(passages.map((passage) => [passage.articleId, passage.isOfArticle]));
  const articleHits = [...firstArticles.values()].slice(0, depth);
  const first = passages.slice(0, depth);
  const found = examination.passages.slice(0, depth);
  const foundIds = new Set(found.map(({ articleId }) => articleId));
  const text = best.sentences.map((sentence) => sentence.text).join(' ');
  return {
    case: evaluated,
    outcome: outcome.outcome,
    reason: outcome.outcome === 'abstention' ? outcome.reason : undefined,
    confidence,
    thresholds,
    answer: text,
    isRight: isRight(evaluated.isAnswerable, expectation, text, best.citations),
    passages: first,
    passageRank: first.findIndex((passage) => passage.isRelevant) + 1,
    articleRank: articleHits.indexOf(true) + 1,
    articleHits,
    relevantArticles: expectation.articles.size + expectation.absent.length,
    missed: evaluated.articles.filter(
      (reference) => !indexed.findArticles(reference).some(({ id }) => foundIds.has(id)),
    ),
    missedPassages: await findMissed(expectation, found, indexed),
    unknown: [...expectation.absent, ...expectation.lost],
    articles: new Set(first.map(({ articleId }) => articleId)).size,
    outlets: new Set(found.map(({ outlet }) => outlet)).size,
    ...(await checkCitations(outcome, indexed)),
    timesMs: Object.fromEntries(stages.map((stage) => [stage, examination.timesMs[stage]])) as Record<Stage, number>,
  };
}

function judgePassage(expectation: Expectation, passage: FoundPassage): JudgedPassage {
  const { articleId, title, text, score } = passage;
  return {
    articleId,
    title,
    text,
    score,
    isOfArticle: isOfArticle(expectation, passage),
    isRelevant: isRelevant(expectation, passage),
  };
}

function isRight(
  isAnswerable: boolean,
  expectation: Expectation,
  answer: string,
  citations: readonly Citation[],
): boolean {
  const { facts, passages } = expectation;
  if (!isAnswerable || answer === '') return false;
  if (facts.length > 0) return facts.every((fact) => says(answer, fact));
  return citations.some((citation) =>
    passages !== null ? passages.some((expected) => shows(citation, expected)) : isOfArticle(expectation, citation),
  );
}

async function checkCitations(
  { sentences, citations }: Examination['outcome'],
  { bodyOf }: Pick<Indexed, 'bodyOf'>,
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
