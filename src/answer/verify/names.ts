import { foldName } from '../../domain/fold.js';
import type { Span } from '../../domain/span.js';
import { isStopWord, stemOf } from '../../retrieve/words.js';
import { readNumber } from './number-words.js';
import type { Token } from './tokens.js';
import { isVerb } from './verbs.js';

/** A proper name as a sentence has it. */
export interface Name extends Span {
  text: string;
  /** Folded, without titles, unless there is nothing else; the last one is the surname of a person. */
  words: readonly string[];
  /** Mr. and Ms. tell a gender, and so may a title. */
  gender: 'male' | 'female' | null;
  from: number;
  to: number;
}

const titles = new Set(
  `mr mrs ms miss mx dr sir dame lord lady prof professor sen senator rep representative gov governor president chancellor minister secretary judge justice
  mayor king queen prince princess pope general gen colonel col captain capt major lt lieutenant sgt sergeant commander admiral rev reverend father mother sister brother councillor counsel
  congressman congresswoman ambassador prime vice deputy chief chair chairman chairwoman director officer inspector constable detective madam ma’am engineer prosecutor spokesman spokeswoman`.split(
    /\s+/u,
  ),
);
const calendar = new Set(
  'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december'.split(
    ' ',
  ),
);
const particles = new Set('de da di del della van von der den la le du dos al el bin ibn y'.split(' '));
const genders: Record<string, Name['gender']> = {
  mr: 'male',
  sir: 'male',
  mrs: 'female',
  ms: 'female',
  miss: 'female',
  dame: 'female',
};

/**
 * The proper names of a sentence: runs of words with a capital. A sentence's first word counts when another such word follows, or when
 * `isName` says so of it, since its capital says nothing. Months and weekdays are dates.
 */
export function readNames(
  text: string,
  tokens: readonly Token[],
  isName: (token: Token, next: Token | undefined) => boolean,
): Name[] {
  const names: Name[] = [];
  for (let at = 0; at < tokens.length;) {
    if (!beginsName(tokens, at, isName)) {
      at++;
      continue;
    }
    let to = at + 1;
    while (to < tokens.length && continuesName(tokens, to)) to++;
    while (
      to > at + 1 &&
      (tokens[to - 1]!.kind === 'sign' || (particles.has(tokens[to - 1]!.key) && !tokens[to - 1]!.isCapital))
    )
      to--;
    const run = tokens.slice(at, to).filter(({ kind }) => kind === 'word');
    const keys = run.map(({ key }) => key).filter((key) => key !== '');
    const words = keys.filter((key) => !titles.has(key));
    const gender = keys.map((key) => genders[key]).find((known) => known !== undefined) ?? null;
    if (words.length > 0)
      names.push({
        text: text.slice(tokens[at]!.start, tokens[to - 1]!.end),
        start: tokens[at]!.start,
        end: tokens[to - 1]!.end,
        words,
        gender,
        from: at,
        to,
      });
    at = to;
  }
  return names;
}

function beginsName(
  tokens: readonly Token[],
  at: number,
  isName: (token: Token, next: Token | undefined) => boolean,
): boolean {
  const token = tokens[at]!;
  if (token.kind !== 'word' || !token.isCapital || calendar.has(token.key) || token.key.length === 0) return false;
  const opens = opensSentence(tokens, at);
  if (isStopWord(token.key) && (opens || token.key.length < 3)) return false;
  if (!opens) return !isStopWord(token.key) && token.key !== 'i';
  // "Ten House Republicans", "Neither Poe nor Vance": how many there are of what is named.
  if (counting.test(token.key) || readNumber(tokens, at) !== undefined) return false;
  const next = tokens[at + 1];
  return isName(token, next);
}

/** Words of grammar that open a sentence before a name and are no part of it. */
const counting =
  /^(?:neither|either|nor|both|each|every|all|some|many|most|much|several|few|fewer|half|nearly|almost|about|around|roughly|only|even|another|other|others|none|nobody|unlike|like|despite|besides|among|amid|according|aged|asked|speaking|meanwhile|today|yesterday|tonight|tomorrow|late|early|last|next|once|twice|whether|although|though|since|until|unless|whereas|without|within|under|over|near|behind|beyond|across|along|inside|outside|against|per|via|thanks|because|however)$/u;

function continuesName(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]!;
  const before = tokens[at - 1]!;
  const next = tokens[at + 1];
  // "Oyelaran’s Vasse": a possessive ends a name.
  if (/['’]s?$/u.test(before.text)) return false;
  if (token.kind === 'word' && token.isCapital && !calendar.has(token.key)) return true;
  if (next?.kind !== 'word' || !next.isCapital) return false;
  if (token.kind === 'sign')
    return (
      (token.text === '.' && before.text.length <= 4 && token.start === before.end) ||
      (token.text === '-' && token.start === before.end && next.start === token.end)
    );
  return particles.has(token.key);
}

/** Whether a capital at this place may be due to the place: the first word, also of a quotation. */
function opensSentence(tokens: readonly Token[], at: number): boolean {
  for (let i = at - 1; i >= 0; i--) {
    const { kind, text } = tokens[i]!;
    if (kind !== 'sign') return false;
    if (/[.!?:“„«"‘'(]/u.test(text)) {
      if (text !== '.' || tokens[i - 1] === undefined || tokens[i - 1]!.text.length > 4) return true;
      return !titles.has(tokens[i - 1]!.key);
    }
  }
  return true;
}

const titleStems = new Set([...titles].map(stemOf));

/** Whether a folded word, or its stem, is a title that stands before names. */
export function isTitle(word: string): boolean {
  return titles.has(word) || titleStems.has(word);
}

const demonyms: readonly string[] = (
  'france french|germany german germans|britain british britons|england english|scotland scottish scots|wales welsh|ireland irish|spain spanish|portugal portuguese|italy italian italians|' +
  'greece greek greeks|turkey turkish turks|poland polish poles|sweden swedish swedes|denmark danish danes|norway norwegian norwegians|finland finnish finns|netherlands dutch|belgium belgian|' +
  'switzerland swiss|austria austrian|russia russian russians|ukraine ukrainian ukrainians|china chinese|japan japanese|korea korean|india indian indians|israel israeli israelis|' +
  'gop republican republicans|democrat democratic democrats|palestine palestinian palestinians|america american americans us usa|canada canadian canadians|mexico mexican|brazil brazilian|australia australian|egypt egyptian|iran iranian|iraq iraqi|syria syrian|europe european europeans'
).split('|');
const peoples = new Map(demonyms.flatMap((group) => group.split(' ').map((form) => [form, group] as const)));

/** Whether two folded words name the same place or its people: "France" and "French", "Sundmark" and "Sundmarkers". */
export function sameNameWord(a: string, b: string): boolean {
  if (a === b) return true;
  const people = peoples.get(a);
  if (people !== undefined) return people === peoples.get(b);
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length >= 3 && (long === `${short}s` || long === `${short}es`)) return true;
  // "Smokies" are the Smoky Mountains.
  if (short.length >= 4 && short.endsWith('y') && long === `${short.slice(0, -1)}ies`) return true;
  if (short.length >= 5 && long.startsWith(short) && /^(?:n|an|ian|ish|er|ers|ese|s)$/u.test(long.slice(short.length)))
    return true;
  // "Rico" and "Rican", "Texas" and "Texans": what is said of a place loses its last vowel.
  const root = short.replace(/(?:[aeiouy]|as)$/u, '');
  return (
    root.length >= 3 &&
    root !== short &&
    long.startsWith(root) &&
    /^(?:an|ans|ian|ians|ean|eans|ine|ines)$/u.test(long.slice(root.length))
  );
}

/** Seats of governments, by which these are called, with the words by which a text may call them instead. */
const seats = new Map(
  (
    'washington states american america|moscow russia russian kremlin|kremlin russia russian moscow|beijing china chinese|kyiv ukraine ukrainian kiev|kiev ukraine ukrainian kyiv|london britain british uk|' +
    'westminster britain british uk parliament|paris france french|berlin germany german|brussels eu european|rome italy italian|madrid spain spanish|tokyo japan japanese|seoul korea korean|pyongyang korea korean|delhi india indian|' +
    'tehran iran iranian|jerusalem israel israeli|ankara turkey turkish|riyadh saudi|cairo egypt egyptian|warsaw poland polish|ottawa canada canadian|canberra australia australian|taipei taiwan taiwanese|minsk belarus belarusian'
  )
    .split('|')
    .map((line) => line.split(' '))
    .map(([seat, ...others]) => [seat!, others] as const),
);

/** Whether a folded word stands for a government, and a text has that government by another of its words; see `isPlace` for where it does not. */
export function isSeatOf(seat: string, known: ReadonlySet<string>): boolean {
  return seats.get(seat)?.some((word) => known.has(word)) ?? false;
}

/** Whether a name stands where only a place can: "in Washington", "the Washington mayor". */
export function isPlace(tokens: readonly Token[], { from, to }: Name): boolean {
  const before = tokens[from - 1]?.key ?? '';
  const next = tokens[to];
  return (
    /^(?:in|at|near|to|into|outside|around|through|across|of|the|,)$/u.test(before) ||
    (next?.kind === 'word' && next.isContent && !isVerb(tokens, to)) ||
    next?.text === ','
  );
}

const joiners = '(?:of|and|the|for|on|in|to|at|&|de|la|du|des)';
const longName = new RegExp(`\\p{Lu}[\\p{L}’'.-]*(?:,? (?:${joiners} )*\\p{Lu}[\\p{L}’'.-]*)+`, 'gu');
const shortName = /(?<![\p{L}.])(?:\p{Lu}{2,6}|(?:\p{Lu}\.){2,6})(?![\p{L}])/gu;
/** Letters that a short form may leave out at its end, as the CDC does. */
const mostLeftOut = 1;

/**
 * Whether a name and a name of `text` are each other's initials, from either side: "FTC" where the text has "Federal Trade Commission", "the Centers for
 * Disease Control and Prevention" where it has "CDC".
 */
export function isShortFor({ text: name, words }: Pick<Name, 'text' | 'words'>, text: string): boolean {
  const fits = (short: string, long: string): boolean => {
    const capitals = long
      .split(/[\s,-]+/u)
      .filter((word) => !new RegExp(`^${joiners}$`, 'iu').test(word) && /^\p{L}/u.test(word));
    const initials = capitals.map((word) => word.charAt(0).toUpperCase()).join('');
    const letters = short.replace(/\./gu, '');
    return (
      initials === letters ||
      (letters.length > 2 && initials.length - letters.length <= mostLeftOut && initials.startsWith(letters))
    );
  };
  const bare = name.replace(/['’]s?$/u, '');
  if (words.length === 1 && /^(?:\p{Lu}{2,6}|(?:\p{Lu}\.){2,6})$/u.test(bare))
    return (text.match(longName) ?? []).some((long) => endings(long).some((part) => fits(bare, part)));
  return words.length > 1 && (text.match(shortName) ?? []).some((short) => fits(short, bare.replace(/^the /iu, '')));
}

/** A run of words with capitals may begin with others: "On Monday Federal Trade Commission". */
function endings(name: string): string[] {
  const words = name.split(' ');
  return words
    .slice(0, -1)
    .flatMap((_, i) => words.slice(i + 1).flatMap((__, k) => words.slice(i, i + 2 + k).join(' ')));
}

/** The folded words of names that are known otherwise: aliases, outlets, authors. */
export function nameWords(name: string): string[] {
  return foldName(name.replace(/['’]s\b/gu, ''))
    .split(' ')
    .filter((word) => word !== '');
}
