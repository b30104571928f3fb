import type { APIActionRowComponent, APIComponentInMessageActionRow, APIEmbed } from 'discord.js';

/** A message as Discord's API takes it. Whoever sends it forbids all mentions with it (`allowedMentions: { parse: [] }`). */
export interface Rendered {
  content?: string;
  embeds: APIEmbed[];
  components: APIActionRowComponent<APIComponentInMessageActionRow>[];
}
