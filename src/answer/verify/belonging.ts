import { checking } from '../../retrieve/tuning.js';
import { findAttributors, isSource } from './attributors.js';
import { supportsDate } from './dates.js';
import type { WeightOf } from './evidence.js';
import { sameFigure } from './figures.js';
import { readFrames } from './frames.js';
import { isShortFor, isTitle, nameWords, sameNameWord, type Name } from './names.js';
import { wordsOfMarks } from './party-marks.js';
import type { PreparedPassage, ReadSentence } from './prepare.js';
import { stemsOfSpeaker } from './speakers.js';
import { isVerb } from './verbs.js';

/** Something that stands around a name, with what it counts there: the less the farther away it is. */
interface Around {
  weight: number;
  isIn(sentence: ReadSentence): boolean;
}

interface Place {
  passage: PreparedPassage;
  sentence: ReadSentence;
  /** Index of its sentence; the number of sentences and more for the headline and the lead. */
  at: number;
}

/**
 * A name of which a sentence tells what the passages tell of others: most of what stands around it stands in sentences that name somebody else
 * and in which no pronoun or description can stand for it, and little of it beside its own name. Whatever the verbs are. Undefined when there is none.
 * Sources and quoted names are looked at elsewhere. Cost: the names times the passages' sentences.
 */
export function findForeignName(
  stated: ReadSentence,
  passages: readonly PreparedPassage[],
  weightOf: WeightOf,
): string | undefined {
  const sources = findAttributors(stated);
  const places = passages.flatMap((passage) =>
    [...passage.sentences, passage.headline, passage.lead].map((sentence, at): Place => ({ passage, sentence, at })),
  );
  return stated.names.find((name) => {
    if (stated.tokens[name.from]!.quoted || isSource(name, sources) || isOutletOf(name, passages)) return false;
    const around = aroundName(stated, name, weightOf);
    const total = sumOf(around);
    if (total < checking.leastAround) return false;
    const shares = places.map(({ sentence }) => sumOf(around.filter(({ isIn }) => isIn(sentence))) / total);
    const most = Math.max(...shares);
    if (most < checking.leastOfOthers) return false;
    // Whether a sentence names somebody costs more than what it shares with one, so that few are asked.
    if (
      places.some((place, i) => shares[i]! >= checking.mostOfOwn * most && holds(place.sentence, name, place.passage))
    )
      return false;
    return places.every((place, i) => shares[i]! < checking.asNear * most || isClosed(stated, name, place));
  })?.text;
}

/** After so many steps a word counts half. */
const halfWay = 8;
const signSteps = 2;
const joinedSteps = 5;
/** So many sentences before one may hold whom its pronouns stand for. */
const recent = 2;

function sumOf(around: readonly Around[]): number {
  return around.reduce((sum, { weight }) => sum + weight, 0);
}

function aroundName(stated: ReadSentence, name: Name, weightOf: WeightOf): Around[] {
  const { tokens, figures, dates } = stated;
  const shares = tokens.map(() => 0);
  for (const [start, step] of [
    [name.to, 1],
    [name.from - 1, -1],
  ] as const) {
    let steps = 0;
    for (let i = start; i >= 0 && i < tokens.length; i += step) {
      shares[i] = 1 / (1 + steps / halfWay);
      const joins = joining.test(tokens[i]!.key) && tokens[i - 1]?.text === ',';
      steps += tokens[i]!.kind === 'sign' ? signSteps : joins ? joinedSteps : 1;
    }
  }
  const own = new Set(tokens.slice(name.from, name.to).map(({ stem }) => stem));
  const isFact = (i: number): boolean =>
    figures.some(({ from, to }) => i >= from && i < to) ||
    dates.some(({ start, end }) => tokens[i]!.start < end && tokens[i]!.end > start);
  const stems = new Map<string, number>();
  tokens.forEach(({ isContent, stem, quoted }, i) => {
    if (isContent && !quoted && !own.has(stem) && !isFact(i))
      stems.set(stem, Math.max(stems.get(stem) ?? 0, weightOf(stem) * shares[i]!));
  });
  return [
    ...[...stems].map(([stem, weight]): Around => ({ weight, isIn: (sentence): boolean => sentence.stems.has(stem) })),
    ...figures
      .filter(({ isWeak }) => !isWeak)
      .map((figure): Around => ({
        weight: checking.factWeight * shares[figure.from]!,
        isIn: (sentence): boolean => sentence.figures.some((other) => sameFigure(figure, other)),
      })),
    ...dates.map((date): Around => ({
      weight: checking.factWeight * (shares[tokens.findIndex(({ start }) => start >= date.start)] ?? 0),
      isIn: (sentence): boolean => sentence.dates.some((other) => supportsDate(other, date)),
    })),
  ];
}

const joining = /^(?:and|but|while|whereas|after|before|when)$/u;

/** Whether a sentence names somebody, by any form that is known of him. */
function holds(sentence: ReadSentence, name: Name, { speakers }: PreparedPassage): boolean {
  const spelled = wordsOfMarks(sentence.text);
  return (
    isShortFor(name, sentence.text) ||
    name.words.some((word) => spelled.includes(word)) ||
    name.words.some((word) => sentence.tokens.some(({ key }) => sameNameWord(key, word))) ||
    speakers.some(({ name: full, aliases }) => {
      const forms = new Set([full, ...aliases].flatMap(nameWords));
      return (
        name.words.every((word) => forms.has(word)) &&
        sentence.names.some((other) => other.words.some((word) => forms.has(word)))
      );
    })
  );
}

const personal = /^(?:he|she|his|her|him|himself|herself|they|them|their|theirs|it|its|itself|there|here)$/u;
const ofSpeaker = /^(?:i|we|my|our|me|us)$/u;
const pointing = /^(?:the|this|that|these|those|both)$/u;
/** Nouns that may stand for whatever was named before. General knowledge of the language. */
const anything =
  /^(?:man|woman|boy|girl|couple|pair|duo|company|firm|team|club|group|city|town|country|nation|state|agency|organi[sz]ation|party|actor|actress|singer|star|player|leader|author|writer|minister|president|king|queen|prince|princess|duke|duchess|captain|judge|teacher|ship|vessel|boat|ferry|building|house|island|region|area|place|film|movie|show|series|book|brand|former|latter|two|three)s?$/u;

/** Whether a sentence tells of others who are named, and nothing in it can stand for somebody. */
function isClosed(stated: ReadSentence, name: Name, { passage, sentence, at }: Place): boolean {
  const rivals = sentence.names.filter(
    ({ words }) => !words.some((word) => stated.tokens.some(({ key }) => sameNameWord(key, word))),
  );
  if (rivals.length === 0) return false;
  const isIn = (other: ReadSentence): boolean => holds(other, name, passage);
  if ([passage.headline, passage.lead].some(isIn) && !areAllOthers(sentence, rivals)) return false;
  const described = descriptionOf(stated, name, passage);
  if (sentence.tokens.some(({ stem, isContent }) => isContent && described.has(stem))) return false;
  const isBeside = at >= passage.sentences.length;
  const before = isBeside ? [] : passage.sentences.slice(Math.max(0, at - recent), at);
  const isBefore = [...before, passage.headline, passage.lead].some(isIn);
  return !sentence.tokens.some(({ kind, key, quoted, isCapital }, i) => {
    if (kind !== 'word') return false;
    if (quoted) return isBefore && ofSpeaker.test(key);
    if (!isCapital && anything.test(key) && [1, 2].some((k) => pointing.test(sentence.tokens[i - k]?.key ?? '')))
      return isBefore;
    if (!personal.test(key) || standsForNameBefore(sentence, i)) return false;
    const nearest = before.findLast(({ names }) => names.length > 0);
    return nearest === undefined ? isBeside || isBefore || before.length === 0 : isIn(nearest);
  });
}

/** Of what a whole article is about, much is told without its name, but nothing by a sentence in which others do all that is done. */
function areAllOthers({ tokens }: ReadSentence, rivals: readonly Name[]): boolean {
  const subjects = readFrames(tokens).map(({ subject }) => subject);
  return (
    subjects.every((subject) => subject !== null && subject.isName && !subject.isPronoun) &&
    subjects.some((subject) => rivals.some(({ from, to }) => from >= subject!.from && to <= subject!.to))
  );
}

/** Whether somebody is named before a pronoun in its sentence, other than as a place. */
function standsForNameBefore({ tokens, names }: ReadSentence, i: number): boolean {
  return names.some(
    ({ from, to }) => to <= i && !/^(?:in|at|from|on|near|under|for|with|to)$/u.test(tokens[from - 1]?.key ?? ''),
  );
}

/** What somebody is known to be: by the index, and by the words before his name and in commas behind it. */
function descriptionOf(
  { tokens }: ReadSentence,
  { from, to, words }: Name,
  { speakers }: PreparedPassage,
): ReadonlySet<string> {
  const stems = new Set(
    speakers
      .filter((speaker) => {
        const forms = [speaker.name, ...speaker.aliases].flatMap(nameWords);
        return words.every((word) => forms.includes(word));
      })
      .flatMap((speaker) => [...stemsOfSpeaker(speaker)]),
  );
  const tells = (k: number): boolean => tokens[k]!.isContent || isTitle(tokens[k]!.key);
  for (let k = from; k < to; k++) if (isTitle(tokens[k]!.key)) stems.add(tokens[k]!.stem);
  for (let k = from - 1; k >= Math.max(0, from - 4) && tells(k) && !isVerb(tokens, k); k--) stems.add(tokens[k]!.stem);
  if (tokens[to]?.text === ',' && /^(?:the|a|an|his|her|its|their)$/u.test(tokens[to + 1]?.key ?? ''))
    for (let k = to + 2; k < Math.min(tokens.length, to + 8) && !/[,;.]/u.test(tokens[k]!.text); k++)
      if (tells(k) && !tokens[k]!.isCapital) stems.add(tokens[k]!.stem);
  return stems;
}

function isOutletOf({ words }: Name, passages: readonly PreparedPassage[]): boolean {
  return passages.some(({ given: { article } }) =>
    [article.outlet ?? '', ...article.authors].some((form) => words.every((word) => nameWords(form).includes(word))),
  );
}
