import { stemOf } from '../../retrieve/words.js';
import { readPolarity } from './negation.js';
import type { ReadSentence } from './prepare.js';
import { remember } from './remember.js';
import { isVerb } from './roles.js';
import type { Token } from './tokens.js';

const opposites: readonly (readonly [string, string])[] = (
  'confirm deny|confirm wrong|confirm false|confirm dismiss|confirm reject|resign dismiss|resign sack|gain lose|more less|more few|win lose|open close|reopen close|' +
  'accept reject|accept refuse|accept decline|admit deny|agree refuse|agree disagree|survive die|survivor dead|alive dead|praise criticise|' +
  'support oppose|allow ban|allow forbid|guilty innocent|convict acquit|guilty acquit|hold cancel|begin end|start end|start stop|extend end|include exclude|hire dismiss|suspend resume|appoint dismiss|arrive leave|join leave|' +
  'buy sell|borrow lend|true false|right wrong|safe unsafe|succeed fail|strengthen weaken|before after|above below|north south|east west|northeast southwest|son daughter|father mother|husband wife|' +
  'brother sister|man woman|boy girl|uncle aunt|grandfather grandmother|grandson granddaughter|majority minority|withdraw stand|public private|inside outside|early late|high low|long short|ally enemy|friend enemy|first last|remember forget|hope fear|love hate|attack defend|free jail|release arrest|peace war|legal illegal|rich poor|hot cold|raise lower|raise cut|expand cut|lift impose|refuse offer|refuse agree|approve reject|approve block|pass reject'
)
  .split('|')
  .map((pair) => pair.split(' ').map(stemOf) as [string, string]);
/** What goes up, and what goes down, in words of which any may stand for any other of its line. */
const directions = [
  'rise increase grow climb gain jump surge soar spike rebound up higher',
  'fall drop decrease decline shrink slip plunge plummet tumble slid dip slump dwindle down lower',
].map((line) => new Set(line.split(' ').map(stemOf)));

/**
 * Deeds and decisions of two kinds that exclude each other: who did one of the left to something did none of the right to it. Any word of a side
 * stands for its side, so that each line is what tells of a yes and a no in one matter. General knowledge of the language.
 */
const sides = (
  'allow permit let enable authorise authorize clear license > bar ban forbid prohibit block prevent stop outlaw blacklist\n' +
  'adopt pass enact approve ratify endorse back confirm certify uphold > lapse fail reject defeat veto shelve abandon drop scrap block withdraw rebuff overturn strike quash postpone\n' +
  'authorise authorize approve adopt license clear enact ratify > submit propose request apply await petition\n' +
  'accept promise guarantee commit adopt approve > consider mull weigh contemplate ponder review study\n' +
  'dismiss sack fire expel oust > suspend reinstate promote retain transfer\n' +
  'confirm admit acknowledge concede > deny dispute refute rebut contest\n' +
  'praise hail welcome applaud commend > criticise criticize condemn denounce blast slam deplore lament\n' +
  'support back endorse favour favor champion > oppose resist criticise criticize condemn reject\n' +
  'keep retain maintain preserve continue > drop scrap abolish remove end discontinue cancel abandon\n' +
  'join enter > leave quit exit\n' +
  'open launch inaugurate reopen > close shut shutter\n' +
  'begin start launch resume > end finish stop halt suspend complete conclude\n' +
  'win beat defeat > lose\n' +
  'arrest detain jail imprison > release free acquit\n' +
  'build construct install erect > demolish dismantle raze\n' +
  'lift ease relax loosen > impose tighten introduce\n' +
  'survive rescue save > die kill drown perish\n' +
  'increase raise boost expand double > cut reduce slash halve shrink lower'
)
  .split('\n')
  .map((line) => line.split(' > ').map((words) => new Set(words.split(' ').map(stemOf))) as [Set<string>, Set<string>]);
const sidesOf = new Map<string, { own: ReadonlySet<string>; other: ReadonlySet<string> }[]>();
for (const [left, right] of sides)
  for (const [own, other] of [
    [left, right],
    [right, left],
  ] as const)
    for (const stem of own) sidesOf.set(stem, [...(sidesOf.get(stem) ?? []), { own, other }]);
/** Words about two verbs that exclude each other which must be the same, so that they are of one matter. */
const leastShared = 2;

const declining = stemOf('decline');

const oppositesOf = new Map<string, Set<string>>();
for (const [a, b] of opposites) {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const)
    oppositesOf.set(from, (oppositesOf.get(from) ?? new Set()).add(to));
}
/** Words of grammar that take part in opposites. */
const grammarOpposites = new Set(['more', 'less', 'few', 'befor', 'after', 'abov', 'below']);
/** Those that say where or when something is by what stands behind them. */
const relative = new Set(['befor', 'after', 'abov', 'below']);
/** As far on either side of a word, within its clause, stands what it is said of. */
const reach = 8;
/** As far behind a preposition stands what it relates to. */
const reachBehind = 4;

/**
 * The word of a sentence whose opposite stands in the evidence instead, said of the same: the two have words or figures about them in common.
 * A word that is denied agrees with its opposite. Undefined when there is none.
 */
export function findOpposite(
  stated: ReadSentence,
  evidence: readonly ReadSentence[],
  readTheirs: () => Pick<ReturnType<typeof readPolarity>, 'negated'>,
): string | undefined {
  const turnable = telling(stated).filter((i) => oppositesOf.has(stated.tokens[i]!.stem));
  if (turnable.length === 0) return findTurnedDirection(stated, evidence);
  const own = readPolarity(stated);
  const theirs = readTheirs();
  const mine = new Set(telling(stated).map((i) => stated.tokens[i]!.stem));
  const given = new Map<string, { sentence: ReadSentence; at: number }[]>();
  for (const sentence of evidence)
    for (const at of telling(sentence)) {
      const { stem } = sentence.tokens[at]!;
      const places = given.get(stem);
      if (places === undefined) given.set(stem, [{ sentence, at }]);
      else places.push({ sentence, at });
    }
  for (const at of turnable) {
    const { stem } = stated.tokens[at]!;
    if (given.has(stem)) continue;
    for (const opposite of oppositesOf.get(stem) ?? []) {
      if (!given.has(opposite) || mine.has(opposite)) continue;
      if (own.negated.has(stem) !== theirs.negated.has(opposite)) continue;
      const isOfSame = given
        .get(opposite)!
        .some((place) => shares(argumentsOf(stated.tokens, at), argumentsOf(place.sentence.tokens, place.at)) > 0);
      if (isOfSame) return stem;
    }
  }
  return findTurnedDirection(stated, evidence);
}

/**
 * The verb of a sentence where the nearest of its evidence has a verb of the other side said of the same, and none of its own side: "barred" for "allowed".
 * A verb that is denied counts for the other side. Undefined when there is none.
 */
export function findChangedVerb(stated: ReadSentence, evidence: readonly ReadSentence[]): string | undefined {
  const own = readPolarity(stated);
  for (const [at, token] of stated.tokens.entries()) {
    const pairs = sidesOf.get(token.stem);
    if (pairs === undefined || token.quoted || !isVerb(stated.tokens, at) || own.negated.has(token.stem)) continue;
    if (own.open.has(token.stem)) continue;
    const mine = argumentsOf(stated.tokens, at);
    for (const { own: same, other } of pairs) {
      if (stated.tokens.some(({ stem }) => other.has(stem))) continue;
      if (evidence.some(({ tokens }) => tokens.some(({ stem }) => same.has(stem)))) continue;
      const isTurned = evidence.some((sentence) => {
        const polarity = readPolarity(sentence);
        return sentence.tokens.some(
          ({ stem }, k) =>
            other.has(stem) &&
            isVerb(sentence.tokens, k) &&
            !polarity.negated.has(stem) &&
            !polarity.open.has(stem) &&
            shares(mine, argumentsOf(sentence.tokens, k)) >= leastShared,
        );
      });
      if (isTurned) return token.text;
    }
  }
  return undefined;
}

/** "Rose by a tenth" where the evidence has it that the same fell: the clause that shares most with it decides. */
function findTurnedDirection(stated: ReadSentence, evidence: readonly ReadSentence[]): string | undefined {
  for (const [at, token] of stated.tokens.entries()) {
    const direction = directionAt(stated.tokens, at);
    if (direction === -1 || token.quoted) continue;
    const own = argumentsOf(stated.tokens, at);
    const most = [0, 0];
    for (const { tokens } of evidence)
      tokens.forEach((_, k) => {
        const other = directionAt(tokens, k);
        if (other !== -1) most[other] = Math.max(most[other]!, shares(own, argumentsOf(tokens, k)));
      });
    if (most[1 - direction]! >= 2 && most[1 - direction]! > most[direction]!) return token.text;
  }
  return undefined;
}

/** 0 for a word that tells of a rise, 1 of a fall, -1 for any other and for one that is denied. */
function directionAt(tokens: readonly Token[], i: number): number {
  const { stem, key, kind } = tokens[i]!;
  if (kind !== 'word') return -1;
  const direction = directions.findIndex((stems) => stems.has(stem));
  if (direction === -1) return -1;
  // "Go up to the house", "set up", "the rising sun": no change of a number.
  if (/^(?:up|down)$/u.test(key)) {
    const isOfFigure =
      tokens.slice(i + 1, i + 4).some((token) => token.kind === 'number' || /%/u.test(token.text)) &&
      tokens[i + 1]?.key !== 'to';
    if (!isOfFigure) return -1;
  }
  // "Declined to comment"
  if (stem === declining && tokens[i + 1]?.key === 'to' && tokens[i + 2]?.kind !== 'number') return -1;
  return tokens.slice(Math.max(0, i - 3), i).some((token) => /^(?:not|never|no)$|n['’]t$/iu.test(token.text))
    ? -1
    : direction;
}

const tellingPlaces = new WeakMap<readonly Token[], readonly number[]>();

/** The places of a sentence's words that may have opposites. */
function telling({ tokens }: ReadSentence): readonly number[] {
  return remember(tellingPlaces, tokens, () =>
    tokens.flatMap(({ kind, isContent, stem }, i) =>
      kind === 'word' && (isContent || grammarOpposites.has(stem)) ? [i] : [],
    ),
  );
}

/** What a word is said of: the topic words and figures about it in its clause; for a preposition those behind it. */
function argumentsOf(tokens: readonly Token[], at: number): Set<string> {
  const found = new Set<string>();
  const isRelative = relative.has(tokens[at]!.stem);
  const walk = (step: 1 | -1): void => {
    for (
      let k = at + step, words = 0;
      k >= 0 && k < tokens.length && words < (isRelative ? reachBehind : reach);
      k += step
    ) {
      const { kind, text, key, stem, isContent } = tokens[k]!;
      if (kind === 'sign') {
        if (/[;:.!?]/u.test(text) && (tokens[k - 1]?.text.length ?? 9) > 3) return;
        if (isRelative && text === ',') return;
        continue;
      }
      if (/^(?:while|whereas|but|although|though)$/u.test(key)) return;
      words++;
      if (isContent || kind === 'number') found.add(stem);
    }
  };
  walk(1);
  if (!isRelative) walk(-1);
  return found;
}

function shares(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const stem of a) if (b.has(stem)) count++;
  return count;
}

const finding = new Set('find discover locate trace recover identify reveal detect'.split(' ').map(stemOf));

/** "Found" where the evidence only has it that somebody looked. */
export function findMereSearch(stated: ReadSentence, windows: readonly ReadSentence[]): string | undefined {
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
