import type { Span } from '../domain/span.js';
import type { Piece } from './marks.js';

/** Who speaks a line of a transcript, and where the words begin. */
export interface Label extends Span {
  /** Where the first word after the colon stands. */
  words: number;
}

const shouted = /^\p{Lu}[\p{Lu}.'’-]*(?:\s\p{Lu}[\p{Lu}.'’-]*){0,4}(?:\s?\([^()\n]{1,30}\))?:\s*/u;
const longestLabel = 60;

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

/** Parts labels inside marks ("“WALLACE: Why?”") from the words that follow them. */
export function splitLabels(text: string, pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece) => {
    if (piece.label !== undefined) return piece;
    const label = findLabel(text, piece.inner);
    if (label === null) return piece;
    const inner = { start: label.words, end: piece.inner.end };
    return { ...piece, inner, continues: false, label: { start: label.start, end: label.end } };
  });
}
