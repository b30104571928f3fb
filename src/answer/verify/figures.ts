import type { Span } from '../../domain/span.js';
import { readNumber } from './number-words.js';
import type { Token } from './tokens.js';

/** A number, sum or time of day in a text. */
export interface Figure extends Span {
  text: string;
  kind: 'number' | 'time';
  /** Minutes after midnight for a time. */
  value: number;
  /** What is counted, where it is a measure that has a name of its own: "minute", "percent", "dollar". */
  unit: string | null;
  /** How a writer rounded it. */
  rough: 'about' | 'over' | 'under' | null;
  /** For a time: whether it may be meant before or after noon alike. */
  isHalfDay: boolean;
  isOrdinal: boolean;
  /** "One" before a noun: as often grammar as a figure. */
  isWeak: boolean;
  /** The first and the last of its tokens, exclusive, without the unit. */
  from: number;
  to: number;
}

const unitNames: readonly [string, string][] = [
  ['second', 'second seconds sec secs'], ['minute', 'minute minutes min mins'], ['hour', 'hour hours hr hrs'], ['day', 'day days'], ['week', 'week weeks'],
  ['month', 'month months'], ['year', 'year years'], ['decade', 'decade decades'], ['century', 'century centuries'], ['metre', 'metre metres meter meters m'],
  ['kilometre', 'kilometre kilometres kilometer kilometers km'], ['millimetre', 'millimetre millimetres millimeter millimeters mm'],
  ['centimetre', 'centimetre centimetres centimeter centimeters cm'], ['mile', 'mile miles'], ['knot', 'knot knots'], ['foot', 'foot feet ft'], ['inch', 'inch inches'], ['yard', 'yards'], ['degree', 'degree degrees °'],
  ['percent', 'percent % pct'], ['tonne', 'tonne tonnes ton tons'], ['kilogram', 'kilogram kilograms kg kilo kilos'], ['litre', 'litre litres liter liters'], ['acre', 'acre acres'], ['hectare', 'hectare hectares'],
  ['dollar', 'dollar dollars $ usd'], ['euro', 'euro euros € eur'], ['pound', 'pound pounds £ gbp'], ['yen', 'yen ¥ jpy'], ['franc', 'franc francs chf'],
  ['krona', 'krona kronor krone kroner sek nok dkk'], ['rouble', 'rouble roubles ruble rubles'], ['yuan', 'yuan renminbi'], ['rupee', 'rupee rupees ₹'], ['peso', 'peso pesos'], ['zloty', 'zloty zlotys'],
  ['taler', 'taler talers thaler thalers'], ['page', 'page pages'], ['vote', 'vote votes'],
]; // prettier-ignore
const units = new Map(unitNames.flatMap(([name, forms]) => forms.split(' ').map((form) => [form, name] as const)));
const signs = new Map([['$', 'dollar'], ['€', 'euro'], ['£', 'pound'], ['¥', 'yen'], ['₹', 'rupee']]); // prettier-ignore

const roughWords = new Map([
  ...'about around roughly approximately some nearly almost circa ca'
    .split(' ')
    .map((word) => [word, 'about'] as const),
  ...'over exceeding'.split(' ').map((word) => [word, 'over'] as const),
  ...'under below'.split(' ').map((word) => [word, 'under'] as const),
]);

/** The name of a unit of measure, for its word in any form. */
export function unitOf(key: string): string | undefined {
  return units.get(key);
}

/**
 * The figures of a text, in order. `masked` are stretches that are dates. "One" counts only before a unit or as part of a larger number,
 * and "first" never, because both are grammar as often as figures.
 */
export function readFigures(text: string, tokens: readonly Token[], masked: readonly Span[]): Figure[] {
  const figures: Figure[] = [];
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at]!;
    if (masked.some(({ start, end }) => token.start >= start && token.start < end)) {
      at++;
      continue;
    }
    const figure = readTime(text, tokens, at) ?? readAmount(text, tokens, at);
    if (figure !== undefined) figures.push(figure);
    at = figure?.to ?? at + 1;
  }
  return figures;
}

function readAmount(text: string, tokens: readonly Token[], at: number): Figure | undefined {
  const number = readNumber(tokens, at);
  if (number === undefined) return undefined;
  const { value } = number;
  let { end } = number;
  const percent = /^half (?:of one|of a|a) per ?cent\b/iu.exec(text.slice(tokens[at]!.start));
  const unit = signs.get(tokens[at - 1]?.key ?? '') ?? unitAfter(tokens, end);
  if (percent !== null) {
    end = tokens.findIndex(({ start }) => start >= tokens[at]!.start + percent[0].length);
    if (end === -1) end = tokens.length;
  }
  const first = tokens[at]!;
  const isAlone = end === at + 1;
  if (isAlone && number.isWord && (first.key === 'first' || first.key === 'zero')) return undefined;
  const isWeak = isAlone && first.key === 'one' && unit === null;
  if (isWeak && tokens[end]?.isContent !== true) return undefined;
  if (isAlone && first.key === 'second' && first.text.endsWith('s')) return undefined;
  if (first.key === 'half' && percent === null && unit === null) return undefined;
  const last = tokens[end - 1]!;
  return {
    text: text.slice(first.start, last.end),
    start: first.start,
    end: last.end,
    kind: 'number',
    value,
    unit: percent !== null ? 'percent' : unit,
    rough: roughness(tokens, at),
    isHalfDay: false,
    isOrdinal: number.isOrdinal,
    isWeak,
    from: at,
    to: end,
  };
}

/** The unit behind a number: "74 metres", "0.5 per cent", "four nautical miles"; not the age of "a 17-year-old". */
function unitAfter(tokens: readonly Token[], end: number): string | null {
  const isHyphened = tokens[end]?.key === '-' || tokens[end]?.key === '‑';
  const from = isHyphened ? end + 1 : end;
  const next = tokens[from];
  if (next === undefined) return null;
  if (next.key === 'per' && tokens[from + 1]?.key === 'cent') return 'percent';
  const unit = units.get(next.key);
  if (unit !== undefined) return isHyphened && tokens[from + 2]?.key === 'old' ? null : unit;
  const second = tokens[from + 1];
  const isMeasure =
    next.kind === 'word' &&
    second?.kind === 'word' &&
    /^(?:nautical|square|cubic|million|metric|full|more)$/u.test(next.key);
  return isMeasure ? (units.get(second.key) ?? null) : null;
}

function roughness(tokens: readonly Token[], at: number): Figure['rough'] {
  const before = tokens
    .slice(Math.max(0, at - 3), at)
    .filter(({ kind }) => kind === 'word')
    .map(({ key }) => key);
  const phrase = before.slice(-2).join(' ');
  if (/^(?:more than|at least|upwards of)$/u.test(phrase)) return 'over';
  if (/^(?:less than|fewer than|up to|at most)$/u.test(phrase)) return 'under';
  return roughWords.get(before.at(-1) ?? '') ?? null;
}

const quarters: Record<string, number> = {
  'a quarter past': 15,
  'quarter past': 15,
  'half past': 30,
  'a quarter to': -15,
  'quarter to': -15,
};
const spokenTime =
  /^(?<part>(?:a )?quarter past|half past|(?:a )?quarter to|(?<minutes>five|ten|twenty(?:[ -]five)?|[a-z]+(?= minutes (?:past|to) )|\d\d?(?= minutes (?:past|to) )) (?:minutes )?(?<side>past|to)) (?<hour>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})\b(?<half>\s?[ap]\.?m\b\.?)?/iu;
const writtenTime =
  /^(?<hour>\d{1,2})(?:[:.](?<minute>[0-5]\d))?(?:\s?(?<half>[ap])\.?\s?m\b\.?|\s?(?<hours>h|hrs?|hours)\b|(?=\W|$))/iu;
const minuteWords: Record<string, number> = { five: 5, ten: 10, twenty: 20, 'twenty five': 25, 'twenty-five': 25 };
const hourWords = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');

function readTime(text: string, tokens: readonly Token[], at: number): Figure | undefined {
  const token = tokens[at]!;
  const rest = text.slice(token.start, token.start + 48);
  const named = /^(?:noon|midday|midnight)\b/iu.exec(rest);
  if (named !== null) return toTime(text, tokens, at, named[0].length, /^midnight/iu.test(rest) ? 0 : 720, false);
  const spoken = spokenTime.exec(rest);
  if (spoken !== null) {
    const { part, minutes, side, hour, half } = spoken.groups!;
    const whole = /^\d/u.test(hour!) ? Number(hour) : hourWords.indexOf(hour!.toLowerCase());
    const count =
      minutes === undefined ? undefined : (minuteWords[minutes.toLowerCase()] ?? readNumber(tokens, at)?.value);
    if (minutes !== undefined && count === undefined) return undefined;
    const shift =
      count === undefined ? quarters[part!.toLowerCase()]! : count * (side!.toLowerCase() === 'to' ? -1 : 1);
    return toTime(
      text,
      tokens,
      at,
      spoken[0].length,
      clockOf(whole, 0, half?.trim().charAt(0)) + shift,
      half === undefined,
    );
  }
  if (token.kind !== 'number' || signs.has(tokens[at - 1]?.key ?? '')) return undefined;
  const written = writtenTime.exec(rest);
  if (written === null) return undefined;
  const { hour, minute, half } = written.groups!;
  const isColon = token.key.includes(':');
  if (Number(hour) > 23 || (half === undefined && !isColon)) return undefined;
  return toTime(
    text,
    tokens,
    at,
    written[0].length,
    clockOf(Number(hour), Number(minute ?? 0), half),
    half === undefined && Number(hour) <= 12,
  );
}

function clockOf(hour: number, minute: number, half: string | undefined): number {
  const shifted = half === undefined ? hour : (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return shifted * 60 + minute;
}

function toTime(
  text: string,
  tokens: readonly Token[],
  at: number,
  length: number,
  value: number,
  isHalfDay: boolean,
): Figure {
  const { start } = tokens[at]!;
  const end = start + length;
  const to = tokens.findIndex((token) => token.start >= end);
  return {
    text: text.slice(start, end),
    start,
    end,
    kind: 'time',
    value,
    unit: null,
    rough: null,
    isHalfDay,
    isOrdinal: false,
    isWeak: false,
    from: at,
    to: to === -1 ? tokens.length : to,
  };
}

/** The furthest a rounded number may be from the one it stands for, as a share of it. */
const roundingShare = 0.05;

/**
 * Whether `given` is the figure that `stated` states: the same value and, where both have a unit, the same unit. "About 14,300" is 14,286;
 * "over 14,000" is 14,286 too, "over 14,300" is not. A time without "p.m." may be either half of the day; 9.31 may be a time.
 */
export function sameFigure(stated: Figure, given: Figure): boolean {
  if (stated.kind === 'time' || given.kind === 'time') {
    const [a, b] = [timeOf(stated), timeOf(given)];
    if (a === undefined || b === undefined) return false;
    return a === b || ((stated.isHalfDay || given.isHalfDay || stated.kind !== given.kind) && a % 720 === b % 720);
  }
  if (stated.unit !== null && given.unit !== null && stated.unit !== given.unit) return false;
  if (isNear(stated.value, given.value)) return true;
  if (stated.rough === null) return false;
  const share = (stated.value - given.value) / given.value;
  if (stated.rough === 'over') return share < 0 && share >= -roundingShare;
  if (stated.rough === 'under') return share > 0 && share <= roundingShare;
  return Math.abs(share) <= roundingShare;
}

function timeOf({ kind, value, text }: Figure): number | undefined {
  if (kind === 'time') return value;
  const pointed = /^(\d{1,2})\.([0-5]\d)$/u.exec(text);
  return pointed === null || Number(pointed[1]) > 23 ? undefined : Number(pointed[1]) * 60 + Number(pointed[2]);
}

function isNear(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) < 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}
