import type { Filters } from '../domain/answer.js';
import type { ChatInputCommandInteraction } from 'discord.js';
import { today, type Desk } from './desk.js';

/** Filters as somebody gave them, or what is wrong with them. */
export type GivenFilters = { filters: Filters } | { fault: string };

/** The filters of a command's options; a date may be anything that people write for a day or period. */
export async function readFilters(desk: Desk, { options }: ChatInputCommandInteraction): Promise<GivenFilters> {
  const day = today(desk.now());
  const given = { since: options.getString('since'), until: options.getString('until') };
  const since = given.since === null ? undefined : await desk.app.findDays(given.since, day);
  const until = given.until === null ? undefined : await desk.app.findDays(given.until, day);
  const misread = (given.since !== null && since === undefined ? given.since : null) ?? (given.until !== null && until === undefined ? given.until : null); // prettier-ignore
  if (misread !== null) {
    return { fault: `I do not understand the date “${misread}”. Try “last week”, “Nov 2024” or 2025-03-04.` };
  }
  if (since !== undefined && until !== undefined && since.first > until.last) {
    return { fault: `That period ends before it begins: from ${since.first} to ${until.last}.` };
  }
  const outlet = options.getString('outlet')?.trim();
  const author = options.getString('author')?.trim();
  return {
    filters: {
      ...(outlet ? { outlet } : {}),
      ...(author ? { author } : {}),
      ...(since === undefined ? {} : { since: since.first }),
      ...(until === undefined ? {} : { until: until.last }),
    },
  };
}
