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
import { findGivenName } from './given-names.js';
import { findVerbForm, isAlsoNoun } from './speech-verbs.js';
import { bodyNameWords, genderOfNoun, kindOfNoun, personTitles, titles } from './titles.js';

/** A noun phrase or pronoun: tokens `from` to `to` (exclusive) of a paragraph. */
export interface Phrase {
  from: number;
  to: number;
  kind: 'pronoun' | 'name' | 'noun';
  /** For a name: its own tokens, without titles and roles before it. */
  nameFrom: number;
  nameTo: number;
  /** Lower-case titles and roles right before the name, or the phrase's words for a noun phrase. */
  roles: string[];
  /** Lower-case head of a noun phrase; the pronoun itself for a pronoun; empty for a name. */
  head: string;
  /** True for a name inside a longer phrase ("Clinton" in "Clinton’s aides"): it is mentioned but never speaks. */
  inner: boolean;
  sentence: number;
}

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
const particles = new Set([
  'de',
  'del',
  'della',
  'da',
  'di',
  'dos',
  'du',
  'la',
  'le',
  'van',
  'von',
  'der',
  'den',
  'ter',
  'bin',
  'ibn',
  'al',
  'el',
  'y',
  'zu',
]);
const suffixes = new Set(['jr', 'jr.', 'sr', 'sr.', 'ii', 'iii', 'iv']);
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
  const base = {
    from: start,
    to: start + 1,
    nameFrom: start,
    nameTo: start,
    roles: [] as string[],
    inner: false,
    sentence: index,
  };
  const bare = first.lower.replace(/['’](?:m|d|ll|ve|re|s)$/, '');
  if (subjectPronouns.has(bare)) {
    if (bare === 'i' && !first.capital) return null;
    return { ...base, kind: 'pronoun', head: bare };
  }
  const opening = isOpening(tokens, start, sentence);
  const determined = isDeterminer(first, tokens[start + 1]);
  if (!determined && alone.has(first.lower) && !canFollowNumber(tokens[start + 1])) {
    return { ...base, kind: 'noun', head: first.lower, roles: [first.lower] };
  }
  if (!determined && !startsPhrase(first, opening, tokens[start + 1], words)) return null;
  const to = findPhraseEnd(tokens, start, sentence.to, determined, opening);
  if (to <= start || (determined && to === start + 1)) {
    return alone.has(first.lower) ? { ...base, kind: 'noun', head: first.lower, roles: [first.lower] } : null;
  }
  return (
    namePhrase(tokens, { ...base, to }, opening && isDoubtful(first, tokens[start + 1], words)) ??
    nounPhrase(tokens, { ...base, to })
  );
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
  if (!opening) return !(token.text.length === 1 && lower === 'a');
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
        token.end - token.start < 24 &&
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
    if (lower === 'and' && determined === false && false) continue;
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
    } else if (!first && /ed$/.test(lower) && lower.length > 4 && !nounFollows(tokens[i + 1])) {
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

function namePhrase(tokens: readonly Token[], phrase: Omit<Phrase, 'kind' | 'head'>, doubtful: boolean): Phrase | null {
  let { to } = phrase;
  // A trailing owner sign belongs to a longer phrase that had no head.
  while (to > phrase.from && tokens[to - 1]!.kind === 'owner') to--;
  let run = to;
  while (run > phrase.from) {
    const token = tokens[run - 1]!;
    if (
      token.kind === 'sign' ? run < to && suffixes.has(tokens[run]!.lower) : isNamePart(token, tokens[run], run === to)
    )
      run--;
    else break;
  }
  if (run === to) return null;
  if (doubtful && run === phrase.from) {
    run++;
    if (run === to) return null;
  }
  while (run < to && (tokens[run]!.kind === 'sign' || particles.has(tokens[run]!.lower)) && !tokens[run]!.capital)
    run++;
  let nameFrom = skipTitles(tokens, run, to);
  // "the Seafarers’ Union" is one name.
  if (
    nameFrom === run &&
    run - 2 >= phrase.from &&
    tokens[run - 1]!.kind === 'owner' &&
    tokens[run - 2]!.capital &&
    bodyNameWords.has(tokens[to - 1]!.lower)
  )
    nameFrom = run - 2;
  if (nameFrom >= to) return null;
  // A title alone is a description: "Minister", "Mayor".
  if (
    nameFrom === to - 1 &&
    titles.has(tokens[nameFrom]!.lower) &&
    findGivenName(tokens[nameFrom]!.lower) === undefined
  )
    return null;
  if (
    kindOfNoun(tokens[to - 1]!.lower) !== null &&
    to - nameFrom === 1 &&
    !personTitles.has(tokens[nameFrom - 1]?.lower ?? '') &&
    determiners.has(tokens[phrase.from]!.lower)
  )
    return null;
  const roles: string[] = [];
  for (let i = phrase.from; i < nameFrom; i++) if (tokens[i]!.kind === 'word') roles.push(tokens[i]!.lower);
  return { ...phrase, kind: 'name', head: '', nameFrom, nameTo: to, roles };
}

function isNamePart(token: Token, next: Token | undefined, last: boolean): boolean {
  if (token.kind === 'quote') return !last && next?.capital === true;
  if (token.kind !== 'word') return false;
  if (suffixes.has(token.lower)) return true;
  if (token.capital) return true;
  return !last && particles.has(token.lower) && next?.kind === 'word';
}

function skipTitles(tokens: readonly Token[], from: number, to: number): number {
  let start = from;
  for (let i = from; i < to - 1; i++) {
    const { lower } = tokens[i]!;
    if (lower === 'of') {
      start = i + 1;
      while (
        start < to - 2 &&
        findGivenName(tokens[start]!.lower) === undefined &&
        !/^\p{Lu}\.$/u.test(tokens[start + 1]?.text ?? '')
      )
        start++;
      return start;
    }
    const given = findGivenName(lower) !== undefined && i === start;
    if (titles.has(lower) && !(given && !personTitles.has(lower)) && !isBodyRun(tokens, i, to)) start = i + 1;
    else if (i === start && suffixes.has(lower)) start = i + 1;
    else if (i === start && i < to - 2 && kindOfNoun(lower) === 'person' && !given) start = i + 1;
  }
  return start;
}

/** "House Republican Ann Poe" is a person, "House Judiciary Committee" a body: what ends as a body is not cut. */
function isBodyRun(tokens: readonly Token[], from: number, to: number): boolean {
  return bodyNameWords.has(tokens[to - 1]!.lower) && findGivenName(tokens[from + 1]?.lower ?? '') === undefined;
}

function nounPhrase(tokens: readonly Token[], phrase: Omit<Phrase, 'kind' | 'head'>): Phrase | null {
  let { to } = phrase;
  while (to > phrase.from && tokens[to - 1]!.kind !== 'word') to--;
  const head = tokens[to - 1];
  if (head === undefined || to <= phrase.from) return null;
  if (to === phrase.from + 1 && (determiners.has(head.lower) || possessives.has(head.lower))) return null;
  const roles: string[] = [];
  for (let i = phrase.from; i < to; i++) if (tokens[i]!.kind === 'word') roles.push(tokens[i]!.lower);
  return { ...phrase, to, kind: 'noun', head: head.lower, roles };
}

/** Names that own or qualify something inside a phrase. */
function addInnerNames(tokens: readonly Token[], phrase: Phrase, phrases: Phrase[]): void {
  const limit = phrase.kind === 'name' ? phrase.nameFrom : phrase.to;
  let i = phrase.from;
  while (i < limit) {
    const token = tokens[i]!;
    if (token.kind !== 'word' || !token.capital || (i === phrase.from && determiners.has(token.lower))) {
      i++;
      continue;
    }
    let to = i + 1;
    while (
      to < limit &&
      tokens[to]!.kind === 'word' &&
      (tokens[to]!.capital || particles.has(tokens[to]!.lower)) &&
      !suffixes.has(tokens[to]!.lower)
    )
      to++;
    const nameFrom = skipTitles(tokens, i, to);
    const roles: string[] = [];
    for (let k = i; k < nameFrom; k++) roles.push(tokens[k]!.lower);
    const owns = tokens[to]?.kind === 'owner';
    if (nameFrom < to && (owns || to - nameFrom >= 2)) {
      phrases.push({ ...phrase, from: i, to, kind: 'name', head: '', nameFrom, nameTo: to, roles, inner: true });
    }
    i = to;
  }
}

/** Whether the phrase names or describes more than one. */
export function isPlural(phrase: Phrase): boolean {
  if (phrase.kind === 'pronoun') return phrase.head === 'they' || phrase.head === 'we';
  if (phrase.kind === 'name') return false;
  return kindOfNoun(phrase.head) === 'plural';
}

/** The gender that a noun phrase states ("the congresswoman"); null when it states none. */
export function genderOfPhrase(phrase: Phrase): 'male' | 'female' | null {
  for (let i = phrase.roles.length - 1; i >= 0; i--) {
    const gender = genderOfNoun(phrase.roles[i]!);
    if (gender !== null) return gender;
  }
  return null;
}
