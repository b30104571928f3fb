import fc from '../property.js';
import { describe, expect, it } from 'vitest';
import { weighTerms } from '../../src/retrieve/evidence.js';
import { rankCandidates, takeInTurn, type Candidate } from '../../src/retrieve/rank.js';
import { ranking, type RankingNumbers } from '../../src/retrieve/tuning.js';

const askedOn = '2025-05-20';
const timeless = { askedOn, period: undefined, newestDay: undefined, terms: [], weakness: 0 };

/** Round numbers, so that what is expected can be worked out by hand; each test sets what it is about. */
const plain: RankingNumbers = {
  ...ranking,
  vectorShare: 0.25,
  periodBonus: 0,
  recencyBonus: 0,
  sentenceShare: 0,
  articleShare: 0,
  repeatPenalty: 0,
  passagesPerArticle: 100,
};

let nextId = 1;
const candidate = (given: Partial<Candidate>): Candidate => {
  const id = given.id ?? nextId++;
  return {
    id,
    articleId: `article-${id}`,
    title: 'Headline',
    text: `Passage ${id}`,
    publishedAt: null,
    cosine: 0,
    bm25: 0,
    ...given,
  };
};
const rank = (
  candidates: Candidate[],
  numbers: Partial<RankingNumbers> = {},
  question: Parameters<typeof rankCandidates>[0] = timeless,
) => rankCandidates(question, candidates, { ...plain, ...numbers });
const scores = (rows: readonly { score: number }[]): number[] => rows.map(({ score }) => Math.round(score * 1e6) / 1e6);
const ids = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id);

describe('the fused score', () => {
  it('is the weighted sum of both scores, each as a share of the best one', () => {
    const rows = rank([
      candidate({ id: 1, cosine: 0.8, bm25: 5 }),
      candidate({ id: 2, cosine: 0.4, bm25: 10 }),
      candidate({ id: 3, cosine: 0.2, bm25: 2 }),
    ]);
    // 2: 0.25 * 0.5 + 0.75 * 1; 1: 0.25 * 1 + 0.75 * 0.5; 3: 0.25 * 0.25 + 0.75 * 0.2
    expect(ids(rows)).toEqual([2, 1, 3]);
    expect(scores(rows)).toEqual([0.875, 0.625, 0.2125]);
  });

  it('of a passage that only the words found is the share of the words', () => {
    expect(scores(rank([candidate({ cosine: 0, bm25: 3 })]))).toEqual([0.75]);
  });

  it('of a passage that only its vector found is the share of the vectors', () => {
    expect(scores(rank([candidate({ cosine: 0.3, bm25: 0 })]))).toEqual([0.25]);
  });

  it('takes a cosine below 0 for 0', () => {
    expect(scores(rank([candidate({ cosine: -0.5, bm25: 0 }), candidate({ cosine: -0.1, bm25: 2 })]))).toEqual([
      0.75, 0,
    ]);
  });

  it('is the same when all scores of one search are larger by a factor', () => {
    const rows = [candidate({ cosine: 0.5, bm25: 1 }), candidate({ cosine: 0.2, bm25: 4 })];
    const larger = rows.map((row) => ({ ...row, bm25: row.bm25 * 7 }));
    expect(scores(rank(rows))).toEqual(scores(rank(larger)));
  });

  it('is nothing when there is nothing', () => {
    expect(rank([])).toEqual([]);
  });
});

describe('time', () => {
  const period = { since: '2025-05-01', until: '2025-05-10', words: 'then', isCounted: false };

  it('counts for passages published in the period that the question names, first and last day included', () => {
    const days = ['2025-04-30', '2025-05-01T06:00:00Z', '2025-05-10T23:00:00Z', '2025-05-11', null];
    const rows = rank(
      days.map((publishedAt, i) => candidate({ id: i + 1, publishedAt, cosine: 0.5, bm25: 1 })),
      { periodBonus: 0.25 },
      { ...timeless, period },
    );
    expect(ids(rows)).toEqual([2, 3, 1, 4, 5]);
    expect(scores(rows)).toEqual([1, 1, 0.8, 0.8, 0.8]);
  });

  it('counts half as much for each half-life that a passage is old', () => {
    const days = ['2025-05-20', '2025-05-10', '2025-04-30', null];
    const rows = rank(
      days.map((publishedAt, i) => candidate({ id: i + 1, publishedAt, cosine: 0.5, bm25: 1 })),
      { recencyBonus: 0.25, recencyHalfLifeDays: 10 },
    );
    expect(ids(rows)).toEqual([1, 2, 3, 4]);
    expect(scores(rows)).toEqual([1, 1.125 / 1.25, 1.0625 / 1.25, 0.8]);
  });

  it('counts more, and from the newest article, for a question that asks for the newest', () => {
    const days = ['2025-03-01', '2025-03-11', null];
    const rows = rank(
      days.map((publishedAt, i) => candidate({ id: i + 1, publishedAt, cosine: 0.5, bm25: 1 })),
      { recencyBonus: 0.25, newestBonus: 1, recencyHalfLifeDays: 10 },
      { ...timeless, newestDay: '2025-03-11' },
    );
    expect(ids(rows)).toEqual([2, 1, 3]);
    expect(scores(rows)).toEqual([1, 0.75, 0.5]);
  });

  it('does not prefer what was published long after the question was asked', () => {
    const rows = rank(
      ['2025-05-22', '2025-06-22'].map((publishedAt, i) => candidate({ id: i + 1, publishedAt, cosine: 0.5, bm25: 1 })),
      { recencyBonus: 0.25 },
    );
    expect(scores(rows)).toEqual([1, 0.8]);
  });
});

describe('the list', () => {
  it('gives each further passage of an article less, so that others are heard', () => {
    const rows = rank(
      [
        candidate({ id: 1, articleId: 'a', bm25: 10 }),
        candidate({ id: 2, articleId: 'a', bm25: 9 }),
        candidate({ id: 3, articleId: 'a', bm25: 8.9 }),
        candidate({ id: 4, articleId: 'b', bm25: 8.8 }),
      ],
      { vectorShare: 0, repeatPenalty: 0.05 },
    );
    // 2 is at 0.9 - 0.05, 3 at 0.89 - 0.1 once 2 is taken.
    expect(ids(rows)).toEqual([1, 4, 2, 3]);
    expect(scores(rows)).toEqual([1, 0.88, 0.85, 0.79]);
  });

  it('has no more passages of an article than the cap', () => {
    const rows = rank(
      [1, 2, 3, 4].map((id) => candidate({ id, articleId: id === 4 ? 'b' : 'a', bm25: 10 - id })),
      { passagesPerArticle: 2 },
    );
    expect(ids(rows)).toEqual([1, 2, 4]);
  });

  it('shows the better one of two passages that are nearly the same', () => {
    const text = 'The ferry left the harbour at half past seven on Tuesday night with its lights on.';
    const rows = rank([
      candidate({ id: 1, text, bm25: 1 }),
      candidate({ id: 2, text: text.replace('Tuesday', 'TUESDAY').replace(' its ', ' all '), bm25: 2 }),
      candidate({
        id: 3,
        text: 'The inquiry heard of an alarm that had been taped over since the first week of January.',
      }),
    ]);
    expect(ids(rows)).toEqual([2, 1 + 2]);
  });

  it('shows very short passages although they share their words', () => {
    expect(ids(rank([1, 2].map((id) => candidate({ id, text: 'No comment was made.', bm25: 3 - id }))))).toEqual([
      1, 2,
    ]);
  });

  it('puts equal passages in the order of their ids', () => {
    expect(ids(rank([3, 1, 2].map((id) => candidate({ id, bm25: 1 }))))).toEqual([1, 2, 3]);
  });
});

describe('words that stand everywhere', () => {
  it('leave the order to the vectors, the more the weaker they are', () => {
    const rows = [candidate({ id: 1, cosine: 0.4, bm25: 9 }), candidate({ id: 2, cosine: 0.8, bm25: 1 })];
    const order = (weakness: number): number[] => ids(rank(rows, { vectorShare: 0.3 }, { ...timeless, weakness }));
    expect(order(0)).toEqual([1, 2]);
    expect(order(1)).toEqual([2, 1]);
  });
});

describe('words that stand together', () => {
  const together = { ...timeless, terms: weighTerms(['captain', 'slept'], [2, 2], 40) };
  /** The passages differ by the places of their words alone. */
  const alike = { samePassageResemblance: 2 };
  const apart = { text: 'The captain rang. Nobody heard it. The mate slept.', bm25: 1 };
  const near = { text: 'The captain slept. Nobody heard it. The mate rang.', bm25: 1 };

  it('raise a passage that has them in one sentence above one that has them in two', () => {
    const rows = [candidate({ id: 1, ...apart }), candidate({ id: 2, ...near })];
    expect(ids(rank(rows, { ...alike, sentenceShare: 0 }, together))).toEqual([1, 2]);
    expect(ids(rank(rows, { ...alike, sentenceShare: 0.2 }, together))).toEqual([2, 1]);
  });

  it('raise the other passages of their article too', () => {
    const rows = [
      candidate({ id: 1, articleId: 'a', text: 'Nothing here.', bm25: 0.5 }),
      candidate({ id: 2, articleId: 'b', text: 'Nothing there.', bm25: 0.5 }),
      candidate({ id: 3, articleId: 'b', ...near }),
    ];
    expect(ids(rank(rows, { articleShare: 0 }, together))).toEqual([3, 1, 2]);
    expect(ids(rank(rows, { articleShare: 0.2 }, together))).toEqual([3, 2, 1]);
  });

  it('count for the best candidates only, which are looked at closely', () => {
    const rows = [candidate({ id: 1, ...apart }), candidate({ id: 2, ...near, bm25: 0.95 })];
    expect(ids(rank(rows, { ...alike, sentenceShare: 0.4, closeLook: 1 }, together))).toEqual([1, 2]);
    expect(ids(rank(rows, { ...alike, sentenceShare: 0.4, closeLook: 2 }, together))).toEqual([2, 1]);
  });

  it('say nothing when the question has no words of a topic', () => {
    const rows = [candidate({ id: 1, ...apart }), candidate({ id: 2, ...near, bm25: 0.9 })];
    expect(scores(rank(rows, { ...alike, vectorShare: 0 }, timeless))).toEqual([1, 0.9]);
  });
});

describe('the list', () => {
  it('ends after as many as are wanted, and those are the first of the whole list', () => {
    const rows = Array.from({ length: 9 }, (_, i) => candidate({ bm25: i, text: `Text ${i}` }));
    const whole = rankCandidates(timeless, rows, plain);
    expect(rankCandidates(timeless, rows, plain, 4)).toEqual(whole.slice(0, 4));
  });
});

describe('lists taken in turn', () => {
  const row = (id: number, score: number, given: Partial<Candidate> = {}) => ({
    ...candidate({ id, articleId: `article ${id}`, text: `Text ${id}`, ...given }),
    score,
  });

  it('give the first of each, then the second of each, each row once, with scores that never rise', () => {
    const taken = takeInTurn([[row(1, 0.9), row(2, 0.8), row(3, 0.1)], [row(4, 0.5), row(1, 0.4)], []], plain, 10);
    expect(ids(taken)).toEqual([1, 4, 2, 3]);
    [0.9, 0.5, 0.5, 0.1].forEach((score, i) => expect(taken[i]!.score).toBeCloseTo(score, 6));
    expect(scores(taken)).toEqual(scores(taken).toSorted((a, b) => b - a));
  });

  it('end after as many as are wanted', () => {
    expect(ids(takeInTurn([[row(1, 0.9), row(2, 0.8)], [row(3, 0.5)]], plain, 2))).toEqual([1, 3]);
  });

  it('keep to the rules for one list: an article’s cap, and nothing shown twice', () => {
    const words = 'The ferry sank in the night and nobody heard the alarm';
    const first = [row(1, 0.9, { text: words }), row(2, 0.8, { articleId: 'a' }), row(3, 0.7, { articleId: 'a' })];
    const second = [row(4, 0.9, { text: `${words}.` }), row(5, 0.8, { articleId: 'a' })];
    const numbers = { ...plain, passagesPerArticle: 2, samePassageResemblance: 0.8 };
    expect(ids(takeInTurn([first, second], numbers, 10))).toEqual([1, 2, 5]);
  });

  it('have no score below 0', () => {
    expect(scores(takeInTurn([[row(1, 0)], [row(2, 0)]], plain, 10))).toEqual([0, 0]);
  });
});

describe('whatever the candidates', () => {
  const vocabulary =
    'ferry harbour captain alarm inquiry valve minister letter vote library ballot wreck tablet choir'.split(' ');
  const anyCandidates = fc
    .array(
      fc.record({
        articleId: fc.constantFrom('a', 'b', 'c', 'd'),
        title: fc.constantFrom('Ferry inquiry', 'The vote'),
        text: fc.array(fc.constantFrom(...vocabulary), { minLength: 1, maxLength: 30 }).map((words) => words.join(' ')),
        publishedAt: fc.constantFrom(null, '2025-05-19', '2025-05-05T10:00:00Z', '2019-01-01', '2025-09-01'),
        cosine: fc.double({ min: -1, max: 1, noNaN: true }),
        bm25: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 40, noNaN: true })),
      }),
      { maxLength: 40 },
    )
    .map((rows) => rows.map((row, i) => ({ ...row, id: i + 1 })));
  const terms = weighTerms(['ferry', 'captain'], [4, 2], 40);
  const period = { since: '2025-05-01', until: '2025-05-10', words: 'then', isCounted: false };
  const question = { askedOn, period, newestDay: undefined, terms, weakness: 0 };
  const check = (property: (rows: Candidate[]) => void): void => fc.assert(fc.property(anyCandidates, property));

  it('the list is some of them, none twice, and none is lost but for its article’s cap or for a near-duplicate', () => {
    check((rows) => {
      const ranked = rankCandidates(question, rows, ranking);
      expect(new Set(ids(ranked)).size).toBe(ranked.length);
      for (const { score, ...row } of ranked) {
        expect(rows[row.id - 1]).toEqual(row);
        expect(score).toBeGreaterThanOrEqual(0);
      }
      const different = rankCandidates(question, rows, {
        ...ranking,
        passagesPerArticle: 40,
        samePassageResemblance: 2,
      });
      expect(ids(different).sort((a, b) => a - b)).toEqual(ids(rows));
    });
  });

  it('scores lie in 0..1 and never rise down the list', () => {
    check((rows) => {
      let previous = 1;
      for (const { score } of rankCandidates(question, rows, ranking)) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(previous);
        previous = score;
      }
    });
  });

  it('the order in which they come makes no difference', () => {
    check((rows) => {
      expect(rankCandidates(question, rows.toReversed(), ranking)).toEqual(rankCandidates(question, rows, ranking));
    });
  });

  it('no article has more passages than the cap, and no two passages are nearly the same', () => {
    check((rows) => {
      const ranked = rankCandidates(question, rows, ranking);
      for (const article of ['a', 'b', 'c', 'd']) {
        expect(ranked.filter(({ articleId }) => articleId === article).length).toBeLessThanOrEqual(
          ranking.passagesPerArticle,
        );
      }
      const sets = ranked.map(({ text }) => new Set(text.split(' '))).filter((words) => words.size >= 8);
      sets.forEach((words, i) =>
        sets.slice(i + 1).forEach((others) => {
          const common = [...words].filter((word) => others.has(word)).length;
          expect(common / new Set([...words, ...others]).size).toBeLessThan(ranking.samePassageResemblance);
        }),
      );
    });
  });
});
