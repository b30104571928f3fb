import { MessageFlags } from 'discord.js';
import type { ButtonInteraction, ChatInputCommandInteraction } from 'discord.js';
import type { Desk } from '../desk.js';
import { AppError } from '../../errors.js';
import { isOperator } from '../operators.js';
import { createBoard } from '../progress-board.js';
import { renderNotice } from '../render/notice.js';
import { describeMinute, renderProgress, renderReport } from '../render/reindex.js';
import { toIncident } from '../incident.js';
import { renderError } from '../render/error.js';
import type { Rendered } from '../render/rendered.js';
import { toMessage } from '../respond.js';

const refusal =
  'Only operators may do this. They are named by DISCORD_OPERATORS, whatever this server allows; ask whoever runs the bot.';

/** Says so to whoever is none. Checked at every use: a server's own settings only decide who sees a command. */
async function refuseOthers(
  desk: Desk,
  interaction: ChatInputCommandInteraction | ButtonInteraction,
): Promise<boolean> {
  if (isOperator(interaction, desk.settings.operators)) return false;
  await interaction.reply({ ...toMessage(renderNotice(refusal)), flags: MessageFlags.Ephemeral });
  return true;
}

/** `/reindex`: starts a run or joins the one that goes on, and shows its progress until it has ended. */
export async function handleReindex(desk: Desk, interaction: ChatInputCommandInteraction): Promise<void> {
  if (await refuseOthers(desk, interaction)) return;
  await interaction.deferReply();
  const full = interaction.options.getString('mode') === 'full';
  const { job, joined } = desk.reindexing.start({ full });
  desk.log.info({ userId: interaction.user.id, full: job.full, joined, job: job.id }, 'Reindex asked for');
  const board = createBoard(desk, interaction);
  const show = () =>
    board.show(
      renderProgress({
        id: job.id,
        progress: job.progress,
        startedAt: job.startedAt,
        joined: joined ? { isFull: job.full, wasFullAsked: full, only: job.only } : null,
      }),
    );
  show();
  const stopListening = job.listen(show);
  try {
    const report = await job.finished;
    await board.finish(renderReport(report, { wasCancelled: job.wasCancelled() }));
  } catch (error) {
    const isLocked = error instanceof AppError && error.code === 'INDEX_LOCKED';
    await board.finish(isLocked ? await renderLocked(desk) : renderError(toIncident(error, desk, { job: job.id })));
  } finally {
    stopListening();
  }
}

/** Another process indexes; its run cannot be watched or ended from here, but it is known since when. */
async function renderLocked({ app, log }: Desk): Promise<Rendered> {
  const { writer } = await app.status();
  log.info({ writer }, 'Another process is indexing');
  const since = writer === null ? '' : `, since ${describeMinute(writer.since)}`;
  return renderNotice(
    `Another program is indexing right now${since}. Nothing is lost by that: try again when it has ended, which /status tells.`,
  );
}

/** The button "Cancel" of a run. */
export async function handleCancel(desk: Desk, interaction: ButtonInteraction, id: string): Promise<void> {
  if (await refuseOthers(desk, interaction)) return;
  const job = desk.reindexing.find(id);
  job?.cancel();
  desk.log.info(
    { userId: interaction.user.id, job: id, found: job !== undefined },
    'Cancelling a reindex was asked for',
  );
  const text =
    job === undefined
      ? 'That run has ended already.'
      : 'Cancelling: what is finished is kept, and the next run goes on from there.';
  await interaction.reply({ ...toMessage(renderNotice(text)), flags: MessageFlags.Ephemeral });
}

/** `/source add` and `/source remove`. */
export async function handleSource(desk: Desk, interaction: ChatInputCommandInteraction): Promise<void> {
  if (await refuseOthers(desk, interaction)) return;
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const source = interaction.options.getString('source', true).trim();
  const action = interaction.options.getSubcommand(true);
  if (action === 'remove') {
    await desk.app.removeSource(source);
    await interaction.editReply(toMessage(renderNotice('Removed. Its articles go at the next /reindex.')));
  } else {
    const isNew = await desk.app.addSource(source);
    const text = isNew ? 'Added. Its articles come in at the next /reindex.' : 'That source is there already.';
    await interaction.editReply(toMessage(renderNotice(text)));
  }
  desk.log.info({ userId: interaction.user.id, action, source }, 'Sources changed');
}
