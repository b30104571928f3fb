import type { FoundPassage } from '../../domain/answer.js';
import { wrap } from '../style.js';
import type { Style } from '../style.js';
import { describeOrigin, onOneLine } from '../../domain/describe.js';

/** Lines of a passage that are shown; `article` shows the rest. */
const snippetLines = 3;

/** Passages for a person, best first, each with its rank, headline, origin, the id to read on with, and its beginning. */
export function renderPassages(passages: readonly FoundPassage[], style: Style): string {
  if (passages.length === 0) return wrap(style, 'Nothing in the coverage fits this question and these filters.') + '\n';
  const rankWidth = String(passages.length).length + 2;
  const indent = ' '.repeat(rankWidth);
  return passages
    .map((passage, index) => {
      const rank = `${index + 1}. `.padStart(rankWidth);
      const origin = [describeOrigin(passage), `score ${passage.score.toFixed(2)}`].filter((part) => part !== '');
      const snippet = renderSnippet(passage.text, indent, style);
      return [
        wrap(style, style.bold(onOneLine(passage.title)), rank),
        wrap(style, origin.join(', '), indent),
        style.dim(wrap(style, passage.url ?? `article ${passage.articleId}`, indent)),
        snippet,
      ].join('\n');
    })
    .join('\n\n')
    .concat('\n');
}

function renderSnippet(text: string, indent: string, style: Style): string {
  const lines = wrap(style, onOneLine(text), indent).split('\n');
  if (lines.length <= snippetLines) return lines.join('\n');
  // The last word makes room for the mark that there is more.
  const last = lines[snippetLines - 1]!.replace(/\s+\S*$/, '');
  return [...lines.slice(0, snippetLines - 1), `${last} …`].join('\n');
}
