import { isVerb } from './roles.js';
import type { Token } from './tokens.js';

/** How many words a negation reaches. */
export const reach = 8;
/** Behind a noun they begin what says where, when or how. */
export const prepositions =
  /^(?:at|in|on|after|before|during|since|from|to|for|by|near|with|when|where|as|under|over|into|about|against|between|through)$/u;

/** "Whether", and "if" behind a verb of asking or knowing: what follows is a question. */
export function markQuestion(tokens: readonly Token[], i: number, { isOpen }: { isOpen: boolean[] }): void {
  const { key } = tokens[i]!;
  if (key !== 'whether' && !(key === 'if' && asks.test(lastWord(tokens, i)))) return;
  // "Asked whether she might come": a wish.
  if (
    /^ask/u.test(lastWord(tokens, i)) &&
    tokens.slice(i + 1, i + 4).some((token) => /^(?:might|may|could)$/u.test(token.key))
  )
    return;
  for (let k = i + 1, words = 0; k < tokens.length && words < 2 * reach; k++) {
    if (tokens[k]!.kind === 'sign' && /[;:.!?”]/u.test(tokens[k]!.text) && !isAbbreviation(tokens, k)) return;
    if (/^(?:but|because|although|though)$/u.test(tokens[k]!.key)) return;
    isOpen[k] = true;
    if (tokens[k]!.kind === 'word') words++;
  }
}

const asks =
  /^(?:ask|asks|asked|asking|know|knows|knew|known|say|see|clear|unclear|sure|unsure|certain|uncertain|wonder|wonders|wondered|wondering|tell|determine|check|checked|decide|decided)$/u;

function lastWord(tokens: readonly Token[], i: number): string {
  for (let k = i - 1; k >= 0 && k >= i - 2; k--)
    if (!/^(?:him|her|them|me|us|yet|exactly|just)$/u.test(tokens[k]!.key)) return tokens[k]!.key;
  return '';
}

/** "All the islands but Senn" */
function isOfAll(tokens: readonly Token[], i: number): boolean {
  const before = tokens.slice(Math.max(0, i - 4), i);
  return (
    tokens[i + 1]?.isCapital === true &&
    before.some(({ key }) => /^(?:all|every|each|any|no)$/u.test(key)) &&
    !before.some((token, k) => token.kind === 'sign' || helps.test(token.key) || isVerb(tokens, i - before.length + k))
  );
}

const excepting = new Set('except excluding barring apart aside other but save exception'.split(' '));
const helps = /^(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|do|does|did)$/u;

/** "Except Aker and Norholm" */
export function markException(
  tokens: readonly Token[],
  i: number,
  { isExcepted, isNeutral }: { isExcepted: boolean[]; isNeutral: boolean[] },
): void {
  const { key } = tokens[i]!;
  if (!excepting.has(key)) return;
  const next = tokens[i + 1]?.key ?? '';
  const before = tokens[i - 1]?.key ?? '';
  const length =
    (/^(?:apart|aside)$/u.test(key) && next === 'from') ||
    (key === 'other' && next === 'than') ||
    (/^(?:but|except|save)$/u.test(key) && next === 'for') ||
    (key === 'exception' && next === 'of')
      ? 2
      : key === 'except' || key === 'excluding' || key === 'barring'
        ? 1
        : key === 'but' && isOfAll(tokens, i)
          ? 1
          : key === 'but' &&
              /^(?:all|everyone|everybody|everything|anyone|nobody|no|any|every|everywhere)$/u.test(before)
            ? 1
            : 0;
  if (length === 0) return;
  for (let k = i - 1; k >= 0 && k >= i - 5 && !isVerb(tokens, k); k--)
    if (/^(?:every|all|each|any|no)$/u.test(tokens[k]!.key)) isNeutral.fill(true, k, i);
  for (let k = i + length, words = 0; k < tokens.length && words < reach; k++) {
    const { kind, text } = tokens[k]!;
    if (kind === 'sign' && /[;:–—.!?”]/u.test(text) && !isAbbreviation(tokens, k)) return;
    if (isVerb(tokens, k) || prepositions.test(tokens[k]!.key) || helps.test(tokens[k]!.key)) return;
    isExcepted[k] = true;
    if (kind === 'word') words++;
  }
}

/** "Mr. Mills": a full stop that ends nothing. */
export function isAbbreviation(tokens: readonly Token[], k: number): boolean {
  const before = tokens[k - 1];
  return (
    tokens[k]!.text === '.' &&
    tokens[k + 1]?.isCapital === true &&
    before?.isCapital === true &&
    titles.test(before.key)
  );
}

const titles = /^(?:mr|mrs|ms|dr|st|sen|rep|gov|gen|col|capt|lt|sgt|prof|rev|hon|jr|sr|\p{L})$/u;
