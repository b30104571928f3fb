import type { OpenIndex } from './app-index.js';
import { chooseByName, nearestNames } from './app-speaker-names.js';
import type { App } from './app.js';
import type { Suggestion } from './domain/conversation.js';
import { foldName } from './domain/fold.js';
import type { Store } from './ports.js';

/** The part of the app that completes what somebody types. */
export function createSuggest(
  index: <Result>(work: (index: OpenIndex) => Promise<Result>) => Promise<Result>,
): App['suggest'] {
  return (kind, text, limit) =>
    index(async ({ store }) => {
      if (kind === 'speaker') return suggestSpeakers(store, text, limit);
      const known =
        kind === 'outlet'
          ? (await store.listOutlets()).map(({ outlet, articles }) => ({ name: outlet, id: null, count: articles }))
          : (await store.listAuthors()).map(({ author, articles }) => ({ name: author, id: null, count: articles }));
      return rankNames(known, text).slice(0, limit);
    });
}

/** Those with a word that begins like `text` before those that have it within a word; in the given order otherwise. */
function rankNames(known: readonly Suggestion[], text: string): Suggestion[] {
  const asked = foldName(text);
  const folded = known.map((suggestion) => ({ suggestion, name: ` ${foldName(suggestion.name)}` }));
  const begins = folded.filter(({ name }) => name.includes(` ${asked}`));
  const holds = folded.filter(({ name }) => !name.includes(` ${asked}`) && name.includes(asked));
  return [...begins, ...holds].map(({ suggestion }) => suggestion);
}

async function suggestSpeakers(store: Store, text: string, limit: number): Promise<Suggestion[]> {
  const counts = new Map(
    (await store.countQuotes({ filters: {} })).map(({ speakerId, direct, partial }) => [speakerId, direct + partial]),
  );
  const all = await store.listSpeakers();
  const known = all
    .map(({ id, name }) => ({ id, name, count: counts.get(id) ?? 0 }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  const named = [...chooseByName(text, all).map(({ speaker }) => speaker), ...nearestNames(text, all, limit)];
  const found = [...rankNames(known, text), ...named].map(({ id, name }) => ({
    name,
    id,
    count: counts.get(id!) ?? 0,
  }));
  return [...new Map(found.map((suggestion) => [suggestion.id, suggestion])).values()].slice(0, limit);
}
