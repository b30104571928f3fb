import { sameFigure, type Figure } from './figures.js';
import { sameNameWord, type Name } from './names.js';
import { cutParallels, isLike } from './parallels.js';
import type { ReadSentence } from './prepare.js';

/**
 * What is measured, where only one can be meant: what is behind one of them is not behind another. Words joined by "/" mean the same or may. General
 * knowledge of the language, independent of any coverage.
 */
const measures = `
revenue/revenues/sales/turnover profit/profits/earnings/income loss/losses debt/debts cost/costs/spending/expenses share/shares/stock/stocks wage/wages/salary/salaries/pay
price/prices rent/rents exports imports inflation unemployment turnout
dead/died/deaths/death/killed/fatalities injured/injuries/wounded/hurt missing survivors/survived/rescued/saved arrested/arrests/detained births/born
width/wide height/high/tall length/long depth/deep weight/weighs/weighed
`;

const measureOf = new Map(
  measures
    .trim()
    .split(/\s+/u)
    .flatMap((group, i) => group.split('/').map((word) => [word, i] as const)),
);

/** "6 percent for Aker": a name farther behind a figure than this many words is somebody else's. */
const behind = 5;

/** A figure with what a reader takes it to be of. */
interface Owned {
  figure: Figure;
  /** The first who is named beside it; undefined when nobody is. */
  owner: Name | undefined;
  names: readonly Name[];
  /** The stem of what it counts, right behind it. */
  counted: string | undefined;
  measures: ReadonlySet<number>;
}

/**
 * A figure that a sentence tells of one who is named, or of one measure, where its evidence has the figure for another and a figure like it for
 * that one: in one sentence or in several. The figure, or undefined.
 */
export function findForeignFigure(stated: ReadSentence, evidence: readonly ReadSentence[]): string | undefined {
  const own = ownedIn(stated);
  if (own.length === 0) return undefined;
  const theirs = evidence.flatMap(ownedIn);
  return own.find((one) => {
    if (stated.tokens[one.figure.from]!.quoted) return false;
    const holding = theirs.filter(({ figure }) => sameFigure(one.figure, figure));
    const rivals = theirs.filter(
      (other) => !holding.includes(other) && isLike(one.figure, other.figure) && countsSame(one, other),
    );
    if (holding.length === 0 || rivals.length === 0) return false;
    return isOfOther(one, holding, rivals) || measuresOther(one, holding, rivals);
  })?.figure.text;
}

/** "Three hours" are not instead of "nine strips", nor is what is left out to be known. */
function countsSame(a: Owned, b: Owned): boolean {
  return a.figure.unit !== null || (a.counted !== undefined && a.counted === b.counted);
}

function countedBy(tokens: ReadSentence['tokens'], { to }: Figure): string | undefined {
  const next = tokens[to];
  return next?.isContent === true && !next.isCapital ? next.stem : undefined;
}

function isOfOther(own: Owned, holding: readonly Owned[], rivals: readonly Owned[]): boolean {
  const { owner } = own;
  if (owner === undefined) return false;
  return (
    holding.every(
      (other) =>
        other.owner !== undefined &&
        !other.names.some((name) => isSame(name, owner)) &&
        !own.names.some((name) => isSame(name, other.owner!)),
    ) && rivals.some((rival) => rival.owner !== undefined && isSame(rival.owner, owner))
  );
}

function measuresOther(own: Owned, holding: readonly Owned[], rivals: readonly Owned[]): boolean {
  const [measure, more] = own.measures;
  if (measure === undefined || more !== undefined) return false;
  return (
    holding.every((other) => other.measures.size === 1 && !other.measures.has(measure)) &&
    rivals.some((rival) => rival.measures.size === 1 && rival.measures.has(measure))
  );
}

function isSame(a: Name, b: Name): boolean {
  return a.words.some((word) => b.words.some((other) => sameNameWord(word, other)));
}

function ownedIn(sentence: ReadSentence): Owned[] {
  const { tokens, names, dates } = sentence;
  const isDate = ({ start, end }: Name): boolean => dates.some((date) => start < date.end && end > date.start);
  const figures = sentence.figures.filter(({ isWeak, isDerived, isYear }) => !isWeak && !isDerived && !isYear);
  if (figures.length === 0) return [];
  return cutParallels(sentence).flatMap(([from, to]) => {
    const inside = names.filter((name) => name.from >= from && name.to <= to && !isDate(name));
    const measured = new Set(
      tokens.slice(from, to).flatMap(({ key, quoted }) => (quoted ? [] : (measureOf.get(key) ?? []))),
    );
    return figures
      .filter((figure) => figure.from >= from && figure.to <= to)
      .map((figure) => ({
        figure,
        owner: inside.find((name) => name.from < figure.from + behind),
        names: inside,
        counted: countedBy(tokens, figure),
        measures: measured,
      }));
  });
}
