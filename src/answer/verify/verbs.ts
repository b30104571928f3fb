import { verbForms } from '../../retrieve/irregular-verbs.js';
import { stemOf } from '../../retrieve/words.js';
import { readNumber } from './number-words.js';
import { remember } from './remember.js';
import type { Token } from './tokens.js';

/** Whether a word does something in its sentence: by its form, or by a verb of grammar before it. */
export function isVerb(tokens: readonly Token[], i: number): boolean {
  return remember(verbs, tokens, () => tokens.map((_, at) => isVerbAt(tokens, at)))[i]!;
}

const verbs = new WeakMap<readonly Token[], readonly boolean[]>();

function isVerbAt(tokens: readonly Token[], i: number): boolean {
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

/** "The centre covers the islands": a verb in the present, between its subject and what begins its object. */
export function isPresent(tokens: readonly Token[], i: number): boolean {
  const { kind, key, isContent, isCapital, quoted } = tokens[i]!;
  const before = tokens[i - 1];
  const next = tokens[i + 1];
  return (
    kind === 'word' &&
    isContent &&
    !isCapital &&
    !quoted &&
    (/[^su]s$/u.test(key) || unchanging.test(key)) &&
    before !== undefined &&
    (before.isContent || before.text === ',' || /^(?:who|which|that)$/u.test(before.key)) &&
    next?.kind === 'word' &&
    (next.isCapital || /^(?:the|a|an|his|her|their|its|him|them|it|this|that|all|both)$/u.test(next.key))
  );
}

/** Verbs of which the past is the present. */
const unchanging = /^(?:beat|hit|cut|put|shut|quit|cost|set|let|hurt|split|bid|upset|rid|cast)$/u;

/** "Was taken", "has not yet been taken", "signed by": with a form of "be" before it or "by" right behind it. */
export function isPassiveAt(tokens: readonly Token[], at: number): boolean {
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
export function isParticiple(key: string): boolean {
  const forms = verbForms(key);
  return forms.length > 2 && forms.indexOf(key) === 2;
}
