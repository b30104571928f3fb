import type { Draft } from './draft.js';
import { withoutComments } from '../clean/characters.js';

/** An article from plain text: all of it is body, and the cleaning finds headline and byline in its first lines. */
export function readText(text: string): Draft {
  return {
    id: null,
    url: null,
    title: null,
    outlet: null,
    authors: [],
    publishedAt: null,
    body: unwrapLines(withoutComments(text).replace(/\r\n?/g, '\n')),
  };
}

// A hard-wrapped text is wrapped at a width of this many characters at most; e-mail and terminals use 60 to 80.
const widestWrap = 120;
const narrowestWrap = 40;

/**
 * Text whose paragraphs were broken into lines of a fixed width, with each paragraph on one line again; any other text as it
 * is. A line was broken by width when the first word of the next one would not have fitted on it. Linear.
 */
export function unwrapLines(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd());
  let width = 0;
  for (const line of lines) width = Math.max(width, line.length);
  if (width > widestWrap || width < narrowestWrap) return text;
  const broken = lines.map((line, i) => {
    const next = lines[i + 1]?.trimStart() ?? '';
    return line !== '' && next !== '' && line.length + 1 + firstWordLength(next) > width;
  });
  const inner = lines.filter((line, i) => line !== '' && (lines[i + 1] ?? '').trim() !== '').length;
  // Paragraphs of one line each rarely look broken by width; four lines in five do in a wrapped text.
  if (inner < 3 || broken.filter(Boolean).length < inner * 0.8) return text;
  return lines.map((line, i) => (broken[i] === true ? `${line} ` : `${line}\n`)).join('');
}

function firstWordLength(line: string): number {
  const space = line.indexOf(' ');
  return space === -1 ? line.length : space;
}
