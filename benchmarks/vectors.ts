import { exactGraphs } from '../src/adapters/exact-graph.js';
import { loadHnswGraphs } from '../src/adapters/hnsw-graph.js';
import { seededRandom } from './seeded-random.js';
import { median, timeMs, type Row } from './table.js';

const count = 50_000;
const dimensions = 384;
const topics = 500;
const queries = 200;

/**
 * How many of the ten nearest vectors the HNSW graph finds. The vectors are points around `topics` centres, as the passages of a
 * coverage lie around its stories; the queries are further such points.
 */
export async function benchVectors(): Promise<Row[]> {
  const random = seededRandom(20261123);
  const centres = Array.from({ length: topics }, () => gaussian(random));
  const point = (): Float32Array => {
    const centre = centres[Math.floor(random() * topics)]!;
    const noise = gaussian(random);
    return unit(centre.map((value, i) => value + noise[i]!));
  };
  const hnsw = (await loadHnswGraphs()).create(dimensions, count);
  const exact = exactGraphs.create(dimensions, count);
  let buildMs = 0;
  for (let id = 1; id <= count; id++) {
    const vector = point();
    exact.add(id, vector);
    const started = performance.now();
    hnsw.add(id, vector);
    buildMs += performance.now() - started;
  }
  let found = 0;
  const hnswMs: number[] = [];
  const exactMs: number[] = [];
  for (let i = 0; i < queries; i++) {
    const query = point();
    let near = new Set<number>();
    exactMs.push(await timeMs(async () => void (near = new Set(exact.nearest(query, 10).map(({ id }) => id)))));
    hnswMs.push(
      await timeMs(async () => void (found += hnsw.nearest(query, 10).filter(({ id }) => near.has(id)).length)),
    );
  }
  return [
    {
      question: `HNSW recall@10 against exact search, ${count} vectors`,
      figure: (found / (queries * 10)).toFixed(3),
      bar: '0.98',
    },
    {
      question: 'search of them, HNSW / exact, p50',
      figure: `${median(hnswMs).toFixed(1)} / ${median(exactMs).toFixed(1)} ms`,
      bar: '',
    },
    { question: 'vectors built into the graph', figure: `${Math.round((count * 1000) / buildMs)} a second`, bar: '' },
  ];
}

function gaussian(random: () => number): Float32Array {
  return Float32Array.from(
    { length: dimensions },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
