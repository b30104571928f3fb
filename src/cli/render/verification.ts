import type { Claim, QuotationMatch, Verification, WordDifference } from '../../domain/found-quote.js';
import { wrap } from '../style.js';
import type { Style } from '../style.js';
import { countOf, listOf, onOneLine } from '../../domain/describe.js';
import { describeSpeaker, renderOrigin } from './quotes.js';

/** Printings that are shown of an exact quotation; the JSON has all that were found. */
const mostMatches = 5;
const indent = '    ';

/** What became of a quotation, for a person: the verdict in the first line, then where the words are printed. */
export function renderVerification(checked: Verification, style: Style): string {
  const blocks = [renderVerdict(checked, style)];
  switch (checked.verdict) {
    case 'exact': {
      const { matches } = checked;
      blocks.push(...matches.slice(0, mostMatches).map((match) => renderMatch(match, style)));
      const rest = matches.length - mostMatches;
      if (rest > 0) blocks.push(style.dim(wrap(style, `and ${countOf(rest, 'more place')}; --json shows them.`)));
      break;
    }
    case 'altered':
      blocks.push(renderDifferences(checked.differences, style), renderMatch(checked.match, style));
      break;
    case 'spliced':
      blocks.push(
        ...checked.parts.map(({ asked, match }, i) => {
          const part = wrap(style, `“${onOneLine(asked)}”`, `${i + 1}. `);
          return `${part}\n${renderMatch(match, style)}`;
        }),
      );
      break;
    case 'not-found':
      blocks.push(wrap(style, `Searched: ${countOf(checked.searched.articles, 'article')}.`));
  }
  return blocks.join('\n\n') + '\n';
}

function renderVerdict(checked: Verification, style: Style): string {
  const { claim } = checked;
  const line = (colour: (text: string) => string, text: string): string => style.bold(colour(wrap(style, text)));
  switch (checked.verdict) {
    case 'exact': {
      const [first] = checked.matches;
      if (first!.where === 'text')
        return line(style.yellow, 'Printed word for word, but not as a quotation of anyone.');
      return claim === null || first!.by === 'claimed'
        ? line(style.green, 'Exact: the coverage has these words.')
        : line(style.yellow, `The coverage has these words, but ${describeClaim(first!, claim)}.`);
    }
    case 'altered':
      return line(style.yellow, `Altered: nearly these words are printed${butBy(checked.match, claim)}.`);
    case 'spliced':
      return line(style.yellow, `Spliced: put together from ${countOf(checked.parts.length, 'place')}.`);
    case 'not-found':
      return line(style.red, 'Not found: the coverage has neither these words nor nearly these.');
  }
}

function butBy(match: QuotationMatch, claim: Claim | null): string {
  return claim === null || match.by === 'claimed' || match.where === 'text'
    ? ''
    : `, and ${describeClaim(match, claim)}`;
}

/** How who spoke differs from who is said to have spoken. */
function describeClaim(match: QuotationMatch, claim: Claim): string {
  const claimed = claim.speakers.length === 0 ? claim.name : listOf(claim.speakers.map(({ name }) => name));
  return match.speaker === null
    ? `the article does not show that ${onOneLine(claimed)} said them`
    : `said by ${onOneLine(match.speaker.name)}, not ${onOneLine(claimed)}`;
}

/** The quotation with what was changed: in brackets, so that it can be read without colour. */
function renderDifferences(differences: readonly WordDifference[], style: Style): string {
  const words = differences.map(({ same, asked, printed }) => {
    if (same) return onOneLine(printed);
    const given = asked === '' ? '' : style.red(`[-${onOneLine(asked)}-]`);
    const right = printed === '' ? '' : style.green(`{+${onOneLine(printed)}+}`);
    return [given, right].filter((part) => part !== '').join(' ');
  });
  return `${wrap(style, words.join(' '))}\n${style.dim(wrap(style, '[-as given-] {+as printed+}'))}`;
}

function renderMatch(match: QuotationMatch, style: Style): string {
  const context = onOneLine(match.context);
  const words = onOneLine(match.text);
  const at = context.indexOf(words);
  const sentence = at === -1 ? context : context.slice(0, at) + style.bold(words) + context.slice(at + words.length);
  const who =
    match.where === 'text' ? 'in the text of the article, not as a quotation' : describeSpeaker(match.speaker);
  return [wrap(style, sentence, indent), wrap(style, who, '  — ', indent), renderOrigin(match, indent, style)].join(
    '\n',
  );
}
