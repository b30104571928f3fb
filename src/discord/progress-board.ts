import type { ChatInputCommandInteraction, Message } from 'discord.js';
import type { Desk } from './desk.js';
import { isUnanswerable } from './incident.js';
import { renderNotice } from './render/notice.js';
import type { Rendered } from './render/rendered.js';
import { toMessage } from './respond.js';
import { createThrottle } from './throttle.js';

/** Shows how something long goes on, in one message after the other if need be. */
export interface Board {
  /** Shows this as soon as the last edit is long enough ago, unless something newer comes first. */
  show(rendered: Rendered): void;
  /** Shows this last. */
  finish(rendered: Rendered): Promise<void>;
}

/** Edits closer together than this run into Discord's limits. */
const editIntervalMs = 1500;
/** An interaction can be answered for 15 minutes; before that the board moves on to a message of its own. */
const interactionLifeMs = 14 * 60_000;

/** A board that begins as the answer to a deferred interaction. Edits that fail are logged; the run they tell of goes on. */
export function createBoard(desk: Desk, interaction: ChatInputCommandInteraction): Board {
  const { log, now } = desk;
  const throttle = createThrottle(
    editIntervalMs,
    () => now().getTime(),
    (error) => log.warn({ error }, 'The progress of a reindex could not be shown'),
  );
  const openedMs = now().getTime();
  let own: Message | undefined;

  const write = async (rendered: Rendered): Promise<void> => {
    if (own !== undefined) {
      await own.edit(toMessage(rendered));
      return;
    }
    if (now().getTime() - openedMs < interactionLifeMs) {
      try {
        await interaction.editReply(toMessage(rendered));
        return;
      } catch (error) {
        if (!isUnanswerable(error)) throw error;
      }
    } else {
      await interaction
        .editReply(toMessage(renderNotice('This takes longer; it goes on in the next message.')))
        .catch((error: unknown) => log.debug({ error }, 'The first message of a reindex could no longer be edited'));
    }
    own = await sendOwn(interaction, rendered);
  };

  return {
    show: (rendered) => throttle.do(() => write(rendered)),
    finish: (rendered) => throttle.finish(() => write(rendered)),
  };
}

/** In the channel of the interaction; where the bot may not write there, to the operator himself. */
async function sendOwn({ channel, user }: ChatInputCommandInteraction, rendered: Rendered): Promise<Message> {
  const message = toMessage(rendered);
  if (channel === null || !channel.isSendable()) return user.send(message);
  try {
    return await channel.send(message);
  } catch {
    return user.send(message);
  }
}
