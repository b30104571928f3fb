import type { ChatInputCommandInteraction } from 'discord.js';
import type { Desk } from '../desk.js';
import { exchangeAnswer, findFormer } from '../exchanges.js';
import { readFilters } from '../filters.js';
import { renderExchange } from '../render-exchange.js';
import { renderNotice } from '../render/notice.js';
import { respondTo, showExchange } from '../respond.js';
import { askedBy, deferFor } from './asked.js';

/** `/ask`. In a thread it goes on from what was asked there last. */
export async function handleAsk(desk: Desk, interaction: ChatInputCommandInteraction): Promise<void> {
  await deferFor(interaction);
  const respond = respondTo(interaction);
  const given = await readFilters(desk, interaction);
  if ('fault' in given) {
    await respond(renderNotice(given.fault));
    return;
  }
  const text = interaction.options.getString('question', true);
  const isThread = interaction.channel?.isThread() === true;
  const { conversations } = desk.app;
  const follows = isThread ? await findFormer(desk, () => conversations.findLatest(interaction.channelId)) : null;
  const asked = askedBy(interaction, follows);
  await showExchange(
    desk,
    asked,
    (onDraft) => exchangeAnswer(desk, asked, { text, filters: given.filters }, onDraft),
    renderExchange,
    respond,
  );
}
