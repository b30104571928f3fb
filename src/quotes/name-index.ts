import type { Speaker } from '../domain/quote.js';
import { lettersOf } from './edit-distance.js';
import { readName, type NameKey } from './name-keys.js';

/** A name or alias of a speaker, taken apart. */
export interface IndexedName {
  speaker: Speaker;
  /** As printed. */
  text: string;
  key: NameKey;
  /** Positions in `words` of the words of `key`, in their order. */
  words: readonly number[];
}

/** A word of names. */
export interface IndexedWord {
  word: string;
  /** See `lettersOf`. */
  letters: number;
  /** Positions in `names` of those that have the word, ascending. */
  names: number[];
}

/** The speakers of a coverage, made ready to be looked up by name. */
export interface NameIndex {
  speakers: readonly Speaker[];
  /** Those of one speaker stand together, the canonical one first. */
  names: readonly IndexedName[];
  words: readonly IndexedWord[];
  /** Every printed name taken apart, for the next index. */
  keys: ReadonlyMap<string, NameKey>;
}

/**
 * Takes all names apart and lists their words. For 23,500 speakers that takes some 0.3 s, nearly all of it for the keys; those of
 * `previous`, an index of the same coverage before it changed, are used again.
 */
export function createNameIndex(speakers: readonly Speaker[], previous?: NameIndex): NameIndex {
  const keys = new Map<string, NameKey>();
  const words: IndexedWord[] = [];
  const positions = new Map<string, number>();
  const names: IndexedName[] = [];
  const positionOf = (word: string): number => {
    let at = positions.get(word);
    if (at === undefined) {
      positions.set(word, (at = words.length));
      words.push({ word, letters: lettersOf(word), names: [] });
    }
    return at;
  };
  for (const speaker of speakers) {
    for (const text of new Set([speaker.name, ...speaker.aliases.map(({ name }) => name)])) {
      const key = keys.get(text) ?? previous?.keys.get(text) ?? readName(text);
      keys.set(text, key);
      const own = key.words.map(positionOf);
      for (const at of own) {
        const having = words[at]!.names;
        if (having.at(-1) !== names.length) having.push(names.length);
      }
      names.push({ speaker, text, key, words: own });
    }
  }
  return { speakers, names, words, keys };
}

/** People and bodies, who have names of their own; others go by what they are: "a spokesman". */
export function isNamed({ kind }: Speaker): boolean {
  return kind === 'person' || kind === 'organisation';
}
