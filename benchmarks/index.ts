import { cpus, totalmem } from 'node:os';
import { benchIndexing } from './indexing.js';
import { benchNames } from './names.js';
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

console.error('Measuring; this takes a few minutes.');
const embedder = await loadEmbedder();
const rows: Row[] = [memory('loading the model')];
rows.push(...(await benchIndexing(embedder)));
rows.push(...(await benchSearching(embedder)), memory('indexing and searching'));
await embedder.close();
rows.push(...(await benchQuotes()), ...benchNames());
rows.push(...(await benchVectors()), memory('holding 50,000 vectors twice'));

const [cpu] = cpus();
console.log(
  `Node ${process.version}, ${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${megabytes(totalmem())} of memory\n`,
);
console.log(renderTable(rows));
