import type { ChatInputCommandInteraction, StringSelectMenuInteraction } from 'discord.js';
import type { Exchange } from '../../domain/conversation.js';
import type { Desk } from '../desk.js';
import { exchangeQuotes } from '../exchanges.js';
import { readFilters } from '../filters.js';
import { renderExchange } from '../render-exchange.js';
import { renderNotice } from '../render/notice.js';
import { respondTo, showExchange } from '../respond.js';
import { askedBy, deferFor } from './asked.js';
import { deferToViewer } from './viewer.js';
import { parseSpeakerChoice } from './autocomplete.js';

/** `/quotes`. */
export async function handleQuotes(desk: Desk, interaction: ChatInputCommandInteraction): Promise<void> {
  await deferFor(interaction);
  const respond = respondTo(interaction);
  const given = await readFilters(desk, interaction);
  if ('fault' in given) {
    await respond(renderNotice(given.fault));
    return;
  }
  const about = interaction.options.getString('about')?.trim();
  const request = {
    ...parseSpeakerChoice(interaction.options.getString('speaker', true)),
    ...(about ? { about } : {}),
    filters: given.filters,
  };
  const asked = askedBy(interaction, null);
  await showExchange(desk, asked, () => exchangeQuotes(desk, asked, request), renderExchange, respond);
}

/** The choice of one of several speakers that a name fits. */
export async function handleSpeakerChoice(
  desk: Desk,
  interaction: StringSelectMenuInteraction,
  exchange: Exchange,
): Promise<void> {
  const { shown } = exchange;
  if (shown.kind !== 'quotes') return;
  await deferToViewer(interaction, exchange);
  const asked = askedBy(interaction, null, exchange.isPrivate || interaction.user.id !== exchange.userId);
  const { about, filters } = shown.request;
  const request = { speakerId: interaction.values[0]!, ...(about === undefined ? {} : { about }), filters };
  await showExchange(desk, asked, () => exchangeQuotes(desk, asked, request), renderExchange, respondTo(interaction));
}
