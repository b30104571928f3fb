import { MessageFlags } from 'discord.js';
import type { ButtonInteraction, MessageComponentInteraction } from 'discord.js';
import type { Exchange, Rating } from '../../domain/conversation.js';
import type { Desk } from '../desk.js';
import { keepExchange, keepMessage } from '../exchanges.js';
import { renderExchange, withoutControls } from '../render-exchange.js';
import { md } from '../render/markdown.js';
import { renderNotice } from '../render/notice.js';
import { renderPassages } from '../render/passages.js';
import { renderQuotes } from '../render/quotes.js';
import { respondTo, toMessage } from '../respond.js';
import { deferToViewer } from './viewer.js';

/** The button "Passages": the cited passages, one to a page, for whoever clicks alone. */
export async function handlePassages(
  interaction: ButtonInteraction,
  exchange: Exchange,
  detail: string,
): Promise<void> {
  const { id, shown } = exchange;
  if (shown.kind !== 'answer') return;
  if (detail === 'open') {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.editReply(toMessage(renderPassages({ id, shown, page: 0 })));
    return;
  }
  await interaction.deferUpdate();
  await interaction.editReply(toMessage(renderPassages({ id, shown, page: Number(detail) })));
}

/** The next or former page of quotes. */
export async function handleQuotesPage(
  interaction: ButtonInteraction,
  exchange: Exchange,
  detail: string,
): Promise<void> {
  const { id, shown } = exchange;
  if (shown.kind !== 'quotes') return;
  await deferToViewer(interaction, exchange);
  await interaction.editReply(toMessage(renderQuotes({ id, shown, page: Number(detail) })));
}

/** The button "Share": shows a private answer to everybody in the channel. */
export async function handleShare(desk: Desk, interaction: ButtonInteraction, exchange: Exchange): Promise<void> {
  if (exchange.userId !== interaction.user.id) {
    await tell(interaction, 'Only the one who asked can share this answer.');
    return;
  }
  if (!exchange.isPrivate) {
    await tell(interaction, 'This answer is shared already.');
    return;
  }
  await interaction.deferReply();
  const made = await keepExchange(desk, { ...exchange, isPrivate: false });
  const rendered = renderExchange(made.exchange, md`Shared by <@${exchange.userId}>`);
  const messageId = await respondTo(interaction)(made.isKept ? rendered : withoutControls(rendered));
  await keepMessage(desk, messageId, made);
}

/** The buttons 👍 and 👎. */
export async function handleRating(
  desk: Desk,
  interaction: ButtonInteraction,
  { id }: Exchange,
  value: Rating['value'],
): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  await desk.app.conversations.saveRating({
    exchangeId: id,
    userId: interaction.user.id,
    value,
    at: desk.now().toISOString(),
  });
  const thanks = value === 'good' ? 'Thank you, noted as good.' : 'Thank you, noted as not good.';
  await interaction.editReply(toMessage(renderNotice(`${thanks} Your next click here replaces it.`)));
}

/** Says something to the one who clicked alone. */
export async function tell(interaction: MessageComponentInteraction, text: string): Promise<void> {
  await interaction.reply({ ...toMessage(renderNotice(text)), flags: MessageFlags.Ephemeral });
}
