import { verbForms } from '../../retrieve/irregular-verbs.js';
import { stemOf } from '../../retrieve/words.js';
import { unitOf } from './figures.js';
import { readNumber } from './number-words.js';
import type { ReadSentence } from './prepare.js';
import type { Token } from './tokens.js';

/** Who did something and to whom, around one verb. */
interface Roles {
  doers: ReadonlySet<string>;
  others: ReadonlySet<string>;
}

const reach = 12;

/**
 * The verb around which a sentence and its evidence have changed places: who does it in the one stands behind it in the other, and they
 * share no doer. "Was taken by" counts as turned round. Undefined where the verbs agree or nobody can be told.
 */
export function findSwappedRoles(
  stated: ReadSentence,
  evidence: readonly ReadSentence[],
  isActor: (stem: string) => boolean,
): string | undefined {
  for (let i = 0; i < stated.tokens.length; i++) {
    const verb = stated.tokens[i]!;
    if (!isVerb(stated.tokens, i)) continue;
    const own = readRoles(stated.tokens, i);
    if (own === undefined || own.doers.size === 0) continue;
    const theirs = evidence.flatMap(({ tokens }) =>
      tokens.flatMap((token, k) =>
        token.stem === verb.stem && token.kind === 'word' && isVerb(tokens, k) ? (readRoles(tokens, k) ?? []) : [],
      ),
    );
    if (theirs.length === 0) continue;
    const isSwapped = (roles: Roles): boolean => {
      if (shared(own.doers, roles.doers).length > 0) return false;
      return shared(own.doers, roles.others).some(isActor) || shared(own.others, roles.doers).some(isActor);
    };
    if (theirs.every(isSwapped)) return verb.text;
  }
  return undefined;
}

/** Whether a word does something in its sentence: by its form, or by a verb of grammar before it. */
export function isVerb(tokens: readonly Token[], i: number): boolean {
  const { kind, key, stem, isContent, isCapital, quoted } = tokens[i]!;
  if (kind !== 'word' || !isContent || isCapital || quoted) return false;
  const before = tokens[i - 1]?.key ?? '';
  if (/['’]s?$/u.test(tokens[i - 1]?.text ?? '')) return false;
  if (/^(?:a|an|the|his|her|their|its|of)$/u.test(before) || /ing$/u.test(key) || spoken.has(stem)) return false;
  // "Seven confirmed deaths"
  if (tokens[i - 1]?.kind === 'number' || readNumber(tokens, Math.max(0, i - 1))?.end === i) return false;
  return (
    /ed$/u.test(key) ||
    verbForms(key).length > 1 ||
    /^(?:to|will|would|had|has|have|was|were|is|are|be|been|can|could|may|might|must|should)$/u.test(before)
  );
}

/** What somebody said and who reported it is looked at as an attribution. */
const spoken = new Set('say report add write state'.split(' ').map(stemOf));

/** "Was taken", "has not yet been taken", "signed by": with a form of "be" before it or "by" right behind it. */
function isPassiveAt(tokens: readonly Token[], at: number): boolean {
  if (
    tokens[at + 1]?.key === 'by' ||
    (tokens[at + 2]?.key === 'by' && /^(?:over|up|off|out|down|in)$/u.test(tokens[at + 1]!.key))
  )
    return true;
  for (let k = at - 1; k >= Math.max(0, at - 4); k--) {
    const { key } = tokens[k]!;
    if (/^(?:be|been|being|was|were|is|are|am|get|got)$/u.test(key)) return true;
    if (!/ly$|^(?:not|never|yet|also|already|just|first|later|then|still)$/u.test(key)) return false;
  }
  return false;
}

/** "Frozen", "taken": a form that only ever stands with a verb of grammar, or behind its noun. */
function isParticiple(key: string): boolean {
  const forms = verbForms(key);
  return forms.length > 2 && forms.indexOf(key) === 2;
}

function readRoles(tokens: readonly Token[], at: number): Roles | undefined {
  const next = tokens[at + 1];
  const before = tokens[at - 1];
  // “...,” called Magda Fell: who speaks stands behind the verb.
  if (before?.kind === 'sign' && /[”"»]/u.test(before.text))
    return { doers: walk(tokens, at + 1, 1, true), others: new Set() };
  // "The body recovered on April 29 matched": without an object it may be either voice.
  const hasHelp = /^(?:had|has|have|to|will|would|was|were|is|are|be|been|not)$/u.test(before?.key ?? '');
  if (!hasHelp && next?.kind === 'word' && /^(?:on|in|at|to|from|for|of|with|as|into|until|since|off)$/u.test(next.key))
    return undefined;
  if (!hasHelp && isParticiple(tokens[at]!.key)) return undefined;
  // "The man they saw was": what is seen stands before it.
  if (/^(?:is|are|was|were|has|had)$/u.test(next?.key ?? '')) return undefined;
  const left = isByPronoun(tokens, at) ? new Set<string>() : walk(tokens, at - 1, -1, false, before?.text === ',');
  const right = walk(tokens, at + 1, 1);
  const isPassive = isPassiveAt(tokens, at);
  if (!isPassive) return { doers: left, others: right };
  const by = tokens.findIndex(({ key }, k) => k > at && k <= at + reach && key === 'by');
  return { doers: by === -1 ? new Set() : walk(tokens, by + 1, 1, true), others: left };
}

/** "It capsized": whoever that is, he is named elsewhere. */
function isByPronoun(tokens: readonly Token[], at: number): boolean {
  let k = at - 1;
  while (
    k > 0 &&
    /^(?:had|has|have|was|were|is|are|be|been|will|would|could|can|not|never|then|also)$|ly$/u.test(tokens[k]!.key)
  )
    k--;
  return /^(?:he|she|it|they|we|i|you)$/u.test(tokens[k]?.key ?? '');
}

/** Stems from a place on, up to the end of the clause; with `isPhrase` up to the next preposition or comma. */
function walk(
  tokens: readonly Token[],
  from: number,
  step: 1 | -1,
  isPhrase = false,
  isOverClause = false,
): Set<string> {
  const stems = new Set<string>();
  for (let k = from, words = 0; k >= 0 && k < tokens.length && words < reach; k += step) {
    const { kind, text, key, stem, isContent } = tokens[k]!;
    if (kind === 'sign') {
      if (/[;:.!?“”"]/u.test(text) || (isPhrase && text === ',')) {
        if (text === '.' && (tokens[k - 1]?.text.length ?? 9) <= 3) continue;
        break;
      }
      continue;
    }
    words++;
    if (isPhrase && /^(?:on|in|at|from|for|to|after|before|with|who|which|that|and)$/u.test(key)) break;
    if (step === -1 && !isOverClause && /^(?:and|but|while|whereas|that|because|when|to)$/u.test(key)) break;
    if (step === 1 && /^(?:while|whereas|because|when|but)$/u.test(key)) break;
    if (isContent && unitOf(key) === undefined) stems.add(stem);
  }
  return stems;
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): string[] {
  return [...a].filter((stem) => b.has(stem));
}
