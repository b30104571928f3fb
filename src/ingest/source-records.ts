import type { Failure, KnownDocument, SourceState, Store } from '../ports.js';
import type { Listing, SourceMemory } from './source-document.js';

/** What is remembered of sources from run to run, and what this run adds to it. */
export interface SourceRecords {
  memory: SourceMemory;
  /** From now on the document has to be read whole. */
  forget(document: string): void;
  /** Notes that a source was listed, before anything of it is indexed. */
  noteListing(source: string, listing: Listing): Promise<void>;
  /** Keeps the states of the sources that were listed, and forgets those of sources that are no more. */
  save(sources: readonly string[], failures: readonly Failure[]): Promise<void>;
}

/**
 * `known` are the documents of the store as the run found them; a new generation has none, and so reads everything. `previous` is the
 * generation that it replaces, whose record of successes goes on.
 */
export async function createSourceRecords({
  store,
  previous,
  known,
  now,
}: {
  store: Store;
  previous: Store | undefined;
  known: ReadonlyMap<string, KnownDocument>;
  now: () => string;
}): Promise<SourceRecords> {
  const before = (await previous?.listSourceStates()) ?? [];
  const states = new Map<string, SourceState>();
  for (const state of before) states.set(state.source, { ...state, feed: null });
  for (const state of await store.listSourceStates()) states.set(state.source, state);
  const documentsOf = new Map<string, string[]>();
  /** Sources with a document that has to be read again, which only a whole feed can give. */
  const incomplete = new Set<string>();
  for (const { document, source, fingerprint } of known.values()) {
    const documents = documentsOf.get(source) ?? [];
    documentsOf.set(source, documents);
    documents.push(document);
    if (fingerprint === '') incomplete.add(source);
  }
  const leading = new Set<string>();
  for (const { document, source } of [...known.values(), ...((await previous?.listDocuments()) ?? [])]) {
    if (document !== source) leading.add(source);
  }
  const forgotten = new Set<string>();
  const listed = new Map<string, { at: string; listing: Listing }>();

  const stateOf = (source: string): SourceState =>
    states.get(source) ?? { source, lastTry: null, lastSuccess: null, failedTries: 0, feed: null };
  return {
    memory: {
      findValidators: (document) => {
        const { fingerprint = '', validators } = known.get(document) ?? {};
        return fingerprint === '' || forgotten.has(document) ? undefined : validators;
      },
      findFeed: (source) => (incomplete.has(source) ? undefined : (stateOf(source).feed ?? undefined)),
      listDocuments: (source) => documentsOf.get(source) ?? [],
      hasLedElsewhere: (source) => leading.has(source),
    },
    forget: (document) => {
      forgotten.add(document);
    },
    noteListing: async (source, listing) => {
      listed.set(source, { at: now(), listing });
      const state = stateOf(source);
      if (state.feed === null) return;
      // Until every item is indexed, the next run must not take the feed for unchanged.
      states.set(source, { ...state, feed: null });
      await store.putSourceState({ ...state, feed: null });
    },
    save: async (sources, failures) => {
      for (const [source, { at, listing }] of listed) {
        const isReached = !failures.some((failure) => failure.source === source && failure.location === source);
        const isWhole = !failures.some((failure) => failure.source === source);
        const { lastSuccess, failedTries } = stateOf(source);
        const { address, validators } = listing.feed ?? { validators: null };
        await store.putSourceState({
          source,
          lastTry: at,
          lastSuccess: isReached ? at : lastSuccess,
          failedTries: isReached ? 0 : failedTries + 1,
          feed: isWhole && address !== undefined && validators !== null ? { address, validators } : null,
        });
      }
      await store.keepSourceStates(sources);
    },
  };
}
