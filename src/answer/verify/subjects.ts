import { stemOf } from '../../retrieve/words.js';
import { findForeignDescription } from './appositions.js';
import { cues } from './attributors.js';
import { readFrames, type Frame, type Phrase } from './frames.js';
import { isTitle } from './names.js';
import type { ReadSentence } from './prepare.js';
import { stemsOfSpeaker } from './speakers.js';
import type { GivenSpeaker } from './types.js';
import { checking } from '../../retrieve/tuning.js';

/** What is looked at of a passage. */
interface Told {
  sentences: readonly ReadSentence[];
  headline: ReadSentence;
  lead: ReadSentence;
  speakers?: readonly GivenSpeaker[];
}

/** Fewer words than this are shared by chance. */
const fewestShared = 2;

/**
 * Whom a sentence says something of by name, where the passages say it of somebody else by name: the same verb, with most of what stands behind
 * it, and nowhere a subject that may be the one named. Undefined when there is none.
 */
export function findOtherSubject(
  stated: ReadSentence,
  passages: readonly Told[],
  isTelling: (stem: string) => boolean,
): string | undefined {
  for (const own of readFrames(stated.tokens)) {
    const { subject } = own;
    const verb = stated.tokens[own.at]!;
    if (subject === null) continue;
    // "Poe is accused of": who is spoken of says nothing.
    if (cues.has(verb.stem) && own.doer === subject) continue;
    const isNamed = nameOf(stated, subject).length > 0;
    if (!isNamed && institutionsOf(subject).length === 0) continue;
    const told = [...own.rest].filter((stem) => isTelling(stem) && !subject.stems.has(stem) && stem !== verb.stem);
    if (told.length < fewestShared) continue;
    const found = passages.flatMap((passage) =>
      passage.sentences.flatMap((sentence) =>
        readFrames(sentence.tokens).flatMap((frame) => {
          if (sentence.tokens[frame.at]!.stem !== verb.stem || frame.subject === null) return [];
          const theirs = frame.subject.stems;
          const shared = told.filter((stem) => frame.rest.has(stem) && !theirs.has(stem)).length;
          return [{ passage, sentence, frame, shared }];
        }),
      ),
    );
    const most = Math.max(0, ...found.map(({ shared }) => shared));
    if (most < fewestShared || most < told.length * checking.leastOfSameEvent) continue;
    const nearest = found.filter(({ shared }) => shared === most);
    if (!isNamed) {
      if (most === told.length && nearest.every(({ frame }) => isOtherInstitution(subject, frame.subject!)))
        return stated.text.slice(stated.tokens[subject.from]!.start, stated.tokens[subject.to - 1]!.end);
      continue;
    }
    if (nearest.every((other) => isOther(stated, own, other.sentence, other.frame, other.passage)))
      return stated.text.slice(stated.tokens[subject.from]!.start, stated.tokens[subject.to - 1]!.end);
  }
  return findForeignDescription(
    stated,
    passages.flatMap(({ sentences, headline, lead }) => [...sentences, headline, lead]),
    passages.flatMap(({ speakers }) => (speakers ?? []).map(stemsOfSpeaker)),
  );
}

/** Bodies that are not one another, whatever else they are called. Words joined by "/" may be one. General knowledge of the language. */
const institutions = new Map(
  `police/detective navy/sailor army/soldier/troop court/judge/jury coroner/pathologist prosecutor/prosecution union parliament/lawmaker/senate ministry/minister/government/cabinet
  council/councillor/mayor company/firm/operator/owner/manufacturer school/teacher university/professor hospital/doctor/surgeon/nurse church/bishop/priest
  firefighter/brigade coastguard/coast bank insurer regulator museum theatre club/team`
    .split(/\s+/u)
    .flatMap((group, i) => group.split('/').map((word) => [stemOf(word), i] as const)),
);

function institutionsOf({ stems }: Phrase): number[] {
  return [...stems].flatMap((stem) => institutions.get(stem) ?? []);
}

/** "The navy" where the passage has "the coroner's office". */
function isOtherInstitution(mine: Phrase, theirs: Phrase): boolean {
  const [own, other] = [institutionsOf(mine), institutionsOf(theirs)];
  return (
    !theirs.isPronoun &&
    other.length > 0 &&
    !own.some((group) => other.includes(group)) &&
    ![...mine.stems].some((stem) => theirs.stems.has(stem))
  );
}

function isOther(stated: ReadSentence, own: Frame, sentence: ReadSentence, { subject }: Frame, passage: Told): boolean {
  if (subject === null || subject.isPronoun) return false;
  const [mine, theirs] = [nameOf(stated, own.subject!), nameOf(sentence, subject)];
  if (mine.length === 0 || theirs.length === 0) return false;
  const shares = mine.some((word) => theirs.includes(word)) || mine.some((word) => subject.stems.has(word));
  if (!shares) return !isKnownAs(mine, theirs, passage);
  // "The Northern Rescue Office" is not the Southern one, nor Ann Poe Marta Poe.
  const isLonger = mine.length > 1 && theirs.length > 1 && mine.at(-1) === theirs.at(-1);
  return isLonger && !theirs.includes(mine[0]!) && !mine.includes(theirs[0]!);
}

/** Stems of the words of names that stand for somebody, without titles. */
function nameOf({ tokens, names }: ReadSentence, { from, to, heads }: Phrase): string[] {
  return tokens
    .slice(from, to)
    .filter(({ isCapital, stem, key }, i) => {
      const isNamed = names.some((name) => from + i >= name.from && from + i < name.to);
      return isNamed && isCapital && heads.has(stem) && !isTitle(key);
    })
    .map(({ stem }) => stem);
}

/** Whether one name goes with the other: "the Lorne Larks" are the Larks and Lorne, and a speaker is all that he is called. */
function isKnownAs(mine: readonly string[], theirs: readonly string[], passage: Told): boolean {
  const goesWith = (stems: ReadonlySet<string>): boolean =>
    mine.some((word) => stems.has(word)) && theirs.some((word) => stems.has(word));
  return [...passage.sentences, passage.headline, passage.lead].some(({ names, tokens }) =>
    names.some(({ from, to }) => goesWith(new Set(tokens.slice(from, to).map(({ stem }) => stem)))),
  );
}
