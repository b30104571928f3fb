import { stages, type Abstention, type Stage } from '../domain/examination.js';
import { caseKinds } from './cases.js';
import { depth, type CaseResult } from './judge.js';
import type { Missed } from './expectation.js';
import { hitAt, ndcgAt, reciprocalRank } from './ranking-metrics.js';
import { figures, ofAnswer, ofPassages } from './figures.js';
import { reliability, riskCoverage, type ReliabilityBin, type RiskPoint } from './risk.js';
import { mean, percentile } from './statistics.js';

/** The measures of one question that a mean over questions makes sense of; null where the question has no say. */
export const measures = {
  hits1: { name: 'Hits@1', meaning: 'the first passage holds the answer' },
  hits4: { name: 'Hits@4', meaning: 'one of the first 4 passages holds the answer' },
  hits10: { name: 'Hits@10', meaning: 'one of the first 10 passages holds the answer' },
  mrr10: { name: 'MRR@10', meaning: '1 / rank of the first passage that holds the answer' },
  articleHits1: { name: 'article@1', meaning: 'the first article is one of those that answer' },
  articleHits4: { name: 'article@4', meaning: 'one of the first 4 articles is' },
  ndcg10: { name: 'nDCG@10', meaning: 'how near the list of articles comes to the best one' },
  answered: { name: 'answered', meaning: 'answerable questions that got an answer' },
  right: { name: 'right', meaning: 'answerable questions whose answer says what is expected' },
  refused: { name: 'refused', meaning: 'questions without an answer in the coverage that were refused' },
  abstained: { name: 'abstained', meaning: 'all questions that got no answer' },
  wrong: {
    name: 'wrong',
    meaning: 'given answers that do not say what is expected, or to a question that must be refused',
  },
} as const;
export type Measure = keyof typeof measures;
export type Measured = Record<Measure, number | null>;

/** What one question contributes to each measure. */
export function measure(result: CaseResult): Measured {
  const { passageRank, articleRank, outcome, isRight, articleHits, relevantArticles } = result;
  const { isAnswerable } = result.case;
  const isAnswer = outcome === 'answer';
  const ranked = (value: number): number | null => (isAnswerable ? value : null);
  return {
    hits1: ranked(hitAt(passageRank, 1)),
    hits4: ranked(hitAt(passageRank, 4)),
    hits10: ranked(hitAt(passageRank, depth)),
    mrr10: ranked(reciprocalRank(passageRank, depth)),
    articleHits1: ranked(hitAt(articleRank, 1)),
    articleHits4: ranked(hitAt(articleRank, 4)),
    ndcg10: ranked(ndcgAt(articleHits, relevantArticles, depth)),
    answered: ranked(isAnswer ? 1 : 0),
    right: ranked(isAnswer && isRight ? 1 : 0),
    refused: isAnswerable ? null : isAnswer ? 0 : 1,
    abstained: isAnswer ? 0 : 1,
    wrong: isAnswer ? (isRight ? 0 : 1) : null,
  };
}

/** The means of some questions. */
export interface Group {
  name: string;
  questions: number;
  answerable: number;
  means: Measured;
}

/** What a setting of abstention would do with the same questions. */
export interface SettingOutcome {
  setting: Abstention;
  threshold: number;
  /** The share of the answerable questions that it would answer. */
  answered: number | null;
  /** The share of the others that it would not answer. */
  refused: number | null;
  /** The share of its answers that do not say what is expected, or are to questions that must be refused; null without answers. */
  wrong: number | null;
}

/** The judgement of a whole run; its JSON form is what `eval --json` prints and `eval --compare` reads. */
export interface Report {
  version: 1;
  all: Group;
  kinds: Group[];
  traits: Group[];
  settings: SettingOutcome[];
  /** `excess` is how far the area is above that of the best order of the same questions (Geifman, Uziel and El-Yaniv 2019). */
  risk: { curve: RiskPoint[]; area: number | null; excess: number | null };
  reliability: { bins: ReliabilityBin[]; error: number | null; brier: number | null };
  /** Means over all questions of different articles and outlets among the first 10 passages. */
  diversity: { articles: number | null; outlets: number | null };
  citations: { shown: number; verbatim: number; sentences: number; uncited: number };
  timesMs: Record<Stage, { p50: number; p95: number }>;
  /** What cases name and the index does not have: it counts as not found. */
  unknown: { id: string; references: string[] }[];
  cases: CaseReport[];
}

/** One question in a report. */
export interface CaseReport {
  id: string;
  question: string;
  /** Left out when the case does not say. */
  askedOn?: string;
  kind: string;
  trait?: string;
  answerable: boolean;
  outcome: 'answer' | 'abstention';
  reason?: string;
  confidence: number;
  right: boolean;
  passageRank: number;
  articleRank: number;
  measured: Measured;
  answer: string;
  expected: string[][];
  /** The references of the case to the articles that answer it. */
  articles: string[];
  passages: { articleId: string; title: string; text: string; score: number; relevant: boolean; ofArticle: boolean }[];
  /** Articles of which nothing was found. */
  missed: string[];
  /** What answers and was not found. */
  missedPassages: Missed[];
}

/** Puts the judged questions together. */
export function createReport(results: readonly CaseResult[]): Report {
  const cases = results.map(toCaseReport);
  const traits = [...new Set(results.flatMap((result) => result.case.trait ?? []))].sort();
  const sum = (pick: (result: CaseResult) => number): number => results.reduce((total, r) => total + pick(r), 0);
  return {
    version: 1,
    all: toGroup('all', results),
    kinds: caseKinds.flatMap((kind) => findGroup(kind, results, (result) => result.case.kind)),
    traits: traits.flatMap((trait) => findGroup(trait, results, (result) => result.case.trait)),
    settings: toSettings(results),
    risk: {
      curve: riskCoverage(cases.map(ofAnswer)),
      area: figures.riskArea.of(cases),
      excess: figures.riskExcess.of(cases),
    },
    reliability: {
      bins: reliability(cases.map(ofPassages)),
      error: figures.calibrationError.of(cases),
      brier: figures.brier.of(cases),
    },
    diversity: { articles: mean(results.map((r) => r.articles)), outlets: mean(results.map((r) => r.outlets)) },
    citations: {
      shown: sum((r) => r.citations),
      verbatim: sum((r) => r.verbatim),
      sentences: sum((r) => r.sentences),
      uncited: sum((r) => r.uncited),
    },
    timesMs: Object.fromEntries(
      stages.map((stage) => {
        const times = results.map((result) => result.timesMs[stage]);
        return [stage, { p50: percentile(times, 0.5) ?? 0, p95: percentile(times, 0.95) ?? 0 }];
      }),
    ) as Report['timesMs'],
    unknown: results
      .filter(({ unknown }) => unknown.length > 0)
      .map(({ case: { id }, unknown }) => ({ id, references: unknown })),
    cases,
  };
}

function findGroup(
  name: string,
  results: readonly CaseResult[],
  nameOf: (r: CaseResult) => string | undefined,
): Group[] {
  const members = results.filter((result) => nameOf(result) === name);
  return members.length === 0 ? [] : [toGroup(name, members)];
}

function toGroup(name: string, results: readonly CaseResult[]): Group {
  return {
    name,
    questions: results.length,
    answerable: results.filter((result) => result.case.isAnswerable).length,
    means: meansOf(results.map(measure)),
  };
}

/** The mean of each measure over those that have one; null where none has. */
export function meansOf(measured: readonly Measured[]): Measured {
  const names = Object.keys(measures) as Measure[];
  return Object.fromEntries(
    names.map((name) => [name, mean(measured.flatMap((values) => values[name] ?? []))]),
  ) as Measured;
}

function toSettings(results: readonly CaseResult[]): SettingOutcome[] {
  const thresholds = results[0]?.thresholds;
  if (thresholds === undefined) return [];
  return (Object.entries(thresholds) as [Abstention, number][]).map(([setting, threshold]) => {
    const isAnswer = ({ confidence, answer }: CaseResult): boolean => confidence >= threshold && answer !== '';
    const answers = (result: CaseResult): number => (isAnswer(result) ? 1 : 0);
    return {
      setting,
      threshold,
      answered: mean(results.filter((r) => r.case.isAnswerable).map(answers)),
      refused: mean(results.filter((r) => !r.case.isAnswerable).map((r) => 1 - answers(r))),
      wrong: mean(results.filter(isAnswer).map((r) => (r.isRight ? 0 : 1))),
    };
  });
}

function toCaseReport(result: CaseResult): CaseReport {
  const { id, question, askedOn, kind, trait, isAnswerable, articles, facts } = result.case;
  return {
    id,
    question,
    ...(askedOn === undefined ? {} : { askedOn }),
    kind,
    ...(trait === undefined ? {} : { trait }),
    answerable: isAnswerable,
    outcome: result.outcome,
    ...(result.reason === undefined ? {} : { reason: result.reason }),
    confidence: result.confidence,
    right: result.isRight,
    passageRank: result.passageRank,
    articleRank: result.articleRank,
    measured: measure(result),
    answer: result.answer,
    expected: facts,
    articles,
    passages: result.passages.map(({ articleId, title, text, score, isRelevant, isOfArticle }) => ({
      articleId,
      title,
      text,
      score,
      relevant: isRelevant,
      ofArticle: isOfArticle,
    })),
    missed: result.missed,
    missedPassages: result.missedPassages,
  };
}
