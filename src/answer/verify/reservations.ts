import { verbForms } from '../../retrieve/irregular-verbs.js';
import { stemOf } from '../../retrieve/words.js';
import type { ReadSentence } from './prepare.js';
import { isVerb } from './roles.js';
import type { Token } from './tokens.js';

/** "Is to give evidence", "will speak" */
export function tellsFuture(tokens: readonly Token[], i: number): boolean {
  const { key, quoted } = tokens[i]!;
  if (quoted) return false;
  return key === 'will' || (/^(?:is|are)$/u.test(key) && tokens[i + 1]?.key === 'to' && !isCustom(tokens, i));
}

/** Whether a word that the sentence takes over stands behind a place, up to the next sign. */
export function sharesClause(tokens: readonly Token[], from: number, shared: ReadonlySet<string>): boolean {
  for (let k = from + 1; k < tokens.length && !/^[,;:.!?–—“”"]$/u.test(tokens[k]!.text); k++)
    if (shared.has(tokens[k]!.stem) || tokens[k]!.kind === 'number') return true;
  return false;
}

export function tellsPast(key: string): boolean {
  return /ed$|^(?:was|were|had|did)$/u.test(key) || verbForms(key).indexOf(key) > 0;
}

/** "Did not open until noon" opened. */
export function isFirstThen(tokens: readonly Token[], i: number): boolean {
  return (
    tokens[i]!.key === 'until' &&
    tokens.slice(0, i).some(({ key, text }) => key === 'not' || key === 'never' || /n['’]t$/iu.test(text))
  );
}

/** "Willing to" is no "will", "faced an attack" had it, and "nobody may" forbids. */
export function isNoReservation(tokens: readonly Token[], i: number): boolean {
  const { key } = tokens[i]!;
  if (key === 'willing' || key === 'willingness' || key === 'wills' || key === 'faced') return true;
  return (
    key === 'may' &&
    (/^(?:not|only)$/u.test(tokens[i + 1]?.key ?? '') ||
      /^(?:nobody|none|one|neither)$/u.test(tokens[i - 1]?.key ?? ''))
  );
}

/** "Asked if she might attend": a question, not a doubt. */
export function asksWhether(tokens: readonly Token[], i: number): boolean {
  return (
    /^(?:might|may|could|can)$/u.test(tokens[i]!.key) &&
    tokens.slice(Math.max(0, i - 3), i).some(({ key }) => key === 'if' || key === 'whether')
  );
}

/** "I would like to apologize" apologizes. */
export function isPolite(tokens: readonly Token[], i: number): boolean {
  return tokens[i + 1]?.key === 'like';
}

/** "The usual practice is to board the ship" says what is done. */
export function isCustom(tokens: readonly Token[], i: number): boolean {
  return tokens
    .slice(0, i)
    .some(({ key }) => /^(?:practice|custom|habit|rule|aim|idea|job|task|way|point|purpose|procedure)$/u.test(key));
}

export function isFuture(tokens: readonly Token[]): boolean {
  return (
    tokens.some(({ key }, i) => /^(?:is|are|was|were)$/u.test(key) && tokens[i + 1]?.key === 'to') ||
    hasPhrase(tokens, 'up', 'to') ||
    /\b(?:as (?:much|many|long) as|no more than|a maximum of)\b/u.test(tokens.map(({ key }) => key).join(' '))
  );
}

export function hasPhrase(tokens: readonly Token[], first: string, second: string): boolean {
  return tokens.some(({ key }, i) => key === first && tokens[i + 1]?.key === second);
}

export const reach = 6;

/** As near behind a reservation as this, any word is governed by it; farther away, only what the sentence says was done. */
export const near = 3;

/** Whether one of the words that the sentence takes over stands behind the reservation, in the same clause; with `isOfVerb`, one of what is done. */
export function governs(
  tokens: readonly Token[],
  from: number,
  shared: ReadonlySet<string>,
  verbs: ReadonlySet<string>,
  isOfVerb = false,
): boolean {
  let words = 0;
  let becomes = false;
  for (let k = from + 1; k < tokens.length && words < reach; k++) {
    const token = tokens[k]!;
    if (token.kind === 'sign') {
      if (/[,;:.!?”"]/u.test(token.text)) return false;
      continue;
    }
    words++;
    if (/^(?:and|but|because|while)$/u.test(token.key)) return false;
    // "Will be the first": what somebody is to be is nothing that is done.
    becomes ||= /^(?:be|become)$/u.test(token.key) && /^(?:the|a|an)$/u.test(tokens[k + 1]?.key ?? '');
    if (
      token.isContent &&
      shared.has(token.stem) &&
      (verbs.has(token.stem) || (isOfVerb ? becomes || (words <= near && isVerb(tokens, k)) : words <= near))
    )
      return true;
  }
  return false;
}

/** "Is believed to have begun": the clause is what somebody thinks. */
export function isBelieved(tokens: readonly Token[], i: number): boolean {
  return (
    /^(?:believed|thought|suspected|feared|presumed|assumed|alleged|rumou?red|reported|reputed)$/u.test(
      tokens[i]!.key,
    ) &&
    tokens[i + 1]?.key === 'to' &&
    tokens.slice(Math.max(0, i - 3), i).some(({ key }) => /^(?:is|are|was|were|be|been)$/u.test(key))
  );
}

/** "Alleges that", "is accused of": all that follows is alleged, and most of what the sentence takes over stands there. */
export function governsAll(tokens: readonly Token[], from: number, own: ReadonlySet<string>): boolean {
  const isOpening =
    isBelieved(tokens, from) || tokens.slice(from + 1, from + 6).some(({ key }) => key === 'that' || key === 'of');
  if (!isOpening) return false;
  const behind = new Set<string>();
  for (let k = from + 1; k < tokens.length && !/[;!?”]/u.test(tokens[k]!.text); k++)
    if (tokens[k]!.isContent && own.has(tokens[k]!.stem)) behind.add(tokens[k]!.stem);
  return behind.size >= 3 && behind.size >= own.size / 2;
}

export const conditions = /^(?:if|unless|provided|when|once|would|could|should|as|condition|case|until|without|only)$/u;

/** "Would leave if he lost": not what happens, but what does under a condition. */
export function isOnCondition(tokens: readonly Token[], i: number): boolean {
  return (
    /^(?:would|will)$/u.test(tokens[i]!.key) &&
    tokens.some(
      ({ key }, k) =>
        key === 'unless' ||
        (key === 'if' &&
          !/^(?:as|even|only|know|knew|ask|asked|see|say|wonder|clear|sure)$/u.test(tokens[k - 1]?.key ?? '')),
    )
  );
}

/** "Likely", but not "more likely than" */
export function isLikely(tokens: readonly Token[], i: number): boolean {
  return (
    /^(?:likely|probably)$/u.test(tokens[i]!.key) &&
    !/^(?:more|less|most|least|as|times|so|not)$/u.test(tokens[i - 1]?.key ?? '')
  );
}

/** People whose word newspapers pass on without standing by it. */
export const weakSources = new Set(
  'passenger survivor witness source neighbour neighbor resident critic bystander rumour rumor onlooker'
    .split(' ')
    .map(stemOf),
);

export function isWeaklySourced({ tokens }: ReadSentence): boolean {
  return tokens.some(({ stem, quoted }, i) => {
    // "Japan, its neighbours said": other countries.
    if (quoted || !weakSources.has(stem) || tokens[i - 1]?.key === 'its') return false;
    const next = tokens.slice(i + 1, i + 3).map((token) => token.stem);
    return next.some((following) => /^(?:sai|say|told|tell|claim|report)$/u.test(following));
  });
}
