import { foldName } from '../domain/fold.js';
import { stemOf } from '../retrieve/words.js';

/**
 * What tells whether a sentence has a quantity of the kind that a question asks for: with "how many people" a number of people, with
 * "how long" a number of minutes or metres. Undefined for a question that asks for no quantity, or for one of any kind. Pure grammar,
 * English only; a sentence that says it in other words is not found.
 */
export function quantityAsked(question: string): ((sentence: string) => boolean) | undefined {
  const text = question.toLowerCase();
  const counted = /\bhow many (?:more |other |new |of the |of )?([\p{L}’'-]+)/u.exec(text)?.[1];
  if (counted !== undefined) {
    const stem = stemOf(foldName(counted));
    return (sentence) => countsOf(sentence).some((words) => words.includes(stem));
  }
  const pattern = measures.find(([asking]) => asking.test(text))?.[1];
  return pattern === undefined ? undefined : (sentence) => pattern.test(sentence);
}

/** How many words may stand between a number and what it counts: "44 of the people", "nine frightened passengers". */
const wordsBetween = 2;

/** For each number of a sentence the stems of the words that it may count. */
function countsOf(sentence: string): string[][] {
  const words = sentence.match(/[$€£]?\d[\d,.]*|[\p{L}’'-]+/gu) ?? [];
  return words.flatMap((word, i) =>
    aNumber.test(word) ? [words.slice(i + 1, i + 2 + wordsBetween).map((next) => stemOf(foldName(next)))] : [],
  );
}

const small =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen';
const number = `(?:[$€£]?\\d[\\d,.]*|(?:${small}|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|(?:hundred|thousand|million|billion|dozen)s?|half|twice)(?:-(?:${small}))?)`;
const aNumber = new RegExp(`^${number}$`, 'iu');
const span = '(?:second|minute|hour|day|night|week|month|year|decade|century|centurie)s?';
const length = '(?:(?:kilo|centi|milli)?met(?:re|er)s?|miles?|feet|foot|inch(?:es)?|yards?|k?m|cm)';
const money = '(?:dollar|euro|pound|crown|mark|franc|krone|yen|rupee|cent)s?';

/** What is asked how, with what its answer looks like; the first that fits counts. */
const measures: readonly (readonly [RegExp, RegExp])[] = [
  [/\bhow long\b/, new RegExp(`${number}[ -](?:\\p{L}+[ -])?(?:${span}|${length})\\b`, 'iu')],
  [
    /\bhow old\b|\bage\b/,
    new RegExp(`\\baged? ${number}\\b|\\b${number}[ -]years?\\b|\\p{L}, \\d\\d?(?=[,.;)]|$)`, 'iu'),
  ],
  [
    /\bhow (?:far|high|tall|deep|big|large|wide|thick|thin)\b/,
    new RegExp(`${number}[ -](?:\\p{L}+[ -])?${length}\\b`, 'iu'),
  ],
  [
    /\bhow fast\b/,
    new RegExp(`${number} (?:${length} an hour|knots|seconds|mph)\\b|\\b(?:per hour|km/h|mph)\\b`, 'iu'),
  ],
  [/\b(?:what|which|how much of the) (?:percentage|share)\b|\bpercent\b/, /\d ?%|\bper ?cent\b/iu],
  [
    /\bhow much\b|\bwhat (?:price|sum|amount)\b/,
    new RegExp(`[$€£] ?\\d|${number} ${money}\\b|\\b(?:m|b|tr)illions?\\b|\\d ?%|\\bper ?cent\\b`, 'iu'),
  ],
];
