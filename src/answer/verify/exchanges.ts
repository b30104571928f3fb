import { sameFigure, type Figure } from './figures.js';
import { sameNameWord, type Name } from './names.js';
import { readFrames } from './frames.js';
import { findForeignFigure } from './owners.js';
import { findCrossed } from './parallels.js';
import type { ReadSentence } from './prepare.js';

/**
 * What a sentence has exchanged with regard to its evidence, sentence by sentence: whose figure is whose, who stands behind the same preposition first and who
 * second, what came before what, whose face it was. The words that show it, or undefined.
 */
export function findExchange(stated: ReadSentence, evidence: readonly ReadSentence[]): string | undefined {
  return (
    exchangedOwner(stated, evidence) ??
    findCrossed(stated, evidence) ??
    findForeignFigure(stated, evidence) ??
    exchangedAround(stated, evidence) ??
    exchangedObjects(stated, evidence) ??
    exchangedOrder(stated, evidence) ??
    exchangedGender(stated, evidence)
  );
}

interface Owned {
  owner: string;
  figure: Figure;
}

/** "Vasse’s 14,171", "Vasse had 14,171", "17 for Vasse". */
function ownedIn({ tokens, names, figures }: ReadSentence): Owned[] {
  return figures.flatMap((figure) => {
    const owner = names.find(({ from, to }) => {
      const isPossessive = to === figure.from && /['’]s?$/u.test(tokens[to - 1]!.text);
      const has = to === figure.from - 1 && /^(?:had|has|got|won|received|polled|took)$/u.test(tokens[to]!.key);
      const isFor = from === figure.to + 1 && tokens[figure.to]!.key === 'for';
      return isPossessive || has || isFor;
    });
    return owner === undefined || tokens[figure.from]!.quoted ? [] : [{ owner: owner.words.at(-1)!, figure }];
  });
}

function exchangedOwner(stated: ReadSentence, evidence: readonly ReadSentence[]): string | undefined {
  const own = ownedIn(stated);
  const theirs = own.length === 0 ? [] : evidence.flatMap(ownedIn);
  return own.find(({ owner, figure }) => {
    const same = theirs.filter((other) => sameFigure(figure, other.figure));
    return same.length > 0 && !same.some((other) => sameNameWord(other.owner, owner));
  })?.figure.text;
}

/** "A's lead over B" and "A will pass B's" where the evidence has B before the verb and A behind it: names on both sides have changed them. */
function exchangedAround(stated: ReadSentence, evidence: readonly ReadSentence[]): string | undefined {
  const sidesIn = (sentence: ReadSentence) => {
    const named = new Set(
      sentence.names.flatMap(({ from, to }) => sentence.tokens.slice(from, to).map(({ stem }) => stem)),
    );
    return readFrames(sentence.tokens).flatMap(({ at, subject, other, rest }) => {
      if (subject === null || other === null || subject.isPronoun) return [];
      const before = new Set([...subject.stems].filter((stem) => named.has(stem) && !rest.has(stem)));
      const behind = namesRightBehind(sentence, at).filter((stem) => !subject.stems.has(stem));
      return before.size === 0 || behind.length === 0
        ? []
        : [{ verb: sentence.tokens[at]!, before, behind: new Set(behind) }];
    });
  };
  const own = sidesIn(stated);
  if (own.length === 0) return undefined;
  const theirs = evidence.flatMap(sidesIn);
  const meets = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].some((stem) => b.has(stem));
  return own.find(({ verb, before, behind }) => {
    const same = theirs.filter((other) => other.verb.stem === verb.stem);
    return (
      same.length > 0 &&
      same.every((other) => meets(before, other.behind) && meets(behind, other.before) && !meets(before, other.before))
    );
  })?.verb.text;
}

/** The name that stands behind a verb, with nothing but an article before it. */
function namesRightBehind({ tokens, names }: ReadSentence, at: number): string[] {
  const from = tokens[at + 1]?.key === 'the' ? at + 2 : at + 1;
  const name = names.find((one) => one.from === from);
  return name === undefined ? [] : tokens.slice(name.from, name.to).map(({ stem }) => stem);
}

interface Placed {
  preposition: string;
  word: string;
  at: number;
}

/** Names right behind a preposition, in order. */
function placedIn({ tokens, names }: ReadSentence): Placed[] {
  return names.flatMap(({ from, words }: Name) => {
    const before = tokens[from - 1];
    return before !== undefined && !before.quoted && /^(?:for|to|with|against|by|at|in|from|of)$/u.test(before.key)
      ? [{ preposition: before.key, word: words.at(-1)!, at: from }]
      : [];
  });
}

/** "She voted for A and her husband for B" where the evidence has it the other way about: with somebody between the two in both. */
function exchangedObjects(stated: ReadSentence, evidence: readonly ReadSentence[]): string | undefined {
  const between = ({ tokens }: ReadSentence, a: Placed, b: Placed): Set<string> =>
    new Set(
      tokens.slice(a.at, b.at).flatMap(({ isContent, stem, isCapital }) => (isContent && !isCapital ? [stem] : [])),
    );
  const own = placedIn(stated);
  for (const [i, first] of own.entries())
    for (const second of own.slice(i + 1)) {
      if (first.preposition !== second.preposition || first.word === second.word) continue;
      const anchors = between(stated, first, second);
      for (const sentence of evidence) {
        const theirs = placedIn(sentence).filter(({ preposition }) => preposition === first.preposition);
        const a = theirs.find(({ word }) => sameNameWord(word, first.word));
        const b = theirs.find(({ word }) => sameNameWord(word, second.word));
        if (a === undefined || b === undefined || b.at > a.at) continue;
        const shared = between(sentence, b, a);
        // The verb may stand with either half; somebody who does it stands with one.
        const isVerbOf = (stem: string): boolean =>
          [stated, sentence].some(
            ({ tokens }, k) => tokens.findIndex((token) => token.stem === stem) < (k === 0 ? first.at : b.at),
          );
        if ([...anchors].some((stem) => shared.has(stem) && !isVerbOf(stem))) return second.word;
      }
    }
  return undefined;
}

/** "A before B" where the evidence has B before A, or A after B where it has A before B. */
function exchangedOrder(stated: ReadSentence, evidence: readonly ReadSentence[]): string | undefined {
  const own = sidesOf(stated);
  if (own === undefined) return undefined;
  const named = new Set(stated.names.flatMap(({ from, to }) => stated.tokens.slice(from, to).map(({ stem }) => stem)));
  for (const sentence of evidence) {
    const theirs = sidesOf(sentence);
    if (theirs === undefined) continue;
    const count = (a: ReadonlySet<string>, b: ReadonlySet<string>): number =>
      [...a].filter((stem) => b.has(stem) && !named.has(stem)).length;
    const early = count(own.earlier, theirs.later);
    const late = count(own.later, theirs.earlier);
    const straight = count(own.earlier, theirs.earlier) + count(own.later, theirs.later);
    if (early > 0 && late > 0 && early + late > straight) return own.word;
  }
  return undefined;
}

interface Sides {
  word: string;
  earlier: ReadonlySet<string>;
  later: ReadonlySet<string>;
}

/** What comes earlier and what later by the only "before" or "after" of a sentence; stems that are on both sides are on none. */
function sidesOf({ tokens }: ReadSentence): Sides | undefined {
  const places = tokens.flatMap(({ key, quoted }, i) => (!quoted && /^(?:before|after)$/u.test(key) ? [i] : []));
  const [at] = places;
  if (places.length !== 1 || at === undefined) return undefined;
  const stemsIn = (from: number, to: number): Set<string> =>
    new Set(tokens.slice(from, to).flatMap(({ isContent, stem }) => (isContent ? [stem] : [])));
  const comma = tokens.findIndex(({ text }, i) => i > at && text === ',');
  // "After the vote, she left"
  const [left, right] =
    at === 0 && comma !== -1
      ? [stemsIn(comma, tokens.length), stemsIn(1, comma)]
      : [stemsIn(0, at), stemsIn(at + 1, tokens.length)];
  const both = new Set([...left].filter((stem) => right.has(stem)));
  for (const stem of both) {
    left.delete(stem);
    right.delete(stem);
  }
  const word = tokens[at]!.text;
  return tokens[at]!.key === 'before' ? { word, earlier: left, later: right } : { word, earlier: right, later: left };
}

/** "To his face" where the evidence has "to her face" and nowhere "his face". */
function exchangedGender(stated: ReadSentence, evidence: readonly ReadSentence[]): string | undefined {
  const ownsIn = ({ tokens }: ReadSentence): { gender: string; stem: string; text: string }[] =>
    tokens.flatMap(({ key, quoted }, i) => {
      const next = tokens[i + 1];
      return !quoted && (key === 'his' || key === 'her') && next?.isContent === true && !next.isCapital
        ? [{ gender: key, stem: next.stem, text: `${key} ${next.text}` }]
        : [];
    });
  const own = ownsIn(stated);
  const theirs = own.length === 0 ? [] : evidence.flatMap(ownsIn);
  return own.find(({ gender, stem }) => {
    const same = theirs.filter((other) => other.stem === stem);
    return same.length > 0 && same.every((other) => other.gender !== gender);
  })?.text;
}
