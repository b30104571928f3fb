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

/** Sentences with quotes on a page; fewer when they are long. */
const mostOnPage = 4;
/** What the quotes of a page take at most; the rest of an embed is for what stands above and below them. */
const pageLength = 3400;
/** Longer quotes are cut. */
const quoteLength = 1300;

/** Quotes that follow each other in one sentence, and how they look together. */
interface Block {
  count: number;
  markdown: Markdown;
}

function renderFound(
  id: string,
  { speaker, quotes, total }: Found<'quotes'>,
  request: QuoteRequest,
  page: number,
): Rendered {
  const blocks = groupBySentence(quotes).map((group): Block => ({
    count: group.length,
    markdown: renderSentence(group, speaker),
  }));
  const pages = splitIntoPages(blocks);
  const at = clampPage(page, pages.length);
  const before = pages.slice(0, at).flat();
  const shown = pages[at]!;
  const first = countQuotes(before) + 1;
  const last = first + countQuotes(shown) - 1;
  const all = quotes.length < total ? `the first ${quotes.length} of ${total}` : String(total);
  const about = request.about === undefined ? '' : `about “${shortenPlain(onOneLine(request.about), 150)}”`;
  const counted = `${first === last ? `Quote ${first}` : `Quotes ${first}–${last}`} of ${all}`;
  const footer = [counted, [about, renderFilters(request.filters)].filter((part) => part !== '').join(', ')];
  const description = speaker?.description ?? null;
  const head = description === null ? null : small(shorten(onOneLine(description), 200));
  return {
    embeds: [
      {
        color: colours.answer,
        title: titleOf(speaker === null ? 'Quotes' : speaker.name),
        description: join([head, ...shown.map(({ markdown }) => markdown)], '\n\n').markdown,
        footer: { text: footer.filter((part) => part !== '').join(' · ') },
      },
    ],
    components: pager({ action: 'quotes-page', id }, { page: at, pages: pages.length }),
  };
}

function countQuotes(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { count }) => sum + count, 0);
}

/** Each page has something, however long it is. */
function splitIntoPages(blocks: readonly Block[]): Block[][] {
  const pages: Block[][] = [];
  let length = 0;
  for (const block of blocks) {
    const page = pages.at(-1);
    length += block.markdown.markdown.length + 2;
    if (page !== undefined && page.length < mostOnPage && length <= pageLength) page.push(block);
    else {
      pages.push([block]);
      length = block.markdown.markdown.length + 2;
    }
  }
  return pages;
}

/** A sentence with two quotes of the same speaker is shown once. */
function groupBySentence(quotes: readonly FoundQuote[]): [FoundQuote, ...FoundQuote[]][] {
  const groups: [FoundQuote, ...FoundQuote[]][] = [];
  for (const quote of quotes) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const isSame =
      last !== undefined &&
      last.articleId === quote.articleId &&
      last.context === quote.context &&
      last.speaker?.id === quote.speaker?.id &&
      last.end <= quote.start;
    if (isSame) group!.push(quote);
    else groups.push([quote]);
  }
  return groups;
}

/** The sentence with the spoken words, then who spoke, unless it is the one who was asked for, where and when. */
function renderSentence(group: readonly [FoundQuote, ...FoundQuote[]], asked: Speaker | null): Markdown {
  const [quote] = group;
  const words = renderInContext(
    quote.context,
    group.map(({ text }) => text),
    group.flatMap(({ segments }) => segments),
    quoteLength,
  );
  const isAsked = asked !== null && quote.speaker?.id === asked.id;
  return lines(blockQuote(words), renderOrigin(quote, { headline: 160, before: isAsked ? '' : nameOf(quote.speaker) }));
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
