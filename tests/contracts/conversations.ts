import fc from '../property.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Exchange, Rating } from '../../src/domain/conversation.js';
import type { Conversations } from '../../src/ports.js';
import { exchangeOf } from '../fakes/exchange.js';

/** Where conversations are kept: every `open` gives another hold of the same. */
export interface ConversationsPlace {
  open(): Promise<Conversations>;
  /** Removes the place, once everything opened is closed. */
  clear(): Promise<void>;
}

const ratingOf = (exchangeId: string, userId: string, value: Rating['value']): Rating => ({
  exchangeId,
  userId,
  value,
  at: '2025-03-05T11:00:00.000Z',
});

/** What every keeper of conversations does. */
export function describeConversations(name: string, makePlace: () => Promise<ConversationsPlace>): void {
  describe(`${name}, as a keeper of conversations`, () => {
    let place: ConversationsPlace;
    let conversations: Conversations;
    beforeEach(async () => {
      place = await makePlace();
      conversations = await place.open();
    });
    afterEach(async () => {
      await conversations.close();
      await place.clear();
    });
    const save = async (...exchanges: Exchange[]): Promise<void> => {
      for (const exchange of exchanges) await conversations.saveExchange(exchange);
    };
    const idsOf = (exchanges: readonly Exchange[]): string[] => exchanges.map(({ id }) => id);

    test('knows nothing at first', async () => {
      expect(await conversations.findExchange('a')).toBeUndefined();
      expect(await conversations.findByMessage('m')).toBeUndefined();
      expect(await conversations.findLatest('ferry')).toBeUndefined();
      expect(await conversations.listExchanges('a', 5)).toEqual([]);
      expect(await conversations.countRatings()).toEqual({ good: 0, bad: 0 });
      expect(await conversations.findNote('commands')).toBeUndefined();
      expect(await conversations.forget('ada')).toEqual({ exchanges: 0, ratings: 0 });
      expect(await conversations.expire('2030-01-01T00:00:00.000Z')).toBe(0);
    });

    test('gives an exchange back as it was, whatever its words', async () => {
      const exchange = exchangeOf({
        id: 'a',
        guildId: null,
        isPrivate: true,
        shown: {
          kind: 'answer',
          question: 'Who said “naïve” 🛳️ \u0000 \ud800?',
          askedOn: '2025-03-05',
          outcome: {
            outcome: 'abstention',
            mode: 'extractive',
            sentences: [],
            citations: [],
            searched: { question: 'x', filters: { outlet: "O'Hara" }, articles: 0, newest: null },
            reason: 'No article fits these filters.',
            related: [],
          },
          excerpts: [{ n: 1, before: 'a', quote: 'b', after: 'c' }],
        },
      });
      await save(exchange);
      expect(await conversations.findExchange('a')).toEqual(exchange);
    });

    test('replaces an exchange that is saved again, and keeps its messages and ratings', async () => {
      await save(exchangeOf({ id: 'a' }));
      await conversations.saveMessage('m', 'a');
      await conversations.saveRating(ratingOf('a', 'ivo', 'good'));
      const changed = exchangeOf({ id: 'a', channelId: 'thread' });
      await save(changed);
      expect(await conversations.findByMessage('m')).toEqual(changed);
      expect(await conversations.findLatest('ferry')).toBeUndefined();
      expect(await conversations.countRatings()).toEqual({ good: 1, bad: 0 });
    });

    test('finds an exchange by any message that shows it; a message shows the last one it was saved for', async () => {
      await save(exchangeOf({ id: 'a' }), exchangeOf({ id: 'b' }));
      await conversations.saveMessage('m1', 'a');
      await conversations.saveMessage('m2', 'a');
      await conversations.saveMessage('m2', 'b');
      expect((await conversations.findByMessage('m1'))?.id).toBe('a');
      expect((await conversations.findByMessage('m2'))?.id).toBe('b');
    });

    test('the latest of a channel is the newest by time, of one moment the last saved, and never a private one', async () => {
      await save(
        exchangeOf({ id: 'noon', at: '2025-03-05T12:00:00.000Z' }),
        exchangeOf({ id: 'morning', at: '2025-03-05T09:00:00.000Z' }),
        exchangeOf({ id: 'secret', at: '2025-03-05T13:00:00.000Z', isPrivate: true }),
        exchangeOf({ id: 'elsewhere', at: '2025-03-05T14:00:00.000Z', channelId: 'court' }),
      );
      expect((await conversations.findLatest('ferry'))?.id).toBe('noon');
      await save(exchangeOf({ id: 'also noon', at: '2025-03-05T12:00:00.000Z' }));
      expect((await conversations.findLatest('ferry'))?.id).toBe('also noon');
      await save(exchangeOf({ id: 'alone', channelId: 'dm', isPrivate: true }));
      expect(await conversations.findLatest('dm')).toBeUndefined();
    });

    test('lists what an exchange follows, oldest first, itself last, and of a long thread the nearest', async () => {
      await save(
        exchangeOf({ id: 'a' }),
        exchangeOf({ id: 'b', follows: 'a' }),
        exchangeOf({ id: 'c', follows: 'b' }),
        exchangeOf({ id: 'side', follows: 'a' }),
      );
      expect(idsOf(await conversations.listExchanges('c', 5))).toEqual(['a', 'b', 'c']);
      expect(idsOf(await conversations.listExchanges('c', 2))).toEqual(['b', 'c']);
      expect(idsOf(await conversations.listExchanges('side', 5))).toEqual(['a', 'side']);
      expect(await conversations.listExchanges('c', 0)).toEqual([]);
    });

    test('lists each exchange once, even if they follow each other in a circle', async () => {
      await save(exchangeOf({ id: 'a' }), exchangeOf({ id: 'b', follows: 'a' }), exchangeOf({ id: 'a', follows: 'b' }));
      expect(idsOf(await conversations.listExchanges('b', 5))).toEqual(['a', 'b']);
    });

    test('counts the last rating of each person for each exchange', async () => {
      await save(exchangeOf({ id: 'a' }), exchangeOf({ id: 'b' }));
      await conversations.saveRating(ratingOf('a', 'ada', 'bad'));
      await conversations.saveRating(ratingOf('a', 'ada', 'good'));
      await conversations.saveRating(ratingOf('a', 'ivo', 'bad'));
      await conversations.saveRating(ratingOf('b', 'ada', 'good'));
      expect(await conversations.countRatings()).toEqual({ good: 2, bad: 1 });
    });

    test('a message or rating of an exchange that is kept no longer is nothing', async () => {
      await conversations.saveMessage('m', 'gone');
      await conversations.saveRating(ratingOf('gone', 'ada', 'good'));
      await save(exchangeOf({ id: 'gone' }));
      expect(await conversations.findByMessage('m')).toBeUndefined();
      expect(await conversations.countRatings()).toEqual({ good: 0, bad: 0 });
    });

    test('forgets all of a person and nothing of the others, in a thread of both', async () => {
      await save(
        exchangeOf({ id: 'first', userId: 'ivo' }),
        exchangeOf({ id: 'hers', follows: 'first' }),
        exchangeOf({ id: 'secret', isPrivate: true, guildId: null }),
        exchangeOf({ id: 'his', userId: 'ivo', follows: 'hers' }),
      );
      for (const id of ['first', 'hers', 'secret', 'his']) await conversations.saveMessage(`m-${id}`, id);
      await conversations.saveRating(ratingOf('hers', 'ivo', 'bad'));
      await conversations.saveRating(ratingOf('hers', 'ada', 'good'));
      await conversations.saveRating(ratingOf('his', 'ada', 'good'));
      await conversations.saveRating(ratingOf('his', 'ivo', 'bad'));

      expect(await conversations.forget('ada')).toEqual({ exchanges: 2, ratings: 2 });
      for (const id of ['hers', 'secret']) {
        expect(await conversations.findExchange(id)).toBeUndefined();
        expect(await conversations.findByMessage(`m-${id}`)).toBeUndefined();
      }
      expect(await conversations.listExchanges('his', 5)).toEqual([exchangeOf({ id: 'his', userId: 'ivo' })]);
      expect((await conversations.findByMessage('m-first'))?.id).toBe('first');
      expect(await conversations.countRatings()).toEqual({ good: 0, bad: 1 });
      expect(await conversations.forget('ada')).toEqual({ exchanges: 0, ratings: 0 });
    });

    test('lets go of what is older than the limit, with messages and ratings, and keeps notes', async () => {
      await save(
        exchangeOf({ id: 'old', at: '2025-03-04T23:59:59.999Z' }),
        exchangeOf({ id: 'new', at: '2025-03-05T00:00:00.000Z', follows: 'old' }),
      );
      await conversations.saveMessage('m-old', 'old');
      await conversations.saveMessage('m-new', 'new');
      await conversations.saveRating(ratingOf('old', 'ada', 'bad'));
      await conversations.saveNote('commands', 'abc');
      expect(await conversations.expire('2025-03-05T00:00:00.000Z')).toBe(1);
      expect(await conversations.findByMessage('m-old')).toBeUndefined();
      expect(await conversations.findByMessage('m-new')).toMatchObject({ id: 'new', follows: null });
      expect(await conversations.countRatings()).toEqual({ good: 0, bad: 0 });
      expect(await conversations.findNote('commands')).toBe('abc');
    });

    test('keeps one value under each name', async () => {
      await conversations.saveNote('commands', 'abc');
      await conversations.saveNote('commands', '');
      await conversations.saveNote('other', 'ü🛳️');
      expect(await conversations.findNote('commands')).toBe('');
      expect(await conversations.findNote('other')).toBe('ü🛳️');
    });

    test('closed and opened again, everything is as it was', async () => {
      await save(exchangeOf({ id: 'a' }), exchangeOf({ id: 'b', follows: 'a' }));
      await conversations.saveMessage('m', 'b');
      await conversations.saveRating(ratingOf('b', 'ada', 'good'));
      await conversations.saveNote('commands', 'abc');
      await conversations.close();
      conversations = await place.open();
      expect(await conversations.findByMessage('m')).toEqual(exchangeOf({ id: 'b', follows: 'a' }));
      expect(idsOf(await conversations.listExchanges('b', 5))).toEqual(['a', 'b']);
      expect(await conversations.countRatings()).toEqual({ good: 1, bad: 0 });
      expect(await conversations.findNote('commands')).toBe('abc');
    });

    test('what one writes, another who has it open finds at once', async () => {
      const other = await place.open();
      try {
        await save(exchangeOf({ id: 'a' }));
        expect((await other.findLatest('ferry'))?.id).toBe('a');
        await other.saveExchange(exchangeOf({ id: 'b', follows: 'a' }));
        expect(idsOf(await conversations.listExchanges('b', 5))).toEqual(['a', 'b']);
        await conversations.forget('ada');
        expect(await other.findLatest('ferry')).toBeUndefined();
      } finally {
        await other.close();
      }
    });

    test('in any order of calls it gives what plain lists would', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyCall, { maxLength: 40 }), async (calls) => {
          const oracle = createPlainConversations();
          await conversations.expire('9999');
          for (const call of calls) expect(await call(conversations)).toEqual(await call(oracle));
          for (const look of everyLook) expect(await look(conversations)).toEqual(await look(oracle));
        }),
        { numRuns: 60 },
      );
    });
  });
}

type Call = (conversations: Omit<Conversations, 'close'>) => Promise<unknown>;

const ids = ['a', 'b', 'c', 'd'];
const users = ['ada', 'ivo'];
const channels = ['ferry', 'court'];
const anyId = fc.constantFrom(...ids);
const anyUser = fc.constantFrom(...users);
const anyTime = fc.constantFrom(...['01', '02', '03'].map((day) => `2025-03-${day}T00:00:00.000Z`));
const anyExchange = fc
  .record({
    id: anyId,
    userId: anyUser,
    channelId: fc.constantFrom(...channels),
    isPrivate: fc.boolean(),
    follows: fc.option(anyId),
    at: anyTime,
  })
  .map(exchangeOf);

const anyCall: fc.Arbitrary<Call> = fc.oneof(
  {
    weight: 4,
    arbitrary: anyExchange.map(
      (exchange): Call =>
        (on) =>
          on.saveExchange(exchange),
    ),
  },
  fc.tuple(fc.constantFrom('m', 'n'), anyId).map(
    ([message, id]): Call =>
      (on) =>
        on.saveMessage(message, id),
  ),
  fc.tuple(anyId, anyUser, fc.constantFrom('good' as const, 'bad' as const)).map(
    ([id, user, value]): Call =>
      (on) =>
        on.saveRating(ratingOf(id, user, value)),
  ),
  anyUser.map(
    (user): Call =>
      (on) =>
        on.forget(user),
  ),
  anyTime.map(
    (before): Call =>
      (on) =>
        on.expire(before),
  ),
);
const everyLook: readonly Call[] = [
  ...ids.map(
    (id): Call =>
      (on) =>
        on.findExchange(id),
  ),
  ...ids.flatMap((id) =>
    [1, 2, 9].map(
      (count): Call =>
        (on) =>
          on.listExchanges(id, count),
    ),
  ),
  ...channels.map(
    (channel): Call =>
      (on) =>
        on.findLatest(channel),
  ),
  ...['m', 'n'].map(
    (message): Call =>
      (on) =>
        on.findByMessage(message),
  ),
  (on) => on.countRatings(),
];

/** The oracle: lists in memory and nothing clever. */
function createPlainConversations(): Omit<Conversations, 'close'> {
  let exchanges: Exchange[] = [];
  let messages: { messageId: string; exchangeId: string }[] = [];
  let ratings: Rating[] = [];
  const notes = new Map<string, string>();
  const find = (id: string | undefined | null): Exchange | undefined => exchanges.find((kept) => kept.id === id);
  const keepOnly = (isKept: (exchange: Exchange) => boolean): number => {
    const before = exchanges.length;
    exchanges = exchanges.filter(isKept);
    exchanges = exchanges.map((kept) => ({ ...kept, follows: find(kept.follows)?.id ?? null }));
    messages = messages.filter(({ exchangeId }) => find(exchangeId) !== undefined);
    ratings = ratings.filter(({ exchangeId }) => find(exchangeId) !== undefined);
    return before - exchanges.length;
  };
  return {
    saveExchange: async (exchange) => {
      const saved = { ...exchange, follows: find(exchange.follows)?.id ?? null };
      if (find(exchange.id) === undefined) exchanges = [...exchanges, saved];
      else exchanges = exchanges.map((kept) => (kept.id === saved.id ? saved : kept));
    },
    findExchange: async (id) => find(id),
    saveMessage: async (messageId, exchangeId) => {
      if (find(exchangeId) === undefined) return;
      messages = [...messages.filter((kept) => kept.messageId !== messageId), { messageId, exchangeId }];
    },
    findByMessage: async (messageId) => find(messages.find((kept) => kept.messageId === messageId)?.exchangeId),
    findLatest: async (channelId) =>
      exchanges
        .filter((kept) => kept.channelId === channelId && !kept.isPrivate)
        .reduce<Exchange | undefined>((best, kept) => (best === undefined || kept.at >= best.at ? kept : best), undefined), // prettier-ignore
    listExchanges: async (id, count) => {
      const found: Exchange[] = [];
      for (let next = find(id); next !== undefined && found.length < count && !found.includes(next);) {
        found.unshift(next);
        next = find(next.follows);
      }
      return found;
    },
    saveRating: async (rating) => {
      if (find(rating.exchangeId) === undefined) return;
      const isOther = (kept: Rating): boolean => kept.exchangeId !== rating.exchangeId || kept.userId !== rating.userId;
      ratings = [...ratings.filter(isOther), rating];
    },
    countRatings: async () => ({
      good: ratings.filter(({ value }) => value === 'good').length,
      bad: ratings.filter(({ value }) => value === 'bad').length,
    }),
    forget: async (userId) => {
      const own = ratings.filter((rating) => rating.userId === userId).length;
      ratings = ratings.filter((rating) => rating.userId !== userId);
      return { ratings: own, exchanges: keepOnly((kept) => kept.userId !== userId) };
    },
    expire: async (before) => keepOnly(({ at }) => at >= before),
    findNote: async (name) => notes.get(name),
    saveNote: async (name, value) => {
      notes.set(name, value);
    },
  };
}
