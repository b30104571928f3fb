import type { Span } from '../domain/span.js';
import { isDoubleMark, isSpace, readDoubleMark, type Family, type Mark } from './mark-roles.js';
import { splitParagraphs } from './paragraphs.js';
import { findSingleEnd, opensSingle } from './single-marks.js';

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

interface Open {
  mark: Mark;
  depth: number;
  /** Marks of the other double family that are open inside. */
  other: number;
  continues: boolean;
}

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
