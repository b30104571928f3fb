import { stemOf } from '../../retrieve/words.js';
import type { Polarity } from './negation.js';
import type { ReadSentence } from './prepare.js';
import { isVerb } from './roles.js';

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

export function findOpposite(
  stated: ReadSentence,
  evidence: readonly ReadSentence[],
  own: Polarity,
  theirs: Pick<Polarity, 'negated'>,
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
