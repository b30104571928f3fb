import { foldName } from '../domain/fold.js';

/** What kind of thing a question asks for. */
export type AnswerType = 'person' | 'place' | 'time' | 'number' | 'reason' | 'thing';

/** Question words by what they ask for; where two begin at the same place, the first of the list. */
const questionWords: readonly (readonly [AnswerType, RegExp])[] = [
  [
    'number',
    /\bhow (?:many|much|old|long|far|high|tall|fast|big|large|often|deep|thin|thick)\b|\bwhat (?:percentage|share|number|price|age|sum|amount)\b|\bat what age\b/,
  ],
  ['time', /\bwhen\b|\b(?:what|which) (?:year|day|date|month|time|week)\b/],
  [
    'place',
    /\bwhere\b|\b(?:what|which) (?:\w+ )?(?:city|town|country|state|place|island|nation|region|port|airport)\b/,
  ],
  [
    'person',
    /\bwho(?:m|se)?\b|\b(?:what|which) (?:\w+ )?(?:person|man|woman|actor|actress|singer|player|politician|minister|president|author|director)\b/,
  ],
  ['reason', /\bwhy\b|\b(?:for )?what reason\b|\bwhat (?:caused|led to|prompted)\b|\bhow come\b/],
  ['thing', /\bwhat\b|\bwhich\b|\bhow\b/],
];

/**
 * What a question asks for, by its first question word: in "what did he do when it sank", "when" only joins. A question without
 * one asks for a thing. Pure grammar, English only.
 */
export function answerTypeOf(question: string): AnswerType {
  const text = question.toLowerCase();
  let found: { type: AnswerType; at: number } | undefined;
  for (const [type, words] of questionWords) {
    const at = text.search(words);
    if (at !== -1 && (found === undefined || at < found.at)) found = { type, at };
  }
  return found?.type ?? 'thing';
}

/**
 * What tells whether a sentence holds something of the kind asked for that the question does not name itself. Any sentence holds a
 * thing.
 */
export function createAnswerTest(type: AnswerType, question: string): (sentence: string) => boolean {
  const asked = ` ${foldName(question)} `;
  const hasNew = (text: string, pattern: RegExp): boolean => {
    // One after the other, since mostly the first is new.
    for (const [match] of text.matchAll(pattern)) if (!asked.includes(` ${foldName(match)} `)) return true;
    return false;
  };
  switch (type) {
    case 'number':
      return (sentence) => hasNew(sentence, numberPattern);
    case 'time':
      return (sentence) => hasNew(sentence, timePattern);
    case 'person':
    case 'place':
      return (sentence) => hasNew(sentence.slice(1), namePattern);
    case 'reason':
      return (sentence) => reasonPattern.test(sentence) && !unknownReason.test(sentence);
    case 'thing':
      return () => true;
  }
}

const namePattern = /\p{Lu}[\p{L}’'-]+/gu;
const numberPattern =
  /[$€£]?\d[\d,.]*%?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|billions?|half|twice|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b/giu;
const timePattern =
  /\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|\b(?:1[5-9]|20)\d\d\b|\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b|\b\d{1,2}:\d\d\b|\b(?:yesterday|today|last week|last month|last year|overnight)\b/giu;
const reasonPattern =
  /\b(?:because|due to|owing to|as a result|result of|caused?|so that|in order to|led to|thanks to|blamed|reasons?|therefore|(?:which|that|this) (?:is|was) why|so as to|prompted)\b/iu;
/** Words that say that a reason is not known, or only asked for. */
const unknownReason =
  /\b(?:not|never|no|nor|cannot|n['’]t|without|unclear|unknown|wants?|asked?|asking|question)\b(?:[^.;]{0,40}\b)?(?:why|causes?|reasons?)\b|\b(?:causes?|reasons?)\b[^.;]{0,30}\b(?:not|n['’]t|unknown|unclear|under investigation)\b/iu;
