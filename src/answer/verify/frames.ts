import { verbForms } from '../../retrieve/irregular-verbs.js';
import { unitOf } from './figures.js';
import { remember } from './remember.js';
import type { Token } from './tokens.js';
import { isParticiple, isPassiveAt, isPresent, isVerb } from './verbs.js';

/** Somebody or something that stands around a verb. */
export interface Phrase {
  /** Stems of the words that stand for it, without those behind a preposition and without an owner: "lawyers" of "Poe's lawyers in Lorne". */
  heads: ReadonlySet<string>;
  /** Stems of all of its words. */
  stems: ReadonlySet<string>;
  /** "He", "they": whoever that is, he is named elsewhere. */
  isPronoun: boolean;
  isName: boolean;
  /** Its first token and the one after its last. */
  from: number;
  to: number;
}

/** One verb of a sentence with what stands around it, the passive turned into the active. */
export interface Frame {
  /** Index of the verb. */
  at: number;
  /** Who stands before the verb, whether he does it or it is done to him. */
  subject: Phrase | null;
  doer: Phrase | null;
  other: Phrase | null;
  /** Stems of all that stands behind the verb in its sentence, but for who does it. */
  rest: ReadonlySet<string>;
  /** "The money moved from A to B": whether the subject does it cannot be told. */
  isOpen: boolean;
  /** What stands behind "to", "from", "against" and so on, up to the end of the clause. */
  slots: ReadonlyMap<string, Phrase>;
}

const reach = 12;
const helping =
  /^(?:had|has|have|having|was|were|is|are|am|be|been|being|will|would|could|can|may|might|must|should|shall|did|does|do|not|never|also|then|still|already|just|soon|once|later|now|first|both|all|each|yet|ever|even|reportedly)$|.ly$/u;
const subordinating =
  /^(?:after|before|since|until|till|when|while|whereas|because|as|if|that|which|who|whom|whose|where|whether|although|though|than|but|unless|once|so|how|why|what)$/u;
const prepositions =
  /^(?:in|on|at|to|from|for|of|with|by|into|onto|over|against|under|during|among|between|about|near|off|around|behind|inside|outside|without|within|through|amid|despite|towards?|across|along|per|via|beside|besides|except|like|including)$/u;
const slotted = /^(?:to|from|against|over|by|for|with|at|in)$/u;
const pronouns = /^(?:he|she|it|they|we|i|you|him|her|them|us|me|who|whom|himself|herself|themselves|someone|others)$/u;
const speaking = /^(?:said|says|say|told|tells|adds?|added|reports?|reported|states?|stated|writes?|wrote|according)$/u;

/** The verbs of a sentence with what stands around them, in order. Verbs in quotation marks are left out. Linear, once for each sentence. */
export function readFrames(tokens: readonly Token[]): readonly Frame[] {
  return remember(frames, tokens, () => tokens.flatMap((_, at) => readFrame(tokens, at) ?? []));
}

const frames = new WeakMap<readonly Token[], readonly Frame[]>();

function tellsDeed(tokens: readonly Token[], i: number): boolean {
  return isVerb(tokens, i) || isPresent(tokens, i);
}

function readFrame(tokens: readonly Token[], at: number): Frame | undefined {
  if (!tellsDeed(tokens, at)) return undefined;
  const next = tokens[at + 1];
  const before = tokens[at - 1];
  const none: ReadonlyMap<string, Phrase> = new Map();
  // “...,” called Magda Fell: who speaks stands behind the verb.
  if (before?.kind === 'sign' && /[”"»]/u.test(before.text)) {
    const doer = phraseFrom(tokens, at + 1);
    return { at, subject: doer, doer, other: null, rest: new Set(), isOpen: false, slots: none };
  }
  const isPassive = isPassiveAt(tokens, at);
  const slots = slotsFrom(tokens, at + 1);
  const hasHelp = before !== undefined && (helping.test(before.key) || before.key === 'to');
  // "The body recovered on April 29 matched", "the money moved from A to B": without an object it may be either voice.
  const isOpen =
    !hasHelp && !isPassive && (isParticiple(tokens[at]!.key) || (next?.kind === 'word' && opensVoice.test(next.key)));
  // "The man they saw was": what is seen stands before it.
  if (/^(?:is|are|was|were|has|had)$/u.test(next?.key ?? '')) return undefined;
  const subject = subjectOf(tokens, at);
  if (isPassive) {
    const doer = slots.get('by') ?? null;
    const rest = restOf(tokens, at, doer);
    for (const stem of subject?.stems ?? []) rest.add(stem);
    return { at, subject, doer, other: subject, rest, isOpen, slots };
  }
  const other = isOpen ? null : phraseFrom(tokens, at + 1);
  return { at, subject, doer: subject, other, rest: restOf(tokens, at, null), isOpen, slots };
}

function restOf(tokens: readonly Token[], at: number, doer: Phrase | null): Set<string> {
  const stems = new Set<string>();
  for (let k = at + 1; k < tokens.length && k < at + reach + 8; k++) {
    const { kind, text, stem, isContent } = tokens[k]!;
    if (kind === 'sign' && /^[;:.!?“”"]$/u.test(text) && !isAbbreviation(tokens, k)) break;
    if (isContent && !(doer !== null && k >= doer.from && k < doer.to)) stems.add(stem);
  }
  return stems;
}

const opensVoice = /^(?:on|in|at|to|from|for|of|with|as|into|until|since|off|against|over)$/u;

/** Who stands before a verb; null when nobody can be told. */
export function subjectOf(tokens: readonly Token[], at: number, depth = 0): Phrase | null {
  let k = at - 1;
  while (k >= 0 && tokens[k]!.kind === 'word' && helping.test(tokens[k]!.key)) k--;
  const token = tokens[k];
  if (token === undefined || depth > 3) return null;
  if (token.kind === 'sign') {
    if (token.text === ')') return phraseUpTo(tokens, lastIndex(tokens, k, '('));
    if (token.text === ',') return beforeComma(tokens, k, depth);
    return null;
  }
  if (/^(?:and|or|then|but|to)$/u.test(token.key)) {
    // "Rang Poe and called him", "agreed to sell": whoever did the one did the other.
    if (token.key === 'to' && !(k > 0 && (tellsDeed(tokens, k - 1) || speaking.test(tokens[k - 1]!.key)))) return null;
    const verb = verbBefore(tokens, k, token.key !== 'to' && isPast(tokens[at]!.key));
    return verb === undefined ? null : subjectOf(tokens, verb, depth + 1);
  }
  if (/^(?:who|which|that)$/u.test(token.key)) {
    const isApart = tokens[k - 1]?.text === ',';
    return phraseUpTo(tokens, isApart ? k - 1 : k);
  }
  return phraseUpTo(tokens, k + 1);
}

function isPast(key: string): boolean {
  return /ed$/u.test(key) || verbForms(key)[0] !== key;
}

/** The subject of a verb behind a comma: before the words between two commas, or that of the verb before. */
function beforeComma(tokens: readonly Token[], comma: number, depth: number): Phrase | null {
  const opening = lastIndex(tokens, comma, ',');
  if (opening === -1) {
    const verb = verbBefore(tokens, comma);
    return verb === undefined ? phraseUpTo(tokens, comma) : subjectOf(tokens, verb, depth + 1);
  }
  const isRelative = /^(?:who|whose|which|whom|where)$/u.test(tokens[opening + 1]!.key);
  const verb = verbBefore(tokens, comma);
  if (!isRelative && verb !== undefined && verb > opening && helping.test(tokens[verb - 1]!.key))
    return subjectOf(tokens, verb, depth + 1);
  // "Nine-time winner Ann Poe, of Lorne, the clerk, said": further commas belong to what is said of her.
  let start = opening;
  for (
    let more = lastIndex(tokens, start, ',');
    more !== -1 && start - more < 8;
    more = lastIndex(tokens, start, ',')
  ) {
    const inside = verbBefore(tokens, start);
    if (inside !== undefined && inside > more + 1) break;
    const [first, second] = [tokens[more + 1]!, tokens[more + 2]!];
    const isAside =
      first.kind === 'number' ||
      second.text === '-' ||
      /^(?:who|whose|which|a|an|the|of|now|then|once)$|ed$|ing$/u.test(first.key);
    if (!isAside) break;
    start = more;
  }
  const phrase = phraseUpTo(tokens, start);
  if (phrase === null || isRelative || start !== opening) return phrase;
  // "His mother, Renske Poe, pulled": both stand for her.
  const beside = phraseFrom(tokens, start + 1);
  return {
    ...phrase,
    heads: new Set([...phrase.heads, ...(beside?.heads ?? [])]),
    stems: new Set([...phrase.stems, ...(beside?.stems ?? [])]),
  };
}

function lastIndex(tokens: readonly Token[], before: number, text: string): number {
  for (let k = before - 1; k >= 0; k--) {
    if (tokens[k]!.text === text) return k;
    if (/^[;:!?“”"]$/u.test(tokens[k]!.text)) return -1;
  }
  return -1;
}

/** The verb before a place; one that is no infinitive ("used a bar to break it and pulled") is joined to one that is none either. */
function verbBefore(tokens: readonly Token[], before: number, isFinite = false): number | undefined {
  for (let k = before - 1; k >= 0; k--) {
    if (/^[;:!?“”"]$/u.test(tokens[k]!.text)) return undefined;
    if (isFinite && tokens[k - 1]?.key === 'to') continue;
    if (tellsDeed(tokens, k) || speaking.test(tokens[k]!.key)) return k;
  }
  return undefined;
}

/** The phrase that ends before a place. */
function phraseUpTo(tokens: readonly Token[], end: number): Phrase | null {
  let from = end;
  for (let k = end - 1, words = 0; k >= 0 && words < reach; k--) {
    const { kind, text, key } = tokens[k]!;
    if (kind === 'sign') {
      if (text === '-' || text === '’' || text === "'" || isAbbreviation(tokens, k) || /^[$€£%&]$/u.test(text))
        continue;
      break;
    }
    if (subordinating.test(key) || speaking.test(key) || (k < end - 1 && tellsDeed(tokens, k))) break;
    if (/^(?:was|were|is|are|had|has|have|will|would)$/u.test(key)) break;
    words++;
    from = k;
  }
  while (from < end && /^(?:and|or|but)$/u.test(tokens[from]!.key)) from++;
  return phraseOf(tokens, from, end, true);
}

/** The phrase that begins at a place: an object. */
function phraseFrom(tokens: readonly Token[], start: number): Phrase | null {
  let from = start;
  // "Beat out the Larks", "only then", "never"
  while (from < tokens.length && /^(?:out|up|off|down|back|away|only|.+ly)$/u.test(tokens[from]!.key)) from++;
  let to = from;
  for (let words = 0; to < tokens.length && words < reach; to++) {
    const { kind, text, key, isCapital } = tokens[to]!;
    if (kind === 'sign') {
      if (/^[-$€£%&'’]$/u.test(text) || isAbbreviation(tokens, to)) continue;
      break;
    }
    if (subordinating.test(key) || (prepositions.test(key) && key !== 'of' && !isCapital)) break;
    // "And called him": a deed of its own.
    if (to > from && (tellsDeed(tokens, to) || speaking.test(key))) break;
    if (/^(?:was|were|is|are|had|has|have|will|would|could|can)$/u.test(key)) return null;
    words++;
  }
  return to === from ? null : phraseOf(tokens, from, to, false);
}

function slotsFrom(tokens: readonly Token[], start: number): ReadonlyMap<string, Phrase> {
  const slots = new Map<string, Phrase>();
  for (let k = start, words = 0; k < tokens.length && words < reach + 6; k++) {
    const { kind, text, key } = tokens[k]!;
    if (kind === 'sign' && /^[,;:.!?“”"(–—]$/u.test(text) && !isAbbreviation(tokens, k)) break;
    if (subordinating.test(key)) break;
    if (/^(?:and|or)$/u.test(key) && tokens[k + 1] !== undefined && tellsDeed(tokens, k + 1)) break;
    words++;
    if (!slotted.test(key) || slots.has(key)) continue;
    const phrase = phraseFrom(tokens, k + 1);
    if (phrase !== null && phrase.stems.size > 0) slots.set(key, phrase);
  }
  return slots;
}

function isAbbreviation(tokens: readonly Token[], at: number): boolean {
  return tokens[at]!.text === '.' && (tokens[at - 1]?.text.length ?? 9) <= 3 && tokens[at - 1]!.isCapital;
}

function phraseOf(tokens: readonly Token[], from: number, to: number, isSubject: boolean): Phrase {
  const stems = new Set<string>();
  const parts: string[][] = [[]];
  let begins = false;
  for (let k = from; k < to; k++) {
    const { key, text, stem, isContent, kind } = tokens[k]!;
    if (kind !== 'word') continue;
    if (prepositions.test(key) && !tokens[k]!.isCapital) {
      if (parts.length === 1 && parts[0]!.length === 0) begins = true;
      parts.push([]);
      continue;
    }
    if (!isContent || unitOf(key) !== undefined) continue;
    stems.add(stem);
    const own = /['’]s?$/u.test(text);
    if (own) parts[parts.length - 1] = [];
    else parts.at(-1)!.push(stem);
  }
  // "In March Poe sold": nothing stands before the first preposition.
  let heads = begins || parts[0]!.length === 0 ? [] : parts[0]!;
  if (heads.length === 0 && isSubject) heads = lastRun(tokens, from, to);
  const words = tokens.slice(from, to).filter(({ kind }) => kind === 'word');
  const isPronoun = words.length > 0 && words.length < 3 && pronouns.test(words.at(-1)!.key);
  const headSet = new Set(heads);
  const isName = tokens
    .slice(from, to)
    .some(({ isCapital, stem }, k) => isCapital && headSet.has(stem) && from + k > 0);
  return { heads: headSet, stems, isPronoun, isName, from, to };
}

/** The words of a name, or else the last word, at the end of a phrase. */
function lastRun(tokens: readonly Token[], from: number, to: number): string[] {
  const run: string[] = [];
  for (let k = to - 1; k >= from; k--) {
    const { isContent, isCapital, stem, kind } = tokens[k]!;
    if (kind === 'sign') continue;
    if (!isContent || (run.length > 0 && !isCapital)) break;
    run.push(stem);
    if (!isCapital) break;
  }
  return run;
}
