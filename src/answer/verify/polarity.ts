import { stemOf } from '../../retrieve/words.js';
import { checking } from '../../retrieve/tuning.js';
import { sameNameWord, type Name } from './names.js';
import type { ReadSentence } from './prepare.js';
import { unitOf } from './figures.js';
import { readNumber } from './number-words.js';
import { remember } from './remember.js';
import { isVerb } from './roles.js';
import type { Token } from './tokens.js';

/** Words that turn what follows them into its opposite, by stem. "Deny" and "refuse" do so as "not" does. */
const negators = new Set(
  'not no never none nobody noone nothing nowhere neither nor without cannot cant hardly barely nicht kein keine pas jamais sin'.split(
    ' ',
  ),
);
const denyingStems = new Set(
  'deny refuse decline reject fail avoid prevent refrain lack dispute unable'.split(' ').map(stemOf),
);
/** What stands behind "nobody" when nobody did something. */
const doesSomething =
  /ed$|^(?:is|are|was|were|had|has|have|will|would|could|can|may|might|must|should|did|does|knew|knows|said|told|saw|came|went|took|gave|made|else)$/u;
/** Negations that are somebody or something themselves. */
const wholes = new Set(['nobody', 'nothing', 'none', 'noone']);
/** How many words a negation reaches. */
const reach = 8;

/** Which stems of a sentence are said to be so, and which not to be so. */
export interface Polarity {
  affirmed: ReadonlySet<string>;
  negated: ReadonlySet<string>;
  /** Those of `negated` that stand under "not" or "never", which deny what is said of something; "no" and "without" deny the thing. */
  denied: ReadonlySet<string>;
}

/**
 * Reads which words stand under a negation: those behind it up to the end of the clause, and, for a clause that ends in "did not", those
 * before it. Two negations cancel each other.
 */
export function readPolarity({ tokens }: Pick<ReadSentence, 'tokens'>): Polarity {
  return remember(polarities, tokens, () => polarityOf(tokens));
}

const polarities = new WeakMap<readonly Token[], Polarity>();

function polarityOf(tokens: readonly Token[]): Polarity {
  const counts = new Array<number>(tokens.length).fill(0);
  const denying = new Array<boolean>(tokens.length).fill(false);
  tokens.forEach((token, i) => {
    if (!isNegator(token, tokens, i)) return;
    if (token.key === 'none' && tokens[i + 1]?.key === 'of') return void denyAllOf(tokens, i, counts, denying);
    // "Could find nobody by that name" denies nothing of what stands behind it.
    const isWhole = wholes.has(token.key) || (token.key === 'no' && tokens[i + 1]?.key === 'one');
    if (isWhole && !doesSomething.test(tokens[token.key === 'no' ? i + 2 : i + 1]?.key ?? '')) return;
    if (isNot(token) && endsClause(tokens, i + 1)) {
      for (let k = i - 1; k >= 0 && !startsClause(tokens[k]!); k--) counts[k]!++;
      return;
    }
    let words = 0;
    for (let k = i + 1; k < tokens.length && words < reach && !endsReach(tokens, k, i); k++) {
      counts[k]!++;
      denying[k] ||= isNot(token) || wholes.has(token.key);
      if (tokens[k]!.kind === 'word') words++;
    }
  });
  const affirmed = new Set<string>();
  const negated = new Set<string>();
  tokens.forEach((token, i) => {
    if (token.isContent && unitOf(token.key) === undefined && readNumber(tokens, i) === undefined)
      (counts[i]! % 2 === 1 ? negated : affirmed).add(token.stem);
  });
  const denied = new Set(tokens.filter((_, i) => denying[i]).map(({ stem }) => stem));
  return { affirmed, negated, denied };
}

/** "None of the 19 survived", "would accept none of them": the verb is denied, on whichever side it stands. */
function denyAllOf(tokens: readonly Token[], i: number, counts: number[], denying: boolean[]): void {
  const deny = (k: number): void => {
    counts[k]!++;
    denying[k] = true;
  };
  const before = tokens[i - 1];
  if (before?.isContent === true) return deny(i - 1);
  const unquoted = tokens.map((token) => ({ ...token, quoted: false }));
  for (let k = i + 2; k < tokens.length && k < i + 2 + reach; k++) {
    if (tokens[k]!.kind === 'sign' && /[,;:–—.!?]/u.test(tokens[k]!.text)) return;
    if (isVerb(unquoted, k)) return deny(k);
  }
}

function isNegator(token: Token, tokens: readonly Token[], i: number): boolean {
  if (token.kind !== 'word') return false;
  if (/n['’]t$/iu.test(token.text)) return true;
  const next = tokens[i + 1]?.key;
  // "Not only", "no longer than" and "no fewer than" negate nothing of what follows; "No. 7" is a number.
  if (token.key === 'not' && (next === 'only' || next === 'just')) return false;
  if (
    token.key === 'no' &&
    (next === 'fewer' ||
      next === 'less' ||
      tokens[i + 1]?.text === '.' ||
      tokens[i + 1]?.text === ',' ||
      tokens[i + 1]?.text === ':')
  )
    return false;
  if (token.key === 'no' && next === 'doubt') return false;
  // "Kept the island from guessing"
  if (token.key === 'from' && /ing$/u.test(next ?? ''))
    return tokens.slice(Math.max(0, i - 6), i).some(({ key }) => /^(?:keep|keeps|kept|stop|stops|stopped)$/u.test(key));
  return negators.has(token.key) || denyingStems.has(token.stem);
}

function isNot({ key, text }: Token): boolean {
  return key === 'not' || key === 'never' || /n['’]t$/iu.test(text);
}

function endsClause(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at];
  return (
    next === undefined ||
    (next.kind === 'sign' && /[.;!?”"]/u.test(next.text) && (tokens[at + 1] === undefined || next.text !== '"'))
  );
}

function startsClause({ kind, text, key }: Token): boolean {
  return kind === 'sign' ? /[;:–—.!?]/u.test(text) : /^(?:but|and|while|whereas|although|though)$/u.test(key);
}

function endsReach(tokens: readonly Token[], k: number, from: number): boolean {
  const { kind, text, key } = tokens[k]!;
  if (kind === 'sign') return /[,;:–—.!?]/u.test(text);
  // "Not the 64 that were estimated": what is said of them is not what is denied.
  if (/^(?:that|who|which|where)$/u.test(key) && /^(?:the|a|an|\d.*)$/u.test(tokens[from + 1]?.key ?? '')) return true;
  return /^(?:but|because|although|though|while|until|unless|so|and)$/u.test(key);
}

const opposites: readonly (readonly [string, string])[] = (
  'confirm deny|confirm wrong|confirm false|confirm dismiss|confirm reject|resign dismiss|resign sack|rise fall|rise drop|rise shrink|increase decrease|increase fall|increase drop|grow shrink|grow fall|climb fall|gain lose|more less|more few|win lose|open close|reopen close|' +
  'accept reject|accept refuse|accept decline|admit deny|agree refuse|agree disagree|survive die|survivor dead|alive dead|praise criticise|' +
  'support oppose|allow ban|allow forbid|guilty innocent|convict acquit|guilty acquit|hold cancel|begin end|start end|start stop|extend end|include exclude|hire dismiss|suspend resume|appoint dismiss|arrive leave|join leave|' +
  'buy sell|borrow lend|true false|right wrong|safe unsafe|succeed fail|strengthen weaken|before after|above below|north south|east west|northeast southwest|son daughter|father mother|husband wife|' +
  'brother sister|man woman|boy girl|uncle aunt|grandfather grandmother|grandson granddaughter|majority minority|withdraw stand|public private|inside outside|early late|high low|long short|ally enemy|friend enemy|first last|remember forget|hope fear|love hate|attack defend|free jail|release arrest|peace war|legal illegal|rich poor|hot cold|raise lower|raise cut|expand cut|lift impose|refuse offer|refuse agree|approve reject|approve block|pass reject'
)
  .split('|')
  .map((pair) => pair.split(' ').map(stemOf) as [string, string]);
const oppositesOf = new Map<string, Set<string>>();
for (const [a, b] of opposites) {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const)
    oppositesOf.set(from, (oppositesOf.get(from) ?? new Set()).add(to));
}
/** Words of grammar that take part in opposites. */
const grammarOpposites = new Set(
  ['more', 'less', 'few', 'up', 'down', 'befor', 'after', 'abov', 'below'].map((word) => word),
);

/**
 * Where a sentence says the opposite of its evidence: a shared word that is negated on one side only, more so than words on which the
 * sides agree; a word that the passage has nowhere but under a negation; or a word whose opposite stands in the evidence instead. `main` are
 * the nearest sentences, `windows` those that are cited, `around` what stands near them. The word, or undefined.
 */
export function findContradiction(
  stated: ReadSentence,
  { main, windows, around }: { main: readonly Evidence[]; windows: readonly Evidence[]; around: readonly Evidence[] },
  weightOf: (stem: string) => number,
): string | undefined {
  const own = readPolarity(stated);
  // Who says that it was reported, or was wrong, says nothing against taking it back.
  const isAware = /\b(?:report|claim|wrong|correct|withdr[ae]w|retract|apologi[sz]|deni|earlier|original)/iu.test(
    stated.text,
  );
  const isDenying = stated.tokens.some(({ stem }) => stem === 'deni');
  const near = join(stated, main, isAware, isDenying);
  const far = join(stated, around, isAware, isDenying);
  const verbs = new Set(stated.tokens.filter((_, i) => isVerb(stated.tokens, i)).map(({ stem }) => stem));
  const names = new Set(stated.names.flatMap(({ from, to }) => stated.tokens.slice(from, to).map(({ stem }) => stem)));
  const isMissing = (stem: string): boolean => !near.affirmed.has(stem) && !near.negated.has(stem);
  // "Before it was true" is "not yet true".
  const isEarly =
    /\b(?:before|until|premature|too early)\b/iu.test(stated.text) &&
    main.some(({ text }) => /(?:\bnot|n['’]t) yet\b/iu.test(text));
  const flipped = [
    ...[...own.affirmed].filter((stem) => !own.negated.has(stem) && near.negated.has(stem) && !near.affirmed.has(stem)),
    ...[...own.affirmed].filter(
      (stem) =>
        isMissing(stem) &&
        far.negated.has(stem) &&
        !far.affirmed.has(stem) &&
        ((verbs.has(stem) && !common.has(stem)) || names.has(stem)),
    ),
    ...[...own.negated].filter((stem) => !own.affirmed.has(stem) && near.affirmed.has(stem) && !near.negated.has(stem)),
    ...[...own.denied].filter(
      (stem) =>
        verbs.has(stem) &&
        own.negated.has(stem) &&
        isMissing(stem) &&
        !far.negated.has(stem) &&
        windows.some((sentence) => sentence.isTakenBack !== true && readPolarity(sentence).affirmed.has(stem)),
    ),
  ];
  const same = [...own.negated].filter((stem) => near.negated.has(stem));
  const sum = (stems: readonly string[]): number => stems.reduce((total, stem) => total + weightOf(stem), 0);
  const isGrave =
    flipped.some((stem) => verbs.has(stem) || own.denied.has(stem) || near.denied.has(stem)) ||
    sum(flipped) >= checking.leastDenied * sum([...stated.stems]);
  if (flipped.length > 0 && isGrave && !isEarly && sum(flipped) > sum(same))
    return flipped.sort((a, b) => weightOf(b) - weightOf(a))[0];
  return (
    findOpposite(stated, windows, own, join(stated, windows, isAware, isDenying)) ??
    findMereSearch(stated, windows) ??
    findTurnedClause(stated, [...windows, ...around])
  );
}

/**
 * "The one pleaded guilty, while the other pleaded not guilty", the other way about: a clause whose subject does in every sentence of the
 * evidence that begins with it the opposite of what the clause says.
 */
function findTurnedClause(stated: ReadSentence, evidence: readonly Evidence[]): string | undefined {
  const cuts = stated.tokens.flatMap(({ key, quoted }, i) =>
    !quoted && /^(?:while|whereas|but)$/u.test(key) ? [i] : [],
  );
  if (cuts.length === 0) return undefined;
  const bounds = [0, ...cuts, stated.tokens.length];
  const all = readPolarity(stated);
  const mixed = new Set([...all.affirmed].filter((stem) => all.negated.has(stem)));
  const names = new Set(stated.names.flatMap(({ from, to }) => stated.tokens.slice(from, to).map(({ stem }) => stem)));
  for (const [i, from] of bounds.slice(0, -1).entries()) {
    const tokens = stated.tokens.slice(from, bounds[i + 1]);
    const subject = subjectOf(tokens);
    const own = polarityOf(tokens);
    for (const stem of mixed) {
      if (names.has(stem) || subject.has(stem)) continue;
      const theirs = evidence
        .filter((sentence) => {
          const other = subjectOf(sentence.tokens);
          return subject.size > 0 && [...subject].filter((word) => other.has(word)).length >= Math.min(2, subject.size);
        })
        .map(readPolarity);
      const isTurned = (mine: ReadonlySet<string>, yes: 'affirmed' | 'negated', no: 'affirmed' | 'negated'): boolean =>
        mine.has(stem) && theirs.some((other) => other[no].has(stem)) && !theirs.some((other) => other[yes].has(stem));
      if (own.affirmed.has(stem) && own.negated.has(stem)) continue;
      if (isTurned(own.affirmed, 'affirmed', 'negated') || isTurned(own.negated, 'negated', 'affirmed')) return stem;
    }
  }
  return undefined;
}

/** The stems before a clause's first verb. */
function subjectOf(tokens: readonly Token[]): Set<string> {
  const verb = tokens.findIndex((_, i) => isVerb(tokens, i));
  return new Set(tokens.slice(0, Math.max(0, verb)).flatMap(({ isContent, stem }) => (isContent ? [stem] : [])));
}

const finding = new Set('find discover locate trace recover identify reveal detect'.split(' ').map(stemOf));

/** "Found" where the evidence only has it that somebody looked. */
function findMereSearch(stated: ReadSentence, windows: readonly Evidence[]): string | undefined {
  const isFound = ({ tokens }: ReadSentence): boolean => tokens.some(({ stem }) => finding.has(stem));
  if (windows.some(isFound)) return undefined;
  const sought = new Set(
    windows.flatMap(({ tokens }) =>
      tokens.flatMap(({ key }, i) => {
        const next = tokens[i + 1]?.key;
        const isSearch =
          (/^(?:look|looks|looked|looking|search|searched|searching|hunt|hunted)$/u.test(key) && next === 'for') ||
          /^(?:seek|seeks|seeking|sought)$/u.test(key);
        return isSearch ? tokens.slice(i + 1, i + 7).flatMap(({ isContent, stem }) => (isContent ? [stem] : [])) : [];
      }),
    ),
  );
  if (sought.size === 0) return undefined;
  return stated.tokens.find(
    ({ stem, quoted }, i) =>
      !quoted &&
      finding.has(stem) &&
      isVerb(stated.tokens, i) &&
      stated.tokens.slice(i + 1, i + 7).some((token) => token.isContent && sought.has(token.stem)),
  )?.text;
}

/** Verbs that are about everything, so that it says little when they are denied elsewhere. */
const common = new Set(
  'want know say think tell get make go see come look give take find need mean ask use try leave call keep let begin seem help show hear run move live believe hold bring happen write sit stand lose pay meet'
    .split(' ')
    .map(stemOf),
);

/** A sentence that another one may contradict. */
export type Evidence = ReadSentence & { isTakenBack?: boolean };

const comparesWith =
  /,? (?:as|than|unlike) (?:there|it|they|he|she|we) (?:is|are|was|were|does|did|do|has|have|had)\b/iu;

/** "There is no minimum in Sundmark, as there is in Aubrenne": whether a sentence may be about the second, because it does not name the first alone. */
function isOfOther(stated: ReadSentence, { text, names }: ReadSentence): boolean {
  const at = comparesWith.exec(text)?.index;
  if (at === undefined) return false;
  const isNamed = ({ words }: Name): boolean =>
    stated.names.some((own) => own.words.some((word) => words.some((other) => sameNameWord(word, other))));
  return (
    !names.some((name) => name.start < at && isNamed(name)) || names.some((name) => name.start > at && isNamed(name))
  );
}

function join(stated: ReadSentence, sentences: readonly Evidence[], isAware: boolean, isDenying: boolean): Polarity {
  const affirmed = new Set<string>();
  const negated = new Set<string>();
  const denied = new Set<string>();
  for (const sentence of sentences) {
    const polarity = readPolarity(sentence);
    const [yes, no] = sentence.isTakenBack === true && !isAware ? [negated, affirmed] : [affirmed, negated];
    // "There is no minimum here, as there is abroad": it may be meant of either.
    if (isOfOther(stated, sentence)) for (const stem of polarity.negated) affirmed.add(stem);
    if (isDenying && deniesBefore.test(sentence.text)) for (const stem of polarity.affirmed) no.add(stem);
    for (const stem of polarity.affirmed) yes.add(stem);
    for (const stem of polarity.negated) no.add(stem);
    for (const stem of polarity.denied) denied.add(stem);
  }
  return { affirmed, negated, denied };
}

/** "Read the note and denied it": what is told and denied may be told either way. */
const deniesBefore = /\b(?:den(?:y|ies|ied)|disputed?s?) (?:it|this|that|so|them)\b/iu;

function findOpposite(
  stated: ReadSentence,
  evidence: readonly ReadSentence[],
  own: Polarity,
  theirs: Polarity,
): string | undefined {
  const stemsOf = (sentence: ReadSentence): Set<string> =>
    new Set(
      sentence.tokens
        .filter(({ kind, isContent, stem }) => kind === 'word' && (isContent || grammarOpposites.has(stem)))
        .map(({ stem }) => stem),
    );
  const mine = stemsOf(stated);
  const given = new Set(evidence.flatMap((sentence) => [...stemsOf(sentence)]));
  for (const stem of mine) {
    if (given.has(stem)) continue;
    for (const opposite of oppositesOf.get(stem) ?? []) {
      if (!given.has(opposite) || mine.has(opposite)) continue;
      const isConsistent = own.negated.has(stem) !== theirs.negated.has(opposite);
      if (!isConsistent) return stem;
    }
  }
  return undefined;
}
