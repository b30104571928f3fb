import { MessageFlags } from 'discord.js';
import type { ButtonInteraction, ChatInputCommandInteraction } from 'discord.js';
import { commandDefinitions } from '../commands.js';
import type { Desk } from '../desk.js';
import { isOperator } from '../operators.js';
import { renderForgotten, renderHelp, renderSources, renderStatus } from '../render/information.js';
import type { Rendered } from '../render/rendered.js';
import { toMessage } from '../respond.js';

/** More outlets than this are not listed; a search narrows them. */
const mostOutlets = 1000;

/** `/sources`. */
export async function handleSources(desk: Desk, interaction: ChatInputCommandInteraction): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  await interaction.editReply(toMessage(await sourcesPage(desk, interaction.options.getString('search') ?? '', 0)));
}

/** Another page of `/sources`; what was searched for stands in the button. */
export async function handleSourcesPage(desk: Desk, interaction: ButtonInteraction, detail: string): Promise<void> {
  await interaction.deferUpdate();
  const [page = '0', ...search] = detail.split(':');
  await interaction.editReply(toMessage(await sourcesPage(desk, search.join(':'), Number(page))));
}

async function sourcesPage({ app }: Desk, search: string, page: number): Promise<Rendered> {
  const [entries, outlets, { index }] = await Promise.all([
    app.listSources(),
    app.suggest('outlet', '', mostOutlets),
    app.status(),
  ]);
  const counted = outlets.map(({ name, count }) => ({ outlet: name, articles: count }));
  return renderSources({ entries, outlets: counted, search, page, totals: index?.totals ?? null });
}

/** `/status`. */
export async function handleStatus(desk: Desk, interaction: ChatInputCommandInteraction): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  await interaction.editReply(toMessage(renderStatus({ status: await desk.app.status(), version: desk.version })));
}

/** `/help`. */
export async function handleHelp(desk: Desk, interaction: ChatInputCommandInteraction): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const canReindex = isOperator(interaction, desk.settings.operators);
  const commands = commandDefinitions.flatMap((command) =>
    'description' in command
      ? [{ name: command.name, id: desk.commandIds.get(command.name) ?? null, description: command.description }]
      : [],
  );
  await interaction.editReply(toMessage(renderHelp({ commands, canReindex })));
}

/** `/forget`. */
export async function handleForget(desk: Desk, interaction: ChatInputCommandInteraction): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const forgotten = await desk.app.conversations.forget(interaction.user.id);
  await interaction.editReply(toMessage(renderForgotten(forgotten)));
}
