import type { Token } from './tokens.js';

const unitNames: readonly [string, string][] = [
  ['second', 'second seconds sec secs'], ['minute', 'minute minutes min mins'], ['hour', 'hour hours hr hrs'], ['day', 'day days'], ['week', 'week weeks'], ['fortnight', 'fortnight fortnights'],
  ['month', 'month months'], ['year', 'year years'], ['decade', 'decade decades'], ['century', 'century centuries'], ['metre', 'metre metres meter meters m'],
  ['kilometre', 'kilometre kilometres kilometer kilometers km kph'], ['millimetre', 'millimetre millimetres millimeter millimeters mm'],
  ['centimetre', 'centimetre centimetres centimeter centimeters cm'], ['mile', 'mile miles mph'], ['knot', 'knot knots'], ['foot', 'foot feet ft'], ['inch', 'inch inches'], ['yard', 'yards'], ['degree', 'degree degrees ° celsius fahrenheit'],
  ['percent', 'percent % pct'], ['tonne', 'tonne tonnes ton tons'], ['kilogram', 'kilogram kilograms kg kilo kilos'], ['litre', 'litre litres liter liters'], ['acre', 'acre acres'], ['hectare', 'hectare hectares'],
  ['dollar', 'dollar dollars $ usd'], ['euro', 'euro euros € eur'], ['pound', 'pound pounds £ gbp'], ['yen', 'yen ¥ jpy'], ['franc', 'franc francs chf'],
  ['krona', 'krona kronor krone kroner sek nok dkk'], ['rouble', 'rouble roubles ruble rubles ₽'], ['yuan', 'yuan renminbi'], ['rupee', 'rupee rupees ₹ rs'], ['peso', 'peso pesos'], ['zloty', 'zloty zlotys'], ['won', '₩'], ['lira', 'lira liras ₺'], ['shekel', 'shekel shekels ₪'],
  ['naira', 'naira ₦'], ['baht', 'baht ฿'], ['rand', 'rand'], ['riyal', 'riyal riyals'], ['dirham', 'dirham dirhams'], ['shilling', 'shilling shillings'], ['cent', 'cents'], ['penny', 'pence'],
  ['taler', 'taler talers thaler thalers'], ['page', 'page pages'], ['vote', 'vote votes'],
]; // prettier-ignore
const units = new Map(unitNames.flatMap(([name, forms]) => forms.split(' ').map((form) => [form, name] as const)));
/** Currencies by what stands before a sum: "£", "Rs", "CHF". */
const prefixes = new Map(
  '$ dollar|€ euro|£ pound|¥ yen|₹ rupee|₩ won|₽ rouble|₺ lira|₪ shekel|₦ naira|₱ peso|฿ baht|₫ dong|₴ hryvnia|rs rupee|inr rupee|usd dollar|eur euro|gbp pound|chf franc|jpy yen|sek krona|nok krona|dkk krona'
    .split('|')
    .map((pair) => pair.split(' ') as [string, string]),
);

/** Units that measure the same, each with how many of the smallest it is. Months and years have no fixed number of days. */
const measures = new Map<string, { of: string; factor: number }>(
  (
    'days second 1|days minute 60|days hour 3600|days day 86400|days week 604800|days fortnight 1209600|months month 1|months year 12|months decade 120|months century 1200|' +
    'length millimetre 1|length centimetre 10|length metre 1000|length kilometre 1000000|feet inch 1|feet foot 12|feet yard 36|mass kilogram 1|mass tonne 1000'
  )
    .split('|')
    .map((line) => line.split(' ') as [string, string, string])
    .map(([of, unit, factor]) => [unit, { of, factor: Number(factor) }]),
);

/** How many of the one unit the other is ("week" in "day": 7); undefined for units that measure different things. */
export function ratioOf(unit: string, other: string): number | undefined {
  if (unit === other) return 1;
  const [a, b] = [measures.get(unit), measures.get(other)];
  return a === undefined || b === undefined || a.of !== b.of ? undefined : a.factor / b.factor;
}

/** Whether a unit is a length of time. */
export function isPeriod(unit: string | null): boolean {
  const of = unit === null ? undefined : measures.get(unit)?.of;
  return of === 'days' || of === 'months';
}

/** The name of a unit of measure, for its word in any form. */
export function unitOf(key: string): string | undefined {
  return units.get(key);
}

/** The currency that stands before a sum, as "$" does. */
export function unitBefore(tokens: readonly Token[], at: number): string | undefined {
  return prefixes.get(tokens[at - 1]?.key ?? '');
}

const ageWords = /^(?:old|olds)$/u;

/** The unit behind a number: "74 metres", "0.5 per cent", "four nautical miles"; not the age of "a 17-year-old". */
export function unitAfter(tokens: readonly Token[], end: number): string | null {
  const isHyphened = tokens[end]?.key === '-' || tokens[end]?.key === '‑';
  // "A quarter of an hour", "half a century"
  const article = tokens[end]?.key === 'of' ? end + 1 : end;
  const isPart =
    /^an?$/u.test(tokens[article]?.key ?? '') && isPeriod(units.get(tokens[article + 1]?.key ?? '') ?? null);
  const from = isHyphened ? end + 1 : isPart ? article + 1 : end;
  const next = tokens[from];
  if (next === undefined) return null;
  if (next.key === 'per' && tokens[from + 1]?.key === 'cent') return 'percent';
  // "39C"
  if (/^[CF]$/u.test(next.text) && next.start === tokens[end - 1]?.end) return 'degree';
  const unit = units.get(next.key);
  const second = tokens[from + 1];
  // "A 17-year-old", "81 years old": an age.
  if (unit !== undefined)
    return unit === 'year' && ageWords.test(tokens[isHyphened ? from + 2 : from + 1]?.key ?? '') ? null : unit;
  const isMeasure =
    next.kind === 'word' &&
    second?.kind === 'word' &&
    /^(?:nautical|square|cubic|million|metric|full|more)$/u.test(next.key);
  return isMeasure ? (units.get(second.key) ?? null) : null;
}
