import { loadGraphs, openIndex } from '../src/app-index.js';
import type { Embedder } from '../src/ports.js';
import { retrieve, type SearchTimes } from '../src/retrieve/search.js';
import { percentile, type Row } from './table.js';
import { inTemporaryFolder, withApp } from './workspace.js';

const rounds = 5;

/** How long the steps of a search take, with the headlines of the coverage as questions. */
export async function benchSearching(embedder: Embedder): Promise<Row[]> {
  return inTemporaryFolder(async (dir) => {
    const generation = await withApp(dir, embedder, async (app) => {
      await app.reindex({ full: false });
      return (await app.status()).index!.generation;
    });
    const index = await openIndex(dir, generation, await loadGraphs());
    try {
      const ids: number[] = [];
      for await (const { id } of index.store.vectorChanges(0)) ids.push(id);
      const questions = new Set(
        (await index.store.getPassages(ids)).map(({ article }) => `What is known about ${article.title}?`),
      );
      const times: SearchTimes[] = [];
      for (let round = 0; round < rounds; round++) {
        for (const text of questions) {
          const asked = { text, filters: {}, askedOn: '2025-06-01' };
          times.push(
            (await retrieve({ ...index, embedder }, asked, { count: 10, clock: () => performance.now() })).times,
          );
        }
      }
      const line = (name: string, pick: (t: SearchTimes) => number): Row => {
        const values = times.map(pick);
        const figure = `${percentile(values, 0.5).toFixed(1)} / ${percentile(values, 0.95).toFixed(1)} ms`;
        return { question: `search of ${ids.length} passages, ${name}, p50 / p95`, figure, bar: '' };
      };
      return [
        line('embedding the question', (t) => t.embedMs),
        line('by words', (t) => t.lexicalMs),
        line('by vector', (t) => t.vectorMs),
        line('ranking', (t) => t.rankMs),
        line('all', (t) => t.embedMs + t.lexicalMs + t.vectorMs + t.rankMs),
      ];
    } finally {
      await index.store.close();
    }
  });
}
