import { listLetterPairs, type LetterPairs } from './app-speaker-names.js';
import { foldName } from './domain/fold.js';
import type { Speaker } from './domain/quote.js';
import type { Store } from './ports.js';
import { createNameIndex, isNamed, type NameIndex } from './quotes/name-index.js';

/** An outlet or author, ready to be compared. */
export interface FoldedName {
  name: string;
  folded: string;
  articles: number;
}

/**
 * The names of a coverage as they are when its speakers are resolved, which ends every reindex that changed an article; what takes long
 * is made at the first call and kept.
 */
export interface NameBook {
  speakers: NameIndex;
  byId: ReadonlyMap<string, Speaker>;
  letterPairs(): LetterPairs;
  /** The number of quotes of each speaker who has some, by id. */
  quoteCounts(): Promise<ReadonlyMap<string, number>>;
  /** People and bodies with quotes, most quoted first. */
  mostQuoted(): Promise<readonly Speaker[]>;
  /** Most articles first. */
  outlets(): Promise<readonly FoldedName[]>;
  authors(): Promise<readonly FoldedName[]>;
}

/**
 * Gives the names of a store, made anew only when its speakers have been resolved again: for 23,500 of them that takes a second, and
 * Discord waits less when somebody types. While a reindex goes on they are those of before it. Names that were there before are not
 * taken apart again.
 */
export function createNameBooks(): (store: Store) => Promise<NameBook> {
  const kept = new WeakMap<Store, { mark: string; book: Promise<NameBook> }>();
  return async (store) => {
    const mark = await store.speakersMark();
    const last = kept.get(store);
    if (last?.mark === mark) return last.book;
    const book = makeBook(store, last?.book);
    kept.set(store, { mark, book });
    book.catch(() => {
      // A failed start is forgotten, so that the next call tries again.
      if (kept.get(store)?.book === book) kept.delete(store);
    });
    return book;
  };
}

async function makeBook(store: Store, last: Promise<NameBook> | undefined): Promise<NameBook> {
  const previous = await last?.catch(() => undefined);
  const all = await store.listSpeakers();
  const speakers = createNameIndex(all, previous?.speakers);
  const byId = new Map(all.map((speaker) => [speaker.id, speaker]));
  const quoteCounts = onceAsync(async () => {
    const counts = await store.countQuotes({ filters: {} });
    return new Map(
      counts.flatMap(({ speakerId, direct, partial }) =>
        speakerId === null ? [] : [[speakerId, direct + partial] as const],
      ),
    );
  });
  return {
    speakers,
    byId,
    letterPairs: once(() => listLetterPairs(speakers)),
    quoteCounts,
    mostQuoted: onceAsync(async () =>
      Array.from((await quoteCounts()).keys())
        .flatMap((id) => byId.get(id) ?? [])
        .filter(isNamed),
    ),
    outlets: onceAsync(async () => (await store.listOutlets()).map(({ outlet, articles }) => fold(outlet, articles))),
    authors: onceAsync(async () => (await store.listAuthors()).map(({ author, articles }) => fold(author, articles))),
  };
}

function fold(name: string, articles: number): FoldedName {
  return { name, folded: foldName(name), articles };
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** A failure is not kept, so that the next call tries again. */
function onceAsync<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () =>
    (made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    }));
}
