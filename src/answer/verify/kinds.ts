import type { ReadSentence } from './prepare.js';

/**
 * Words of which only one can be meant where another one stands: things of one kind. Words joined by "/" mean the same or may. General
 * knowledge of the language, independent of any coverage.
 */
const kinds = `
red/crimson/scarlet blue/navy green yellow/golden orange purple/violet pink brown black white grey/gray/silver
spring summer autumn winter
breakfast lunch dinner/supper
gold silver bronze copper iron steel wood/wooden/oak/timber plastic glass marble clay wax leather
trawler cutter tug/tugboat lifeboat yacht tanker submarine schooner barge frigate canoe kayak helicopter hovercraft
car/taxi/cab bus lorry/truck train/tram plane/aeroplane/aircraft/airliner helicopter bicycle/bike motorcycle/motorbike
axe/hatchet hammer extinguisher crowbar knife/blade gun/rifle/pistol/revolver sword spade/shovel screwdriver spanner/wrench
dog/puppy cat/kitten horse cow/cattle sheep/lamb pig goat hen/chicken goose herring salmon cod walrus whale dolphin shark wolf fox crocodile/alligator snake elephant lion tiger monkey rat mouse
violin/fiddle viola cello piano guitar trumpet flute clarinet drum organ harp trombone oboe
morning evening afternoon
kitchen bedroom bathroom cellar/basement attic/loft garage
church/chapel mosque synagogue
`;

interface Member {
  kind: number;
  group: number;
}

/** By each word and its plural. */
const members = new Map<string, Member[]>();
kinds
  .trim()
  .split('\n')
  .forEach((line, kind) =>
    line.split(' ').forEach((words, group) =>
      words.split('/').forEach((word) => {
        for (const form of [word, `${word}s`, `${word}es`])
          members.set(form, [...(members.get(form) ?? []), { kind, group }]);
      }),
    ),
  );

/**
 * The word for which the evidence has another of the same kind ("blue" where it has "red", "an axe" where it has "a hammer"); undefined when
 * there is none. The word must stand nowhere in what may hold it (`anywhere`), and the other one in the evidence, but not in the sentence.
 * Words in quotation marks and names are compared elsewhere.
 */
export function findOtherOfItsKind(
  stated: ReadSentence,
  evidence: readonly ReadSentence[],
  anywhere: readonly ReadSentence[],
): string | undefined {
  const isPlain = (sentence: ReadSentence, i: number): boolean =>
    sentence.tokens[i]!.kind === 'word' &&
    !sentence.tokens[i]!.isCapital &&
    !/^(?:to|will|would|can|could)$/u.test(sentence.tokens[i - 1]?.key ?? '') &&
    !sentence.names.some(({ from, to }) => i >= from && i < to);
  const membersOf = (sentences: readonly ReadSentence[]): Member[] =>
    sentences.flatMap((sentence) =>
      sentence.tokens.flatMap(({ key }, i) => (members.has(key) && isPlain(sentence, i) ? members.get(key)! : [])),
    );
  const own = membersOf([stated]);
  if (own.length === 0) return undefined;
  const given = membersOf(evidence);
  const known = membersOf(anywhere);
  return stated.tokens.find(({ key, quoted }, i) => {
    if (quoted || !members.has(key) || !isPlain(stated, i)) return false;
    const meanings = members.get(key) ?? [];
    return (
      meanings.length > 0 &&
      meanings.every(
        ({ kind, group }) =>
          !known.some((other) => other.kind === kind && other.group === group) &&
          given.some(
            (other) =>
              other.kind === kind &&
              other.group !== group &&
              !own.some((mine) => mine.kind === kind && mine.group === other.group),
          ),
      )
    );
  })?.text;
}
