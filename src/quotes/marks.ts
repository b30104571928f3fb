import type { Span } from '../domain/span.js';
import { splitParagraphs } from './paragraphs.js';

/** What counts as a mark besides the usual ones. */
export interface MarkOptions {
  /** Whether ''doubled apostrophes'' enclose quotations, as in wire copy of the typewriter age. `` with '' always do. */
  doubledApostrophes?: boolean;
}

/** A stretch between quotation marks, inside one paragraph. */
export interface Piece extends Span {
  /** The words without their marks and without white space at the ends; never empty. */
  inner: Span;
  /** Index of the paragraph. */
  paragraph: number;
  /** True when the mark was left open in the paragraph before and opened again here: the speech goes on. */
  continues: boolean;
  /** True when single marks enclose it. */
  single: boolean;
  /** Who speaks, where a transcript's label says so ("Q", "WALLACE"); the label is no part of `inner`. */
  label?: Span;
}

type Family = 'curly' | 'straight' | 'apostrophes' | 'low' | 'guillemet' | 'reversed' | 'corner';
type Role = 'open' | 'close' | 'either';
interface Mark {
  at: number;
  width: number;
  family: Family;
  role: Role;
}
interface Open {
  mark: Mark;
  depth: number;
  /** Marks of the other double family that are open inside. */
  other: number;
  continues: boolean;
}

// A single mark before one of these is an elision and opens nothing.
const elided = /^(?:em|til|tis|twas|cause|bout|round|cuz|n|ere|gainst|nuff|ol|[0-9]+s?)(?![\p{L}\p{N}])/iu;

/**
 * Finds what stands between quotation marks, outermost marks only, in order and disjoint. One pass over the text; each mark is
 * looked at a bounded number of times, so the cost is linear whatever the text. A mark that is never closed ends with its
 * paragraph, or before the next one that opens.
 */
export function findMarked(
  text: string,
  paragraphs: readonly Span[] = splitParagraphs(text),
  options: MarkOptions = {},
): Piece[] {
  const pieces: Piece[] = [];
  let carried: Family | null = null;
  paragraphs.forEach((paragraph, index) => {
    const next = paragraphs[index + 1];
    const found = markParagraph(text, paragraph, index, carried, pieces, options.doubledApostrophes === true);
    carried = found !== null && next !== undefined && opensWith(text, next, found) ? found : null;
  });
  return pieces;
}

/** Adds the paragraph's pieces to `pieces`; returns the family of a mark left open at its end. */
function markParagraph(
  text: string,
  paragraph: Span,
  index: number,
  carried: Family | null,
  pieces: Piece[],
  doubled: boolean,
): Family | null {
  const marks = findDoubleMarks(text, paragraph, doubled);
  let open: Open | null = null;
  let singlesFrom = paragraph.start;
  const close = (end: number): void => {
    if (open === null) return;
    const inner = trimInside(text, open.mark.at + open.mark.width, end);
    pushPiece(pieces, {
      start: open.mark.at,
      end,
      inner,
      paragraph: index,
      continues: open.continues,
      single: false,
    });
    open = null;
    singlesFrom = end;
  };
  for (let m = 0; m < marks.length; m++) {
    const mark = marks[m]!;
    const state = open as Open | null;
    if (state === null) {
      if (mark.at < singlesFrom) continue;
      const first = mark.at === paragraph.start;
      const opens = mark.role === 'open' || (first && mark.role === 'either');
      if (!opens) continue;
      const single = markSingles(text, { start: singlesFrom, end: mark.at }, paragraph.end, index, pieces);
      if (single > mark.at) {
        singlesFrom = single;
        continue;
      }
      open = { mark, depth: 0, other: 0, continues: first && carried !== null };
      continue;
    }
    if (!related(state.mark.family, mark.family)) continue;
    const after = marks[m + 1];
    if (mark.family !== state.mark.family && state.mark.family !== 'low') {
      if (mark.role === 'open') {
        state.other++;
        continue;
      }
      if (state.other > 0) {
        state.other--;
        continue;
      }
    }
    if (mark.role === 'open' && !(after === undefined && followedByNothing(text, mark, paragraph))) {
      const afterNext = marks[m + 2];
      if (after?.role === 'close' && afterNext?.role === 'close') {
        state.depth++;
      } else if (mark.family === 'straight' && after?.role !== 'close' && after !== undefined) {
        closeAt(state, mark, close);
      } else {
        const cut = trimInside(text, state.mark.at + state.mark.width, mark.at).end;
        const inner = trimInside(text, state.mark.at + state.mark.width, cut);
        pushPiece(pieces, {
          start: state.mark.at,
          end: cut,
          inner,
          paragraph: index,
          continues: state.continues,
          single: false,
        });
        singlesFrom = mark.at;
        open = { mark, depth: 0, other: 0, continues: false };
      }
      continue;
    }
    // A straight mark inside curly ones closes them only when the proper mark does not follow.
    if (state.mark.family !== mark.family && mark.family === 'straight' && after?.role === 'close') continue;
    if (state.depth > 0) state.depth--;
    else {
      close(mark.at + mark.width);
    }
  }
  const left = open as Open | null;
  if (left === null) {
    markSingles(text, { start: singlesFrom, end: paragraph.end }, paragraph.end, index, pieces);
    return null;
  }
  close(paragraph.end);
  return left.mark.family;
}

function closeAt(open: Open, mark: Mark, close: (end: number) => void): void {
  if (open.depth > 0) open.depth--;
  else close(mark.at + mark.width);
}

function pushPiece(pieces: Piece[], piece: Piece): void {
  if (piece.inner.start < piece.inner.end) pieces.push(piece);
}

/** The span between `start` and `end` without white space and marks at its ends. */
function trimInside(text: string, start: number, end: number): Span {
  while (start < end && (isSpace(text.charCodeAt(start)) || isDoubleMark(text.charCodeAt(start)))) start++;
  while (end > start && (isSpace(text.charCodeAt(end - 1)) || isDoubleMark(text.charCodeAt(end - 1)))) end--;
  if (text.charCodeAt(end - 1) === 39 && text.charCodeAt(end - 2) === 39) end -= 2;
  return { start, end: Math.max(start, end) };
}

function related(open: Family, mark: Family): boolean {
  if (open === mark) return true;
  if (open === 'low') return mark === 'curly' || mark === 'straight';
  if (open === 'curly') return mark === 'straight';
  if (open === 'straight') return mark === 'curly';
  return false;
}

function followedByNothing(text: string, mark: Mark, paragraph: Span): boolean {
  for (let i = mark.at + mark.width; i < paragraph.end; i++) if (!isSpace(text.charCodeAt(i))) return false;
  return true;
}

function opensWith(text: string, paragraph: Span, family: Family): boolean {
  const mark = readDoubleMark(text, paragraph.start, paragraph);
  return mark !== null && mark.role !== 'close' && (mark.family === family || related(family, mark.family));
}

function findDoubleMarks(text: string, paragraph: Span, doubled: boolean): Mark[] {
  let latex = false;
  const marks: Mark[] = [];
  for (let i = paragraph.start; i < paragraph.end; i++) {
    const code = text.charCodeAt(i);
    if (!isDoubleMark(code) && code !== 39 && code !== 96) continue;
    const mark = readDoubleMark(text, i, paragraph);
    if (mark === null) continue;
    if (code === 96) latex = true;
    if (code === 39 && !doubled && !latex) {
      i = mark.at + 1;
      continue;
    }
    marks.push(mark);
    i = mark.at + mark.width - 1;
  }
  return marks;
}

function readDoubleMark(text: string, at: number, paragraph: Span): Mark | null {
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

/**
 * Single marks outside double ones: the British style, and headlines. Returns where the scan stopped, which is past `span.end`
 * when a quotation in single marks holds double marks.
 */
function markSingles(text: string, span: Span, limit: number, paragraph: number, pieces: Piece[]): number {
  let from = span.start;
  for (let i = span.start; i < span.end; i++) {
    const code = text.charCodeAt(i);
    if (code !== 0x2018 && code !== 0x27 && code !== 0x201a) continue;
    if (i < from || !opensSingle(text, i, span.start)) continue;
    const end = findSingleEnd(text, i, limit);
    if (end === -1) continue;
    const inner = { start: i + 1, end: end - 1 };
    pushPiece(pieces, { start: i, end, inner, paragraph, continues: false, single: true });
    from = end;
    i = end - 1;
  }
  return from;
}

function opensSingle(text: string, at: number, start: number): boolean {
  const before = at > start ? text.charCodeAt(at - 1) : 32;
  if (!isGap(before) || isSpace(text.charCodeAt(at + 1)) || text.charCodeAt(at + 1) === 0x27) return false;
  if (text.charCodeAt(at) !== 0x201a && elided.test(text.slice(at + 1, at + 12))) return false;
  return !Number.isNaN(text.charCodeAt(at + 1));
}

/** Where the quotation that a single mark opens ends, mark included; -1 when nothing closes it before another opens. */
function findSingleEnd(text: string, open: number, limit: number): number {
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

function isSpace(code: number): boolean {
  return (
    code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || (code >= 0x2000 && code <= 0x200b) || code === 0x202f
  );
}

function isDash(code: number): boolean {
  return code === 45 || code === 0x2013 || code === 0x2014 || code === 0x2015;
}

/** What may stand before a mark that opens. */
function isGap(code: number): boolean {
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
function isClosingPunctuation(code: number): boolean {
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

function isDoubleMark(code: number): boolean {
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

function isWordChar(char: string): boolean {
  return /[\p{L}\p{N}]/u.test(char);
}
