import { stemOf } from '../../retrieve/words.js';
import { findAttributors, genericSources, hasLike, type Attributor } from './attributors.js';
import { isTitle, nameWords, type Name } from './names.js';
import type { PassageSentence, PreparedPassage, ReadSentence } from './prepare.js';
import type { FoundQuotation } from './quotations.js';
import { remember } from './remember.js';
import type { GivenQuote, GivenSpeaker } from './types.js';

const speakerWords = new WeakMap<GivenSpeaker, ReadonlySet<string>>();

/** The folded words of all names that a speaker goes by. */
export function wordsOfSpeaker(speaker: GivenSpeaker): ReadonlySet<string> {
  return remember(speakerWords, speaker, () => new Set([speaker.name, ...speaker.aliases].flatMap(nameWords)));
}

const aliasWords = new WeakMap<GivenSpeaker, ReadonlySet<string>>();

/** The stems of all words that a speaker goes by, the description's included. */
export function aliasStems(speaker: GivenSpeaker): ReadonlySet<string> {
  return remember(
    aliasWords,
    speaker,
    () => new Set([speaker.name, ...speaker.aliases, speaker.description ?? ''].flatMap(nameWords).map(stemOf)),
  );
}

const speakerStems = new WeakMap<GivenSpeaker, ReadonlySet<string>>();

/** Stems of the words that a speaker goes by: names and description, without titles. */
export function stemsOfSpeaker(speaker: GivenSpeaker): ReadonlySet<string> {
  return remember(speakerStems, speaker, () => stemsOfForms(speaker));
}

function stemsOfForms({ name, aliases, description }: GivenSpeaker): Set<string> {
  // "Chair of the panel that Poe set up": whoever stands there is somebody else.
  const own = (description ?? '').replace(/\b(?:by|under|against|than|like|who|whom|whose|which|that)\b.*$/u, '');
  return new Set(
    [name, ...aliases, own]
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
  const printers = sentence === undefined ? [] : findAttributors(sentence);
  const printed = new Set(printers.flatMap(({ stems }) => [...stems]));
  const isTold = claimed.size > 0 && [...claimed].some((stem) => printed.has(stem));
  // Words that a speaker quotes are somebody else's, of whom the index knows nothing.
  if (quote === null || isNested(passage, spans[0]!, quote)) return false;
  const { speaker } = quote;
  if (sentence !== undefined && printers.length === 1 && isToldByName(stated, claimed, sentence, printed)) return false;
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
  // “...,” said Poe: nobody who is named before.
  const isByName = printers.some(({ isNamed: byName }) => byName);
  if (isNamed && printed.size === 0 && speaker === null && sentence !== undefined) {
    const continued = speakerAround(passage, sentence);
    return continued !== null && ![...claimed].some((stem) => continued.has(stem));
  }
  if (isNamed) return printed.size > 0 && !isTold && (isByName || !isNamedBefore(claimed, passage, sentence));
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

/** Whether one and the same person of a full name says it in the sentence and in its evidence, whatever else tells who that is: "Ida Mills of Norholm said". */
function isToldByName(
  stated: ReadSentence,
  claimed: ReadonlySet<string>,
  sentence: ReadSentence,
  printed: ReadonlySet<string>,
): boolean {
  const speaking = ({ names, tokens }: ReadSentence, stems: ReadonlySet<string>): readonly string[] =>
    names.find(
      ({ words, from }) =>
        words.length > 1 &&
        words.every((word) => stems.has(stemOf(word))) &&
        !/^(?:of|to|for|by|with|from|at|in|the|against|about)$/u.test(tokens[from - 1]?.key ?? ''),
    )?.words ?? [];
  const own = speaking(stated, claimed);
  const theirs = speaking(sentence, printed);
  return own.length > 0 && own.join(' ') === theirs.join(' ');
}

/** Who is named as speaking right before or behind a quotation that stands alone; null when nobody or anybody may be. */
function speakerAround(passage: PreparedPassage, sentence: PassageSentence): ReadonlySet<string> | null {
  const at = passage.sentences.indexOf(sentence);
  const beside = passage.sentences.slice(Math.max(0, at - 3), at + 2).filter((one) => one !== sentence);
  const named = beside.flatMap(findAttributors).filter(({ isNamed }) => isNamed);
  return named.length === 0 ? null : new Set(named.flatMap(({ stems }) => [...stems]));
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
