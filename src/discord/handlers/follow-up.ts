import { ComponentType, MessageFlags, TextInputStyle } from 'discord.js';
import type { ButtonInteraction, ModalSubmitInteraction } from 'discord.js';
import type { Exchange } from '../../domain/conversation.js';
import { longestText } from '../commands.js';
import { renderControlId } from '../custom-id.js';
import type { Desk } from '../desk.js';
import { exchangeAnswer, type Asked, type Draft } from '../exchanges.js';
import { renderExchange } from '../render-exchange.js';
import { md } from '../render/markdown.js';
import { renderNotice } from '../render/notice.js';
import { respondTo, showExchange, toMessage } from '../respond.js';
import { openThread } from '../threads.js';
import { askedBy } from './asked.js';

const field = 'question';

/** The button "Follow up": asks for the question. Filters and topic are those of the answer, as far as the question leaves them. */
export async function handleFollowUp(interaction: ButtonInteraction, { id }: Exchange): Promise<void> {
  await interaction.showModal({
    customId: renderControlId({ action: 'follow-up-modal', id, detail: '' }),
    title: 'Follow up',
    components: [
      {
        type: ComponentType.ActionRow,
        components: [
          {
            type: ComponentType.TextInput,
            customId: field,
            label: 'Your next question',
            placeholder: 'And what did he say about …?',
            style: TextInputStyle.Paragraph,
            maxLength: longestText,
            required: true,
          },
        ],
      },
    ],
  });
}

/**
 * The question of a follow-up. To an answer that everybody sees it goes into a thread, opened at that answer, as an ordinary
 * message: replies to it can be read without the message-content intent. A private one stays private.
 */
export async function handleFollowUpQuestion(
  desk: Desk,
  interaction: ModalSubmitInteraction,
  follows: Exchange,
): Promise<void> {
  const text = interaction.fields.getTextInputValue(field);
  const { message } = interaction;
  const isPrivate = follows.isPrivate || message?.flags.has(MessageFlags.Ephemeral) === true;
  const isHidden = isPrivate || interaction.inGuild();
  await interaction.deferReply(isHidden ? { flags: MessageFlags.Ephemeral } : {});
  const respond = respondTo(interaction);
  const make = (asked: Asked) => (onDraft: (draft: Draft) => void) =>
    exchangeAnswer(desk, asked, { text, filters: {} }, onDraft);

  const place = isPrivate || message === null ? { thread: null } : await openThread(desk, message, text);
  if ('missing' in place || place.thread === null) {
    const note =
      'missing' in place
        ? md`I could not open a thread here; I need the permission ${place.missing.join(', ')}.`
        : undefined;
    const asked = askedBy(interaction, follows, isHidden);
    await showExchange(desk, asked, make(asked), (exchange) => renderExchange(exchange, note), respond);
    return;
  }
  const { thread } = place;
  const asked = { ...askedBy(interaction, follows, false), channelId: thread.id };
  const show = async (rendered: Parameters<typeof toMessage>[0]) => (await thread.send(toMessage(rendered))).id;
  // What is no answer (a full queue, a limit) is for the one who asked.
  const shown = await showExchange(desk, asked, make(asked), renderExchange, async (rendered, isFound = false) =>
    isFound ? show(rendered) : respond(rendered),
  );
  if (shown !== undefined) {
    await respond(renderNotice(md`Answered in <#${thread.id}>. Go on there: reply to me, or mention me.`));
  }
}
