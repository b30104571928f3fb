import type { Exchange } from '../../src/domain/conversation.js';

/** An exchange, public and in a channel of a server, with some of its parts replaced. */
export function exchangeOf(changes: Partial<Exchange> & { id: string }): Exchange {
  return {
    userId: 'ada',
    guildId: 'packet',
    channelId: 'ferry',
    isPrivate: false,
    follows: null,
    at: '2025-03-05T10:00:00.000Z',
    shown: {
      kind: 'quotes',
      request: { speaker: `Orlov ${changes.id}`, filters: {} },
      found: { outcome: 'unknown', name: 'Orlov', nearest: [] },
    },
    ...changes,
  };
}
