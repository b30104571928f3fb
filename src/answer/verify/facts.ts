import { sharedSurroundings, type Place } from './binding.js';
import { checking } from '../../retrieve/tuning.js';
import { supportsDate, type DateMention } from './dates.js';
import { sameFigure, type Figure } from './figures.js';
import { sameNameWord, nameWords, type Name } from './names.js';
import type { PassageSentence, PreparedPassage, ReadSentence } from './prepare.js';
import { findAttributors } from './attribution.js';
import type { WeightOf } from './evidence.js';
import { isVerb } from './roles.js';

/** A sentence of a passage that holds a fact. */
export interface Holder {
  passage: PreparedPassage;
  /** Index of its sentence; null where the headline, the lead or the article's details hold it. */
  at: number | null;
}

/** Where facts of a sentence stand, or the first that stands nowhere. */
export type FactCheck = { missing: string } | { holders: Holder[] };

interface Found<Fact> {
  fact: Fact;
  sentence: ReadSentence;
  holder: Holder;
  place: Place;
}

function allOf<Fact>(
  passages: readonly PreparedPassage[],
  read: (sentence: ReadSentence) => readonly Fact[],
  placeOf: (fact: Fact, sentence: ReadSentence) => Place,
): Found<Fact>[] {
  return passages.flatMap((passage) => [
    ...passage.sentences.flatMap((sentence, at) =>
      read(sentence).map((fact) => ({ fact, sentence, holder: { passage, at }, place: placeOf(fact, sentence) })),
    ),
    ...[passage.headline, passage.lead].flatMap((sentence) =>
      read(sentence).map((fact) => ({ fact, sentence, holder: { passage, at: null }, place: placeOf(fact, sentence) })),
    ),
  ]);
}

/**
 * Whether every figure of a sentence is in the passages, and there for what the sentence has it for: another figure of the same kind must
 * not stand clearly nearer to the words around it. Figures within quotations are left to the comparison of quotations.
 */
export function checkFigures(
  stated: ReadSentence,
  passages: readonly PreparedPassage[],
  weightOf: WeightOf,
): FactCheck {
  const given = allOf(passages, ({ figures }) => figures, figurePlace);
  const units = new Set(passages.flatMap((passage) => [...passage.units]));
  const checked = stated.figures.filter(({ isWeak, from }) => !isWeak && !stated.tokens[from]!.quoted);
  const chosen: { figure: Figure; isCounted: boolean; found: Found<Figure>; near: number }[] = [];
  for (const figure of checked) {
    const same = given.filter(({ fact }) => sameFigure(figure, fact) && !fact.isWeak);
    const isUnitKnown =
      figure.unit === null || units.has(figure.unit) || same.some(({ fact }) => fact.unit === figure.unit);
    if (same.length === 0 || !isUnitKnown) return { missing: figure.text };
    const counted = countedBy(stated, figure);
    const isCounted = same.some(({ fact, sentence }) => counted !== undefined && countedBy(sentence, fact) === counted);
    chosen.push({ figure, isCounted, ...nearestTo(figurePlace(figure, stated), same, weightOf) });
  }
  const turned = turnedRange(
    stated,
    given.map(({ sentence }) => sentence),
  );
  if (turned !== undefined) return { missing: turned };
  for (const one of chosen) {
    const { figure, near } = one;
    const counted = countedBy(stated, figure);
    const place = figurePlace(figure, stated);
    for (const rival of given) {
      if (sameFigure(figure, rival.fact) || !isComparable(figure, rival.fact)) continue;
      // "37 people" is what the passage counts 37 of; only another number of people can be meant instead.
      if (counted !== undefined && one.isCounted && countedBy(rival.sentence, rival.fact) !== counted) continue;
      // "He came back once with five": a sentence that holds more of what is said has the figure that is meant.
      if (
        one.found.sentence !== rival.sentence &&
        sharedWeight(stated, one.found.sentence, weightOf) > sharedWeight(stated, rival.sentence, weightOf)
      )
        continue;
      // "One" before a noun is a figure only where more than the noun is the same.
      const other = sharedSurroundings(
        place,
        rival.place,
        rival.fact.isWeak ? (stem) => (stem === counted ? 0 : weightOf(stem)) : weightOf,
      );
      // A figure that the sentence has as well is swapped only when both would fit better the other way about.
      const partner = chosen.find((two) => two !== one && sameFigure(two.figure, rival.fact));
      const own = near + (partner?.near ?? 0);
      const exchanged =
        other +
        (partner === undefined
          ? 0
          : sharedSurroundings(figurePlace(partner.figure, stated), one.found.place, weightOf));
      if (exchanged > checking.leastSurroundings && exchanged > checking.clearlyNearer * own)
        return { missing: figure.text };
    }
  }
  return { holders: chosen.map(({ found }) => found.holder) };
}

/** How much two sentences share of the words that say something. */
function sharedWeight(stated: ReadSentence, given: ReadSentence, weightOf: WeightOf): number {
  return [...stated.stems].reduce((sum, stem) => sum + (given.stems.has(stem) ? weightOf(stem) : 0), 0);
}

/** The stem of what a figure counts: the word behind it, or the one after an adjective. */
function countedBy({ tokens }: ReadSentence, { to }: Figure): string | undefined {
  const next = tokens.slice(to, to + 2);
  const last = next.findLast(({ isContent }, i) => isContent && next.slice(0, i).every((token) => token.isContent));
  return last?.stem;
}

/** "From 88 to 60" where the passage has "from 60 to 88". */
function turnedRange(stated: ReadSentence, given: readonly ReadSentence[]): string | undefined {
  const rangesOf = ({ figures, tokens }: ReadSentence): [Figure, Figure][] =>
    figures.flatMap((first, i) => {
      const second = figures[i + 1];
      const isRange =
        second !== undefined &&
        tokens[first.from - 1]?.key === 'from' &&
        tokens[second.from - 1]?.key === 'to' &&
        second.from - first.to < 4;
      return isRange ? [[first, second] as [Figure, Figure]] : [];
    });
  const theirs = [...new Set(given)].flatMap(rangesOf);
  for (const [from, to] of rangesOf(stated)) {
    if (
      theirs.some((range) => sameFigure(from, range[1]) && sameFigure(to, range[0])) &&
      !theirs.some((range) => sameFigure(from, range[0]))
    )
      return from.text;
  }
  return undefined;
}

function nearestTo<Fact>(
  place: Place,
  same: readonly Found<Fact>[],
  weightOf: WeightOf,
  side?: number,
): { found: Found<Fact>; near: number } {
  let best = same[0]!;
  let near = -1;
  for (const found of same) {
    // Of equal ones the passage's own words are what a reader wants to see.
    const nearness = sharedSurroundings(place, found.place, weightOf, side) + (found.holder.at === null ? 0 : 1e-6);
    if (nearness > near) [best, near] = [found, nearness];
  }
  return { found: best, near };
}

function figurePlace({ from, to }: Figure, sentence: ReadSentence): Place {
  return { sentence, from, to };
}

/** What is counted in these is never left out. */
const periods = new Set('second minute hour day week month year percent degree'.split(' '));

function isComparable(a: Figure, b: Figure): boolean {
  if (a.kind !== b.kind || a.isOrdinal !== b.isOrdinal) return false;
  return a.unit === b.unit || (b.unit === null && a.unit !== null && !periods.has(a.unit));
}

/** The nearest of those that hold a date, which stands before what it dates as often as behind; undefined when another fact is clearly nearer to what the sentence says. */
function chooseBound<Fact>(
  place: Place,
  same: readonly Found<Fact>[],
  others: readonly Found<Fact>[],
  weightOf: WeightOf,
): Found<Fact> | undefined {
  const { found, near } = nearestTo(place, same, weightOf, 1);
  const rival = Math.max(0, ...others.map((other) => sharedSurroundings(place, other.place, weightOf, 1)));
  return rival > checking.leastSurroundings && rival > checking.clearlyNearer * near ? undefined : found;
}

/** What makes the article's own date the one that a sentence means: it tells when something was reported or how things then stood. */
const reporting =
  /\b(?:as of|by|reported|report|published|wrote|writes|said|told|according|counted|stood|confirmed|at the time|not yet|still|was known|were known|announced)\b/iu;

/** Whether every date of a sentence is in the passages, as they count from their articles' dates, and there for what it says. */
export function checkDates(
  stated: ReadSentence,
  passages: readonly PreparedPassage[],
  nearest: readonly PassageSentence[],
  weightOf: WeightOf,
): FactCheck {
  const given = allOf(passages, ({ dates }) => dates, datePlace);
  const holders: Holder[] = [];
  for (const date of stated.dates) {
    const same = given.filter(({ fact }) => supportsDate(fact, date));
    if (same.length > 0) {
      const others = given.filter(({ fact }) => fact.day !== null && date.day !== null && !supportsDate(fact, date));
      const chosen = chooseBound(datePlace(date, stated), same, others, weightOf);
      if (chosen !== undefined) {
        holders.push(chosen.holder);
        continue;
      }
    }
    const passage = passages.find(
      ({ given: { article } }) =>
        article.publishedAt !== null && supportsDate(publicationOf(article.publishedAt), date),
    );
    const isDated = nearest.some(({ dates }) => dates.some(({ day }) => day !== null));
    if (passage === undefined || (isDated && !reporting.test(stated.text))) return { missing: date.text };
    holders.push({ passage, at: null });
  }
  return { holders };
}

function datePlace({ start, end }: DateMention, sentence: ReadSentence): Place {
  const from = sentence.tokens.findIndex((token) => token.end > start);
  const to = sentence.tokens.findIndex((token) => token.start >= end);
  return { sentence, from: Math.max(0, from), to: to === -1 ? sentence.tokens.length : to };
}

function publicationOf(publishedAt: string): DateMention {
  const [year, month, day] = publishedAt.slice(0, 10).split('-').map(Number);
  return { year: year!, month: month!, day: day!, weekday: null, text: publishedAt, start: 0, end: 0 };
}

/**
 * Whether every name of a sentence is in the passages. A name that a passage shortens (“Mr. Holt”, “the directorate”) counts when its last
 * word is there and the whole name is known from any passage that was given. `all` are those.
 */
export function checkNames(
  stated: ReadSentence,
  passages: readonly PreparedPassage[],
  all: readonly PreparedPassage[],
  nearest: readonly ReadSentence[],
  weightOf: WeightOf,
): FactCheck & { kind?: 'outlet' | 'name' } {
  const holders: Holder[] = [];
  for (const name of stated.names) {
    if (stated.tokens[name.from]!.quoted) continue;
    const holder = holderOf(name, passages, all);
    if (holder === undefined) return { missing: name.text, kind: isOutlet(name, all) ? 'outlet' : 'name' };
    if (holder.at !== null) holders.push(holder);
  }
  const other = otherOfFamily(stated, nearest) ?? otherName(stated, passages, nearest, weightOf);
  return other === undefined ? { holders } : { missing: other, kind: 'name' };
}

/** "Edmund Quill went" where the nearest sentence says that Marta Quill went, and does not name him. */
function otherOfFamily({ tokens, names }: ReadSentence, nearest: readonly ReadSentence[]): string | undefined {
  const verbs = new Set(tokens.filter((_, i) => isVerb(tokens, i)).map(({ stem }) => stem));
  return names.find(
    ({ words, from }) =>
      words.length > 1 &&
      !tokens[from]!.quoted &&
      nearest.length > 0 &&
      nearest.every(
        (sentence) =>
          !sentence.tokens.some(({ key }) => key === words[0]) &&
          sentence.tokens.some(({ stem }, i) => verbs.has(stem) && isVerb(sentence.tokens, i)) &&
          sentence.names.some(
            (other) =>
              other.words.length > 1 &&
              other.words.at(-1) === words.at(-1) &&
              other.words[0] !== words[0] &&
              !names.some((own) => own.words.includes(other.words[0]!)),
          ),
      ),
  )?.text;
}

function isOutlet({ words }: Name, all: readonly PreparedPassage[]): boolean {
  return all.some(
    ({ given }) =>
      given.article.outlet !== null && words.every((word) => nameWords(given.article.outlet!).includes(word)),
  );
}

function holderOf(
  name: Name,
  passages: readonly PreparedPassage[],
  all: readonly PreparedPassage[],
): Holder | undefined {
  const inSet = (words: ReadonlySet<string>, word: string): boolean =>
    words.has(word) || [...words].some((known) => sameNameWord(known, word));
  const sought = name.words.filter((word) => !isGenericWord(word));
  for (const passage of passages) {
    if (!sought.every((word) => inSet(passage.known, word))) continue;
    const at = passage.sentences.findIndex(({ tokens }) =>
      sought.some((word) => tokens.some(({ key }) => sameNameWord(key, word))),
    );
    return { passage, at: at === -1 ? null : at };
  }
  const last = sought.at(-1);
  if (last === undefined) return { passage: passages[0]!, at: null };
  const sameArticle = all.find(
    (other) =>
      passages.some(({ given }) => given.articleId === other.given.articleId) &&
      sought.every((word) => other.words.has(word)),
  );
  if (sameArticle !== undefined) return { passage: sameArticle, at: null };
  const isKnown =
    sought.length > 1 &&
    all.some(({ known, given }) => sought.every((word) => known.has(word)) && standsTogether(name.words, given));
  if (!isKnown) return undefined;
  const passage = passages.find(({ words }) => words.has(last));
  return passage === undefined ? undefined : { passage, at: null };
}

function isGenericWord(word: string): boolean {
  return word === 'the' || word === 'of' || word === 'and';
}

function standsTogether(words: readonly string[], { text, article, quotes }: PreparedPassage['given']): boolean {
  const joined = words.join(' ');
  return [
    text,
    article.title,
    article.lead,
    ...quotes.flatMap(({ speaker }) => (speaker === null ? [] : [speaker.name, ...speaker.aliases])),
  ].some((part) => ` ${nameWords(part).join(' ')} `.includes(` ${joined} `));
}

/**
 * A name of a sentence, when the passages say of somebody or something else what the sentence says of it: a name that the sentence does
 * not have stands clearly nearer to its words, in a sentence without the one it has, where no pronoun can stand for it.
 */
function otherName(
  stated: ReadSentence,
  passages: readonly PreparedPassage[],
  nearest: readonly ReadSentence[],
  weightOf: WeightOf,
): string | undefined {
  const names = stated.names.filter(({ from }) => !stated.tokens[from]!.quoted);
  const own = new Set(stated.names.flatMap(({ words }) => words));
  const given = allOf(
    passages,
    (sentence) => sentence.names,
    ({ from, to }, sentence) => ({ sentence, from, to }),
  );
  // "Edmund Quill" is not where only Marta Quill is.
  const isNear = ({ words }: Name): boolean =>
    nearest.some(({ tokens, names: theirs }) => {
      const holds = (word: string): boolean => tokens.some(({ key }) => sameNameWord(key, word));
      const isOther = theirs.some(
        (other) =>
          other.words.length > 1 &&
          words.length > 1 &&
          other.words.at(-1) === words.at(-1) &&
          other.words[0] !== words[0],
      );
      return words.every(holds) || (holds(words.at(-1)!) && !isOther);
    });
  return names.find(
    (name) => !isNear(name) && !isAttributor(name, stated) && isExchanged(name, stated, own, given, weightOf),
  )?.text;
}

function isExchanged(
  name: Name,
  stated: ReadSentence,
  own: ReadonlySet<string>,
  given: readonly Found<Name>[],
  weightOf: WeightOf,
): boolean {
  const place: Place = { sentence: stated, from: name.from, to: name.to };
  const last = name.words.at(-1)!;
  const isSame = (other: Name, passage: PreparedPassage): boolean =>
    other.words.some((word) => sameNameWord(word, last)) && !differs(name, other, passage);
  const isComplement = complements(stated, name);
  let most = 0;
  let rival: { near: number; found: Found<Name> } | undefined;
  for (const found of given) {
    const near = sharedSurroundings(place, found.place, weightOf);
    if (isSame(found.fact, found.holder.passage)) most = Math.max(most, near);
    else if (
      isAnother(found.fact, own, name) &&
      (isComplement || !complements(found.sentence, found.fact)) &&
      !isAlias(found.fact, name, found.holder.passage) &&
      (rival === undefined || near > rival.near)
    )
      rival = { near, found };
  }
  if (rival === undefined || rival.near <= checking.leastSurroundings || rival.near <= checking.clearlyAnother * most)
    return false;
  const { sentence, holder } = rival.found;
  if (holder.at === null || sentence.names.some((other) => isSame(other, holder.passage))) return false;
  const before = holder.passage.sentences.slice(Math.max(0, holder.at - 3), holder.at);
  const isBefore = [...before, holder.passage.headline, holder.passage.lead].some(({ tokens }) =>
    tokens.some(({ key }) => sameNameWord(key, last)),
  );
  return !isBefore || !sentence.tokens.some(({ key, quoted }) => !quoted && standsFor.test(key));
}

const standsFor = /^(?:he|she|they|his|her|their|it|its|who|i|we|this|these|that)$/u;

/** Who is named as a source is looked at as one. */
function isAttributor({ from, to }: Name, stated: ReadSentence): boolean {
  return findAttributors(stated).some(({ cue }) => (cue >= to && cue - to < 4) || (cue < from && from - cue < 3));
}

function isAlias(other: Name, name: Name, { speakers }: PreparedPassage): boolean {
  return speakers.some(({ name: full, aliases }) => {
    const forms = new Set([full, ...aliases].flatMap(nameWords));
    return name.words.every((word) => forms.has(word)) && other.words.every((word) => forms.has(word));
  });
}

/** "Of Orrin Line": a name that only says more of something else. */
function complements({ tokens }: ReadSentence, { from }: Name): boolean {
  return /^(?:of|to|for|in|at|by|with|from|on|off|near|the)$/u.test(tokens[from - 1]?.key ?? '');
}

/** A name of which the sentence has no word, or another member of a family. */
function isAnother(name: Name, own: ReadonlySet<string>, subject: Name): boolean {
  if (!name.words.some((word) => own.has(word))) return true;
  return (
    subject.words.length > 1 &&
    name.words.length > 1 &&
    name.words.at(-1) === subject.words.at(-1) &&
    name.words[0] !== subject.words[0] &&
    !own.has(name.words[0]!)
  );
}

/** Whether a short form is of somebody else of that surname: by the title's gender, or another given name. */
function differs(subject: Name, other: Pick<Name, 'words' | 'gender'>, { speakers }: PreparedPassage): boolean {
  if (subject.words.length > 1 && other.words.length > 1) return subject.words[0] !== other.words[0];
  const person = speakers.find(({ name }) => subject.words.every((word) => nameWords(name).includes(word)));
  const gender = subject.gender ?? person?.gender ?? null;
  return gender !== null && other.gender !== null && gender !== other.gender;
}
