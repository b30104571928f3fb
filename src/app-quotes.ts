import { toFoundQuote } from './app-found-quote.js';
import { findQuotesAbout } from './app-quotes-about.js';
import type { NameBook } from './app-name-book.js';
import { chooseByName, nearestNames } from './app-speaker-names.js';
import { verifyInCoverage } from './app-verify.js';
import type { OpenIndex } from './app-index.js';
import type { App, QuoteQuery } from './app.js';
import type { FoundQuote, QuoteSearch, SpeakerSummary } from './domain/found-quote.js';
import type { Speaker } from './domain/quote.js';
import { AppError } from './errors.js';
import type { Embedder, QuoteChoice, Store, StoredQuote } from './ports.js';

/** How the desk gets at an index: with or without loading the embedding model. */
export interface QuoteDeskAccess {
  index: <Result>(work: (index: OpenIndex) => Promise<Result>) => Promise<Result>;
  searching: <Result>(work: (coverage: OpenIndex & { embedder: Embedder }) => Promise<Result>) => Promise<Result>;
  names: (store: Store) => Promise<NameBook>;
}

/** Articles whose quotes are read at once; some hundred quotes. */
const articlesPerPage = 50;
/** Speakers that are offered for a name that fits nobody. */
const mostNearest = 5;

/** The part of the app that deals in quotes. */
export function createQuoteDesk({
  index,
  searching,
  names,
}: QuoteDeskAccess): Pick<App, 'listSpeakers' | 'findQuotes' | 'allQuotes' | 'verify'> {
  async function* allQuotes(): AsyncGenerator<FoundQuote> {
    for (let after: string | null = null; ;) {
      const last: string | null = after;
      const { ids, quotes } = await index(async ({ store }) => {
        const page = await store.listQuotedArticles(last, articlesPerPage);
        return { ids: page, quotes: await store.quotesOf(page) };
      });
      for (const quote of quotes) yield toFoundQuote(quote);
      if (ids.length < articlesPerPage) return;
      after = ids[ids.length - 1]!;
    }
  }

  return {
    listSpeakers: (filters) =>
      index(async ({ store }) => {
        const counts = await store.countQuotes({ filters });
        const nobody = counts.find(({ speakerId }) => speakerId === null);
        const { byId } = await names(store);
        return {
          speakers: counts.flatMap(({ speakerId, ...count }) => {
            const speaker = speakerId === null ? undefined : byId.get(speakerId);
            return speaker === undefined ? [] : [{ speaker, ...count }];
          }),
          unattributed: nobody === undefined ? 0 : nobody.direct + nobody.partial,
        };
      }),
    findQuotes: async (query) => {
      const { about } = query;
      return about === undefined
        ? index(({ store }) => search({ store, names }, query, (choice) => findNewest(store, choice, query.limit)))
        : searching((coverage) =>
            search({ store: coverage.store, names }, query, (choice) =>
              findQuotesAbout(coverage, about, choice, query.limit),
            ),
          );
    },
    allQuotes,
    verify: (quotation, { by }) => index(({ store }) => verifyInCoverage({ store, names }, quotation, by)),
  };
}

interface QuoteList {
  quotes: StoredQuote[];
  total: number;
}

async function findNewest(store: Store, choice: QuoteChoice, limit: number): Promise<QuoteList> {
  const counts = await store.countQuotes(choice);
  const total = counts.reduce((sum, { direct, partial }) => sum + direct + partial, 0);
  return { quotes: await store.newestQuotes(choice, limit), total };
}

async function search(
  { store, names }: Pick<QuoteDeskAccess, 'names'> & { store: Store },
  { speaker: name, speakerId, filters }: QuoteQuery,
  find: (choice: QuoteChoice) => Promise<QuoteList>,
): Promise<QuoteSearch> {
  const found = async (speaker: Speaker | null): Promise<QuoteSearch> => {
    const { quotes, total } = await find({ filters, ...(speaker === null ? {} : { speakers: [speaker.id] }) });
    return { outcome: 'quotes', speaker, quotes: quotes.map(toFoundQuote), total };
  };
  if (name === undefined && speakerId === undefined) return found(null);
  const book = await names(store);
  if (speakerId !== undefined) {
    const speaker = book.byId.get(speakerId);
    if (speaker !== undefined) return found(speaker);
    throw new AppError('SPEAKER_NOT_FOUND', `No indexed speaker has the id ${JSON.stringify(speakerId)}`, {
      hint: 'The JSON output of "quotes" has the ids of all speakers.',
    });
  }
  const [first, ...rivals] = chooseByName(name!, book.speakers);
  if (first === undefined) {
    return {
      outcome: 'unknown',
      name: name!,
      nearest: await summarise(store, nearestNames(name!, book.letterPairs(), mostNearest)),
    };
  }
  if (rivals.length === 0) return found(first.speaker);
  const all = [first, ...rivals].map(({ speaker }) => speaker);
  return { outcome: 'ambiguous', name: name!, speakers: await summarise(store, all) };
}

async function summarise(store: Store, speakers: readonly Speaker[]): Promise<SpeakerSummary[]> {
  const counts = new Map(
    (await store.countQuotes({ speakers: speakers.map(({ id }) => id), filters: {} })).map((count) => [
      count.speakerId,
      count,
    ]),
  );
  return speakers
    .flatMap((speaker) => {
      const count = counts.get(speaker.id);
      if (count === undefined) return [];
      const { direct, partial, articles, newest } = count;
      return [{ speaker, direct, partial, articles, newest }];
    })
    .sort((a, b) => b.direct + b.partial - a.direct - a.partial);
}
