import { ComponentType } from 'discord.js';
import type { Message } from 'discord.js';
import type { Exchange } from '../domain/conversation.js';
import { parseControlId } from './custom-id.js';
import type { Desk } from './desk.js';
import { exchangeAnswer, findFormer, type Asked } from './exchanges.js';
import { isUnanswerable, toIncident } from './incident.js';
import { listMissing, neededToAnswer } from './permissions.js';
import { renderExchange } from './render-exchange.js';
import { renderError } from './render/error.js';
import { md, type Markdown } from './render/markdown.js';
import { renderNotice } from './render/notice.js';
import { replyTo, showExchange, toMessage, type Respond } from './respond.js';
import { keepTyping } from './typing.js';

/** Why a message is a question to the bot. */
export type Address = 'direct message' | 'mention' | 'reply' | 'thread';

/** How a message addresses the bot; undefined when it does not, or is not by a person. */
export function findAddress(message: Message, botId: string): Address | undefined {
  if (message.author.bot || message.webhookId !== null || message.system) return undefined;
  if (message.guildId === null) return 'direct message';
  // Whoever replies may have switched the ping off; the text then still may hold the mention.
  if (message.mentions.users.has(botId) || mentionOf(botId).test(message.content)) {
    return message.mentions.repliedUser?.id === botId ? 'reply' : 'mention';
  }
  if (message.mentions.repliedUser?.id === botId) return 'reply';
  const { channel } = message;
  return channel.isThread() && channel.ownerId === botId ? 'thread' : undefined;
}

/** The question in a message: its text without the mention of the bot. */
export function readQuestion({ content }: Pick<Message, 'content'>, botId: string): string {
  return content
    .replace(new RegExp(mentionOf(botId), 'gu'), ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

function mentionOf(botId: string): RegExp {
  return new RegExp(`<@!?${botId}>`, 'u');
}

/**
 * Answers a message that is a question to the bot. Never rejects: what cannot be answered in the channel is told to the person in
 * a direct message, and what cannot be told at all is logged.
 */
export async function handleMessage(desk: Desk, message: Message): Promise<void> {
  const botId = desk.client.user.id;
  const address = findAddress(message, botId);
  if (address === undefined) return;
  const { author, guildId, id } = message;
  const log = desk.log.child({ request: id, userId: author.id, guildId, what: address });
  const own = { ...desk, log, request: id };
  const text = readQuestion(message, botId);
  // Without the message-content intent the words of such a message do not reach the bot, and it was not asked by name.
  if (address === 'thread' && text === '') return;

  const respond = replyTo(message);
  try {
    if (await toldWhatIsMissing(own, message)) return;
    if (text === '') {
      await respond(renderNotice(describeEmpty(message, address)));
      return;
    }
    const stopTyping = keepTyping(message, (error) => log.debug({ error }, 'Typing could not be shown'));
    try {
      await answer(own, message, text, respond);
    } finally {
      stopTyping();
    }
    log.info({}, 'Message answered');
  } catch (error) {
    const incident = toIncident(error, own, {});
    if (!isUnanswerable(error)) {
      await respond(renderError(incident)).catch((failure: unknown) =>
        log.warn({ error: failure }, 'A person could not be told of an error'),
      );
    }
  }
}

async function answer(desk: Desk, message: Message, text: string, respond: Respond): Promise<void> {
  const { author, guildId, channelId } = message;
  const asked: Asked = {
    userId: author.id,
    guildId,
    channelId,
    isPrivate: false,
    follows: await findFormer(desk, () => lookForFormer(desk, message)),
  };
  await showExchange(
    desk,
    asked,
    (onDraft) => exchangeAnswer(desk, asked, { text, filters: {} }, onDraft),
    renderExchange,
    respond,
  );
}

/** What a message goes on from: the answer it replies to, otherwise the last one of its thread or direct messages. */
async function lookForFormer({ app }: Desk, message: Message): Promise<Exchange | undefined> {
  const { reference, channel, channelId, guildId } = message;
  const repliedTo = reference?.messageId;
  if (repliedTo !== undefined) {
    const id = findExchangeId(channel.messages.cache.get(repliedTo));
    const replied = await (id === undefined
      ? app.conversations.findByMessage(repliedTo)
      : app.conversations.findExchange(id));
    if (replied !== undefined) return replied;
  }
  if (guildId !== null && !channel.isThread()) return undefined;
  // A thread that was opened at an answer has that message's id.
  return (await app.conversations.findLatest(channelId)) ?? (await app.conversations.findByMessage(channelId));
}

/** The exchange that a message of ours shows, by its buttons: the store knows of the message only a moment after it was sent. */
function findExchangeId(message: Message | undefined): string | undefined {
  const rows = message?.components.filter((row) => row.type === ComponentType.ActionRow) ?? [];
  const ids = rows.flatMap((row) => row.components.map(({ customId }) => customId ?? ''));
  return ids.map(parseControlId).find((control) => control?.action === 'follow-up')?.id;
}

function describeEmpty(message: Message, address: Address): Markdown | string {
  if (message.attachments.size > 0) return 'I cannot read pictures or files. Ask me in words.';
  if (address === 'reply') {
    return 'I cannot read replies to this message. Mention me in your question, or press “Follow up” below the answer.';
  }
  return md`Ask me something about the coverage, for example: who resigned after the inquiry? \`/help\` shows what I can do.`;
}

/** Looks whether the bot may answer here; if not, says what it needs, in the channel or else to the author alone. */
async function toldWhatIsMissing({ client, log }: Desk, message: Message): Promise<boolean> {
  if (!message.inGuild()) return false;
  const { channel } = message;
  const missing = listMissing(channel.permissionsFor(client.user), neededToAnswer(channel.isThread()));
  if (missing.length === 0) return false;
  log.warn({ missing, channelId: channel.id }, 'Permissions are missing');
  // Plain text: the permission to show embeds may be the one that is missing.
  const content = `I cannot answer in <#${channel.id}>: I need the permission ${missing.join(', ')} there. A server manager can give it to me.`;
  const notice = toMessage({ content, embeds: [], components: [] });
  const canWrite = !missing.some((name) => name !== 'Embed Links');
  await (canWrite ? message.reply(notice) : message.author.send(notice)).catch((error: unknown) =>
    log.warn({ error }, 'Nobody could be told of missing permissions'),
  );
  return true;
}
