import { isDay, type Days } from '../domain/days.js';

/**
 * The days that a value of `--since` or `--until` stands for, counted from the ISO day `today`: a day (`2025-03-04`,
 * "yesterday", "4 March 2025"), a month (`2025-03`, "Nov 2024", "last month"), a year (`2024`, "last year") or a week from
 * Monday to Sunday ("last week"). A month or day without a year is the latest one that has begun. Undefined when the whole of
 * `text` is not such a thing.
 */
export async function findDays(text: string, today: string): Promise<Days | undefined> {
  const given = text.trim().replace(/\s+/g, ' ').toLowerCase();
  if (/^\d{4}-\d{2}-\d{2}$/.test(given)) return isDay(given) ? { first: given, last: given } : undefined;
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(given)) return monthOf(given);
  if (/^[12]\d{3}$/.test(given)) return yearOf(given);
  const week = /^(this|last) week$/.exec(given);
  if (week !== null) return weekOf(week[1] === 'last' ? addDays(today, -7) : today);

  // Read only when somebody writes words: it takes longer to load than the rest of the command line.
  const { casual } = await import('chrono-node/en');
  const found = casual.parse(given, { instant: new Date(`${today}T12:00:00Z`), timezone: 0 });
  const match = found[0];
  if (found.length !== 1 || match === undefined || match.text.length !== given.length) return undefined;
  const { start, end } = match;
  // A time of day is no day; "now" has one, but is given with its day.
  if (start.isCertain('hour') && !start.isCertain('day')) return undefined;
  const first = daysOf(start, today);
  const last = end === null || end === undefined ? first : daysOf(end, today);
  return first.first <= last.last ? { first: first.first, last: last.last } : undefined;
}

interface Moment {
  isCertain(part: 'day' | 'weekday' | 'month' | 'year'): boolean;
  date(): Date;
}

function daysOf(moment: Moment, today: string): Days {
  let day = toDay(moment.date());
  const isRelative = moment.isCertain('weekday');
  if (day > today && !moment.isCertain('year') && !isRelative) day = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  if (day > today && isRelative && !moment.isCertain('day')) day = addDays(day, -7);
  if (moment.isCertain('day') || isRelative) return { first: day, last: day };
  return moment.isCertain('month') ? monthOf(day) : yearOf(day);
}

function monthOf(day: string): Days {
  const month = day.slice(0, 7);
  const next = new Date(`${month}-01T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return { first: `${month}-01`, last: addDays(toDay(next), -1) };
}

function yearOf(day: string): Days {
  const year = day.slice(0, 4);
  return { first: `${year}-01-01`, last: `${year}-12-31` };
}

function weekOf(day: string): Days {
  const monday = addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
  return { first: monday, last: addDays(monday, 6) };
}

function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return toDay(date);
}

function toDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
