import { stemOf } from '../../retrieve/words.js';
import type { ReadSentence } from './prepare.js';
import { remember } from './remember.js';
import type { Token } from './tokens.js';
import { isPresent, isVerb } from './verbs.js';

/** Whom a sentence has something from. */
export interface Attributor {
  /** The two of the stems that stand nearest to the verb: "coast guard", "police spokesman". */
  head: readonly string[];
  /** Stems of the words that stand for him: names, "police", "spokesman". */
  stems: ReadonlySet<string>;
  pronoun: 'he' | 'she' | 'they' | 'it' | null;
  /** Whether a proper name stands right beside the verb. */
  isNamed: boolean;
  /** The verb or phrase that says so. */
  cue: number;
}

/** Stems of verbs of speaking. */
export const cues = new Set(
  'say tell claim report call add state argue insist write allege deny admit testify explain announce reply answer confirm describe note acknowledge declare warn recall ask believe think put describe maintain contend conclude accuse apologise apologize complain demand suggest estimate explain remark comment concede observe counter respond retort exclaim stress emphasise emphasize caution find joke shout whisper promise vow predict tweet assert reiterate quip recount pledge'
    .split(' ')
    .map(stemOf),
);
/** Words beside a verb of speaking that are nobody. */
const adverbs = new Set(
  'however later initially final finally meanwhile earlier early now also then still instead moreover asked yes no recently publicly'.split(
    ' ',
  ),
);
const pronouns: Record<string, Attributor['pronoun']> = { he: 'he', she: 'she', they: 'they', it: 'it', who: null };
const reach = 16;
/** Verbs that are of speaking only before a quotation. */
const namesWith = /^(?:call|calls|called|describe|describes|described|put|puts|find|finds|found|joke|jokes|joked)$/u;

/**
 * Whom a sentence names as its source, one for each verb of speaking outside quotations and each "according to": the words before the
 * verb back to the clause before it, or behind it where it is turned round (“...,” said the mayor).
 */
export function findAttributors({ tokens }: Pick<ReadSentence, 'tokens'>): readonly Attributor[] {
  return remember(attributors, tokens, () => attributorsOf(tokens));
}

const attributors = new WeakMap<readonly Token[], readonly Attributor[]>();

function attributorsOf(tokens: readonly Token[]): Attributor[] {
  const found: Attributor[] = [];
  tokens.forEach((token, i) => {
    if (token.kind !== 'word' || token.quoted) return;
    if (token.key === 'according' && tokens[i + 1]?.key === 'to')
      return void found.push({ ...after(tokens, i + 2), cue: i });
    // "The United States"
    if (!cues.has(token.stem) || (token.isCapital && i > 0) || isNoun(tokens, i)) return;
    // "Conceded the race", "conceded to her": that is no saying.
    if (/^conced/u.test(token.key) && !opensClause(tokens, i + 1)) return;
    // "Called the bridge" says nothing; "called it “wrong”" does.
    if (namesWith.test(token.key) && !tokens.slice(Math.max(0, i - 8), i + 8).some(({ quoted }) => quoted)) return;
    // "Was told", "were estimated": whoever did it stands behind "by" or nowhere.
    if (
      /^(?:be|been|being|was|were|is|are)$/u.test(tokens[i - 1]?.key ?? '') &&
      /ed$|^(?:told|written|said|known|thought)$/u.test(token.key)
    ) {
      const by = tokens.findIndex(({ key }, k) => k > i && k < i + 6 && key === 'by');
      if (by !== -1) found.push({ ...after(tokens, by + 1), cue: i });
      return;
    }
    const before = beforeCue(tokens, i);
    // "Had been warned but said he did not remember": whoever did what stands before "but".
    const isJoined = /^(?:but|and|or)$/u.test(tokens[i - 1]?.key ?? '');
    const isTurned = before.stems.size === 0 && before.pronoun === null && !isJoined;
    const attributor = isTurned || turnsRound(tokens, i) ? after(tokens, i + 1) : before;
    if (attributor.stems.size > 0 || attributor.pronoun !== null) found.push({ ...attributor, cue: i });
  });
  return found;
}

/** "The report", "a claim", "her call": a noun, not a verb. */
const nounsToo = new Set(
  'claim report state note answer demand promise estimate joke address vow warning shout whisper'.split(' '),
);

function isNoun(tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1]?.key ?? '';
  const key = tokens[i]!.key;
  if (nounsToo.has(key) || nounsToo.has(key.replace(/s$/u, ''))) {
    const next = tokens[i + 1];
    const isFinite = next?.key === 'that' || next?.key === 'it' || (next?.kind === 'sign' && /[“"„]/u.test(next.text));
    if (!isFinite && !/s$/u.test(key)) return true;
  }
  return (
    /^(?:a|an|the|this|that|their|her|his|its|my|our|of|no|any|some|first|second|public|distress|to|be|been|was|were|is|are)$/u.test(
      before,
    ) &&
    !/ed$/u.test(tokens[i]!.key) &&
    !/^(?:said|told|wrote)$/u.test(tokens[i]!.key)
  );
}

/** "That he had lost", "he had lost", “lost”: what is said, or its end. */
function opensClause(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at];
  if (next === undefined || next.kind === 'sign' || /^(?:that|he|she|it|they|we|there|in|on)$/u.test(next.key))
    return true;
  if (next.key === 'to') return false;
  for (let k = at; k < tokens.length && k < at + 8; k++) {
    if (tokens[k]!.kind === 'sign') return false;
    if (
      /^(?:is|are|was|were|has|had|have|will|would|could|can|may|might|must|should|did|does|do)$/u.test(tokens[k]!.key)
    )
      return true;
    if (k > at && isVerb(tokens, k)) return true;
  }
  return false;
}

function turnsRound(tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1];
  const next = tokens[i + 1];
  if (before === undefined || before.kind !== 'sign' || next?.kind !== 'word') return false;
  if (!next.isCapital && !/^(?:the|a|an|one|his|her|their|its)$/u.test(next.key)) return false;
  if (/[”"»’]/u.test(before.text)) return true;
  // "Ann Poe, who knew him, told Reuters"
  if (/^(?:told|tells|asked|asks|warned|reminded|assured|informed)$/u.test(tokens[i]!.key)) return false;
  return before.text === ',' && !weekdays.test(next.key) && endsWithName(tokens, i + 1);
}

const weekdays =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|november|december)$/u;

/** "The road is closed, said Ann Poe.": nothing is done up to the next sign, so that whoever stands there has said it. */
function endsWithName(tokens: readonly Token[], from: number): boolean {
  for (let k = from; k < tokens.length; k++) {
    const { kind, text, key } = tokens[k]!;
    if (kind === 'sign' && /[,;:.!?”"“(]/u.test(text) && !(text === '.' && (tokens[k - 1]?.text.length ?? 9) <= 4))
      return true;
    if (/^(?:is|are|was|were|has|had|have|will|would|could|can|may|might|must|should|did|does|do|not)$/u.test(key))
      return false;
    if (k > from && (isVerb(tokens, k) || isPresent(tokens, k))) return false;
  }
  return true;
}

function beforeCue(tokens: readonly Token[], i: number): Omit<Attributor, 'cue'> {
  const stems = new Set<string>();
  let pronoun: Attributor['pronoun'] = null;
  for (let k = beforeInsertion(tokens, i) - 1, words = 0; k >= 0 && words < reach; k--) {
    const token = tokens[k]!;
    if (token.kind === 'sign') {
      if (/[;:.!?”"“»«]/u.test(token.text) && !(token.text === '.' && (tokens[k - 1]?.text.length ?? 9) <= 4)) break;
      continue;
    }
    words++;
    if (/^(?:while|but|whereas|that|because|after|before|when|as|although|though|until)$/u.test(token.key)) break;
    if (token.key in pronouns && stems.size === 0) {
      pronoun = pronouns[token.key]!;
      if (pronoun !== null) break;
    }
    if (token.isContent && !cues.has(token.stem) && !adverbs.has(token.key)) stems.add(token.stem);
  }
  return { stems, head: phraseBefore(tokens, i), pronoun, isNamed: tokens[i - 1]?.isCapital === true };
}

/** The place before what is put in between two commas right before a verb: "The order, opened on January 9, describes". */
function beforeInsertion(tokens: readonly Token[], i: number): number {
  if (tokens[i - 1]?.text !== ',') return i;
  for (let k = i - 2; k > 0 && k > i - reach; k--) {
    if (tokens[k]!.quoted || /^[;:.!?”"“»«]$/u.test(tokens[k]!.text)) return i;
    if (tokens[k]!.text === ',') return /^(?:who|which)$|ed$|ing$/u.test(tokens[k + 1]!.key) ? k : i;
  }
  return i;
}

/** The words right before a verb without a sign or a word of grammar between them, nearest first: "police spokesman". */
function phraseBefore(tokens: readonly Token[], i: number): string[] {
  const stems: string[] = [];
  for (let k = i - 1; k >= 0 && tokens[k]!.isContent && stems.length < 3; k--) stems.push(tokens[k]!.stem);
  return stems;
}

function after(tokens: readonly Token[], from: number): Omit<Attributor, 'cue'> {
  const stems = new Set<string>();
  let pronoun: Attributor['pronoun'] = null;
  for (let k = from; k < tokens.length && k < from + 9; k++) {
    const token = tokens[k]!;
    if (
      token.kind === 'sign' &&
      /[,;:.!?”"“(]/u.test(token.text) &&
      !(token.text === '.' && (tokens[k - 1]?.text.length ?? 9) <= 4)
    )
      break;
    if (/^(?:who|that|which|while|after|when|in|at|on|as|yesterday)$/u.test(token.key)) break;
    if (k === from && token.key in pronouns) pronoun = pronouns[token.key]!;
    if (token.isContent) stems.add(token.stem);
  }
  const isNamed = tokens.slice(from, from + 4).some(({ isCapital, isContent }) => isCapital && isContent);
  return { stems, head: [...stems].slice(0, 3), pronoun, isNamed };
}

/** Nouns for what the coverage itself is; "the report says" is of the passage, whoever wrote it. */
export const genericSources = new Set(
  'report inquiry tabloid outlet broadcaster agency website magazine article newspaper paper story coverage document note letter record log editorial investigation account interview review finding'
    .split(' ')
    .map(stemOf),
);

/** A stem or one that begins alike: "prosecution" is the prosecutor's. */
export function hasLike(stems: ReadonlySet<string>, stem: string): boolean {
  return (
    stems.has(stem) ||
    (stem.length >= 6 && [...stems].some((other) => other.length >= 6 && other.slice(0, 6) === stem.slice(0, 6)))
  );
}

/** Names so near to a verb of speaking are sources. */
const besideCue = 4;

/** Whether a name stands right beside the verb of one of the attributors, so that it is who says so rather than what is told. */
export function isSource({ from, to }: { from: number; to: number }, attributors: readonly { cue: number }[]): boolean {
  return attributors.some(({ cue }) => (cue >= to && cue - to < besideCue) || (cue < from && from - cue < besideCue));
}
