import { byScore } from '../domain/order.js';
import type { Store, VectorGraph, VectorHit } from '../ports.js';

/** The vectors of a generation, kept in step with its store. */
export interface LiveVectors {
  readonly kind: VectorGraph['kind'];
  readonly size: number;
  /** The last change that is included. */
  readonly seq: number;
  /** Takes in what the store has changed since; nothing is built, so that it takes microseconds a change. */
  refresh(): Promise<void>;
  /** Like `VectorGraph.nearest`. */
  nearest(vector: Float32Array, count: number, accept?: (id: number) => boolean): VectorHit[];
  /** Moves all recent vectors into the graph, at the graph's price of about 1 ms each, and returns it. */
  settle(): VectorGraph;
  /** Vectors that `settle` would move. */
  readonly unsettled: number;
}

/**
 * Two layers: `base`, a graph that is costly to add to, and `recent`, an exact one for what came after it. A search asks both,
 * so a change is found at once, and a process that only reads never builds a graph.
 */
export function createLiveVectors(
  store: Store,
  layers: { base: VectorGraph; recent: VectorGraph; seq: number },
): LiveVectors {
  const { base, recent } = layers;
  const recentIds = new Map<number, Float32Array>();
  let seq = layers.seq;
  let refreshing: Promise<void> | undefined;

  const replay = async (): Promise<void> => {
    if ((await store.lastSequence()) === seq) return;
    for await (const change of store.vectorChanges(seq)) {
      if (change.vector === null) {
        base.remove(change.id);
        recent.remove(change.id);
        recentIds.delete(change.id);
      } else {
        recent.add(change.id, change.vector);
        recentIds.set(change.id, change.vector);
      }
      seq = change.seq;
    }
  };

  return {
    get kind() {
      return base.size > 0 ? base.kind : recent.kind;
    },
    get size() {
      return base.size + recent.size;
    },
    get seq() {
      return seq;
    },
    get unsettled() {
      return recent.size;
    },
    // Two replays at once would apply the same changes twice.
    refresh: () => (refreshing ??= replay().finally(() => (refreshing = undefined))),
    nearest: (vector, count, accept) => {
      if (recent.size === 0) return base.nearest(vector, count, accept);
      const hits = [...base.nearest(vector, count, accept), ...recent.nearest(vector, count, accept)];
      return hits.sort(byScore).slice(0, count);
    },
    settle: () => {
      for (const [id, vector] of recentIds) {
        base.add(id, vector);
        recent.remove(id);
      }
      recentIds.clear();
      return base;
    },
  };
}
