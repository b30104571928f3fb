import { MessageFlags } from 'discord.js';
import type { ChatInputCommandInteraction, MessageContextMenuCommandInteraction } from 'discord.js';
import type { Desk } from '../desk.js';
import { today } from '../desk.js';
import { exchangeVerifications } from '../exchanges.js';
import { findQuotations } from '../quotations.js';
import { renderCoverage } from '../render/coverage.js';
import { renderExchange } from '../render-exchange.js';
import { renderNotice } from '../render/notice.js';
import { describeRefusal, respondTo, showExchange } from '../respond.js';
import { askedBy, deferFor } from './asked.js';

/** Quotations of one message that are checked. */
const mostQuotations = 5;
/** Passages that are shown for a message. */
const mostPassages = 5;
/** As much of a message as is searched for; On Record's own limit for questions. */
const longestSearch = 2000;

/** `/verify`. */
export async function handleVerify(desk: Desk, interaction: ChatInputCommandInteraction): Promise<void> {
  await deferFor(interaction);
  const quotation = interaction.options.getString('quotation', true);
  const by = interaction.options.getString('by')?.trim() || null;
  const asked = askedBy(interaction, null);
  const make = () => exchangeVerifications(desk, asked, { quotations: [quotation], by });
  await showExchange(desk, asked, make, renderExchange, respondTo(interaction));
}

/** Apps → "Verify quotations" on a message, for whoever asks alone. */
export async function handleVerifyMessage(
  desk: Desk,
  interaction: MessageContextMenuCommandInteraction,
): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const respond = respondTo(interaction);
  const quotations = findQuotations(textOf(interaction), mostQuotations);
  if (quotations.length === 0) {
    await respond(renderNotice('That message has no words that I could check.'));
    return;
  }
  const asked = askedBy(interaction, null, true);
  const make = () => exchangeVerifications(desk, asked, { quotations, by: null });
  await showExchange(desk, asked, make, renderExchange, respond);
}

/** Apps → "Find coverage" on a message, for whoever asks alone. */
export async function handleFindCoverage(desk: Desk, interaction: MessageContextMenuCommandInteraction): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const respond = respondTo(interaction);
  const text = textOf(interaction).slice(0, longestSearch);
  if (!/[\p{L}\p{N}]/u.test(text)) {
    await respond(renderNotice('That message has no words that I could search for.'));
    return;
  }
  const search = () => desk.app.search({ text, filters: {}, askedOn: today(desk.now()) }, { limit: mostPassages });
  const taken = await desk.limits.run(askedBy(interaction, null, true), search, () => undefined);
  if ('refusal' in taken) await respond(renderNotice(describeRefusal(taken.refusal)));
  else await respond(renderCoverage({ question: text, passages: taken.result }));
}

/** A message may carry its words in embeds alone, as those of news bots do. */
function textOf({ targetMessage: { content, embeds } }: MessageContextMenuCommandInteraction): string {
  if (content.trim() !== '') return content;
  return embeds.flatMap(({ title, description }) => [title, description]).filter((part) => part !== null).join('\n'); // prettier-ignore
}
