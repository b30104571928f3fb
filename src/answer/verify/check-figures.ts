import { checking } from '../../retrieve/tuning.js';
import { sharedSurroundings, type Place } from './binding.js';
import type { WeightOf } from './evidence.js';
import { allOf, nearestTo, sharedWeight, type FactCheck, type Found } from './facts.js';
import { sameFigure, type Figure } from './figures.js';
import type { PreparedPassage, ReadSentence } from './prepare.js';
import { isVerb } from './roles.js';
import { ratioOf } from './units.js';

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
  const checked = stated.figures.filter(
    ({ isWeak, isDerived, from }) => !isWeak && !isDerived && !stated.tokens[from]!.quoted,
  );
  const chosen: { figure: Figure; isCounted: boolean; found: Found<Figure>; near: number }[] = [];
  for (const figure of checked) {
    const same = given.filter(
      ({ fact, sentence }) =>
        sameFigure(figure, fact) &&
        !fact.isWeak &&
        !(fact.isDerived && figure.isOrdinal !== fact.isOrdinal) &&
        !isOtherMeasure(figure, stated, fact, sentence),
    );
    if (same.length === 0 && (isYearOfDate(figure, passages) || isShareOf(figure, stated.figures))) continue;
    const isUnitKnown =
      figure.unit === null ||
      units.has(figure.unit) ||
      same.some(({ fact }) => fact.unit !== null && ratioOf(fact.unit, figure.unit!) !== undefined);
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
      // "The previous record of 2.9": what no longer holds is not meant where nothing says so.
      if (isFormer(rival.sentence, rival.fact) && !former.test(stated.text)) continue;
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

const former = /\b(?:previous|former|old|earlier|prior|last|before)\b/iu;

/** "The previous record of 2.9 inches", "the old limit, 40". */
function isFormer({ tokens }: ReadSentence, { from }: Figure): boolean {
  return tokens.slice(Math.max(0, from - 4), from).some(({ key }) => /^(?:previous|former|old|prior)$/u.test(key));
}

/** Whether the passages have a date in a year or a decade: "in January" of an article of 2022 is in 2022. */
function isYearOfDate(figure: Figure, passages: readonly PreparedPassage[]): boolean {
  if (!figure.isYear && figure.kind !== 'decade') return false;
  return passages.some(({ given, sentences, headline, lead }) => {
    const all = [...sentences, headline, lead];
    // What is told without any year is of the year in which it is told.
    const told = Number((given.article.publishedAt ?? '').slice(0, 4));
    if (
      told === figure.value &&
      !all.some(({ figures, text }) => otherYear.test(text) || figures.some(({ isYear }) => isYear))
    )
      return true;
    if (sentences.some((_, i) => yearsFrom(sentences, i).includes(figure.value))) return true;
    return all.some(({ dates }) =>
      dates.some(
        ({ year }) =>
          year !== null && sameFigure(figure, { ...figure, kind: 'number', value: year, rough: null, isYear: true }),
      ),
    );
  });
}

const distance =
  /\b(?:an?|the|one|two|three|four|five) (?:years?|next|following|previous)(?: year)?\b(?: (?:later|after|earlier|before))?/giu;

/** The years that "a year later" and "the following year" come to in a sentence, from those before it and in the sentence before. */
function yearsFrom(sentences: readonly ReadSentence[], at: number): number[] {
  const { text, figures } = sentences[at]!;
  return [...text.matchAll(distance)].flatMap(({ 0: phrase, index }) => {
    const isBack = /(?:earlier|before|previous)/iu.test(phrase);
    if (!isBack && !/(?:later|after|next|following)/iu.test(phrase)) return [];
    const count = Math.max(
      1,
      ['a', 'one', 'two', 'three', 'four', 'five'].indexOf(phrase.split(' ')[0]!.toLowerCase()),
    );
    const base =
      figures.findLast(({ isYear, end }) => isYear && end <= index) ??
      sentences[at - 1]?.figures.findLast(({ isYear }) => isYear);
    return base === undefined ? [] : [base.value + (isBack ? -count : count)];
  });
}

const otherYear =
  /\b(?:(?:last|next|previous|following|coming) year|years? (?:ago|earlier|later|before|after)|a year|in (?:19|20)\d\d)\b/iu;

/** "Cut to a tenth, from 6,000 to 600": a part that two other figures of the sentence come to. */
function isShareOf({ isShare, value }: Figure, figures: readonly Figure[]): boolean {
  return (
    isShare &&
    figures.some((part) =>
      figures.some(
        (whole) =>
          !part.isShare &&
          !whole.isShare &&
          part.unit === whole.unit &&
          [part.value / whole.value, 1 - part.value / whole.value].some((share) => Math.abs(share - value) < 1e-6),
      ),
    )
  );
}

/** "40 tablets" are not the 40 of "40 seconds": what is counted has a name where the other one is a measure. */
function isOtherMeasure(figure: Figure, stated: ReadSentence, fact: Figure, given: ReadSentence): boolean {
  const isCounting = (unitless: Figure, { tokens }: ReadSentence): boolean => {
    const next = tokens[unitless.to];
    return next?.isContent === true && !next.isCapital && /[^s]s$/u.test(next.key) && !isVerb(tokens, unitless.to);
  };
  if (figure.unit === null && fact.unit !== null) return !figure.isShare && isCounting(figure, stated);
  return figure.unit !== null && fact.unit === null && !fact.isShare && isCounting(fact, given);
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

function figurePlace({ from, to }: Figure, sentence: ReadSentence): Place {
  return { sentence, from, to };
}

/** What is counted in these is never left out. */
const periods = new Set('second minute hour day week month year percent degree'.split(' '));

function isComparable(a: Figure, b: Figure): boolean {
  if (a.kind !== b.kind || a.isOrdinal !== b.isOrdinal || a.isYear !== b.isYear || b.isDerived) return false;
  return a.unit === b.unit || (b.unit === null && a.unit !== null && !periods.has(a.unit));
}
