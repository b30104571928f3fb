import { stemOf } from '../../retrieve/words.js';
import { nameWords } from './names.js';
import type { PreparedPassage } from './prepare.js';
import { remember } from './remember.js';
import { aliasStems, wordsOfSpeaker } from './speakers.js';

/** Stems of the names of outlets that the passages are not from. */
export function outletsBeside(
  passages: readonly PreparedPassage[],
  all: readonly PreparedPassage[],
): ReadonlySet<string> {
  const own = new Set(passages.flatMap(outletOf));
  return new Set(all.flatMap(outletOf).filter((stem) => stem.length > 3 && !own.has(stem)));
}

const outlets = new WeakMap<PreparedPassage, readonly string[]>();

function outletOf(passage: PreparedPassage): readonly string[] {
  return remember(outlets, passage, () => nameWords(passage.given.article.outlet ?? '').map(stemOf));
}

/** The words of all the names that the passage's speakers go by. */
export function peopleOf({ speakers }: PreparedPassage): readonly string[] {
  return speakers.flatMap((speaker) => [...wordsOfSpeaker(speaker)]);
}

const aliasGroups = new WeakMap<readonly PreparedPassage[], ReadonlySet<string>[]>();

/** Stems of all the words that a speaker goes by, for one of them. */
export function aliasesOf(all: readonly PreparedPassage[]): (stem: string) => ReadonlySet<string> {
  const read = (): ReadonlySet<string>[] =>
    remember(aliasGroups, all, () => all.flatMap(({ speakers }) => speakers.map(aliasStems)));
  return (stem) =>
    new Set(
      read()
        .filter((group) => group.has(stem))
        .flatMap((group) => [...group]),
    );
}
