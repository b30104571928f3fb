import { findAttributors } from './attribution.js';
import { stemOf } from '../../retrieve/words.js';
import { readPolarity } from './negation.js';
import { sameFigure } from './figures.js';
import { sameNameWord } from './names.js';
import type { ReadSentence } from './prepare.js';
import {
  asksWhether,
  conditions,
  governs,
  governsAll,
  hasPhrase,
  isBelieved,
  isCustom,
  isFirstThen,
  isFuture,
  isLikely,
  isNoReservation,
  isOnCondition,
  isPolite,
  isWeaklySourced,
  reach,
  sharesClause,
  tellsFuture,
  tellsPast,
} from './reservations.js';
import { isVerb } from './roles.js';
import type { Token } from './tokens.js';

/** What leaves open whether something is so. */
const doubts = new Set(
  'may might could possibly perhaps maybe probable apparently seemingly seem suspect believe think guess estimate presume assume possible possibility potential'
    .split(' ')
    .map(stemOf),
);
/** What says that something is still to come, or is only wished, asked for or threatened. */
const plans = new Set(
  'will would shall should ll plan expect intend propose threaten demand urge seek want wish hope promise pledge vow consider schedule due face risk until next'
    .split(' ')
    .map(stemOf),
);
/** What says that it ought to have been so. */
const duties = new Set('mean suppose oblige require must need'.split(' ').map(stemOf));
/** What says that somebody holds it to be so, without saying that it is. */
const claims = new Set(
  'say said tell claim allege allegedly accuse accusation reportedly report according assert argue insist contend maintain testify state suggest warn charge prosecute prosecutor prosecution describe call add write note deny dispute calculate predict mean'
    .split(' ')
    .map(stemOf),
);
/** Claims that leave it open, where "said" often does not. */
const mereClaims = new Set('claim allege allegedly accuse accusation reportedly contend'.split(' ').map(stemOf));
/**
 * The word of a reservation that governs what the sentence takes from its evidence and that the sentence leaves out: "may", "alleged",
 * "is to", "up to", "two passengers said", and what another of the `outlets` (stems of their names) is told to have written. Undefined
 * when there is none. Only the sentence of the passage that is nearest counts.
 */
export function findOverclaim(
  stated: ReadSentence,
  evidence: ReadSentence,
  outlets: ReadonlySet<string> = new Set(),
): string | undefined {
  const own = new Set(
    stated.tokens
      .filter(({ kind, key, isCapital }, i) => kind === 'word' && !(key === 'may' && isCapital && i > 0))
      .map(({ stem }) => stem),
  );
  const has = (words: ReadonlySet<string>): boolean => [...own].some((stem) => words.has(stem));
  const isDoubted =
    has(doubts) ||
    stated.tokens.some(({ key }, i) => isLikely(stated.tokens, i) || key === 'unlikely') ||
    isFuture(stated.tokens) ||
    hasPhrase(stated.tokens, 'at', 'most') ||
    own.has(stemOf('maximum'));
  const isPlanned = isDoubted || has(plans) || has(duties);
  const isClaimed = isDoubted || has(claims);
  const { affirmed } = readPolarity(stated);
  const verbs = new Set(stated.tokens.filter((_, i) => isVerb(stated.tokens, i)).map(({ stem }) => stem));
  const shared = new Set([...affirmed].filter((stem) => evidence.stems.has(stem)));
  const isPast = stated.tokens.some(
    ({ key, kind }, i) =>
      kind === 'word' &&
      tellsPast(key) &&
      // "Abortion-related"
      !/^[-‑]$/u.test(stated.tokens[i - 1]?.text ?? '') &&
      !/^(?:is|are|be|a|an|the|its|his|her|their)$/u.test(stated.tokens[i - 1]?.key ?? ''),
  );
  const isConditional = stated.tokens.some(({ key }) => conditions.test(key));
  const { tokens } = evidence;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind !== 'word' || (token.isCapital && i > 0 && token.key === 'may')) continue;
    if (asksWhether(tokens, i) || isFirstThen(tokens, i) || isNoReservation(tokens, i)) continue;
    // "An estimated one million": of that figure alone.
    const isOfFigure = evidence.figures.some(({ from, isDerived }) => from === i + 1 && !isDerived);
    if (isOfFigure && doubts.has(token.stem) && !holdsFigureAt(stated, evidence, i + 1)) continue;
    const isDoubt = (doubts.has(token.stem) && !own.has(token.stem)) || isLikely(tokens, i);
    if (!isDoubted && isDoubt && governs(tokens, i, shared, verbs)) return token.text;
    if (!isDoubted && !isClaimed && isBelieved(tokens, i) && governsAll(tokens, i, stated.stems)) return token.text;
    if (
      !isDoubted &&
      token.key === 'up' &&
      tokens[i + 1]?.key === 'to' &&
      /\p{N}/u.test(tokens[i + 2]?.text ?? '') &&
      !hasPhrase(stated.tokens, 'up', 'to') &&
      sharesFigure(stated, evidence, i)
    )
      return 'up to';
    if (!isDoubted && mayBeFigure(stated, evidence, i)) return token.text;
    if (!isDoubted && isOnlyWeighed(stated, evidence, i) && !has(weighing)) return token.text;
    if (
      isPast &&
      !isPlanned &&
      !isClaimed &&
      /^(?:will|would)$/u.test(token.key) &&
      showing.has(tokens[i + 1]?.stem ?? '') &&
      governsAll(tokens, i, stated.stems)
    )
      return token.text;
    if (!isDoubted && capacities.has(token.stem) && !has(capacities) && holdsFigure(stated, evidence, i))
      return token.text;
    if (
      isPast &&
      !isPlanned &&
      tellsFuture(tokens, i) &&
      isSubjectOf(stated, evidence, i) &&
      sharesClause(tokens, i, shared) &&
      !stated.tokens.some(({ stem }) => verbs.has(stem) && evidence.stems.has(stem))
    )
      return token.text;
    if (
      isPast &&
      !isPlanned &&
      plans.has(token.stem) &&
      !isPolite(tokens, i) &&
      governs(tokens, i, shared, verbs, true)
    )
      return token.text;
    if (
      isPast &&
      !isPlanned &&
      /^(?:is|are|was|were)$/u.test(token.key) &&
      tokens[i + 1]?.key === 'to' &&
      !isCustom(tokens, i) &&
      governs(tokens, i, shared, verbs)
    )
      return `${token.text} to`;
    if (!isDoubted && !isConditional && isOnCondition(tokens, i) && governs(tokens, i, shared, verbs))
      return token.text;
    if (
      !isClaimed &&
      mereClaims.has(token.stem) &&
      (governs(tokens, i, shared, verbs) || governsAll(tokens, i, stated.stems))
    )
      return token.text;
  }
  if (!isClaimed && (isWeaklySourced(evidence) || isOfOutlet(evidence, outlets))) return 'a claim of others';
  return undefined;
}

/** "Could reach $9": an auxiliary of doubt right before a figure that the sentence has, whose own verb may be another. */
function mayBeFigure(stated: ReadSentence, evidence: ReadSentence, at: number): boolean {
  if (!/^(?:could|may|might)$/u.test(evidence.tokens[at]!.key)) return false;
  const figure = evidence.figures.find(({ from }) => from > at && from <= at + reach);
  return (
    figure !== undefined &&
    !evidence.tokens.slice(at, figure.from).some(({ text }) => /^[,;:.]$/u.test(text)) &&
    stated.figures.some((other) => sameFigure(other, figure) && !other.isWeak)
  );
}

/** Verbs of weighing, which stand before what may be done: "would consider selling". */
const weighing = new Set(
  'consider contemplate mull ponder weigh explore discuss debate study eye envisage'.split(' ').map(stemOf),
);

/** "Would consider selling", "is mulling a sale of": what the sentence says is done, or will be, is only thought about. */
function isOnlyWeighed(stated: ReadSentence, { tokens }: ReadSentence, at: number): boolean {
  return (
    weighing.has(tokens[at]!.stem) &&
    tokens.slice(at + 1, at + 4).some(({ key, stem }) => /ing$/u.test(key) && hasVerb(stated.tokens, stem))
  );
}

function hasVerb(tokens: readonly Token[], stem: string): boolean {
  return tokens.some((token, i) => token.stem === stem && isVerb(tokens, i));
}

/** What sets out to show something: "the state will prove that". */
const showing = new Set('show prove argue demonstrate establish contend submit'.split(' ').map(stemOf));

/** What says how much there may be of something, not how much there was. */
const capacities = new Set(
  'certify certified license licence licensed capacity room space seat permit allow authorise authorize design fit rate rated insure limit maximum'
    .split(' ')
    .map(stemOf),
);

/** "Certified for 412", "room for 30": right before a figure that the sentence has. */
function holdsFigure(stated: ReadSentence, evidence: ReadSentence, at: number): boolean {
  const next = evidence.tokens[at + 1]?.key;
  const figure = evidence.figures.find(({ from }) => from > at + 1 && from <= at + 4);
  // "Authorized for people aged 12 and older": for whom, not for how many.
  const behind = evidence.tokens.slice(at + 1, (figure?.to ?? at) + 4);
  if (behind.some(({ key }) => /^(?:age|ages|aged|older|younger|old|up|over|under)$/u.test(key))) return false;
  return (
    figure !== undefined &&
    /^(?:for|of|to)$/u.test(next ?? '') &&
    stated.figures.some((other) => sameFigure(other, figure) && !other.isWeak)
  );
}

/** Whether who is named before a place of the evidence is whom the sentence begins with. */
function isSubjectOf(stated: ReadSentence, evidence: ReadSentence, at: number): boolean {
  const subject = stated.names[0];
  const doer = evidence.names.find(({ to }) => to === at);
  return (
    subject !== undefined &&
    doer !== undefined &&
    sameNameWord(subject.words.at(-1)!, doer.words.at(-1)!) &&
    !evidence.tokens.slice(0, doer.from).some((_, i) => isVerb(evidence.tokens, i))
  );
}

function holdsFigureAt(stated: ReadSentence, evidence: ReadSentence, at: number): boolean {
  const figure = evidence.figures.find(({ from, isDerived }) => from === at && !isDerived);
  return figure !== undefined && stated.figures.some((other) => sameFigure(other, figure));
}

function sharesFigure(stated: ReadSentence, evidence: ReadSentence, at: number): boolean {
  const figure = evidence.figures.find(({ from }) => from === at + 2);
  return figure !== undefined && stated.figures.some(({ value }) => value === figure.value);
}

/** "The Lantern also wrote that": what another outlet has is passed on, not stood by. */
function isOfOutlet(evidence: ReadSentence, outlets: ReadonlySet<string>): boolean {
  return findAttributors(evidence).some(
    ({ cue, stems }) =>
      /^(?:report|write|claim)$/u.test(evidence.tokens[cue]!.stem) && [...stems].some((stem) => outlets.has(stem)),
  );
}
