import { stemOf } from '../../retrieve/words.js';
import { isAbbreviation, markException, markQuestion, prepositions, reach } from './left-open.js';
import { unitOf } from './figures.js';
import {
  claimed,
  clauseVerb,
  denyingStems,
  doesSomething,
  isNegator,
  isNot,
  isRelative,
  light,
  passing,
  takesThing,
  wholes,
} from './negators.js';
import { readNumber } from './number-words.js';
import type { ReadSentence } from './prepare.js';
import { remember } from './remember.js';
import { isVerb } from './roles.js';
import type { Token } from './tokens.js';

/** "The minister", "him", "it.": no clause. */
function startsThing(tokens: readonly Token[], k: number): boolean {
  const next = tokens[k];
  if (next === undefined || /^(?:him|it|them|her|us|me)$/u.test(next.key))
    return next === undefined || tokens[k + 1]?.kind !== 'word';
  if (!/^(?:the|a|an|his|her|their|its|this|that|those|these)$/u.test(next.key)) return false;
  for (let i = k + 1; i < tokens.length && i < k + 6; i++) {
    if (tokens[i]!.kind === 'sign') return true;
    if (clauseVerb.test(tokens[i]!.key) || isVerb(tokens, i)) return false;
  }
  return true;
}

/** Which stems of a sentence are said to be so, and which not to be so. A word that is left open is in neither. */
export interface Polarity {
  affirmed: ReadonlySet<string>;
  negated: ReadonlySet<string>;
  /** Those of `negated` that stand under "not" or "never", which deny what is said of something; "no" and "without" deny the thing. */
  denied: ReadonlySet<string>;
  /** Those of `negated` that a negation is about: its verb, or its noun. What else it reaches may be so elsewhere. */
  heads: ReadonlySet<string>;
  /** Those of `negated` that the negated verb is done to: "did not sign the lease". */
  objects: ReadonlySet<string>;
  /** What stands before a denied verb in its clause, of which it is denied: "tags will not be required". */
  subjects: ReadonlySet<string>;
  /** The heads of each negation with its objects. */
  denials: readonly { heads: ReadonlySet<string>; objects: ReadonlySet<string> }[];
  /** What is asked, or not known, or not told: "declined to say whether he had signed". */
  open: ReadonlySet<string>;
  /** What a sentence is not about: "all of them except Aker". */
  excepted: ReadonlySet<string>;
}

/**
 * Reads which words stand under a negation: those behind it up to the end of the clause, and, for a clause that ends in "did not", those
 * before it. Two negations cancel each other. Linear; remembered for the sentence.
 */
export function readPolarity({ tokens }: Pick<ReadSentence, 'tokens'>): Polarity {
  return remember(polarities, tokens, () => polarityOf(tokens));
}

const polarities = new WeakMap<readonly Token[], Polarity>();

/** What negations make of each token. */
interface Marks {
  counts: number[];
  isDenied: boolean[];
  isHead: boolean[];
  isObject: boolean[];
  isSubject: boolean[];
  denials: { heads: number[]; objects: number[] }[];
  isOpen: boolean[];
  isExcepted: boolean[];
  /** Of what the exception is one: "every town except Aker". */
  isNeutral: boolean[];
}

export function polarityOf(tokens: readonly Token[]): Polarity {
  const flags = (): boolean[] => new Array<boolean>(tokens.length).fill(false);
  const marks: Marks = {
    counts: new Array<number>(tokens.length).fill(0),
    isDenied: flags(),
    isHead: flags(),
    isObject: flags(),
    isSubject: flags(),
    denials: [],
    isOpen: flags(),
    isExcepted: flags(),
    isNeutral: flags(),
  };
  tokens.forEach((token, i) => {
    markQuestion(tokens, i, marks);
    markException(tokens, i, marks);
    markOutside(tokens, i, marks);
    if (isNegator(token, tokens, i)) markNegation(tokens, i, marks);
  });
  const { counts, isDenied, isHead, isObject, isSubject, isOpen, isExcepted, isNeutral } = marks;
  const stemsAt = (places: readonly number[]): Set<string> => new Set(places.map((at) => tokens[at]!.stem));
  const polarity = {
    affirmed: new Set<string>(),
    negated: new Set<string>(),
    denied: new Set<string>(),
    heads: new Set<string>(),
    objects: new Set<string>(),
    subjects: new Set<string>(),
    denials: marks.denials.map(({ heads, objects }) => ({ heads: stemsAt(heads), objects: stemsAt(objects) })),
    open: new Set<string>(),
    excepted: new Set<string>(),
  };
  tokens.forEach((token, i) => {
    const { stem } = token;
    if (isDenied[i]) polarity.denied.add(stem);
    if (
      !token.isContent ||
      isNeutral[i] ||
      token.key === 'whether' ||
      unitOf(token.key) !== undefined ||
      readNumber(tokens, i) !== undefined
    )
      return;
    if (isSubject[i]) polarity.subjects.add(stem);
    if (isExcepted[i]) polarity.excepted.add(stem);
    else if (isOpen[i]) polarity.open.add(stem);
    else if (counts[i]! % 2 === 1) {
      polarity.negated.add(stem);
      if (isHead[i]) polarity.heads.add(stem);
      if (isObject[i]) polarity.objects.add(stem);
    } else polarity.affirmed.add(stem);
    const root = rootOf(token.key);
    if (root !== undefined && !isOpen[i]) {
      (counts[i]! % 2 === 1 ? polarity.affirmed : polarity.negated).add(root);
      if (counts[i]! % 2 === 0) polarity.heads.add(root);
    }
  });
  return polarity;
}

/** The stem of "safe" for "unsafe" and "please" for "displease"; undefined for a word that is not denied by its beginning. */
function rootOf(key: string): string | undefined {
  if (
    /^dis(?:agree|pleas|approv|lik|trust|allow|obey|prov|satisf|qualif|believ)/u.test(key) &&
    !/^dislik(?:ely)/u.test(key)
  )
    return stemOf(key.slice(3));
  return key.startsWith('un') &&
    key.length > 5 &&
    !/^(?:under|uni|uncle|until|unless|unan|undu|unveil|unleash|unfold|unlike|unnam)/u.test(key)
    ? stemOf(key.slice(2))
    : undefined;
}

function markNegation(tokens: readonly Token[], i: number, marks: Marks): void {
  const token = tokens[i]!;
  if (token.key === 'none' && tokens[i + 1]?.key === 'of') return denyAllOf(tokens, i, marks);
  if (token.key === 'neither' && denyBoth(tokens, i, marks)) return;
  if (token.key === 'nor' && marks.isNeutral[i]) return;
  // "Could find nobody by that name" denies nothing of what stands behind it.
  const isWhole = wholes.has(token.key) || (token.key === 'no' && tokens[i + 1]?.key === 'one');
  if (isWhole && !doesSomething.test(tokens[token.key === 'no' ? i + 2 : i + 1]?.key ?? '')) return;
  if (isNot(token) && endsClause(tokens, i + 1)) {
    for (let k = i - 1; k >= 0 && !startsClause(tokens[k]!); k--) {
      marks.counts[k]!++;
      marks.isHead[k] = true;
    }
    return;
  }
  if (isNot(token))
    for (let k = i - 1; k >= 0 && !startsClause(tokens[k]!) && tokens[k]!.text !== ','; k--)
      if (tokens[k]!.isContent) marks.isSubject[k] = true;
  const isThing = /^(?:no|without|neither)$/u.test(token.key) && tokens[i + 1]?.key !== 'longer';
  // "Disputed claims about the cost": what is claimed is left open.
  const isOfClaim = denyingStems.has(token.stem) && tokens.slice(i + 1, i + 4).some(({ key }) => claimed.test(key));
  const isOfNoun = isThing || startsNoun(tokens[i + 1]);
  const leavesOpen = isUndone(tokens, i);
  let words = 0;
  let hasHead = false;
  let isPast = false;
  let object = -1;
  let lightHead = -1;
  let hasObject = false;
  let isPastClaim = false;
  const isRelated = isInRelative(tokens, i);
  const group: { heads: number[]; objects: number[] } = { heads: [], objects: [] };
  marks.denials.push(group);
  for (let k = i + 1; k < tokens.length && words < reach && !endsReach(tokens, k, i); k++) {
    const { key, kind, stem, isContent } = tokens[k]!;
    const isPreposition = prepositions.test(key);
    // "Who did not want to be named said": the main clause goes on.
    if (isRelated && hasHead && (tells(tokens, k) || goesOn(tokens, k, i))) break;
    // "Instead of a villain she found", "without a word Poe left": a clause of its own.
    if (/^(?:without|instead)$/u.test(token.key) && startsSubject(tokens, k)) break;
    // "Without a word at the gate": where it was is not denied.
    if (token.key === 'without' && words > 0 && isPreposition && !/ing$/u.test(tokens[i + 1]!.key)) break;
    // "Cannot be seen by the eye": by whom is not denied.
    if (passing.test(key) && (hasHead || lightHead >= 0) && !isOfNoun) {
      hasHead = true;
      hasObject = true;
    }
    // "Not required for drivers": the verb itself is denied.
    if (lightHead >= 0 && isPreposition && key !== 'to') hasHead = true;
    marks.counts[k]!++;
    marks.isOpen[k] ||= leavesOpen || isPastClaim;
    isPastClaim ||= isOfClaim && claimed.test(key);
    marks.isDenied[k] ||= isNot(token) || wholes.has(token.key);
    if (kind === 'word') words++;
    if (isPreposition && words > 1) isPast = true;
    if (isPreposition && object >= 0) hasObject = true;
    if (/^(?:or|nor)$/u.test(key)) hasHead = false;
    if (!isContent) continue;
    if (isOfNoun ? !isPast || (!hasHead && isVerb(tokens, k)) : !hasHead) {
      marks.isHead[k] = true;
      group.heads.push(k);
      // "Did not want to sign" is about signing.
      if (lightHead >= 0) marks.isHead[lightHead] = false;
      lightHead = !isOfNoun && light.has(stem) ? k : -1;
      hasHead = isOfNoun ? isVerb(tokens, k) : !light.has(stem) && !/ly$/u.test(key);
      // "Did not believe the minister" denies the believing, "did not believe he would come" the coming.
      if (lightHead === k && takesThing.has(stem) && startsThing(tokens, k + 1)) {
        lightHead = -1;
        hasHead = true;
      }
    } else if (!isOfNoun && !hasObject) object = k;
    if (!isOfNoun && object >= 0 && !group.objects.includes(object)) group.objects.push(object);
  }
  if (object >= 0) marks.isObject[object] = true;
}

/** "Said", "told", "added that": a verb of the past that no verb of grammar stands before. */
function tells(tokens: readonly Token[], k: number): boolean {
  return (
    (/^(?:said|told|wrote)$/u.test(tokens[k]!.key) || (/ed$/u.test(tokens[k]!.key) && tokens[k + 1]?.key === 'that')) &&
    tokens[k - 1]!.isContent
  );
}

/** Whether "who", "which" or "that" opened the clause of a negation right before it. */
function isInRelative(tokens: readonly Token[], i: number): boolean {
  for (let k = i - 1; k >= Math.max(0, i - 4); k--) {
    const { key } = tokens[k]!;
    if (/^(?:who|which)$/u.test(key)) return true;
    if (key === 'that') return k > 0 && isRelative(tokens, k, Math.max(0, k - 2));
  }
  return false;
}

/** "Those who do not pay lost their seats", "were fined": a verb of the main clause right behind the one that is denied. */
function goesOn(tokens: readonly Token[], k: number, from: number): boolean {
  const [before, next] = [tokens[k - 1]!, tokens[k + 1]];
  if (!before.isContent || !isNot(tokens[from]!) || tokens[from + 1]?.key === 'to') return false;
  if (/^(?:is|are|was|were|has|had|will|would)$/u.test(tokens[k]!.key)) return true;
  return (
    isVerb(tokens, k) &&
    !/^(?:remain|stay|get|feel|seem|look|keep|appear|become)$/u.test(before.stem) &&
    next !== undefined &&
    (/^(?:the|a|an|his|her|their|its|no|to|that)$/u.test(next.key) || next.kind === 'number')
  );
}

/** "He", or a name right behind another word. */
function startsSubject(tokens: readonly Token[], k: number): boolean {
  const { key, isCapital, isContent } = tokens[k]!;
  const before = tokens[k - 1]!;
  return (
    /^(?:he|she|they|we|i)$/u.test(key) ||
    (isCapital && isContent && before.isContent && !before.isCapital && !/ing$/u.test(before.key))
  );
}

/** "Users outside the group": whether they are in it says the sentence otherwise. */
function markOutside(tokens: readonly Token[], i: number, { isNeutral }: Marks): void {
  if (!/^(?:outside|beyond)$/u.test(tokens[i]!.key)) return;
  for (let k = i + 1; k < tokens.length && k <= i + reach; k++) {
    const { kind, key } = tokens[k]!;
    if (kind === 'sign' || prepositions.test(key) || clauseVerb.test(key) || isVerb(tokens, k)) return;
    isNeutral[k] = true;
  }
}

/** "None of the 19 survived", "would accept none of them": the verb is denied, on whichever side it stands. */
function denyAllOf(tokens: readonly Token[], i: number, { counts, isDenied, isHead }: Marks): void {
  const deny = (k: number): void => {
    counts[k]!++;
    isDenied[k] = true;
    isHead[k] = true;
  };
  const before = tokens[i - 1];
  if (before?.isContent === true) return deny(i - 1);
  const unquoted = tokens.map((token) => ({ ...token, quoted: false }));
  for (let k = i + 2; k < tokens.length && k < i + 2 + reach; k++) {
    if (tokens[k]!.kind === 'sign' && /[,;:–—.!?]/u.test(tokens[k]!.text)) return;
    if (isVerb(unquoted, k)) return deny(k);
  }
}

/** "Neither Poe nor his rival Vance, a former miner, came": the verb is denied, and who did not do it is as he is. False where it is no two subjects. */
function denyBoth(tokens: readonly Token[], i: number, { counts, isDenied, isHead, isNeutral }: Marks): boolean {
  const isStop = (k: number): boolean =>
    tokens[k]!.kind === 'sign' && /[;:–—!?”"]/u.test(tokens[k]!.text) && !isAbbreviation(tokens, k);
  const isDeed = (k: number): boolean => clauseVerb.test(tokens[k]!.key) || isVerb(tokens, k);
  let nor = -1;
  for (let k = i + 1; k < tokens.length && k <= i + 2 * reach; k++) {
    if (isStop(k)) return false;
    if (nor === -1 && tokens[k]!.key === 'nor') nor = k;
    else if (isDeed(k)) {
      if (nor === -1) return false;
      for (let n = i; n < k; n++) isNeutral[n] = true;
      // "Has been charged": the last of its verbs is what is done.
      const last = tokens.findIndex(
        ({ isContent, kind, key }, n) => n >= k && (kind === 'sign' || (isContent && !/ly$/u.test(key))),
      );
      const deed = last === -1 || tokens[last]!.kind === 'sign' ? k : last;
      counts[deed]!++;
      isDenied[deed] = true;
      isHead[deed] = true;
      return true;
    }
  }
  return false;
}

/** "Did not speak until noon" spoke; "will not speak until noon" may not. */
function isUndone(tokens: readonly Token[], i: number): boolean {
  if (!isNot(tokens[i]!)) return false;
  if (!/^(?:did|was|were|had)/u.test(tokens[i]!.key === 'not' ? (tokens[i - 1]?.key ?? '') : tokens[i]!.key))
    return false;
  for (let k = i + 1; k < tokens.length && k < i + 3 * reach; k++) {
    if (tokens[k]!.kind === 'sign' && /[;:.!?”]/u.test(tokens[k]!.text) && !isAbbreviation(tokens, k)) return false;
    if (/^(?:until|till)$/u.test(tokens[k]!.key)) return true;
  }
  return false;
}

/** "Not the captain", "not at sea": a negation of what is named, not of what is done. */
function startsNoun(next: Token | undefined): boolean {
  return (
    next !== undefined &&
    (/^(?:the|a|an|all|every|any|in|at|on|for|by|from|of)$/u.test(next.key) || next.isCapital || next.kind !== 'word')
  );
}

function endsClause(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at];
  return (
    next === undefined ||
    (next.kind === 'sign' && /[.;!?”"]/u.test(next.text) && (tokens[at + 1] === undefined || next.text !== '"'))
  );
}

function startsClause({ kind, text, key }: Token): boolean {
  return kind === 'sign' ? /[;:–—.!?]/u.test(text) : /^(?:but|and|while|whereas|although|though)$/u.test(key);
}

function endsReach(tokens: readonly Token[], k: number, from: number): boolean {
  const { kind, text, key } = tokens[k]!;
  if (kind === 'sign') return /[,;:–—.!?]/u.test(text) && !isAbbreviation(tokens, k);
  // "Not the 64 that were estimated": what is said of them is not what is denied.
  if (/^(?:that|who|which|where)$/u.test(key) && /^(?:the|a|an|\d.*)$/u.test(tokens[from + 1]?.key ?? '')) return true;
  // "Did not include a man who had been held"
  if (/^(?:who|whom|whose|which|that)$/u.test(key) && k > from + 2 && isRelative(tokens, k, from)) return true;
  // "Could not say why she had come": that she came is not denied.
  if (/^(?:why|how)$/u.test(key) && k > from + 1) return true;
  // "No details of what the inquiry is about": there is one.
  if (key === 'what' && /^(?:of|on|about|as)$/u.test(tokens[k - 1]!.key)) return true;
  // "Neither sought nor received": the second denies on its own.
  return /^(?:but|because|although|though|while|until|unless|so|and|nor)$/u.test(key);
}
