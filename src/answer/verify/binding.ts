import { unitOf } from './units.js';
import type { ReadSentence } from './prepare.js';
import type { Token } from './tokens.js';

/** A place in a sentence whose surroundings are compared: a figure, a date, a name. */
export interface Place {
  sentence: ReadSentence;
  /** Its first token and the one after its last. */
  from: number;
  to: number;
}

/** How far around a place words count, in words. */
const reach = 14;
/** A comma is a longer way than a word, the end of a clause still longer. */
const commaSteps = 2;
const clauseSteps = 3;
/** What stands behind a figure is mostly what it counts; what stands before it, as often the figure before. */
const backwardSteps = 1;

/** A word on the one side of a place counts this much of one that stands on the same side of both. */
const otherSide = 0.5;

interface Near {
  steps: number;
  isBehind: boolean;
}

/**
 * How much a place of the answer has around it, within its own clause, that also stands around a place of a passage: the weight of each shared
 * stem, less the farther away it stands from either, and `side` of it where it stands before the one and behind the other. Says which of several
 * figures of a passage a figure of a sentence is. 0 for a clause without a word of its own.
 */
export function sharedSurroundings(
  stated: Place,
  given: Place,
  weightOf: (stem: string) => number,
  side = otherSide,
): number {
  const near = nearStems(stated, true);
  let sum = 0;
  for (const [stem, { steps, isBehind }] of nearStems(given, false)) {
    const other = near.get(stem);
    if (other === undefined) continue;
    const share = other.isBehind === isBehind ? 1 : side;
    sum += (share * weightOf(stem)) / Math.sqrt((1 + steps) * (1 + other.steps));
  }
  return sum;
}

const cache = new WeakMap<ReadSentence, Map<string, ReadonlyMap<string, Near>>>();

/** The stems around a place with their distance. */
function nearStems({ sentence, from, to }: Place, isClause: boolean): ReadonlyMap<string, Near> {
  const known = cache.get(sentence) ?? new Map<string, ReadonlyMap<string, Near>>();
  cache.set(sentence, known);
  const key = `${from}-${to}-${isClause}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const near = new Map<string, Near>();
  const walk = (start: number, step: 1 | -1): void => {
    let steps = step === 1 ? 0 : backwardSteps;
    for (let i = start; i >= 0 && i < sentence.tokens.length && steps <= reach; i += step) {
      const token = sentence.tokens[i]!;
      if (isClause && (endsClause(token, sentence.tokens[i - 1]) || (step === -1 && tellsSource.test(token.key))))
        return;
      const distance = step === 1 && steps <= adjacent ? 0 : steps;
      if (token.isContent && unitOf(token.key) === undefined && (near.get(token.stem)?.steps ?? Infinity) > distance)
        near.set(token.stem, { steps: distance, isBehind: step === 1 });
      steps += stepsOver(token);
    }
  };
  walk(to, 1);
  walk(from - 1, -1);
  known.set(key, near);
  return near;
}

/** Words between a figure and what it counts, as in "two earlier recommendations". */
const adjacent = 2;
/** Who says it is not what is counted. */
const tellsSource = /^(?:said|says|say|told|according|that)$/u;

const joining = /^(?:and|but|while|whereas|against)$/u;

function endsClause({ kind, text, key }: Token, before: Token | undefined): boolean {
  // "St. Brannoc", "J. Holt", "No. 7"
  if (text === '.' && before?.isCapital === true && before.text.length <= 3) return false;
  return kind === 'sign' ? /[,;:()–—.!?]/u.test(text) : joining.test(key);
}

function stepsOver({ kind, text, key }: Token): number {
  if (kind !== 'sign') return joining.test(key) ? clauseSteps : 1;
  return /[,()–—:]/u.test(text) ? commaSteps : /[;.!?]/u.test(text) ? clauseSteps : 0;
}
