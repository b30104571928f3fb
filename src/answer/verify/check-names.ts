import { checking } from '../../retrieve/tuning.js';
import { findAttributors } from './attribution.js';
import { sharedSurroundings, type Place } from './binding.js';
import type { WeightOf } from './evidence.js';
import { allOf, type FactCheck, type Found, type Holder } from './facts.js';
import { isPlace, isSeatOf, isShortFor, nameWords, sameNameWord, type Name } from './names.js';
import { wordsOfMarks } from './party-marks.js';
import type { PreparedPassage, ReadSentence } from './prepare.js';
import { remember } from './remember.js';
import { isVerb } from './roles.js';
import { wordsOfSpeaker } from './speakers.js';

/**
 * Whether every name of a sentence is in the passages. A name that a passage shortens (“Mr. Holt”, “the directorate”) counts when its last
 * word is there and the whole name is known from any passage that was given. `all` are those.
 */
export function checkNames(
  stated: ReadSentence,
  passages: readonly PreparedPassage[],
  all: readonly PreparedPassage[],
  nearest: readonly ReadSentence[],
  weightOf: WeightOf,
): FactCheck & { kind?: 'outlet' | 'name' } {
  const holders: Holder[] = [];
  for (const name of stated.names) {
    if (stated.tokens[name.from]!.quoted) continue;
    const outlet = passages.find((passage) => isOutletOf(name, passage));
    if (outlet !== undefined) {
      holders.push({ passage: outlet, at: null });
      continue;
    }
    const holder = holderOf(name, passages, all) ?? governmentOf(name, stated, passages);
    if (holder === undefined) return { missing: name.text, kind: isOutlet(name, all) ? 'outlet' : 'name' };
    if (holder.at !== null) holders.push(holder);
  }
  const other =
    otherCode(stated, passages) ?? otherOfFamily(stated, nearest) ?? otherName(stated, passages, nearest, weightOf);
  return other === undefined ? { holders } : { missing: other, kind: 'name' };
}

const codes =
  /(?<![\p{L}\p{N}.,])(?=[\p{Lu}-]*\p{N})(?=[\p{N}-]*\p{Lu})[\p{Lu}\p{N}]+(?:-[\p{Lu}\p{N}]+)*(?![\p{L}\p{N}])/gu;
const foldCode = (code: string): string => code.replace(/-/gu, '');

/** "Gate 12B" where the passages have a 12A or an 11B and nowhere a 12B: names of letters and digits hold to the last of them. */
function otherCode({ text }: ReadSentence, passages: readonly PreparedPassage[]): string | undefined {
  const own = text.match(codes);
  if (own === null) return undefined;
  const theirs = new Set(
    passages.flatMap(({ given, headline, lead }) =>
      [given.text, headline.text, lead.text].flatMap((part) => (part.match(codes) ?? []).map(foldCode)),
    ),
  );
  const [letters, digits] = [/\P{L}/gu, /\P{N}/gu];
  return own.find((code) => {
    const folded = foldCode(code);
    const [name, figure] = [folded.replace(letters, ''), folded.replace(digits, '')];
    return (
      !theirs.has(folded) &&
      [...theirs].some((other) => other.replace(letters, '') === name || other.replace(digits, '') === figure)
    );
  });
}

/** "Edmund Quill went" where the nearest sentence says that Marta Quill went, and does not name him. */
function otherOfFamily({ tokens, names }: ReadSentence, nearest: readonly ReadSentence[]): string | undefined {
  const isOwnVerb = (stem: string): boolean => tokens.some((token, i) => token.stem === stem && isVerb(tokens, i));
  return names.find(
    ({ words, from }) =>
      words.length > 1 &&
      !tokens[from]!.quoted &&
      nearest.length > 0 &&
      nearest.every(
        (sentence) =>
          !sentence.tokens.some(({ key }) => key === words[0]) &&
          sentence.names.some(
            (other) =>
              other.words.length > 1 &&
              other.words.at(-1) === words.at(-1) &&
              other.words[0] !== words[0] &&
              !names.some((own) => own.words.includes(other.words[0]!)),
          ) &&
          sentence.tokens.some(({ stem }, i) => isVerb(sentence.tokens, i) && isOwnVerb(stem)),
      ),
  )?.text;
}

function isOutlet({ words }: Name, all: readonly PreparedPassage[]): boolean {
  return all.some(
    ({ given }) =>
      given.article.outlet !== null && words.every((word) => nameWords(given.article.outlet!).includes(word)),
  );
}

/** "USA Today" where the article is known to be from usatoday.com. */
function isOutletOf({ words }: Name, { given }: PreparedPassage): boolean {
  const outlet = (given.article.outlet ?? '')
    .toLowerCase()
    .replace(/^www\./u, '')
    .replace(/(?:\.\p{L}{2,4})+$/u, '');
  const bare = outlet.replace(/^the/u, '').replace(/[^\p{L}\p{N}]/gu, '');
  return bare.length > 2 && words.join('').replace(/^the/u, '') === bare;
}

function holderOf(
  name: Name,
  passages: readonly PreparedPassage[],
  all: readonly PreparedPassage[],
): Holder | undefined {
  const sought = name.words.filter((word) => !isGenericWord(word));
  for (const passage of passages) {
    if (!sought.every((word) => isKnownIn(passage, word))) continue;
    const places = sought.map((word) => firstPlaceOf(passage, word)).filter((at) => at !== -1);
    return { passage, at: places.length === 0 ? null : Math.min(...places) };
  }
  const spelled = passages.find(({ given, headline, lead }) =>
    [given.text, headline.text, lead.text].some((text) => isShortFor(name, text)),
  );
  if (spelled !== undefined) return { passage: spelled, at: null };
  const last = sought.at(-1);
  if (last === undefined) return { passage: passages[0]!, at: null };
  const sameArticle = all.find(
    (other) =>
      passages.some(({ given }) => given.articleId === other.given.articleId) &&
      sought.every((word) => other.words.has(word)),
  );
  if (sameArticle !== undefined) return { passage: sameArticle, at: null };
  const isKnown =
    sought.length > 1 &&
    all.some(({ known, given }) => sought.every((word) => known.has(word)) && standsTogether(name.words, given));
  if (!isKnown) return undefined;
  const passage = passages.find(({ words }) => words.has(last));
  return passage === undefined ? undefined : { passage, at: null };
}

const knownWords = new WeakMap<PreparedPassage, Map<string, boolean>>();
const firstPlaces = new WeakMap<PreparedPassage, Map<string, number>>();

/** Whether a passage has a word of a name in any form. */
function isKnownIn(passage: PreparedPassage, word: string): boolean {
  if (passage.known.has(word)) return true;
  const asked = remember(knownWords, passage, () => new Map<string, boolean>());
  let isKnown = asked.get(word);
  if (isKnown === undefined) asked.set(word, (isKnown = [...passage.known].some((known) => sameNameWord(known, word))));
  return isKnown;
}

/** The first sentence of a passage with a word of a name in any form; -1 when there is none. */
function firstPlaceOf(passage: PreparedPassage, word: string): number {
  const asked = remember(firstPlaces, passage, () => new Map<string, number>());
  let at = asked.get(word);
  if (at === undefined) {
    at = passage.sentences.findIndex(({ tokens }) => tokens.some(({ key }) => sameNameWord(key, word)));
    asked.set(word, at);
  }
  return at;
}

/** "Washington held that" where the passage has the United States. */
function governmentOf(name: Name, { tokens }: ReadSentence, passages: readonly PreparedPassage[]): Holder | undefined {
  if (name.words.length > 1 || isPlace(tokens, name)) return undefined;
  const passage = passages.find(({ known }) => isSeatOf(name.words[0]!, known));
  return passage === undefined ? undefined : { passage, at: null };
}

function isGenericWord(word: string): boolean {
  return word === 'the' || word === 'of' || word === 'and';
}

function standsTogether(words: readonly string[], { text, article, quotes }: PreparedPassage['given']): boolean {
  const joined = words.join(' ');
  return [
    text,
    article.title,
    article.lead,
    ...quotes.flatMap(({ speaker }) => (speaker === null ? [] : [speaker.name, ...speaker.aliases])),
  ].some((part) => ` ${nameWords(part).join(' ')} `.includes(` ${joined} `));
}

/**
 * A name of a sentence, when the passages say of somebody or something else what the sentence says of it: a name that the sentence does
 * not have stands clearly nearer to its words, in a sentence without the one it has, where no pronoun can stand for it.
 */
function otherName(
  stated: ReadSentence,
  passages: readonly PreparedPassage[],
  nearest: readonly ReadSentence[],
  weightOf: WeightOf,
): string | undefined {
  const names = stated.names.filter(
    (name) => !stated.tokens[name.from]!.quoted && !passages.some((passage) => isOutletOf(name, passage)),
  );
  const own = new Set(stated.names.flatMap(({ words }) => words));
  let all: Found<Name>[] | undefined;
  const given = (): Found<Name>[] =>
    (all ??= allOf(
      passages,
      (sentence) => sentence.names,
      ({ from, to }, sentence) => ({ sentence, from, to }),
    ));
  // "Edmund Quill" is not where only Marta Quill is.
  const isNear = (name: Name): boolean =>
    nearest.some(({ text, tokens, names: theirs }) => {
      const { words } = name;
      const spelled = wordsOfMarks(text);
      const holds = (word: string): boolean =>
        spelled.includes(word) || tokens.some(({ key }) => sameNameWord(key, word));
      const isOther = theirs.some(
        (other) =>
          other.words.length > 1 &&
          words.length > 1 &&
          other.words.at(-1) === words.at(-1) &&
          other.words[0] !== words[0],
      );
      return isShortFor(name, text) || words.every(holds) || (holds(words.at(-1)!) && !isOther);
    });
  return names.find(
    (name) => !isNear(name) && !isAttributor(name, stated) && isExchanged(name, stated, own, given(), weightOf),
  )?.text;
}

/** "A Danish frigate": a name that only says more of the noun behind it did nothing itself. */
function isModifier({ tokens }: ReadSentence, { to }: Name): boolean {
  const next = tokens[to];
  return (
    next?.kind === 'word' &&
    next.isContent &&
    !next.isCapital &&
    !next.quoted &&
    !isVerb(tokens, to) &&
    !/ly$/u.test(next.key)
  );
}

function isExchanged(
  name: Name,
  stated: ReadSentence,
  own: ReadonlySet<string>,
  given: readonly Found<Name>[],
  weightOf: WeightOf,
): boolean {
  const place: Place = { sentence: stated, from: name.from, to: name.to };
  const last = name.words.at(-1)!;
  const isSame = (other: Name, passage: PreparedPassage): boolean =>
    isShortFor(name, other.text) ||
    (other.words.some((word) => sameNameWord(word, last)) && !differs(name, other, passage));
  const isComplement = complements(stated, name);
  let most = 0;
  let rival: { near: number; found: Found<Name> } | undefined;
  for (const found of given) {
    const near = sharedSurroundings(place, found.place, weightOf);
    if (near === 0) continue;
    if (isSame(found.fact, found.holder.passage)) most = Math.max(most, near);
    else if (
      (rival === undefined || near > rival.near) &&
      isAnother(found.fact, own, name) &&
      (isComplement || !complements(found.sentence, found.fact)) &&
      (isModifier(stated, name) || !isModifier(found.sentence, found.fact)) &&
      !isAlias(found.fact, name, found.holder.passage)
    )
      rival = { near, found };
  }
  if (rival === undefined || rival.near <= checking.leastSurroundings || rival.near <= checking.clearlyAnother * most)
    return false;
  const { sentence, holder } = rival.found;
  if (holder.at === null || sentence.names.some((other) => isSame(other, holder.passage))) return false;
  const before = holder.passage.sentences.slice(Math.max(0, holder.at - 5), holder.at);
  const isBefore = [...before, holder.passage.headline, holder.passage.lead].some(({ tokens }) =>
    tokens.some(({ key }) => sameNameWord(key, last)),
  );
  // "The Norholm Gazette report" is "the report" behind one in the Gazette.
  const noun = isModifier(stated, name) ? stated.tokens[name.to]!.stem : undefined;
  return (
    !isBefore ||
    !sentence.tokens.some(
      ({ key, stem, quoted }, i) =>
        !quoted && (standsFor.test(key) || (stem === noun && sentence.tokens[i - 1]?.key === 'the')),
    )
  );
}

const standsFor = /^(?:he|she|they|his|her|their|it|its|who|i|we|this|these|that)$/u;

/** Who is named as a source is looked at as one. */
function isAttributor({ from, to }: Name, stated: ReadSentence): boolean {
  return findAttributors(stated).some(({ cue }) => (cue >= to && cue - to < 4) || (cue < from && from - cue < 3));
}

function isAlias(other: Name, name: Name, { speakers }: PreparedPassage): boolean {
  return speakers.some((speaker) => {
    const forms = wordsOfSpeaker(speaker);
    return name.words.every((word) => forms.has(word)) && other.words.every((word) => forms.has(word));
  });
}

/** "Of Orrin Line": a name that only says more of something else. */
function complements({ tokens }: ReadSentence, { from }: Name): boolean {
  return /^(?:of|to|for|in|at|by|with|from|on|off|near|the)$/u.test(tokens[from - 1]?.key ?? '');
}

/** A name of which the sentence has no word, or another member of a family. */
function isAnother(name: Name, own: ReadonlySet<string>, subject: Name): boolean {
  if (!name.words.some((word) => own.has(word))) return true;
  return (
    subject.words.length > 1 &&
    name.words.length > 1 &&
    name.words.at(-1) === subject.words.at(-1) &&
    name.words[0] !== subject.words[0] &&
    !own.has(name.words[0]!)
  );
}

/** Whether a short form is of somebody else of that surname: by the title's gender, or another given name. */
function differs(subject: Name, other: Pick<Name, 'words' | 'gender'>, { speakers }: PreparedPassage): boolean {
  if (subject.words.length > 1 && other.words.length > 1) return subject.words[0] !== other.words[0];
  const person = speakers.find(({ name }) => subject.words.every((word) => nameWords(name).includes(word)));
  const gender = subject.gender ?? person?.gender ?? null;
  return gender !== null && other.gender !== null && gender !== other.gender;
}
