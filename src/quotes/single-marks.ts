import { isClosingPunctuation, isGap, isSpace, isWordChar } from './mark-roles.js';

// A single mark before one of these is an elision and opens nothing.
const elided = /^(?:em|til|tis|twas|cause|bout|round|cuz|n|ere|gainst|nuff|ol|[0-9]+s?)(?![\p{L}\p{N}])/iu;

export function opensSingle(text: string, at: number, start: number): boolean {
  const before = at > start ? text.charCodeAt(at - 1) : 32;
  if (!isGap(before) || isSpace(text.charCodeAt(at + 1)) || text.charCodeAt(at + 1) === 0x27) return false;
  if (text.charCodeAt(at) !== 0x201a && elided.test(text.slice(at + 1, at + 12))) return false;
  return !Number.isNaN(text.charCodeAt(at + 1));
}

/** Where the quotation that a single mark opens ends, mark included; -1 when nothing closes it before another opens. */
export function findSingleEnd(text: string, open: number, limit: number): number {
  const straight = text.charCodeAt(open) === 0x27;
  let fallback = -1;
  for (let i = open + 2; i < limit; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x2018 || (straight && code === 0x27 && opensSingle(text, i, open))) break;
    if (code !== 0x27 && code !== 0x2019) continue;
    const before = text.charCodeAt(i - 1);
    const after = i + 1 < limit ? text.charAt(i + 1) : ' ';
    if (isSpace(before) || isWordChar(after)) continue;
    if (isClosingPunctuation(before)) return i + 1;
    // The s of a plural owner is weak ground: take it only when nothing better follows.
    if (fallback === -1 || text.charAt(fallback - 2) === 's') fallback = i + 1;
    if (isClosingPunctuation(after.charCodeAt(0)) && text.charAt(i - 1) !== 's') return i + 1;
  }
  return fallback;
}
