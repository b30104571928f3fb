import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exactGraphs } from '../../src/adapters/exact-graph.js';
import { createSqliteStore } from '../../src/adapters/sqlite/store.js';
import { contentHash, sha256, type Article } from '../../src/domain/article.js';
import { embeddingText } from '../../src/ingest/embedding-text.js';
import { splitPassages } from '../../src/ingest/split.js';
import type { Embedder, VectorGraphFactory } from '../../src/ports.js';
import { createLiveVectors } from '../../src/retrieve/live-vectors.js';
import type { Coverage } from '../../src/retrieve/search.js';
import { createFakeEmbedder } from '../fakes/embedder.js';

/** A coverage in a temporary folder, and what takes it away again. */
export interface TestCoverage extends Coverage {
  /** Indexes an article, or another version of it, into the store; the vectors hear of it at their next refresh. */
  put(article: Article): Promise<void>;
  close(): Promise<void>;
}

/**
 * Indexes articles into a real store with small passages and fake vectors. `graphs` keeps the vectors; all of them are in its
 * graph, none in the exact layer above it.
 */
export async function createCoverage(
  articles: readonly Article[],
  { graphs = exactGraphs, embedder = createFakeEmbedder() }: { graphs?: VectorGraphFactory; embedder?: Embedder } = {},
): Promise<TestCoverage> {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-coverage-'));
  const { model: embeddingModel, dimensions } = embedder;
  const stamp = { embeddingModel, dimensions, pipeline: 'test', createdAt: '2025-05-20T00:00:00Z' };
  const store = await createSqliteStore(join(folder, 'coverage.sqlite'), stamp);
  const put = async (article: Article): Promise<void> => {
    const spans = splitPassages(article.body, (text) => embedder.countTokens(text), {
      targetTokens: 30,
      maxTokens: 50,
      insideParagraphCost: 0.25,
    });
    const texts = spans.map(({ start, end }) => embeddingText(article, article.body.slice(start, end)));
    const vectors = await embedder.embed(texts, 'passage');
    await store.putArticle({
      article,
      contentHash: contentHash(article),
      bands: [],
      passages: spans.map(({ start, end }, ordinal) => ({
        ordinal,
        start,
        end,
        textHash: sha256(texts[ordinal]!),
        vector: vectors[ordinal]!,
      })),
      place: {
        source: 'test',
        document: article.id,
        location: article.id,
        url: article.url,
        title: article.title,
        outlet: article.outlet,
        publishedAt: article.publishedAt,
      },
      quotes: [],
      speakers: [],
    });
  };
  for (const article of articles) await put(article);
  const base = graphs.create(dimensions, 100);
  for await (const { id, vector } of store.vectorChanges(0)) base.add(id, vector!);
  const vectors = createLiveVectors(store, {
    base,
    recent: exactGraphs.create(dimensions, 0),
    seq: await store.lastSequence(),
    nextTurn: () => Promise.resolve(),
  });
  return {
    store,
    vectors,
    embedder,
    put,
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An article with what a test does not care about filled in. */
export function createArticle(given: Partial<Article> & Pick<Article, 'id' | 'body'>): Article {
  return {
    url: `https://example.org/${given.id}`,
    title: `Headline of ${given.id}`,
    titleDerived: false,
    outlet: null,
    authors: [],
    publishedAt: null,
    ...given,
  };
}

/** A small coverage of one harbour town: three outlets, four authors, half a year, one undated article, one wire story twice. */
export const harbourTown: readonly Article[] = [
  createArticle({
    id: 'fire',
    title: 'Fire destroys the old fish market',
    outlet: 'The Bay Herald',
    authors: ['Ana Lúcia Prado'],
    publishedAt: '2025-01-14',
    body:
      'A fire destroyed the old fish market on Tuesday night. Chief Odd Larsen said that 14 stalls were lost.\n\n' +
      'Nobody was hurt. The fire began because a heater was left on, Larsen said.\n\n' +
      'The market had stood on the quay since 1931. Traders will sell from tents until it is rebuilt.',
  }),
  createArticle({
    id: 'market-plan',
    title: 'Council wants a new fish market for 3.2 million',
    outlet: 'The Bay Herald',
    authors: ['Ana Lúcia Prado', 'Piers Holm'],
    publishedAt: '2025-02-20T09:00:00Z',
    body:
      'The council wants to build a new fish market for 3.2 million crowns. Mayor Greta Sund presented the plan on Thursday.\n\n' +
      '“What would the town be without its market?” she asked. The old one burned down in January.\n\n' +
      'Building is to begin in May. The traders had asked for a larger hall with a cold store.',
  }),
  createArticle({
    id: 'wire-one',
    title: 'Whale strands near the lighthouse',
    outlet: 'The Bay Herald',
    authors: ['Northern Wire'],
    publishedAt: '2025-03-03',
    body:
      'A young humpback whale stranded near the lighthouse on Sunday morning, and forty volunteers from the town and the two villages on the other side of the bay kept it wet with buckets until the tide came back.\n\n' +
      'The whale was eleven metres long, said Ines Vale of the marine institute. It swam away at noon.',
  }),
  createArticle({
    id: 'wire-two',
    title: 'Stranded whale is freed by the tide',
    outlet: 'Coast Radio',
    authors: ['Northern Wire'],
    publishedAt: '2025-03-03',
    body:
      'A young humpback whale stranded near the lighthouse on Sunday morning, and forty volunteers from the town and the two villages on the other side of the bay kept it wet with buckets until the tide came back.\n\n' +
      'Coast Radio will report on the whale again this evening, with a talk about strandings in the north.',
  }),
  createArticle({
    id: 'mayor',
    title: 'Mayor Sund resigns over market contract',
    outlet: 'Coast Radio',
    authors: ['Mirko Dahl'],
    publishedAt: '2025-05-06T17:30:00+02:00',
    body:
      'Mayor Greta Sund resigned on Tuesday because her brother had won the contract for the market. Deputy Per Alm will replace her.\n\n' +
      '“I should have seen it,” Sund said. She had been mayor for nine years.\n\n' +
      'The contract was worth 3.2 million crowns. An inquiry opens in June.',
  }),
  createArticle({
    id: 'letters',
    title: 'Letters to the editor',
    outlet: null,
    body:
      'The ferry timetable is a riddle to everybody who lives on the island. Who reads it before it is printed?\n\n' +
      'I waited for the boat for two hours with my grandmother. We want a timetable that is true.',
  }),
];
