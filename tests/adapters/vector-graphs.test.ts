import { describe, expect, test } from 'vitest';
import { exactGraphs } from '../../src/adapters/exact-graph.js';
import { loadHnswGraphs } from '../../src/adapters/hnsw-graph.js';
import { byScore } from '../../src/domain/order.js';
import { dot } from '../../src/domain/vector.js';
import { describeVectorGraphs } from '../contracts/vector-graph.js';
import { clusteredVectors } from '../fakes/random-vectors.js';

describeVectorGraphs('the exact graph', async () => exactGraphs);
describeVectorGraphs('the HNSW graph', loadHnswGraphs);

describe('the HNSW graph', () => {
  test('finds at least 98 % of the ten nearest that comparing with every vector finds, also among removals and filters', async () => {
    const dimensions = 32;
    const all = clusteredVectors(3_100, dimensions, 60, 7);
    const [stored, queries] = [all.slice(0, 3_000), all.slice(3_000)];
    const [approximate, exact] = [await loadHnswGraphs(), exactGraphs].map((graphs) => graphs.create(dimensions, 16));
    for (const graph of [approximate!, exact!]) {
      stored.forEach((vector, id) => {
        graph.add(id, vector);
      });
      for (let id = 0; id < stored.length; id += 10) graph.remove(id);
    }
    for (const accept of [undefined, (id: number) => id % 7 === 0]) {
      let found = 0;
      for (const query of queries) {
        const expected = new Set(exact!.nearest(query, 10, accept).map(({ id }) => id));
        const hits = approximate!.nearest(query, 10, accept);
        expect(hits).toHaveLength(10);
        found += hits.filter(({ id }) => expected.has(id)).length;
      }
      expect(found / (queries.length * 10)).toBeGreaterThanOrEqual(0.98);
    }
  });
});

test('the exact graph gives what sorting all vectors gives, also where many are equally near', () => {
  const dimensions = 4;
  const different = clusteredVectors(100, dimensions, 5, 3);
  const vectors = Array.from({ length: 1200 }, (_, id) => different[id % different.length]!);
  const graph = exactGraphs.create(dimensions, 0);
  // From the last id to the first, so that those that come before others are met after them.
  for (let id = vectors.length - 1; id >= 0; id--) graph.add(id, vectors[id]!);
  for (const query of clusteredVectors(20, dimensions, 5, 4)) {
    const all = vectors.map((vector, id) => ({ id, score: dot(query, vector) })).sort(byScore);
    for (const count of [1, 7, 40, 5000]) expect(graph.nearest(query, count)).toEqual(all.slice(0, count));
    const odd = all.filter(({ id }) => id % 2 === 1);
    expect(graph.nearest(query, 30, (id) => id % 2 === 1)).toEqual(odd.slice(0, 30));
  }
});
