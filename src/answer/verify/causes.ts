import { stemOf } from '../../retrieve/words.js';
import { hasLike } from './attributors.js';
import type { ReadSentence } from './prepare.js';
import type { Token } from './tokens.js';
import { isVerb } from './verbs.js';
import { checking } from '../../retrieve/tuning.js';

/**
 * What a sentence gives as the cause or purpose of something ("because ...", "due to ...", "in order to ..."), when the evidence has hardly a word
 * of it; undefined when there is none. `all` is the whole of what is cited, where the cause may be said to be unknown. An invented reason stands beside words that are all true, so that it is weighed by itself.
 */
export function findUnsupportedCause(
  stated: ReadSentence,
  evidence: readonly ReadSentence[],
  all: readonly ReadSentence[] = evidence,
): string | undefined {
  const guessed = findGuessedCause(stated, all) ?? findUnheardOf(stated, all);
  if (guessed !== undefined) return guessed;
  const clauses = causesOf(stated);
  if (clauses.length === 0) return undefined;
  const given = new Set(evidence.flatMap(({ tokens }) => tokens.map(({ stem }) => stem)));
  // Farther off, one sentence has to give it as a cause itself.
  const causal = all.filter(({ tokens }) => tokens.some(({ key }) => key === 'because' || key === 'due'));
  return clauses
    .find(
      ({ words, most }) =>
        words.filter(({ stem }) => hasLike(given, stem)).length <= words.length * most &&
        !causal.some(({ stems }) => words.every(({ stem }) => hasLike(stems, stem) || times.has(stem))),
    )
    ?.words.map(({ text }) => text)
    .join(' ');
}

/** What somebody died or was hurt of, by the stems of the verbs and nouns for it. */
const harms = new Set('die dead kill injure injury wound hurt perish suffer hospitalise'.split(' ').map(stemOf));
/** Words between such a verb and what gives the cause. */
const reachOfHarm = 4;
/** What tells a time or an age. */
const times = new Set(
  'second minute hour day night week weekend month year decade century while time moment period morning afternoon evening age'
    .split(' ')
    .map(stemOf),
);
/** What any harm may be called, and where somebody dies. */
const anyHarm = new Set(
  'accident incident disaster tragedy attack event home hospital house scene people person cause result condition injury'
    .split(' ')
    .map(stemOf),
);
/** Each line tells of one sort of harm in several words. */
const sameHarms = `
crash collision collide pile smash wreck accident hit ram derail
fire blaze inferno flame burn arson smoke
explosion blast bomb bombing explode detonate
shooting gun gunfire gunman gunshot shot shoot bullet rifle pistol
stabbing knife stab blade
flood flooding deluge rain water
quake earthquake tremor
storm hurricane typhoon cyclone tornado wind
virus covid pandemic coronavirus infection disease illness sick ill sickness
cancer tumour tumor leukaemia leukemia lymphoma
cardiac heart
drowning drown sea water sank sink capsize
landslide mudslide avalanche slide
sinking sink capsize founder
strike raid assault shelling bombardment missile rocket attack drone bomb
overdose drug fentanyl opioid
heat heatwave temperature
cold hypothermia freeze exposure
`
  .trim()
  .split('\n')
  .map((line) => new Set(line.split(' ').map(stemOf)));
/** Words of what comes "after" something from which on it is looked at: "after talks" may be told in any number of ways. */
const leastOfOccasion = 2;

/**
 * "Died in a fire", "was dropped after poor reviews": what a harm is said to have come of, and on what occasion something was done, where the
 * whole of the evidence has not one word of it.
 */
function findUnheardOf(stated: ReadSentence, all: readonly ReadSentence[]): string | undefined {
  const { tokens } = stated;
  for (const [i, { key, quoted }] of tokens.entries()) {
    const isOccasion = /^(?:after|following|amid)$/u.test(key);
    const isHarm =
      /^(?:of|in|from|by|with)$/u.test(key) &&
      tokens.slice(Math.max(0, i - reachOfHarm), i).some(({ stem }) => harms.has(stem));
    if (quoted || (!isOccasion && !isHarm)) continue;
    const words = phraseFrom(stated, i + 1, isHarm);
    if (words.length < (isHarm ? 1 : leastOfOccasion)) continue;
    const given = new Set(all.flatMap((sentence) => sentence.tokens.map(({ stem }) => stem)));
    const telling = words.filter(({ stem }) => !anyHarm.has(stem));
    if (
      telling.length > 0 &&
      !words.some(({ stem }) => times.has(stem)) &&
      !telling.some(({ stem }) => isHeard(stem, given))
    )
      return words.map(({ text }) => text).join(' ');
  }
  return undefined;
}

function isHeard(stem: string, given: ReadonlySet<string>): boolean {
  return (
    hasLike(given, stem) || sameHarms.some((words) => words.has(stem) && [...words].some((other) => given.has(other)))
  );
}

/** The topic words from a place to the end of the clause, or of the phrase; none where a name, date, figure or quotation is among them. */
function phraseFrom({ tokens, names, dates }: ReadSentence, from: number, isPhrase: boolean): Token[] {
  const words: Token[] = [];
  for (let k = from; k < tokens.length; k++) {
    const token = tokens[k]!;
    if (token.kind === 'sign' && /[,;:.!?()–—]/u.test(token.text)) break;
    if (isPhrase && k > from && endsPhrase.test(token.key)) break;
    const isName = names.some((name) => k >= name.from && k < name.to);
    const isDate = dates.some(({ start, end }) => token.start < end && token.end > start);
    if (token.quoted || token.kind === 'number' || isName || isDate) return [];
    if (token.isContent) words.push(token);
  }
  return words;
}

const endsPhrase =
  /^(?:by|of|in|on|at|from|to|for|with|after|who|that|which|and|as|during|before|while|when|was|were|is|are|has|had|have|aboard|near|outside|inside)$/u;

const isPurpose = /^(?:order|bid|effort|attempt|so)$/u;

const unknown =
  /\b(?:(?:not|n['’]t|never|yet to be|no longer) (?:yet |been |immediately |publicly |clearly )*(?:known|clear|established|determined|explained|identified|disclosed|understood)|unknown|unclear|undetermined|unexplained|a mystery)\b/iu;
const asksCause = /^(?:how|why|what|cause|reason|motive)$/u;
/** What gives a cause or manner. */
const givesCause = /^(?:because|due|owing|by|when|after|as|in|from|over)$/u;

/**
 * "The mill burned down in a lightning storm" where the evidence has "how the mill burned down is not known": a cause or manner of what it leaves
 * unexplained, with words that the open question and its sentence do not have.
 */
function findGuessedCause({ tokens, dates }: ReadSentence, evidence: readonly ReadSentence[]): string | undefined {
  if (tokens.some(({ key }) => hedges.test(key))) return undefined;
  for (const sentence of evidence) {
    if (!unknown.test(sentence.text)) continue;
    const from = sentence.tokens.findIndex(({ key }) => asksCause.test(key));
    if (from === -1) continue;
    const asked = new Set<string>();
    for (let k = from + 1; k < sentence.tokens.length; k++) {
      const { kind, text, key, isContent, stem } = sentence.tokens[k]!;
      if (kind === 'sign' && /[,;:.!?–—]/u.test(text)) break;
      if (isContent && !asksCause.test(key) && !/^(?:know|known|clear|unknown|unclear)$/u.test(key)) asked.add(stem);
    }
    const verb = tokens.findIndex(({ stem, quoted }, i) => !quoted && asked.has(stem) && isVerb(tokens, i));
    if (verb === -1) continue;
    const subject = tokens.slice(0, verb).some(({ stem }) => asked.has(stem));
    if (!subject) continue;
    const at = tokens.findIndex(
      ({ key, start, end }, i) =>
        i > verb && givesCause.test(key) && !dates.some((date) => start < date.end + 1 && end + 6 > date.start),
    );
    const given = at === -1 ? undefined : tokens.slice(at + 1).find(({ isContent }) => isContent);
    if (given !== undefined && !given.isCapital && !sentence.stems.has(given.stem)) return given.text;
  }
  return undefined;
}

/** What leaves a cause open as well, or passes on who gives it. */
const hedges =
  /^(?:may|might|could|possibly|perhaps|probably|likely|suspect|suspected|believe|believed|believes|think|thinks|thought|appear|appears|appeared|said|says|according|allege|alleged|allegedly|known|unknown|unclear|not|whether|how|why)$/u;

interface Cause {
  words: readonly Token[];
  /** The share of the words up to which the cause counts as invented. */
  most: number;
}

/** Pairs of words that open a cause or purpose; "*" stands for any word. */
const opening: readonly (readonly string[])[] = [
  ['because'],
  ['due', 'to'],
  ['owing', 'to'],
  ['thanks', 'to'],
  ['driven', '*', 'by'],
  ['driven', 'by'],
  ['caused', '*', 'by'],
  ['caused', 'by'],
  ['prompted', 'by'],
  ['triggered', 'by'],
  ['sparked', 'by'],
  ['blamed', 'on'],
  ['result', 'of'],
  ['response', 'to'],
  ['retaliation', 'for'],
  ['order', 'to'],
  ['bid', 'to'],
  ['effort', 'to'],
  ['attempt', 'to'],
  ['so', 'that'],
  ['so', 'as', 'to'],
  ['in', 'protest'],
  ['advice', 'of'],
  ['orders', 'of'],
  ['amid'],
];

function causesOf(stated: ReadSentence): Cause[] {
  const { tokens } = stated;
  const causes: Cause[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i]!.quoted) continue;
    const cue = opening.find((words) => words.every((word, k) => word === '*' || tokens[i + k]?.key === word));
    if (cue === undefined || isDue(tokens, i)) continue;
    const words = wordsFrom(tokens, i + cue.length, stated);
    if (words.length > 0)
      causes.push({ words, most: isPurpose.test(cue[0]!) ? checking.mostOfPurpose : checking.mostOfCause });
    i += cue.length - 1;
  }
  return [...causes, ...purposesOf(stated)];
}

/** Topic words from which on an infinitive at the end of a sentence is looked at as a purpose. */
const leastOfPurpose = 3;

/** "He sold the farm to put an end to the quarrel": an infinitive behind an object, to the end of its clause. */
function purposesOf(stated: ReadSentence): Cause[] {
  const { tokens } = stated;
  return tokens.flatMap(({ key, quoted }, i) => {
    const [before, next] = [tokens[i - 1], tokens[i + 1]];
    if (key !== 'to' || quoted || before?.kind !== 'word' || next?.kind !== 'word' || !next.isContent) return [];
    if (next.isCapital || /(?:ing|ed|[^s]s)$/u.test(next.key)) return [];
    const verb = lastVerb(tokens, i);
    // "Agreed to sell", "asked the board to sell": what was agreed or asked.
    if (verb === -1 || governing.test(tokens[verb]!.stem) || !aims.test(next.key)) return [];
    const words = wordsFrom(tokens, i + 1, stated);
    return words.length >= leastOfPurpose ? [{ words, most: checking.mostOfPurpose }] : [];
  });
}

function lastVerb(tokens: readonly Token[], before: number): number {
  for (let k = before - 1; k >= 0; k--) if (isVerb(tokens, k)) return k;
  return -1;
}

/** Verbs by which it is said why something was done. */
const aims =
  /^(?:put|raise|boost|avoid|prevent|protect|punish|force|save|hide|stop|help|make|keep|cover|send|show|win|gain|distract|intimidate|influence|appease|please|silence|embarrass|ease|curb|reduce|cut|pay|fund|finance|secure|attract|deter|signal|mark|honour|honor|test|pressure|undermine|discredit|conceal|evade|escape|restore|improve|maximise|maximize)$/u;
/** Stems of verbs that have an infinitive for their object or behind it. */
const governing =
  /^(?:ask|tell|told|order|urg|want|allow|permit|forc|help|expect|requir|need|agre|plan|promis|vow|pledg|threaten|refus|declin|fail|tri|try|attempt|seek|sought|begin|began|start|continu|be|due|set|abl|lead|led|caus|persuad|encourag|enabl|invit|call|advis|warn|instruct|appoint|hire|elect|choos|chose|decid|intend|hope|propos|offer|vote|move|us|creat|introduc|launch)/u;

/** "Were due to start": a plan and no cause. */
function isDue(tokens: readonly Token[], i: number): boolean {
  return tokens[i]!.key === 'due' && /^(?:is|are|was|were|be|been|still|now)$/u.test(tokens[i - 1]?.key ?? '');
}

/** The topic words from a place to the end of the clause; none where a part is quoted, which is compared letter by letter. */
function wordsFrom(tokens: readonly Token[], from: number, { names, dates }: ReadSentence): Token[] {
  const words: Token[] = [];
  for (let k = from; k < tokens.length; k++) {
    const token = tokens[k]!;
    if (token.kind === 'sign' && /[,;:.!?()–—]/u.test(token.text) && !/^\p{Lu}$/u.test(tokens[k - 1]!.text)) break;
    if (token.quoted) return [];
    if (k > from + 1 && /^(?:but|while|whereas|although)$/u.test(token.key)) break;
    if (token.key === 'and' && words.length > 1 && tokens[k + 1] !== undefined && isVerb(tokens, k + 1)) break;
    const isName = names.some((name) => k >= name.from && k < name.to);
    const isDate = dates.some(({ start, end }) => token.start < end && token.end > start);
    if (token.isContent && !isName && !isDate) words.push(token);
  }
  return words;
}
