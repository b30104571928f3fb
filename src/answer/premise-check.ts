import { foldName } from '../domain/fold.js';
import { findGivenName } from '../domain/given-names.js';
import { bodyNameWords, genderOfNoun, kindOfNoun } from '../domain/titles.js';
import { stemsOf } from '../retrieve/evidence.js';
import { stemOf } from '../retrieve/words.js';
import { isDeniedBehind, readBinding, type Binding } from './premise-bindings.js';
import { readText, type Mention, type ReadText } from './premise-mentions.js';
import { findPremises, type Premise } from './premise.js';
import { sameNameWord, type Name } from './verify/names.js';
import type { ScoredSentence } from './sentences.js';

/** What a sentence says of a premise: that it is so, that it may be, that it is so of somebody else or not so, or neither. */
type Stand = 'says' | 'may' | 'other' | 'silent';

/** `elsewhere`: it is so of somebody else, in an article that does not name the one asked about. */
interface Judged {
  text: string;
  stand: Stand | 'elsewhere';
}

type Given = Pick<ScoredSentence, 'text' | 'words'> & {
  passage: { articleId: string; article: { title: string } };
};
/** With the stems of all its words and of its headline's. */
type Stemmed = Given & { stems: ReadonlySet<string>; headline: ReadonlySet<string> };

/** A premise that no passage says. */
export interface UnsaidPremise {
  premise: Premise;
  /** Whether an article that names the subject says it of somebody else, or denies it of the subject; otherwise none speaks of it. */
  isOfOthers: boolean;
}

/**
 * The premise of a question that no passage says of its subject; undefined when each is said, or may be, or there is none. One that is said of others
 * comes before one that is passed over in silence, which a passage may tell in other words. `sentences` are those of the passages in their order.
 * Linear; stops at the first sentence that says it.
 */
export function findUnsaidPremise(question: string, sentences: readonly Given[]): UnsaidPremise | undefined {
  const premises = findPremises(question);
  if (premises.length === 0) return undefined;
  const stemmed = addStems(sentences);
  const unsaid = premises.flatMap((premise): UnsaidPremise[] => {
    let isOfOthers = false;
    for (const { stand } of judgePremise(premise, stemmed)) {
      if (stand === 'says' || stand === 'may') return [];
      isOfOthers ||= stand === 'other';
    }
    return isOfOthers || premise.isListed ? [{ premise, isOfOthers }] : [];
  });
  return unsaid.find(({ isOfOthers }) => isOfOthers) ?? unsaid[0];
}

function addStems(sentences: readonly Given[]): Stemmed[] {
  const headlines = once(stemsOf);
  return sentences.map((given) => ({
    ...given,
    stems: new Set(given.words.map(stemOf)),
    headline: headlines(given.passage.article.title),
  }));
}

/** The sentences and headlines that speak of a premise, one after another, each with what it says. None when nothing names its subject. */
function* judgePremise(premise: Premise, sentences: readonly Stemmed[]): Generator<Judged, void> {
  const { subject } = premise;
  const isNameWord = createNameWords(subject, sentences);
  const read = once((text) => readText(text, isNameWord));
  // Looking for the stem first spares taking most sentences apart.
  const hints = [...subject.words.map(stemOf), initialsOf(subject)];
  const mayName = (own: ReadonlySet<string>): boolean => hints.some((hint) => own.has(hint));
  const hasName = once((text) => read(text).names.some((name) => isSame(subject, name)));
  const names = ({ text, stems }: Stemmed): boolean => mayName(stems) && hasName(text);
  const isTitled = ({ passage, headline }: Stemmed): boolean => mayName(headline) && hasName(passage.article.title);
  const stems = [...premise.stems, ...premise.synonyms.keys()];
  const holds = (own: ReadonlySet<string>): boolean => stems.some((stem) => own.has(stem));
  const naming = sentences.filter((given) => mayName(given.stems));
  if (naming.length === 0 && !sentences.some(({ headline }) => mayName(headline))) return;
  const kind = kindOf(
    subject,
    naming.slice(0, mostNamings).map(
      ({ text }) =>
        (): ReadText =>
          read(text),
    ),
  );
  const isAbout = once((id) =>
    sentences.some((given) => given.passage.articleId === id && (names(given) || isTitled(given))),
  );
  const judge = (text: string, articleId: string, isNear: boolean): Judged => {
    const stand = standOf(premise, read(text), isNear, kind);
    return { text, stand: stand === 'other' && !isAbout(articleId) ? 'elsewhere' : stand };
  };
  const seen = new Set<string>();
  for (const [i, given] of sentences.entries()) {
    const { articleId, article } = given.passage;
    if (holds(given.headline) && !seen.has(article.title)) {
      seen.add(article.title);
      yield judge(article.title, articleId, isTitled(given));
    }
    if (!holds(given.stems)) continue;
    const isNear =
      names(given) ||
      isTitled(given) ||
      sentences.slice(Math.max(0, i - 2), i).some((earlier) => earlier.passage === given.passage && names(earlier));
    yield judge(given.text, articleId, isNear);
  }
}

/** Whether a folded word is one of a name. The capital of a sentence's first word tells nothing; within other sentences it does. */
function createNameWords({ words }: Name, sentences: readonly Given[]): (key: string) => boolean {
  let capitals: Set<string> | undefined;
  return (key) => {
    capitals ??= new Set(
      sentences.flatMap(({ text }) => text.match(capitalWithin) ?? []).map((word) => foldName(word)),
    );
    return capitals.has(key) || words.some((word) => sameNameWord(word, key));
  };
}

const capitalWithin = /(?<=[\p{Ll},] )\p{Lu}\p{L}+/gu;

function once<Value>(compute: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    if (!known.has(text)) known.set(text, compute(text));
    return known.get(text)!;
  };
}

function initialsOf({ words }: Name): string {
  return words.map((word) => word.charAt(0)).join('');
}

interface Kind {
  isPerson: boolean;
  gender: Name['gender'];
}

/** Sentences that are looked at for whether a name is a man's, a woman's or neither. */
const mostNamings = 8;

/** What the question's and the passages' way of naming somebody shows of him or her. */
function kindOf(subject: Name, texts: readonly (() => ReadText)[]): Kind {
  let isPerson = false;
  const look = ({ words, gender }: Name): Kind | undefined => {
    const given = words.length > 1 ? findGivenName(words[0]!) : undefined;
    isPerson ||= given !== undefined;
    const found = gender ?? (given === 'male' || given === 'female' ? given : null);
    return found === null ? undefined : { isPerson: true, gender: found };
  };
  const own = look(subject);
  if (own !== undefined) return own;
  for (const text of texts)
    for (const name of text().names) {
      const known = isSame(subject, name) ? look(name) : undefined;
      if (known !== undefined) return known;
    }
  return { isPerson, gender: null };
}

function standOf(premise: Premise, read: ReadText, isNear: boolean, kind: Kind): Stand {
  const stands = read.tokens.flatMap(({ stem, kind: of }, at): Stand[] => {
    if (of !== 'word') return [];
    const isOwn = premise.stems.has(stem);
    if (!isOwn && !premise.synonyms.has(stem)) return [];
    if (read.names.some(({ from, to }) => at >= from && at < to)) return [];
    const particle = isOwn ? premise.particle : premise.synonyms.get(stem);
    const behind =
      particle === undefined ? at : read.tokens.findIndex(({ key }, k) => k > at && k < at + 5 && key === particle);
    if (behind === -1) return [];
    const binding = readBinding(read, at);
    if (isOwn)
      return [
        standOfBinding(
          premise,
          { ...binding, isNegated: binding.isNegated || isDeniedBehind(read, at, behind) },
          isNear,
          kind,
          read,
        ),
      ];
    const isIt = createComparison(premise.subject, isNear, kind, read);
    const { doers, patients, owners, isNegated } = binding;
    if (isNegated) return [];
    const all = [...doers, ...patients, ...(premise.role === 'patient' ? owners : [])];
    return all.some((mention) => isIt.named(mention) || isIt.byPronoun(mention)) ? ['may'] : [];
  });
  return (['says', 'may', 'other', 'silent'] as const).find((stand) => stands.includes(stand)) ?? 'silent';
}

/** Whether a mention is the subject of a premise by name, or may be it by a pronoun. */
function createComparison(
  subject: Name,
  isNear: boolean,
  kind: Kind,
  { names }: ReadText,
): Record<'named' | 'byPronoun', (mention: Mention) => boolean> {
  return {
    named: (mention) => mention.kind === 'name' && isSame(subject, mention.name),
    byPronoun: (mention) => {
      if (!isNear || mention.kind !== 'pronoun' || !fits(mention.key, kind)) return false;
      const earlier = names.filter(({ to, gender }) => to <= mention.at && mayAgree(gender, mention.key));
      return earlier.length === 0 || earlier.some((name) => isSame(subject, name));
    },
  };
}

function standOfBinding(
  { subject, role }: Premise,
  { doers, patients, isPlain, isNegated }: Binding,
  isNear: boolean,
  kind: Kind,
  read: ReadText,
): Stand {
  const { named: isSubject, byPronoun: isPronoun } = createComparison(subject, isNear, kind, read);
  const mayBe = (mention: Mention): boolean =>
    isPronoun(mention) || (isNear && mention.kind === 'noun' && fitsNoun(mention.head, kind));
  // What a bank did may be told of its head.
  const isAlike = (mention: Mention): boolean =>
    mention.kind === 'name' &&
    !isSame(subject, mention.name) &&
    !(
      kind.isPerson &&
      (read.tokens[mention.name.from - 1]?.key === 'the' || bodyNameWords.has(mention.name.words.at(-1)!))
    );
  const [bound, opposite] = role === 'doer' ? [doers, patients] : [patients, doers];
  if (isNegated) return bound.some((mention) => isSubject(mention) || isPronoun(mention)) ? 'other' : 'silent';
  const isOthers = isPlain && bound.some(isAlike) && !bound.some(isSubject);
  if (bound.some(isSubject)) return isPlain ? 'says' : 'may';
  if (opposite.some(isSubject) && isPlain) return isOthers ? 'other' : 'says';
  if (bound.some(mayBe)) return 'may';
  return isOthers ? 'other' : 'silent';
}

function fits(pronoun: string, { isPerson, gender }: Kind): boolean {
  if (/^(?:he|him|his|himself)$/u.test(pronoun)) return gender !== 'female';
  if (/^(?:she|her|herself)$/u.test(pronoun)) return gender !== 'male';
  if (/^(?:it|its|itself|they|them|their|themselves|we|our)$/u.test(pronoun)) return !isPerson;
  return pronoun !== 'you';
}

function mayAgree(gender: Name['gender'], pronoun: string): boolean {
  return gender === null || !(gender === 'male' ? /^(?:she|her|herself)$/u : /^(?:he|him|his|himself)$/u).test(pronoun);
}

function fitsNoun(head: string, { isPerson, gender }: Kind): boolean {
  if (!isPerson) return kindOfNoun(head) !== 'plural';
  const own = genderOfNoun(head);
  return kindOfNoun(head) === 'person' && (own === null || gender === null || own === gender);
}

/** Whether two names may be of one: "Tobias Renn" and "Renn", but not "Marta Quill" and "Edmund Quill". */
function isSame(a: Name, b: Name): boolean {
  const [short, long] = a.words.length <= b.words.length ? [a.words, b.words] : [b.words, a.words];
  if (short.every((word) => long.some((other) => sameNameWord(word, other)))) return true;
  return short.length === 1 && short[0]!.length > 1 && short[0] === initialsOf(a.words.length > 1 ? a : b);
}
