import { sentenceSpans } from '../../domain/text.js';
import { readDates, type DateMention } from './dates.js';
import { readFigures, unitOf, type Figure } from './figures.js';
import { isInstruction } from './instructions.js';
import { nameWords, readNames, type Name } from './names.js';
import { wordsOfMarks } from './party-marks.js';
import { readTokens, type Token } from './tokens.js';
import { readAhead } from './read-ahead.js';
import type { CheckTools, GivenPassage, GivenSpeaker } from './types.js';

/** A sentence taken apart: of the answer, of a passage, or a headline. */
export interface ReadSentence {
  text: string;
  tokens: readonly Token[];
  /** Stems of its topic words, names included. */
  stems: ReadonlySet<string>;
  names: readonly Name[];
  figures: readonly Figure[];
  dates: readonly DateMention[];
}

/** A sentence of a passage that may be cited: `passage.text.slice(start, end)`. */
export interface ListedSentence {
  text: string;
  start: number;
  end: number;
  /** Whether the next sentence takes it back: "That was wrong." */
  isTakenBack: boolean;
}

export interface PassageSentence extends ReadSentence, ListedSentence {
  vector: Float32Array;
}

/** A passage made ready for checking many sentences against it. */
export interface PreparedPassage {
  given: GivenPassage;
  index: number;
  /** Without those that speak to a model rather than to a reader. */
  sentences: readonly PassageSentence[];
  headline: ReadSentence;
  lead: ReadSentence;
  /** Folded words of the passage, as printed. */
  words: ReadonlySet<string>;
  /** Folded words by which a sentence may name people and things: the passage's, headline's, lead's, outlet's, authors' and speakers'. */
  known: ReadonlySet<string>;
  units: ReadonlySet<string>;
  speakers: readonly GivenSpeaker[];
  /** The language of its grammar words; null when they do not show it. */
  vocabulary: ReadonlySet<string>;
}

/**
 * Makes passages ready: reads their sentences and embeds them in one call. Worth starting while a model is still composing. Sentences
 * that are instructions to a model are left out, so that nothing can be cited from them.
 */
export async function preparePassages(
  passages: readonly GivenPassage[],
  tools: Pick<CheckTools, 'embed'>,
): Promise<PreparedPassage[]> {
  const read = passages.map(readPassage);
  const texts = read.flatMap(({ sentences }) => sentences.map(({ text }) => text));
  const vectors = texts.length === 0 ? [] : await tools.embed(texts);
  let next = 0;
  const prepared = read.map((passage, index) => ({
    ...passage,
    index,
    sentences: passage.sentences.map((sentence) => ({ ...sentence, vector: vectors[next++]! })),
  }));
  readAhead(prepared);
  return prepared;
}

function readPassage(
  given: GivenPassage,
): Omit<PreparedPassage, 'index' | 'sentences'> & { sentences: Omit<PassageSentence, 'vector'>[] } {
  const { text, article, quotes } = given;
  const speakers = [
    ...new Map(quotes.flatMap(({ speaker }) => (speaker === null ? [] : [[speaker.id, speaker] as const]))).values(),
  ];
  const capitals = new Set((text.match(/(?<=[\p{L},;] )\p{Lu}[\p{L}’'-]+/gu) ?? []).flatMap(nameWords));
  for (const { name, aliases } of speakers)
    for (const alias of [name, ...aliases])
      if (/^\p{Lu}/u.test(alias)) for (const word of nameWords(alias)) capitals.add(word);
  const isName = (token: Token, following: Token | undefined): boolean =>
    capitals.has(token.key) || (following?.kind === 'word' && following.isCapital);
  const read = (part: string): ReadSentence => readSentence(part, article.publishedAt, isName);
  const sentences = listSentences(text).map((sentence) => ({ ...sentence, ...read(sentence.text) }));
  const headline = read(isInstruction(article.title) ? '' : article.title);
  const lead = read(isInstruction(article.lead) ? '' : article.lead);
  const words = new Set(sentences.flatMap(({ tokens }) => tokens.map(({ key }) => key)));
  const inText = (name: string): boolean => nameWords(name).some((word) => words.has(word));
  const people = speakers.filter(({ name, aliases }) => [name, ...aliases].some(inText) || isQuotedIn(given, name));
  const known = new Set(words);
  for (const { tokens } of [headline, lead]) for (const { key } of tokens) known.add(key);
  for (const { name, aliases } of people)
    for (const form of [name, ...aliases]) for (const word of nameWords(form)) known.add(word);
  for (const form of [article.outlet ?? '', ...article.authors])
    if (!isInstruction(form)) for (const word of nameWords(form)) known.add(word);
  for (const part of [text, article.title, article.lead]) for (const word of wordsOfMarks(part)) known.add(word);
  const units = new Set([...words].flatMap((word) => unitOf(word) ?? []));
  for (const [sign, unit] of [
    ['$', 'dollar'],
    ['€', 'euro'],
    ['£', 'pound'],
    ['¥', 'yen'],
    ['₹', 'rupee'],
    ['%', 'percent'],
  ] as const)
    if (text.includes(sign)) units.add(unit);
  return { given, sentences, headline, lead, words, known, units, speakers, vocabulary: words };
}

/** The sentences of a passage without those that speak to a model, in order. Linear. */
export function listSentences(text: string): ListedSentence[] {
  return sentenceSpans(text)
    .map(({ start, end }) => ({ text: text.slice(start, end), start, end }))
    .filter((sentence) => !isInstruction(sentence.text))
    .map((sentence, i, all) => ({ ...sentence, isTakenBack: takesBack.test(all[i + 1]?.text ?? '') }));
}

/**
 * The places of a sentence that is no instruction, or of one with the next that takes it back, letter by letter, in order, as `listSentences` has them. Takes no more apart than the
 * paragraphs in which it stands, and those behind until one has a sentence.
 */
export function findSentences(text: string, passage: string): ListedSentence[] {
  const found: ListedSentence[] = [];
  if (text === '') return found;
  for (let at = passage.indexOf(text); at !== -1; at = passage.indexOf(text, at + 1)) {
    const from = passage.lastIndexOf('\n', at) + 1;
    const end = at + text.length;
    const newline = passage.indexOf('\n', end);
    const paragraph = passage.slice(from, newline === -1 ? passage.length : newline);
    const spans = sentenceSpans(paragraph);
    const first = spans.findIndex((span) => from + span.start === at);
    const last = spans.findIndex((span) => from + span.end === end);
    const isPair = last === first + 1 && isTakingBack(paragraph.slice(spans[last]?.start, spans[last]?.end));
    if (first === -1 || (last !== first && !isPair)) continue;
    found.push({ text, start: at, end, isTakenBack: takesBack.test(firstSentence(passage.slice(end))) });
  }
  return found;
}

/** The first sentence that is no instruction; empty when there is none. */
function firstSentence(text: string): string {
  for (const paragraph of text.split('\n')) {
    const [first] = listSentences(paragraph);
    if (first !== undefined) return first.text;
  }
  return '';
}

/** Whether a sentence takes back the one before it: "That was wrong, and we apologise." */
export function isTakingBack(text: string): boolean {
  return takesBack.test(text);
}

const takesBack =
  /^(?:(?:that|this|it|he|she|they) (?:is|was|were|are|did|does|do|had|has) not\.?$|(?:that|this|it) (?:was|is) (?:wrong|false|incorrect|untrue|not true|not so|not the case|a mistake)\b)/iu;

function isQuotedIn({ text, start, quotes }: GivenPassage, name: string): boolean {
  return quotes.some((quote) => quote.speaker?.name === name && quote.start < start + text.length && quote.end > start);
}

/** Takes a sentence apart; see `readDates` for `reference` and `readNames` for `isName`. Linear. */
export function readSentence(
  text: string,
  reference: string | null,
  isName: (token: Token, next: Token | undefined) => boolean,
): ReadSentence {
  const tokens = readTokens(text);
  const dates = readDates(text, reference);
  return {
    text,
    tokens,
    stems: new Set(tokens.filter(({ isContent }) => isContent).map(({ stem }) => stem)),
    names: readNames(text, tokens, isName),
    figures: readFigures(text, tokens, dates),
    dates,
  };
}
