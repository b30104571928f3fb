import type { Citation, FoundPassage } from '../../src/domain/answer.js';
import type { Examination } from '../../src/domain/examination.js';
import { parseCases, type EvaluationCase } from '../../src/evaluation/cases.js';

/** A case as its line of JSON makes it. */
export function createCase(record: object): EvaluationCase {
  return parseCases(JSON.stringify({ id: 'one', question: 'Who resigned?', ...record }), 'test')[0]!;
}

export function createPassage(given: Partial<FoundPassage> & Pick<FoundPassage, 'articleId'>): FoundPassage {
  return {
    url: `https://example.org/${given.articleId}`,
    title: `Headline of ${given.articleId}`,
    outlet: null,
    authors: [],
    publishedAt: null,
    text: 'Nothing of note.',
    start: 0,
    end: 16,
    score: 0.5,
    ...given,
  };
}

/** An examination that found these passages and says `answer` with one citation of the first of them. */
export function createExamination(given: {
  passages?: FoundPassage[];
  answer?: string;
  isAnswered?: boolean;
  confidence?: number;
}): Examination {
  const { passages = [], answer = '', isAnswered = answer !== '', confidence = 0.6 } = given;
  const [first] = passages;
  const citations: Citation[] =
    answer === '' || first === undefined ? [] : [{ ...first, n: 1, quote: answer, start: 0, end: answer.length }];
  const sentences = answer === '' ? [] : [{ text: answer, citations: [1] }];
  const searched = { question: '', filters: {}, articles: 3, newest: null };
  return {
    outcome: isAnswered
      ? { outcome: 'answer', mode: 'extractive', sentences, citations, searched }
      : {
          outcome: 'abstention',
          mode: 'extractive',
          sentences: [],
          citations: [],
          searched,
          reason: 'Not clear enough.',
          related: [],
        },
    passages,
    confidence,
    best: { sentences, citations },
    thresholds: { careful: 0.8, balanced: 0.5, eager: 0.3 },
    timesMs: { embed: 5, words: 1, vectors: 1, rank: 3, answer: 10, total: 20 },
  };
}
