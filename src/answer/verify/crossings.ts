import { checking } from '../../retrieve/tuning.js';
import { findAttributors, isSource } from './attributors.js';
import { sharedSurroundings } from './binding.js';
import type { WeightOf } from './evidence.js';
import { sameNameWord, type Name } from './names.js';
import type { ReadSentence } from './prepare.js';

/**
 * Two names that have changed places: in a sentence of the evidence that has both, what stands around the one in the sentence stands around the
 * other, whichever verb joins them and in whichever voice. Either name must be clearly nearer to the other's place. One of the names, or undefined.
 * Cost: the pairs of names times the evidence.
 */
export function findCrossedNames(
  stated: ReadSentence,
  evidence: readonly ReadSentence[],
  weightOf: WeightOf,
): string | undefined {
  const sources = findAttributors(stated);
  // Sources are looked at elsewhere.
  const own = stated.names.filter((name) => !stated.tokens[name.from]!.quoted && !isSource(name, sources));
  for (const [i, a] of own.entries())
    for (const b of own.slice(i + 1))
      if (!areJoined(stated, a, b) && areCrossed(stated, [a, b], evidence, weightOf)) return a.text;
  return undefined;
}

function areCrossed(
  stated: ReadSentence,
  [a, b]: readonly [Name, Name],
  evidence: readonly ReadSentence[],
  weightOf: WeightOf,
): boolean {
  if (a.words.some((word) => b.words.includes(word))) return false;
  const stems = new Set([a, b].flatMap(({ from, to }) => stated.tokens.slice(from, to).map(({ stem }) => stem)));
  const weigh: WeightOf = (stem) => (stems.has(stem) ? 0 : weightOf(stem));
  const near = (name: Name, sentence: ReadSentence, places: readonly Name[]): number =>
    Math.max(
      ...places.map(({ from, to }) =>
        sharedSurroundings({ sentence: stated, from: name.from, to: name.to }, { sentence, from, to }, weigh, 1),
      ),
    );
  const most = { aa: 0, bb: 0, ab: 0, ba: 0 };
  for (const sentence of evidence) {
    const [as, bs] = [placesOf(a, sentence), placesOf(b, sentence)];
    if (as.length === 0 || bs.length === 0 || as.some((one) => bs.includes(one))) continue;
    most.aa = Math.max(most.aa, near(a, sentence, as));
    most.bb = Math.max(most.bb, near(b, sentence, bs));
    most.ab = Math.max(most.ab, near(a, sentence, bs));
    most.ba = Math.max(most.ba, near(b, sentence, as));
  }
  const { clearlyCrossed, leastCrossed } = checking;
  return (
    Math.min(most.ab, most.ba) >= leastCrossed &&
    most.ab >= clearlyCrossed * most.aa &&
    most.ba >= clearlyCrossed * most.bb
  );
}

function placesOf(name: Name, { names }: ReadSentence): Name[] {
  return names.filter(({ words }) => words.some((word) => sameNameWord(word, name.words.at(-1)!)));
}

/** "A and B", "A of B": what is said of the one is said of the other. */
function areJoined({ tokens }: ReadSentence, a: Name, b: Name): boolean {
  return tokens.slice(a.to, b.from).every(({ kind, key }) => kind === 'sign' || /^(?:and|or|the|of|in)$/u.test(key));
}
