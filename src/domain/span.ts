/** A half-open range of JavaScript string offsets: `text.slice(start, end)`. */
export interface Span {
  start: number;
  end: number;
}

/** The span without the white space at its two ends; empty (`start === end`) when it holds nothing else. */
export function trimSpan(text: string, span: Span): Span {
  let { start, end } = span;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return { start, end };
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x2028 || code === 0x2029;
}
