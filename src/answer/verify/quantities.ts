import type { ReadSentence } from './prepare.js';
import type { Token } from './tokens.js';

/** What is said of how many of some things, from the least on. */
const ranks: readonly RegExp[] = [
  /^(?:few|handful|couple|some|several|certain|various|numerous|dozen|dozens|scores|part|parts)$/u,
  /^(?:many|hundreds|thousands|half|much)$/u,
  /^(?:most|majority)$/u,
  /^(?:all|every|each|everybody|everyone|entire|whole)$/u,
];
const most = ranks.length - 1;
/** What says that something is so altogether or each time, and what says that it is so for the greater part, in part or at times. */
const wholly =
  /^(?:entirely|fully|completely|wholly|totally|utterly|altogether|unanimously|exclusively|solely|purely|always|invariably|universally|unconditionally|unreservedly)$/u;
const partly =
  /^(?:mostly|mainly|largely|partly|partially|chiefly|primarily|somewhat|broadly|generally|almost|nearly|roughly|often|usually|sometimes|occasionally|frequently|typically|part|partial|predominantly|conditionally|principle|some|extent|overwhelmingly)$/u;
/** Words on either side of such an adverb that tell what it is said of. */
const reachOfDegree = 5;
/** Words between a quantity and what there is so much of: "most of the city’s old schools". */
const reach = 5;

interface Quantity {
  rank: number;
  /** Stems of the noun, with the adjectives before it, and of another one that "and" joins to it. */
  of: ReadonlySet<string>;
  text: string;
}

/**
 * The word by which a sentence tells of more than its evidence does: "all" and "every" where that has "some", "many", "most" or a number of the
 * same things, and "most" where it has "some"; undefined when there is none. A quantity that the evidence has anywhere, or things
 * that it does not count, are no matter.
 */
export function findOverclaimedQuantity(
  stated: ReadSentence,
  evidence: readonly ReadSentence[],
  all: readonly ReadSentence[] = evidence,
): string | undefined {
  const degree = findOverclaimedDegree(stated, evidence) ?? findUnheardMajority(stated, all);
  if (degree !== undefined) return degree;
  const own = quantitiesOf(stated).filter(({ rank }) => rank >= most - 1);
  if (own.length === 0) return undefined;
  const theirs = evidence.flatMap(quantitiesOf);
  return own.find(({ rank, of }) => {
    if (of.size === 0) return false;
    const same = theirs.filter((other) => other.of.size === 0 || [...of].some((stem) => other.of.has(stem)));
    return same.length > 0 && same.every((other) => other.rank < rank);
  })?.text;
}

/** "Fully agreed" where the evidence has "largely agreed": an adverb of the whole beside a word that one of the part stands beside there. */
function findOverclaimedDegree(stated: ReadSentence, evidence: readonly ReadSentence[]): string | undefined {
  return stated.tokens.find((token, i) => {
    if (token.quoted || !wholly.test(token.key)) return false;
    if (/^(?:not|never|almost|nearly|virtually)$/u.test(stated.tokens[i - 1]?.key ?? '')) return false;
    if (evidence.some(({ tokens }) => tokens.some(({ key }) => wholly.test(key)))) return false;
    const said = contentAbout(stated.tokens, i);
    return evidence.some(({ tokens }) =>
      tokens.some(({ key }, k) => partly.test(key) && [...contentAbout(tokens, k)].some((stem) => said.has(stem))),
    );
  })?.text;
}

/** What tells that something is so for more than half of some things. */
const majority =
  /^(?:most|mostly|majority|mainly|largely|chiefly|primarily|predominantly|overwhelmingly|overwhelming|half|percent|%|bulk|nearly|almost|virtually|all|every|none|few|percentage|share|proportion|thirds|quarters|fifths|generally|typically|usually|only|except)$/u;

/** "Most of the inhabitants" where nothing that is cited tells of a majority, a share or all of anything, nor of two numbers of it. */
function findUnheardMajority({ tokens }: ReadSentence, all: readonly ReadSentence[]): string | undefined {
  const at = tokens.findIndex(
    ({ key, quoted }, i) =>
      !quoted &&
      (key === 'majority' ||
        (key === 'most' &&
          !/^(?:the|at|a|his|her|their|its|one|of)$/u.test(tokens[i - 1]?.key ?? '') &&
          (tokens[i + 1]?.key === 'of' || /[^s]s$|^(?:people|women|men|children)$/u.test(tokens[i + 1]?.key ?? '')))),
  );
  if (at === -1) return undefined;
  // "Of 211 passengers 138 were saved": the reader can tell it by himself.
  const isCounted = all.some(
    (sentence) =>
      sentence.figures.filter(({ kind, unit, isYear }) => kind === 'number' && unit === null && !isYear).length > 1,
  );
  if (isCounted) return undefined;
  return all.some((sentence) => sentence.tokens.some(({ key }) => majority.test(key))) ? undefined : tokens[at]!.text;
}

function contentAbout(tokens: readonly Token[], at: number): Set<string> {
  const stems = new Set<string>();
  for (let k = Math.max(0, at - reachOfDegree); k <= at + reachOfDegree && k < tokens.length; k++)
    if (k !== at && tokens[k]!.isContent) stems.add(tokens[k]!.stem);
  return stems;
}

function quantitiesOf({ tokens, dates }: ReadSentence): Quantity[] {
  return tokens.flatMap((token, i) => {
    if (token.quoted || token.kind === 'sign') return [];
    const rank = isPartOf(tokens, i)
      ? 0
      : isOverHalf(tokens, i)
        ? most - 1
        : ranks.findIndex((words) => words.test(token.key));
    if (rank === -1 || isIdiom(tokens, i) || dates.some(({ start, end }) => token.start < end && token.end > start))
      return [];
    const of = isOfThem(tokens, i) ? contentBefore(tokens, i) : nounsBehind(tokens, i);
    // "All of them": whatever that is.
    return of.size === 0 && rank < most ? [] : [{ rank, of, text: token.text }];
  });
}

/** "Three of the ministers", "at least two homes"; "seven recommendations" may be all there are. */
function isPartOf(tokens: readonly Token[], i: number): boolean {
  const isNumber = tokens[i]!.kind === 'number' || numbers.test(tokens[i]!.key);
  if (!isNumber) return false;
  return tokens[i + 1]?.key === 'of' || (tokens[i - 2]?.key === 'at' && tokens[i - 1]?.key === 'least');
}

/** "More than half", "over half": most. */
function isOverHalf(tokens: readonly Token[], i: number): boolean {
  const before = tokens[i - 1]?.key;
  return tokens[i]!.key === 'half' && (before === 'over' || (before === 'than' && tokens[i - 2]?.key === 'more'));
}

const numbers = /^(?:one|two|three|four|five|six|seven|eight|nine|ten)$/u;

/** "After all", "each other", "at most", "the most dangerous", "one of the": of these nothing is counted, or it is by what stands before. */
function isIdiom(tokens: readonly Token[], i: number): boolean {
  const [before, { key }, next] = [tokens[i - 1]?.key ?? '', tokens[i]!, tokens[i + 1]?.key ?? ''];
  if (key === 'most') return /^(?:the|at|a|his|her|their|its)$/u.test(before) || next === 'likely';
  if (key === 'each' || key === 'one') return next === 'other' || before === 'no';
  if (key === 'all' || key === 'every') return /^(?:after|at|above|not|nearly|almost|virtually|of)$/u.test(before);
  return /^(?:every|all|the|these|those|both|other)$/u.test(before);
}

/** "One of whom", "some of them", "most with burns": so many of what stands before. */
function isOfThem(tokens: readonly Token[], i: number): boolean {
  const next = tokens[i + 1]?.key ?? '';
  if (next === 'of') return /^(?:whom|them|which|those|these)$/u.test(tokens[i + 2]?.key ?? '');
  return next === 'with' && tokens[i - 1]?.text === ',';
}

function contentBefore(tokens: readonly Token[], i: number): Set<string> {
  return new Set(
    tokens.slice(0, i).flatMap(({ isContent, isCapital, stem }) => (isContent && !isCapital ? [stem] : [])),
  );
}

/** The plural nouns that are counted, up to the verb: "every home and business", "some of the homes". */
function nounsBehind(tokens: readonly Token[], at: number): Set<string> {
  const nouns = new Set<string>();
  const isSingular = /^(?:every|each|entire|whole)$/u.test(tokens[at]!.key);
  for (let k = at + 1; k < tokens.length && k <= at + reach; k++) {
    const { kind, key, stem, isContent, isCapital, quoted } = tokens[k]!;
    // "All 14 of the injured"
    if (kind === 'number' || numbers.test(key)) continue;
    const isLink = /^(?:of|the|and|or|other|its|his|her|their|more|these|those)$/u.test(key);
    if (quoted || (kind === 'sign' && key !== '-') || (!isLink && !isContent)) break;
    if (isLink || isCapital) continue;
    const next = tokens[k + 1];
    // The noun is the last word before another kind of word, or before "and".
    const isLast = next === undefined || !next.isContent || next.isCapital;
    if (
      isSingular
        ? isLast || /(?:ed|ing)$/u.test(next.key)
        : /[^s]s$|^(?:people|men|women|children|police|injured|wounded|dead|missing|poor|rich|unemployed|elderly)$/u.test(
            key,
          )
    ) {
      nouns.add(stem);
      if (next?.key !== 'and' && next?.key !== 'or') break;
    }
  }
  return nouns;
}
