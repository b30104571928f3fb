import type { Span } from '../domain/span.js';
import type { Piece } from './marks.js';

/** Who speaks a line of a transcript, and where the words begin. */
export interface Label extends Span {
  /** Where the first word after the colon stands. */
  words: number;
}

const shouted = /^(?:\p{Lu}[\p{Lu}.'’-]*\s?){1,5}(?:\([^()\n]{1,30}\))?:\s*/u;
const plainName =
  /^(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov)\.\s)?\p{Lu}[\p{L}.'’-]{1,20}(?:\s\p{Lu}[\p{L}.'’-]{1,20}){0,3}:\s+/u;
const longestLabel = 60;

/** The label at the start of a stretch ("Q:", "WALLACE:"); null when there is none. */
export function findLabel(text: string, span: Span, plainNames = false): Label | null {
  const head = text.slice(span.start, Math.min(span.end, span.start + longestLabel));
  const match = shouted.exec(head) ?? (plainNames ? plainName.exec(head) : null);
  if (match === null) return null;
  const words = span.start + match[0].length;
  if (words >= span.end) return null;
  const colon = match[0].lastIndexOf(':');
  return { start: span.start, end: span.start + colon, words };
}

/**
 * The lines of an interview printed without marks, as pieces of their own: at least four paragraphs that start with a label, two
 * labels at least, one of them more than once. Pieces inside such lines are dropped. Other texts come back as they are.
 */
export function findInterviewLines(text: string, paragraphs: readonly Span[], pieces: readonly Piece[]): Piece[] {
  const labelled = new Map<number, Label>();
  const counts = new Map<string, number>();
  paragraphs.forEach((paragraph, index) => {
    const label = findLabel(text, paragraph, true);
    if (label === null) return;
    labelled.set(index, label);
    const name = text.slice(label.start, label.end);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  const repeated = [...counts.values()].filter((count) => count > 1).length;
  if (labelled.size < 4 || counts.size < 2 || repeated === 0 || counts.size > labelled.size / 2 + 1) return [...pieces];
  const result: Piece[] = [];
  let next = 0;
  paragraphs.forEach((paragraph, index) => {
    const label = labelled.get(index);
    const own: Piece[] = [];
    for (; next < pieces.length && pieces[next]!.paragraph <= index; next++) own.push(pieces[next]!);
    if (label === undefined || (counts.get(text.slice(label.start, label.end)) ?? 0) < 2) {
      result.push(...own);
      return;
    }
    const inner = { start: label.words, end: paragraph.end };
    result.push({
      ...inner,
      inner,
      paragraph: index,
      continues: false,
      single: false,
      label: { start: label.start, end: label.end },
    });
  });
  return result;
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
