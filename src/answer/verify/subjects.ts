import { cues } from './attributors.js';
import { readFrames, type Frame, type Phrase } from './frames.js';
import { isTitle } from './names.js';
import type { ReadSentence } from './prepare.js';

/** What is looked at of a passage. */
interface Told {
  sentences: readonly ReadSentence[];
  headline: ReadSentence;
  lead: ReadSentence;
}

/** The share of what stands behind a verb from which two sentences tell of one event. */
const leastShared = 0.5;
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
    if (subject === null || cues.has(verb.stem) || nameOf(stated, subject).length === 0) continue;
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
    if (most < fewestShared || most < told.length * leastShared) continue;
    const nearest = found.filter(({ shared }) => shared === most);
    if (nearest.every((other) => isOther(stated, own, other.sentence, other.frame, other.passage)))
      return stated.text.slice(stated.tokens[subject.from]!.start, stated.tokens[subject.to - 1]!.end);
  }
  return undefined;
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
