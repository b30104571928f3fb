import { stemOf } from '../../retrieve/words.js';
import { cues, findAttributors, genericSources, hasLike } from './attributors.js';
import { nameWords } from './names.js';
import type { PreparedPassage, ReadSentence } from './prepare.js';
import { stemsOfSpeaker } from './speakers.js';
import { checking } from '../../retrieve/tuning.js';

export { findAttributors } from './attributors.js';

/**
 * The attribution of a sentence that its evidence does not make: somebody is named as the source, and the nearest sentence of the
 * passage has somebody else, or nobody near it has said anything. Undefined when all of them hold.
 */
export function findFalseAttribution(
  stated: ReadSentence,
  evidence: readonly { passage: PreparedPassage; at: number; from: number; to: number }[],
  aliasesOf: (stem: string) => ReadonlySet<string>,
): string | undefined {
  for (const attributor of findAttributors(stated)) {
    if (attributor.stems.size === 0) continue;
    const expanded = new Set([...attributor.stems].flatMap((stem) => [stem, ...aliasesOf(stem)]));
    // "The inquiry put it at 31": that is of the passage, unless somebody is named.
    const isNamed = stated.names.some(({ from, to }) =>
      stated.tokens.slice(from, to).some(({ stem }) => attributor.stems.has(stem)),
    );
    if (!isNamed && [...attributor.stems].some((stem) => genericSources.has(stem))) continue;
    const clause = clauseAround(stated, attributor.cue, expanded);
    const holds = evidence.some(({ passage, at, from, to }) => {
      const cited = passage.sentences.slice(from, to);
      const beside = passage.sentences.slice(Math.max(0, from - 2), to + 2);
      const main = passage.sentences[at]!;
      // Where the nearest sentence has it from somebody else by name, another one of whom is named must tell about as much of it.
      const least =
        isNamed && isOfOther(main, expanded)
          ? Math.max(2, checking.leastOfAttributed * tellsOf(main, expanded, clause))
          : 2;
      return (
        isMadeBy(expanded, passage, at) ||
        beside.some((sentence) => isSaidIn(sentence, attributor.head) || isShownBy(sentence, expanded)) ||
        beside.some(
          (sentence) =>
            isFrom(sentence, expanded) && tellsOf(sentence, expanded, least === 2 ? stated.stems : clause) >= least,
        ) ||
        isOfPassage(expanded, passage) ||
        (least === 2 && cited.some((sentence) => isFrom(sentence, expanded))) ||
        beside.some((sentence) => hasStatementOf(sentence, expanded))
      );
    });
    if (!holds)
      return stated.tokens
        .filter(({ stem, isContent }) => isContent && attributor.stems.has(stem))
        .map(({ text }) => text)
        .join(' ');
  }
  return undefined;
}

/** Whether a sentence has something from one of these. */
function isFrom(sentence: ReadSentence, expanded: ReadonlySet<string>): boolean {
  return findAttributors(sentence).some(({ stems }) => [...stems].some((stem) => expanded.has(stem)));
}

function isOfOther(sentence: ReadSentence, expanded: ReadonlySet<string>): boolean {
  return findAttributors(sentence).some(({ isNamed }) => isNamed) && !isFrom(sentence, expanded);
}

/** How many words of what is stated a sentence has, without the names and verbs of who says it. */
function tellsOf(sentence: ReadSentence, expanded: ReadonlySet<string>, stated: ReadonlySet<string>): number {
  return [...stated].filter((stem) => sentence.stems.has(stem) && !expanded.has(stem) && !cues.has(stem)).length;
}

/** Stems of what is said between the commas around a verb of speaking; of the whole sentence where that is only who says it. */
function clauseAround(
  { tokens, stems }: ReadSentence,
  cue: number,
  expanded: ReadonlySet<string>,
): ReadonlySet<string> {
  let [from, to] = [cue, cue + 1];
  while (from > 0 && tokens[from - 1]!.text !== ',') from--;
  while (to < tokens.length && tokens[to]!.text !== ',') to++;
  const own = tokens
    .slice(from, to)
    .filter(({ isContent, stem }) => isContent && !cues.has(stem) && !expanded.has(stem));
  return own.length >= 2 ? new Set(own.map(({ stem }) => stem)) : stems;
}

/** "Records show that", "the video reveals": what shows it is what it is known from. */
function isShownBy({ tokens }: ReadSentence, expanded: ReadonlySet<string>): boolean {
  return tokens.some(
    ({ key, quoted }, i) =>
      !quoted &&
      /^(?:show|shows|showed|reveal|reveals|revealed|indicate|indicates|indicated|determined|discovered)$/u.test(key) &&
      tokens.slice(Math.max(0, i - 3), i).some(({ stem, isContent }) => isContent && expanded.has(stem)),
  );
}

const statements =
  /^(?:allegation|accusation|claim|criticism|complaint|warning|statement|testimony|comment|remark|assertion|suggestion|denial|demand|objection|account|argument|prediction|estimate|view|opinion|fear|concern)s?$/u;

/** "Allegations from neighbours", "a warning by the union", "the clerk’s statement": a noun that tells what somebody said. */
function hasStatementOf({ tokens }: ReadSentence, expanded: ReadonlySet<string>): boolean {
  return tokens.some(({ key, quoted }, i) => {
    if (quoted || !statements.test(key)) return false;
    const owner = tokens[i - 1];
    if (owner !== undefined && /['’]s?$/u.test(owner.text) && expanded.has(owner.stem)) return true;
    if (!/^(?:from|by|of|among)$/u.test(tokens[i + 1]?.key ?? '')) return false;
    return tokens.slice(i + 2, i + 6).some(({ stem, isContent }) => isContent && expanded.has(stem));
  });
}

/** Whether a quotation tells what somebody said: “a woman’s voice said to stay”. */
function isSaidIn({ tokens }: ReadSentence, head: readonly string[]): boolean {
  return head.length > 0 && head.every((stem) => tokens.some((token) => token.quoted && token.stem === stem));
}

function isOfPassage(stems: ReadonlySet<string>, { given }: PreparedPassage): boolean {
  const own = [given.article.outlet ?? '', ...given.article.authors].flatMap(nameWords).map(stemOf);
  return own.some((stem) => stems.has(stem));
}

/** Whether the passage has what stands at a sentence from one of these: in the sentence, or before it where it says "he said". */
function isMadeBy(stems: ReadonlySet<string>, passage: PreparedPassage, at: number): boolean {
  const sentence = passage.sentences[at]!;
  const theirs = findAttributors(sentence);
  const shares = (set: ReadonlySet<string>): boolean => [...set].some((stem) => hasLike(stems, stem));
  if (theirs.some((attributor) => shares(attributor.stems))) return true;

  // Somebody does what the evidence tells, with a verb that this project does not know as one of speaking.
  if (theirs.length === 0 && sharesSubject(sentence, stems)) return true;
  const isExplicit = theirs.some((attributor) => attributor.stems.size > 0 && attributor.pronoun === null);
  const speaker = quotesOf(passage, sentence).some(
    (quote) => quote.speaker !== null && shares(stemsOfSpeaker(quote.speaker)),
  );
  if (speaker) return true;
  if (isExplicit) return false;
  // "He said", or a quotation that goes on: whoever was spoken of before, here or at the passage's beginning.
  for (let k = at - 1; k >= Math.max(0, at - 4); k--) if (shares(passage.sentences[k]!.stems)) return true;
  if (
    at + 1 < passage.sentences.length &&
    findAttributors(passage.sentences[at + 1]!).some((attributor) => shares(attributor.stems))
  )
    return true;
  return [...passage.headline.stems, ...passage.lead.stems].some((stem) => stems.has(stem));
}

function sharesSubject({ stems: given }: ReadSentence, stems: ReadonlySet<string>): boolean {
  return [...given].some((stem) => hasLike(stems, stem));
}

function quotesOf(
  { given }: PreparedPassage,
  { start, end }: { start: number; end: number },
): PreparedPassage['given']['quotes'] {
  return given.quotes.filter((quote) => quote.start < end + given.start && quote.end > start + given.start);
}
