import { stemOf } from '../../retrieve/words.js';
import { isVerb } from './roles.js';
import type { Token } from './tokens.js';

/** Words that turn what follows them into its opposite, by stem. "Deny" and "refuse" do so as "not" does. */
const negators = new Set(
  'not no never none nobody noone nothing nowhere neither nor without cannot cant hardly barely nicht kein keine pas jamais sin'.split(
    ' ',
  ),
);
export const denyingStems = new Set(
  'deny refuse decline reject fail avoid prevent refrain lack dispute unable unaware unwilling unlikely'
    .split(' ')
    .map(stemOf),
);
/** What stands behind "nobody" when nobody did something. */
export const doesSomething =
  /ed$|^(?:is|are|was|were|had|has|have|will|would|could|can|may|might|must|should|did|does|knew|knows|said|told|saw|came|went|took|gave|made|else)$/u;
/** Negations that are somebody or something themselves. */
export const wholes = new Set(['nobody', 'nothing', 'none', 'noone']);
/** Verbs that are about another one or about a thing, which is what is denied: "did not want to sign", "has no licence". */
export const light = new Set(
  'want try plan expect intend seem appear begin start continue able think believe feel know get have make take give do keep let come go help need allow use contain include show see say offer agree choose decide mean require involve cause lead force'
    .split(' ')
    .map(stemOf),
);
/** Those of them that may be done to a thing or somebody, and are then denied themselves. */
export const takesThing = new Set('believe know see understand trust'.split(' ').map(stemOf));

export const clauseVerb = /^(?:is|are|was|were|has|have|had|will|would|could|can|may|might|must|should|did|does)$/u;

/** What somebody says who may be wrong. */
export const claimed =
  /^(?:claim|allegation|accusation|report|suggestion|assertion|rumour|rumor|charge|criticism|notion|idea|speculation)s?$/u;
/** Behind a denied verb, what they begin is not denied with it. */
export const passing = /^(?:by|during|before|after|since|near|under|when|between|through)$/u;

const keepsFrom =
  /^(?:keep|keeps|kept|stop|stops|stopped|bar|bars|barred|barring|ban|bans|banned|prohibit|prohibits|prohibited|prevent|prevents|prevented|block|blocks|blocked|forbid|forbidden)$/u;

const duties = /^(?:dut(?:y|ies)|obligations?|promises?|pledges?|responsibilit(?:y|ies)|commitments?)$/u;
const breaches =
  /^(?:violat|breach|neglect|ignor|shirk|betray|abandon)(?:e|es|ed|s|ing|ted)?$|^(?:break|breaks|broke|broken|breaking)$/u;
const losing = /^(?:lose|loses|lost|losing)$/u;
const trusting = /^(?:faith|confidence|trust|hope|interest|patience)$/u;

export function isNegator(token: Token, tokens: readonly Token[], i: number): boolean {
  if (token.kind !== 'word') return false;
  if (/n['’]t$/iu.test(token.text)) return true;
  const next = tokens[i + 1]?.key;
  // "Not only", "no longer than" and "no fewer than" negate nothing of what follows; "not before noon" is after it; "No. 7" is a number.
  if (token.key === 'not' && /^(?:only|just|until|till|before|least)$/u.test(next ?? '')) return false;
  // "Whether or not they signed"
  if (token.key === 'not' && tokens[i - 1]?.key === 'or' && tokens[i - 2]?.key === 'whether') return false;
  if (
    token.key === 'no' &&
    (/^(?:fewer|less|doubt|matter)$/u.test(next ?? '') || /^[.,:]$/u.test(tokens[i + 1]?.text ?? ''))
  )
    return false;
  // "Kept the island from guessing"
  if (token.key === 'from' && /ing$/u.test(next ?? ''))
    return tokens.slice(Math.max(0, i - 6), i).some(({ key }) => keepsFrom.test(key));
  // "Has yet to open"
  if (token.key === 'yet') return next === 'to' && /^(?:is|are|was|were|has|have|had)$/u.test(tokens[i - 1]?.key ?? '');
  // "Violated its duty to answer" did not answer.
  if (token.key === 'to' && duties.test(tokens[i - 1]?.key ?? ''))
    return tokens.slice(Math.max(0, i - 5), i).some(({ key }) => breaches.test(key));
  // "Lost faith in the mayor" has none.
  if (losing.test(token.key)) return tokens.slice(i + 1, i + 4).some(({ key }) => trusting.test(key));
  // "Left rather than wait"
  if (token.key === 'than') return tokens[i - 1]?.key === 'rather';
  // "Ruled out a tax", "stopped short of a ban", "left instead of waiting"
  if (token.key === 'out') return /^rul(?:e|es|ed|ing)$/u.test(tokens[i - 1]?.key ?? '');
  if (
    next === 'of' &&
    (token.key === 'instead' || (token.key === 'short' && /^(?:stop|fall|fell)/u.test(tokens[i - 1]?.key ?? '')))
  )
    return true;
  // "A decline in the number", "a dispute over pay"
  if (
    /^(?:decline|dispute)[sd]?$/u.test(token.key) &&
    (/^(?:in|of|by|from|over|with|about|between)$/u.test(next ?? '') || tokens[i + 1]?.kind === 'number')
  )
    return false;
  return negators.has(token.key) || denyingStems.has(token.stem);
}

export function isNot({ key, text }: Token): boolean {
  return key === 'not' || key === 'never' || /n['’]t$/iu.test(text);
}

/** "The man that the police held", but not "said at noon that", "no evidence that", "not known which". */
export function isRelative(tokens: readonly Token[], k: number, from: number): boolean {
  const before = tokens[k - 1]!;
  if (!before.isContent || isVerb(tokens, k - 1) || /(?:ed|ing|ly)$/u.test(before.key)) return false;
  if (light.has(before.stem) && !/^(?:plan|show|help|need|use|cause|lead)s?$/u.test(before.key)) return false;
  return !tokens.slice(from, k).some(({ key, stem }) => telledNouns.test(key) || denyingStems.has(stem));
}

/** Nouns behind which "that" tells what it is. */
const telledNouns =
  /^(?:evidence|sign|indication|doubt|claim|report|allegation|accusation|suggestion|idea|fact|proof|notion|belief|fear|hope|hint|chance|possibility|guarantee|reason|assurance|word|knowledge|view|confirmation|said|say|tell|told|known|clear|sure|certain|likely|true|aware|announced?|confirm(?:ed)?|reveal(?:ed)?|explain(?:ed)?|rule|argue|prove)s?$/u;
