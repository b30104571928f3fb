import type { Span } from '../domain/span.js';

export type Family = 'curly' | 'straight' | 'apostrophes' | 'low' | 'guillemet' | 'reversed' | 'corner';

type Role = 'open' | 'close' | 'either';

export interface Mark {
  at: number;
  width: number;
  family: Family;
  role: Role;
}

export function readDoubleMark(text: string, at: number, paragraph: Span): Mark | null {
  const code = text.charCodeAt(at);
  switch (code) {
    case 0x22:
    case 0xff02:
      return straightMark(text, at, 1, 'straight', paragraph);
    case 0x27: {
      if (text.charCodeAt(at + 1) !== 0x27) return null;
      // In a run of three the odd one belongs to the nested quotation: inside, so at the closing end it comes first.
      const third = text.charCodeAt(at + 2) === 0x27;
      const closing = at > paragraph.start && !isGap(text.charCodeAt(at - 1));
      return straightMark(text, third && closing ? at + 1 : at, 2, 'apostrophes', paragraph);
    }
    case 0x60:
      if (text.charCodeAt(at + 1) !== 0x60) return null;
      return { at, width: 2, family: 'apostrophes', role: 'open' };
    case 0x201c:
    case 0x201f: {
      const role = contextRole(text, at, 1, paragraph);
      return { at, width: 1, family: 'curly', role: role === 'close' ? 'close' : 'open' };
    }
    case 0x201d: {
      const role = contextRole(text, at, 1, paragraph);
      return { at, width: 1, family: 'curly', role: role === 'open' ? 'open' : 'close' };
    }
    case 0x201e:
      return { at, width: 1, family: 'low', role: 'open' };
    case 0xab:
    case 0xbb:
      return guillemet(text, at, paragraph);
    case 0x300c:
    case 0x300e:
      return { at, width: 1, family: 'corner', role: 'open' };
    case 0x300d:
    case 0x300f:
      return { at, width: 1, family: 'corner', role: 'close' };
    default:
      return null;
  }
}

/** « French » and »German« marks: which of the two shows in the letters that touch them. */
function guillemet(text: string, at: number, paragraph: Span): Mark {
  const left = text.charCodeAt(at) === 0xab;
  const gapBefore = at === paragraph.start || isGap(text.charCodeAt(at - 1));
  const wordAfter = at + 1 < paragraph.end && isWordChar(text.charAt(at + 1));
  if (left) {
    const closes = !gapBefore && !wordAfter;
    return { at, width: 1, family: closes ? 'reversed' : 'guillemet', role: closes ? 'close' : 'open' };
  }
  const opens = gapBefore && wordAfter;
  return { at, width: 1, family: opens ? 'reversed' : 'guillemet', role: opens ? 'open' : 'close' };
}

function straightMark(text: string, at: number, width: number, family: Family, paragraph: Span): Mark | null {
  const before = at > paragraph.start ? text.charCodeAt(at - 1) : 32;
  // Inches, and seconds of arc: 6'2" tall, a 12" pipe.
  if (isDigit(before) && width === 1) {
    const after = at + 1 < paragraph.end ? text.charCodeAt(at + 1) : 32;
    let i = at - 1;
    while (i > paragraph.start && at - i < 6 && (isDigit(text.charCodeAt(i)) || text.charCodeAt(i) === 46)) i--;
    const sign = text.charCodeAt(i);
    if (sign === 39 || sign === 0x2019 || sign === 0x2032) return null;
    if (after === 32 && isLower(text.charAt(at + 2)) && !isQuotedNumber(text, at, paragraph)) return null;
  }
  return { at, width, family, role: contextRole(text, at, width, paragraph) };
}

/** Whether a straight mark that opens stands within the line's last few words, so that a mark after a digit closes it. */
function isQuotedNumber(text: string, at: number, paragraph: Span): boolean {
  const floor = Math.max(paragraph.start, at - 200);
  let count = 0;
  for (let i = at - 1; i >= floor; i--) if (text.charCodeAt(i) === 0x22) count++;
  return count % 2 === 1;
}

function contextRole(text: string, at: number, width: number, paragraph: Span): Role {
  const before = at > paragraph.start ? text.charCodeAt(at - 1) : 32;
  const after = at + width < paragraph.end ? text.charCodeAt(at + width) : 32;
  const gapBefore = isGap(before);
  const gapAfter = isSpace(after) || isClosingPunctuation(after);
  if (gapBefore && !gapAfter) return 'open';
  if (!gapBefore && gapAfter) return 'close';
  if (gapBefore && isDash(before) && isSpace(after)) return 'close';
  if (!gapBefore && isDash(after)) return 'close';
  if (gapBefore && !isSpace(after)) return 'open';
  return 'either';
}

export function isSpace(code: number): boolean {
  return (
    code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || (code >= 0x2000 && code <= 0x200b) || code === 0x202f
  );
}

function isDash(code: number): boolean {
  return code === 45 || code === 0x2013 || code === 0x2014 || code === 0x2015;
}

/** What may stand before a mark that opens. */
export function isGap(code: number): boolean {
  return (
    isSpace(code) ||
    isDash(code) ||
    code === 40 ||
    code === 91 ||
    code === 123 ||
    code === 47 ||
    code === 0x2018 ||
    code === 0x2026 ||
    code === 61 ||
    code === 62
  );
}

/** What may follow a mark that closes, or stand before it. */
export function isClosingPunctuation(code: number): boolean {
  return (
    code === 44 ||
    code === 46 ||
    code === 59 ||
    code === 58 ||
    code === 33 ||
    code === 63 ||
    code === 41 ||
    code === 93 ||
    code === 0x2026 ||
    code === 0x2019 ||
    code === 125
  );
}

export function isDoubleMark(code: number): boolean {
  return (
    code === 0x22 ||
    code === 0xff02 ||
    (code >= 0x201c && code <= 0x201f) ||
    code === 0xab ||
    code === 0xbb ||
    (code >= 0x300c && code <= 0x300f)
  );
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLower(char: string): boolean {
  return char !== char.toUpperCase();
}

export function isWordChar(char: string): boolean {
  return /[\p{L}\p{N}]/u.test(char);
}
