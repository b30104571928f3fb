import type { Span } from '../../domain/span.js';
import { verbForms } from '../../retrieve/irregular-verbs.js';
import { addDays } from '../../retrieve/period.js';

/** A day, month or weekday that a text names. What it leaves open is null. */
export interface DateMention extends Span {
  text: string;
  year: number | null;
  /** From 1. */
  month: number | null;
  day: number | null;
  /** From 0 for Sunday, where the text names it. */
  weekday: number | null;
  /** The first and the last ISO day of a week that is named from another day: "last week". */
  week?: readonly [string, string];
  /** Whether it counts from a day that is not known: the same words are all that can support it. */
  isLost?: boolean;
}

const monthNames = 'january february march april may june july august september october november december'.split(' ');
const month =
  '(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)';
const weekdays = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');
const weekday = '(?:sunday|monday|tuesday|wednesday|thursday|friday|saturday)';
const few = 'one two three four five six seven eight nine ten'.split(' ');
const forms: readonly RegExp[] = [
  /\b(?<year>\d{4})-(?<number>\d\d)-(?<day>\d\d)\b/giu,
  new RegExp(`\\b(?<day>\\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<month>${month})\\b\\.?(?:,? (?<year>\\d{4})\\b)?`, 'giu'),
  new RegExp(
    `\\b(?<month>${month})\\b\\.? (?:the )?(?<day>\\d{1,2})(?:st|nd|rd|th)?(?![\\d:.]\\d|\\d)(?:,? (?<year>\\d{4})\\b)?`,
    'giu',
  ),
  new RegExp(`\\b(?<month>${month})\\b\\.?,? (?:of )?(?<year>\\d{4})\\b`, 'giu'),
  // "May" and "March" alone are months behind a word that says so.
  new RegExp(
    `(?<=\\b(?:in|since|until|till|by|of|for|from|to|during|last|next|this|early|mid|late|every)[ -])(?<month>${month})\\b`,
    'giu',
  ),
  /\b(?<month>january|february|april|june|july|august|september|october|november|december)\b/giu,
  new RegExp(`\\b(?<weekday>${weekday})s?\\b`, 'giu'),
  /\b(?<span>(?:this|last|next|the (?:current|coming|past)|earlier this|later this) (?:calendar )?year|the end of the year|year[- ]end)\b/giu,
  /\b(?<near>(?:this|last|next|earlier this|later this) (?:month|week))\b/giu,
  new RegExp(`\\b(?<count>an?|${few.join('|')}|\\d{1,2}) (?<unit>year|month)s? ago\\b`, 'giu'),
  /\b(?<relative>yesterday|today|tonight|tomorrow|last night|this (?:morning|afternoon|evening))\b/giu,
];

const relativeDays: Record<string, number> = { yesterday: -1, 'last night': -1, tomorrow: 1 };

/**
 * The dates of a text, in order. `reference` is the ISO day that "Friday", "yesterday" and a day without a year count from: the
 * article's date for a passage. A weekday is that day or the last one before it, or the next one where the sentence looks ahead.
 * Without a reference, what it would have told stays null.
 */
export function readDates(text: string, reference: string | null): DateMention[] {
  const found: DateMention[] = [];
  for (const form of forms) {
    for (const match of text.matchAll(form)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (found.some((other) => start < other.end && other.start < end)) continue;
      const mention = toMention(match, reference, text);
      if (mention !== undefined) found.push({ ...mention, text: match[0], start, end });
    }
  }
  return joinWeekdays(
    found.sort((a, b) => a.start - b.start),
    text,
  );
}

type Parts = Omit<DateMention, 'text' | keyof Span>;

function toMention(match: RegExpExecArray, reference: string | null, text: string): Parts | undefined {
  const groups = match.groups!;
  const relative = groups['relative']?.toLowerCase();
  if (relative !== undefined) {
    // USA TODAY is a newspaper.
    if (/^\p{Lu}{2}/u.test(groups['relative']!)) return undefined;
    if (reference === null) return { year: null, month: null, day: null, weekday: null };
    return partsOf(addDays(reference.slice(0, 10), relativeDays[relative] ?? 0));
  }
  if (groups['near'] !== undefined || groups['unit'] !== undefined) {
    if (reference === null) return lost;
    return groups['unit'] === undefined
      ? nearTo(reference.slice(0, 10), groups['near']!.toLowerCase())
      : before(reference, countOf(groups['count']!.toLowerCase()), groups['unit'].toLowerCase());
  }
  if (groups['span'] !== undefined) {
    if (reference === null) return lost;
    const shift = /next|coming/iu.test(groups['span']) ? 1 : /last|past|ago/iu.test(groups['span']) ? -1 : 0;
    return { year: Number(reference.slice(0, 4)) + shift, month: null, day: null, weekday: null };
  }
  if (groups['weekday'] !== undefined)
    return fromWeekday(groups['weekday'], reference, text.slice(0, match.index), text.slice(match.index));
  const name = groups['month'];
  // Written small, "may" and "march" are verbs.
  if (name !== undefined && /^\p{Ll}/u.test(name)) return undefined;
  const monthNumber =
    groups['number'] === undefined
      ? monthNames.findIndex((full) => full.startsWith(name!.toLowerCase().slice(0, 3))) + 1
      : Number(groups['number']);
  const day = groups['day'] === undefined ? null : Number(groups['day']);
  if (monthNumber < 1 || monthNumber > 12 || (day !== null && (day < 1 || day > 31))) return undefined;
  const year = groups['year'] === undefined ? yearNear(monthNumber, day, reference) : Number(groups['year']);
  return { year, month: monthNumber, day, weekday: null };
}

const lost: Parts = { year: null, month: null, day: null, weekday: null, isLost: true };

function countOf(count: string): number {
  return /^an?$/u.test(count) ? 1 : few.indexOf(count) + 1 || Number(count);
}

/** "Last month" and "last week", from a day; weeks begin on Monday. */
function nearTo(day: string, words: string): Parts {
  const shift = words.startsWith('next') ? 1 : words.startsWith('last') ? -1 : 0;
  if (words.endsWith('month')) return before(day, -shift, 'month');
  const sinceMonday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  const monday = addDays(day, 7 * shift - sinceMonday);
  return { year: null, month: null, day: null, weekday: null, week: [monday, addDays(monday, 6)] };
}

/** The year or the month so many before that of a day. */
function before(day: string, count: number, unit: string): Parts {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 - count * (unit === 'year' ? 12 : 1);
  const month = unit === 'year' ? null : (months % 12) + 1;
  return { year: Math.floor(months / 12), month, day: null, weekday: null };
}

/** The year in which a day without one is nearest to the reference. */
function yearNear(monthNumber: number, day: number | null, reference: string | null): number | null {
  if (reference === null) return null;
  const year = Number(reference.slice(0, 4));
  const distance = (monthNumber - Number(reference.slice(5, 7))) * 30 + ((day ?? 15) - Number(reference.slice(8, 10)));
  return distance > 200 ? year - 1 : distance < -200 ? year + 1 : year;
}

/** What says that a day is still to come, and what says that it is over; the nearest one before the day tells, or else the first behind it. */
const aheadWords =
  /^(?:will|ll|would|could|may|might|can|should|shall|must|expected|expects?|scheduled?|slated|planned|plans?|planning|due|set|next|until|till|upcoming|coming|tomorrow|begins?|starts?|opens?|ends?|meets?|takes?|returns?|votes?|vows?|hopes?|wants?|is|are)$/u;
const pastWords = /^(?:was|were|had|has|have|did|last|ago|earlier|since|late|said)$/u;
/** Forms of verbs that are as often nouns or participles of what is still to come. */
const notPast = /^(?:set|read|bid|spread|rid|need|seed|speed|indeed|wed|red|bed|feed|deed|breed|united|hundred)$/u;

/** Verbs whose past is as their present; what wants a helper before it is told by that. */
const samePast = /^(?:shut|cut|hit|put|let|hurt|quit|split|cost|burst|cast|shed)$/u;

/** "Is leaving on Friday": verbs whose present so tells what is arranged, where others tell what goes on. */
const planned =
  /^(?:arriv|com|debut|depart|dropp|go|head|host|hold|launch|leav|meet|mov|open|play|premier|reopen|releas|resum|return|start|tour|travel|visit)ing$/u;

function isPastForm(word: string): boolean {
  if (notPast.test(word)) return false;
  return /[a-z]{2}ed$/u.test(word) || samePast.test(word) || verbForms(word)[1] === word;
}

function tenseOf(words: readonly string[], i: number): 'ahead' | 'past' | undefined {
  const word = words[i]!;
  // "Due to the weather" and "a set" tell nothing; "is due", "set to" do.
  if (word === 'due' && words[i + 1] === 'to' && /^(?:a|an|the|his|her|their|its|\p{L}+s)$/u.test(words[i + 2] ?? ''))
    return undefined;
  if (word === 'set' && words[i + 1] !== 'to' && words[i + 1] !== 'for') return undefined;
  // "To appear": what is intended; "to" before a noun is none.
  if (
    word === 'to' ||
    (words[i - 1] === 'to' && /^(?:begin|start|open|end|meet|take|return|vote|hope|want)$/u.test(word))
  )
    return undefined;
  if (aheadWords.test(word)) {
    // "Is said", "are killed": a report of what happened; "was expected" is still one of what is to come.
    if ((word === 'is' || word === 'are' || word === 're' || word === 'm') && planned.test(words[i + 1] ?? ''))
      return 'ahead';
    if (
      (word === 'is' || word === 'are') &&
      !/^(?:to|due|set|expected|scheduled|slated|planned|going)$/u.test(words[i + 1] ?? '')
    )
      return undefined;
    return 'ahead';
  }
  if (pastWords.test(word))
    return /^(?:expected|scheduled|due|set|slated|planned|to)$/u.test(words[i + 1] ?? '') ? 'ahead' : 'past';
  // "Will be introduced": the verb before it tells.
  if (
    /^(?:be|been|being|get|to|will|would|could|may|might|can|should|must)$/u.test(words[i - 1] ?? '') &&
    !aheadWords.test(word)
  )
    return undefined;
  if (isPastForm(word))
    return words[i + 1] === 'to' &&
      /^(?:agreed|decided|vowed|promised|invited|asked|urged|told|ordered|pledged)$/u.test(word)
      ? 'ahead'
      : 'past';
  return undefined;
}

/** Whether a day of the week is one to come, by the words around it in its sentence. */
function isAhead(before: string, after: string): boolean {
  const wordsIn = (text: string): string[] => text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const right = wordsIn(after);
  // "Friday is still possible"
  if (/^(?:is|are|will|would|could|may|might)$/u.test(right[1] ?? '')) return true;
  const left = wordsIn(before);
  for (let i = left.length - 1; i >= 0; i--) {
    const tense = tenseOf([...left, ''], i);
    if (tense !== undefined) return tense === 'ahead';
  }
  for (let i = 1; i < right.length; i++) {
    const tense = tenseOf(right, i);
    if (tense !== undefined) return tense === 'ahead';
  }
  return false;
}

function fromWeekday(name: string, reference: string | null, before: string, after: string): Parts {
  const wanted = weekdays.indexOf(name.toLowerCase());
  if (reference === null) return { year: null, month: null, day: null, weekday: wanted };
  const day = reference.slice(0, 10);
  const today = new Date(`${day}T00:00:00Z`).getUTCDay();
  const back = (today - wanted + 7) % 7;
  const shift =
    back > 0 && isAhead(before.split(endOfSentence).at(-1)!, after.split(endOfSentence)[0]!) ? 7 - back : -back;
  return { ...partsOf(addDays(day, shift)), weekday: wanted };
}

const endOfSentence = /(?<=\p{Ll}{3})[.!?][”"’']?\s|;/u;

function partsOf(day: string): Parts {
  return {
    year: Number(day.slice(0, 4)),
    month: Number(day.slice(5, 7)),
    day: Number(day.slice(8, 10)),
    weekday: null,
  };
}

/** "Sunday, March 23" is one date; the written one says which. */
function joinWeekdays(found: DateMention[], text: string): DateMention[] {
  return found.flatMap((mention, i) => {
    const next = found[i + 1];
    const isFollowed =
      next !== undefined &&
      next.weekday === null &&
      next.day !== null &&
      /^,? (?:the )?$/u.test(text.slice(mention.end, next.start));
    return mention.weekday !== null && isFollowed ? [] : [mention];
  });
}

/**
 * Whether a passage that names `given` supports a sentence that names `stated`: all that the sentence says has to be in it. A day
 * supports its month, its year and its weekday; what the passage leaves open because it has no date of its own counts as equal.
 */
export function supportsDate(given: DateMention, stated: DateMention): boolean {
  if (stated.isLost === true || given.isLost === true) return sameWords(given.text, stated.text);
  if (stated.week !== undefined) return isWithin(given, stated.week);
  if (given.week !== undefined) return false;
  if (stated.month === null && stated.day === null && stated.weekday === null) return given.year === stated.year;
  if (stated.day === null && stated.month === null)
    return stated.weekday !== null && weekdayOf(given) === stated.weekday;
  if (given.month === null || given.month !== stated.month) return false;
  if (stated.day !== null && given.day !== stated.day) return false;
  return stated.year === null || given.year === null || given.year === stated.year;
}

function sameWords(a: string, b: string): boolean {
  const fold = (text: string): string => text.toLowerCase().replace(/^(?:an?|one) year ago$/u, 'last year');
  return fold(a) === fold(b);
}

/** Whether a day is in a week, or another week is the same. A week of a reader may be counted from any of its days. */
function isWithin(given: DateMention, [first, last]: readonly [string, string]): boolean {
  if (given.week !== undefined) return given.week[0] <= last && given.week[1] >= first;
  const { year, month: monthNumber, day } = given;
  if (monthNumber === null || day === null) return false;
  const iso = `${String(year ?? first.slice(0, 4))}-${String(monthNumber).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return iso >= first && iso <= last;
}

function weekdayOf({ year, month: monthNumber, day, weekday: named }: DateMention): number | null {
  if (named !== null) return named;
  if (year === null || monthNumber === null || day === null) return null;
  return new Date(Date.UTC(year, monthNumber - 1, day)).getUTCDay();
}
