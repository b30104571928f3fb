import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Article } from '../src/domain/article.js';
import { readArticles } from '../src/ingest/read/read-articles.js';
import { extractQuotes } from '../src/quotes/extract.js';
import { median, type Row } from './table.js';

const rounds = 7;
const megabyte = 1_000_000;

/** How fast quotations are read from articles, and from a megabyte that was made to be slow. `folder` holds the sample coverage. */
export async function benchQuotes(folder = 'articles'): Promise<Row[]> {
  const articles: Article[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (name === 'README.md') continue;
    const bytes = readFileSync(join(folder, name));
    const read = await readArticles({ document: name, url: null, contentType: null, bytes });
    articles.push(...read.articles.map(({ article }) => article));
  }
  const size = articles.reduce((sum, { body }) => sum + body.length, 0);
  const copies = Math.ceil(megabyte / size);
  const run = (): void => {
    for (let i = 0; i < copies; i++) for (const article of articles) extractQuotes(article);
  };
  run();
  const one = (body: string): void => void extractQuotes({ title: '', body });
  return [
    {
      question: 'quotations read from articles',
      figure: `${((copies * size) / megabyte / median(Array.from({ length: rounds }, () => secondsOf(run)))).toFixed(1)} MB/s`,
      bar: '1 MB/s',
    },
    hostile('1 MB of quotation marks', () => one('"'.repeat(megabyte))),
    hostile('1 MB of “he said”', () => one('he said '.repeat(megabyte / 8))),
    hostile('1 MB of opening marks', () => one('“a '.repeat(megabyte / 3))),
  ];
}

function hostile(question: string, work: () => void): Row {
  return { question: `quotations, ${question}`, figure: `${Math.round(1000 * secondsOf(work))} ms`, bar: '' };
}

/** Processor time, so that a busy machine does not count. */
function secondsOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1e6;
}
