import { determiners } from './function-words.js';
import { findGivenName } from '../domain/given-names.js';
import { makePhrase, type Phrase } from './phrase.js';
import { bodyNameWords, kindOfNoun, personTitles, titles } from '../domain/titles.js';
import type { Token } from './tokens.js';

/** Small words inside a name: "de", "van". */
export const particles = new Set([
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

/** What may follow a surname: "Jr.", "III". */
export const suffixes = new Set(['jr', 'jr.', 'sr', 'sr.', 'ii', 'iii', 'iv']);

/**
 * The name that ends a phrase, with the titles and roles before it; null when the phrase does not end in a name. With `doubtful`
 * the phrase's first word is taken for no part of a name.
 */
export function namePhrase(
  tokens: readonly Token[],
  from: number,
  end: number,
  sentence: number,
  doubtful: boolean,
): Phrase | null {
  let to = end;
  // A trailing owner sign belongs to a longer phrase that had no head.
  while (to > from && tokens[to - 1]!.kind === 'owner') to--;
  let run = to;
  while (run > from) {
    const token = tokens[run - 1]!;
    if (
      token.kind === 'sign' ? run < to && suffixes.has(tokens[run]!.lower) : isNamePart(token, tokens[run], run === to)
    )
      run--;
    else break;
  }
  if (run === to) return null;
  if (doubtful && run === from) {
    run++;
    if (run === to) return null;
  }
  while (run < to && (tokens[run]!.kind === 'sign' || particles.has(tokens[run]!.lower)) && !tokens[run]!.capital)
    run++;
  let nameFrom = skipTitles(tokens, run, to);
  // "the Seafarers’ Union" is one name.
  if (
    nameFrom === run &&
    run - 2 >= from &&
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
    determiners.has(tokens[from]!.lower)
  )
    return null;
  const roles: string[] = [];
  for (let i = from; i < nameFrom; i++) if (tokens[i]!.kind === 'word') roles.push(tokens[i]!.lower);
  const phrase = makePhrase('name', from, end, sentence, '', roles);
  phrase.nameFrom = nameFrom;
  phrase.nameTo = to;
  return phrase;
}

function isNamePart(token: Token, next: Token | undefined, last: boolean): boolean {
  if (token.kind === 'quote') return !last && next?.capital === true;
  if (token.kind !== 'word') return false;
  if (suffixes.has(token.lower)) return true;
  if (token.capital) return true;
  return !last && particles.has(token.lower) && next?.kind === 'word';
}

/** Where the name proper begins after its titles. */
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

/** Names that own or qualify something inside a phrase. */
export function addInnerNames(tokens: readonly Token[], phrase: Phrase, phrases: Phrase[]): void {
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
      const name = makePhrase('name', i, to, phrase.sentence, '', roles);
      name.nameFrom = nameFrom;
      name.nameTo = to;
      name.inner = true;
      phrases.push(name);
    }
    i = to;
  }
}
