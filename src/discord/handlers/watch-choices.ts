import type { AutocompleteInteraction } from 'discord.js';
import type { Watch } from '../../domain/watch.js';
import type { Desk } from '../desk.js';
import { mayWatch } from '../operators.js';
import { describeSubject } from '../render/announcement.js';

/** The watches of a server for the option of `/watch stop`; none for who may not end them. */
export async function listWatchChoices(
  desk: Desk,
  interaction: AutocompleteInteraction,
  typed: string,
): Promise<{ name: string; value: string }[]> {
  if (interaction.guildId === null || !mayWatch(interaction, desk.settings.operators)) return [];
  const wanted = typed.trim().toLowerCase();
  const describe = ({ id, subject, channelId }: Watch): string => {
    const channel = desk.client.channels.cache.get(channelId);
    const place = channel !== undefined && 'name' in channel ? ` in #${channel.name}` : '';
    return `${id} · ${describeSubject(subject, 60)}${place}`;
  };
  return (await desk.app.news.listWatches(interaction.guildId))
    .map((watch) => ({ name: describe(watch), value: String(watch.id) }))
    .filter(({ name }) => name.toLowerCase().includes(wanted));
}
