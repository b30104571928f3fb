import type { Span } from '../../domain/span.js';
import { countsOf, quartersOf } from './derived-figures.js';
import { readNumber, scaleOf } from './number-words.js';
import { readTime } from './times.js';
import type { Token } from './tokens.js';
import { isPeriod, ratioOf, unitAfter, unitBefore } from './units.js';

export { unitOf } from './units.js';

/** A number, sum or time of day in a text. */
export interface Figure extends Span {
  text: string;
  kind: 'number' | 'time' | 'decade';
  /** Minutes after midnight for a time, the first year for a decade. */
  value: number;
  /** What is counted, where it is a measure that has a name of its own: "minute", "percent", "dollar". */
  unit: string | null;
  /** How a writer rounded it, or what he leaves open: "over" and "under" leave out the figure itself, "least" and "most" do not. */
  rough: 'about' | 'over' | 'under' | 'least' | 'most' | null;
  /** For a time: whether it may be meant before or after noon alike. */
  isHalfDay: boolean;
  isOrdinal: boolean;
  /** "One" before a noun: as often grammar as a figure. */
  isWeak: boolean;
  /** "1994" */
  isYear: boolean;
  /** "A fifth", "one in five": what may be written as a percentage. */
  isShare: boolean;
  /** Only what other words come to, as "April to June" comes to the second quarter: it may support a figure, and need not be supported. */
  isDerived: boolean;
  /** The first and the last of its tokens, exclusive, without the unit. */
  from: number;
  to: number;
}

/**
 * The figures of a text, in order, and behind them those that others come to. `masked` are stretches that are dates. "One" counts only before a
 * unit or as part of a larger number, and "first" never, because both are grammar as often as figures.
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
  return [...joinRanges(figures, tokens), ...quartersOf(text, tokens), ...countsOf(text, tokens)];
}

function readAmount(text: string, tokens: readonly Token[], at: number): Figure | undefined {
  const number = readNumber(tokens, at);
  if (number === undefined) return undefined;
  const { value } = number;
  let { end } = number;
  const percent = /^half (?:of one|of a|a) per ?cent\b/iu.exec(text.slice(tokens[at]!.start, tokens[at]!.start + 24));
  const first = tokens[at]!;
  const isDecade = /^\d+0s$/u.test(first.key);
  const isQuarter = number.isOrdinal && tokens[end]?.key === 'quarter';
  const unit = isDecade ? null : isQuarter ? 'quarter' : (unitBefore(tokens, at) ?? unitAfter(tokens, end));
  if (percent !== null) {
    end = tokens.findIndex(({ start }) => start >= tokens[at]!.start + percent[0].length);
    if (end === -1) end = tokens.length;
  }
  const isAlone = end === at + 1;
  if (isAlone && number.isWord && ((first.key === 'first' && !isQuarter) || first.key === 'zero')) return undefined;
  const isWeak = isAlone && first.key === 'one' && unit === null;
  if (isWeak && tokens[end]?.isContent !== true) return undefined;
  if (isAlone && first.key === 'second' && first.text.endsWith('s')) return undefined;
  if (first.key === 'half' && isAlone && percent === null && unit === null) return undefined;
  const last = tokens[end - 1]!;
  const sign = isBelowZero(text, tokens, at, end, unit) ? -1 : 1;
  return {
    text: text.slice(first.start, last.end),
    start: first.start,
    end: last.end,
    kind: isDecade ? 'decade' : 'number',
    value: sign * value,
    unit: percent !== null ? 'percent' : unit,
    rough: roughness(tokens, at, end, unit),
    isHalfDay: false,
    isOrdinal: number.isOrdinal,
    isWeak,
    isYear: isAlone && unit === null && /^(?:1\d|20|21)\d\d$/u.test(first.key) && !isCounting(tokens, end),
    isShare: number.isFraction === true && unit === null,
    isDerived: false,
    from: at,
    to: end,
  };
}

/** "Minus five degrees", "−5C", "five degrees below zero". */
function isBelowZero(text: string, tokens: readonly Token[], at: number, end: number, unit: string | null): boolean {
  const before = tokens[at - 1];
  if (before === undefined)
    return /^degrees? (?:\w+ )?below (?:zero|freezing)/iu.test(text.slice(tokens[end]?.start ?? text.length));
  if (before.key === 'minus') return true;
  const isSign =
    /^[-−–]$/u.test(before.text) &&
    before.end === tokens[at]!.start &&
    (before.start === 0 || /[\s(]/u.test(text.charAt(before.start - 1)));
  return (
    unit === 'degree' &&
    (isSign || /^degrees? (?:\w+ )?below (?:zero|freezing)/iu.test(text.slice(tokens[end]?.start ?? text.length)))
  );
}

/** "2000 people": a noun in the plural, or another word before one, is counted. */
function isCounting(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at];
  return next?.isContent === true && !next.isCapital && /(?:[^s]s|people|men|women|children)$/u.test(next.key);
}

const roughPhrases: readonly [Exclude<Figure['rough'], null>, RegExp][] = [
  ['most', /(?:^| )(?:up to|as (?:many|much|long|few|little|high) as|at (?:the )?most|(?:no|not) (?:more|longer|later|greater|higher) than|maximum of)$/u],
  ['least', /(?:^| )(?:at (?:the very )?least|(?:no|not) (?:fewer|less) than|minimum of)$/u],
  ['under', /(?:^| )(?:nearly|almost|close to|approaching|under|below|short of|not quite|(?:less|fewer|lower|shorter|younger) than)$/u],
  ['over', /(?:^| )(?:over|above|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|in excess of|upwards? of|north of|(?:more|greater|larger|longer|higher|bigger|older) than)$/u],
  ['about', /(?:^| )(?:about|around|roughly|approximately|some|circa|ca|estimated|in the region of)$/u],
]; // prettier-ignore

function roughness(tokens: readonly Token[], at: number, end: number, unit: string | null): Figure['rough'] {
  const before = tokens
    .slice(Math.max(0, at - 6), at)
    .filter(({ kind }) => kind === 'word')
    .map(({ key }) => key)
    .join(' ')
    .replace(/ the age of$/u, '');
  const found = roughPhrases.find(([, form]) => form.test(before))?.[0];
  // "Over ten years" is as often during them.
  if (found !== undefined) return found === 'over' && isPeriod(unit) && before.endsWith('over') ? null : found;
  const behind = `${tokens[end]?.key} ${tokens[end + 1]?.key}`;
  if (behind === 'or more' || tokens[end]?.key === '+') return 'least';
  return behind === 'or so' ? 'about' : behind === 'or fewer' || behind === 'or less' ? 'most' : null;
}

/** "60 to 88 million talers", "1957-63": what the second figure of a range has counts for the first, and the first one's century for the second. */
function joinRanges(figures: readonly Figure[], tokens: readonly Token[]): Figure[] {
  const joined = [...figures];
  for (let i = 0; i + 1 < joined.length; i++) {
    const [a, b] = [joined[i]!, joined[i + 1]!];
    if (a.kind !== 'number' || b.kind !== 'number' || a.isOrdinal || b.isOrdinal || a.isShare || b.isShare) continue;
    const [link, sign, third] = tokens.slice(a.to, b.from);
    const isLinked = third === undefined && (sign === undefined || unitBefore(tokens, b.from) !== undefined);
    if (link === undefined || !isLinked) continue;
    const isDash = /^[-‑–—]$/u.test(link.key);
    const isRange =
      isDash ||
      /^(?:to|through|or)$/u.test(link.key) ||
      (link.key === 'and' && tokens.slice(Math.max(0, a.from - 2), a.from).some(({ key }) => key === 'between'));
    if (!isRange) continue;
    if (a.isYear && isDash && /^\d\d$/u.test(b.text)) {
      const century = a.value - (a.value % 100);
      const value = century + b.value + (b.value <= a.value % 100 ? 100 : 0);
      joined[i + 1] = { ...b, value, isYear: true, unit: null };
      continue;
    }
    const scale = scaleOf(tokens[b.to - 1]!.key) ?? 1;
    const hasScale = scaleOf(tokens[a.to - 1]!.key) !== undefined;
    const isScaled = scale >= 1000 && !hasScale && a.value < 1000 && /^\d/u.test(a.text);
    if (isScaled || (a.unit === null && b.unit !== null))
      joined[i] = { ...a, unit: a.unit ?? b.unit, isYear: false, value: isScaled ? a.value * scale : a.value };
  }
  return joined;
}

/** The furthest a rounded number may be from the one it stands for, as a share of it. */
const roundingShare = 0.05;
/** The same for a number that is round itself: "over 40" is 47. */
const roundShare = 0.15;
/** How near a percentage is to a fraction that stands for it: 66 or 67 percent are two-thirds. */
const fractionShare = 0.021;

/**
 * Whether `given` is the figure that `stated` states: the same value, in the same unit or one that measures the same, where both have one.
 * "About 14,300" is 14,286; "over 14,000" is 14,286 too, "over 14,300" is not, and "over 14,286" is neither that nor nearly that. A fifth is 20
 * percent, 1983 is in the 1980s. A time without "p.m." may be either half of the day; 9.31 may be a time.
 */
export function sameFigure(stated: Figure, given: Figure): boolean {
  if (stated.kind === 'time' || given.kind === 'time') {
    const [a, b] = [timeOf(stated), timeOf(given)];
    if (a === undefined || b === undefined) return false;
    return a === b || ((stated.isHalfDay || given.isHalfDay || stated.kind !== given.kind) && a % 720 === b % 720);
  }
  const [century, other] = centuryOf(stated) === undefined ? [centuryOf(given), stated] : [centuryOf(stated), given];
  if (century !== undefined && (centuryOf(other) ?? (other.isYear ? Math.floor(other.value / 100) + 1 : 0)) === century)
    return true;
  if (stated.kind === 'decade' || given.kind === 'decade') return stated.kind === 'decade' && isInDecade(stated, given);
  const value = valueAs(stated, given);
  if (value === undefined) return false;
  const isEqual = isNear(stated.value, value);
  if (isEqual) return !contradicts(stated, given);
  const share = (stated.value - value) / value;
  if (stated.isShare !== given.isShare && Math.abs(share) <= fractionShare && (stated.rough ?? 'about') === 'about')
    return true;
  const most = Math.max(roundingShare, Math.min(roundShare, lastDigit(stated.value) / Math.abs(value)));
  switch (stated.rough) {
    case null:
      return false;
    case 'about':
      return Math.abs(share) <= Math.max(roundingShare, most / 2);
    case 'over':
    case 'least':
      return share < 0 && share >= -most;
    default:
      return share > 0 && share <= most;
  }
}

/** Whether two figures of one value leave open different things: "more than six" where it is "nearly six", or six. */
function contradicts(stated: Figure, given: Figure): boolean {
  switch (stated.rough) {
    case 'over':
      return given.rough !== 'over';
    case 'least':
      return given.rough === 'under' || given.rough === 'most';
    case 'under':
      return given.rough === null || given.rough === 'over' || given.rough === 'least';
    case 'most':
      return given.rough === 'over' || given.rough === 'least';
    default:
      return false;
  }
}

/** The value of `given` in the unit of `stated`; undefined where they measure different things. */
function valueAs(stated: Figure, given: Figure): number | undefined {
  if (stated.unit === given.unit) return given.value;
  if (stated.isShare && given.unit === 'percent') return given.value / 100;
  if (stated.unit === 'percent' && given.isShare) return given.value * 100;
  if (stated.unit === null || given.unit === null) return given.value;
  const ratio = ratioOf(given.unit, stated.unit);
  return ratio === undefined ? undefined : given.value * ratio;
}

/** What one more of the last digit that is not a nought is worth: 100 of 14,300. */
function lastDigit(value: number): number {
  if (!Number.isInteger(value) || value === 0) return 0;
  let unit = 1;
  while (value % (unit * 10) === 0) unit *= 10;
  return unit;
}

/** Which century "the 19th century" and "the 1800s" are; the 2000s are as often ten years. */
function centuryOf({ kind, value, unit, isOrdinal }: Figure): number | undefined {
  if (kind === 'decade') return value % 100 === 0 && value >= 1000 && value < 2000 ? value / 100 + 1 : undefined;
  return isOrdinal && unit === 'century' ? value : undefined;
}

function isInDecade(stated: Figure, given: Figure): boolean {
  const value = stated.value < 100 ? given.value % 100 : given.value;
  const first = given.value < 100 ? stated.value % 100 : stated.value;
  if (given.kind === 'decade') return value === first;
  return (given.isYear || stated.value < 100) && value >= first && value < first + 10;
}

function timeOf({ kind, value, text }: Figure): number | undefined {
  if (kind === 'time') return value;
  const pointed = /^(\d{1,2})\.([0-5]\d)$/u.exec(text);
  return pointed === null || Number(pointed[1]) > 23 ? undefined : Number(pointed[1]) * 60 + Number(pointed[2]);
}

function isNear(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) < 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}
