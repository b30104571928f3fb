import { MessageFlags } from 'discord.js';
import type {
  ButtonInteraction,
  ChatInputCommandInteraction,
  Interaction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
  RepliableInteraction,
  StringSelectMenuInteraction,
} from 'discord.js';
import type { Exchange } from '../domain/conversation.js';
import { parseControlId, type Action, type ControlId } from './custom-id.js';
import type { Desk } from './desk.js';
import { handleAsk } from './handlers/ask.js';
import { handleAutocomplete } from './handlers/autocomplete.js';
import { handlePassages, handleQuotesPage, handleRating, handleShare } from './handlers/controls.js';
import { handleFollowUp, handleFollowUpQuestion } from './handlers/follow-up.js';
import { handleForget, handleHelp, handleSources, handleSourcesPage, handleStatus } from './handlers/information.js';
import { handleCancel, handleReindex, handleSource } from './handlers/operate.js';
import { handleQuotes, handleSpeakerChoice } from './handlers/quotes.js';
import { handleFindCoverage, handleVerify, handleVerifyMessage } from './handlers/verify.js';
import { handleWatch } from './handlers/watch.js';
import { isUnanswerable, toIncident } from './incident.js';
import { renderError } from './render/error.js';
import { renderNotice } from './render/notice.js';
import type { Rendered } from './render/rendered.js';
import { toMessage } from './respond.js';

const commands: Readonly<Record<string, (desk: Desk, interaction: ChatInputCommandInteraction) => Promise<void>>> = {
  ask: handleAsk,
  quotes: handleQuotes,
  verify: handleVerify,
  sources: handleSources,
  status: handleStatus,
  help: handleHelp,
  forget: handleForget,
  reindex: handleReindex,
  source: handleSource,
  watch: handleWatch,
};

const messageCommands: Readonly<
  Record<string, (desk: Desk, interaction: MessageContextMenuCommandInteraction) => Promise<void>>
> = {
  'Verify quotations': handleVerifyMessage,
  'Find coverage': handleFindCoverage,
};

type Control = ButtonInteraction | StringSelectMenuInteraction | ModalSubmitInteraction;

/** Controls that are about an exchange, and what kind of control each is. */
const exchangeControls: Partial<
  Record<Action, (desk: Desk, interaction: Control, exchange: Exchange, detail: string) => Promise<void>>
> = {
  passages: onButton((_, interaction, exchange, detail) => handlePassages(interaction, exchange, detail)),
  'follow-up': onButton((_, interaction, exchange) => handleFollowUp(interaction, exchange)),
  'follow-up-modal': async (desk, interaction, exchange) => {
    if (interaction.isModalSubmit()) await handleFollowUpQuestion(desk, interaction, exchange);
  },
  share: onButton(handleShare),
  good: onButton((desk, interaction, exchange) => handleRating(desk, interaction, exchange, 'good')),
  bad: onButton((desk, interaction, exchange) => handleRating(desk, interaction, exchange, 'bad')),
  'quotes-page': onButton((_, interaction, exchange, detail) => handleQuotesPage(interaction, exchange, detail)),
  speaker: async (desk, interaction, exchange) => {
    if (interaction.isStringSelectMenu()) await handleSpeakerChoice(desk, interaction, exchange);
  },
};

/**
 * Handles whatever somebody does with our commands and controls. Never rejects: an error is told to the person in a few words,
 * and an interaction that Discord takes no answer to any more is logged.
 */
export async function handleInteraction(desk: Desk, interaction: Interaction): Promise<void> {
  const { user, guildId, id } = interaction;
  const log = desk.log.child({ request: id, userId: user.id, guildId, what: describe(interaction) });
  const own = { ...desk, log, request: id };
  const startedMs = desk.now().getTime();
  try {
    await dispatch(own, interaction);
    log.info({ ms: desk.now().getTime() - startedMs }, 'Interaction handled');
  } catch (error) {
    if (isUnanswerable(error)) {
      log.warn(
        { error, ageMs: desk.now().getTime() - interaction.createdTimestamp },
        'Discord took no answer any more',
      );
    } else {
      const incident = toIncident(error, own, {});
      if (interaction.isRepliable()) await tellQuietly(own, interaction, renderError(incident));
    }
  }
}

async function dispatch(desk: Desk, interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) return handleAutocomplete(desk, interaction);
  if (interaction.isChatInputCommand()) {
    const handle = commands[interaction.commandName];
    return handle === undefined ? tellUnknown(desk, interaction) : handle(desk, interaction);
  }
  if (interaction.isMessageContextMenuCommand()) {
    const handle = messageCommands[interaction.commandName];
    return handle === undefined ? tellUnknown(desk, interaction) : handle(desk, interaction);
  }
  if (interaction.isButton() || interaction.isStringSelectMenu() || interaction.isModalSubmit()) {
    const control = parseControlId(interaction.customId);
    return control === undefined ? tellUnknown(desk, interaction) : handleControl(desk, interaction, control);
  }
}

async function handleControl(desk: Desk, interaction: Control, { action, id, detail }: ControlId): Promise<void> {
  if (interaction.isButton()) {
    if (action === 'sources-page') return handleSourcesPage(desk, interaction, detail);
    if (action === 'cancel-reindex') return handleCancel(desk, interaction, id);
  }
  const handle = exchangeControls[action];
  if (handle === undefined) return tellUnknown(desk, interaction);
  const exchange = await desk.app.conversations.findExchange(id);
  if (exchange !== undefined) return handle(desk, interaction, exchange, detail);
  const days = desk.settings.memoryDays;
  await tellQuietly(
    desk,
    interaction,
    renderNotice(`I no longer have this answer: I keep them for ${days} days. Please ask again.`),
  );
}

function onButton(
  handle: (desk: Desk, interaction: ButtonInteraction, exchange: Exchange, detail: string) => Promise<void>,
) {
  return async (desk: Desk, interaction: Control, exchange: Exchange, detail: string): Promise<void> => {
    if (interaction.isButton()) await handle(desk, interaction, exchange, detail);
  };
}

/** A command or control of another version of the bot, which Discord still shows. */
async function tellUnknown(desk: Desk, interaction: RepliableInteraction): Promise<void> {
  await tellQuietly(desk, interaction, renderNotice('I no longer know this one. /help shows what I can do.'));
}

/** Tells the person alone, in whatever way the interaction still takes. Never rejects. */
async function tellQuietly(desk: Desk, interaction: RepliableInteraction, rendered: Rendered): Promise<void> {
  try {
    const message = toMessage(rendered);
    if (interaction.deferred && !interaction.isMessageComponent()) await interaction.editReply(message);
    else if (interaction.deferred || interaction.replied)
      await interaction.followUp({ ...message, flags: MessageFlags.Ephemeral });
    else await interaction.reply({ ...message, flags: MessageFlags.Ephemeral });
  } catch (error) {
    desk.log.warn({ error }, 'A person could not be told of an error');
  }
}

function describe(interaction: Interaction): string {
  if (interaction.isCommand() || interaction.isAutocomplete()) return `/${interaction.commandName}`;
  if (interaction.isMessageComponent() || interaction.isModalSubmit()) return interaction.customId.split(':')[0]!;
  return 'interaction';
}
