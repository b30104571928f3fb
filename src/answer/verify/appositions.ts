import { stemOf } from '../../retrieve/words.js';
import { isTitle, sameNameWord, type Name } from './names.js';
import type { ReadSentence } from './prepare.js';

/** Who is said to be what: "Ann Poe, the port's chief engineer". */
interface Apposition {
  name: Name;
  /** Stems of what somebody is said to be, without names. */
  stems: readonly string[];
}

/** Fewer words than this describe more than one. */
const fewestDescribing = 2;
const reach = 12;

/**
 * Who is described in a sentence as somebody else is in its evidence: beside another name stands all that describes him, and beside his own none of
 * it. The name, or undefined.
 */
export function findForeignDescription(
  stated: ReadSentence,
  evidence: readonly ReadSentence[],
  speakers: readonly ReadonlySet<string>[] = [],
): string | undefined {
  const own = appositionsIn(stated).filter(({ stems }) => stems.length >= fewestDescribing);
  if (own.length === 0) return undefined;
  const theirs = evidence.flatMap(appositionsIn);
  return own.find(({ name, stems }) => {
    const isKnown = speakers.some(
      (known) => name.words.some((word) => known.has(stemOf(word))) && stems.some((stem) => known.has(stem)),
    );
    const isHis =
      isKnown ||
      evidence.some(
        (sentence) =>
          sentence.names.some((other) => isSame(other, name)) && stems.some((stem) => sentence.stems.has(stem)),
      );
    return (
      !isHis && theirs.some((other) => !isSame(other.name, name) && stems.every((stem) => other.stems.includes(stem)))
    );
  })?.name.text;
}

function isSame(a: Name, b: Name): boolean {
  return a.words.some((word) => b.words.some((other) => sameNameWord(word, other)));
}

/** What stands between commas behind a name, or at the end of a sentence. */
function appositionsIn({ tokens, names }: ReadSentence): Apposition[] {
  return names.flatMap((name) => {
    const { to } = name;
    if (tokens[to]?.text !== ',' || tokens[to]!.quoted) return [];
    const first = tokens[to + 1];
    const begins =
      first?.kind === 'word' &&
      (/^(?:the|a|an|his|her|its|their|who)$/u.test(first.key) || /['’]s?$/u.test(first.text));
    if (!begins && !(first?.isCapital === true && tokens[to + 2]?.text === "'")) return [];
    const stems: string[] = [];
    for (let k = to + 1; k < tokens.length && k < to + reach; k++) {
      const token = tokens[k]!;
      if (token.kind === 'sign' && /^[,;:.!?”“"]$/u.test(token.text)) break;
      if ((token.isContent || isTitle(token.key)) && !token.isCapital) stems.push(token.stem);
    }
    return [{ name, stems }];
  });
}
