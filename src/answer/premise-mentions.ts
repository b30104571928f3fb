import { verbForms } from '../retrieve/irregular-verbs.js';
import { readNames, type Name } from './verify/names.js';
import { readTokens, type Token } from './verify/tokens.js';

/** Who stands at a place of a verb. */
export type Mention =
  | { kind: 'name'; name: Name }
  | { kind: 'pronoun'; key: string; at: number }
  /** A description by its last noun: "the old ferry". */
  | { kind: 'noun'; head: string };

export interface ReadText {
  text: string;
  tokens: readonly Token[];
  names: readonly Name[];
}

/** A sentence taken apart as far as binding needs it. The first word counts as a name when another capital follows, or `isName` says so. */
export function readText(text: string, isName: (key: string) => boolean): ReadText {
  const tokens = readTokens(text);
  const names = readNames(text, tokens, ({ key }, next) => isName(key) || (next?.kind === 'word' && next.isCapital));
  return { text, tokens, names };
}

const pronoun = /^(?:he|she|it|they|him|her|them|his|its|their|i|we|you|who|himself|herself|itself|themselves)$/u;
export const owning = /^(?:his|her|its|their|my|our)$/u;
export const article = /^(?:a|an|the|this|that|these|those|some|any|every|each|no)$/u;
export const preposition =
  /^(?:of|in|on|at|by|for|from|with|to|into|onto|over|under|above|below|about|after|before|during|between|among|against|near|through|without|within|since|until|as|like|than|behind|off|toward|towards|aboard|beside)$/u;
export const conjunction =
  /^(?:and|or|but|nor|so|because|although|though|while|whereas|if|unless|when|where|that|which|who|whom|whose|what|how|why)$/u;
export const grammar =
  /^(?:is|are|was|were|be|been|being|am|has|have|had|having|do|does|did|will|would|shall|should|can|could|may|might|must|not|never|cannot|get|got|gets|to)$|n['’]?t$/u;
export const adverb =
  /ly$|^(?:also|ever|still|already|just|first|then|later|finally|again|now|soon|once|yet|even|only)$/u;

/** The place behind the words at a place that a pattern knows. */
export function skipWords(tokens: readonly Token[], from: number, pattern: RegExp): number {
  let at = from;
  while (tokens[at]?.kind === 'word' && pattern.test(tokens[at]!.key)) at++;
  return at;
}

/** Whether it may be the past or the participle of a verb: "resigned", "sank", "found". */
export function isParticiple(token: Token | undefined): boolean {
  if (token === undefined) return false;
  const forms = verbForms(token.key);
  return /ed$/u.test(token.key) || (forms.length > 1 && forms.indexOf(token.key) > 0 && !/ing$/u.test(token.key));
}

/** The same of a word that says something: no "had" or "was". */
export function isPast(token: Token | undefined): boolean {
  return token?.isContent === true && isParticiple(token);
}

export function isPossessive({ text }: Token): boolean {
  return /['’]s?$/u.test(text);
}

export function nameAt(names: readonly Name[], k: number): Name | undefined {
  return names.find(({ from, to }) => k >= from && k < to);
}

/** All names and pronouns before a place that are no possessives and do not stand behind a preposition. */
export function mentionsBefore(tokens: readonly Token[], names: readonly Name[], at: number): Mention[] {
  const mentions: Mention[] = names
    .filter(({ from, to }) => to <= at && !preposition.test(governorOf(tokens, from)) && !isPossessive(tokens[to - 1]!))
    .map((name) => ({ kind: 'name', name }));
  for (let k = 0; k < at; k++) {
    const { key } = tokens[k]!;
    if (/^(?:he|she|it|they|i|we)$/u.test(key)) mentions.push({ kind: 'pronoun', key, at: k });
  }
  return mentions;
}

/** The word before a noun phrase. */
function governorOf(tokens: readonly Token[], from: number): string {
  let k = from - 1;
  while (
    k >= 0 &&
    tokens[k]!.kind === 'word' &&
    !preposition.test(tokens[k]!.key) &&
    !tokens[k]!.isCapital &&
    (article.test(tokens[k]!.key) || (tokens[k]!.isContent && from - k < 4))
  )
    k--;
  return tokens[k]?.key ?? '';
}

/** The noun phrase that ends with a token: its name, or what stands before "of" and the like in it. */
export function phraseTo(
  tokens: readonly Token[],
  names: readonly Name[],
  end: number,
  depth = 0,
): Mention | undefined {
  const last = tokens[end]!;
  if (last.kind === 'sign') return undefined;
  if (pronoun.test(last.key))
    return owning.test(last.key) && last.key !== 'her' ? undefined : { kind: 'pronoun', key: last.key, at: end };
  const inside = nameAt(names, end);
  let from = inside?.from ?? end;
  let found: Name | undefined = inside;
  for (let k = from - 1; k >= Math.max(0, end - 7); k--) {
    const { kind, key, text } = tokens[k]!;
    if (kind === 'sign' ? text !== '-' : grammar.test(key) || conjunction.test(key) || preposition.test(key)) break;
    if (kind !== 'sign' && pronoun.test(key)) break;
    const name = nameAt(names, k);
    if (name !== undefined) {
      if (inside !== undefined) break;
      if (isPossessive(tokens[name.to - 1]!)) {
        from = name.from;
        break;
      }
      found ??= name;
      from = name.from;
      k = name.from;
      continue;
    }
    from = k;
    if (article.test(key)) break;
  }
  const governor = tokens[from - 1];
  if (governor !== undefined && depth < 2 && from >= 2 && preposition.test(governor.key)) {
    const head = tokens[from - 2]!;
    const isNoun =
      head.kind === 'word' && (head.isContent || nameAt(names, from - 2) !== undefined) && !adverb.test(head.key);
    if (isNoun && (governor.key === 'of' || inside === undefined || article.test(tokens[from - 3]?.key ?? ''))) {
      const mention = phraseTo(tokens, names, from - 2, depth + 1);
      if (mention !== undefined) return mention;
    }
  }
  if (found !== undefined) return { kind: 'name', name: found };
  return last.isContent ? { kind: 'noun', head: last.key } : undefined;
}

/** The noun phrase that begins at a token. */
export function phraseFrom(tokens: readonly Token[], names: readonly Name[], from: number): Mention | undefined {
  let head: Token | undefined;
  let found: Name | undefined;
  for (let k = from; k < Math.min(tokens.length, from + 8); k++) {
    const { kind, key, text, isContent } = tokens[k]!;
    if (k === from && pronoun.test(key) && !owning.test(key)) return { kind: 'pronoun', key, at: k };
    if (k === from && key === 'her' && !(tokens[k + 1]?.isContent ?? false)) return { kind: 'pronoun', key, at: k };
    if (text === ',' && head !== undefined && found === undefined) {
      // "His mother, Ann Poe,"
      found = nameAt(names, k + 1);
      break;
    }
    if (kind === 'sign' ? text !== '-' : grammar.test(key) || conjunction.test(key) || preposition.test(key)) break;
    const name = nameAt(names, k);
    if (name !== undefined) {
      k = name.to - 1;
      if (isPossessive(tokens[k]!)) continue;
      found = name;
      continue;
    }
    if (found !== undefined && !isContent) break;
    if (isContent) head = tokens[k];
  }
  if (found !== undefined) return { kind: 'name', name: found };
  return head === undefined ? undefined : { kind: 'noun', head: head.key };
}
