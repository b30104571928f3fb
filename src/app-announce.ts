import { setImmediate as nextTurn } from 'node:timers/promises';
import { originOf, toFoundQuote } from './app-found-quote.js';
import type { OpenIndex } from './app-index.js';
import type { NameBook } from './app-name-book.js';
import { chooseByName } from './app-speaker-names.js';
import type { Article } from './domain/article.js';
import type { Announcement, NewArticle, NewWatch, Watch, WatchSubject } from './domain/watch.js';
import type { PendingArticle, Store, Watches } from './ports.js';
import { findTopic, isAbout, parseTopic, readArticleWords } from './retrieve/topic.js';

/** New coverage for those who watch for it. Nothing happens by itself: whoever announces calls `look`, then what follows. */
export interface News {
  /** Whether words can be a topic: some of them must say something ("the" does not). */
  isTopic(words: string): Promise<boolean>;
  /** Sets a watch for all that comes into the index from now on. Rejects with `INDEX_MISSING` before a reindex. */
  watch(watch: NewWatch): Promise<Watch>;
  /** All watches, or those of a server, in the order in which they were set. */
  listWatches(guildId?: string): Promise<Watch[]>;
  /** Ends the watches that fit all that is given; resolves with how many. */
  unwatch(which: { id?: number; guildId?: string; channelId?: string }): Promise<number>;
  /**
   * Looks what is new in the index since the last look, and keeps what a watch matches. While a run writes, nothing is looked at. Without a
   * watch, or a change, it takes a fraction of a millisecond; otherwise it gives way to questions after every few articles.
   */
  look(): Promise<void>;
  /** Watches with something to tell; those in trouble from the time of their retry on. */
  listDue(now: string): Promise<Watch[]>;
  /**
   * What a watch has to tell, as the articles are now: those that went or changed so that they match no more are dropped. Until it is settled
   * or released by `postpone`, it is given again the same way, and nothing newer. Undefined when there is nothing.
   */
  take(id: number, now: string, limit: number): Promise<Announcement | undefined>;
  /** Ends what was taken: it has been told. */
  settle(id: number, takenAt: string): Promise<void>;
  /** Notes why a watch could not tell. With `takenAt`, what was taken is surely untold and comes with the next. */
  postpone(id: number, trouble: NonNullable<Watch['trouble']>, takenAt: string | null): Promise<void>;
}

/** How news get at the index and the watches. */
export interface NewsAccess {
  index: <Result>(work: (index: Pick<OpenIndex, 'generation' | 'store'>) => Promise<Result>) => Promise<Result>;
  names: (store: Store) => Promise<NameBook>;
  /** Opens the watches, at the first use. */
  open: () => Promise<Watches>;
}

/** Ids that are compared at once: some milliseconds. */
const idsAtOnce = 1000;
/** Articles that are kept in one transaction; questions have their turn after each. */
const articlesAtOnce = 10;

export function createNews({ index, names, open }: NewsAccess): News & { close(): Promise<void> } {
  let opened: Promise<Watches> | undefined;
  const watches = (): Promise<Watches> =>
    (opened ??= open().catch((error: unknown) => {
      // A failed start is forgotten, so that the next call tries again.
      opened = undefined;
      throw error;
    }));
  /** What the index was at the last look. */
  let lookedAt: string | undefined;
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other, so that no article is taken for new by a watch that was set after it. */
  const alone = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };

  /** Marks what is in the index as seen, and keeps it for those who watch for it. */
  const see = async (store: Store, watching: readonly Watch[]): Promise<void> => {
    const kept = await watches();
    const match = watching.length === 0 ? undefined : await createMatcher(store, names, watching);
    for (let after: string | null = null; ;) {
      const page: string[] = await store.listArticleIds(after, idsAtOnce);
      const unseen = await kept.listUnseen(page);
      for (let at = 0; at < unseen.length; at += articlesAtOnce) {
        const found = [];
        for (const traces of await store.listTraces(unseen.slice(at, at + articlesAtOnce))) {
          const article = match === undefined ? undefined : await store.findArticle(traces.id);
          const watchIds = article === undefined ? [] : await match!(article);
          const { url, publishedAt } = article ?? { url: null, publishedAt: null };
          found.push({ ...traces, watchIds, pending: { articleId: traces.id, url, publishedAt } });
          if (match !== undefined) await nextTurn();
        }
        await kept.see(found);
        await nextTurn();
      }
      if (page.length < idsAtOnce) return;
      after = page.at(-1)!;
      await nextTurn();
    }
  };

  const look = async (): Promise<void> => {
    const watching = await (await watches()).list();
    if (watching.length === 0) return;
    await index(async ({ generation, store }) => {
      const mark = `${generation} ${await store.speakersMark()}`;
      if (mark === lookedAt || !(await isFinished(store))) return;
      await see(store, watching);
      lookedAt = mark;
    });
  };

  return {
    isTopic: async (words) => parseTopic(words).size > 0,
    watch: (watch) =>
      alone(async () => {
        const kept = await watches();
        if ((await kept.list()).length > 0) await look();
        else await index(({ store }) => see(store, []));
        return kept.add(watch);
      }),
    listWatches: async (guildId) => (await watches()).list(guildId),
    unwatch: (which) => alone(async () => (await watches()).remove(which)),
    look: () => alone(look),
    listDue: async (now) => (await watches()).listDue(now),
    take: (id, now, limit) =>
      index(async ({ store }) => {
        if (!(await isFinished(store))) return undefined;
        const kept = await watches();
        const taken = await kept.take(id, now);
        if (taken === undefined) return undefined;
        const { watch, takenAt, pending } = taken;
        const { articles, total } = await describe(store, names, watch.subject, pending, limit);
        if (total > 0) return { watch, takenAt, isAgain: takenAt !== now, articles, total };
        await kept.settle(id, takenAt);
        return undefined;
      }),
    settle: async (...args) => (await watches()).settle(...args),
    postpone: async (...args) => (await watches()).postpone(...args),
    close: async () => {
      await last;
      const kept = await opened?.catch(() => undefined);
      opened = undefined;
      await kept?.close();
    },
  };
}

/** Whether no run has changed an article without having resolved the speakers after it. */
async function isFinished(store: Store): Promise<boolean> {
  return (await store.findSpeakerRules()) !== undefined;
}

/** Tells the watches that an article matches; reads the article once for all of them. */
async function createMatcher(
  store: Store,
  names: NewsAccess['names'],
  watching: readonly Watch[],
): Promise<(article: Article) => Promise<number[]>> {
  const book = await names(store);
  const topics = watching.flatMap(({ id, subject }) =>
    subject.kind === 'topic' ? [{ id, topic: parseTopic(subject.words) }] : [],
  );
  const speakers = watching.flatMap(({ id, subject }) =>
    subject.kind === 'speaker' ? [{ id, speakerId: findSpeakerId(book, subject) }] : [],
  );
  return async (article) => {
    const words = topics.length === 0 ? undefined : readArticleWords(article);
    const quotes = speakers.length === 0 ? [] : await store.quotesOf([article.id]);
    const quoted = new Set(quotes.map(({ speaker }) => speaker?.id));
    return [
      ...topics.filter(({ topic }) => words !== undefined && isAbout(topic, words)),
      ...speakers.filter(({ speakerId }) => quoted.has(speakerId)),
    ].map(({ id }) => id);
  };
}

/** A reindex may have given him another id; one of several namesakes is not guessed. */
function findSpeakerId(
  { byId, speakers }: NameBook,
  { speakerId, name }: Extract<WatchSubject, { kind: 'speaker' }>,
): string {
  const [named, ...namesakes] = byId.has(speakerId) ? [] : chooseByName(name, speakers);
  return named !== undefined && namesakes.length === 0 ? named.speaker.id : speakerId;
}

type Finder = (article: Article) => Promise<NewArticle | undefined>;

/** Finds what an article has of a subject. */
function createFinder(store: Store, book: NameBook, subject: WatchSubject): Finder {
  if (subject.kind === 'topic') {
    const topic = parseTopic(subject.words);
    return async (article) => {
      const span = findTopic(topic, article);
      return span && { ...originOf(article), sentence: article.body.slice(span.start, span.end), quote: null };
    };
  }
  const wanted = findSpeakerId(book, subject);
  return async (article) => {
    const quote = (await store.quotesOf([article.id])).find(({ speaker }) => speaker?.id === wanted);
    return quote && { ...originOf(article), sentence: null, quote: toFoundQuote(quote) };
  };
}

/** The first of the articles, as they are now, and how many there are; those after the first are counted unread. */
async function describe(
  store: Store,
  names: NewsAccess['names'],
  subject: WatchSubject,
  pending: readonly PendingArticle[],
  limit: number,
): Promise<{ articles: NewArticle[]; total: number }> {
  const find = createFinder(store, await names(store), subject);
  const articles: NewArticle[] = [];
  for (const [i, { articleId, url }] of pending.entries()) {
    if (articles.length === limit) return { articles, total: articles.length + pending.length - i };
    const article =
      (await store.findArticle(articleId)) ?? (url === null ? undefined : await store.findArticleByUrl(url));
    const found = article && (await find(article));
    if (found !== undefined) articles.push(found);
    await nextTurn();
  }
  return { articles, total: articles.length };
}
