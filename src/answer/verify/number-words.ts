import type { Token } from './tokens.js';

const units =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const ordinalUnits =
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth';
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety';
const ordinalTens = 'twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth';

const values = new Map<string, { value: number; ordinal: boolean; ten: boolean }>();
const list = (words: string, valueOf: (i: number) => number, ordinal: boolean, ten: boolean): void =>
  words.split(' ').forEach((word, i) => values.set(word, { value: valueOf(i), ordinal, ten }));
list(units, (i) => i, false, false);
list(ordinalUnits, (i) => i, true, false);
list(tens, (i) => 20 + 10 * i, false, true);
list(ordinalTens, (i) => 20 + 10 * i, true, true);

const scales = new Map([
  ['hundred', 1e2], ['hundredth', 1e2], ['thousand', 1e3], ['thousandth', 1e3], ['million', 1e6], ['millionth', 1e6], ['m', 1e6], ['mn', 1e6],
  ['billion', 1e9], ['bn', 1e9], ['trillion', 1e12], ['tn', 1e12], ['dozen', 12], ['score', 20], ['k', 1e3], ['b', 1e9],
]); // prettier-ignore
const fractions = new Map([
  ['half', 1 / 2], ['halves', 1 / 2], ['third', 1 / 3], ['thirds', 1 / 3], ['quarter', 1 / 4], ['quarters', 1 / 4], ['fifth', 1 / 5], ['fifths', 1 / 5],
  ['sixth', 1 / 6], ['sixths', 1 / 6], ['seventh', 1 / 7], ['sevenths', 1 / 7], ['eighth', 1 / 8], ['eighths', 1 / 8], ['ninth', 1 / 9], ['ninths', 1 / 9], ['tenth', 1 / 10], ['tenths', 1 / 10],
]); // prettier-ignore

/** Words and letters that multiply the number before them. */
export function scaleOf(key: string): number | undefined {
  return key.length > 1 ? scales.get(key) : undefined;
}

/** A number as it is written; `end` is the token after it. */
export interface ReadNumber {
  value: number;
  end: number;
  isWord: boolean;
  isOrdinal: boolean;
  /** "A fifth", "two-thirds", "three in four". */
  isFraction?: boolean;
}

/** A number written in digits or words at `from`, and the token after it; undefined where there is none. */
export function readNumber(tokens: readonly Token[], from: number): ReadNumber | undefined {
  const first = tokens[from]!;
  const share = shareOf(tokens, from);
  if (share !== undefined) return share;
  const digits = first.kind === 'number' ? fromDigits(first.key) : undefined;
  if (digits !== undefined)
    return scaled(tokens, digits.value, from + 1, { isWord: false, isOrdinal: digits.isOrdinal });
  if (first.kind !== 'word') return undefined;
  const isArticle = first.key === 'a' || first.key === 'an';
  const next = tokens[from + 1];
  if (isArticle) {
    if (next?.kind !== 'word') return undefined;
    // "A hundred and fifty"
    if (scales.has(next.key) && next.key.length > 2) return fromWords(tokens, from + 1, 1);
    if (next.key === 'half' || (fractions.has(next.key) && isPartAt(tokens, from)))
      return { value: fractions.get(next.key)!, end: from + 2, isWord: true, isOrdinal: false, isFraction: true };
    return undefined;
  }
  // "Half a dozen", "half a million"
  if (first.key === 'half' && next?.key === 'a' && scales.has(tokens[from + 2]?.key ?? ''))
    return { value: scales.get(tokens[from + 2]!.key)! / 2, end: from + 3, isWord: true, isOrdinal: false };
  if (first.key === 'half') return { value: 0.5, end: from + 1, isWord: true, isOrdinal: false };
  // "A quarter-century"
  if (first.key === 'quarter' && /^[-‑]$/u.test(next?.key ?? '') && tokens[from + 2]?.kind === 'word')
    return { value: 0.25, end: from + 1, isWord: true, isOrdinal: false };
  return fromWords(tokens, from);
}

/** "A third of", "by a quarter", "a fifth higher": a part of something, not the third of several. */
function isPartAt(tokens: readonly Token[], from: number): boolean {
  return (
    /^(?:of|more|less|fewer|higher|lower|larger|smaller|cheaper|dearer|longer|shorter)$/u.test(
      tokens[from + 2]?.key ?? '',
    ) || /^(?:by|up|down|nearly|almost|about|roughly|over|than)$/u.test(tokens[from - 1]?.key ?? '')
  );
}

/** "One in five": a share of so many, unless it is "two in ten days". */
function shareOf(tokens: readonly Token[], from: number): ReadNumber | undefined {
  const to =
    tokens[from + 1]?.key === 'in'
      ? from + 2
      : tokens[from + 1]?.key === 'out' && tokens[from + 2]?.key === 'of'
        ? from + 3
        : -1;
  if (to === -1) return undefined;
  const [few, many] = [tokens[from], tokens[to]].map((token) => {
    if (token?.kind === 'number') return fromDigits(token.key)?.value;
    const word = values.get(token?.key ?? '');
    return word === undefined || word.ordinal ? undefined : word.value;
  });
  if (few === undefined || many === undefined || !(few > 0 && few < many && many <= 10)) return undefined;
  if (/^(?:second|minute|hour|day|week|month|year|game|match)s$/.test(tokens[to + 1]?.key ?? '')) return undefined;
  return { value: few / many, end: to + 1, isWord: false, isOrdinal: false, isFraction: true };
}

function fromDigits(key: string): { value: number; isOrdinal: boolean } | undefined {
  const match = /^(\d[\d.,:]*)(st|nd|rd|th|bn|tn|[kmbs])?$/.exec(key);
  if (match === null || match[1]!.includes(':')) return undefined;
  const plain = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(match[1]!)
    ? match[1]!.replace(/,/g, '')
    : match[1]!.replace(',', '.');
  const value = Number(plain);
  if (!Number.isFinite(value)) return undefined;
  const suffix = match[2] ?? '';
  return { value: value * (scales.get(suffix) ?? 1), isOrdinal: /^(?:st|nd|rd|th)$/.test(suffix) };
}

/** A number in words; `counted` is what stands before the first of them, as "a" does before "hundred". */
function fromWords(tokens: readonly Token[], from: number, counted = 0): ReturnType<typeof readNumber> {
  let total = 0;
  let part = counted;
  let at = from;
  let isOrdinal = false;
  let previous: 'unit' | 'ten' | 'scale' | undefined = counted > 0 ? 'unit' : undefined;
  for (; at < tokens.length;) {
    const { key, kind } = tokens[at]!;
    if (previous !== undefined && (key === '-' || key === '‑') && joins(tokens[at + 1], previous)) {
      at++;
      continue;
    }
    if (previous === 'scale' && key === 'and' && values.has(tokens[at + 1]?.key ?? '')) {
      at++;
      continue;
    }
    const found = kind === 'word' ? values.get(key) : undefined;
    const scale = kind === 'word' && key.length > 1 && key !== 'mn' ? scales.get(key) : undefined;
    // "One hundred first-place votes"
    if (found?.ordinal === true && previous === 'scale' && /^[-‑]$/u.test(tokens[at + 1]?.text ?? '')) break;
    if (
      found !== undefined &&
      !isOrdinal &&
      (previous === undefined || previous === 'scale' || (previous === 'ten' && !found.ten && found.value < 10))
    ) {
      part += found.value;
      isOrdinal = found.ordinal;
      previous = found.ten ? 'ten' : 'unit';
      at++;
    } else if (scale !== undefined && previous !== undefined && !isOrdinal) {
      if (scale === 100 || scale === 12 || scale === 20) part *= scale;
      else {
        total += part * scale;
        part = 0;
      }
      previous = 'scale';
      isOrdinal = key.endsWith('th');
      at++;
    } else break;
  }
  if (previous === undefined) return undefined;
  const result = { value: total + part, end: at, isWord: true, isOrdinal };
  const fraction = fractionAfter(tokens, at);
  const isFraction = fraction !== undefined && !isOrdinal && result.value > 0 && result.value < 10;
  if (isFraction) return { ...result, value: result.value * fraction.value, end: fraction.end, isFraction };
  return withHalf(tokens, result);
}

function joins(next: Token | undefined, previous: string): boolean {
  if (next === undefined) return false;
  const found = values.get(next.key);
  return (previous === 'ten' && found !== undefined && found.value < 10) || scales.has(next.key);
}

/** "two-thirds", "three quarters": but "two and a half" is `withHalf`. */
function fractionAfter(tokens: readonly Token[], at: number): { value: number; end: number } | undefined {
  const from = tokens[at]?.key === '-' ? at + 1 : at;
  const key = tokens[from]?.key ?? '';
  const isOne = tokens[at - 1]!.key === 'one' && (from > at || tokens[from + 1]?.key === 'of');
  return (/s$/.test(key) || isOne) && fractions.has(key) ? { value: fractions.get(key)!, end: from + 1 } : undefined;
}

/** "Two and a half", "two and a half billion", "three and three-quarters". */
function withHalf<Result extends { value: number; end: number }>(tokens: readonly Token[], result: Result): Result {
  const places = tokens
    .slice(result.end, result.end + 8)
    .flatMap(({ key }, i) => (/^[-‑]$/u.test(key) ? [] : [result.end + i]));
  const [and, many, part, scale] = places.map((at) => tokens[at]!.key);
  if (and !== 'and') return result;
  const count = /^(?:a|one)$/u.test(many ?? '') ? 1 : (values.get(many ?? '')?.value ?? 0);
  const share = fractions.get(part ?? '');
  if (share === undefined || count === 0) return result;
  const value = result.value + count * share;
  const factor = scaleOf(scale ?? '');
  return factor === undefined
    ? { ...result, value, end: places[2]! + 1 }
    : { ...result, value: value * factor, end: places[3]! + 1 };
}

function scaled(
  tokens: readonly Token[],
  value: number,
  from: number,
  shape: { isWord: boolean; isOrdinal: boolean },
): ReadNumber {
  let end = from;
  let result = value;
  while (end < tokens.length) {
    // "A 3-billion-taler bridge"
    if (/^[-‑]$/u.test(tokens[end]!.key) && (scaleOf(tokens[end + 1]?.key ?? '') ?? 0) >= 100) end++;
    const scale = tokens[end]!.kind === 'word' ? scales.get(tokens[end]!.key) : undefined;
    // "9 m" is as often metres; only what is glued to the digits, or in full, is a scale.
    if (scale === undefined || tokens[end]!.key.length < 2) break;
    result *= scale;
    end++;
  }
  return withHalf(tokens, { value: result, end, ...shape });
}
