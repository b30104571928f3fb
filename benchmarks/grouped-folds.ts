import { sharedCount } from '../src/domain/sets.js';
import { stemOf, topicWords } from '../src/retrieve/words.js';

/** From this share of common words on (Jaccard), two questions are variants of one. */
const alike = 0.5;

/**
 * A fold, 0..folds-1, for each question, so that questions with at least half of their topic words in common, directly or through others, are in
 * one: "Why did Ann resign?" teaches what "Why did Beth resign?" is judged by. Folds are as equal as whole groups let them be; the same
 * questions get the same folds. Compares every pair.
 */
export function groupedFolds(questions: readonly string[], folds: number): number[] {
  const words = questions.map((question) => new Set(topicWords(question).map(stemOf)));
  const leader = questions.map((_, i) => i);
  const find = (i: number): number => (leader[i] === i ? i : (leader[i] = find(leader[i]!)));
  for (let i = 0; i < words.length; i++) {
    for (let j = 0; j < i; j++) if (resemblance(words[i]!, words[j]!) >= alike) leader[find(i)] = find(j);
  }
  const groups = new Map<number, number[]>();
  questions.forEach((_, i) => groups.set(find(i), [...(groups.get(find(i)) ?? []), i]));
  const sizes = new Array<number>(folds).fill(0);
  const result = new Array<number>(questions.length).fill(0);
  for (const members of [...groups.values()].sort((a, b) => b.length - a.length)) {
    const fold = sizes.indexOf(Math.min(...sizes));
    sizes[fold]! += members.length;
    for (const member of members) result[member] = fold;
  }
  return result;
}

function resemblance(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = sharedCount(a, b);
  const all = a.size + b.size - common;
  // Two questions without a topic word ("Who was it?") are alike.
  return all === 0 ? 1 : common / all;
}
