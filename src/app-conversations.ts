import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { usageFile } from './app-language-model.js';
import type { Conversations, UsageLedger } from './ports.js';

/** The file of conversations in a data folder. */
export function conversationsFile(dataDir: string): string {
  return join(dataDir, 'conversations.sqlite');
}

/** Conversations that are opened at the first use, by `open`; a failed start is forgotten, so that the next call tries again. */
export function createLazyConversations(open: () => Promise<Conversations>): Conversations {
  let opened: Promise<Conversations> | undefined;
  const get = (): Promise<Conversations> =>
    (opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    }));
  return {
    saveExchange: async (exchange) => (await get()).saveExchange(exchange),
    findExchange: async (id) => (await get()).findExchange(id),
    saveMessage: async (messageId, exchangeId) => (await get()).saveMessage(messageId, exchangeId),
    findByMessage: async (messageId) => (await get()).findByMessage(messageId),
    findLatest: async (channelId) => (await get()).findLatest(channelId),
    listExchanges: async (id, count) => (await get()).listExchanges(id, count),
    saveRating: async (rating) => (await get()).saveRating(rating),
    countRatings: async () => (await get()).countRatings(),
    forget: async (userId) => (await get()).forget(userId),
    expire: async (before) => (await get()).expire(before),
    findNote: async (name) => (await get()).findNote(name),
    saveNote: async (name, value) => (await get()).saveNote(name, value),
    close: async () => {
      const conversations = await opened?.catch(() => undefined);
      opened = undefined;
      await conversations?.close();
    },
  };
}

/**
 * The same conversations, whose `forget` and `expire` also reach the count of tokens in the data folder: that knows whose calls it counts,
 * those of today (UTC) by everyone and by person, those of earlier days by everyone alone. Each is done, whether or not the other can be.
 */
export function withUsage(conversations: Conversations, dataDir: string, now: () => Date): Conversations {
  const inUsage = async (work: (ledger: UsageLedger) => Promise<unknown>): Promise<void> => {
    const file = usageFile(dataDir);
    // A language model may have been set earlier, and none now.
    if (!existsSync(file)) return;
    const { openUsageLedger } = await import('./adapters/sqlite/usage-ledger.js');
    const ledger = await openUsageLedger(file, { input: 0, output: 0 });
    try {
      await work(ledger);
    } finally {
      await ledger.close();
    }
  };
  const both = async <Result>(main: Promise<Result>, other: Promise<void>): Promise<Result> => {
    await Promise.allSettled([main, other]);
    const result = await main;
    await other;
    return result;
  };
  return {
    ...conversations,
    forget: (userId) =>
      both(
        conversations.forget(userId),
        inUsage((ledger) => ledger.forget(userId)),
      ),
    expire: (before) =>
      both(
        conversations.expire(before),
        inUsage((ledger) => ledger.forgetBefore(now().toISOString().slice(0, 10))),
      ),
  };
}
