import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp, type App } from '../src/app.js';
import { parseConfig } from '../src/config.js';
import type { Embedder } from '../src/ports.js';
import { createSyntheticEmbedder, renderArticle, writeCoverage } from './synthetic-coverage.js';
import { median, percentile, timeMs, type Row } from './table.js';
import { inTemporaryFolder } from './workspace.js';

const queries = 100;

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
    let state = 20_261_123;
    const random = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return (state >>> 0) / 2 ** 32;
    };
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

    const question = (n: number) => ({
      text: `What of Story${n} and ${n % 7} kabado?`,
      filters: {},
      askedOn: '2025-01-01',
    });
    const before = process.memoryUsage.rss();
    const app = await open(synthetic);
    const start = await measure(() => app.search(question(1), { limit: 10 }));
    const searches: Effort[] = [];
    for (let i = 0; i < queries; i++) {
      searches.push(await measure(() => app.search(question(Math.floor(random() * articles)), { limit: 10 })));
    }
    const memory = process.memoryUsage.rss() - before;
    await app.close();

    const changing = await open(real);
    const changes: Effort[] = [];
    for (let i = 0; i < 3; i++) {
      writeFileSync(join(dir, 'news', '0', '7.md'), renderArticle(1_000_000 + i, random));
      changes.push(await measure(() => changing.reindex({ full: false })));
    }
    await changing.close();
    const of = `${passages} passages of ${articles} articles`;
    const all = (efforts: readonly Effort[], kind: keyof Effort): number[] => efforts.map((effort) => effort[kind]);
    return [
      { question: `${of}: filled without the model`, figure: renderEffort(fill), bar: '' },
      { question: `${of}: start-up to the first answer`, figure: renderEffort(start), bar: '' },
      {
        question: `${of}: search, p50 / p95, wall; processor`,
        figure: (['wallMs', 'processorMs'] as const)
          .map(
            (kind) =>
              `${median(all(searches, kind)).toFixed(0)} / ${percentile(all(searches, kind), 0.95).toFixed(0)} ms`,
          )
          .join('; '),
        bar: '',
      },
      { question: `${of}: memory that the open index adds`, figure: `${Math.round(memory / 1024 ** 2)} MB`, bar: '' },
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
