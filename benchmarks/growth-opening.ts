import { createApp } from '../src/app.js';
import { parseConfig } from '../src/config.js';
import { createSyntheticEmbedder } from './synthetic-coverage.js';
import { timeMs } from './table.js';

/*
 * Started by growth.ts as a process of its own, so that nothing of how the index was filled is in its memory or its time: opens an index,
 * answers, searches, and sends what that took.
 */

/** What a process sends that has opened an index. */
export interface Opening {
  /** From the start of the process to the first answer: loading the program included, a model not. */
  firstAnswerMs: number;
  processorMs: number;
  searchesMs: number[];
  /** On average. */
  processorMsOfSearch: number;
  /** What the process has more in memory than one that has loaded the program and no index. */
  addedBytes: number;
}

const searches = 200;

const [dir, model, dimensions, articles] = process.argv.slice(2);
const embedder = createSyntheticEmbedder({ model: model!, dimensions: Number(dimensions) });
const question = (n: number) => ({
  text: `What of Story${n} and ${n % 7} kabado?`,
  filters: {},
  askedOn: '2025-01-01',
});
const before = process.memoryUsage.rss();
const app = await createApp(parseConfig({ ONRECORD_SOURCES: 'news', ONRECORD_DATA: 'index' }), {
  cwd: dir!,
  embedder: async () => embedder,
});
await app.ask(question(1), { limit: 4 });
const firstAnswerMs = performance.now();
const untilFirstAnswer = process.cpuUsage();
const searchesMs: number[] = [];
for (let i = 0; i < searches; i++) {
  searchesMs.push(await timeMs(() => app.search(question((i * 7919) % Number(articles)), { limit: 10 })));
}
const ofSearches = process.cpuUsage(untilFirstAnswer);
const addedBytes = process.memoryUsage.rss() - before;
await app.close();
const opening: Opening = {
  firstAnswerMs,
  processorMs: toMs(untilFirstAnswer),
  searchesMs,
  processorMsOfSearch: toMs(ofSearches) / searches,
  addedBytes,
};
process.send!(opening);

function toMs({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}
