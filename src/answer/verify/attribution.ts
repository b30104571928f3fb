import { stemOf } from '../../retrieve/words.js';
import { nameWords, isTitle, type Name } from './names.js';
import type { PassageSentence, PreparedPassage, ReadSentence } from './prepare.js';
import type { Token } from './tokens.js';
import { remember } from './remember.js';
import type { FoundQuotation } from './quotations.js';
import type { GivenQuote, GivenSpeaker } from './types.js';

/** Whom a sentence has something from. */
export interface Attributor {
  /** The two of the stems that stand nearest to the verb: "coast guard", "police spokesman". */
  head: readonly string[];
  /** Stems of the words that stand for him: names, "police", "spokesman". */
  stems: ReadonlySet<string>;
  pronoun: 'he' | 'she' | 'they' | 'it' | null;
  /** The verb or phrase that says so. */
  cue: number;
}

const cues = new Set(
  'say tell claim report call add state argue insist write allege deny admit testify explain announce reply answer confirm describe note acknowledge declare warn recall ask believe think put describe maintain contend conclude accuse apologise apologize complain demand suggest estimate explain remark comment concede observe counter respond retort exclaim stress emphasise emphasize caution find joke shout whisper promise vow predict tweet'
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
    if (!cues.has(token.stem) || isNoun(tokens, i)) return;
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
    const isTurned = before.stems.size === 0 && before.pronoun === null;
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

function turnsRound(tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1];
  const next = tokens[i + 1];
  const closes = before !== undefined && before.kind === 'sign' && /[”"»’]/u.test(before.text);
  return (
    closes &&
    next !== undefined &&
    next.kind === 'word' &&
    (next.isCapital || /^(?:the|a|an|one|his|her|their)$/u.test(next.key))
  );
}

function beforeCue(tokens: readonly Token[], i: number): Omit<Attributor, 'cue'> {
  const stems = new Set<string>();
  let pronoun: Attributor['pronoun'] = null;
  for (let k = i - 1, words = 0; k >= 0 && words < reach; k--) {
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
  return { stems, head: phraseBefore(tokens, i), pronoun };
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
  return { stems, head: [...stems].slice(0, 3), pronoun };
}

/** Nouns for what the coverage itself is; "the report says" is of the passage, whoever wrote it. */
const genericSources = new Set(
  'report inquiry tabloid outlet broadcaster agency website magazine article newspaper paper story coverage document note letter record log editorial investigation account interview review finding'
    .split(' ')
    .map(stemOf),
);

/**
 * The attribution of a sentence that its evidence does not make: somebody is named as the source, and the nearest sentence of the
 * passage has somebody else, or nobody near it has said anything. Undefined when all of them hold.
 */
export function findFalseAttribution(
  stated: ReadSentence,
  evidence: readonly { passage: PreparedPassage; at: number; from: number; to: number }[],
  aliasesOf: (stem: string) => ReadonlySet<string>,
): string | undefined {
  for (const attributor of findAttributors(stated)) {
    if (attributor.stems.size === 0) continue;
    const expanded = new Set([...attributor.stems].flatMap((stem) => [stem, ...aliasesOf(stem)]));
    // "The inquiry put it at 31": that is of the passage, unless somebody is named.
    const isNamed = stated.names.some(({ from, to }) =>
      stated.tokens.slice(from, to).some(({ stem }) => attributor.stems.has(stem)),
    );
    if (!isNamed && [...attributor.stems].some((stem) => genericSources.has(stem))) continue;
    const holds = evidence.some(({ passage, at, from, to }) => {
      const cited = passage.sentences.slice(from, to);
      return (
        isMadeBy(expanded, passage, at) ||
        isOfPassage(expanded, passage) ||
        cited.some(
          (sentence) =>
            isSaidIn(sentence, attributor.head) ||
            findAttributors(sentence).some(({ stems }) => [...stems].some((stem) => expanded.has(stem))),
        )
      );
    });
    if (!holds)
      return stated.tokens
        .filter(({ stem, isContent }) => isContent && attributor.stems.has(stem))
        .map(({ text }) => text)
        .join(' ');
  }
  return undefined;
}

/** Whether a quotation tells what somebody said: “a woman’s voice said to stay”. */
function isSaidIn({ tokens }: ReadSentence, head: readonly string[]): boolean {
  return head.length > 0 && head.every((stem) => tokens.some((token) => token.quoted && token.stem === stem));
}

function isOfPassage(stems: ReadonlySet<string>, { given }: PreparedPassage): boolean {
  const own = [given.article.outlet ?? '', ...given.article.authors].flatMap(nameWords).map(stemOf);
  return own.some((stem) => stems.has(stem));
}

/** Whether the passage has what stands at a sentence from one of these: in the sentence, or before it where it says "he said". */
function isMadeBy(stems: ReadonlySet<string>, passage: PreparedPassage, at: number): boolean {
  const sentence = passage.sentences[at]!;
  const theirs = findAttributors(sentence);
  const shares = (set: ReadonlySet<string>): boolean => [...set].some((stem) => hasLike(stems, stem));
  if (theirs.some((attributor) => shares(attributor.stems))) return true;

  // Somebody does what the evidence tells, with a verb that this project does not know as one of speaking.
  if (theirs.length === 0 && sharesSubject(sentence, stems)) return true;
  const isExplicit = theirs.some((attributor) => attributor.stems.size > 0 && attributor.pronoun === null);
  const speaker = quotesOf(passage, sentence).some(
    (quote) => quote.speaker !== null && shares(stemsOfSpeaker(quote.speaker)),
  );
  if (speaker) return true;
  if (isExplicit) return false;
  // "He said", or a quotation that goes on: whoever was spoken of before, here or at the passage's beginning.
  for (let k = at - 1; k >= Math.max(0, at - 4); k--) if (shares(passage.sentences[k]!.stems)) return true;
  if (
    at + 1 < passage.sentences.length &&
    findAttributors(passage.sentences[at + 1]!).some((attributor) => shares(attributor.stems))
  )
    return true;
  return [...passage.headline.stems, ...passage.lead.stems].some((stem) => stems.has(stem));
}

function sharesSubject({ stems: given }: ReadSentence, stems: ReadonlySet<string>): boolean {
  return [...given].some((stem) => hasLike(stems, stem));
}

function quotesOf(
  { given }: PreparedPassage,
  { start, end }: { start: number; end: number },
): PreparedPassage['given']['quotes'] {
  return given.quotes.filter((quote) => quote.start < end + given.start && quote.end > start + given.start);
}

const speakerStems = new WeakMap<GivenSpeaker, ReadonlySet<string>>();

function stemsOfSpeaker(speaker: GivenSpeaker): ReadonlySet<string> {
  return remember(speakerStems, speaker, () => stemsOfForms(speaker));
}

function stemsOfForms({ name, aliases, description }: GivenSpeaker): Set<string> {
  return new Set(
    [name, ...aliases, description ?? '']
      .flatMap(nameWords)
      .filter((word) => !isTitle(word))
      .map(stemOf),
  );
}

/**
 * Whether somebody else spoke the words than the sentence says: the speaker's forms of name and description are compared with the
 * words before or behind the nearest verb of speaking. True only when the sentence names somebody and the article's speaker is known, or its own sentence names another one.
 */
export function isOtherSpeaker(
  stated: ReadSentence,
  quotation: { start: number; end: number },
  { quote, passage, spans }: FoundQuotation,
  names: readonly Name[],
  antecedent: Name | null,
): boolean {
  const attributor = nearestAttributor(stated, quotation);
  const gender = attributor?.pronoun === 'he' ? 'male' : attributor?.pronoun === 'she' ? 'female' : null;
  const claimed = attributor?.stems ?? new Set<string>();
  const start = spans[0]!.start;
  const sentence = passage.sentences.find((one) => start >= one.start && start < one.end);
  const printed = new Set([
    ...(sentence === undefined ? [] : findAttributors(sentence).flatMap(({ stems }) => [...stems])),
  ]);
  const isTold = claimed.size > 0 && [...claimed].some((stem) => printed.has(stem));
  // Words that a speaker quotes are somebody else's, of whom the index knows nothing.
  if (quote === null || isNested(passage, spans[0]!, quote)) return false;
  const { speaker } = quote;
  if (claimed.size === 0 && gender !== null) {
    if (speaker === null) return false;
    if (speaker.gender !== null) return speaker.gender !== gender;
    return antecedent !== null && !antecedent.words.some((word) => stemsOfSpeaker(speaker).has(stemOf(word)));
  }
  if (claimed.size === 0) return false;
  // “In a letter to Mr. Renn the minister wrote”: who stands right before the verb is meant.
  const nearest = new Set(attributor === undefined || attributor.head.length === 0 ? claimed : attributor.head);
  const isNamed = names.some(({ words }) => words.some((word) => nearest.has(stemOf(word))));
  const forms = new Set([
    ...(speaker === null ? [] : stemsOfSpeaker(speaker)),
    ...nameWords(quote.mention ?? '').map(stemOf),
  ]);
  if (isNamed && speaker !== null && /^\p{Lu}/u.test(speaker.name)) return !sameSpeaker(nearest, speaker, forms, names);
  if (isNamed) return printed.size > 0 && !isTold && !isNamedBefore(claimed, passage, sentence);
  // "A police spokesman": both words have to be the article's, there or in what leads up to it.
  const before =
    sentence === undefined
      ? []
      : passage.sentences.slice(
          Math.max(0, passage.sentences.indexOf(sentence) - 1),
          passage.sentences.indexOf(sentence) + 1,
        );
  const heads = (attributor?.head ?? [...claimed]).filter((stem) => !genericSources.has(stem));
  return !heads.every(
    (stem) =>
      forms.has(stem) ||
      before.some(({ stems }) => hasLike(stems, stem)) ||
      (isTitle(stem) && passage.sentences.some(({ stems }) => stems.has(stem))),
  );
}

/** Whether words stand in quotation marks within a quotation. */
function isNested({ given }: PreparedPassage, span: { start: number; end: number }, quote: GivenQuote): boolean {
  const before = given.text.slice(Math.max(0, quote.start - given.start + 1), span.start);
  const opened = before.match(/(?<![\p{L}\p{N}])[‘']/gu)?.length ?? 0;
  const closed = before.match(/[’'](?![\p{L}\p{N}])/gu)?.length ?? 0;
  return opened > closed;
}

/** Whether who is named leads up to a sentence whose own speaker is only described: “the company”. */
function isNamedBefore(
  claimed: ReadonlySet<string>,
  passage: PreparedPassage,
  sentence: PassageSentence | undefined,
): boolean {
  if (sentence === undefined) return false;
  const at = passage.sentences.indexOf(sentence);
  return passage.sentences
    .slice(Math.max(0, at - 2), at)
    .some(({ stems }) => [...claimed].some((stem) => stems.has(stem)));
}

/** A stem or one that begins alike: "prosecution" is the prosecutor's. */
function hasLike(stems: ReadonlySet<string>, stem: string): boolean {
  return (
    stems.has(stem) ||
    (stem.length >= 6 && [...stems].some((other) => other.length >= 6 && other.slice(0, 6) === stem.slice(0, 6)))
  );
}

/** A surname is enough, unless the sentence has a given name before it and the speaker is known by another one. */
function sameSpeaker(
  claimed: ReadonlySet<string>,
  speaker: GivenSpeaker,
  forms: ReadonlySet<string>,
  names: readonly Name[],
): boolean {
  const full = names.filter(({ words }) => words.length > 1 && words.every((word) => claimed.has(stemOf(word))));
  if (full.length === 0) return [...claimed].some((stem) => forms.has(stem));
  const isBare = nameWords(speaker.name).filter((word) => !isTitle(word)).length === 1;
  return full.some(
    ({ words }) => words.every((word) => forms.has(stemOf(word))) || (isBare && forms.has(stemOf(words.at(-1)!))),
  );
}

function nearestAttributor(
  stated: ReadSentence,
  { start, end }: { start: number; end: number },
): Attributor | undefined {
  const distance = ({ cue }: Attributor): number => {
    const token = stated.tokens[cue]!;
    return token.end <= start ? start - token.end : token.start >= end ? token.start - end : 0;
  };
  return [...findAttributors(stated)].sort((a, b) => distance(a) - distance(b))[0];
}
