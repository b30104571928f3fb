import type { Article } from './domain/article.js';
import type { FoundQuote, QuoteOrigin } from './domain/found-quote.js';
import type { Span } from './domain/span.js';
import { sentenceSpans } from './domain/text.js';
import type { StoredQuote } from './ports.js';

/** A quote as the faces show it. */
export function toFoundQuote(quote: StoredQuote): FoundQuote {
  const { article, start, end } = quote;
  return {
    id: quote.id,
    ...originOf(article),
    kind: quote.kind,
    text: quote.text,
    start,
    end,
    segments: quote.segments.map((segment) => article.body.slice(segment.start, segment.end)),
    cue: quote.cue?.text ?? null,
    mention: quote.mention?.text ?? null,
    speaker: quote.speaker,
    context: contextOf(article.body, quote),
  };
}

export function originOf({ id, url, title, outlet, authors, publishedAt }: Article): QuoteOrigin {
  return { articleId: id, url, title, outlet, authors, publishedAt };
}

/** The whole sentences of a body that a span touches, from the first to the last of them. Reads only the span's paragraphs. */
export function contextOf(body: string, { start, end }: Span): string {
  const from = body.lastIndexOf('\n', start - 1) + 1;
  const newline = body.indexOf('\n', end);
  const paragraphs = body.slice(from, newline === -1 ? body.length : newline);
  const touched = sentenceSpans(paragraphs).filter(
    (sentence) => sentence.start < end - from && sentence.end > start - from,
  );
  const first = touched[0];
  return first === undefined ? body.slice(start, end) : paragraphs.slice(first.start, touched.at(-1)!.end);
}
