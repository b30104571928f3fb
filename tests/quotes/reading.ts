import type { ArticleQuote } from '../../src/domain/quote.js';
import { extractQuotes } from '../../src/quotes/extract.js';

/** A quotation as a reader of these tests wants to see it. */
export interface Seen {
  words: string[];
  kind: ArticleQuote['kind'];
  by: string | null;
  mention: string | null;
  cue: string | null;
}

/** The quotations of a body, in order. Paragraphs are the arguments. */
export function read(...paragraphs: string[]): Seen[] {
  return readAs({}, ...paragraphs);
}

export function readAs(
  options: { title?: string; authors?: string[]; doubledApostrophes?: boolean },
  ...paragraphs: string[]
): Seen[] {
  const body = paragraphs.join('\n\n');
  const { title = '', authors = [], doubledApostrophes = false } = options;
  const { quotes, speakers } = extractQuotes({ title, body, authors }, { doubledApostrophes });
  return quotes.map((quote) => ({
    words: quote.segments.map(({ start, end }) => body.slice(start, end)),
    kind: quote.kind,
    by: quote.speaker === null ? null : speakers[quote.speaker]!.name,
    mention: quote.mention?.text ?? null,
    cue: quote.cue?.text ?? null,
  }));
}

/** Who speaks each quotation. */
export function speakersOf(...paragraphs: string[]): (string | null)[] {
  return read(...paragraphs).map((quote) => quote.by);
}

/** The words of each quotation. */
export function wordsOf(...paragraphs: string[]): string[][] {
  return read(...paragraphs).map((quote) => quote.words);
}
