import fc from '../property.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerFrom, ask, examine } from '../../src/answer/ask.js';
import { confidenceOf } from '../../src/answer/confidence.js';
import { answerThresholds } from '../../src/retrieve/tuning.js';
import { gatherEvidence } from '../../src/answer/gather.js';
import type { Filters, Outcome } from '../../src/domain/answer.js';
import type { Article } from '../../src/domain/article.js';
import { createFakeEmbedder } from '../fakes/embedder.js';
import { createArticle, createCoverage, harbourTown, type TestCoverage } from '../retrieve/small-coverage.js';

const clock = (): number => 0;
const abstention = 'balanced';
const askedOn = '2025-05-20';

let coverage: TestCoverage;
beforeAll(async () => {
  coverage = await createCoverage(harbourTown);
});
afterAll(() => coverage.close());

const answer = (text: string, filters: Filters = {}, limit = 4): Promise<Outcome> =>
  ask(coverage, { text, filters, askedOn }, { limit, abstention, clock });
const shown = ({ sentences }: Outcome): string => sentences.map(({ text }) => text).join(' ');

/** What holds of every outcome, whatever was asked of whatever coverage. */
function requireContract(outcome: Outcome, articles: readonly Article[], limit: number): void {
  const { sentences, citations } = outcome;
  if (outcome.outcome === 'abstention') {
    expect([sentences, citations]).toEqual([[], []]);
    expect(outcome.reason).toMatch(/^[A-Z].+\.$/);
    expect(outcome.related.length).toBeLessThanOrEqual(3);
    expect(new Set(outcome.related.map(({ articleId }) => articleId)).size).toBe(outcome.related.length);
    return;
  }
  expect(sentences.length).toBeGreaterThan(0);
  expect(sentences.length).toBeLessThanOrEqual(limit);
  for (const { citations: numbers } of sentences) expect(numbers.length).toBeGreaterThan(0);
  const used = [...new Set(sentences.flatMap(({ citations: numbers }) => numbers))];
  expect(used).toEqual(used.map((_, i) => i + 1));
  expect(citations.map(({ n }) => n)).toEqual(used);
  for (const { articleId, quote, start, end, title, outlet, publishedAt } of citations) {
    const article = articles.find(({ id }) => id === articleId)!;
    expect(article.body.slice(start, end)).toBe(quote);
    expect(quote.trim()).toBe(quote);
    expect({ title, outlet, publishedAt }).toEqual({
      title: article.title,
      outlet: article.outlet,
      publishedAt: article.publishedAt,
    });
    expect(quote).not.toMatch(/\?["”’)]*$/u);
  }
  for (const { text, citations: numbers } of sentences) {
    expect(numbers.map((n) => citations[n - 1]!.quote)).toContain(text);
  }
  for (const { id } of articles) {
    expect(citations.filter(({ articleId }) => articleId === id).length).toBeLessThanOrEqual(2);
  }
}

describe('an answer', () => {
  it('is the sentence that says it, word for word, with its citation', async () => {
    const outcome = await answer('How many stalls were lost in the fire at the old fish market?');
    expect(outcome).toMatchObject({ outcome: 'answer', mode: 'extractive' });
    expect(shown(outcome)).toContain('Chief Odd Larsen said that 14 stalls were lost.');
    expect(outcome.citations.map(({ articleId }) => articleId)).toContain('fire');
  });

  it('never is a question that somebody asks in an article', async () => {
    const outcome = await answer('What would the town be without its market, Mayor Greta Sund asked?');
    expect(shown(outcome)).not.toContain('What would the town be');
    const { sentences } = await gatherEvidence(
      coverage,
      { text: 'Who reads the ferry timetable before it is printed?', filters: {}, askedOn },
      clock,
    );
    expect(sentences.map(({ text }) => text).filter((text) => text.endsWith('?'))).toEqual([]);
  });

  it.each([
    'Who was it?',
    'Why?',
    'What did they do?',
    'How many?',
    'What happened?',
    'can you tell me who it was',
    'Who said that?',
    'How did it end?',
  ])('is none to a question that names nothing: %s', async (question) => {
    const outcome = await answer(question);
    expect(outcome).toMatchObject({ outcome: 'abstention', related: [] });
    expect(outcome).toMatchObject({ reason: expect.stringContaining('does not say what it is about') as string });
  });

  it('is none to a question that names nothing but a period, and the nearest articles are named', async () => {
    const outcome = await answer('What happened in May 2025?');
    expect(outcome).toMatchObject({
      outcome: 'abstention',
      reason: expect.stringContaining('does not say what it is about') as string,
      related: expect.arrayContaining([expect.objectContaining({ articleId: 'mayor' })]) as object[],
    });
  });

  it('to what happened to something is what is said of it', async () => {
    const outcome = await answer('What happened to the fish market?');
    expect(shown(outcome)).toContain('A fire destroyed the old fish market');
  });

  it('has no more sentences than asked for', async () => {
    const question = 'Why did the fire destroy the old fish market, and how did it begin?';
    expect((await answer(question, {}, 1)).sentences).toHaveLength(1);
    expect((await answer(question, {}, 4)).sentences.length).toBeGreaterThan(1);
  });

  it('comes from what the filters let through alone', async () => {
    const question = 'When did a young humpback whale strand near the lighthouse?';
    for (const outlet of ['Coast Radio', 'The Bay Herald']) {
      const outcome = await answer(question, { outlet });
      expect(outcome.outcome).toBe('answer');
      expect(new Set(outcome.citations.map((citation) => citation.outlet))).toEqual(new Set([outlet]));
    }
  });
});

describe('an abstention', () => {
  it.each<[string, string, Filters]>([
    ['no article fits the filters', 'Who resigned?', { outlet: 'The Inland Post' }],
    ['the coverage ends before the period', 'What did Mayor Greta Sund say of the market yesterday?', {}],
    ['none of the words', 'Zirconium xylophones?', {}],
    ['clearly enough', 'Which zebra won the chess tournament in Samarkand?', {}],
  ])('says why: %s', async (_, question, filters) => {
    const outcome = await answer(question, filters);
    expect(outcome.outcome).toBe('abstention');
    requireContract(outcome, harbourTown, 4);
  });

  it('gives each cause its own reason', async () => {
    const reasons = await Promise.all([
      answer('Who resigned?', { outlet: 'The Inland Post' }),
      answer('What did Mayor Greta Sund say of the market yesterday?'),
      answer('Zirconium xylophones?'),
      answer('freed software licences compared'),
      answer('Which zebra won the chess tournament in Samarkand?'),
    ]);
    expect(reasons.map((outcome) => outcome.outcome === 'abstention' && outcome.reason)).toEqual([
      'No article fits these filters.',
      expect.stringMatching(
        /^The coverage has no article from the period that the question names, or from after it\. The nearest article is “/,
      ),
      expect.stringMatching(/^None of the words of the question occurs in the coverage\. Ask who/),
      expect.stringMatching(/^Nothing in the coverage is near to this question\. Ask who/),
      expect.stringMatching(
        /^No passage of the coverage answers this question clearly enough\. The nearest article is “/,
      ),
    ]);
  });

  it('offers the nearest headlines, and none from outside the filters', async () => {
    const outcome = await answer('Which zebra strands in Samarkand?', { outlet: 'Coast Radio' });
    expect(outcome.outcome === 'abstention' && outcome.related).toEqual([
      {
        articleId: 'wire-two',
        url: 'https://example.org/wire-two',
        title: 'Stranded whale is freed by the tide',
        outlet: 'Coast Radio',
        publishedAt: '2025-03-03',
      },
      expect.objectContaining({ articleId: 'mayor' }),
    ]);
  });

  it('is not caused by a day long before the newest article: what happened then may be told later', async () => {
    const weigh = async (text: string): Promise<number> =>
      confidenceOf((await gatherEvidence(coverage, { text, filters: {}, askedOn }, clock)).evidence);
    expect(await weigh('What burned on 14 January 2025?')).toBeGreaterThan(0);
    expect(await weigh('What burned on 1 January 2025?')).toBeGreaterThan(0);
    expect(await weigh('What burned on 7 May 2025?')).toBe(0);
  });

  it('is likelier when the names of a question stand apart: those of one passage may have nothing to do with each other', async () => {
    const body =
      'Ada Berg won the vote. It was close. Rain fell all through the day. Counting took hours. In Tarrow nobody voted.';
    const votes = await createCoverage([createArticle({ id: 'votes', title: 'Votes', body })]);
    const weigh = async (text: string): Promise<number> =>
      (await gatherEvidence(votes, { text, filters: {}, askedOn }, clock)).evidence.nameCoverage;
    expect(await weigh('How close was the vote for Ada Berg?')).toBe(1);
    expect(await weigh('How close was the vote for Ada Berg in Tarrow?')).toBeLessThan(1);
    expect(await weigh('How close was the vote?')).toBe(1);
    await votes.close();
  });

  it('names the nearest article where nothing is said clearly enough', async () => {
    const outcome = await answer('Which zebra strands in Samarkand?', { outlet: 'Coast Radio' });
    expect(outcome.outcome === 'abstention' && outcome.reason).toBe(
      'No passage of the coverage answers this question clearly enough. The nearest article is “Stranded whale is freed by the tide” (Coast Radio, 3 Mar 2025).',
    );
  });

  it('says what the passages do not say, when they say it of somebody else', async () => {
    const { outcome } = await answer('Why did Mayor Greta Sund resign over the market contract?');
    expect(outcome).toBe('answer');
    const refused = await answer('Why did Deputy Per Alm resign over the market contract?');
    expect(refused.outcome === 'abstention' && refused.reason).toBe(
      'The passages found do not say that Deputy Per Alm resigned over the market contract. ' +
        'The nearest article is “Mayor Sund resigns over market contract” (Coast Radio, 6 May 2025).',
    );
  });

  it('tells small talk what may be asked, and offers no headlines', async () => {
    for (const text of ['hello', 'What is pi?', 'Tell me a joke']) {
      const outcome = await answer(text);
      expect(outcome).toMatchObject({ outcome: 'abstention', related: [], sentences: [], citations: [] });
      expect(outcome.outcome === 'abstention' && outcome.reason).toBe(
        'This is no question about the coverage. Ask who, what, when, where, why or how many, and the answer comes, word for word, from 6 articles, the newest of 6 May 2025.',
      );
    }
  });

  it('comes sooner to the careful than to the eager', async () => {
    const outcomes = await Promise.all(
      (['careful', 'balanced', 'eager'] as const).map(async (setting) => {
        const examined = await examine(
          coverage,
          { text: 'Why did the mayor stay?', filters: {}, askedOn },
          { limit: 4, clock },
          {
            thresholds: answerThresholds,
            answer: (gathered) => answerFrom(coverage, gathered, { limit: 4, abstention: setting }),
          },
        );
        return [examined.outcome.outcome === 'answer', examined.confidence >= examined.thresholds[setting]];
      }),
    );
    for (const [isAnswer, isSureEnough] of outcomes) expect(isAnswer).toBe(isSureEnough);
  });

  it('meets a question in a coverage without articles', async () => {
    const empty = await createCoverage([]);
    const outcome = await ask(empty, { text: 'Who resigned?', filters: {}, askedOn }, { limit: 4, abstention, clock });
    expect(outcome).toMatchObject({ outcome: 'abstention', reason: 'No article fits these filters.', related: [] });
    await empty.close();
  });
});

describe('every citation is verbatim and every sentence has one', () => {
  const words = 'market fire whale mayor Sund resigned because 14 Tuesday ferry island contract who said the old'.split(
    ' ',
  );
  const anyQuestion = fc
    .array(fc.constantFrom(...words), { minLength: 1, maxLength: 8 })
    .map((parts) => parts.join(' '));

  it('in the town, whatever is asked', async () => {
    let answers = 0;
    await fc.assert(
      fc.asyncProperty(anyQuestion, fc.integer({ min: 1, max: 6 }), async (question, limit) => {
        const outcome = await answer(question, {}, limit);
        if (outcome.outcome === 'answer') answers++;
        requireContract(outcome, harbourTown, limit);
      }),
      { numRuns: 120 },
    );
    // Otherwise the property says little.
    expect(answers).toBeGreaterThan(10);
  });

  it('in coverage of odd texts: quotation marks, emoji, combining letters, Windows line ends', async () => {
    const phrases = [
      'The market burned on Tuesday.',
      '“The whale swam,” said Dr. Vale of the U.S. institute.',
      'Café São João 🐋 opened for 3.2 million.',
      'Why did the mayor resign?',
      'Sund resigned because of 14 stalls!',
      'e\u0301te\u0301 at the old market…',
      '今日は市場です。',
    ];
    const anyBody = fc
      .array(fc.tuple(fc.constantFrom(...phrases), fc.constantFrom(' ', '\n\n', '\r\n', '  ')), {
        minLength: 1,
        maxLength: 8,
      })
      .map((parts) =>
        parts
          .map((part) => part.join(''))
          .join('')
          .trim(),
      );
    await fc.assert(
      fc.asyncProperty(fc.array(anyBody, { minLength: 1, maxLength: 4 }), anyQuestion, async (bodies, question) => {
        const articles = bodies.map((body, i) => createArticle({ id: `odd-${i}`, title: 'The market', body }));
        const odd = await createCoverage(articles, { embedder: createFakeEmbedder() });
        try {
          requireContract(
            await ask(odd, { text: question, filters: {}, askedOn }, { limit: 4, abstention, clock }),
            articles,
            4,
          );
        } finally {
          await odd.close();
        }
      }),
      { numRuns: 25 },
    );
  });

  it('or else nothing is shown: an article that changed under the answer is an error', async () => {
    const seen = new Set<string>();
    const store = {
      ...coverage.store,
      findArticle: async (id: string) => {
        const article = await coverage.store.findArticle(id);
        const isFirst = !seen.has(id);
        seen.add(id);
        return isFirst ? article : article && { ...article, body: ` ${article.body}` };
      },
    };
    const question = { text: 'How many stalls were lost in the fire at the old fish market?', filters: {}, askedOn };
    await expect(ask({ ...coverage, store }, question, { limit: 4, abstention, clock })).rejects.toMatchObject({
      code: 'INDEX_CHANGED',
    });
  });
});
