import { checking } from '../../retrieve/tuning.js';
import { wordsOf } from '../../retrieve/words.js';
import { isEntailed, notEntailed } from './entailment.js';
import { readDates } from './dates.js';
import { bestWindow, type WeightOf } from './evidence.js';
import { foldTypography } from '../../domain/typography.js';
import { holdsSecret, saysNotInPassages, talksAboutItself, withoutOpening } from './instructions.js';
import { approach, type Approach, type Judgement, type JudgeTools, type Statement } from './judge.js';
import { languageOf } from './language.js';
import { nameWords, type Name } from './names.js';
import { readSentence, type ListedSentence, type PreparedPassage, type ReadSentence } from './prepare.js';
import { foldedTextOf, passageLanguage } from './read-ahead.js';
import { remember } from './remember.js';
import { hostsOf } from './plain-text.js';
import { readQuotations, withPrintedQuotations } from './quotations.js';
import type { Token } from './tokens.js';
import {
  removalReasons,
  type CheckedSentence,
  type CheckTools,
  type KeptSentence,
  type ModelSentence,
  type RemovalReason,
  type Support,
  type RemovedSentence,
} from './types.js';

/** What the sentences before tell about one. */
export interface Context {
  /** Whom the last sentence that was kept begins with; null when it names nobody. */
  antecedent: Name | null;
  /** Whom a sentence that was removed since then named; null when there was none. */
  lost: Name | null;
}

export const noContext: Context = { antecedent: null, lost: null };

/**
 * Checks one sentence of a model's answer. Numbers of no passage are dropped. The cited passages are tried each alone, then together;
 * when they do not support the sentence, every other passage is tried alone and the nearest that does is cited instead. At most one text
 * is embedded, and none where words alone decide. "Last year" counts from the ISO day `askedOn`; without one, only the passage's same words can hold it.
 */
export async function checkSentence(
  sentence: ModelSentence,
  passages: readonly PreparedPassage[],
  tools: CheckTools,
  context: Context = noContext,
  askedOn: string | null = null,
): Promise<{ checked: CheckedSentence; read: ReadSentence }> {
  const text = withoutOpening(sentence.text);
  const read = readStated(
    text,
    askedOn,
    remember(nameTellers, passages, () => nameTeller(passages)),
  );
  const done = (checked: CheckedSentence): { checked: CheckedSentence; read: ReadSentence } => ({ checked, read });
  const remove = (reason: RemovalReason, detail: string = removalReasons[reason]): RemovedSentence => ({
    verdict: 'removed',
    text: sentence.text,
    reason,
    detail,
  });
  if (wordsOf(text).length < 2) return done(remove('nothing-said'));
  const unquoted = withoutQuotations(text);
  if (sentence.hasMention === true || holdsSecret(text) || talksAboutItself(unquoted))
    return done(remove('talks-about-itself'));
  if (saysNotInPassages(unquoted)) return done(remove('not-in-passages'));
  const address = sentence.tornAddress ?? hostsOf(text).find((host) => !passages.some((one) => names(one, host)));
  if (address !== undefined) return done(remove('outlet', address));
  const own = languageOf(unquoted);
  const usable = passages.filter((passage) => own === null || own === (passageLanguage(passage) ?? own));
  if (usable.length === 0) return done(remove('other-language'));
  const copied = findCopy(text, usable, sentence.numbers);
  if (copied !== undefined && !dependsOnDay.test(unquoted))
    return done({ verdict: 'kept', text: copied.text, citations: [copied.support], recited: copied.recited });
  if (isLost(read, context, passages)) return done(remove('lost-reference', context.lost!.text));

  const statement: Statement = { read, quotations: readQuotations(text), antecedent: context.antecedent };
  const weightOf = await weigher(read, tools);
  const cited = usable.filter(({ index }) => sentence.numbers.includes(index + 1));
  const judging: JudgeTools = { weightOf, vector: undefined, all: passages, compared: new Map() };
  let judged = decide(statement, cited, usable, judging);
  if (judged.needsVector) {
    const [vector] = await tools.embed([text]);
    judged = decide(statement, cited, usable, { ...judging, vector });
  }
  const { judgement, recited } = judged;
  if (!judgement.holds) return done(remove(judgement.reason, judgement.detail || removalReasons[judgement.reason]));
  const kept: KeptSentence = {
    verdict: 'kept',
    text: withPrintedQuotations(text, judgement.quotations),
    citations: judgement.support,
    recited,
  };
  if (!(await isEntailed(kept, passages, tools))) return done(remove('unsupported', notEntailed));
  return done(kept);
}

/** Whether a passage or what is known of its article names a host. */
function names({ given: { text, article } }: PreparedPassage, host: string): boolean {
  return [text, article.title, article.lead, article.outlet ?? ''].some((part) => part.toLowerCase().includes(host));
}

/** A day of the week or without a year is as the articles have it, wherever it counts from; what is told from the reader's day counts from that. */
function readStated(text: string, askedOn: string | null, isName: Parameters<typeof readSentence>[2]): ReadSentence {
  const read = readSentence(text, null, isName);
  if (askedOn === null) return read;
  const known = readDates(text, askedOn);
  return {
    ...read,
    dates: read.dates.map((date) =>
      date.weekday === null && date.month === null && date.year === null
        ? (known.find(({ start }) => start === date.start) ?? date)
        : date,
    ),
  };
}

const nothingNear: Judgement = { holds: false, reason: 'unsupported', detail: '', nearness: 0 };

const nameTellers = new WeakMap<readonly PreparedPassage[], ReturnType<typeof nameTeller>>();

interface Decision {
  judgement: Judgement;
  recited: boolean;
  needsVector: boolean;
}

/** Compares with no more passages than it takes: dearer is what a comparison finds than whether it could find the sentence at all. */
function decide(
  statement: Statement,
  cited: readonly PreparedPassage[],
  usable: readonly PreparedPassage[],
  tools: JudgeTools,
): Decision {
  const alone = cited.map((passage) => approach(statement, [passage], tools));
  const holding = alone.flatMap((attempt) => holdingOf(attempt) ?? []);
  if (holding.length > 0) {
    const better = findBetter(statement, cited, usable, tools);
    return {
      judgement: better ?? { ...holding[0]!, support: holding.flatMap(({ support }) => support) },
      recited: better !== undefined,
      needsVector: false,
    };
  }
  const own = cited.length > 1 ? approach(statement, cited, tools) : alone[0];
  const together = own === undefined ? undefined : holdingOf(own);
  if (together !== undefined) return { judgement: together, recited: false, needsVector: false };
  const others = usable
    .filter((passage) => !cited.includes(passage))
    .map((passage) => ({ passage, window: bestWindow(statement.read, passage, tools.weightOf, tools.vector) }))
    .filter(({ window }) => (window?.coverage ?? 0) >= checking.leastToTry)
    .sort((a, b) => b.window!.coverage - a.window!.coverage)
    .map(({ passage }) => approach(statement, [passage], tools));
  for (const attempt of others) {
    const judgement = attempt.nearness >= checking.leastToRecite ? holdingOf(attempt) : undefined;
    if (judgement !== undefined) return { judgement, recited: true, needsVector: false };
  }
  // What is told about a removed sentence is what the cited passages lack, or else the nearest one.
  const told = own ?? [...others].sort((a, b) => b.nearness - a.nearness)[0];
  const judgement = told?.judged() ?? nothingNear;
  // Whatever holds here was too far off to be cited without a vector.
  const isOpen = (attempt: Approach): boolean => {
    const one = attempt.judged();
    return one.holds || one.reason === 'unsupported';
  };
  const needsVector =
    tools.vector === undefined && [...(own === undefined ? [] : [own]), ...alone, ...others].some(isOpen);
  return { judgement, recited: false, needsVector };
}

/** What comes of a comparison, if it comes out well. */
function holdingOf(attempt: Approach): (Judgement & { holds: true }) | undefined {
  const judgement = attempt.mayHold ? attempt.judged() : undefined;
  return judgement?.holds === true ? judgement : undefined;
}

/** A passage that was not cited and has clearly more of a sentence than the ones that were, which share little more with it than names. */
function findBetter(
  statement: Statement,
  cited: readonly PreparedPassage[],
  usable: readonly PreparedPassage[],
  tools: JudgeTools,
): Judgement | undefined {
  const coverage = (passage: PreparedPassage): number =>
    bestWindow(statement.read, passage, tools.weightOf, tools.vector)?.coverage ?? 0;
  const most = Math.max(...cited.map(coverage));
  if (most >= checking.weaklyCited) return undefined;
  const others = usable
    .filter((passage) => !cited.includes(passage))
    .map((passage) => ({ passage, share: coverage(passage) }))
    .filter(({ share }) => share >= checking.clearlyCited && share >= 2 * most)
    .sort((a, b) => b.share - a.share);
  for (const { passage } of others) {
    const judgement = holdingOf(approach(statement, [passage], tools));
    if (judgement !== undefined) return judgement;
  }
  return undefined;
}

/** Words of a day that is another one for the reader than it was for the writer. */
const dependsOnDay =
  /\b(?:yesterday|today|tonight|tomorrow|last (?:night|week|month|year)|this (?:morning|afternoon|evening|week|month|year))\b/iu;

function withoutQuotations(text: string): string {
  return text.replace(/[“„«"][^”“»"]*[”“»"]/gu, ' ');
}

/** A sentence that a passage has word for word, in one the model cited if there is one; it supports itself. */
export function findCopy(
  text: string,
  passages: readonly { index: number; sentences: readonly ListedSentence[] }[],
  numbers: readonly number[],
): { text: string; support: Support; recited: boolean } | undefined {
  const asked = foldTypography(text).folded.trim();
  const found = passages.flatMap((passage) =>
    passage.sentences
      .filter((sentence) => !sentence.isTakenBack && foldedTextOf(sentence) === asked)
      .map(({ start, end, text: own }) => ({
        text: own,
        support: { passage: passage.index, start, end },
        recited: !numbers.includes(passage.index + 1),
      })),
  );
  return found.find(({ recited }) => !recited) ?? found[0];
}

/** "She said ..." behind a removed sentence about somebody else would be read as of whoever was named before. */
function isLost(
  { tokens, names }: ReadSentence,
  { antecedent, lost }: Context,
  passages: readonly PreparedPassage[],
): boolean {
  const opening = tokens.find(({ kind }) => kind === 'word');
  // “He is our best,” said Poe of Lee: whom a quotation means, the words around it say.
  if (opening?.quoted === true && names.some(({ from }) => !tokens[from]!.quoted)) return false;
  const first = opening?.key ?? '';
  const gender = /^(?:he|his)$/u.test(first) ? 'male' : /^(?:she|her)$/u.test(first) ? 'female' : null;
  if (gender === null || lost === null) return false;
  const known = lost.gender ?? genderOf(lost, passages);
  if (known !== null && known !== gender) return false;
  return antecedent === null || antecedent.words.at(-1) !== lost.words.at(-1);
}

function genderOf({ words }: Name, passages: readonly PreparedPassage[]): 'male' | 'female' | null {
  const speakers = passages.flatMap((passage) => passage.speakers);
  return speakers.find(({ name }) => words.every((word) => nameWords(name).includes(word)))?.gender ?? null;
}

/** Whether a sentence's first word is a name: when it stands with a capital inside a sentence of a passage, and never without. */
export function nameTeller(passages: readonly PreparedPassage[]): (token: Token, next: Token | undefined) => boolean {
  const small = new Set<string>();
  const capital = new Set<string>();
  for (const { sentences, headline, lead } of passages)
    for (const sentence of [...sentences, headline, lead]) {
      for (const { kind, isCapital, key } of sentence.tokens) if (kind === 'word' && !isCapital) small.add(key);
      for (const { words } of sentence.names) for (const word of words) capital.add(word);
    }
  const isCommon = (key: string): boolean =>
    small.has(key) || small.has(key.replace(/s$/u, '')) || small.has(`${key}s`);
  return (token, next) => {
    if (capital.has(token.key)) return true;
    if (isCommon(token.key) || next?.kind !== 'word') return false;
    // A common noun that opens a sentence without an article is a plural, and a participle is none at all.
    return (
      next.isCapital ||
      (token.key.length > 2 &&
        isVerbLike(next.key) &&
        !/(?:s|ing|ed|ly|en|men|people|ity|tion|sion|ment|ness|ism|ship|logy|hood|[ae]ncy)$/u.test(token.key))
    );
  };
}

function isVerbLike(key: string): boolean {
  return /ed$|^(?:said|says|told|wrote|was|is|has|had|will|won|lost|became|made|took)$/u.test(key);
}

async function weigher(read: ReadSentence, tools: CheckTools): Promise<WeightOf> {
  const words = new Map(read.tokens.filter(({ kind }) => kind !== 'sign').map(({ key, stem }) => [stem, key]));
  const weights = await tools.weigh([...words.values()]);
  const byStem = new Map([...words.keys()].map((stem, i) => [stem, weights[i]!]));
  return (stem) => byStem.get(stem) ?? 0;
}
