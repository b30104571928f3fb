import type { FoundQuote, QuoteOrigin, QuoteSearch } from '../../domain/found-quote.js';
import type { Speaker } from '../../domain/quote.js';
import { invocation } from '../command.js';
import { wrap } from '../style.js';
import type { Style } from '../style.js';
import { countOf, describeOrigin, onOneLine } from '../../domain/describe.js';
import { renderSummary } from './speakers.js';

/** Quotes for a person, or whom a name may mean. `about` is what the quotes were to be about, for saying that none is. */
export function renderQuoteSearch(found: QuoteSearch, style: Style, about?: string): string {
  switch (found.outcome) {
    case 'quotes':
      return found.quotes.length === 0 ? renderNone(found.speaker, style, about) : renderQuotes(found, style);
    case 'ambiguous': {
      const ids = found.speakers.map(({ speaker }) => `Next: ${invocation} quotes --id ${speaker.id}`);
      const summaries = found.speakers.map((summary, i) => `${renderSummary(summary, style)}\n${style.dim(ids[i]!)}`);
      const asks = `“${onOneLine(found.name)}” fits ${countOf(found.speakers.length, 'speaker')}. Which one?`;
      return [style.bold(wrap(style, asks)), ...summaries].join('\n\n') + '\n';
    }
    case 'unknown': {
      const blocks = [style.bold(wrap(style, `Nobody of the name “${onOneLine(found.name)}” is quoted.`))];
      if (found.nearest.length > 0) {
        blocks.push(['The most similar names:', ...found.nearest.map((one) => renderSummary(one, style))].join('\n'));
      } else blocks.push(`Next: ${invocation} quotes`);
      return blocks.join('\n\n') + '\n';
    }
  }
}

function renderNone(speaker: Speaker | null, style: Style, about?: string): string {
  const whose = speaker === null ? 'No quotes' : `No quotes of ${onOneLine(speaker.name)}`;
  const which = about === undefined ? 'with these filters' : `about “${onOneLine(about)}” were found`;
  const next = speaker === null ? 'quotes' : `quotes --id ${speaker.id}`;
  return [wrap(style, `${whose} ${which}.`), `Next: ${invocation} ${next}`].join('\n\n') + '\n';
}

function renderQuotes({ speaker, quotes, total }: Extract<QuoteSearch, { outcome: 'quotes' }>, style: Style): string {
  const blocks = quotes.map((quote) => renderQuote(quote, speaker, style));
  if (speaker !== null) blocks.unshift(renderSpeaker(speaker, style));
  const rest = total - quotes.length;
  if (rest > 0) blocks.push(style.dim(wrap(style, `and ${countOf(rest, 'quote')} more; --limit shows them.`)));
  return blocks.join('\n\n') + '\n';
}

function renderSpeaker({ name, description, aliases }: Speaker, style: Style): string {
  const lines = [wrap(style, style.bold(onOneLine(name)))];
  if (description !== null) lines.push(wrap(style, onOneLine(description)));
  const others = aliases.map((alias) => onOneLine(alias.name)).filter((alias) => alias !== name);
  if (others.length > 0) lines.push(style.dim(wrap(style, `also printed as ${others.join(', ')}`)));
  return lines.join('\n');
}

/** A quote in its sentence; who spoke is told where that is not the one who was asked for, and where a pronoun hides it. */
function renderQuote(quote: FoundQuote, asked: Speaker | null, style: Style): string {
  const context = onOneLine(quote.context);
  const words = onOneLine(quote.text);
  const at = context.indexOf(words);
  const sentence =
    at === -1 ? style.bold(words) : context.slice(0, at) + style.bold(words) + context.slice(at + words.length);
  const lines = [wrap(style, sentence)];
  if (asked === null) lines.push(wrap(style, describeSpeaker(quote.speaker), '  — ', '    '));
  lines.push(renderOrigin(quote, '    ', style));
  return lines.join('\n');
}

/** Who spoke, with what the press says of him. */
export function describeSpeaker(speaker: Speaker | null): string {
  if (speaker === null) return 'the article does not show who spoke';
  const name = onOneLine(speaker.name);
  return speaker.description === null ? name : `${name}, ${onOneLine(speaker.description)}`;
}

/** Headline, outlet and date, and the link. */
export function renderOrigin(origin: QuoteOrigin, indent: string, style: Style): string {
  const lines = [wrap(style, onOneLine(origin.title), indent)];
  const printed = describeOrigin(origin);
  if (printed !== '') lines.push(wrap(style, printed, indent));
  lines.push(style.dim(origin.url === null ? wrap(style, `article ${origin.articleId}`, indent) : indent + origin.url));
  return lines.join('\n');
}
