import type { APIEmbed } from 'discord.js';
import { escapeMarkdown, toShown } from './markdown.js';

/** Discord's limits, in characters as JavaScript counts them: where Discord counts otherwise, it counts fewer. */
export const limits = {
  content: 2000,
  title: 256,
  description: 4096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1024,
  footer: 2048,
  /** Of all embeds of a message: titles, descriptions, fields, footers and authors. */
  embedTotal: 6000,
  embeds: 10,
  buttonLabel: 80,
  options: 25,
  optionText: 100,
} as const;

/** The characters of embeds that count for the total. */
export function countEmbeds(embeds: readonly APIEmbed[]): number {
  return embeds.reduce((sum, { title, description, footer, author, fields }) => {
    const own = [
      title,
      description,
      footer?.text,
      author?.name,
      ...(fields ?? []).flatMap(({ name, value }) => [name, value]),
    ];
    return sum + own.reduce((length, text) => length + (text?.length ?? 0), 0);
  }, 0);
}

/** The length of plain text once it is Markdown; hardly ever less than its own. */
function escapedLength(text: string): number {
  return escapeMarkdown(text).length;
}

/** Whether `text` is no longer than `most` as `lengthOf` counts it. Long articles are not looked through for it. */
export function isWithin(text: string, most: number, lengthOf: (text: string) => number = escapedLength): boolean {
  return text.length <= most && lengthOf(text) <= most;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * The longest beginning of `text` that `lengthOf` finds no longer than `most`, cut at a word where one ends in its last third,
 * otherwise between characters as people see them (an emoji, a letter with its accents). All of it when it fits.
 */
export function cutText(text: string, most: number, lengthOf: (text: string) => number = escapedLength): string {
  if (isWithin(text, most, lengthOf)) return text;
  // What is beyond cannot fit: hardly anything gets shorter by escaping, and then a little less than could be is kept.
  const window = text.slice(0, Math.max(0, most) + 1);
  let low = 0;
  let high = window.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (lengthOf(window.slice(0, middle)) <= most) low = middle;
    else high = middle - 1;
  }
  // Whether a character ends there depends on what comes next as well.
  const cut = text.slice(0, graphemes.segment(text.slice(0, low + 2)).containing(low)?.index ?? 0);
  const word = /^(.*\S)\s/su.exec(text.slice(0, cut.length + 1))?.[1];
  return (word !== undefined && word.length >= cut.length * (2 / 3) ? word : cut).trimEnd();
}

/** `text` with "…" where it had to be cut to fit. For headlines, names and questions; words of articles are cut by `cutWords`. */
export function shorten(text: string, most: number, lengthOf: (text: string) => number = escapedLength): string {
  if (isWithin(text, most, lengthOf)) return text;
  return `${cutText(text, most - 1, lengthOf)}…`;
}

/** Plain text for where Discord knows no Markdown, within `most` characters. */
export function shortenPlain(text: string, most: number): string {
  return shorten(toShown(text), most, (part) => part.length);
}

const closing: Readonly<Record<string, string>> = { '“': '”', '„': '“', '«': '»', '"': '"' };

/** Words of an article, whole or cut. */
export interface CutWords {
  /** A beginning of the words, or all of them. */
  words: string;
  /** What is to stand behind them: nothing, or the mark of a cut, after the quotation mark that the cut took away. */
  rest: string;
}

/**
 * Words of an article within `most` characters of Markdown. A cut is shown as "[…]", and never between quotation marks: one that
 * was open is closed before it, so that all that stands between marks is in the article.
 */
export function cutWords(text: string, most: number): CutWords {
  const mark = ' […]';
  if (isWithin(text, most)) return { words: text, rest: '' };
  const words = cutText(text, most - escapedLength(mark) - 1);
  return { words, rest: `${findOpen(words)}${mark}` };
}

/** The mark that would close the last quotation in `text`; empty when none is open. */
function findOpen(text: string): string {
  let open = '';
  for (const character of text) {
    if (open !== '' && (character === open || (open === '“' && character === '”'))) open = '';
    else if (open === '' && closing[character] !== undefined) open = closing[character];
  }
  return open;
}

/** The end of `text` from a word on, within `most` characters of Markdown; empty when not even the last word fits. */
export function cutStart(text: string, most: number): string {
  if (isWithin(text, most)) return text;
  const window = text.slice(-most - 1);
  for (const { index } of window.matchAll(/(?<=\s)\S/gu)) {
    if (escapedLength(window.slice(index)) <= most) return window.slice(index);
  }
  return '';
}

/** The first of these that `fits`, otherwise the last one. */
export function firstThatFits<Input, Result>(
  inputs: readonly [Input, ...Input[]],
  make: (input: Input) => Result,
  fits: (result: Result) => boolean,
): Result {
  let made = make(inputs[0]);
  for (const input of inputs.slice(1)) {
    if (fits(made)) break;
    made = make(input);
  }
  return made;
}

/** `count`, and all numbers below it down to 0: for trying with one thing less each time. */
export function fromDownToZero(count: number): [number, ...number[]] {
  return [count, ...Array.from({ length: count }, (_, i) => count - 1 - i)];
}
