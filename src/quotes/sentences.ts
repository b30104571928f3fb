import type { Piece } from './marks.js';
import type { Token } from './tokens.js';

/** A sentence of the reporter's: tokens `from` to `to` (exclusive) of a paragraph. */
export interface Sentence {
  from: number;
  to: number;
}

/** Longer runs are no prose; cutting them keeps every look around a quotation bounded. */
const longestSentence = 300;
const strongEnd = new Set(['.', '!', '?', '…', ';']);
const abbreviationsThatMayEnd = /^(?:[a-z]\.[a-z.]*|jr\.|sr\.|inc\.|co\.|corp\.|ltd\.|etc\.)$/;
const usualStarts = new Set([
  'the',
  'a',
  'an',
  'he',
  'she',
  'it',
  'they',
  'we',
  'i',
  'in',
  'on',
  'at',
  'but',
  'and',
  'this',
  'that',
  'his',
  'her',
  'as',
  'for',
  'after',
  'when',
  'while',
  'if',
  'there',
]);

/**
 * Splits a paragraph's tokens into sentences. A quotation that ends with a full stop ends the sentence when a capital letter or
 * another quotation follows; one that ends with a comma, a dash or nothing goes on. What follows may tell who spoke (`goesOn`):
 * then the sentence goes on whatever the quotation ends with.
 */
export function splitSentences(
  text: string,
  tokens: readonly Token[],
  pieces: readonly Piece[],
  goesOn: (from: number, ending: 'stop' | 'mark') => boolean,
): Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  const close = (to: number): void => {
    if (to > from) sentences.push({ from, to });
    from = to;
  };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    const next = tokens[i + 1];
    if (next === undefined) break;
    if (i - from >= longestSentence) close(i + 1);
    if (token.kind === 'sign' && strongEnd.has(token.text)) {
      let last = i;
      while (isTrailing(tokens[last + 1])) last++;
      const following = tokens[last + 1];
      if (following === undefined) break;
      if (
        token.text !== ';' &&
        (following.kind === 'quote' ||
          following.capital ||
          following.kind === 'sign' ||
          !/[a-z]/.test(following.text.charAt(0)))
      ) {
        close(last + 1);
        i = last;
      }
    } else if (token.kind === 'quote') {
      const end = endingOf(text, pieces[token.piece]!);
      const starts = next.kind === 'quote' || next.capital || next.text === '(' || next.text === '[';
      if ((end === 'stop' || end === 'mark') && starts && !goesOn(i + 1, end)) close(i + 1);
    } else if (
      token.kind === 'word' &&
      token.text.endsWith('.') &&
      abbreviationsThatMayEnd.test(token.lower) &&
      next.capital &&
      usualStarts.has(next.lower)
    ) {
      close(i + 1);
    } else if (
      token.kind === 'word' &&
      token.text.endsWith('.') &&
      abbreviationsThatMayEnd.test(token.lower) &&
      next.kind === 'quote' &&
      !/^\p{Lu}\.$/u.test(token.text)
    ) {
      close(i + 1);
    }
  }
  close(tokens.length);
  return sentences;
}

function isTrailing(token: Token | undefined): boolean {
  return token?.kind === 'sign' && /^[.!?…)\]’'"”]$/.test(token.text);
}

/** How the words of a quotation end: with a full stop, with ? ! or …, with a comma, or with nothing. */
export function endingOf(text: string, piece: Piece): 'stop' | 'mark' | 'comma' | 'none' {
  for (let i = piece.end - 1; i >= piece.inner.start; i--) {
    const char = text.charAt(i);
    if (/["“”«»'’‘」』\s)\]]/.test(char)) continue;
    if (char === '.') return text.charAt(i - 1) === '.' ? 'mark' : 'stop';
    if (/[!?…—–-]/.test(char)) return 'mark';
    return char === ',' ? 'comma' : 'none';
  }
  return 'none';
}
