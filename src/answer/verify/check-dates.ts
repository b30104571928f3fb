import { checking } from '../../retrieve/tuning.js';
import { sharedSurroundings, type Place } from './binding.js';
import { supportsDate, type DateMention } from './dates.js';
import type { WeightOf } from './evidence.js';
import { sameFigure } from './figures.js';
import { allOf, nearestTo, sharedWeight, type FactCheck, type Found, type Holder } from './facts.js';
import type { PassageSentence, PreparedPassage, ReadSentence } from './prepare.js';

/** The nearest of those that hold a date of a sentence of which `rest` is all but it, which stands before what it dates as often as behind; undefined when another fact is clearly nearer to what the sentence says. */
function chooseBound<Fact>(
  place: Place,
  rest: ReadSentence,
  same: readonly Found<Fact>[],
  others: readonly Found<Fact>[],
  weightOf: WeightOf,
): Found<Fact> | undefined {
  const { found, near } = nearestTo(place, same, weightOf, 1);
  // A sentence that holds more of what is said has the date that is meant.
  const own = Math.max(...same.map(({ sentence }) => sharedWeight(rest, sentence, weightOf)));
  const rival = Math.max(
    0,
    ...others
      .filter(
        ({ sentence }) =>
          same.some((one) => one.sentence === sentence) || sharedWeight(rest, sentence, weightOf) >= own,
      )
      .map((other) => sharedSurroundings(place, other.place, weightOf, 1)),
  );
  // What the date stands beside has nothing of what is said.
  const isTold = place.sentence.figures.some((figure) =>
    found.sentence.figures.some((other) => sameFigure(figure, other)),
  );
  if (near < 1e-5 && !isTold && rival > checking.leastBesideNothing) return undefined;
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
    // What is quoted is compared as a quotation.
    if (stated.tokens.some(({ start, quoted }) => quoted && start === date.start)) continue;
    const same = given.filter(({ fact }) => supportsDate(fact, date));
    if (same.length > 0) {
      // A date that the sentence has as well is no rival of this one.
      const others = given.filter(
        (rival) =>
          rival.fact.day !== null &&
          date.day !== null &&
          !stated.dates.some((other) => supportsDate(rival.fact, other)) &&
          !same.some((one) => standsBeside(one.place, rival.place)),
      );
      const rest = { ...stated, dates: stated.dates.filter((other) => other !== date) };
      const chosen = chooseBound(datePlace(date, stated), rest, same, others, weightOf);
      if (chosen !== undefined) {
        holders.push(chosen.holder);
        continue;
      }
    }
    const passage = passages.find(
      ({ given: { article } }) =>
        article.publishedAt !== null && supportsDate(publicationOf(article.publishedAt), date),
    );
    // "This month" is not when the article came out where that tells of another.
    const isLong = date.day === null && date.weekday === null;
    const isDated = nearest.some(({ dates }) =>
      dates.some(({ day, month, year }) => day !== null || (isLong && (month ?? year) !== null)),
    );
    if (passage === undefined || (isDated && !reporting.test(stated.text))) return { missing: date.text };
    holders.push({ passage, at: null });
  }
  return { holders };
}

/** "On June 14 and Wednesday, June 15": days of which the same is said. */
function standsBeside(a: Place, b: Place): boolean {
  if (a.sentence !== b.sentence) return false;
  const [first, second] = a.from < b.from ? [a, b] : [b, a];
  return a.sentence.tokens
    .slice(first.to, second.from)
    .every(({ kind, key }) => kind === 'sign' || /^(?:and|or|to|on|through|until|[a-z]+day)$/u.test(key));
}

function datePlace({ start, end }: DateMention, sentence: ReadSentence): Place {
  const first = Math.max(
    0,
    sentence.tokens.findIndex((token) => token.end > start),
  );
  // "On Tuesday, June 14": the comma ends no clause.
  const isApart = sentence.tokens[first - 1]?.text === ',' && /day$/u.test(sentence.tokens[first - 2]?.key ?? '');
  const from = isApart ? first - 2 : first;
  const to = sentence.tokens.findIndex((token) => token.start >= end);
  return { sentence, from, to: to === -1 ? sentence.tokens.length : to };
}

function publicationOf(publishedAt: string): DateMention {
  const [year, month, day] = publishedAt.slice(0, 10).split('-').map(Number);
  return { year: year!, month: month!, day: day!, weekday: null, text: publishedAt, start: 0, end: 0 };
}
