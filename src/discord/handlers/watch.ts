import { MessageFlags } from 'discord.js';
import type { ChatInputCommandInteraction } from 'discord.js';
import { listOf, onOneLine } from '../../domain/describe.js';
import { parseTimeOfDay, type QuietHours } from '../../domain/quiet-hours.js';
import type { WatchSubject } from '../../domain/watch.js';
import type { Desk } from '../desk.js';
import { mayWatch } from '../operators.js';
import { listMissing, neededToAnnounce } from '../permissions.js';
import { describeQuiet, describeSubject, renderWatches } from '../render/announcement.js';
import { md, mention } from '../render/markdown.js';
import { renderNotice } from '../render/notice.js';
import { toMessage } from '../respond.js';
import { parseSpeakerChoice } from './autocomplete.js';

/** As many as a list of completions holds. */
const mostWatches = 25;

/** `/watch`. */
export async function handleWatch(desk: Desk, interaction: ChatInputCommandInteraction): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const say = async (text: Parameters<typeof renderNotice>[0]): Promise<void> => {
    await interaction.editReply(toMessage(renderNotice(text)));
  };
  if (!desk.settings.announces) return say('Announcing is switched off by whoever runs the bot (DISCORD_ANNOUNCE).');
  if (!mayWatch(interaction, desk.settings.operators))
    return say('Only members who may manage this channel may do this.');
  if (!interaction.inCachedGuild()) return say('I can only announce in a server that I am a member of.');
  const { guildId } = interaction;
  switch (interaction.options.getSubcommand(true)) {
    case 'list': {
      const watches = await desk.app.news.listWatches(guildId);
      await interaction.editReply(toMessage(renderWatches({ watches, timeZone: desk.settings.timeZone })));
      return;
    }
    case 'stop': {
      const id = Number(/^\s*(\d{1,15})\b/u.exec(interaction.options.getString('watch', true))?.[1]);
      const stopped = Number.isNaN(id) ? 0 : await desk.app.news.unwatch({ id, guildId });
      if (stopped > 0) desk.log.info({ watch: id }, 'Watch ended');
      return say(stopped > 0 ? `Watch ${id} has ended.` : 'This server has no such watch. /watch list shows them.');
    }
    case 'speaker': {
      const found = await findSpeaker(desk, interaction.options.getString('speaker', true));
      return 'fault' in found ? say(found.fault) : setWatch(desk, interaction, found.subject, say);
    }
    default: {
      const words = onOneLine(interaction.options.getString('words', true));
      return setWatch(desk, interaction, { kind: 'topic', words }, say);
    }
  }
}

async function setWatch(
  desk: Desk,
  interaction: ChatInputCommandInteraction<'cached'>,
  subject: WatchSubject,
  say: (text: Parameters<typeof renderNotice>[0]) => Promise<void>,
): Promise<void> {
  const { app, client, log, settings } = desk;
  const { guildId, channelId, channel } = interaction;
  const quiet = readQuietHours(interaction);
  if (quiet !== null && 'fault' in quiet) return say(quiet.fault);
  const isThread = channel?.isThread() === true;
  const missing = listMissing(channel?.permissionsFor(client.user) ?? null, neededToAnnounce(isThread));
  if (missing.length > 0) {
    return say(`I cannot announce here: I need the permission ${missing.join(', ')} in this channel.`);
  }
  const watches = await app.news.listWatches(guildId);
  if (watches.length >= mostWatches) {
    return say(`This server has ${mostWatches} watches already, which is the most. /watch stop ends one.`);
  }
  const same = watches.find((watch) => watch.channelId === channelId && isSameSubject(watch.subject, subject));
  if (same !== undefined) return say(`Watch ${same.id} announces that here already. /watch stop ends it.`);
  if (subject.kind === 'topic' && !(await app.news.isTopic(subject.words))) {
    return say('I need words that say what it is about, for example: ferry inquiry.');
  }
  const watch = await app.news.watch({ guildId, channelId, subject, quiet });
  log.info({ watch: watch.id, channelId, kind: subject.kind }, 'Watch set');
  const hours = describeQuiet(watch, settings.timeZone);
  const rule = subject.kind === 'topic' ? 'have all of these words close together' : 'quote this speaker';
  return say(
    md`Watch ${watch.id}: I will announce new articles that ${rule} in ${mention.channel(channelId)}, each once. (${describeSubject(subject)}${hours === '' ? '' : `; ${hours}`})`,
  );
}

function isSameSubject(a: WatchSubject, b: WatchSubject): boolean {
  if (a.kind === 'topic') return b.kind === 'topic' && a.words.toLowerCase() === b.words.toLowerCase();
  return b.kind === 'speaker' && a.speakerId === b.speakerId;
}

function readQuietHours({ options }: ChatInputCommandInteraction): QuietHours | { fault: string } | null {
  const given = { from: options.getString('quiet_from'), to: options.getString('quiet_to') };
  if (given.from === null && given.to === null) return null;
  if (given.from === null || given.to === null) return { fault: 'Quiet hours need both quiet_from and quiet_to.' };
  const from = parseTimeOfDay(given.from);
  const to = parseTimeOfDay(given.to);
  if (from === undefined || to === undefined) {
    const misread = from === undefined ? given.from : given.to;
    return { fault: `I do not understand the time “${misread}”. Try 22:00 or 7:30.` };
  }
  return from === to ? { fault: 'Quiet hours that begin and end at the same time would never end.' } : { from, to };
}

/** The one speaker that a choice or a name means. */
async function findSpeaker(
  { app }: Desk,
  value: string,
): Promise<{ subject: Extract<WatchSubject, { kind: 'speaker' }> } | { fault: string }> {
  const found = await app.findQuotes({ ...parseSpeakerChoice(value), filters: {}, limit: 1 });
  if (found.outcome === 'quotes' && found.speaker !== null) {
    const { id, name } = found.speaker;
    return { subject: { kind: 'speaker', speakerId: id, name } };
  }
  const others = found.outcome === 'ambiguous' ? found.speakers : found.outcome === 'unknown' ? found.nearest : [];
  const names = listOf(others.slice(0, 5).map(({ speaker }) => onOneLine(speaker.name)));
  if (found.outcome === 'ambiguous') return { fault: `“${found.name}” fits ${names}. Choose one from the list.` };
  return {
    fault: `Nobody of that name is quoted in the coverage${names === '' ? '' : `; the most similar: ${names}`}. /watch topic takes any words.`,
  };
}
