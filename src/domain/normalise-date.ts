/**
 * A publication date in any usual form as ISO 8601: `2025-03-04`, or `2025-03-04T17:30:00Z` with the offset that was given (`Z`
 * where none was, so that the day stays the one that was printed). Read are ISO 8601, RFC 822 and its kin, "March 4, 2025",
 * "4 March 2025", "Tue 4 Mar 2025", 20250304, 2025/3/4, `13/3/2025`, and seconds or milliseconds since 1970. A time next to a
 * written-out date whose zone is only named ("5 p.m. ET") is left out. Null when there is no date, when it does not exist (30 February), when it
 * is outside 1600 to 2199, and when day and month cannot be told apart (3/4/2025). Linear.
 */
export function parseDate(value: unknown): string | null {
  if (typeof value === 'number') return fromEpoch(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : fromEpoch(value.getTime());
  if (typeof value !== 'string' || value.length > 200) return null;
  const text = value.replace(/\s+/g, ' ').trim();
  return fromIso(text) ?? fromDigits(text) ?? fromWords(text) ?? fromSlashes(text);
}

function fromEpoch(value: number): string | null {
  // Below: seconds since 1973. From 100 billion on: milliseconds (seconds would be in the year 5138).
  if (!Number.isFinite(value) || value < 1e8) return null;
  const date = new Date(value >= 1e11 ? value : value * 1000);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 2199) return null;
  return date.toISOString().replace('.000Z', 'Z');
}

function fromDigits(text: string): string | null {
  if (!/^\d+(\.\d+)?$/.test(text)) return null;
  const day = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (day !== null) return isoDay(Number(day[1]), Number(day[2]), Number(day[3]));
  return fromEpoch(Number(text));
}

function fromIso(text: string): string | null {
  const parts =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?$/i.exec(
      text,
    );
  if (parts === null) return null;
  const day = isoDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  if (day === null || parts[4] === undefined) return day;
  return withTime(day, Number(parts[4]), Number(parts[5]), Number(parts[6] ?? 0), offsetOf(parts[7]));
}

const monthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const month = '(?<month>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\\.?';
const clock = '(?:.{0,12}?\\b(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2}))?(?<rest>.*))?';
const dayFirst = new RegExp(
  `\\b(?<day>\\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]${month},?[ -](?<year>\\d{4})\\b${clock}`,
  'i',
);
const monthFirst = new RegExp(`\\b${month} (?<day>\\d{1,2})(?:st|nd|rd|th)?,? (?<year>\\d{4})\\b${clock}`, 'i');

function fromWords(text: string): string | null {
  const groups = (monthFirst.exec(text) ?? dayFirst.exec(text))?.groups;
  if (groups === undefined) return null;
  const monthNumber = monthNames.indexOf(groups['month']!.slice(0, 3).toLowerCase()) + 1;
  const day = isoDay(Number(groups['year']), monthNumber, Number(groups['day']));
  const zone = /^\s?(Z|UTC|GMT|UT|[+-]\d{2}:?\d{2})(?:\s?\([^)]{1,30}\))?$/i.exec(groups['rest'] ?? '')?.[1];
  if (day === null || groups['hour'] === undefined || zone === undefined) return day;
  const { hour, minute, second } = groups;
  return withTime(day, Number(hour), Number(minute), Number(second ?? 0), offsetOf(zone));
}

function fromSlashes(text: string): string | null {
  const yearFirst = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b/.exec(text);
  if (yearFirst !== null) return isoDay(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  const yearLast = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\b/.exec(text);
  if (yearLast === null) return null;
  const [first, second, year] = [Number(yearLast[1]), Number(yearLast[3]), Number(yearLast[4])];
  // With points, the day comes first everywhere; with slashes it depends on the country.
  if (yearLast[2] === '.' || first > 12 || first === second) return isoDay(year, second, first);
  return second > 12 ? isoDay(year, first, second) : null;
}

function isoDay(year: number, monthNumber: number, day: number): string | null {
  if (year < 1600 || year > 2199 || monthNumber < 1 || monthNumber > 12 || day < 1) return null;
  if (day > new Date(Date.UTC(year, monthNumber, 0)).getUTCDate()) return null;
  return `${year}-${two(monthNumber)}-${two(day)}`;
}

function withTime(day: string, hour: number, minute: number, second: number, offset: string | null): string {
  // A time that does not exist says nothing; the day is still good.
  if (hour > 23 || minute > 59 || second > 60 || offset === null) return day;
  return `${day}T${two(hour)}:${two(minute)}:${two(Math.min(second, 59))}${offset}`;
}

function offsetOf(zone: string | undefined): string | null {
  if (zone === undefined || /^(z|utc|gmt|ut)$/i.test(zone)) return 'Z';
  const digits = zone.replace(/[+:-]/g, '').padEnd(4, '0');
  if (digits === '0000') return 'Z';
  if (Number(digits.slice(0, 2)) > 14 || Number(digits.slice(2)) > 59) return null;
  return `${zone[0]!}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
