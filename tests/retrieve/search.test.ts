import fc from '../property.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exactGraphs } from '../../src/adapters/exact-graph.js';
import { loadHnswGraphs } from '../../src/adapters/hnsw-graph.js';
import type { Filters } from '../../src/domain/answer.js';
import { foldName } from '../../src/domain/fold.js';
import { dot } from '../../src/domain/vector.js';
import type { Embedder } from '../../src/ports.js';
import { retrieve, toFoundPassage, type Retrieval } from '../../src/retrieve/search.js';
import { ranking, type RankingNumbers } from '../../src/retrieve/tuning.js';
import { createFakeEmbedder } from '../fakes/embedder.js';
import { createArticle, createCoverage, harbourTown, type TestCoverage } from './small-coverage.js';

let coverage: TestCoverage;
beforeAll(async () => {
  coverage = await createCoverage(harbourTown);
});
afterAll(() => coverage.close());

const search = (text: string, filters: Filters = {}, on = coverage): Promise<Retrieval> =>
  retrieve(on, { text, filters, askedOn: '2025-05-20' }, { count: 100, clock: () => 0 });
const articlesOf = (retrieval: Retrieval): string[] => [
  ...new Set(retrieval.passages.map(({ articleId }) => articleId)),
];

describe('a search', () => {
  it('puts the passage first that shares most with the question', async () => {
    const { passages } = await search('How many stalls were lost in the fire at the fish market?');
    expect(passages[0]!.articleId).toBe('fire');
    expect(passages[0]!.text).toContain('14 stalls were lost');
  });

  it('finds every form of a verb', async () => {
    const [first] = (await search('Who is resigning?')).passages;
    expect(first!.articleId).toBe('mayor');
    const { passages } = await search('Is it swimming?');
    expect(passages.filter(({ bm25 }) => bm25 > 0).map(({ text }) => text.includes('swam'))).toEqual([true]);
  });

  it('finds by words in the headline too', async () => {
    const { passages } = await search('letters editor');
    expect(passages[0]!.articleId).toBe('letters');
  });

  it('does not search by words that nearly every passage has, where two others tell more', async () => {
    const notes = Array.from({ length: 20 }, (_, i) =>
      createArticle({ id: `note-${i}`, title: 'Harbour note', body: `Harbour note ${i}.` }),
    );
    const rare = createArticle({
      id: 'rare',
      title: 'Seen',
      body: 'A quagga was seen to drink from an old stone trough.',
    });
    const many = await createCoverage([...notes, rare]);
    const foundByWords = async (text: string): Promise<string[]> =>
      (await search(text, {}, many)).passages.filter(({ bm25 }) => bm25 > 0).map(({ articleId }) => articleId);
    expect(await foundByWords('harbour note: quagga at a trough')).toEqual(['rare']);
    expect(await foundByWords('harbour note of a quagga')).toContain('note-3');
    expect(await foundByWords('harbour note')).toContain('note-3');
    await many.close();
  });

  it('finds by words what is not among the nearest by vector, and gives it its cosine too', async () => {
    const notes = Array.from({ length: 130 }, (_, i) =>
      createArticle({ id: `note-${i}`, title: 'Harbour note', body: `Harbour note ${i}.` }),
    );
    const body =
      'Four lamps were lit on a hill behind a farm, and a quagga was seen to drink from an old stone trough there.';
    const many = await createCoverage([...notes, createArticle({ id: 'rare', title: 'Seen', body })]);
    const { passages } = await search('harbour note of a quagga', {}, many);
    const rare = passages.find(({ articleId }) => articleId === 'rare')!;
    const [question] = await many.embedder.embed(['harbour note of a quagga'], 'query');
    const [vector] = await many.embedder.embed([`Seen\n${body}`], 'passage');
    expect(rare.bm25).toBeGreaterThan(0);
    expect(rare.cosine).toBeCloseTo(dot(vector!, question!), 5);
    expect(many.vectors.nearest(question!, 100).map(({ id }) => id)).not.toContain(rare.id);
    await many.close();
  });

  it('shows a wire story that two outlets printed once', async () => {
    const { passages } = await search('When did the humpback whale strand near the lighthouse?');
    expect(passages.filter(({ text }) => text.startsWith('A young humpback'))).toHaveLength(1);
  });

  it('prefers what was published in the period that the question names', async () => {
    const notes = await createCoverage(
      ['2025-02-10', '2025-04-10'].map((publishedAt, i) =>
        createArticle({
          id: publishedAt,
          title: 'Bridge',
          publishedAt,
          body: `The bridge is closed for ${['ice', 'wind'][i]!}.`,
        }),
      ),
    );
    for (const [words, id] of [
      ['in February', '2025-02-10'],
      ['in April', '2025-04-10'],
      ['on 10 February', '2025-02-10'],
    ]) {
      const { passages } = await search(`Why was the bridge closed ${words!}?`, {}, notes);
      expect(passages.map(({ articleId }) => articleId)[0]).toBe(id);
      expect(passages).toHaveLength(2);
    }
    await notes.close();
  });

  it('says what it searched: the question, the filters in force, how many articles, and the newest', async () => {
    expect((await search('<i>What</i>  burned?')).searched).toEqual({
      question: 'What burned?',
      filters: {},
      articles: 6,
      newest: '2025-05-06T17:30:00+02:00',
    });
    expect((await search('What burned, according to the Bay Herald?')).searched).toEqual({
      question: 'What burned, according to the Bay Herald?',
      filters: { outlet: 'The Bay Herald' },
      articles: 3,
      newest: '2025-03-03',
    });
  });

  it('finds what answers each of two questions in one, where one of them would fill the list', async () => {
    const votes = 'Alm Berg Cato Dahl Evers Falk Grau Holm'
      .split(' ')
      .map((name, i) => createArticle({ id: name, body: `${name} won the council election vote in ward ${i}.` }));
    const notes = Array.from({ length: 30 }, (_, i) => createArticle({ id: `note-${i}`, body: `Silent storm ${i}.` }));
    const bell = createArticle({ id: 'bell', body: 'A crack made the bell fall silent.' });
    const town = await createCoverage([...votes, ...notes, bell]);
    const text = 'Who won the vote in the council election, and why is the bell silent?';
    const asked = { text, filters: {}, askedOn: '2025-05-20' };
    const rankOfBell = async (numbers: RankingNumbers): Promise<number> => {
      const { passages } = await retrieve(town, asked, { count: 10, clock: () => 0, numbers });
      return passages.findIndex(({ articleId }) => articleId === 'bell') + 1;
    };
    expect(await rankOfBell({ ...ranking, mostParts: 1 })).toBeGreaterThan(4);
    expect(await rankOfBell(ranking)).toBeLessThan(4);
    await town.close();
  });

  it('gives offsets that cut the passage out of its article', async () => {
    const rows = (await search('the market')).passages.map(toFoundPassage);
    expect(rows.length).toBeGreaterThan(3);
    for (const { articleId, text, start, end, score } of rows) {
      expect(harbourTown.find(({ id }) => id === articleId)!.body.slice(start, end)).toBe(text);
      expect(score).toBe(Math.round(score * 1e4) / 1e4);
    }
  });

  it('of a question without a word of the coverage still orders it by vector', async () => {
    const { passages } = await search('zzz');
    expect(passages.length).toBeGreaterThan(0);
    expect(passages.every(({ bm25 }) => bm25 === 0)).toBe(true);
  });

  it('of an empty coverage is empty', async () => {
    const empty = await createCoverage([]);
    const { passages, searched } = await search('Who resigned?', {}, empty);
    expect(passages).toEqual([]);
    expect(searched).toMatchObject({ articles: 0, newest: null });
    await empty.close();
  });

  it('treats signs of a query language as text', async () => {
    for (const text of [
      '"market" OR *',
      'title: fire AND (',
      "market'; DROP TABLE words; --",
      'NEAR(whale, 2)',
      'a\0b',
    ]) {
      await expect(search(text)).resolves.toMatchObject({ searched: { articles: 6 } });
    }
  });
});

describe('filters', () => {
  it.each<[string, Filters, string[]]>([
    ['an outlet', { outlet: 'Coast Radio' }, ['mayor', 'wire-two']],
    ['a part of an outlet’s name, whatever its case', { outlet: 'bay HERALD' }, ['fire', 'market-plan', 'wire-one']],
    ['an author, without accents', { author: 'lucia prado' }, ['fire', 'market-plan']],
    ['the second author', { author: 'Piers Holm' }, ['market-plan']],
    ['a first day, included', { since: '2025-03-03' }, ['mayor', 'wire-one', 'wire-two']],
    ['a last day, included', { until: '2025-02-20' }, ['fire', 'market-plan']],
    [
      'all of them at once',
      { outlet: 'Herald', author: 'Prado', since: '2025-02-01', until: '2025-03-31' },
      ['market-plan'],
    ],
    ['what nothing fits', { outlet: 'The Inland Post' }, []],
    ['half a word of an outlet', { outlet: 'Her' }, []],
  ])('by %s leave exactly the articles that fit', async (_, filters, expected) => {
    const retrieval = await search('market whale mayor ferry', filters);
    // A near-duplicate passage is shown once, but each of these articles has another passage.
    expect(articlesOf(retrieval).sort()).toEqual(expected);
    expect(retrieval.searched.articles).toBe(expected.length);
  });

  it('never let anything else through, whatever they are', async () => {
    const anyFilters = fc.record(
      {
        outlet: fc.constantFrom('The Bay Herald', 'herald', 'Coast Radio', 'radio', 'Nobody'),
        author: fc.constantFrom('Northern Wire', 'dahl', 'Prado', 'Ana'),
        since: fc.constantFrom('2025-01-14', '2025-01-15', '2025-03-03', '2025-05-06', '2026-01-01'),
        until: fc.constantFrom('2024-12-31', '2025-01-14', '2025-03-02', '2025-05-06'),
      },
      { requiredKeys: [] },
    );
    const anyQuestion = fc
      .array(fc.constantFrom(...'market fire whale mayor ferry who when because 14 the'.split(' ')), {
        minLength: 1,
        maxLength: 5,
      })
      .map((words) => words.join(' '));
    await fc.assert(
      fc.asyncProperty(anyQuestion, anyFilters, async (question, filters) => {
        const { passages, searched } = await search(question, filters);
        const fitting = harbourTown.filter(({ outlet, authors, publishedAt }) => {
          const day = publishedAt?.slice(0, 10);
          const holds = (text: string, part: string): boolean => ` ${foldName(text)} `.includes(` ${foldName(part)} `);
          return (
            (filters.outlet === undefined || holds(outlet ?? '', filters.outlet)) &&
            (filters.author === undefined || authors.some((author) => holds(author, filters.author!))) &&
            (filters.since === undefined || (day !== undefined && day >= filters.since)) &&
            (filters.until === undefined || (day !== undefined && day <= filters.until))
          );
        });
        expect(searched.articles).toBe(fitting.length);
        for (const { articleId } of passages) expect(fitting.map(({ id }) => id)).toContain(articleId);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the ways to the nearest vectors', () => {
  const town = Array.from({ length: 60 }, (_, i) =>
    createArticle({
      id: `note-${i}`,
      outlet: i % 2 === 0 ? 'Even' : 'Odd',
      publishedAt: `2025-04-${String((i % 28) + 1).padStart(2, '0')}`,
      body: `Note ${i} tells of ${['boats', 'nets', 'storms', 'votes', 'bells'][i % 5]!} and of ${['ice', 'rope', 'paint'][i % 3]!}, street ${i * 7}.`,
    }),
  );
  const questions = ['storms and rope', 'Who votes?', 'street 77', 'bells ice boats', 'nothing of this'];

  it('lead to the same passages: the graph, the exact comparison, and both of them under filters', async () => {
    const [exact, graph] = await Promise.all([
      createCoverage(town, { graphs: exactGraphs }),
      createCoverage(town, { graphs: await loadHnswGraphs() }),
    ]);
    const found = (retrieval: Retrieval): unknown => retrieval.passages.map(toFoundPassage);
    // Lets everything through and yet is a filter, so that every vector is compared.
    const everything = { since: '2025-04-01' };
    for (const question of questions) {
      const expected = found(await search(question, {}, exact));
      expect(found(await search(question, {}, graph))).toEqual(expected);
      expect(found(await search(question, everything, graph))).toEqual(expected);
      const ofOdd = found(await search(question, { outlet: 'Odd' }, exact));
      expect(found(await search(question, { outlet: 'Odd' }, graph))).toEqual(ofOdd);
      const asked = { text: question, filters: { outlet: 'Odd' }, askedOn: '2025-05-20' };
      const numbers = { ...ranking, exactUpTo: 0 };
      expect(found(await retrieve(graph, asked, { count: 100, clock: () => 0, numbers }))).toEqual(ofOdd);
    }
    await Promise.all([exact.close(), graph.close()]);
  });

  it('embed the question once, as a question', async () => {
    const calls: [readonly string[], string][] = [];
    const fake = createFakeEmbedder();
    const embedder: Embedder = {
      ...fake,
      embed: (texts, kind) => {
        calls.push([texts, kind]);
        return fake.embed(texts, kind);
      },
    };
    await search('<p>Who resigned?</p>', {}, { ...coverage, embedder });
    expect(calls).toEqual([[['Who resigned?'], 'query']]);
  });
});
