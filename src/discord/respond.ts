import type { BaseMessageOptions, Message, RepliableInteraction } from 'discord.js';
import { createThrottle, type Throttle } from './throttle.js';
import { renderDraft, withoutControls } from './render-exchange.js';
import { renderNotice } from './render/notice.js';
import type { Rendered } from './render/rendered.js';
import type { Desk } from './desk.js';
import type { Exchange } from '../domain/conversation.js';
import { keepMessage, type Asked, type Draft, type Made } from './exchanges.js';
import type { Refusal } from './limits.js';

/**
 * Shows something in the place where the person waits for it; the next call replaces it. Resolves with the message's id. `isFound`: it is what
 * was asked for, and not what is said in the meantime or instead of it.
 */
export type Respond = (rendered: Rendered, isFound?: boolean) => Promise<string>;

/** How often a message that is being written is edited; Discord slows down who does it more often. */
const draftIntervalMs = 1200;

/** What is sent to Discord for something rendered. Nothing that the bot says pings anybody, whoever the words are by. */
export function toMessage({ content, embeds, components }: Rendered): BaseMessageOptions {
  return { content: content ?? '', embeds, components, allowedMentions: { parse: [], repliedUser: false } };
}

/** Answers an interaction that has been deferred. */
export function respondTo(interaction: RepliableInteraction): Respond {
  return async (rendered) => (await interaction.editReply(toMessage(rendered))).id;
}

/** Answers a message with a reply, which is edited from then on. */
export function replyTo(message: Message): Respond {
  let reply: Message | undefined;
  return async (rendered) => {
    reply =
      reply === undefined
        ? await message.reply({
            ...toMessage(rendered),
            failIfNotExists: false,
            // Should Discord get the request twice, it posts one message.
            nonce: message.id,
            enforceNonce: true,
          })
        : await reply.edit(toMessage(rendered));
    return reply.id;
  };
}

/**
 * Makes an exchange when it is its turn and shows it, or why it is not taken now. Resolves with what was shown in full; undefined
 * for a refusal. Rejects as `make` does.
 */
export async function showExchange(
  desk: Desk,
  asked: Asked,
  make: (onDraft: (draft: Draft) => void) => Promise<Made>,
  render: (exchange: Exchange) => Rendered,
  respond: Respond,
): Promise<Exchange | undefined> {
  let queueNotice: Promise<unknown> | undefined;
  const drafts = createThrottle(
    draftIntervalMs,
    () => desk.now().getTime(),
    (error) => desk.log.warn({ error }, 'A draft of an answer could not be shown'),
  );
  const onDraft = (draft: Draft) => drafts.do(async () => void (await respond(renderDraft(draft))));
  const taken = await desk.limits.run(
    asked,
    () => make(onDraft),
    (before) => {
      queueNotice = respond(renderNotice(describeQueue(before))).catch((error: unknown) =>
        desk.log.warn({ error }, 'A place in the queue could not be told'),
      );
    },
  );
  // Otherwise the notice might arrive after the answer and replace it.
  await queueNotice;
  if ('refusal' in taken) {
    await respond(renderNotice(describeRefusal(taken.refusal)));
    return undefined;
  }
  const made = taken.result;
  const rendered = render(made.exchange);
  const messageId = await lastly(drafts, () => respond(made.isKept ? rendered : withoutControls(rendered), true));
  await keepMessage(desk, messageId, made);
  return made.exchange;
}

/** Does `work` when no draft can come after it; what fails is the caller's. */
async function lastly<Result>(drafts: Throttle, work: () => Promise<Result>): Promise<Result> {
  let done: { result: Result } | { error: unknown } | undefined;
  await drafts.finish(async () => {
    done = await work().then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
  });
  if (done !== undefined && 'result' in done) return done.result;
  throw done?.error;
}

function describeQueue(before: number): string {
  if (before === 0) return 'One moment: your question is next.';
  return `One moment: ${before} ${before === 1 ? 'question is' : 'questions are'} before yours.`;
}

/** A refusal in friendly words. */
export function describeRefusal(refusal: Refusal): string {
  switch (refusal.reason) {
    case 'running':
      return 'I am still working on your last question. Ask again when it is answered.';
    case 'user-limit':
      return `You have asked a lot in the last minute. I can take your next question in ${refusal.retryAfterSeconds} s.`;
    case 'server-limit':
      return `This server has asked a lot in the last minute. I can take the next question in ${refusal.retryAfterSeconds} s.`;
    case 'queue-full':
      return `${refusal.waiting} questions are waiting already. Please ask again in a minute.`;
    case 'stopping':
      return 'I am being restarted. Please ask again in a minute.';
  }
}
