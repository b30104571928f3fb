import { cpus, totalmem } from 'node:os';
import type { Embedder } from '../src/ports.js';
import { benchAsking } from './asking.js';
import { benchBot } from './bot.js';
import { benchChecking } from './checking.js';
import { benchGrowth } from './growth.js';
import { benchIndexing } from './indexing.js';
import { benchNames } from './names.js';
import { benchMemory } from './memory.js';
import { mostStories } from './newsroom.js';
import { benchQuotes } from './quotes.js';
import { benchSearching } from './searching.js';
import { renderTable, type Row } from './table.js';
import { benchVectors } from './vectors.js';
import { loadEmbedder } from './workspace.js';

/*
 * npm run bench                   what takes a few minutes together
 * npm run bench -- bot memory     these, by name
 * npm run bench -- all            everything, about an hour
 */

/** Articles of about five passages: 10,000, 25,000 and 100,000 passages. */
const sizes = readNumbers('ONRECORD_BENCH_SIZES', [2000, 5000, 20_000]);
const [articlesOfBot] = readNumbers('ONRECORD_BENCH_BOT_ARTICLES', [mostStories]);

const short: Record<string, (embedder: () => Promise<Embedder>) => Promise<Row[]>> = {
  indexing: async (embedder) => {
    const loaded = await embedder();
    return [memory('loading the model'), ...(await benchIndexing(loaded))];
  },
  searching: async (embedder) => [...(await benchSearching(await embedder())), memory('searching')],
  asking: async (embedder) => benchAsking(await embedder()),
  checks: () => benchChecking(),
  quotes: () => benchQuotes(),
  names: async () => benchNames(),
  vectors: async () => [...(await benchVectors()), memory('holding 50,000 vectors twice')],
};
const long: typeof short = {
  bot: () => benchBot({ articles: articlesOfBot! }),
  memory: async (embedder) => benchMemory(await embedder()),
  growth: async (embedder) => benchGrowth(await embedder(), sizes),
};
const all = { ...short, ...long };

const asked = process.argv.slice(2);
const names = asked.length === 0 ? Object.keys(short) : asked[0] === 'all' ? Object.keys(all) : asked;
const unknown = names.filter((name) => !(name in all));
if (unknown.length > 0) {
  console.error(`Expected "all" or some of ${Object.keys(all).join(', ')}; got ${unknown.join(', ')}`);
  process.exit(2);
}

let loading: Promise<Embedder> | undefined;
const rows: Row[] = [];
for (const name of names) {
  console.error(`Measuring: ${name}`);
  rows.push(...(await all[name]!(() => (loading ??= loadEmbedder()))));
}
await (await loading)?.close();

const [cpu] = cpus();
console.log(
  `Node ${process.version}, ${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${megabytes(totalmem())} of memory\n`,
);
console.log(renderTable(rows));

function memory(after: string): Row {
  return { question: `resident memory after ${after}`, figure: megabytes(process.memoryUsage.rss()), bar: '' };
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MB`;
}

/** Other sizes for a quick look. */
function readNumbers(name: string, otherwise: readonly number[]): readonly number[] {
  return process.env[name]?.split(',').map(Number) ?? otherwise;
}
