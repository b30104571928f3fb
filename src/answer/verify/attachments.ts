import { sameNameWord, type Name } from './names.js';
import type { ReadSentence } from './prepare.js';

/** "In" and "at" tell of a deed as well. */
const binding = /^(?:of|from)$/u;
/** Shorter words before a name are its initials and abbreviated titles. */
const shortestName = 4;
/** In a sentence that attaches nothing to somebody, what is so near is taken to be his. */
const nearby = 12;

/**
 * "Ann Poe of Lorne" where the evidence puts another name beside hers ("Vasse Gov. Ann Poe", "Ann Poe of Vasse") and Lorne beside somebody else: the name that is not
 * hers. Undefined when there is none.
 */
export function findForeignAttachment(stated: ReadSentence, evidence: readonly ReadSentence[]): string | undefined {
  const { tokens, names } = stated;
  return names.find((place, i) => {
    const name = names[i - 1];
    if (name === undefined || tokens[name.from]!.quoted || !isBound(stated, name, place)) return false;
    const holding = evidence.filter((sentence) => sentence.names.some((other) => isSame(other, name)));
    if (holding.every((sentence) => attachedTo(sentence, name).length === 0)) return false;
    return (
      !holding.some((sentence) => isHis(sentence, name, place)) &&
      evidence.some((sentence) => sentence.names.some((other) => isSame(other, place)))
    );
  })?.text;
}

function isSame(other: Name, name: Name): boolean {
  return other.words.some((word) => sameNameWord(word, name.words.at(-1)!));
}

/** "A of B", "A of the B". */
function isBound({ tokens }: ReadSentence, name: Name, next: Name): boolean {
  const [preposition, article, more] = tokens.slice(name.to, next.from);
  return (
    preposition !== undefined &&
    more === undefined &&
    binding.test(preposition.key) &&
    (article === undefined || article.key === 'the')
  );
}

function isHis(sentence: ReadSentence, name: Name, place: Name): boolean {
  const attached = attachedTo(sentence, name);
  if (attached.some((word) => place.words.some((mine) => sameNameWord(mine, word)))) return true;
  const his = sentence.names.filter((other) => isSame(other, name));
  return sentence.names.some(
    (other) =>
      isSame(other, place) &&
      (his.includes(other) || (attached.length === 0 && his.some(({ from }) => Math.abs(from - other.from) < nearby))),
  );
}

/** Words of the names that stand right beside somebody's: "Lorne Gov. Ann Poe", "Ann Poe of Lorne". */
function attachedTo(sentence: ReadSentence, name: Name): string[] {
  return sentence.names.flatMap((other, i) => {
    const last = other.words.findIndex((word) => sameNameWord(word, name.words.at(-1)!));
    if (last === -1) return [];
    // Before a surname alone stands a given name, and no place.
    const before =
      name.words.length === 1
        ? []
        : other.words.slice(0, last).filter((word) => word.length >= shortestName && !name.words.includes(word));
    const next = sentence.names[i + 1];
    return [...before, ...(next !== undefined && isBound(sentence, other, next) ? next.words : [])];
  });
}
