import { PermissionFlagsBits, type PermissionsBitField } from 'discord.js';

/** What the bot needs in a channel, and how Discord's settings call it. */
const names = {
  ViewChannel: 'View Channel',
  SendMessages: 'Send Messages',
  SendMessagesInThreads: 'Send Messages in Threads',
  EmbedLinks: 'Embed Links',
  CreatePublicThreads: 'Create Public Threads',
  ReadMessageHistory: 'Read Message History',
} as const;

export type Permission = keyof typeof names;

/** The names of those that are missing, as Discord's settings show them. */
export function listMissing(granted: Readonly<PermissionsBitField> | null, needed: readonly Permission[]): string[] {
  return needed
    .filter((permission) => granted?.has(PermissionFlagsBits[permission]) !== true)
    .map((permission) => names[permission]);
}

/** What an answer to a message takes. */
export function neededToAnswer(isThread: boolean): Permission[] {
  return ['ViewChannel', isThread ? 'SendMessagesInThreads' : 'SendMessages', 'EmbedLinks', 'ReadMessageHistory'];
}

/** What a thread for follow-ups takes. */
export const neededForThread: readonly Permission[] = [
  'ViewChannel',
  'CreatePublicThreads',
  'SendMessagesInThreads',
  'EmbedLinks',
  'ReadMessageHistory',
];
