/** @param {string} text */
export function escapeHtml(text) {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/**
 * What the bot sends of Discord's Markdown, as HTML: block quotes, small lines, bold, underline, strike-through, code, masked links,
 * mentions and escapes.
 *
 * @param {string} markdown
 */
export function toHtml(markdown) {
  /** @type {{ kind: 'quote' | 'small' | 'text', lines: string[] }[]} */
  const blocks = [];
  for (const line of markdown.split('\n')) {
    const kind = line.startsWith('> ') ? 'quote' : line.startsWith('-# ') ? 'small' : 'text';
    const own = kind === 'quote' ? line.slice(2) : kind === 'small' ? line.slice(3) : line;
    const last = blocks.at(-1);
    if (last?.kind === kind && kind !== 'small') last.lines.push(own);
    else blocks.push({ kind, lines: [own] });
  }
  return blocks
    .map(({ kind, lines }) => {
      const html = inline(lines.join('\n'));
      if (kind === 'text') return lines.map((line) => `<div>${line === '' ? '&nbsp;' : inline(line)}</div>`).join('');
      return kind === 'quote' ? `<blockquote>${html}</blockquote>` : `<small>${html}</small>`;
    })
    .join('');
}

/** @type {[RegExp, (match: RegExpExecArray) => string][]} */
const rules = [
  [/^\\([^0-9A-Za-z\s])/, ([, character]) => escapeHtml(character ?? '')],
  [/^\[((?:\[[^\]]*\]|\\.|[^[\]\\])*)\]\(<?([^\s)>]+)>?\)/, ([, words]) => `<a>${inline(words ?? '')}</a>`],
  [/^\*\*((?:\\.|[^\\])+?)\*\*(?!\*)/s, ([, words]) => `<strong>${inline(words ?? '')}</strong>`],
  [/^__((?:\\.|[^\\])+?)__(?!_)/s, ([, words]) => `<u>${inline(words ?? '')}</u>`],
  [/^~~(.+?)~~/s, ([, words]) => `<s>${inline(words ?? '')}</s>`],
  [/^`([^`]+)`/, ([, words]) => `<code>${escapeHtml(words ?? '')}</code>`],
  [/^<\/([^:>]+):\d+>/, ([, name]) => `<span class="mention">/${escapeHtml(name ?? '')}</span>`],
  [/^<@\d+>/, () => '<span class="mention">@Ada</span>'],
];

/**
 * @param {string} text
 * @returns {string}
 */
function inline(text) {
  let html = '';
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const [found, render] = rules.map(([pattern, make]) => /** @type {const} */ ([pattern.exec(rest), make])).find(([match]) => match !== null) ?? []; // prettier-ignore
    if (found === undefined || found === null || render === undefined) {
      html += escapeHtml(text[at++] ?? '');
      continue;
    }
    html += render(found);
    at += found[0].length;
  }
  return html;
}
