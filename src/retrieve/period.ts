import { strict } from 'chrono-node/en';
import { parseDate } from '../domain/normalise-date.js';
import { periods } from './tuning.js';

/** Days, both included. */
export interface Period {
  since: string;
  until: string;
  /** The words that name it. */
  words: string;
  /** Whether it is counted from the day of asking, as "last week" is: an article has the same words for another period. */
  isCounted: boolean;
}

/**
 * The period of publication that a question names, such as "last week", "in March" or "on 4 March 2025"; undefined when it names
 * none. "Last week" counts from the ISO day `askedOn`. A day or month without a year is the last one that has begun by `latest`:
 * the day of asking, or the last day of a coverage that ends before it. A single day reaches into the next, when it is in print.
 *
 * Left out are years alone ("the 1973 decision" and "the 2022 World Cup" are about events, not about when somebody wrote),
 * deadlines ("until October 31", "by Friday"), whatever lies in the future, and dates that can be read in two ways (3/4/2025).
 */
export function findPeriod(question: string, askedOn: string, latest = askedOn): Period | undefined {
  const end = latest < askedOn ? latest : askedOn;
  return (
    findRelative(question, askedOn) ??
    findDate(question, end, askedOn) ??
    findMonth(question, end, askedOn) ??
    findWeekday(question, askedOn)
  );
}

const relativePeriods: readonly { words: RegExp; daysBack: [number, number] }[] = [
  { words: /\b(?<!\bUSA )(?:today|tonight|this (?:morning|afternoon|evening))\b/i, daysBack: [periods.todaySince, 0] },
  { words: /\byesterday\b/i, daysBack: [periods.yesterdaySince, 1] },
  // A weekly review says "this week" of the seven days before it as well.
  {
    words: /\bthis (?:past )?week(?:end)?\b|\b(?:in|over) the (?:last|past) (?:week|few days|seven days)\b/i,
    daysBack: [periods.thisWeekSince, 0],
  },
  { words: /\blast week(?:end)?\b/i, daysBack: [periods.lastWeekSince, periods.lastWeekUntil] },
  { words: /\bthis month\b|\b(?:in|over) the (?:last|past) month\b/i, daysBack: [periods.thisMonthSince, 0] },
  { words: /\blast month\b/i, daysBack: [periods.lastMonthSince, periods.lastMonthUntil] },
];

function findRelative(question: string, askedOn: string): Period | undefined {
  for (const { words, daysBack } of relativePeriods) {
    const match = words.exec(question);
    if (match !== null)
      return {
        since: addDays(askedOn, -daysBack[0]),
        until: addDays(askedOn, -daysBack[1]),
        words: match[0],
        isCounted: true,
      };
  }
  return undefined;
}

const monthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const monthName =
  '(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\b\\.?)';
const deadline = /\b(?:until|till|by|before)(?: the)? $/i;
const opening = /\b(?:since|from|after)(?: the)? $/i;

/** A date with its day, or two with "and", "to" or a dash between them. */
function findDate(question: string, latest: string, askedOn: string): Period | undefined {
  // "Between 27 and 29 March" is the range that the parser knows as "27 to 29 March"; the length stays.
  const text = question.replace(/(?<=\bbetween (?:the )?\d{1,2}(?:st|nd|rd|th)?) and (?=\d)/gi, ' -  ');
  const dates = [...datesInFigures(text), ...datesInWords(text, latest)].sort((a, b) => a.index - b.index);
  const first = dates.find(({ index }) => !deadline.test(text.slice(0, index)));
  if (first === undefined) return undefined;
  const next = dates.find(({ index }) => index >= first.index + first.length);
  const between = next === undefined ? '' : text.slice(first.index + first.length, next.index);
  const last =
    next !== undefined && /^ ?(?:,? and|to|until|till|through|[-–—]) ?(?:on )?$/i.test(between.trimEnd())
      ? next
      : first;
  const words = question.slice(first.index, last.index + last.length);
  const isOpen = last === first && first.since === first.until && opening.test(text.slice(0, first.index));
  const until = isOpen ? askedOn : first.since === last.until ? addDays(last.until, 1) : last.until;
  return first.since > askedOn || until < first.since
    ? undefined
    : { since: first.since, until, words, isCounted: false };
}

interface FoundDate {
  since: string;
  until: string;
  index: number;
  length: number;
}

function datesInFigures(text: string): FoundDate[] {
  return [...text.matchAll(/\b(?:\d{4}-\d\d?-\d\d?|\d\d?[/.]\d\d?[/.]\d{4})\b/g)].flatMap(({ 0: date, index }) => {
    const day = parseDate(date);
    return day === null ? [] : [{ since: day, until: day, index, length: date.length }];
  });
}

function datesInWords(text: string, latest: string): FoundDate[] {
  return strict
    .parse(text, { instant: new Date(`${latest}T12:00:00Z`), timezone: 0 })
    .filter(({ text: words, start }) => new RegExp(monthName, 'i').test(words) && start.isCertain('day'))
    .flatMap(({ text: words, index, start, end }) => {
      const days = [isoDay(start.date()), isoDay((end ?? start).date())] as const;
      // The parser takes the nearest year, which may not have come yet.
      const isAhead = days[0] > latest && !start.isCertain('year');
      const [since, until] = isAhead ? days.map((day) => parseDate(addYears(day, -1))) : days;
      return since && until ? [{ since, until, index, length: words.length }] : [];
    });
}

const monthCue = /\b(?:in|during|since|last|this|early|mid|late)[ -]$/i;
const monthWithYear = new RegExp(`\\b(?<month>${monthName})(?:,? (?<year>[12]\\d{3}))?(?![\\p{L}\\p{N}]| \\d)`, 'giu');

/** A month with its year, or a month alone behind a word such as "in", since "May" and "March" are words and names too. */
function findMonth(question: string, latest: string, askedOn: string): Period | undefined {
  for (const match of question.matchAll(monthWithYear)) {
    const { month, year } = match.groups as { month: string; year?: string };
    const before = question.slice(0, match.index);
    const after = question.slice(match.index + match[0].length);
    const isName = /^(?:april|may|june|august)$/i.test(month) && /^ \p{Lu}/u.test(after);
    if (deadline.test(before) || (year === undefined && (isName || !monthCue.test(before)))) continue;
    const number = String(monthNames.indexOf(month.slice(0, 3).toLowerCase()) + 1).padStart(2, '0');
    const begin = `${year ?? latest.slice(0, 4)}-${number}-01`;
    const since = year === undefined && begin > latest ? addYears(begin, -1) : begin;
    const until = opening.test(before) ? askedOn : lastDayOfMonth(since);
    return since > askedOn ? undefined : { since, until, words: match[0], isCounted: false };
  }
  return undefined;
}

const weekdays = 'sun mon tues wednes thurs fri satur'.split(' ');
const weekdayName = /\b(?<name>sun|mon|tues|wednes|thurs|fri|satur)day\b/giu;

/** A weekday behind "on", "last" or "since", or before "night" or "'s": not that of "Black Friday" or "The Sunday Times". */
function findWeekday(question: string, askedOn: string): Period | undefined {
  for (const match of question.matchAll(weekdayName)) {
    const before = question.slice(0, match.index);
    const after = question.slice(match.index + match[0].length);
    const isNamed =
      /\b(?:on|last|this|since)(?: the)? $/i.test(before) ||
      /^(?:['’]s\b| (?:morning|afternoon|evening|night)\b)/.test(after);
    if (!isNamed || /^ \p{Lu}/u.test(after)) continue;
    const wanted = weekdays.indexOf(match.groups!['name']!.toLowerCase());
    const sinceThen = (new Date(`${askedOn}T00:00:00Z`).getUTCDay() - wanted + 7) % 7;
    // "Last Thursday", said on a Thursday, is a week ago.
    const daysBack = sinceThen === 0 && /\blast $/i.test(before) ? 7 : sinceThen;
    const since = addDays(askedOn, -daysBack);
    const next = addDays(since, 1);
    const until = /\bsince $/i.test(before) || next > askedOn ? askedOn : next;
    return { since, until, words: match[0], isCounted: false };
  }
  return undefined;
}

/** The ISO day `days` after `day`. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return isoDay(date);
}

/** Whole days from one ISO day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round(
    (Date.parse(`${to.slice(0, 10)}T00:00:00Z`) - Date.parse(`${from.slice(0, 10)}T00:00:00Z`)) / 86_400_000,
  );
}

function addYears(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
}

function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function lastDayOfMonth(day: string): string {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + 1, 0);
  return isoDay(date);
}
