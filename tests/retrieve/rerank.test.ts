import fc from '../property.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import type { PairScorer } from '../../src/ports.js';
import type { Candidate, Ranked } from '../../src/retrieve/rank.js';
import { rerank } from '../../src/retrieve/rerank.js';
import { retrieve, toFoundPassage, type Retrieval } from '../../src/retrieve/search.js';
import { ranking, type RankingNumbers } from '../../src/retrieve/tuning.js';
import { createFakePairScorer } from '../fakes/pair-scorer.js';
import { createCoverage, harbourTown, type TestCoverage } from './small-coverage.js';

const row = (id: number, score: number): Ranked<Candidate> => ({
  id,
  articleId: `article-${id}`,
  title: `Headline ${id}`,
  text: `Passage ${id}`,
  publishedAt: null,
  cosine: 0,
  bm25: 0,
  score,
});
/** Round numbers, so that what is expected can be worked out by hand. */
const numbers: RankingNumbers = { ...ranking, rerankCandidates: 3, rerankShare: 0.75 };
/** Knows the number of each headline that it is told, and 0 for the others. */
const scoring = (known: Record<number, number>) =>
  createFakePairScorer((_, text) => known[Number(/\d+/.exec(text)![0])] ?? 0);
const shown = (rows: readonly { id: number; score: number }[]): [number, number][] =>
  rows.map(({ id, score }) => [id, Math.round(score * 1e6) / 1e6]);

describe('reranking', () => {
  it('orders the best by the model’s number and the score before, and leaves the others behind them', async () => {
    const scorer = scoring({ 1: 0.2, 2: 0.1, 3: 0.9, 4: 1 });
    const ranked = [row(1, 0.8), row(2, 0.6), row(3, 0.4), row(4, 0.4), row(5, 0.2)];
    // 3: 0.75 * 0.9 + 0.25 * 0.4; 1: 0.75 * 0.2 + 0.25 * 0.8; 2: 0.75 * 0.1 + 0.25 * 0.6; others times 0.225 / 0.4
    expect(shown(await rerank(scorer, 'Who?', ranked, numbers))).toEqual([
      [3, 0.775],
      [1, 0.35],
      [2, 0.225],
      [4, 0.225],
      [5, 0.1125],
    ]);
  });

  it('leaves the others their scores when the model raises all of the best', async () => {
    const ranked = [row(1, 0.8), row(2, 0.6), row(3, 0.4), row(4, 0.4), row(5, 0.2)];
    expect(shown(await rerank(scoring({ 1: 1, 2: 1, 3: 1 }), 'Who?', ranked, numbers))).toEqual([
      [1, 0.95],
      [2, 0.9],
      [3, 0.85],
      [4, 0.4],
      [5, 0.2],
    ]);
  });

  it('gives the model the question, and each passage under its headline, best first', async () => {
    const scorer = scoring({});
    await rerank(scorer, 'Who?', [row(1, 0.8), row(2, 0.6), row(3, 0.4), row(4, 0.4)], numbers);
    const texts = ['Headline 1\nPassage 1', 'Headline 2\nPassage 2', 'Headline 3\nPassage 3'];
    expect(scorer.asked).toEqual([{ query: 'Who?', texts }]);
  });

  it('orders equal scores by id, and of nothing is nothing', async () => {
    const scorer = scoring({ 5: 0.5, 2: 0.5, 9: 0.5 });
    expect(shown(await rerank(scorer, 'Who?', [row(5, 0.4), row(9, 0.4), row(2, 0.4)], numbers))).toEqual([
      [2, 0.475],
      [5, 0.475],
      [9, 0.475],
    ]);
    expect(await rerank(scorer, 'Who?', [], numbers)).toEqual([]);
  });

  it('keeps every row once, the best before the others, scores falling within 0..1, whatever the model says', async () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(probability, probability), { maxLength: 8 }), async (given) => {
        const ranked = given.map(([before], i) => row(i + 1, before)).sort((a, b) => b.score - a.score || a.id - b.id);
        const scorer = scoring(Object.fromEntries(given.map(([, model], i) => [i + 1, model])));
        const rows = await rerank(scorer, 'Who?', ranked, numbers);
        const ids = (list: readonly { id: number }[]): number[] => list.map(({ id }) => id);
        expect(ids(rows.slice(0, 3)).sort()).toEqual(ids(ranked.slice(0, 3)).sort());
        expect(ids(rows.slice(3))).toEqual(ids(ranked.slice(3)));
        const scores = rows.map(({ score }) => score);
        expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
      }),
    );
  });
});

describe('a search with a reranking model', () => {
  let coverage: TestCoverage;
  beforeAll(async () => {
    coverage = await createCoverage(harbourTown);
  });
  afterAll(() => coverage.close());
  const question = { text: 'What happened to the fish market?', filters: {}, askedOn: '2025-05-20' };
  const search = (reranker?: PairScorer, count = 100): Promise<Retrieval> =>
    retrieve({ ...coverage, ...(reranker && { reranker }) }, question, { count, clock: () => 0 });

  it('puts what the model prefers first, under the same passages', async () => {
    const plain = await search();
    expect(plain.passages[0]!.articleId).not.toBe('letters');
    const { passages } = await search(createFakePairScorer((_, text) => (text.includes('grandmother') ? 1 : 0)));
    expect(passages[0]!.text).toContain('grandmother');
    const ids = (retrieval: Pick<Retrieval, 'passages'>): number[] => retrieval.passages.map(({ id }) => id).sort();
    expect(ids({ passages })).toEqual(ids(plain));
    for (const { score } of passages.map(toFoundPassage)) expect(score).toBeLessThanOrEqual(1);
  });

  it('has the model read as many for a short list as for a long one', async () => {
    const reranker = createFakePairScorer((_, text) => (text.includes('grandmother') ? 1 : 0));
    const short = await search(reranker, 1);
    const long = await search(reranker, 10);
    expect(short.passages.map(({ id }) => id)).toEqual([long.passages[0]!.id]);
    expect(reranker.asked[0]).toEqual(reranker.asked[1]);
    expect(reranker.asked[0]!.query).toBe(question.text);
  });

  it('fails when the model fails, instead of ranking without it', async () => {
    const failure = new AppError('SCORING_FAILED', 'The model failed', { hint: 'Unset it.' });
    const reranker = { ...createFakePairScorer(() => 0), score: () => Promise.reject(failure) };
    await expect(search(reranker)).rejects.toBe(failure);
  });
});
