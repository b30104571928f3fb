import { isAbbreviation } from './left-open.js';
import { clauseVerb, isNot, isRelative } from './negators.js';
import { isVerb } from './roles.js';
import type { Token } from './tokens.js';

/** "The minister", "him", "it.": no clause. */
export function startsThing(tokens: readonly Token[], k: number): boolean {
  const next = tokens[k];
  if (next === undefined || /^(?:him|it|them|her|us|me)$/u.test(next.key))
    return next === undefined || tokens[k + 1]?.kind !== 'word';
  if (!/^(?:the|a|an|his|her|their|its|this|that|those|these)$/u.test(next.key)) return false;
  for (let i = k + 1; i < tokens.length && i < k + 6; i++) {
    if (tokens[i]!.kind === 'sign') return true;
    if (clauseVerb.test(tokens[i]!.key) || isVerb(tokens, i)) return false;
  }
  return true;
}

/** "Said", "told", "added that": a verb of the past that no verb of grammar stands before. */
export function tells(tokens: readonly Token[], k: number): boolean {
  return (
    (/^(?:said|told|wrote)$/u.test(tokens[k]!.key) || (/ed$/u.test(tokens[k]!.key) && tokens[k + 1]?.key === 'that')) &&
    tokens[k - 1]!.isContent
  );
}

/** Whether "who", "which" or "that" opened the clause of a negation right before it. */
export function isInRelative(tokens: readonly Token[], i: number): boolean {
  for (let k = i - 1; k >= Math.max(0, i - 4); k--) {
    const { key } = tokens[k]!;
    if (/^(?:who|which)$/u.test(key)) return true;
    if (key === 'that') return k > 0 && isRelative(tokens, k, Math.max(0, k - 2));
  }
  return false;
}

/** "Those who do not pay lost their seats", "were fined": a verb of the main clause right behind the one that is denied. */
export function goesOn(tokens: readonly Token[], k: number, from: number): boolean {
  const [before, next] = [tokens[k - 1]!, tokens[k + 1]];
  if (!before.isContent || !isNot(tokens[from]!) || tokens[from + 1]?.key === 'to') return false;
  if (/^(?:is|are|was|were|has|had|will|would)$/u.test(tokens[k]!.key)) return true;
  return (
    isVerb(tokens, k) &&
    !/^(?:remain|stay|get|feel|seem|look|keep|appear|become)$/u.test(before.stem) &&
    next !== undefined &&
    (/^(?:the|a|an|his|her|their|its|no|to|that)$/u.test(next.key) || next.kind === 'number')
  );
}

/** "He", or a name right behind another word. */
export function startsSubject(tokens: readonly Token[], k: number): boolean {
  const { key, isCapital, isContent } = tokens[k]!;
  const before = tokens[k - 1]!;
  return (
    /^(?:he|she|they|we|i)$/u.test(key) ||
    (isCapital && isContent && before.isContent && !before.isCapital && !/ing$/u.test(before.key))
  );
}

/** "Not the captain", "not at sea": a negation of what is named, not of what is done. */
export function startsNoun(next: Token | undefined): boolean {
  return (
    next !== undefined &&
    (/^(?:the|a|an|all|every|any|in|at|on|for|by|from|of)$/u.test(next.key) || next.isCapital || next.kind !== 'word')
  );
}

export function endsClause(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at];
  return (
    next === undefined ||
    (next.kind === 'sign' && /[.;!?”"]/u.test(next.text) && (tokens[at + 1] === undefined || next.text !== '"'))
  );
}

export function startsClause({ kind, text, key }: Token): boolean {
  return kind === 'sign' ? /[;:–—.!?]/u.test(text) : /^(?:but|and|while|whereas|although|though)$/u.test(key);
}

export function endsReach(tokens: readonly Token[], k: number, from: number): boolean {
  const { kind, text, key } = tokens[k]!;
  if (kind === 'sign') return /[,;:–—.!?]/u.test(text) && !isAbbreviation(tokens, k);
  // "Not the 64 that were estimated": what is said of them is not what is denied.
  if (/^(?:that|who|which|where)$/u.test(key) && /^(?:the|a|an|\d.*)$/u.test(tokens[from + 1]?.key ?? '')) return true;
  // "Did not include a man who had been held"
  if (/^(?:who|whom|whose|which|that)$/u.test(key) && k > from + 2 && isRelative(tokens, k, from)) return true;
  // "Could not say why she had come": that she came is not denied.
  if (/^(?:why|how)$/u.test(key) && k > from + 1) return true;
  // "No details of what the inquiry is about": there is one.
  if (key === 'what' && /^(?:of|on|about|as)$/u.test(tokens[k - 1]!.key)) return true;
  // "Neither sought nor received": the second denies on its own.
  return /^(?:but|because|although|though|while|until|unless|so|and|nor)$/u.test(key);
}
