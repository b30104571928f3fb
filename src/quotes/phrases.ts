import type { Sentence } from './sentences.js';
import type { Token } from './tokens.js';
import {
  adverbs,
  auxiliaries,
  calendar,
  conjunctions,
  determiners,
  irregularVerbs,
  possessives,
  prepositions,
} from './function-words.js';
import { findGivenName } from '../domain/given-names.js';
import { findVerbForm, isAlsoNoun } from './speech-verbs.js';
import { addInnerNames, namePhrase, particles, suffixes } from './name-phrases.js';
import { makePhrase, type Phrase } from './phrase.js';
import { bodiesOfTwoWords, kindOfNoun, neverPersons, personTitles, titles } from '../domain/titles.js';

/** Characters of a nickname with its marks, “Big Jim”; more is a quotation. */
const longestNickname = 16;

/** How an article writes its words: small somewhere, or with a capital inside a sentence. */
export interface Vocabulary {
  small: Set<string>;
  inside: Set<string>;
}

export const subjectPronouns: ReadonlySet<string> = new Set(['he', 'she', 'they', 'i', 'we', 'you', 'it']);
const alone = new Set([
  'one',
  'another',
  'others',
  'some',
  'many',
  'someone',
  'somebody',
  'everyone',
  'everybody',
  'nobody',
  'both',
  'several',
  'most',
]);
const rolePrefixes = new Set([
  'former',
  'ex',
  'senior',
  'longtime',
  'long-time',
  'top',
  'fellow',
  'then',
  'acting',
  'veteran',
  'chief',
  'retired',
  'deputy',
  'onetime',
  'one-time',
  'embattled',
  'rival',
  'national',
  'presidential',
  'campaign',
]);
const officesWithOf = new Set([
  'secretary',
  'director',
  'speaker',
  'minister',
  'president',
  'governor',
  'mayor',
  'senator',
  'attorney',
  'bishop',
  'archbishop',
  'duke',
  'chief',
  'head',
  'chairman',
  'dean',
]);

/** Finds the phrases of a paragraph, in order, inner names after the phrase that holds them. */
export function findPhrases(tokens: readonly Token[], sentences: readonly Sentence[], words: Vocabulary): Phrase[] {
  const phrases: Phrase[] = [];
  sentences.forEach((sentence, index) => {
    let i = sentence.from;
    while (i < sentence.to) {
      const phrase = readPhrase(tokens, i, sentence, index, words);
      if (phrase === null) {
        i++;
        continue;
      }
      phrases.push(phrase);
      addInnerNames(tokens, phrase, phrases);
      i = phrase.to;
    }
  });
  return phrases;
}

function readPhrase(
  tokens: readonly Token[],
  start: number,
  sentence: Sentence,
  index: number,
  words: Vocabulary,
): Phrase | null {
  const first = tokens[start]!;
  if (first.kind !== 'word') return null;
  const bare = first.lower.length < 8 ? withoutContraction(first.lower) : first.lower;
  if (subjectPronouns.has(bare)) {
    if (bare === 'i' && !first.capital) return null;
    return makePhrase('pronoun', start, start + 1, index, bare, []);
  }
  const opening = isOpening(tokens, start, sentence);
  const determined = isDeterminer(first, tokens[start + 1]);
  if (!determined && alone.has(first.lower) && !canFollowNumber(tokens[start + 1])) {
    return makePhrase('noun', start, start + 1, index, first.lower, [first.lower]);
  }
  if (!determined && !startsPhrase(first, opening, tokens[start + 1], words)) return null;
  const to = findPhraseEnd(tokens, start, sentence.to, determined, opening);
  if (to <= start || (determined && to === start + 1)) {
    return alone.has(first.lower) ? makePhrase('noun', start, start + 1, index, first.lower, [first.lower]) : null;
  }
  const next = tokens[start + 1];
  const adverb = next?.kind === 'word' && !next.capital && (adverbs.has(next.lower) || /ly$/.test(next.lower));
  const doubtful = opening && isDoubtful(first, adverb ? tokens[start + 2] : next, words);
  return namePhrase(tokens, start, to, index, doubtful) ?? nounPhrase(tokens, start, to, index);
}

const contraction = /['’](?:m|d|ll|ve|re|s)$/;

function withoutContraction(lower: string): string {
  return lower.includes('’') || lower.includes("'") ? lower.replace(contraction, '') : lower;
}

function isOpening(tokens: readonly Token[], at: number, sentence: Sentence): boolean {
  if (at === sentence.from) return true;
  const before = tokens[at - 1]!;
  if (before.kind !== 'sign') return false;
  return at === sentence.from + 1 || before.text === ':' || before.text === '(';
}

function isDeterminer(token: Token, next: Token | undefined): boolean {
  if (!determiners.has(token.lower)) return /^\d[\d,.]*$/.test(token.text) && next?.kind === 'word' && !next.capital;
  if (token.lower === 'that' || token.lower === 'what' || token.lower === 'which')
    return next?.kind === 'word' && kindOfNoun(next.lower) !== null;
  return true;
}

function canFollowNumber(next: Token | undefined): boolean {
  return next?.kind === 'word' && !isStop(next.lower) && findVerbForm(next.lower) === undefined;
}

function isStop(lower: string): boolean {
  return prepositions.has(lower) || conjunctions.has(lower) || auxiliaries.has(lower) || adverbs.has(lower);
}

/**
 * A capital word at the start of a sentence is doubtful as a name when the article also writes it small, or nothing else in the
 * article or its next word speaks for a name.
 */
function isDoubtful(token: Token, next: Token | undefined, words: Vocabulary): boolean {
  if (findGivenName(token.lower) !== undefined || personTitles.has(token.lower)) return false;
  if (words.small.has(token.lower)) return true;
  if (neverPersons.has(token.lower)) return false;
  if (words.inside.has(token.lower)) return false;
  return !(next?.kind === 'owner' || next?.capital === true || isFinite(next) || next?.text === ',');
}

function startsPhrase(token: Token, opening: boolean, next: Token | undefined, words: Vocabulary): boolean {
  const { lower } = token;
  if (!token.capital) {
    if (isStop(lower) || findVerbForm(lower) !== undefined) return false;
    if (/^\d/.test(lower)) return kindOfNoun(lower) !== null;
    if (kindOfNoun(lower) !== null || (titles.has(lower) && lower !== 'will')) return true;
    return rolePrefixes.has(lower) && next?.kind === 'word';
  }
  if (calendar.has(lower)) return false;
  // "Roe Is Over Poe": a headline's small words may have capitals.
  if (!opening) return !(token.text.length === 1 && lower === 'a') && !prepositions.has(lower);
  if (isStop(lower) || adverbs.has(lower))
    return findGivenName(lower) !== undefined && next?.capital === true && next.kind === 'word';
  if (/ly$/.test(lower) && words.small.has(lower)) return false;
  const form = findVerbForm(lower);
  if (form !== undefined && findGivenName(lower) === undefined) return isAlsoNoun(lower) && kindOfNoun(lower) !== null;
  return !(
    /(?:ing|ed)$/.test(lower) &&
    !(next?.capital === true && next.kind === 'word') &&
    next?.kind !== 'owner' &&
    !isFinite(next)
  );
}

function isFinite(next: Token | undefined): boolean {
  if (next === undefined || next.kind !== 'word' || next.capital) return false;
  const form = findVerbForm(next.lower)?.form;
  return form === 'past' || form === 'present' || auxiliaries.has(next.lower);
}

function findPhraseEnd(
  tokens: readonly Token[],
  start: number,
  limit: number,
  determined: boolean,
  opening: boolean,
): number {
  let i = determined ? start + 1 : start;
  let head: 'none' | 'noun' | 'name' | 'plural' = 'none';
  for (; i < limit; i++) {
    const token = tokens[i]!;
    if (token.kind === 'owner') {
      head = 'none';
      continue;
    }
    if (token.kind === 'sign') {
      if (token.text === ',' && suffixes.has(tokens[i + 1]?.lower ?? '') && head === 'name') continue;
      break;
    }
    // Robert “Bob” Roe: a nickname between the parts of a name.
    if (token.kind === 'quote') {
      if (
        head === 'name' &&
        token.end - token.start <= longestNickname &&
        tokens[i + 1]?.kind === 'word' &&
        tokens[i + 1]?.capital === true &&
        tokens[i - 1]?.capital === true &&
        i + 1 < limit
      )
        continue;
      break;
    }
    const { lower } = token;
    const first = i === start || (determined && i === start + 1) || tokens[i - 1]?.kind === 'owner';
    if (token.capital && !(opening && i === start)) {
      if (calendar.has(lower) && !(head === 'name' && findGivenName(lower) !== undefined)) break;
      if (/^I(?:['’]|$)/.test(token.text)) break;
      // "Roe Is Over Poe": a headline's verb.
      if (auxiliaries.has(lower) && lower !== 'may' && lower !== 'will') break;
      head = 'name';
      continue;
    }
    if (particles.has(lower) && head === 'name' && tokens[i + 1]?.capital === true) continue;
    if (
      lower === 'of' &&
      tokens[i + 1]?.capital === true &&
      officesWithOf.has(tokens[i - 1]?.lower ?? '') &&
      nameFollows(tokens, i + 1, limit)
    )
      continue;
    if (isStop(lower) && !(lower === 'then' && head === 'none' && first)) {
      if (!(first && rolePrefixes.has(lower))) break;
    }
    if (subjectPronouns.has(lower) || lower === 'him' || lower === 'them' || lower === 'me' || lower === 'us') break;
    if (determiners.has(lower) && !first) break;
    const form = findVerbForm(lower);
    if (form !== undefined && !(first && determined && (isAlsoNoun(lower) || form.form !== 'past'))) {
      if (!isAlsoNoun(lower)) break;
      if (form.form === 'past') break;
      if (form.form === 'present' && head !== 'none') break;
      if (form.form === 'base' && head === 'plural') break;
      if (form.form === 'participle') break;
    } else if (irregularVerbs.has(lower) && !(first && determined)) {
      break;
    } else if (
      !first &&
      /ed$/.test(lower) &&
      lower.length > 4 &&
      // "her aide rallied supporters"
      (head === 'noun' || !nounFollows(tokens[i + 1]))
    ) {
      break;
    } else if (!first && /ing$/.test(lower) && !nounFollows(tokens[i + 1]) && head !== 'none') {
      break;
    } else if (!first && /ly$/.test(lower) && !nounFollows(tokens[i + 1])) {
      break;
    }
    const kind = kindOfNoun(lower);
    // A verb in the present after a known person: "the senator hopes".
    if (
      kind === null &&
      (head === 'noun' || head === 'name') &&
      /[^s]s$/.test(lower) &&
      !/(?:us|is|ss)$/.test(lower) &&
      !nounFollows(tokens[i + 1]) &&
      !(head === 'name' && tokens[i + 1]?.capital === true)
    )
      break;
    head = kind === 'plural' ? 'plural' : kind !== null ? 'noun' : head === 'name' ? 'none' : head;
    if (token.capital) head = 'name';
  }
  while (i > start && tokens[i - 1]!.kind === 'owner' && i - 1 === start) i--;
  return i;
}

function nounFollows(next: Token | undefined): boolean {
  return next?.kind === 'word' && (kindOfNoun(next.lower) !== null || (next.capital && titles.has(next.lower)));
}

function nameFollows(tokens: readonly Token[], at: number, limit: number): boolean {
  let count = 0;
  let given = false;
  for (let i = at; i < limit && tokens[i]!.kind === 'word' && tokens[i]!.capital; i++) {
    if (count > 0 && (findGivenName(tokens[i]!.lower) !== undefined || /^\p{Lu}\.$/u.test(tokens[i]!.text)))
      given = true;
    count++;
  }
  return count >= 3 && given;
}

function nounPhrase(tokens: readonly Token[], from: number, end: number, sentence: number): Phrase | null {
  let to = end;
  while (to > from && tokens[to - 1]!.kind !== 'word') to--;
  const head = tokens[to - 1];
  if (head === undefined || to <= from) return null;
  if (to === from + 1 && (determiners.has(head.lower) || possessives.has(head.lower))) return null;
  const roles: string[] = [];
  for (let i = from; i < to; i++) if (tokens[i]!.kind === 'word') roles.push(tokens[i]!.lower);
  const pair = `${roles.at(-2) ?? ''} ${head.lower}`;
  return makePhrase('noun', from, to, sentence, bodiesOfTwoWords.has(pair) ? pair : head.lower, roles);
}
