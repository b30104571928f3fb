import { onOneLine, toPrintableText } from '../../domain/describe.js';

/**
 * Text in Discord's Markdown, ready to be sent. Only this module makes it out of plain strings, so that words of articles, people
 * and users arrive escaped whatever way they take.
 */
export interface Markdown {
  readonly markdown: string;
}

/**
 * Markdown from a template: its own characters are Markdown, a string or number that is put in is plain text and is escaped, and
 * Markdown that is put in stays as it is.
 */
export function md(template: TemplateStringsArray, ...values: (string | number | Markdown)[]): Markdown {
  let markdown = template[0]!;
  values.forEach((value, i) => {
    markdown += typeof value === 'object' ? value.markdown : escapeMarkdown(String(value));
    markdown += template[i + 1]!;
  });
  return { markdown };
}

/** Lines one under the other; what is null or empty gives no line. */
export function lines(...parts: (Markdown | null)[]): Markdown {
  return join(
    parts.filter((part) => part !== null && part.markdown !== ''),
    '\n',
  );
}

/** `parts` with `separator`, which is Markdown, between them. */
export function join(parts: readonly (Markdown | null)[], separator: string): Markdown {
  return { markdown: parts.flatMap((part) => (part === null ? [] : [part.markdown])).join(separator) };
}

/**
 * `text` escaped so that Discord shows exactly its characters: no style, list, heading, code, spoiler, link, mention, timestamp or
 * custom emoji. (Of round brackets the opening one is enough: behind an escaped "]" it could still move the end of a link before
 * it, as Discord looks for "](" without minding escapes.) Backslashes do it, which are not shown; an invisible character in a word would stay in it when it is copied. For
 * "@everyone" a backslash only takes the highlight away: that nobody is pinged is up to `allowedMentions`, which every message has.
 *
 * What is not shown as it is: line separators become blanks, other control characters, direction marks and halves of characters
 * "�", as in all output (see `toPrintableText`).
 */
export function escapeMarkdown(text: string): string {
  return toShown(text)
    .replace(/[\\*_~`|<>[\](#@:]/g, '\\$&')
    .replace(lineStarts, (marker) => `${marker.slice(0, -1)}\\${marker.slice(-1)}`)
    .replace(domains, '\\.');
}

/** `text` as Discord shows it where it knows no Markdown: in footers, buttons and menus. */
export function toShown(text: string): string {
  return toPrintableText(text).replace(/\p{Surrogate}/gu, '\ufffd');
}

/** What makes a list; "#", ">" and "*" are escaped everywhere. The dot may follow a number that stands before `text`. */
const lineStarts = /^[^\S\n]*(?:[-+]|\d*\.)(?=\s|#|$)/gm;

/** The dot of "discord.gg/…": invites are found without "https://", by other means than the Markdown. */
const domains = /\.(?=[a-z]{2,}[/?#])/gi;

/** The longest address that is linked: longer ones take the place of what is to be read. Two kilobytes are legal, 100 usual. */
const longestUrl = 400;

/** An address that can stand in a masked link; undefined for anything but http(s), and for one that is too long. */
export function findLinkable(url: string | null): string | undefined {
  if (url === null || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  const { href, hostname } = new URL(url);
  if (hostname.includes('[')) return undefined;
  const encoded = href.replace(/[^A-Za-z0-9\-._~:/?#@!$&+,;=%]/gu, (c) =>
    encodeURIComponent(c).replace(/[!'()*]/g, (left) => `%${left.charCodeAt(0).toString(16).toUpperCase()}`),
  );
  return encoded.length > longestUrl ? undefined : encoded;
}

/**
 * Words that link to an article; the words alone where its address cannot be linked. Discord takes no link whose words hold an
 * address, and mistakes a bracket in them for its end: there the link stands behind the words.
 */
export function link(words: string, url: string | null): Markdown {
  const target = findLinkable(url);
  const text = onOneLine(words);
  if (target === undefined) return md`${text}`;
  const isSafe = text !== '' && !/[[\]]|:\/\/|\bwww\./i.test(text);
  return isSafe ? md`[${text}](${raw(target)})` : md`${text} · [open](${raw(target)})`;
}

/** "[1]", as a link where the address can be one. */
export function citationMark(n: number, url: string | null): Markdown {
  const target = findLinkable(url);
  return target === undefined ? md`${`[${n}]`}` : md`[[${n}]](${raw(target)})`;
}

/** Bold text. */
export function bold(text: string): Markdown {
  return mark(text, '**', '**');
}

/** Bold and underlined, for words that are to be found at a glance. */
export function highlighted(text: string): Markdown {
  return mark(text, '**__', '__**');
}

/** Struck-out text. Tildes at the end would be taken for the end of the mark and stand behind it. */
export function struck(text: string): Markdown {
  const parts = toShown(text).split(/(~*\s*(?:\n|$))/u);
  return join(
    parts.map((part, i) => (i % 2 === 0 ? mark(part, '~~', '~~') : md`${part}`)),
    '',
  );
}

/** Each line by itself, as a mark over several lines would also mark what Discord makes of the next one's beginning. */
function mark(text: string, before: string, after: string): Markdown {
  const markdown = toShown(text).replace(/[^\n]+/g, (line) => {
    const words = line.trim();
    if (words === '') return line;
    const at = line.indexOf(words);
    return `${line.slice(0, at)}${before}${escapeMarkdown(words)}${after}${line.slice(at + words.length)}`;
  });
  return { markdown };
}

/** Small grey text on a line of its own; empty for the empty text. */
export function small(text: string | Markdown): Markdown {
  const markdown = typeof text === 'string' ? escapeMarkdown(onOneLine(text)) : text.markdown;
  return { markdown: markdown === '' ? '' : `-# ${markdown}` };
}

/** A block quote of one or more lines; empty for the empty text. */
export function blockQuote(text: string | Markdown): Markdown {
  const { markdown } = typeof text === 'string' ? md`${text}` : text;
  return { markdown: markdown === '' ? '' : markdown.replace(/^/gm, '> ') };
}

/** The paragraphs of a text on a line each, without white space around them. */
export function paragraphs(text: string): string {
  return toPrintableText(text)
    .replace(/[^\S\n]*\n\s*/g, '\n')
    .trim();
}

/** The time of day of a moment, ISO 8601, as each reader's own clock has it. */
export function timeOfDay(moment: string): Markdown {
  return raw(`<t:${Math.floor(Date.parse(moment) / 1000)}:t>`);
}

/** Mentions of what the bot itself knows the id of. */
export const mention = {
  user: (id: string): Markdown => raw(`<@${digits(id)}>`),
  channel: (id: string): Markdown => raw(`<#${digits(id)}>`),
  /** `name` with a blank before a subcommand's. */
  command: (name: string, id: string | null): Markdown =>
    id === null || !/^[\w -]+$/u.test(name)
      ? md`\`/${raw(name.replaceAll('`', ''))}\``
      : raw(`</${name}:${digits(id)}>`),
};

function digits(id: string): string {
  if (/^\d+$/.test(id)) return id;
  throw new RangeError(`Expected an id of Discord's, of digits, got ${JSON.stringify(id)}`);
}

function raw(markdown: string): Markdown {
  return { markdown };
}
