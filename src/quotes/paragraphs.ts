import { trimSpan, type Span } from '../domain/span.js';

const sentenceEnd = /[.!?…:"”’'»」』)\]]/;

/**
 * The paragraphs of a text, in order, trimmed, none empty. An empty line always parts two paragraphs. A single line break does
 * so in a text that has no empty lines, and after the end of a sentence; elsewhere it is a wrapped line.
 */
export function splitParagraphs(text: string): Span[] {
  const wrapped = /\n[ \t\r]*\n/.test(text);
  const paragraphs: Span[] = [];
  let start = 0;
  let lastInk = -1;
  const close = (end: number): void => {
    const span = trimSpan(text, { start, end });
    if (span.start < span.end) paragraphs.push(span);
  };
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== 10) {
      if (code !== 32 && code !== 13 && code !== 9) lastInk = i;
      continue;
    }
    const empty = isEmptyLineNext(text, i);
    if (empty || !wrapped || lastInk < start || sentenceEnd.test(text.charAt(lastInk))) {
      close(i);
      start = i + 1;
    }
  }
  close(text.length);
  return paragraphs;
}

function isEmptyLineNext(text: string, newline: number): boolean {
  let i = newline + 1;
  while (i < text.length && (text.charCodeAt(i) === 32 || text.charCodeAt(i) === 9 || text.charCodeAt(i) === 13)) i++;
  return text.charCodeAt(i) === 10;
}
