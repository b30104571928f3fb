import { shorten } from './limits.js';
import { bold, lines, md, small } from './markdown.js';
import type { Rendered } from './rendered.js';

/** What went wrong in a few words, what to do, and the id that the log has it under. No embed, as an embed may be what failed. */
export function renderError({
  message,
  hint,
  incident,
}: {
  message: string;
  hint: string | null;
  incident: string | null;
}): Rendered {
  const { markdown } = lines(
    md`⚠️ ${bold(shorten(message, 800))}`,
    hint === null ? null : md`${shorten(hint, 800)}`,
    incident === null ? null : small(`Incident ${shorten(incident, 100)}`),
  );
  return { content: markdown, embeds: [], components: [] };
}
