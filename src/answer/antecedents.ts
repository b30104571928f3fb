import type { Turn } from '../domain/conversation.js';
import { foldName } from '../domain/fold.js';
import { isStopWord } from '../retrieve/words.js';

/** Somebody whom articles quote. */
export interface KnownPerson {
  name: string;
  gender: 'male' | 'female' | null;
}

/** Capitals that are no names: days, months, and words that only begin a sentence or a form of address. */
const noNames = new Set(
  (
    'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october ' +
    'november december mr mrs ms dr prof sir the it its please tell did does was is are has have yes no but also ok okay'
  ).split(' '),
);

/** Names as a text writes them: runs of words with a capital, with particles between. A first word alone is none when it is a common one. */
export function findNames(text: string): string[] {
  const runs = text.matchAll(
    /\p{Lu}[\p{L}\p{M}’'-]*(?:\.(?= \p{Lu}))?(?: (?:(?:de|da|di|du|van|von|der|den|al|el|bin|la|le) )*\p{Lu}[\p{L}\p{M}’'-]*(?:\.(?= \p{Lu}))?)*/gu,
  );
  return Array.from(runs, ([run]) => trimName(run)).filter((name) => name !== '');
}

/** Without the words at its ends that are no part of a name ("Did Ilse Marchetti", "Ms. Torvay’s"). */
function trimName(run: string): string {
  const words = run.replace(/[’']s$/u, '').split(' ');
  const isEmpty = (word: string): boolean => {
    const folded = foldName(word);
    return noNames.has(folded) || isStopWord(folded);
  };
  while (words.length > 0 && isEmpty(words[0]!)) words.shift();
  while (words.length > 0 && isEmpty(words.at(-1)!)) words.pop();
  return words.join(' ');
}

const fitting: Readonly<Record<string, 'male' | 'female'>> = {
  he: 'male', him: 'male', his: 'male', himself: 'male',
  she: 'female', her: 'female', hers: 'female', herself: 'female',
}; // prettier-ignore

/**
 * Whom a pronoun stands for: the person last named who fits by gender, in the last question before its answer, and in the newest
 * exchange before the older ones. For "they" and the like there is none: they are mostly things and crowds, which the topic names.
 * Someone of unknown gender fits where nobody fits better in the same text.
 */
export function lastMentioned(
  pronoun: string,
  turns: readonly Turn[],
  people: readonly KnownPerson[],
): string | undefined {
  const gender = fitting[pronoun];
  if (gender === undefined) return undefined;
  for (const { question, outcome } of turns.toReversed()) {
    const answer = outcome.sentences.map(({ text }) => text);
    for (const text of [`${outcome.searched.question} ${question}`, ...answer]) {
      const named = findPeople(text, people);
      const fit =
        named.findLast((person) => person.gender === gender) ?? named.findLast((person) => person.gender === null);
      if (fit !== undefined) return fit.name;
    }
  }
  return undefined;
}

/** Known people whom a text names in full or by surname, in the order in which it does, each once. */
function findPeople(text: string, people: readonly KnownPerson[]): KnownPerson[] {
  const named = findNames(text).map(foldName);
  return named
    .flatMap((name) => {
      const whole = people.filter((person) => foldName(person.name) === name);
      if (whole.length > 0) return whole.slice(0, 1);
      const bySurname = people.filter((person) => foldName(person.name).endsWith(` ${name.split(' ').at(-1)!}`));
      // Two of one surname cannot be told apart by it.
      return bySurname.length === 1 ? bySurname : [];
    })
    .filter((person, i, all) => all.findIndex(({ name }) => name === person.name) === i);
}
