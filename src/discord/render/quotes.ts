import { ComponentType } from 'discord.js';
import type { APIEmbed, APISelectMenuOption } from 'discord.js';
import type { QuoteRequest, Shown } from '../../domain/conversation.js';
import { countOf, describeDay, onOneLine } from '../../domain/describe.js';
import type { FoundQuote, QuoteSearch, SpeakerSummary } from '../../domain/found-quote.js';
import type { Speaker } from '../../domain/quote.js';
import { renderControlId } from '../custom-id.js';
import { limits, shorten, shortenPlain } from './limits.js';
import { blockQuote, bold, join, lines, md, small } from './markdown.js';
import type { Markdown } from './markdown.js';
import { clampPage, colours, pager, renderFilters, renderOrigin, row, titleOf, withPlainSpaces } from './parts.js';
import { renderInContext } from './in-context.js';
import type { Rendered } from './rendered.js';

type Found<Kind extends QuoteSearch['outcome']> = Extract<QuoteSearch, { outcome: Kind }>;

/** Quotes, a page of them from 0; or whom a name may mean, to choose from. */
export function renderQuotes({
  id,
  shown: { request, found },
  page,
}: {
  id: string;
  shown: Extract<Shown, { kind: 'quotes' }>;
  page: number;
}): Rendered {
  switch (found.outcome) {
    case 'quotes':
      return found.quotes.length === 0 ? renderNone(found, request) : renderFound(id, found, request, page);
    case 'ambiguous':
      return renderChoice(id, found.speakers, {
        title: `“${shorten(onOneLine(found.name), 120)}” fits ${countOf(found.speakers.length, 'speaker')}`,
        lead: 'Which one do you mean?',
      });
    case 'unknown': {
      const title = `Nobody of the name “${shorten(onOneLine(found.name), 120)}” is quoted`;
      if (found.nearest.length > 0) return renderChoice(id, found.nearest, { title, lead: 'The most similar names:' });
      return { embeds: [{ ...plainEmbed(title), description: 'No name in the coverage is like it.' }], components: [] };
    }
  }
}

/** Quotes on a page; fewer when they are long. */
const mostOnPage = 4;
/** What the quotes of a page take at most; the rest of an embed is for what stands above and below them. */
const pageLength = 3400;
/** Longer quotes are cut. */
const quoteLength = 1300;

function renderFound(
  id: string,
  { speaker, quotes, total }: Found<'quotes'>,
  request: QuoteRequest,
  page: number,
): Rendered {
  const rendered = quotes.map(renderQuote);
  const pages = splitIntoPages(rendered);
  const at = clampPage(page, pages.length);
  const { first, last } = pages[at]!;
  const about = request.about === undefined ? '' : `about “${shortenPlain(onOneLine(request.about), 150)}”`;
  const whose = speaker === null ? 'Quotes' : speaker.name;
  const description = speaker?.description ?? null;
  const head = description === null ? null : md`${shorten(onOneLine(description), 200)}`;
  const searched = [about, renderFilters(request.filters)].filter((part) => part !== '').join(', ');
  const counted = quotes.length < total ? `${count(first + 1, last)} of the first ${quotes.length} of ${total}` : `${count(first + 1, last)} of ${total}`; // prettier-ignore
  const footer = [`Quotes ${counted}`, searched].filter((part) => part !== '').join(' · ');
  return {
    embeds: [
      {
        color: colours.answer,
        title: titleOf(whose),
        description: join([head, ...rendered.slice(first, last)], '\n\n').markdown,
        footer: { text: footer },
      },
    ],
    components: pager({ action: 'quotes-page', id }, { page: at, pages: pages.length }),
  };
}

function count(first: number, last: number): string {
  return first === last ? String(first) : `${first}–${last}`;
}

/** Half-open ranges; every page has a quote, however long it is. */
function splitIntoPages(quotes: readonly Markdown[]): { first: number; last: number }[] {
  const pages: { first: number; last: number }[] = [];
  let length = 0;
  quotes.forEach(({ markdown }, i) => {
    const page = pages.at(-1);
    length += markdown.length + 2;
    if (page !== undefined && i - page.first < mostOnPage && length <= pageLength) page.last = i + 1;
    else {
      pages.push({ first: i, last: i + 1 });
      length = markdown.length + 2;
    }
  });
  return pages;
}

/** The sentence with the spoken words, then who spoke, where and when. */
function renderQuote(quote: FoundQuote): Markdown {
  const words = renderInContext(quote.context, quote.text, quote.segments, quoteLength);
  return lines(blockQuote(words), renderOrigin(quote, { headline: 160, before: nameOf(quote.speaker) }));
}

/** Who spoke, in few words. */
export function nameOf(speaker: Speaker | null): string {
  return speaker === null ? 'the article does not show who spoke' : shorten(onOneLine(speaker.name), 100);
}

function renderNone({ speaker }: Found<'quotes'>, request: QuoteRequest): Rendered {
  const filters = renderFilters(request.filters);
  const about = request.about === undefined ? '' : ` about “${shorten(onOneLine(request.about), 150)}”`;
  const title = speaker === null ? 'No quotes' : `No quotes of ${shorten(onOneLine(speaker.name), 150)}`;
  const description = md`The coverage has none${about}${filters === '' ? '' : ` with ${filters}`}.`;
  return { embeds: [{ ...plainEmbed(title), description: description.markdown }], components: [] };
}

/** Speakers that are told in the text; the menu has more. */
const mostListed = 10;

function renderChoice(
  id: string,
  speakers: readonly SpeakerSummary[],
  { title, lead }: { title: string; lead: string },
): Rendered {
  // A menu takes no longer value; such a name can still be typed in full.
  const choices = speakers.filter(({ speaker }) => speaker.id.length <= limits.optionText).slice(0, limits.options);
  const listed = choices
    .slice(0, mostListed)
    .map((summary) => md`${bold(shorten(onOneLine(summary.speaker.name), 80))} · ${describeSummary(summary)}`);
  const rest = speakers.length - choices.length;
  const description = lines(
    md`${lead}`,
    ...listed,
    choices.length > listed.length ? small(`and ${choices.length - listed.length} more in the menu`) : null,
    rest > 0 ? small(`${countOf(rest, 'more speaker')} did not fit: give more of the name to see them.`) : null,
  );
  const embed = { ...plainEmbed(title), description: description.markdown };
  if (choices.length === 0) return { embeds: [embed], components: [] };
  const menu = {
    type: ComponentType.StringSelect as const,
    custom_id: renderControlId({ action: 'speaker', id, detail: '' }),
    placeholder: 'Choose a speaker',
    options: choices.map(toOption),
  };
  return { embeds: [embed], components: [row(menu)] };
}

function toOption(summary: SpeakerSummary): APISelectMenuOption {
  const { name, description, id } = summary.speaker;
  const details = [
    withPlainSpaces(describeSummary(summary)),
    ...(description === null ? [] : [onOneLine(description)]),
  ];
  return {
    label: shortenPlain(onOneLine(name), limits.optionText) || id,
    value: id,
    description: shortenPlain(details.join(' · '), limits.optionText),
  };
}

function describeSummary({ direct, partial, articles, newest }: SpeakerSummary): string {
  const parts = [`${countOf(direct + partial, 'quote')} in ${countOf(articles, 'article')}`];
  if (newest !== null) parts.push(`last ${describeDay(newest)}`);
  return withPlainSpaces(parts.join(', '));
}

function plainEmbed(title: string): APIEmbed {
  return { color: colours.abstention, title: titleOf(title) };
}
