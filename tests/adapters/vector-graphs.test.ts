import { describe, expect, test } from 'vitest';
import { exactGraphs } from '../../src/adapters/exact-graph.js';
import { loadHnswGraphs } from '../../src/adapters/hnsw-graph.js';
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
