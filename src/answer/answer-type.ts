/** What kind of thing a question asks for. */
export type AnswerType = 'person' | 'place' | 'time' | 'number' | 'reason' | 'thing';

/** What a question asks for, by its question word. A question without one asks for a thing. Pure grammar, English only. */
export function answerTypeOf(question: string): AnswerType {
  const text = question.toLowerCase();
  if (
    /\bhow (?:many|much|old|long|far|high|tall|fast|big|large|often)\b|\bwhat (?:percentage|share|number|price|age|sum|amount)\b|\bat what age\b/.test(
      text,
    )
  )
    return 'number';
  if (/\bwhen\b|\b(?:what|which) (?:year|day|date|month|time|week)\b/.test(text)) return 'time';
  if (
    /\bwhere\b|\b(?:what|which) (?:\w+ )?(?:city|town|country|state|place|island|nation|region|port|airport)\b/.test(
      text,
    )
  )
    return 'place';
  if (
    /\bwho(?:m|se)?\b|\b(?:what|which) (?:\w+ )?(?:person|man|woman|actor|actress|singer|player|politician|minister|president|author|director)\b/.test(
      text,
    )
  )
    return 'person';
  if (/\bwhy\b|\b(?:for )?what reason\b|\bwhat (?:caused|led to|prompted)\b|\bhow come\b/.test(text)) return 'reason';
  return 'thing';
}

/**
 * Whether a sentence holds something of the kind asked for that the question does not name itself. A thing is any sentence with
 * a word that is new.
 */
export function holdsAnswerType(type: AnswerType, sentence: string, question: string): boolean {
  const asked = question.toLowerCase();
  const isNew = (match: string): boolean => !asked.includes(match.toLowerCase());
  switch (type) {
    case 'number':
      return (sentence.match(numberPattern) ?? []).some(isNew);
    case 'time':
      return (sentence.match(timePattern) ?? []).some(isNew);
    case 'person':
    case 'place':
      return (sentence.slice(1).match(/\p{Lu}[\p{L}’'-]+/gu) ?? []).some(isNew);
    case 'reason':
      return reasonPattern.test(sentence);
    case 'thing':
      return true;
  }
}

const numberPattern =
  /[$€£]?\d[\d,.]*%?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|billions?|half|twice|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b/giu;
const timePattern =
  /\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|\b(?:1[5-9]|20)\d\d\b|\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b|\b\d{1,2}:\d\d\b|\b(?:yesterday|today|last week|last month|last year|overnight)\b/giu;
const reasonPattern =
  /\b(?:because|due to|owing to|as a result|result of|caused?|so that|in order to|led to|thanks to|blamed|reasons?|therefore|which is why|why|so as to|prompted)\b/iu;
