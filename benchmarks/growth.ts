import { fork } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApp, type App } from '../src/app.js';
import { parseConfig } from '../src/config.js';
import type { Embedder } from '../src/ports.js';
import type { Opening } from './growth-opening.js';
import { createNewsroom } from './newsroom.js';
import { seededRandom } from './seeded-random.js';
import { createSyntheticEmbedder, writeCoverage } from './synthetic-coverage.js';
import { median, percentile, timeMs, type Row } from './table.js';
import { inTemporaryFolder } from './workspace.js';

/**
 * How an index grows: time to fill it without the model, start-up to the first answer, search, disk, and what one changed article
 * costs with the real model. The vectors are synthetic, everything else is real. `sizes` are numbers of articles of about five passages.
 */
export async function benchGrowth(embedder: Embedder, sizes: readonly number[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const articles of sizes) rows.push(...(await benchSize(embedder, articles)));
  return rows;
}

function benchSize(real: Embedder, articles: number): Promise<Row[]> {
  return inTemporaryFolder(async (dir) => {
    const random = seededRandom(20261123);
    writeCoverage(join(dir, 'news'), articles, random);
    const synthetic = createSyntheticEmbedder(real);
    const open = (embedder: Embedder): Promise<App> =>
      createApp(parseConfig({ ONRECORD_SOURCES: 'news', ONRECORD_DATA: 'index' }), {
        cwd: dir,
        embedder: async () => ({ ...embedder, close: async () => undefined }),
      });
    const filling = await open(synthetic);
    const fill = await measure(() => filling.reindex({ full: true }));
    const { index } = await filling.status();
    await filling.close();
    const { passages } = index!.totals;

    const { firstAnswerMs, processorMs, searchesMs, processorMsOfSearch, addedBytes } = await measureOpening(
      dir,
      real,
      articles,
    );

    const changing = await open(real);
    const changes: Effort[] = [];
    const newsroom = createNewsroom('articles', random);
    for (let i = 0; i < 3; i++) {
      // Real sentences: the model takes words that it does not know for several.
      writeFileSync(join(dir, 'news', '0', '7.md'), newsroom(i).full);
      changes.push(await measure(() => changing.reindex({ full: false })));
    }
    await changing.close();
    const of = `${passages} passages of ${articles} articles`;
    const all = (efforts: readonly Effort[], kind: keyof Effort): number[] => efforts.map((effort) => effort[kind]);
    return [
      { question: `${of}: filled without the model`, figure: renderEffort(fill), bar: '' },
      {
        question: `${of}: from the start of a process to its first answer`,
        figure: renderEffort({ wallMs: firstAnswerMs, processorMs }),
        bar: '',
      },
      {
        question: `${of}: search, p50 / p95`,
        figure: `${median(searchesMs).toFixed(0)} / ${percentile(searchesMs, 0.95).toFixed(0)} ms (${processorMsOfSearch.toFixed(0)} ms of processors)`,
        bar: '',
      },
      {
        question: `${of}: memory that the open index adds`,
        figure: `${Math.round(addedBytes / 1024 ** 2)} MB`,
        bar: '',
      },
      { question: `${of}: disk`, figure: `${Math.round(sizeOf(join(dir, 'index')) / 1024 ** 2)} MB`, bar: '' },
      {
        question: `${of}: one changed article, with the model`,
        figure: renderEffort({
          wallMs: median(all(changes, 'wallMs')),
          processorMs: median(all(changes, 'processorMs')),
        }),
        bar: '2 s at 5,000 articles',
      },
    ];
  });
}

function measureOpening(dir: string, { model, dimensions }: Embedder, articles: number): Promise<Opening> {
  const file = fileURLToPath(new URL('./growth-opening.js', import.meta.url));
  const child = fork(file, [dir, model, String(dimensions), String(articles)]);
  return new Promise((resolve, reject) => {
    child.once('message', (opening) => resolve(opening as Opening));
    child.once('close', (code) => reject(new Error(`Expected what opening the index took, got exit code ${code}`)));
  });
}

/** What something took: on a shared machine the time of the processors tells more than that of the clock. */
interface Effort {
  wallMs: number;
  processorMs: number;
}

async function measure(work: () => Promise<unknown>): Promise<Effort> {
  const before = process.cpuUsage();
  const wallMs = await timeMs(work);
  const { user, system } = process.cpuUsage(before);
  return { wallMs, processorMs: (user + system) / 1000 };
}

function renderEffort({ wallMs, processorMs }: Effort): string {
  return `${(wallMs / 1000).toFixed(1)} s (${(processorMs / 1000).toFixed(1)} s of processors)`;
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
}
