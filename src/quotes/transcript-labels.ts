import type { Span } from '../domain/span.js';
import type { Piece } from './marks.js';
import { neverPersons } from '../domain/titles.js';

/** Who speaks a line of a transcript, and where the words begin. */
export interface Label extends Span {
  /** Where the first word after the colon stands. */
  words: number;
}

const shouted = /^\p{Lu}[\p{Lu}.'’-]*(?:\s\p{Lu}[\p{Lu}.'’-]*){0,4}(?:\s?\([^()\n]{1,30}\))?:\s*/u;
const longestLabel = 60;
/** What may stand after the closing mark of a line: a stop, a bracket. */
const longestTail = 4;

/** The label at the start of a stretch ("Q:", "WALLACE:"); null when there is none. */
export function findLabel(text: string, span: Span): Label | null {
  const head = text.slice(span.start, Math.min(span.end, span.start + longestLabel));
  const match = shouted.exec(head);
  if (match === null) return null;
  const words = span.start + match[0].length;
  if (words >= span.end) return null;
  const colon = match[0].lastIndexOf(':');
  return { start: span.start, end: span.start + colon, words };
}

/** The label of a paragraph that is a label and one stretch between marks; null when it is anything else. */
function findLabelBefore(text: string, paragraph: Span, piece: Piece): Span | null {
  if (piece.start - paragraph.start > longestLabel || paragraph.end - piece.end > longestTail) return null;
  const label = findLabel(text, { start: paragraph.start, end: piece.end });
  if (label?.words !== piece.start || /\p{L}/u.test(text.slice(piece.end, paragraph.end))) return null;
  // "MOSCOW: “...”" and "CNN: “...”" are no names of people.
  const last = text.slice(label.start, label.end).toLowerCase().split(/\s+/).at(-1) ?? '';
  return neverPersons.has(last) ? null : { start: label.start, end: label.end };
}

/**
 * Finds the labels of transcripts, inside marks ("“WALLACE: Why?”"), where they are parted from the words that follow, and before
 * them ("WALLACE: “Why?”").
 */
export function splitLabels(text: string, paragraphs: readonly Span[], pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece) => {
    if (piece.label !== undefined) return piece;
    const before = findLabelBefore(text, paragraphs[piece.paragraph]!, piece);
    if (before !== null) return { ...piece, continues: false, label: before };
    const label = findLabel(text, piece.inner);
    if (label === null) return piece;
    const inner = { start: label.words, end: piece.inner.end };
    return { ...piece, inner, continues: false, label: { start: label.start, end: label.end } };
  });
}
