import fc from '../property.js';
import { describe, expect, it } from 'vitest';
import { citeSentences, selectSentences } from '../../src/answer/extract.js';
import type { ScoredSentence } from '../../src/answer/sentences.js';
import { stemsOf } from '../../src/retrieve/evidence.js';
import { wordsOf } from '../../src/retrieve/words.js';

const sentence = (articleId: string, start: number, score: number, text: string): ScoredSentence => ({
  passage: {
    id: 1,
    articleId,
    title: `Title ${articleId}`,
    text,
    publishedAt: '2025-03-05',
    cosine: 0.5,
    bm25: 1,
    score: 0.5,
    passage: { id: 1, articleId, ordinal: 0, start: 0, end: 1000, text },
    shown: { start: 0, end: 1000, text },
    article: {
      url: `https://example.org/${articleId}`,
      title: `Title ${articleId}`,
      outlet: 'The Bay Herald',
      authors: ['Ana Prado'],
      publishedAt: '2025-03-05',
    },
  },
  text,
  start,
  end: start + text.length,
  words: wordsOf(text),
  terms: stemsOf(text),
  headline: stemsOf(`Title ${articleId}`),
  around: stemsOf(text),
  isOfType: true,
  isTakenBack: false,
  coverage: 0.5,
  score,
});
const texts = (sentences: readonly ScoredSentence[]): string[] => sentences.map(({ text }) => text);

describe('the sentences of an answer', () => {
  it('are the best one and those nearly as good', () => {
    const sentences = [
      sentence('a', 0, 1, 'Alarm rang at nine.'),
      sentence('b', 0, 0.71, 'Bridge heard of it later.'),
      sentence('c', 0, 0.69, 'Captains drank their coffee.'),
    ];
    expect(texts(selectSentences(sentences, 4))).toEqual(['Alarm rang at nine.', 'Bridge heard of it later.']);
  });

  it('begin with the article of the best one, and stand as each article has them', () => {
    const sentences = [
      sentence('b', 90, 0.95, 'Third in the article b.'),
      sentence('a', 50, 0.9, 'Something else was said elsewhere.'),
      sentence('b', 10, 0.85, 'Numbers came before.'),
    ];
    expect(selectSentences(sentences, 4).map(({ start }) => start)).toEqual([10, 90, 50]);
  });

  it('leave what a later article takes back to that article, and only that', () => {
    const first = sentence('a', 0, 1, 'The mate was in the first boat that left, two passengers said.');
    const other = sentence('b', 0, 0.95, 'The boats were numbered by a harbour clerk.');
    const correction = {
      ...sentence('c', 0, 0.9, 'We said that the mate was in the first boat that left. That was wrong.'),
      isTakenBack: true,
    };
    expect(selectSentences([first, other, correction], 4)).toEqual([other, correction]);
    const earlier = { ...correction, passage: { ...correction.passage, publishedAt: '2025-03-04' } };
    expect(selectSentences([first, other, earlier], 4)).toContain(first);
  });

  it('say each thing once', () => {
    const sentences = [
      sentence('a', 0, 1, 'Forty-four people died on the ferry.'),
      sentence('b', 0, 0.95, 'On the ferry forty-four people died, officials said.'),
      sentence('c', 0, 0.9, 'The valve had worn thin.'),
    ];
    expect(selectSentences(sentences, 4).map(({ passage }) => passage.articleId)).toEqual(['a', 'c']);
  });

  it('are none when there is none to choose from', () => {
    expect(selectSentences([], 4)).toEqual([]);
  });

  it('are at most as many as asked for, two of an article, and always hold the best one', () => {
    const words = 'alarm valve ferry captain minister letter vote ballot wreck tablet choir raft'.split(' ');
    const any = fc
      .array(
        fc.tuple(
          fc.constantFrom('a', 'b', 'c'),
          fc.double({ min: 0, max: 2, noNaN: true }),
          fc.uniqueArray(fc.constantFrom(...words), { minLength: 2, maxLength: 6 }),
        ),
        { minLength: 1, maxLength: 20 },
      )
      .map((rows) => rows.map(([id, score, list], i) => sentence(id, i * 100, score, list.join(' '))));
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 6 }), (sentences, limit) => {
        const selected = selectSentences(sentences, limit);
        expect(selected.length).toBeLessThanOrEqual(limit);
        expect(Math.max(...selected.map(({ score }) => score))).toBe(Math.max(...sentences.map(({ score }) => score)));
        for (const id of ['a', 'b', 'c']) {
          expect(selected.filter(({ passage }) => passage.articleId === id).length).toBeLessThanOrEqual(2);
        }
        expect(new Set(selected).size).toBe(selected.length);
        for (const one of selected) expect(sentences).toContain(one);
      }),
    );
  });
});

describe('the citations of an answer', () => {
  it('are numbered in the order of the sentences, and quote them whole', () => {
    const { sentences, citations } = citeSentences([
      sentence('b', 10, 1, 'One thing was said.'),
      sentence('a', 20, 0.9, 'Another thing was said.'),
    ]);
    expect(sentences).toEqual([
      { text: 'One thing was said.', citations: [1] },
      { text: 'Another thing was said.', citations: [2] },
    ]);
    expect(citations[1]).toEqual({
      n: 2,
      articleId: 'a',
      url: 'https://example.org/a',
      title: 'Title a',
      outlet: 'The Bay Herald',
      authors: ['Ana Prado'],
      publishedAt: '2025-03-05',
      quote: 'Another thing was said.',
      start: 20,
      end: 43,
    });
  });
});
