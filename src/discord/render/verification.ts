import type { APIEmbed } from 'discord.js';
import type { Shown } from '../../domain/conversation.js';
import { countOf, listOf, onOneLine } from '../../domain/describe.js';
import type { Claim, QuotationMatch, Verification } from '../../domain/found-quote.js';
import { renderDifferences } from './differences.js';
import { renderInContext } from './in-context.js';
import { countEmbeds, cutWords, firstThatFits, fromDownToZero, limits, shorten } from './limits.js';
import { blockQuote, lines, md, paragraphs, small } from './markdown.js';
import type { Markdown } from './markdown.js';
import { renderNotice } from './notice.js';
import { colours, renderOrigin } from './parts.js';
import { nameOf } from './quotes.js';
import type { Rendered } from './rendered.js';

/** What became of each quotation that was checked, one embed for each. */
export function renderVerifications({ shown }: { shown: Extract<Shown, { kind: 'verifications' }> }): Rendered {
  const { verifications } = shown;
  if (verifications.length === 0) return renderNotice('There was no quotation to check.');
  const checked = verifications.slice(0, limits.embeds);
  const rest = verifications.length - checked.length;
  // What they may take together is shared evenly.
  const most = Math.min(limits.description, Math.floor(limits.embedTotal / checked.length));
  return {
    ...(rest === 0 ? {} : { content: `The first ${checked.length}; ${countOf(rest, 'more quotation')} did not fit.` }),
    embeds: checked.map((verification) =>
      firstThatFits(
        sizes,
        (size) => renderVerification(verification, size),
        (embed) => countEmbeds([embed]) <= most,
      ),
    ),
    components: [],
  };
}

/** How much of a verdict is shown. */
interface Size {
  /** Characters of each stretch of words. */
  words: number;
  /** Places where an exact quotation is printed, or parts of a spliced one. */
  places: number;
  headline: number;
  /** Whether headlines are links. */
  links: boolean;
}

const sizes: [Size, ...Size[]] = [
  { words: 1000, places: 3, headline: 200, links: true },
  { words: 600, places: 3, headline: 160, links: true },
  { words: 400, places: 3, headline: 120, links: true },
  { words: 300, places: 1, headline: 120, links: true },
  { words: 150, places: 1, headline: 80, links: true },
  { words: 150, places: 1, headline: 80, links: false },
  { words: 80, places: 0, headline: 60, links: false },
];

function renderVerification(checked: Verification, size: Size): APIEmbed {
  const { title, colour, lead } = renderVerdict(checked);
  const description = lines(lead === null ? null : md`${lead}`, ...renderPlaces(checked, size));
  return {
    color: colour,
    title,
    ...(description.markdown === '' ? {} : { description: description.markdown }),
    ...(checked.verdict === 'not-found'
      ? { footer: { text: `Searched: ${countOf(checked.searched.articles, 'article')}.` } }
      : {}),
  };
}

/** The verdict in words, with a sign and a colour that say the same. */
function renderVerdict(checked: Verification): { title: string; colour: number; lead: string | null } {
  const { claim } = checked;
  switch (checked.verdict) {
    case 'exact': {
      const [first] = checked.matches;
      if (first?.where === 'text') {
        return { title: '📄 Printed, but not as a quotation', colour: colours.altered, lead: 'The words stand in an article, word for word, and nobody is quoted with them.' }; // prettier-ignore
      }
      if (first === undefined || claim === null || first.by === 'claimed') {
        const by = claim === null || first === undefined ? '' : `, by ${nameOf(first.speaker)}`;
        return { title: '✅ Exact', colour: colours.exact, lead: `The coverage has these words${by}.` };
      }
      const title =
        first.speaker === null ? '👤 Exact words, speaker not shown' : '👤 Exact words, said by someone else';
      return { title, colour: colours.altered, lead: describeClaim(first, claim) };
    }
    case 'altered': {
      const { match } = checked;
      const isByOther = claim !== null && match.where === 'quote' && match.by !== 'claimed';
      const title = isByOther && match.speaker !== null ? '✏️ Altered, and said by someone else' : '✏️ Altered';
      return { title, colour: colours.altered, lead: isByOther ? describeClaim(match, claim) : 'Nearly these words are printed.' }; // prettier-ignore
    }
    case 'spliced':
      return {
        title: '🧩 Spliced',
        colour: colours.spliced,
        lead: `All these words are printed, but in ${countOf(checked.parts.length, 'place')}, not one after the other.`,
      };
    case 'not-found':
      return { title: '❌ Not found', colour: colours.notFound, lead: 'The coverage has neither these words nor nearly these.' }; // prettier-ignore
  }
}

/** Who spoke, against who is said to have spoken. */
function describeClaim({ speaker }: QuotationMatch, claim: Claim): string {
  const names = claim.speakers.length === 0 ? [claim.name] : claim.speakers.map(({ name }) => name);
  const claimed = shorten(onOneLine(listOf(names)), 150);
  return speaker === null
    ? `The article does not show that ${claimed} said them.`
    : `Said by ${nameOf(speaker)}, not ${claimed}.`;
}

function renderPlaces(checked: Verification, size: Size): Markdown[] {
  switch (checked.verdict) {
    case 'exact': {
      const matches = checked.matches.slice(0, Math.max(1, size.places));
      const rest = checked.matches.length - matches.length;
      const more = rest === 0 ? [] : [small(`and ${countOf(rest, 'more place')}`)];
      return [...matches.map((match) => renderMatch(match, size)), ...more];
    }
    case 'altered':
      return [
        renderDifferences(checked.differences, size.words),
        ...(size.places === 0 ? [] : [md`\nPrinted:`]),
        renderMatch(checked.match, size),
      ];
    case 'spliced': {
      const parts = checked.parts.map(({ asked, match }, i) => {
        const { words, rest } = cutWords(paragraphs(asked), Math.floor(size.words / 2));
        return lines(
          md`**${i + 1}.** ${words}${rest}`,
          renderMatch(match, { ...size, words: Math.floor(size.words / 2) }),
        );
      });
      const count = firstThatFits(
        fromDownToZero(parts.length),
        (taken) => taken,
        (taken) => lines(...parts.slice(0, taken)).markdown.length <= size.words * 4,
      );
      const rest = parts.length - count;
      return [...parts.slice(0, count), ...(rest === 0 ? [] : [small(`and ${countOf(rest, 'more part')}`)])];
    }
    case 'not-found': {
      const { words, rest } = cutWords(paragraphs(checked.quotation), size.words);
      return [blockQuote(md`${words}${rest}`)];
    }
  }
}

/** The words as printed, bold within their sentence, with who spoke, where and when. */
function renderMatch(match: QuotationMatch, { words, headline, links }: Size): Markdown {
  const { text, start, spans, where, speaker } = match;
  const stretches = spans.map((span) => text.slice(span.start - start, span.end - start));
  const origin = links ? match : { ...match, url: null };
  return lines(
    blockQuote(renderInContext(match.context, [text], stretches, words)),
    renderOrigin(origin, { headline, before: where === 'text' ? '' : nameOf(speaker) }),
  );
}
