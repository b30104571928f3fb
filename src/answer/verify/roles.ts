import { stemOf } from '../../retrieve/words.js';
import { readFrames, type Frame, type Phrase } from './frames.js';
import type { ReadSentence } from './prepare.js';
import { remember } from './remember.js';
import type { Token } from './tokens.js';

export { isVerb } from './verbs.js';

/** Two that have to do with each other, in the order that a verb gives them. */
interface Relation {
  kind: string;
  first: Phrase | null;
  second: Phrase | null;
  /** Stems of all that stands on the other side of the verb than the first. */
  rest: ReadonlySet<string>;
}

/**
 * The verb around which a sentence and its evidence have changed places: who does it in the one has it done to him in the other. "Was taken
 * by" is "took", and "lost to" is "was beaten by". Undefined where the verbs agree or nobody can be told.
 */
export function findSwappedRoles(
  stated: ReadSentence,
  evidence: readonly ReadSentence[],
  isActor: (stem: string) => boolean,
): string | undefined {
  const mine = relationsIn(stated.tokens);
  const theirs = mine.length === 0 ? [] : evidence.flatMap(({ tokens }) => relationsIn(tokens));
  for (const [i, own] of mine.entries()) {
    const same = theirs.filter((other) => other.kind === own.kind && sharesActor(own, other, isActor));
    if (same.length > 0 && same.every((other) => isSwapped(own, other, isActor)))
      return stated.tokens[readFrames(stated.tokens)[i]!.at]!.text;
  }
  return exchangedDirection(stated, evidence);
}

const relations = new WeakMap<readonly Token[], readonly Relation[]>();

function relationsIn(tokens: readonly Token[]): readonly Relation[] {
  return remember(relations, tokens, () => readFrames(tokens).map((frame) => relationOf(tokens, frame)));
}

/**
 * Verbs that tell the same of two from one side and from the other: those behind ">" have first whom those before it have second. A preposition
 * in brackets says where the second stands, if not as the object. General knowledge of the language.
 */
const converses = `
beat defeat outscore thrash trounce rout upset overcome outpoll sweep crush vanquish edge win(against,over,from) > lose(to,against)
sell(to) > buy(from) purchase(from) acquire(from)
give(to) hand(to) award(to) grant(to) donate(to) present(to) bequeath(to) > receive(from) inherit(from) accept(from) obtain(from)
lend(to) loan(to) > borrow(from)
precede > succeed replace follow
employ hire > work(for)
`;

interface Side {
  kind: string;
  prepositions: readonly string[];
  isTurned: boolean;
}

const sides = new Map<string, Side>(
  converses
    .trim()
    .split('\n')
    .flatMap((line) =>
      line.split('>').flatMap((verbs, turned) =>
        verbs
          .trim()
          .split(' ')
          .map((entry): [string, Side] => {
            const [, verb, list] = /^(\w+)(?:\((.*)\))?$/u.exec(entry)!;
            return [
              stemOf(verb!),
              { kind: line.trim().split(/[ (]/u)[0]!, prepositions: list?.split(',') ?? [], isTurned: turned === 1 },
            ];
          }),
      ),
    ),
);

function relationOf(tokens: readonly Token[], { at, doer, other, rest, isOpen, slots }: Frame): Relation {
  const { stem } = tokens[at]!;
  const side = sides.get(stem);
  if (side === undefined)
    return isOpen ? { kind: stem, first: null, second: null, rest } : { kind: stem, first: doer, second: other, rest };
  const beside = side.prepositions.map((preposition) => slots.get(preposition)).find((phrase) => phrase !== undefined);
  const second = beside ?? other;
  return side.isTurned
    ? { kind: side.kind, first: second, second: doer, rest: stemsIn(doer) }
    : { kind: side.kind, first: doer, second, rest: side.prepositions.length > 0 ? stemsIn(second) : rest };
}

function sharesActor(own: Relation, theirs: Relation, isActor: (stem: string) => boolean): boolean {
  const all = new Set([...stemsIn(theirs.first), ...theirs.rest]);
  return [...stemsIn(own.first), ...own.rest].some((stem) => all.has(stem) && isActor(stem));
}

const nobody: ReadonlySet<string> = new Set();

function stemsIn(phrase: Phrase | null): ReadonlySet<string> {
  return phrase?.stems ?? nobody;
}

function headsOf(phrase: Phrase | null): ReadonlySet<string> {
  return phrase?.heads ?? nobody;
}

function isSwapped(own: Relation, theirs: Relation, isActor: (stem: string) => boolean): boolean {
  // "A before B" for "B before A": both have changed sides, wherever they stand on the other one.
  const crosses = (from: Relation, to: Relation): boolean =>
    [...headsOf(from.first)].some(
      (stem) => isActor(stem) && to.rest.has(stem) && !stemsIn(to.first).has(stem) && !from.rest.has(stem),
    );
  if (crosses(own, theirs) && crosses(theirs, own)) return true;
  const toSecond = [...headsOf(own.first)].some(
    (stem) =>
      isActor(stem) &&
      headsOf(theirs.second).has(stem) &&
      !stemsIn(theirs.first).has(stem) &&
      !stemsIn(own.second).has(stem),
  );
  const toFirst = [...headsOf(own.second)].some(
    (stem) =>
      isActor(stem) &&
      headsOf(theirs.first).has(stem) &&
      !stemsIn(theirs.second).has(stem) &&
      !stemsIn(own.first).has(stem),
  );
  const isShared = [...stemsIn(own.first)].some((stem) => stemsIn(theirs.first).has(stem));
  const isSharedToo = [...stemsIn(own.second)].some((stem) => stemsIn(theirs.second).has(stem));
  if (isShared || isSharedToo) return false;
  if (toSecond) return mayBeSame(own.second, theirs.first);
  return toFirst && mayBeSame(own.first, theirs.second);
}

/**
 * Whether two phrases without a common word may stand for one: a pronoun, or a name and a description. Otherwise both sides tell of somebody
 * else ("A beat B", "B beat C"), and nothing of an exchange.
 */
function mayBeSame(a: Phrase | null, b: Phrase | null): boolean {
  if (a === null || b === null) return false;
  return a.isPronoun || b.isPronoun || a.isName !== b.isName;
}

/** "From A to B" where the evidence has "from B to A". */
function exchangedDirection(stated: ReadSentence, evidence: readonly ReadSentence[]): string | undefined {
  const own = directionOf(stated.tokens);
  if (own === undefined) return undefined;
  const crosses = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].some((stem) => b.has(stem));
  const given = evidence.flatMap(({ tokens }) => directionOf(tokens) ?? []);
  const turned = given.filter(
    ({ from, to }) =>
      crosses(own.from, to) && crosses(own.to, from) && !crosses(own.from, from) && !crosses(own.to, to),
  );
  return turned.length > 0 && turned.length === given.length ? stated.tokens[own.at]!.text : undefined;
}

interface Direction {
  at: number;
  from: ReadonlySet<string>;
  to: ReadonlySet<string>;
}

/** What stands behind the "from" and the "to" of one verb. */
function directionOf(tokens: readonly Token[]): Direction | undefined {
  for (const { at, slots } of readFrames(tokens)) {
    const [from, to] = [slots.get('from'), slots.get('to')];
    if (from !== undefined && to !== undefined) return { at, from: from.heads, to: to.heads };
  }
  return undefined;
}
