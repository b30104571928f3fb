import type { FoundPassage } from '../../domain/answer.js';
import { countOf, onOneLine } from '../../domain/describe.js';
import { cutWords, firstThatFits, fromDownToZero, limits, shorten } from './limits.js';
import { blockQuote, join, lines, md, paragraphs, small } from './markdown.js';
import type { Markdown } from './markdown.js';
import { colours, renderOrigin } from './parts.js';
import type { Rendered } from './rendered.js';

/** Characters of a passage that are shown. */
const beginningLength = 280;

/** Articles that a message is about: headline, outlet, day, and how the passage that fits begins. */
export function renderCoverage({
  question,
  passages,
}: {
  question: string;
  passages: readonly FoundPassage[];
}): Rendered {
  const about = cutAbout(question);
  if (passages.length === 0) {
    const description = lines(md`Nothing in the coverage fits this message.`, about).markdown;
    return { embeds: [{ color: colours.abstention, title: 'No coverage found', description }], components: [] };
  }
  const rendered = passages.map((passage) => {
    const { words, rest } = cutWords(paragraphs(passage.text), beginningLength);
    return lines(renderOrigin(passage, { headline: 160 }), blockQuote(md`${words}${rest}`));
  });
  const describe = (count: number): Markdown => {
    const rest = rendered.length - count;
    const more = rest === 0 ? [] : [small(`and ${countOf(rest, 'more passage')}`)];
    return join([about, ...rendered.slice(0, count), ...more], '\n\n');
  };
  const fits = ({ markdown }: Markdown) => markdown.length <= limits.description;
  const { markdown } = firstThatFits(fromDownToZero(rendered.length), describe, fits);
  return {
    embeds: [{ color: colours.answer, title: 'Coverage of this message', description: markdown }],
    components: [],
  };
}

function cutAbout(question: string): Markdown {
  return small(md`About: ${shorten(onOneLine(question), 160)}`);
}
