import { join } from 'node:path';
import type { Conversations } from './ports.js';

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
