import type { Span } from '../../domain/span.js';
import { addDays } from '../../retrieve/period.js';

/** A day, month or weekday that a text names. What it leaves open is null. */
export interface DateMention extends Span {
  text: string;
  year: number | null;
  /** From 1. */
  month: number | null;
  day: number | null;
  /** From 0 for Sunday, where the text names it. */
  weekday: number | null;
}

const monthNames = 'january february march april may june july august september october november december'.split(' ');
const month =
  '(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)';
const weekdays = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');
const weekday = '(?:sunday|monday|tuesday|wednesday|thursday|friday|saturday)';
const forms: readonly RegExp[] = [
  /\b(?<year>\d{4})-(?<number>\d\d)-(?<day>\d\d)\b/giu,
  new RegExp(`\\b(?<day>\\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<month>${month})\\b\\.?(?:,? (?<year>\\d{4})\\b)?`, 'giu'),
  new RegExp(
    `\\b(?<month>${month})\\b\\.? (?:the )?(?<day>\\d{1,2})(?:st|nd|rd|th)?(?![\\d:.]\\d|\\d)(?:,? (?<year>\\d{4})\\b)?`,
    'giu',
  ),
  new RegExp(`\\b(?<month>${month})\\b\\.?,? (?:of )?(?<year>\\d{4})\\b`, 'giu'),
  // "May" and "March" alone are months behind a word that says so.
  new RegExp(
    `(?<=\\b(?:in|since|until|till|by|of|for|from|to|during|last|next|this|early|mid|late|every)[ -])(?<month>${month})\\b`,
    'giu',
  ),
  /\b(?<month>january|february|april|june|july|august|september|october|november|december)\b/giu,
  new RegExp(`\\b(?<weekday>${weekday})s?\\b`, 'giu'),
  /\b(?<relative>yesterday|today|tonight|tomorrow|last night|this (?:morning|afternoon|evening))\b/giu,
];

const relativeDays: Record<string, number> = { yesterday: -1, 'last night': -1, tomorrow: 1 };

/**
 * The dates of a text, in order. `reference` is the ISO day that "Friday", "yesterday" and a day without a year count from: the
 * article's date for a passage. A weekday is that day or the last one before it, or the next one where the sentence looks ahead.
 * Without a reference, what it would have told stays null.
 */
export function readDates(text: string, reference: string | null): DateMention[] {
  const found: DateMention[] = [];
  for (const form of forms) {
    for (const match of text.matchAll(form)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (found.some((other) => start < other.end && other.start < end)) continue;
      const mention = toMention(match, reference, text);
      if (mention !== undefined) found.push({ ...mention, text: match[0], start, end });
    }
  }
  return joinWeekdays(
    found.sort((a, b) => a.start - b.start),
    text,
  );
}

type Parts = Omit<DateMention, 'text' | keyof Span>;

function toMention(match: RegExpExecArray, reference: string | null, text: string): Parts | undefined {
  const groups = match.groups!;
  const relative = groups['relative']?.toLowerCase();
  if (relative !== undefined) {
    // USA TODAY is a newspaper.
    if (/^\p{Lu}{2}/u.test(groups['relative']!)) return undefined;
    if (reference === null) return { year: null, month: null, day: null, weekday: null };
    return partsOf(addDays(reference.slice(0, 10), relativeDays[relative] ?? 0));
  }
  if (groups['weekday'] !== undefined)
    return fromWeekday(groups['weekday'], reference, text.slice(0, match.index), text.slice(match.index));
  const name = groups['month'];
  // Written small, "may" and "march" are verbs.
  if (name !== undefined && /^\p{Ll}/u.test(name)) return undefined;
  const monthNumber =
    groups['number'] === undefined
      ? monthNames.findIndex((full) => full.startsWith(name!.toLowerCase().slice(0, 3))) + 1
      : Number(groups['number']);
  const day = groups['day'] === undefined ? null : Number(groups['day']);
  if (monthNumber < 1 || monthNumber > 12 || (day !== null && (day < 1 || day > 31))) return undefined;
  const year = groups['year'] === undefined ? yearNear(monthNumber, day, reference) : Number(groups['year']);
  return { year, month: monthNumber, day, weekday: null };
}

/** The year in which a day without one is nearest to the reference. */
function yearNear(monthNumber: number, day: number | null, reference: string | null): number | null {
  if (reference === null) return null;
  const year = Number(reference.slice(0, 4));
  const distance = (monthNumber - Number(reference.slice(5, 7))) * 30 + ((day ?? 15) - Number(reference.slice(8, 10)));
  return distance > 200 ? year - 1 : distance < -200 ? year + 1 : year;
}

const ahead = /\b(?:will|would|next|expected|is to|are to|due|plans?|set to|begins?|starts?|opens?|takes? place)\b/iu;

function fromWeekday(name: string, reference: string | null, before: string, after: string): Parts {
  const wanted = weekdays.indexOf(name.toLowerCase());
  if (reference === null) return { year: null, month: null, day: null, weekday: wanted };
  const day = reference.slice(0, 10);
  const today = new Date(`${day}T00:00:00Z`).getUTCDay();
  const back = (today - wanted + 7) % 7;
  const sentence = `${before.split(/[.!?]\s/u).at(-1)!}${after.split(/[.!?]\s/u)[0]!}`;
  const shift = ahead.test(sentence) && back > 0 ? 7 - back : -back;
  return { ...partsOf(addDays(day, shift)), weekday: wanted };
}

function partsOf(day: string): Parts {
  return {
    year: Number(day.slice(0, 4)),
    month: Number(day.slice(5, 7)),
    day: Number(day.slice(8, 10)),
    weekday: null,
  };
}

/** "Sunday, March 23" is one date; the written one says which. */
function joinWeekdays(found: DateMention[], text: string): DateMention[] {
  return found.flatMap((mention, i) => {
    const next = found[i + 1];
    const isFollowed =
      next !== undefined &&
      next.weekday === null &&
      next.day !== null &&
      /^,? (?:the )?$/u.test(text.slice(mention.end, next.start));
    return mention.weekday !== null && isFollowed ? [] : [mention];
  });
}

/**
 * Whether a passage that names `given` supports a sentence that names `stated`: all that the sentence says has to be in it. A day
 * supports its month, its year and its weekday; what the passage leaves open because it has no date of its own counts as equal.
 */
export function supportsDate(given: DateMention, stated: DateMention): boolean {
  if (stated.day === null && stated.month === null)
    return stated.weekday !== null && weekdayOf(given) === stated.weekday;
  if (given.month === null || given.month !== stated.month) return false;
  if (stated.day !== null && given.day !== stated.day) return false;
  return stated.year === null || given.year === null || given.year === stated.year;
}

function weekdayOf({ year, month: monthNumber, day, weekday: named }: DateMention): number | null {
  if (named !== null) return named;
  if (year === null || monthNumber === null || day === null) return null;
  return new Date(Date.UTC(year, monthNumber - 1, day)).getUTCDay();
}
