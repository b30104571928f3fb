import { genderOfNoun, kindOfNoun } from '../domain/titles.js';

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

export function makePhrase(
  kind: Phrase['kind'],
  from: number,
  to: number,
  sentence: number,
  head: string,
  roles: string[],
): Phrase {
  return { from, to, kind, nameFrom: from, nameTo: from, roles, head, inner: false, sentence };
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
