import { checking } from '../../retrieve/tuning.js';
import { findForeignAttachment } from './attachments.js';
import { findFalseAttribution } from './attribution.js';
import { findForeignName } from './belonging.js';
import { findUnsupportedCause } from './causes.js';
import { findExcludedVerb } from './changed-verbs.js';
import { findOverclaim } from './certainty.js';
import { findCrossedNames } from './crossings.js';
import { findUnsupportedEvent } from './events.js';
import { findExchange } from './exchanges.js';
import { findUnsupportedIntent } from './intent.js';
import { findOtherOfItsKind } from './kinds.js';
import { findOtherCounted } from './counted.js';
import { bestWindow, coverageBy, sentencesOf, soughtOf, supportOf, type WeightOf, type Window } from './evidence.js';
import { checkDates } from './check-dates.js';
import { checkFigures } from './check-figures.js';
import { checkNames } from './check-names.js';
import type { Holder } from './facts.js';
import { aliasesOf, outletsBeside, peopleOf } from './known-names.js';
import type { Name } from './names.js';
import { findDecidedQuestion } from './open-questions.js';
import { findContradiction } from './polarity.js';
import { findUnsupportedPredicate } from './predicates.js';
import { findOverclaimedQuantity } from './quantities.js';
import { findNumberedByCount } from './references.js';
import type { PreparedPassage, ReadSentence } from './prepare.js';
import { findQuotations, type FoundQuotation, type StatedQuotation } from './quotations.js';
import { findSwappedRoles } from './roles.js';
import { findOtherSubject } from './subjects.js';
import { isOtherSpeaker } from './speakers.js';
import type { RemovalReason, Support } from './types.js';
import { contextOf, cosineTo, mainIndex, mainSentence, mergeWindows, neighboursOf, windowOfSpans } from './windows.js';

/** A sentence of the answer, taken apart. */
export interface Statement {
  read: ReadSentence;
  quotations: readonly StatedQuotation[];
  /** Whom "he" or "she" at its beginning stands for, from the sentence before; null when there is nobody. */
  antecedent: Name | null;
}

export interface JudgeTools {
  weightOf: WeightOf;
  /** The sentence's vector; without it, what only a vector could tell counts as not near enough. */
  vector: Float32Array | undefined;
  /** All passages that were given, by which names are known. */
  all: readonly PreparedPassage[];
  /** What came of the sentence's comparisons, by the places; empty for a new sentence, and kept when its vector becomes known. */
  compared: Map<string, Compared>;
}

/** What comes of comparing a sentence with some passages. */
export type Judgement =
  | {
      holds: true;
      support: Support[];
      quotations: { stated: StatedQuotation; found: FoundQuotation }[];
      nearness: number;
    }
  | { holds: false; reason: RemovalReason; detail: string; nearness: number };

/** A sentence before passages taken together: what little has to be read to know whether a comparison could come out well. */
export interface Approach {
  /** How near they are; 0 where nothing of them is. */
  nearness: number;
  /** False when nothing but a fault can come of the comparison. */
  mayHold: boolean;
  /** What comes of the comparison, made when it is first asked for. */
  judged: () => Judgement;
}

interface Fault {
  reason: RemovalReason;
  detail: string;
}

type Compared = Fault | { support: Support[] };

/** A sentence with the places that it is compared with. */
interface Meeting {
  statement: Statement;
  passages: readonly PreparedPassage[];
  nearest: readonly Window[];
  found: { stated: StatedQuotation; found: FoundQuotation }[];
  tools: JudgeTools;
}

/** Readies the comparison of a sentence with passages taken together. Pure; the comparison costs the product of their lengths, this little. */
export function approach(statement: Statement, passages: readonly PreparedPassage[], tools: JudgeTools): Approach {
  const { read, quotations, antecedent } = statement;
  const { weightOf, vector } = tools;
  const windows = passages.flatMap((passage) => bestWindow(read, passage, weightOf, vector) ?? []);
  const fault = (reason: RemovalReason, detail: string): Approach => {
    const judgement: Judgement = { holds: false, reason, detail, nearness: 0 };
    return { nearness: 0, mayHold: false, judged: () => judgement };
  };
  if (windows.length === 0) return fault('unsupported', '');

  const found: { stated: StatedQuotation; found: FoundQuotation }[] = [];
  for (const stated of quotations) {
    const places = passages.flatMap((passage) => findQuotations(stated.words, passage));
    if (places.length === 0) return fault('quotation', stated.words);
    const inWindow = ({ passage, spans }: FoundQuotation): boolean =>
      windows.some(
        (window) =>
          window.passage === passage &&
          sentencesOf(window).some(({ start, end }) => spans[0]!.start >= start && spans[0]!.start < end),
      );
    const place = [...places.filter(inWindow), ...places].find(
      (one) => !isOtherSpeaker(read, stated, one, read.names, antecedent),
    );
    if (place === undefined) return fault('speaker', stated.words);
    found.push({ stated, found: place });
  }
  const quoted = found.map(({ found: { passage, spans } }) => windowOfSpans(passage, spans));
  const nearest = mergeWindows([...quoted, ...windows]);
  const { holds: mayHold, nearness } = supportFor(read, passages, nearest, tools);
  let judgement: Judgement | undefined;
  const judged = (): Judgement => {
    if (judgement !== undefined) return judgement;
    // A vector may change which places are the nearest; where it does not, all that was compared there stays as it was.
    const key = [passages.map(({ index }) => index), windows.map(({ passage, from, to }) => [passage.index, from, to])];
    const compared = known(tools.compared, JSON.stringify(key), () =>
      compare({ statement, passages, nearest, found, tools }),
    );
    if ('reason' in compared) return (judgement = { holds: false, ...compared, nearness });
    if (!mayHold) return (judgement = { holds: false, reason: 'unsupported', detail: read.text, nearness });
    return (judgement = { holds: true, ...compared, quotations: found, nearness });
  };
  return { nearness, mayHold, judged };
}

function known<Value>(memory: Map<string, Value>, key: string, work: () => Value): Value {
  let value = memory.get(key);
  if (value === undefined) memory.set(key, (value = work()));
  return value;
}

/** Looks for what speaks against a sentence where it is nearest. */
function compare({ statement: { read }, passages, nearest, found, tools: { weightOf, all } }: Meeting): Compared {
  const fault = (reason: RemovalReason, detail: string): Fault => ({ reason, detail });
  const around = nearest.flatMap(sentencesOf);
  const names = checkNames(
    read,
    passages,
    all,
    around.length > 0 ? [mainSentence(read, around, weightOf)] : [],
    weightOf,
  );
  if ('missing' in names) return fault(names.kind ?? 'name', names.missing);
  const figures = checkFigures(read, passages, weightOf);
  if ('missing' in figures) return fault('figure', figures.missing);
  const dates = checkDates(read, passages, around, weightOf);
  if ('missing' in dates) return fault('date', dates.missing);
  const main = nearest.map(({ passage, from, to }) => passage.sentences[mainIndex(read, passage, from, to, weightOf)]!);
  const sought = soughtOf(read, passages);
  const leastOfLead = Math.max(checking.leastOfLead, coverageBy(sought, around, weightOf));
  // Words that are quoted are about whatever they are about.
  const leads = (found.length > 0 ? [] : passages)
    .flatMap(({ headline, lead }) => [headline, lead])
    .filter(
      (sentence) =>
        coverageBy(sought, [sentence], weightOf) >= leastOfLead &&
        !main.some(({ text }) => sentence.text.includes(text)),
    );
  const opposite = findContradiction(
    read,
    {
      main: [...main, ...leads],
      windows: [...around, ...leads],
      around: passages.flatMap(({ sentences }) => sentences),
    },
    weightOf,
  );
  if (opposite !== undefined) return fault('polarity', opposite);
  const swapped = findSwappedRoles(read, around, (stem) => weightOf(stem) > 0) ?? findExchange(read, around);
  if (swapped !== undefined) return fault('roles', swapped);
  const someoneElse = findOtherSubject(read, passages, (stem) => weightOf(stem) > 0);
  if (someoneElse !== undefined) return fault('name', someoneElse);
  const sentences = passages.flatMap((passage) => passage.sentences);
  const crossed = findCrossedNames(read, sentences, weightOf);
  if (crossed !== undefined) return fault('roles', crossed);
  const foreign = findForeignAttachment(read, sentences) ?? findForeignName(read, passages, weightOf);
  if (foreign !== undefined) return fault('name', foreign);
  const certain = findOverclaim(read, mainSentence(read, around, weightOf), outletsBeside(passages, all));
  if (certain !== undefined) return fault('certainty', certain);
  const decided = findDecidedQuestion(
    read,
    around,
    passages.flatMap(({ sentences }) => sentences),
  );
  if (decided !== undefined) return fault('certainty', decided);
  const quantity = findOverclaimedQuantity(read, around, [
    ...contextOf(passages, []),
    ...passages.flatMap(({ sentences }) => sentences),
  ]);
  if (quantity !== undefined) return fault('certainty', quantity);
  const attributed =
    found.length > 0
      ? undefined
      : findFalseAttribution(
          read,
          nearest.flatMap(({ passage, from, to }) => ({
            passage,
            at: mainIndex(read, passage, from, to, weightOf),
            from,
            to,
          })),
          aliasesOf(all),
        );
  if (attributed !== undefined) return fault('attribution', attributed);
  const beside = [...around, ...contextOf(passages, nearest)];
  const event = findUnsupportedEvent(
    read,
    [...around, ...neighboursOf(nearest)],
    passages.flatMap(({ headline, lead }) => [headline, lead]),
    new Set(passages.flatMap(peopleOf)),
  );
  if (event !== undefined) return fault('unsupported', event);
  const everything = [...beside, ...passages.flatMap(({ sentences }) => sentences)];
  const excluded = findExcludedVerb(read, [...around, ...neighboursOf(nearest)], everything);
  if (excluded !== undefined) return fault('polarity', excluded);
  const cause = findUnsupportedCause(read, beside, everything);
  if (cause !== undefined) return fault('unsupported', cause);
  const intent = findUnsupportedIntent(read, everything);
  if (intent !== undefined) return fault('unsupported', intent);
  const numbered = findNumberedByCount(read, everything);
  if (numbered !== undefined) return fault('figure', numbered);
  const other = findOtherOfItsKind(read, around, everything);
  if (other !== undefined) return fault('unsupported', other);
  const counted = findOtherCounted(read, around, everything);
  if (counted !== undefined) return fault('figure', counted);
  const predicate = findUnsupportedPredicate(read, everything);
  if (predicate !== undefined) return fault('unsupported', predicate);
  const extras = [...figures.holders, ...dates.holders, ...names.holders.filter(({ at }) => at !== null)];
  return { support: citedSpans(read, nearest, extras, weightOf) };
}

function supportFor(
  read: ReadSentence,
  passages: readonly PreparedPassage[],
  nearest: readonly Window[],
  { weightOf, vector }: JudgeTools,
): { holds: boolean; nearness: number } {
  const sought = soughtOf(read, passages);
  const around = nearest.flatMap(sentencesOf);
  const own = coverageBy(sought, around, weightOf);
  const all = coverageBy(sought, [...around, ...contextOf(passages, nearest)], weightOf);
  const coverage = own + checking.contextShare * (all - own);
  const cosine = vector === undefined ? checking.leastCosine : cosineTo(vector, around);
  const { intercept, coverageWeight, cosineWeight } = checking;
  const nearness = intercept + coverageWeight * coverage + cosineWeight * cosine;
  return { holds: nearness >= 0, nearness };
}

/** The windows, each narrowed to the sentences that hold something of the statement, and the sentences of facts that stand elsewhere. */
function citedSpans(
  read: ReadSentence,
  nearest: readonly Window[],
  extras: readonly Holder[],
  weightOf: WeightOf,
): Support[] {
  const spans = nearest.map(supportOf);
  const added = new Map<PreparedPassage, number>();
  for (const { passage, at } of extras) {
    if (at === null) continue;
    const span = supportOf({ passage, from: at, to: at + 1 });
    const isHeld = spans.some(
      (other) => other.passage === span.passage && other.start <= span.start && other.end >= span.end,
    );
    const count = added.get(passage) ?? 0;
    if (
      isHeld ||
      count >= checking.mostExtras ||
      coverageBy(soughtOf(read, []), [passage.sentences[at]!], weightOf) === 0
    )
      continue;
    added.set(passage, count + 1);
    spans.push(span);
  }
  return spans.sort((a, b) => a.passage - b.passage || a.start - b.start);
}
