import type { Citation } from '../../domain/answer.js';
import type { Excerpt, Shown } from '../../domain/conversation.js';
import { cutStart, cutText, cutWords, limits, shortenPlain } from './limits.js';
import { findLinkable, highlighted, md } from './markdown.js';
import type { Markdown } from './markdown.js';
import { renderNotice } from './notice.js';
import { clampPage, colours, outletAndDay, pager, titleOf } from './parts.js';
import type { Rendered } from './rendered.js';

/** The cited words of an answer within the paragraph they stand in, one citation to a page from 0. */
export function renderPassages({
  id,
  shown,
  page,
}: {
  id: string;
  shown: Extract<Shown, { kind: 'answer' }>;
  page: number;
}): Rendered {
  const { citations } = shown.outcome;
  const passages = citations.flatMap((citation) => {
    const excerpt = shown.excerpts.find(({ n }) => n === citation.n);
    return excerpt === undefined ? [] : [{ citation, excerpt }];
  });
  const at = clampPage(page, passages.length);
  const passage = passages[at];
  if (passage === undefined) return renderNotice('This answer cites no passage.');
  const { citation, excerpt } = passage;
  const url = findLinkable(citation.url);
  const name = shortenPlain([`[${citation.n}]`, plainOrigin(citation)].filter((part) => part !== '').join(' '), limits.title); // prettier-ignore
  return {
    embeds: [
      {
        color: colours.answer,
        author: { name },
        title: titleOf(citation.title),
        ...(url === undefined ? {} : { url }),
        description: renderExcerpt(excerpt).markdown,
        footer: { text: `Passage ${at + 1} of ${passages.length} · the cited words are bold and underlined` },
      },
    ],
    components: pager({ action: 'passages', id }, { page: at, pages: passages.length }),
  };
}

/** As much as is shown before and behind the cited words. */
const sideLength = 900;
/** The rest of what a description holds: the cited words, with twice the room for their marks. */
const quoteLength = 2200;

/** The words are the article's, paragraphs and all; what is cut off is shown by "[…]". */
function renderExcerpt({ before, quote, after }: Excerpt): Markdown {
  const cited = cutWords(tidy(quote), quoteLength);
  const opening = cutStart(tidy(before).trimStart(), sideLength);
  const isOpen = opening.length < tidy(before).trimStart().length;
  const isWhole = cited.rest === '';
  const closing = isWhole ? cutText(tidy(after), sideLength) : '';
  const isCut = isWhole && closing.length < tidy(after).trimEnd().length;
  return md`${isOpen ? '[…] ' : ''}${opening}${highlighted(cited.words)}${cited.rest}${closing}${isCut ? ' […]' : ''}`;
}

/** Paragraphs with one empty line between them, their beginning and end as they are: words follow directly. */
function tidy(text: string): string {
  return text.replace(/\s*\n\s*\n\s*/g, '\n\n');
}

function plainOrigin(citation: Citation): string {
  return [citation.outlet, outletAndDay({ outlet: null, publishedAt: citation.publishedAt })]
    .filter((part) => part !== null && part !== '')
    .join(' · ');
}
