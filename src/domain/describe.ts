import type { Filters, Searched } from './answer.js';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/*
 * How people are told of days, counts and sizes, in every face. Figures and their units hold together by no-break spaces, which a
 * face may turn into blanks.
 */

/** The day of an ISO date as one writes it: "4 Mar 2025". It is the day that the date itself names, whatever its offset. */
export function describeDay(date: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(date) ?? [];
  const name = months[Number(month) - 1];
  return name === undefined ? date : `${Number(day)}\u00a0${name}\u00a0${year}`;
}

/** The time of day of a moment in UTC, to the minute: "00:00 UTC". */
export function describeTime(moment: string): string {
  return `${moment.slice(11, 16)} UTC`;
}

/** "1 article", "25 articles". */
export function countOf(count: number, word: string): string {
  return `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
}

/** A time of some seconds: "8 s", "2 min 5 s", "1 h 3 min". Below a second it is "less than 1 s". */
export function describeSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 1) return 'less than 1\u00a0s';
  if (whole < 60) return `${whole}\u00a0s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes}\u00a0min` : `${minutes}\u00a0min ${whole % 60}\u00a0s`;
  return minutes % 60 === 0 ? `${minutes / 60}\u00a0h` : `${Math.floor(minutes / 60)}\u00a0h ${minutes % 60}\u00a0min`;
}

/** A size: "830 bytes", "12.4 MB". */
export function describeBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)}\u00a0${units[unit]}`;
}

/** "A", "A and B", "A, B and C"; the empty text for none. */
export function listOf(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `text` on one line. */
export function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** "by A and B"; the empty text when nobody is named, or only the outlet itself. */
export function describeAuthors({ authors, outlet }: { authors: readonly string[]; outlet: string | null }): string {
  const people = authors.filter((author) => author !== outlet);
  return people.length === 0 ? '' : `by ${listOf(people)}`;
}

/** Where and when something was printed: "Skerrin Packet, 4 Mar 2025"; the empty text when neither is known. */
export function describeOrigin({ outlet, publishedAt }: { outlet: string | null; publishedAt: string | null }): string {
  return [outlet, publishedAt === null ? null : describeDay(publishedAt)].filter((part) => part !== null).join(', ');
}

/** What narrows a search, each filter in words: "outlet Skerrin Packet", "1 Mar 2025 to 31 Mar 2025"; empty for none. */
export function listFilters({ outlet, author, since, until }: Filters): string[] {
  const parts = [];
  if (outlet !== undefined) parts.push(`outlet ${outlet}`);
  if (author !== undefined) parts.push(`author ${author}`);
  if (since !== undefined && since === until) parts.push(`of ${describeDay(since)}`);
  else if (since !== undefined && until !== undefined) parts.push(`${describeDay(since)} to ${describeDay(until)}`);
  else if (since !== undefined) parts.push(`since ${describeDay(since)}`);
  else if (until !== undefined) parts.push(`until ${describeDay(until)}`);
  return parts;
}

/** What was searched, in one sentence; the question is told when it is not the one that was `asked`. */
export function describeSearched({ question, filters, articles, newest }: Searched, asked: string): string {
  const newestOf = newest === null ? '' : `, the newest of ${describeDay(newest)}`;
  const parts = [`${countOf(articles, 'article')}${newestOf}`, ...listFilters(filters)];
  if (onOneLine(question) !== onOneLine(asked)) parts.push(`for “${onOneLine(question)}”`);
  return `${parts.join('; ')}.`;
}

/**
 * Characters that are acted on instead of shown: control characters but the line feed, and those that change the direction of
 * text or are invisible. In an article they could hide or forge what a reader sees. (The joiners U+200C and U+200D stay: scripts
 * and emoji need them.)
 */
const acting =
  /(?!\n)\p{Cc}|[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|[\u{e0000}-\u{e007f}]/gu;

/** `text` safe to show: white space becomes a blank or a line feed, and what else is acted on "�", so that a tampered text shows. */
export function toPrintableText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(acting, (c) => (/\s/.test(c) ? ' ' : '\ufffd'));
}
