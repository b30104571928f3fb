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

/** As `String.prototype.trim` has it. */
function isSpace(code: number): boolean {
  if (code <= 0xa0) return code === 32 || (code >= 9 && code <= 13) || code === 0xa0;
  return (code >= 0x2000 && code <= 0x200a) || rareSpaces.has(code);
}

const rareSpaces = new Set([0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff]);
