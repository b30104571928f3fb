import type { FoundQuote, QuotationMatch, QuoteSearch, SpeakerSummary, Verification } from '../domain/found-quote.js';
import type { Speaker } from '../domain/quote.js';

/*
 * The JSON of `quotes` and `verify`: a contract like that of `rows.ts`.
 */

/** One quote. */
export function toQuoteRow(quote: FoundQuote) {
  return {
    id: quote.id,
    articleId: quote.articleId,
    kind: quote.kind,
    text: quote.text,
    segments: quote.segments,
    start: quote.start,
    end: quote.end,
    cue: quote.cue,
    mention: quote.mention,
    speaker: quote.speaker === null ? null : toSpeakerRow(quote.speaker),
    context: quote.context,
    ...originOf(quote),
  };
}

/** The quotes of one search, or whom its speaker may mean. */
export function toQuotesRow(found: QuoteSearch) {
  switch (found.outcome) {
    case 'quotes':
      return {
        speaker: found.speaker === null ? null : toSpeakerRow(found.speaker),
        total: found.total,
        quotes: found.quotes.map(toQuoteRow),
      };
    case 'ambiguous':
      return { ambiguous: found.speakers.map(toSummaryRow) };
    case 'unknown':
      return { unknown: found.name, nearest: found.nearest.map(toSummaryRow) };
  }
}

/** A speaker with his numbers. */
export function toSummaryRow({ speaker, direct, partial, articles, newest }: SpeakerSummary) {
  const { kind, description } = speaker;
  return { ...toSpeakerRow(speaker), kind, description, direct, partial, articles, newest };
}

/** What became of a quotation. */
export function toVerificationRow(checked: Verification) {
  const { quotation, claim, searched } = checked;
  const head = {
    quotation,
    verdict: checked.verdict,
    by: claim === null ? null : { name: claim.name, speakers: claim.speakers.map(toSpeakerRow) },
    searched: { articles: searched.articles },
  };
  switch (checked.verdict) {
    case 'exact':
      return { ...head, matches: checked.matches.map(toMatchRow) };
    case 'altered':
      return {
        ...head,
        match: toMatchRow(checked.match),
        similarity: Math.round(checked.similarity * 1000) / 1000,
        differences: checked.differences.map(({ same, asked, printed }) => ({ same, asked, printed })),
      };
    case 'spliced':
      return { ...head, parts: checked.parts.map(({ asked, match }) => ({ asked, match: toMatchRow(match) })) };
    case 'not-found':
      return head;
  }
}

function toMatchRow(match: QuotationMatch) {
  return {
    where: match.where,
    quoteId: match.quoteId,
    articleId: match.articleId,
    text: match.text,
    start: match.start,
    end: match.end,
    spans: match.spans.map(({ start, end }) => ({ start, end })),
    speaker: match.speaker === null ? null : toSpeakerRow(match.speaker),
    by: match.by,
    context: match.context,
    ...originOf(match),
  };
}

function toSpeakerRow({ id, name, aliases }: Speaker) {
  return { id, name, aliases: aliases.map((alias) => alias.name) };
}

function originOf({ url, title, outlet, authors, publishedAt }: FoundQuote | QuotationMatch) {
  return { url, title, outlet, authors, publishedAt };
}
