import { verbForms } from '../retrieve/irregular-verbs.js';
import {
  adverb,
  article,
  conjunction,
  grammar,
  isPast,
  isPossessive,
  mentionsBefore,
  nameAt,
  owning,
  phraseFrom,
  phraseTo,
  preposition,
  skipWords,
  type Mention,
  type ReadText,
} from './premise-mentions.js';
import type { Name } from './verify/names.js';
import type { Token } from './verify/tokens.js';

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

const be = /^(?:is|are|was|were|be|been|being|am|get|gets|got)$/u;
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
  const right = phraseFrom(tokens, names, skipWords(tokens, at + 1, adverb));
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
    const { key } = tokens[k]!;
    if (owning.test(key)) return [{ kind: 'pronoun', key, at: k }];
    const name = isPossessive(tokens[k]!) ? nameAt(names, k) : undefined;
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
      isPossessive(before) ||
      (preposition.test(before.key) && before.key !== 'to'))
  );
}

function ownerOf(tokens: readonly Token[], names: readonly Name[], at: number): Mention | undefined {
  for (let k = at - 1; k >= Math.max(0, at - 3); k--) {
    const { kind, key } = tokens[k]!;
    if (kind === 'sign') return undefined;
    if (owning.test(key)) return { kind: 'pronoun', key, at: k };
    if (isPossessive(tokens[k]!)) {
      const name = nameAt(names, k);
      return name === undefined ? { kind: 'noun', head: tokens[k]!.key } : { kind: 'name', name };
    }
    if (article.test(key) || preposition.test(key)) break;
  }
  // "The Grey Heron sinking", "the Renn resignation"
  const name = nameAt(names, at - 1);
  return name === undefined ? undefined : { kind: 'name', name };
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
    while (verb > k - 4 && verb > 0 && !isPast(tokens[verb]!)) verb--;
    if (isPast(tokens[verb]!) && !isPassiveAt(tokens, verb) && !isNounAt(tokens, verb))
      return leftOf(tokens, names, verb, depth + 1);
  }
  if (isInfinitive || k < 0 || (/ing$/u.test(tokens[at]!.key) && !be.test(tokens[at - 1]?.key ?? '')))
    return { mentions: mentionsBefore(tokens, names, at), isPlain: false };
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
  return { mentions: mentionsBefore(tokens, names, at), isPlain: false };
}
