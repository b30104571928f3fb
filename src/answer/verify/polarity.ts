import { stemOf } from '../../retrieve/words.js';
import { checking } from '../../retrieve/tuning.js';
import { findChangedVerb, findMereSearch, findOpposite } from './opposites.js';
import { sameNameWord, type Name } from './names.js';
import type { ReadSentence } from './prepare.js';
import { polarityOf, readPolarity, type Polarity } from './negation.js';
import { isVerb } from './roles.js';
import type { Token } from './tokens.js';

const negation = String.raw`(?:\bnot|\bno|\bnever|n['’]t)\b`;
/** What may be told with a negation or without one: "before" and "not yet", "too little" and "not enough", "last in May" and "not since May". */
const turnedRound: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:before|until|premature|too early)\b/iu, new RegExp(`${negation} yet\\b`, 'iu')],
  [
    /\b(?:too (?:little|few)|insufficient|inadequate|short of|lack)/iu,
    new RegExp(`${negation}.{0,40}\\benough\\b`, 'iu'),
  ],
  [/\b(?:last|latest|first)\b/iu, new RegExp(`${negation}.{0,60}\\b(?:since|before|previously)\\b`, 'iu')],
  [
    /\b(?:only|just|first) (?:\p{N}|one|two|three|four|five|six|seven|eight|nine|ten|half|a)/iu,
    new RegExp(`\\p{L}+ .{0,60}${negation}|\\bnever\\b`, 'iu'),
  ],
];

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
  // Few sentences have a word to look for so far away, or one with an opposite.
  let joined: Joined | undefined;
  const far = (): Joined => (joined ??= join(stated, around, isAware, isDenying));
  const verbs = new Set(stated.tokens.filter((_, i) => isVerb(stated.tokens, i)).map(({ stem }) => stem));
  const names = new Set(stated.names.flatMap(({ from, to }) => stated.tokens.slice(from, to).map(({ stem }) => stem)));
  const isMissing = (stem: string): boolean => !near.affirmed.has(stem) && !near.negated.has(stem);
  const isTurnedRound = (): boolean =>
    turnedRound.some(
      ([one, other]) =>
        (one.test(stated.text) && main.some(({ text }) => other.test(text))) ||
        (other.test(stated.text) && main.some(({ text }) => one.test(text))),
    );
  const same = [...own.negated].filter((stem) => near.negated.has(stem));
  // "The terms were never dictated", "never dictated terms": where both deny the verb, it does not matter on which side of it the rest stands.
  const isAgreed =
    same.some((stem) => own.heads.has(stem) && near.heads.has(stem)) ||
    [...own.heads].some((stem) => near.subjects.has(stem)) ||
    [...near.heads].some((stem) => own.subjects.has(stem));
  // "Without a tag" and "tags are not required" deny the same, as do "no heels" and "does not wear heels".
  const isNeither = stated.tokens.some(({ key, quoted }) => key === 'neither' && !quoted);
  const isToldOtherwise = (stem: string): boolean =>
    // "Neither Poe nor Vance came": who did not come is not denied.
    (isNeither && names.has(stem)) ||
    (own.subjects.has(stem) && near.negated.has(stem)) ||
    (near.subjects.has(stem) && own.negated.has(stem)) ||
    near.denials.some(({ heads, objects }) => heads.has(stem) && [...objects].some((other) => own.heads.has(other))) ||
    own.denials.some(({ heads, objects }) => heads.has(stem) && [...objects].some((other) => near.heads.has(other)));
  const isDeniedBy = ({ heads, objects }: Pick<Joined, 'heads' | 'objects'>, stem: string): boolean =>
    heads.has(stem) || (!isAgreed && objects.has(stem));
  const turned = [
    ...[...own.affirmed].filter(
      (stem) => !own.negated.has(stem) && isDeniedBy(near, stem) && near.negated.has(stem) && !near.affirmed.has(stem),
    ),
    ...[...own.affirmed].filter(
      (stem) =>
        isMissing(stem) &&
        ((verbs.has(stem) && !common.has(stem)) || names.has(stem)) &&
        isDeniedBy(far(), stem) &&
        far().negated.has(stem) &&
        !far().affirmed.has(stem),
    ),
    ...[...own.negated].filter(
      (stem) => isDeniedBy(own, stem) && !own.affirmed.has(stem) && near.affirmed.has(stem) && !near.negated.has(stem),
    ),
    ...[...own.denied].filter(
      (stem) =>
        verbs.has(stem) &&
        isDeniedBy(own, stem) &&
        isMissing(stem) &&
        !far().negated.has(stem) &&
        windows.some((sentence) => sentence.isTakenBack !== true && readPolarity(sentence).affirmed.has(stem)),
    ),
  ];
  const quoted = quotedDenial(stated);
  const flipped = turned.filter((stem) => !isToldOtherwise(stem) && !quoted.has(stem));
  const sum = (stems: readonly string[]): number => stems.reduce((total, stem) => total + weightOf(stem), 0);
  const isGrave =
    flipped.some((stem) => verbs.has(stem) || own.denied.has(stem) || near.denied.has(stem)) ||
    sum(flipped) >= checking.leastDenied * sum([...stated.stems]);
  if (flipped.length > 0 && isGrave && sum(flipped) > sum(same) && !isTurnedRound())
    return flipped.sort((a, b) => weightOf(b) - weightOf(a))[0];
  return (
    findOpposite(stated, windows, () => join(stated, windows, isAware, isDenying)) ??
    findChangedVerb(stated, windows) ??
    findMereSearch(stated, windows) ??
    findTurnedClause(stated, [...windows, ...around])
  );
}

/** The words of quotations with a negation of their own, which are looked at letter by letter. */
function quotedDenial({ tokens }: ReadSentence): Set<string> {
  const found = new Set<string>();
  for (let from = 0; from < tokens.length; from++) {
    if (!tokens[from]!.quoted) continue;
    let to = from;
    while (to < tokens.length && tokens[to]!.quoted) to++;
    const words = tokens.slice(from, to);
    if (readPolarity({ tokens: words }).negated.size > 0) for (const { stem } of words) found.add(stem);
    from = to;
  }
  return found;
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

/** Verbs that are about everything, so that it says little when they are denied elsewhere. */
const common = new Set(
  'want know say think tell get make go see come look give take find need mean ask use try leave call keep let begin seem help show hear run move live believe hold bring happen write sit stand lose pay meet'
    .split(' ')
    .map(stemOf),
);

type Joined = Pick<Polarity, 'affirmed' | 'negated' | 'denied' | 'heads' | 'objects' | 'subjects' | 'denials'>;

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

function join(stated: ReadSentence, sentences: readonly Evidence[], isAware: boolean, isDenying: boolean): Joined {
  const affirmed = new Set<string>();
  const negated = new Set<string>();
  const denied = new Set<string>();
  const heads = new Set<string>();
  const objects = new Set<string>();
  const subjects = new Set<string>();
  const denials: Polarity['denials'][number][] = [];
  const mine = readPolarity(stated).excepted;
  const named = stated.stems;
  for (const sentence of sentences) {
    const polarity = readPolarity(sentence);
    const isTakenBack = sentence.isTakenBack === true && !isAware;
    // "All of them except Aker" says the opposite of Aker.
    const isExcepted =
      [...polarity.excepted].some((stem) => named.has(stem)) !== [...mine].some((stem) => sentence.stems.has(stem));
    const [yes, no] = isTakenBack !== isExcepted ? [negated, affirmed] : [affirmed, negated];
    // "There is no minimum here, as there is abroad": it may be meant of either.
    if (isOfOther(stated, sentence)) for (const stem of polarity.negated) affirmed.add(stem);
    if (isDenying && deniesBefore.test(sentence.text))
      for (const stem of polarity.affirmed) {
        no.add(stem);
        heads.add(stem);
      }
    for (const stem of polarity.affirmed) yes.add(stem);
    for (const stem of polarity.negated) no.add(stem);
    for (const stem of polarity.denied) denied.add(stem);
    for (const stem of isTakenBack !== isExcepted ? polarity.affirmed : polarity.heads) heads.add(stem);
    for (const stem of polarity.objects) objects.add(stem);
    for (const stem of polarity.subjects) subjects.add(stem);
    denials.push(...polarity.denials);
  }
  return { affirmed, negated, denied, heads, objects, subjects, denials };
}

/** "Read the note and denied it": what is told and denied may be told either way. */
const deniesBefore = /\b(?:den(?:y|ies|ied)|disputed?s?) (?:it|this|that|so|them)\b/iu;
