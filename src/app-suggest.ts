import type { OpenIndex } from './app-index.js';
import type { FoldedName, NameBook } from './app-name-book.js';
import { nearestNames } from './app-speaker-names.js';
import type { App } from './app.js';
import type { Suggestion } from './domain/conversation.js';
import { foldName } from './domain/fold.js';
import type { Speaker } from './domain/quote.js';
import type { Store } from './ports.js';
import { completeNames } from './quotes/complete-name.js';

/** How suggestions get at the names of the index. */
export interface SuggestAccess {
  index: <Result>(work: (index: OpenIndex) => Promise<Result>) => Promise<Result>;
  names: (store: Store) => Promise<NameBook>;
}

/** The part of the app that completes what somebody types. */
export function createSuggest({ index, names }: SuggestAccess): App['suggest'] {
  return (kind, text, limit) =>
    index(async ({ store }) => {
      const book = await names(store);
      if (kind === 'speaker') return suggestSpeakers(book, text, limit);
      return suggestNames(kind === 'outlet' ? await book.outlets() : await book.authors(), text).slice(0, limit);
    });
}

/** Those with a word that begins like `text` before those that have it within a word; in the given order otherwise. */
function suggestNames(known: readonly FoldedName[], text: string): Suggestion[] {
  const asked = foldName(text);
  const begins = known.filter(({ folded }) => ` ${folded}`.includes(` ${asked}`));
  const holds = known.filter(({ folded }) => !` ${folded}`.includes(` ${asked}`) && folded.includes(asked));
  return [...begins, ...holds].map(({ name, articles }) => ({ name, id: null, count: articles }));
}

async function suggestSpeakers(book: NameBook, text: string, limit: number): Promise<Suggestion[]> {
  const counts = await book.quoteCounts();
  const choose = (slips: boolean): Speaker[] =>
    completeNames(text, book.speakers, { slips })
      .map(({ speaker, distance }) => ({ speaker, distance, count: counts.get(speaker.id) ?? 0 }))
      .sort((a, b) => a.distance - b.distance || b.count - a.count || (a.speaker.name < b.speaker.name ? -1 : 1))
      .map(({ speaker }) => speaker);

  let found: readonly Speaker[];
  if (!/[\p{L}\p{N}]/u.test(text)) found = await book.mostQuoted();
  else {
    found = choose(false);
    // A slip is looked for only where there is room for what it finds, and mere likeness only where there is nothing else.
    if (found.length < limit) found = choose(true);
    if (found.length === 0) found = nearestNames(text, book.letterPairs(), limit);
  }
  return found.slice(0, limit).map(({ id, name }) => ({ name, id, count: counts.get(id) ?? 0 }));
}
