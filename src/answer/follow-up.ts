import type { Filters, Question } from '../domain/answer.js';
import type { Turn } from '../domain/conversation.js';
import { foldName } from '../domain/fold.js';
import { findPeriod } from '../retrieve/period.js';
import { maxQuestionLength } from '../retrieve/question.js';
import { isUncased, restoreCapitals } from '../retrieve/truecase.js';
import { isStopWord, wordsOf } from '../retrieve/words.js';
import { findNames, lastMentioned, type KnownPerson } from './antecedents.js';

/** What a follow-up is understood by. */
export interface ConversationFacts {
  /** People who are quoted, with their gender as far as the articles show it. */
  people: readonly KnownPerson[];
  outlets: readonly string[];
}

/** A question that can be searched for by itself. */
export interface CompletedQuestion {
  question: Question;
  /** What was carried over, as it stands in brackets behind the question; empty for one that stands on its own. */
  carried: string[];
}

/** Ways to begin that point back, whatever follows. */
const pointsBack =
  /^(?:and|but|also|so|then|ok(?:ay)?|what about|how about|what else|who else|where else|anyone else|anything else|any other|any others|tell me more|more on|go on|why not|how so|how come|since when)\b/iu;
const personal = /\b(?:he|him|his|himself|she|her|hers|herself|they|them|their|theirs)\b/giu;
/** "It", "that", "this", "there" and "then" where they stand for something: not "is it true", "said that he", "there were". */
const impersonal =
  /\b(?:(?<!\b(?:is|was) )it(?! (?:true|possible|likely|known|clear))|its|the same|(?:this|that|those|these)(?=\s*(?:[?.!,]|$))|(?:about|of|after|before|by|to|on|for|with|from) (?:that|this|those|these)|(?<!\b(?:is|are|was|were) )there(?! (?:is|are|was|were))(?=\s*(?:[?.!,]|$))|(?:back )?then(?=\s*[?.!]|$))/iu;
/** With fewer topic words than this, a question alone would find anything. */
const enoughWords = 2;
/** With at least so many, a pronoun may be filled in and the rest of the topic left behind. */
const ownTopic = 2;
/** "It" in a question with so many topic words rather points to one of them. */
const fullTopic = 4;
/** Words of the earlier question that are carried; more would outweigh the new ones. */
const mostTopicWords = 8;

/**
 * A follow-up made into a question of its own, from the exchanges before it (oldest first), without a language model:
 *
 * - It is one when it begins as one ("and …", "what about …"), has a pronoun whose noun is not in it, or has fewer than two words
 *   of its own that carry a topic ("why?", "how many?"). Anything else is left exactly as it is.
 * - "He", "she", "they" become the person last named who fits by gender: first in the last question, then in its answer, then in
 *   the exchanges before. Known people are found where they are typed without capitals, too.
 * - The topic, the words of the last question that carry it, comes along where the new question has fewer than two of its own, is
 *   a name alone ("and Corin Vasse?"), or points at something ("it", "there", "of that").
 * - Filters of the last question hold on, but for an outlet or period that the new one names.
 *
 * What was carried stands in brackets behind the question, where the person sees it: `why did she resign? (Ilse Marchetti)`.
 * Linear in the length of the exchanges.
 */
export function completeQuestion(
  question: Question,
  turns: readonly Turn[],
  facts: ConversationFacts,
): CompletedQuestion {
  const alone: CompletedQuestion = { question, carried: [] };
  const last = turns.at(-1);
  if (last === undefined) return alone;
  const { text } = question;
  const known = [...facts.people.map(({ name }) => name), ...facts.outlets];
  const asWritten = withKnownCapitals(text, known);
  const outlet = findNamedOutlet(asWritten, facts.outlets);
  const period = findPeriod(text, question.askedOn);
  const own = topicOf(text, [outlet ?? '', period?.words ?? '']);
  const pronoun = findLoosePronoun(asWritten);
  const isLead = pointsBack.test(text.trim());
  const pointsAtThing = impersonal.test(text) && own.length < fullTopic;
  if (!isLead && pronoun === undefined && !pointsAtThing && own.length >= enoughWords) return alone;

  const written = turns.map((turn) => ({ ...turn, question: withKnownCapitals(turn.question, known) }));
  const person = pronoun === undefined ? undefined : lastMentioned(pronoun, written, facts.people);
  const names = new Set(findNames(asWritten).flatMap(wordsOf));
  const isNameAlone = isLead && own.every((word) => names.has(foldName(word)));
  const needsTopic =
    own.length < ownTopic || isNameAlone || pointsAtThing || (pronoun !== undefined && person === undefined);
  const ownWords = new Set([text, person ?? ''].flatMap(wordsOf));
  const topic = needsTopic
    ? topicOf(last.outcome.searched.question, []).filter((word) => !ownWords.has(foldName(word)))
    : [];
  const carried = [person ?? '', topic.slice(0, mostTopicWords).join(' ')].filter((part) => part !== '');
  const filters = carryFilters(question.filters, last.outcome.searched.filters, {
    outlet,
    hasPeriod: period !== undefined,
  });
  const completed = carried.length === 0 ? text : `${text.trim()} (${carried.join('; ')})`;
  if (completed.length > maxQuestionLength) return alone;
  return { question: { ...question, text: completed, filters }, carried };
}

/** A text typed without capitals, with those of the people and outlets that it may name. */
function withKnownCapitals(text: string, known: readonly string[]): string {
  if (!isUncased(text)) return text;
  const words = new Set(wordsOf(text));
  const mentioned = known.filter((name) => wordsOf(name).some((word) => words.has(word)));
  // Within a sentence, where a capital means a name.
  return restoreCapitals(
    text,
    mentioned.map((name) => `of ${name}`),
  );
}

/** The words of a text that carry its topic, as they are written, each once. Words of `without` are left out. */
function topicOf(text: string, without: readonly string[]): string[] {
  const taken = new Set(without.flatMap(wordsOf));
  const words: string[] = [];
  for (const [word] of text.matchAll(/[\p{L}\p{N}]+(?:[-.,’'](?=[\p{L}\p{N}])[\p{L}\p{N}]+)*/gu)) {
    const [folded = '', ...more] = wordsOf(word);
    const isNew = folded !== '' && !taken.has(folded);
    if (isNew && (more.length > 0 || !(isStopWord(folded) || emptyWords.has(folded))))
      words.push(word.replace(/[’']s$/u, ''));
    taken.add(folded);
  }
  return words;
}

/** Words that ask or connect and name nothing, beyond those that a search leaves out anyway. */
const emptyWords = new Set(
  'many much long old far often else also tell say said says think thought mean happen happened else ok okay please exactly really'.split(
    ' ',
  ),
);

/** A personal pronoun before which the question names nothing it could stand for. */
function findLoosePronoun(text: string): string | undefined {
  for (const match of text.matchAll(personal)) {
    const before = text.slice(0, match.index).replace(pointsBack, '');
    if (topicOf(before, []).length === 0 && findNames(before).length === 0) return match[0].toLowerCase();
  }
  return undefined;
}

/** The outlet that a text names, in full or by the last word of its name ("the Herald"); the longest when several fit. */
function findNamedOutlet(text: string, outlets: readonly string[]): string | undefined {
  const words = ` ${foldName(text)} `;
  const fits = (name: string): boolean => name.length > 3 && words.includes(` ${name} `);
  return [...outlets]
    .sort((a, b) => b.length - a.length)
    .find((outlet) => {
      const name = foldName(outlet).replace(/^the /u, '');
      // A last word alone is a name only where the text writes it as one: "the Herald", not "the wire".
      const lastWord = name.split(' ').at(-1)!;
      const written = new RegExp(`\\bthe ${lastWord[0]!.toUpperCase()}${lastWord.slice(1)}\\b`, 'u');
      return fits(name) || (name !== lastWord && fits(lastWord) && written.test(text));
    });
}

function carryFilters(
  given: Filters,
  former: Filters,
  { outlet, hasPeriod }: { outlet: string | undefined; hasPeriod: boolean },
): Filters {
  const { since, until, ...rest } = former;
  const dates = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
  const hasDates = hasPeriod || given.since !== undefined || given.until !== undefined;
  return { ...rest, ...(hasDates ? {} : dates), ...(outlet === undefined ? {} : { outlet }), ...given };
}
