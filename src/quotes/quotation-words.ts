import type { Span } from '../domain/span.js';
import { foldTypography } from '../domain/typography.js';

/** A word or sign of a quotation, folded, with its place in the text it comes from. */
export interface QuotationToken extends Span {
  /** Folded, as printed. */
  text: string;
  /** Lower case, for a word; the sign itself otherwise. */
  key: string;
  kind: 'word' | 'sign';
}

const pattern = /[\p{L}\p{N}\p{M}]+(?:['-][\p{L}\p{N}\p{M}]+)*|\.{3}|[^\s\p{L}\p{N}\p{M}]/gu;

/**
 * The words and signs of a text after folding typography, in order. Quotation marks are left out, since a quotation inside another
 * changes them without changing a word; a dash standing alone is a sign, one inside a word is part of it.
 */
export function readQuotation(text: string): QuotationToken[] {
  const { folded, offsets } = foldTypography(text);
  const tokens: QuotationToken[] = [];
  for (const match of folded.matchAll(pattern)) {
    const word = /^[\p{L}\p{N}]/u.test(match[0]);
    if (!word && (match[0] === '"' || match[0] === "'")) continue;
    const from = match.index;
    const to = from + match[0].length;
    const start = offsets[from]!;
    const end =
      to < folded.length
        ? Math.max(offsets[to - 1]! + 1, Math.min(offsets[to]!, endOf(text, offsets[to - 1]!)))
        : endOf(text, offsets[to - 1]!);
    tokens.push({
      text: match[0],
      key: word ? match[0].toLowerCase() : match[0],
      kind: word ? 'word' : 'sign',
      start,
      end,
    });
  }
  return tokens;
}

/** The end of the character at an offset. */
function endOf(text: string, at: number): number {
  const code = text.codePointAt(at);
  return at + (code !== undefined && code > 0xffff ? 2 : 1);
}
