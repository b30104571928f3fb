import { cpus, totalmem } from 'node:os';
import { benchAsking } from './asking.js';
import { benchGrowth } from './growth.js';
import { benchIndexing } from './indexing.js';
import { benchNames } from './names.js';
import { benchMemory } from './memory.js';
import { benchQuotes } from './quotes.js';
import { benchSearching } from './searching.js';
import { renderTable, type Row } from './table.js';
import { benchVectors } from './vectors.js';
import { loadEmbedder } from './workspace.js';

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 ** 2)} MB`;
const memory = (after: string): Row => ({
  question: `resident memory after ${after}`,
  figure: megabytes(process.memoryUsage.rss()),
  bar: '',
});

console.error('Measuring; this takes a few minutes, and with ONRECORD_BENCH_LONG=true half an hour.');
const embedder = await loadEmbedder();
const rows: Row[] = [memory('loading the model')];
rows.push(...(await benchIndexing(embedder)));
rows.push(...(await benchSearching(embedder)), memory('indexing and searching'));
rows.push(...(await benchAsking(embedder)));
if (process.env['ONRECORD_BENCH_LONG'] === 'true') {
  rows.push(...(await benchMemory(embedder)), ...(await benchGrowth(embedder, [1000, 2000, 5000, 20_000])));
}
await embedder.close();
rows.push(...(await benchQuotes()), ...benchNames());
rows.push(...(await benchVectors()), memory('holding 50,000 vectors twice'));

const [cpu] = cpus();
console.log(
  `Node ${process.version}, ${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${megabytes(totalmem())} of memory\n`,
);
console.log(renderTable(rows));
