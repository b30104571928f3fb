import { isStopWord, stemOf, wordsOf } from './words.js';

/** A word of the question and how much finding it says. */
export interface WeightedTerm {
  stem: string;
  /** Inverse document frequency: rare words say more. */
  weight: number;
}

/**
 * The topic words of a question with their weights. `frequencies` are the passages that each term occurs in, in the order of
 * `terms`; the weight is the usual smoothed inverse document frequency ln(1 + (N - n + 0.5) / (n + 0.5)) of BM25.
 */
export function weighTerms(terms: readonly string[], frequencies: readonly number[], passages: number): WeightedTerm[] {
  const byStem = new Map<string, WeightedTerm>();
  terms.forEach((term, i) => {
    const n = Math.min(frequencies[i]!, passages);
    const stem = stemOf(term);
    const weight = Math.log(1 + (passages - n + 0.5) / (n + 0.5));
    if (!byStem.has(stem)) byStem.set(stem, { stem, weight });
  });
  return [...byStem.values()];
}

/**
 * How little the words of a question tell one passage from another, 0..1: 0 when one of them stands in few passages, 1 when all stand in
 * many, as those of "Why did the ferry sink?" do in a coverage of one ferry. 0 without words. `rareWord` is the weight from which on a word is rare
 * enough; one that a single passage has is as rare as can be, however small the coverage.
 */
export function weaknessOf(terms: readonly WeightedTerm[], passages: number, rareWord: number): number {
  if (terms.length === 0) return 0;
  const [{ weight: highest }] = weighTerms(['word'], [1], passages) as [WeightedTerm];
  const rarest = Math.max(...terms.map(({ weight }) => weight));
  return Math.min(1, Math.max(0, Math.min(rareWord, highest) - rarest));
}

/** The terms that a question has as a name, a date or a number, written with a capital or a digit, and the others; each in their order. */
export function partNames(
  terms: readonly WeightedTerm[],
  question: string,
): { names: WeightedTerm[]; others: WeightedTerm[] } {
  const named = new Set(nameWords(question).map(stemOf));
  return {
    names: terms.filter(({ stem }) => named.has(stem)),
    others: terms.filter(({ stem }) => !named.has(stem)),
  };
}

/** The share of the terms' weight that a set of stems holds, 0..1; 1 when there are no terms. */
export function coverageOf(terms: readonly WeightedTerm[], stems: ReadonlySet<string>): number {
  let total = 0;
  let found = 0;
  for (const { stem, weight } of terms) {
    total += weight;
    if (stems.has(stem)) found += weight;
  }
  return total === 0 ? 1 : found / total;
}

/**
 * Finds the stems of a question's words among the words of one text after the other. What it finds is all that `coverageOf` asks for, at a
 * fraction of the cost of the stems of every word.
 */
export function createTermFinder(terms: readonly WeightedTerm[]): (words: readonly string[]) => Set<string> {
  const wanted = new Set(terms.map(({ stem }) => stem));
  const known = new Map<string, string | null>();
  return (words) => {
    const found = new Set<string>();
    for (const word of words) {
      let stem = known.get(word);
      if (stem === undefined) {
        const own = stemOf(word);
        stem = wanted.has(own) ? own : null;
        known.set(word, stem);
      }
      if (stem !== null) found.add(stem);
    }
    return found;
  };
}

/** The stems of a text's words. */
export function stemsOf(text: string): Set<string> {
  return new Set(wordsOf(text).map(stemOf));
}

/** Folded words that stand with a capital or a digit, without the first word, whose capital says nothing. */
function nameWords(question: string): string[] {
  const tokens = question.match(/[\p{L}\p{N}][\p{L}\p{N}’'.-]*/gu) ?? [];
  return tokens
    .filter((token, i) => (i > 0 && /^\p{Lu}/u.test(token)) || /\p{N}/u.test(token))
    .flatMap(wordsOf)
    .filter((word) => !isStopWord(word));
}
