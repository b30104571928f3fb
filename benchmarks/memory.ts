import type { Embedder } from '../src/ports.js';
import type { Row } from './table.js';
import { inTemporaryFolder, withApp } from './workspace.js';

/** Memory is looked at this often; the first fifth is left out, while caches fill and code is compiled. */
const looks = 50;

/** How resident memory goes over many embeddings and many questions in one process. */
export async function benchMemory(embedder: Embedder, { embeddings = 10_000, questions = 5_000 } = {}): Promise<Row[]> {
  const afterEmbedding = await slopeOf(embeddings, async (n) => {
    await embedder.embed(
      [`Sentence ${n} says that the ferry left the harbour at ${n % 24} with ${n} people on board.`],
      'passage',
    );
  });
  const afterAsking = await inTemporaryFolder((dir) =>
    withApp(dir, embedder, async (app) => {
      await app.reindex({ full: false });
      return slopeOf(questions, async (n) => {
        const text = `How many people were on the Silver Tern on day ${n}, and who said so?`;
        await app.ask({ text, filters: {}, askedOn: '2025-06-01' }, { limit: 4 });
      });
    }),
  );
  const row = (what: string, { perThousandMb, fromMb, toMb }: Slope): Row => ({
    question: `resident memory over ${what}: slope`,
    figure: `${perThousandMb.toFixed(2)} MB per 1,000 (${fromMb.toFixed(0)} to ${toMb.toFixed(0)} MB)`,
    bar: 'flat',
  });
  return [row(`${embeddings} embeddings`, afterEmbedding), row(`${questions} questions`, afterAsking)];
}

interface Slope {
  perThousandMb: number;
  fromMb: number;
  toMb: number;
}

/** The slope of the line of least squares through resident memory. */
async function slopeOf(count: number, work: (n: number) => Promise<void>): Promise<Slope> {
  const points: [number, number][] = [];
  for (let n = 1; n <= count; n++) {
    await work(n);
    if (n % Math.floor(count / looks) === 0) points.push([n / 1000, process.memoryUsage.rss() / 1024 ** 2]);
  }
  const kept = points.slice(Math.floor(points.length / 5));
  const mean = (at: 0 | 1): number => kept.reduce((sum, point) => sum + point[at], 0) / kept.length;
  const [x, y] = [mean(0), mean(1)];
  const above = kept.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  const below = kept.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return { perThousandMb: above / below, fromMb: kept[0]![1], toMb: kept.at(-1)![1] };
}
