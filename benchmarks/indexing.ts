import { openSqliteStore } from '../src/adapters/sqlite/store.js';
import { storeFile } from '../src/adapters/generations.js';
import { embeddingText } from '../src/ingest/embedding-text.js';
import type { Embedder } from '../src/ports.js';
import { median, timeMs, type Row } from './table.js';
import { inTemporaryFolder, withApp } from './workspace.js';

/** How often both sides are measured, taking turns, so that a busy moment of the machine hits both. */
const rounds = 3;

/**
 * How much of the bare model's speed is left when everything else that a reindex does is added, and how much faster a reindex is
 * that finds nothing changed.
 */
export async function benchIndexing(embedder: Embedder): Promise<Row[]> {
  const whole: number[] = [];
  const bare: number[] = [];
  const unchanged: number[] = [];
  let texts: string[] = [];
  for (let round = 0; round < rounds; round++) {
    await inTemporaryFolder((dir) =>
      withApp(dir, embedder, async (app) => {
        whole.push(await timeMs(() => app.reindex({ full: false })));
        texts = await embeddedTexts(dir, (await app.status()).index!.generation);
        for (let again = 0; again < 5; again++) unchanged.push(await timeMs(() => app.reindex({ full: false })));
      }),
    );
    bare.push(await timeMs(() => embedder.embed(texts, 'passage')));
  }
  const rate = (ms: number): string => ((texts.length * 1000) / ms).toFixed(1);
  return [
    {
      question: `passages a second: whole first reindex of ${texts.length} passages / bare model on the same texts`,
      figure: `${rate(median(whole))} / ${rate(median(bare))} = ${(median(bare) / median(whole)).toFixed(2)}`,
      bar: '0.9',
    },
    {
      question: 'first reindex / reindex with nothing changed',
      figure: `${(median(whole) / 1000).toFixed(1)} s / ${median(unchanged).toFixed(0)} ms = ${(median(whole) / median(unchanged)).toFixed(0)} times`,
      bar: '100 times',
    },
  ];
}

async function embeddedTexts(dir: string, generation: string): Promise<string[]> {
  const store = await openSqliteStore(storeFile(dir, generation));
  try {
    const ids: number[] = [];
    for await (const { id } of store.vectorChanges(0)) ids.push(id);
    return (await store.getPassages(ids)).map(({ article, text }) => embeddingText(article, text));
  } finally {
    await store.close();
  }
}
