import { onOneLine } from '../../domain/describe.js';
import type { WordDifference } from '../../domain/found-quote.js';
import { cutWords } from './limits.js';
import { blockQuote, bold, join, lines, md, small, struck } from './markdown.js';
import type { Markdown } from './markdown.js';

/**
 * A quotation with what was changed in it: struck out as it was given, bold as it is printed, and a line that says so. Within
 * `most` characters; runs of words that do not fit are left out behind "[…]".
 */
export function renderDifferences(differences: readonly WordDifference[], most: number): Markdown {
  const shown: Markdown[] = [];
  let length = 0;
  for (const difference of differences) {
    const rendered = renderDifference(difference);
    if (length + rendered.markdown.length > most) {
      // Of equal words a part is enough; a change is shown whole or not at all.
      const room = most - length;
      if (difference.same && room > 40) {
        const { words, rest } = cutWords(onOneLine(difference.printed), room);
        shown.push(md`${words}${rest}`);
      } else shown.push(md`${'[…]'}`);
      break;
    }
    shown.push(rendered);
    length += rendered.markdown.length + 1;
  }
  const legend = { markdown: `${struck('struck out').markdown} as given · ${bold('bold').markdown} as printed` };
  return lines(blockQuote(join(shown, ' ')), small(legend));
}

function renderDifference({ same, asked, printed }: WordDifference): Markdown {
  if (same) return md`${onOneLine(printed)}`;
  const given = onOneLine(asked);
  const right = onOneLine(printed);
  return join([...(given === '' ? [] : [struck(given)]), ...(right === '' ? [] : [bold(right)])], ' ');
}
