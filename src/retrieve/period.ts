import * as chrono from 'chrono-node';

/** Days, both included. */
export interface Period {
  since: string;
  until: string;
  /** The words that name it. */
  words: string;
}

/**
 * The period of publication that a question names, such as "last week", "in March" or "on 4 March 2025", counted from the day
 * it is asked on; undefined when it names none. Years alone are left out: "the 1973 decision" and "the 2022 World Cup" are
 * about events, not about when somebody wrote. So are moments in the future.
 */
export function findPeriod(question: string, askedOn: string): Period | undefined {
  const relative = findRelative(question, askedOn);
  if (relative !== undefined) return relative;
  const reference = new Date(`${askedOn}T12:00:00Z`);
  const found = chrono.en.strict
    .parse(question, { instant: reference, timezone: 0 })
    .find(({ text }) => calendarWord.test(text));
  if (found === undefined) return undefined;
  const { start, end } = found;
  const since =
    start.isCertain('day') || start.isCertain('weekday')
      ? isoDay(start.date())
      : `${isoDay(start.date()).slice(0, 7)}-01`;
  const last = end ?? start;
  const until =
    last.isCertain('day') || last.isCertain('weekday') ? isoDay(last.date()) : lastDayOfMonth(isoDay(last.date()));
  return since > askedOn ? undefined : { since, until, words: found.text };
}

/** "Second" and "2" alone are no days; a period is named by a month, a weekday or a date in figures. */
const calendarWord =
  /\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\d{4}-\d\d?|\d\d?[/.]\d\d?[/.]\d{2,4}/iu;

const relativePeriods: readonly { words: RegExp; daysBack: [number, number] }[] = [
  { words: /\b(?:today|tonight|this (?:morning|afternoon|evening))\b/i, daysBack: [1, 0] },
  { words: /\byesterday\b/i, daysBack: [2, 1] },
  // A weekly review says "this week" of the seven days before it as well.
  {
    words: /\bthis (?:past )?week(?:end)?\b|\b(?:in|over) the (?:last|past) (?:week|few days|seven days)\b/i,
    daysBack: [9, 0],
  },
  { words: /\blast week(?:end)?\b/i, daysBack: [16, 4] },
  { words: /\bthis month\b|\b(?:in|over) the (?:last|past) month\b/i, daysBack: [31, 0] },
  { words: /\blast month\b/i, daysBack: [62, 20] },
];

function findRelative(question: string, askedOn: string): Period | undefined {
  for (const { words, daysBack } of relativePeriods) {
    const match = words.exec(question);
    if (match !== null)
      return { since: addDays(askedOn, -daysBack[0]), until: addDays(askedOn, -daysBack[1]), words: match[0] };
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

function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function lastDayOfMonth(day: string): string {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + 1, 0);
  return isoDay(date);
}
