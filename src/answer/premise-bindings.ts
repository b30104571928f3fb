import type { Name } from './verify/names.js';
import { readTokens, type Token } from './verify/tokens.js';
import { readNames } from './verify/names.js';
import { verbForms } from '../retrieve/irregular-verbs.js';

/** Who stands at a place of a verb. */
export type Mention =
  | { kind: 'name'; name: Name }
  | { kind: 'pronoun'; key: string; at: number }
  /** A description by its last noun: "the old ferry". */
  | { kind: 'noun'; head: string };

/** One occurrence of a verb or its noun in a sentence, and who is bound to it. */
export interface Binding {
  doers: readonly Mention[];
  patients: readonly Mention[];
  /** Whose it is what something is done to: "her" in "took over her department". */
  owners: readonly Mention[];
  /** Whether the sentence shows who it is, rather than that somebody before the verb may be. */
  isPlain: boolean;
  isNegated: boolean;
}

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
const owning = /^(?:his|her|its|their|my|our)$/u;
const article = /^(?:a|an|the|this|that|these|those|some|any|every|each|no)$/u;
const preposition =
  /^(?:of|in|on|at|by|for|from|with|to|into|onto|over|under|above|below|about|after|before|during|between|among|against|near|through|without|within|since|until|as|like|than|behind|off|toward|towards|aboard|beside)$/u;
const conjunction =
  /^(?:and|or|but|nor|so|because|although|though|while|whereas|if|unless|when|where|that|which|who|whom|whose|what|how|why)$/u;
const grammar =
  /^(?:is|are|was|were|be|been|being|am|has|have|had|having|do|does|did|will|would|shall|should|can|could|may|might|must|not|never|cannot|get|got|gets|to)$|n['’]?t$/u;
const be = /^(?:is|are|was|were|be|been|being|am|get|gets|got)$/u;
const adverb = /ly$|^(?:also|ever|still|already|just|first|then|later|finally|again|now|soon|once|yet|even|only)$/u;
const denial =
  /^(?:not|never|no|nobody|neither|nor|without|cannot|refused?|refuses|refusing|den(?:y|ies|ied)|declined?|declines)$|n['’]?t$/u;

/** Who is bound to the verb or noun at a token. */
export function readBinding({ tokens, names }: ReadText, at: number): Binding {
  const isNegated = isDenied(tokens, at);
  const owners = ownersBehind(tokens, names, at);
  const token = tokens[at]!;
  if (isNounAt(tokens, at)) {
    const owner = ownerOf(tokens, names, at);
    const whose = tokens[at + 1]?.key === 'of' ? phraseFrom(tokens, names, at + 2) : undefined;
    if (owner !== undefined && whose !== undefined)
      return { doers: [owner], patients: [whose], isPlain: true, isNegated, owners };
    const bound = [owner ?? whose ?? []].flat();
    return { doers: bound, patients: bound, isPlain: bound.length > 0, isNegated, owners };
  }
  const left = leftOf(tokens, names, at);
  const right = phraseFrom(tokens, names, skipAdverbs(tokens, at + 1));
  const behind = right === undefined ? [] : [right];
  const isPassive = isPassiveAt(tokens, at);
  if (!isPassive) {
    // "The newly found tablets": before a noun it is said of that noun.
    const isBeforeNoun = article.test(tokens[at - 1]?.key ?? '') && /(?:ed|en|own|ound)$/u.test(token.key);
    if (isBeforeNoun) return { doers: [], patients: behind, isPlain: true, isNegated, owners };
    return { doers: left.mentions, patients: behind, isPlain: left.isPlain, isNegated, owners };
  }
  const by = tokens.findIndex(({ key }, k) => k > at && k <= at + 8 && key === 'by');
  const agent = by === -1 ? undefined : phraseFrom(tokens, names, by + 1);
  return {
    doers: agent === undefined ? [] : [agent],
    patients: left.mentions,
    isPlain: left.isPlain,
    isNegated,
    owners,
  };
}

function ownersBehind(tokens: readonly Token[], names: readonly Name[], at: number): Mention[] {
  for (let k = at + 1; k < Math.min(tokens.length, at + 4) && tokens[k]!.kind === 'word'; k++) {
    const { key, text } = tokens[k]!;
    if (owning.test(key)) return [{ kind: 'pronoun', key, at: k }];
    const name = /['’]s?$/u.test(text) ? nameAt(names, k) : undefined;
    if (name !== undefined) return [{ kind: 'name', name }];
  }
  return [];
}

/** “Pleaded not guilty”: denied between the verb and what must stand behind it. */
export function isDeniedBehind({ tokens }: ReadText, from: number, to: number): boolean {
  return tokens.slice(from + 1, to).some(({ key }) => denial.test(key));
}

function isDenied(tokens: readonly Token[], at: number): boolean {
  for (let k = at - 1, words = 0; k >= 0 && words < 4; k--) {
    const { kind, key, text } = tokens[k]!;
    if (kind === 'sign') return false;
    if (denial.test(key) || /n['’]t$/u.test(text)) return true;
    if (!grammar.test(key) && !adverb.test(key) && !article.test(key) && key !== 'ever') return false;
    words++;
  }
  return false;
}

/** "The sinking", "her resignation", "resignation of", "first arrest". */
function isNounAt(tokens: readonly Token[], at: number): boolean {
  const { key } = tokens[at]!;
  const before = tokens[at - 1];
  if (
    /(?:tion|sion|ment|ure|al|or|er)$/u.test(key) &&
    verbForms(key).length === 1 &&
    !/^(?:murder|enter|offer|order|recover|discover|suffer|deliver|honor|steal|appeal|reveal)$/u.test(key)
  )
    return true;
  if (/ed$/u.test(key)) return false;
  if (tokens[at + 1]?.key === 'of') return true;
  return (
    before !== undefined &&
    (article.test(before.key) ||
      owning.test(before.key) ||
      /['’]s?$/u.test(before.text) ||
      (preposition.test(before.key) && before.key !== 'to'))
  );
}

function ownerOf(tokens: readonly Token[], names: readonly Name[], at: number): Mention | undefined {
  for (let k = at - 1; k >= Math.max(0, at - 3); k--) {
    const { kind, key, text } = tokens[k]!;
    if (kind === 'sign') return undefined;
    if (owning.test(key)) return { kind: 'pronoun', key, at: k };
    if (/['’]s?$/u.test(text)) {
      const name = nameAt(names, k);
      return name === undefined ? { kind: 'noun', head: tokens[k]!.key } : { kind: 'name', name };
    }
    if (article.test(key) || preposition.test(key)) break;
  }
  // "The Grey Heron sinking", "the Renn resignation"
  const name = nameAt(names, at - 1);
  return name === undefined ? undefined : { kind: 'name', name };
}

function nameAt(names: readonly Name[], k: number): Name | undefined {
  return names.find(({ from, to }) => k >= from && k < to);
}

function isPassiveAt(tokens: readonly Token[], at: number): boolean {
  const { key } = tokens[at]!;
  const forms = verbForms(key);
  if (!/ed$/u.test(key) && (forms.length < 2 || forms.indexOf(key) < 1)) return false;
  if (tokens[at + 1]?.key === 'by') return true;
  for (let k = at - 1; k >= Math.max(0, at - 4); k--) {
    if (be.test(tokens[k]!.key)) return true;
    if (!adverb.test(tokens[k]!.key) && tokens[k]!.key !== 'not') return false;
  }
  return false;
}

function isPastForm({ key, isContent }: Token): boolean {
  const forms = verbForms(key);
  return isContent && (/ed$/u.test(key) || (forms.length > 1 && forms.indexOf(key) > 0 && !/ing$/u.test(key)));
}

function skipAdverbs(tokens: readonly Token[], from: number): number {
  let k = from;
  while (tokens[k]?.kind === 'word' && adverb.test(tokens[k]!.key)) k++;
  return k;
}

/** Who stands before a verb: right before it and its verbs of grammar, or anywhere before it where the sentence does not show it so plainly. */
function leftOf(
  tokens: readonly Token[],
  names: readonly Name[],
  at: number,
  depth = 0,
): { mentions: Mention[]; isPlain: boolean } {
  let k = at - 1;
  let isInfinitive = false;
  while (k >= 0 && tokens[k]!.kind === 'word' && (grammar.test(tokens[k]!.key) || adverb.test(tokens[k]!.key))) {
    isInfinitive ||= tokens[k]!.key === 'to';
    k--;
  }
  if (isInfinitive && k >= 0 && depth < 2) {
    // "Ann Poe agreed on Monday to pay": who agrees also pays.
    let verb = k;
    while (verb > k - 4 && verb > 0 && !isPastForm(tokens[verb]!)) verb--;
    if (isPastForm(tokens[verb]!) && !isPassiveAt(tokens, verb) && !isNounAt(tokens, verb))
      return leftOf(tokens, names, verb, depth + 1);
  }
  if (isInfinitive || k < 0 || (/ing$/u.test(tokens[at]!.key) && !be.test(tokens[at - 1]?.key ?? '')))
    return { mentions: before(tokens, names, at), isPlain: false };
  const token = tokens[k]!;
  if (/^(?:who|which|that)$/u.test(token.key)) {
    let end = k - 1;
    if (tokens[end]?.text === ',') end--;
    const mention = end < 0 ? undefined : phraseTo(tokens, names, end);
    if (mention !== undefined) return { mentions: [mention], isPlain: true };
  } else if (token.text === ',') {
    const mention = k < 1 ? undefined : phraseTo(tokens, names, k - 1);
    // "The minister, Ann Poe, resigned"
    if (mention?.kind === 'name' && tokens[mention.name.from - 1]?.text === ',')
      return { mentions: [mention], isPlain: true };
  } else if (token.kind !== 'sign' && !conjunction.test(token.key) && !preposition.test(token.key)) {
    const mention = phraseTo(tokens, names, k);
    if (mention !== undefined) return { mentions: [mention], isPlain: true };
  }
  return { mentions: before(tokens, names, at), isPlain: false };
}

/** All names and pronouns before a place that are no possessives and do not stand behind a preposition. */
function before(tokens: readonly Token[], names: readonly Name[], at: number): Mention[] {
  const mentions: Mention[] = names
    .filter(
      ({ from, to }) =>
        to <= at && !preposition.test(governorOf(tokens, from)) && !/['’]s?$/u.test(tokens[to - 1]!.text),
    )
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
function phraseTo(tokens: readonly Token[], names: readonly Name[], end: number, depth = 0): Mention | undefined {
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
      if (/['’]s?$/u.test(tokens[name.to - 1]!.text)) {
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
function phraseFrom(tokens: readonly Token[], names: readonly Name[], from: number): Mention | undefined {
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
      if (/['’]s?$/u.test(tokens[k]!.text)) continue;
      found = name;
      continue;
    }
    if (found !== undefined && !isContent) break;
    if (isContent) head = tokens[k];
  }
  if (found !== undefined) return { kind: 'name', name: found };
  return head === undefined ? undefined : { kind: 'noun', head: head.key };
}
