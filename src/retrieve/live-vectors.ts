import { byScore } from '../domain/order.js';
import type { Store, VectorChange, VectorGraph, VectorHit } from '../ports.js';

/** The vectors of a generation, kept in step with its store. */
export interface LiveVectors {
  readonly kind: VectorGraph['kind'];
  readonly size: number;
  /** The last change that is included. */
  readonly seq: number;
  /**
   * Takes in what the store has changed since, all of it at once: whoever searches meanwhile finds what was there before, or what is there
   * afterwards. Nothing is built, and reading the changes (20 µs each) gives way to other work every few milliseconds.
   */
  refresh(): Promise<void>;
  /** Like `VectorGraph.nearest`. */
  nearest(vector: Float32Array, count: number, accept?: (id: number) => boolean): VectorHit[];
  /** Vectors that are in no graph and compared one by one. */
  readonly unsettled: number;
}

/** What live vectors are made of: the two layers, the last change that they hold, and what lets other work have its turn. */
export interface LiveVectorParts {
  base: VectorGraph;
  recent: VectorGraph;
  seq: number;
  nextTurn: () => Promise<void>;
}

/** Changes that are read between two turns of other work: about five milliseconds. */
const changesPerTurn = 250;

/**
 * Two layers: `base`, a graph that is costly to add to, and `recent`, an exact one for what came after it. A search asks both,
 * so a change is found at once, and a process that only reads never builds a graph.
 */
export function createLiveVectors(
  store: Pick<Store, 'lastSequence' | 'vectorChanges'>,
  { base, recent, seq: first, nextTurn }: LiveVectorParts,
): LiveVectors {
  let seq = first;
  let refreshing: Promise<void> | undefined;

  const apply = ({ id, vector }: VectorChange): void => {
    if (vector === null) {
      base.remove(id);
      recent.remove(id);
    } else recent.add(id, vector);
  };

  const replay = async (): Promise<void> => {
    if ((await store.lastSequence()) === seq) return;
    // An article's vectors are removed one by one and added one by one: half of that must not be searched.
    const changes: VectorChange[] = [];
    for await (const change of store.vectorChanges(seq)) {
      changes.push(change);
      if (changes.length % changesPerTurn === 0) await nextTurn();
    }
    for (const change of changes) apply(change);
    seq = changes.at(-1)?.seq ?? seq;
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
  };
}
