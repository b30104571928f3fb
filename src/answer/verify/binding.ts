import { unitOf } from './figures.js';
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

/**
 * How much a place of the answer has around it, within its own clause, that also stands around a place of a passage: the weight of each shared
 * stem, less the farther away it stands from either. Says which of several figures of a passage a figure of a sentence is. A clause
 * without a word of its own takes those of the whole sentence.
 */
export function sharedSurroundings(stated: Place, given: Place, weightOf: (stem: string) => number): number {
  const clause = nearStems(stated, true);
  const near = clause.size > 0 ? clause : nearStems(stated, false);
  let sum = 0;
  for (const [stem, steps] of nearStems(given, false)) {
    const other = near.get(stem);
    if (other !== undefined) sum += weightOf(stem) / Math.sqrt((1 + steps) * (1 + other));
  }
  return sum;
}

const cache = new WeakMap<ReadSentence, Map<string, ReadonlyMap<string, number>>>();

/** The stems around a place with their distance. */
function nearStems({ sentence, from, to }: Place, isClause: boolean): ReadonlyMap<string, number> {
  const known = cache.get(sentence) ?? new Map<string, ReadonlyMap<string, number>>();
  cache.set(sentence, known);
  const key = `${from}-${to}-${isClause}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const near = new Map<string, number>();
  const walk = (start: number, step: 1 | -1): void => {
    let steps = step === 1 ? 0 : backwardSteps;
    for (let i = start; i >= 0 && i < sentence.tokens.length && steps <= reach; i += step) {
      const token = sentence.tokens[i]!;
      if (isClause && endsClause(token)) return;
      if (token.isContent && unitOf(token.key) === undefined && (near.get(token.stem) ?? Infinity) > steps)
        near.set(token.stem, step === 1 && steps <= adjacent ? 0 : steps);
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

const joining = /^(?:and|but|while|whereas|against)$/u;

function endsClause({ kind, text, key }: Token): boolean {
  return kind === 'sign' ? /[,;:()–—.!?]/u.test(text) : joining.test(key);
}

function stepsOver({ kind, text, key }: Token): number {
  if (kind !== 'sign') return joining.test(key) ? clauseSteps : 1;
  return /[,()–—:]/u.test(text) ? commaSteps : /[;.!?]/u.test(text) ? clauseSteps : 0;
}
