import pc from 'picocolors';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** How text looks on one output. */
export interface Style {
  /** Columns that a line may fill. */
  columns: number;
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  red(text: string): string;
  cyan(text: string): string;
}

/** Lines longer than this are tiring to read, however wide the terminal; on narrower ones than that, words no longer fit. */
const widestText = 100;
const narrowestText = 40;

/** The style of an output: `columns` of a terminal, or undefined elsewhere, which counts as 80. */
export function createStyle(options: { columns: number | undefined; colour: boolean }): Style {
  const { bold, dim, green, yellow, red, cyan } = pc.createColors(options.colour);
  const columns = Math.max(narrowestText, Math.min(options.columns ?? 80, widestText));
  return { columns, bold, dim, green, yellow, red, cyan };
}

/**
 * Whether an output gets colour: NO_COLOR (no-color.org) forbids it, FORCE_COLOR demands it ("0" forbids it), and otherwise a
 * terminal that is not "dumb" has it.
 */
export function wantsColour(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return isTerminal && env['TERM'] !== 'dumb';
}

/**
 * `text` in lines of at most `style.columns`, the first after `first`, the others after `rest` (by default blanks as wide as
 * `first`). No-break spaces keep a line together and come out as blanks. A word that is wider than a line is broken, except an address, which would no longer be a link.
 */
export function wrap(style: Style, text: string, first = '', rest = ' '.repeat(stringWidth(first))): string {
  const width = Math.max(10, style.columns - Math.max(stringWidth(first), stringWidth(rest)));
  const isAddress = /^\S*:\/\/\S*$/.test(text);
  const lines = isAddress ? [text] : wrapAnsi(text, width, { hard: true, trim: true }).split('\n');
  return lines.map((line, index) => (index === 0 ? first : rest) + line.replaceAll('\u00a0', ' ')).join('\n');
}

/** `text` on one line of at most `width` columns, with an ellipsis when something was cut off. */
export function clip(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let clipped = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
    used += stringWidth(segment);
    if (used > width - 1) break;
    clipped += segment;
  }
  return `${clipped.trimEnd()}…`;
}

/** `text` with blanks up to `width` columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}
