import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { VectorGraph, VectorGraphFactory } from '../../src/ports.js';
import { clusteredVectors, unit } from '../fakes/random-vectors.js';

const dimensions = 8;
const vectors = clusteredVectors(60, dimensions, 6, 1);

/** What every graph of vectors does. Sixty vectors are few enough that an approximate graph finds them all. */
export function describeVectorGraphs(name: string, load: () => Promise<VectorGraphFactory>): void {
  describe(`${name}, as a vector graph`, () => {
    let graphs: VectorGraphFactory;
    let graph: VectorGraph;
    let folder: string;
    beforeEach(async () => {
      graphs = await load();
      graph = graphs.create(dimensions, 10);
      folder = mkdtempSync(join(tmpdir(), 'on-record-graph-'));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    const fill = (): void => {
      vectors.forEach((vector, i) => {
        graph.add(i + 1, vector);
      });
    };
    const ids = (vector: Float32Array, count: number, accept?: (id: number) => boolean): number[] =>
      graph.nearest(vector, count, accept).map(({ id }) => id);

    test('finds nothing while it is empty', () => {
      expect(graph).toMatchObject({ kind: graphs.kind, dimensions, size: 0 });
      expect(graph.nearest(vectors[0]!, 5)).toEqual([]);
    });

    test('finds a vector by itself, with a cosine of 1', () => {
      fill();
      vectors.forEach((vector, i) => {
        const [hit] = graph.nearest(vector, 1);
        expect(hit!.id).toBe(i + 1);
        expect(hit!.score).toBeCloseTo(1, 5);
      });
    });

    test('gives the best first, and no more than there are or were asked for', () => {
      fill();
      const hits = graph.nearest(vectors[3]!, 1000);
      expect(hits).toHaveLength(60);
      expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).sort((a, b) => b - a));
      expect(graph.nearest(vectors[3]!, 7)).toEqual(hits.slice(0, 7));
      expect(graph.nearest(vectors[3]!, 0)).toEqual([]);
    });

    test('orders equal scores by id', () => {
      for (const id of [30, 10, 20]) graph.add(id, vectors[0]!);
      expect(ids(vectors[0]!, 3)).toEqual([10, 20, 30]);
    });

    test('grows beyond the size it was made for', () => {
      fill();
      expect(graph.size).toBe(60);
    });

    test('replaces the vector under an id', () => {
      fill();
      graph.add(
        1,
        vectors[1]!.map((value) => -value),
      );
      expect(graph.size).toBe(60);
      expect(
        ids(
          vectors[1]!.map((value) => -value),
          1,
        ),
      ).toEqual([1]);
      expect(ids(vectors[0]!, 60).at(0)).not.toBe(1);
    });

    test('no longer finds what was removed, takes it again, and does not mind an unknown id', () => {
      fill();
      graph.remove(5);
      graph.remove(5);
      graph.remove(999);
      expect(graph.size).toBe(59);
      expect(ids(vectors[4]!, 60)).toHaveLength(59);
      expect(ids(vectors[4]!, 60)).not.toContain(5);
      graph.add(5, vectors[4]!);
      expect(ids(vectors[4]!, 1)).toEqual([5]);
      expect(graph.size).toBe(60);
    });

    test('finds nothing again when all were removed', () => {
      fill();
      vectors.forEach((_, i) => {
        graph.remove(i + 1);
      });
      expect(graph.size).toBe(0);
      expect(graph.nearest(vectors[0]!, 5)).toEqual([]);
    });

    test('finds only what is accepted, and all of it', () => {
      fill();
      const even = ids(vectors[0]!, 60, (id) => id % 2 === 0);
      expect(even).toHaveLength(30);
      expect(even.every((id) => id % 2 === 0)).toBe(true);
      // The one furthest away, which a search for the nearest alone would not meet.
      const furthest = ids(vectors[0]!, 60).at(-1)!;
      expect(ids(vectors[0]!, 3, (id) => id === furthest)).toEqual([furthest]);
      expect(ids(vectors[0]!, 3, () => false)).toEqual([]);
    });

    test('is the same after it was saved and loaded: removed ones stay away, others can be added', async () => {
      fill();
      graph.remove(7);
      const file = join(folder, 'graph');
      await graphs.save(graph, file);
      const before = graph.nearest(vectors[6]!, 20);
      graph = await graphs.load(file, dimensions);
      expect(graph.size).toBe(59);
      expect(graph.nearest(vectors[6]!, 20)).toEqual(before);
      graph.add(100, vectors[6]!);
      expect(ids(vectors[6]!, 1)).toEqual([100]);
    });

    test('can be saved and loaded while it is empty', async () => {
      const file = join(folder, 'graph');
      await graphs.save(graph, file);
      const loaded = await graphs.load(file, dimensions);
      expect(loaded.size).toBe(0);
      expect(loaded.nearest(unit([1, 0, 0, 0, 0, 0, 0, 0]), 3)).toEqual([]);
    });

    test('refuses a file that holds no graph as INDEX_CORRUPT', async () => {
      const file = join(folder, 'graph');
      writeFileSync(file, 'not a graph');
      await expect(graphs.load(file, dimensions)).rejects.toMatchObject({ code: 'INDEX_CORRUPT' });
    });
  });
}
