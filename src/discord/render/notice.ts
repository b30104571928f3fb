import { cutText, limits } from './limits.js';
import { md } from './markdown.js';
import type { Markdown } from './markdown.js';
import type { Rendered } from './rendered.js';

/**
 * A few words of the bot's own. A string is plain text, escaped and, if it is too long, cut; Markdown is for mentions and the
 * like, made by `md`. No embed, so that it can be said where the bot may not send any.
 */
export function renderNotice(text: string | Markdown): Rendered {
  const { markdown } = typeof text === 'string' ? md`${cutText(text, limits.content)}` : text;
  return { content: markdown, embeds: [], components: [] };
}
