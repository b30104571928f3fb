import type { Figure } from './figures.js';
import { readNumber } from './number-words.js';
import type { Token } from './tokens.js';
import { unitBefore } from './units.js';

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

/** The time of day that stands at a token: "9.31 p.m.", "half past nine", "noon"; undefined where none does. */
export function readTime(text: string, tokens: readonly Token[], at: number): Figure | undefined {
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
  if (token.kind !== 'number' || unitBefore(tokens, at) !== undefined) return undefined;
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
    isYear: false,
    isShare: false,
    isDerived: false,
    from: at,
    to: to === -1 ? tokens.length : to,
  };
}
