import { stemOf } from '../../retrieve/words.js';
import { readPolarity } from './negation.js';
import type { ReadSentence } from './prepare.js';
import { isVerb } from './roles.js';

/** What says that a sentence leaves a question open as well, asks it or passes it on. */
const asking = new Set(
  'whether if ask question wonder unclear unknown uncertain unsure depend may might could would possible possibly perhaps decline refuse doubt likely unlikely consider examine investigate examination investigation determine dispute'
    .split(' ')
    .map(stemOf),
);
/** Verbs that only tell who speaks. */
const telling = new Set(
  'say tell report add note write state confirm deny announce admit insist claim'.split(' ').map(stemOf),
);

/**
 * The word by which a sentence decides what its evidence leaves open ("declined to say whether he had signed", "do not know if they are
 * safe"), on either side; undefined when there is none. What is told elsewhere in the passages (`others`) is not open.
 */
export function findDecidedQuestion(
  stated: ReadSentence,
  evidence: readonly ReadSentence[],
  others: readonly ReadSentence[],
): string | undefined {
  const asked = evidence.filter((sentence) => readPolarity(sentence).open.size > 0);
  if (asked.length === 0 || stated.tokens.some(({ stem, isCapital }) => !isCapital && asking.has(stem)))
    return undefined;
  const names = new Set(stated.names.flatMap(({ from, to }) => stated.tokens.slice(from, to).map(({ stem }) => stem)));
  const own = readPolarity(stated);
  const isSettled = (stem: string): boolean =>
    others.some((other) => {
      const { affirmed, negated } = readPolarity(other);
      return affirmed.has(stem) || negated.has(stem);
    });
  for (const sentence of asked) {
    const { open, affirmed, negated } = readPolarity(sentence);
    const decided = stated.tokens.filter(
      ({ stem, isContent }) => isContent && !names.has(stem) && open.has(stem) && !isSettled(stem),
    );
    const fixed = [...stated.stems].filter(
      (stem) => !names.has(stem) && !telling.has(stem) && (affirmed.has(stem) || negated.has(stem)),
    );
    const verb = decided.find(
      (token) => isVerb(stated.tokens, stated.tokens.indexOf(token)) || own.heads.has(token.stem),
    );
    if (verb !== undefined && decided.length >= fixed.length) return verb.text;
    if (decided.length >= 2 && decided.length > 2 * fixed.length) return decided[0]!.text;
  }
  return undefined;
}
