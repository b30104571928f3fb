import type { SpeakerSummary } from '../../domain/found-quote.js';
import { invocation } from '../command.js';
import { pad, wrap } from '../style.js';
import type { Style } from '../style.js';
import { countOf, describeDay, onOneLine } from '../../domain/describe.js';

/** Digits of a number of quotes that are kept clear at the left. */
const countWidth = 5;

/**
 * The speakers for a person, most quotes first, at most `limit`. Unnamed speakers and documents are a number only, since each belongs
 * to one article.
 */
export function renderSpeakers(
  { speakers, unattributed }: { speakers: readonly SpeakerSummary[]; unattributed: number },
  limit: number,
  style: Style,
): string {
  const named = speakers.filter(({ speaker }) => speaker.kind === 'person' || speaker.kind === 'organisation');
  const others = speakers.filter((summary) => !named.includes(summary));
  if (speakers.length === 0 && unattributed === 0) return wrap(style, 'No quotes with these filters.') + '\n';
  const blocks: string[] = [];
  if (named.length > 0) {
    const shown = named.slice(0, limit).map((summary) => renderSummary(summary, style));
    const rest = named.length - shown.length;
    if (rest > 0) shown.push(style.dim(wrap(style, `and ${countOf(rest, 'speaker')} more; --limit shows them.`)));
    blocks.push(shown.join('\n'));
  }
  const unnamed = others.reduce((sum, { direct, partial }) => sum + direct + partial, 0);
  const more: string[] = [];
  if (unnamed > 0) more.push(`${countOf(unnamed, 'quote')} of documents and unnamed speakers`);
  if (unattributed > 0) more.push(`${countOf(unattributed, 'quote')} where the article does not show who spoke`);
  if (more.length > 0) blocks.push(wrap(style, `Besides: ${more.join('; ')}.`));
  blocks.push(`Next: ${invocation} quotes "${onOneLine(named[0]?.speaker.name ?? 'a name')}"`);
  return blocks.join('\n\n') + '\n';
}

/** One speaker: the number of quotes, the name, what the press says of him, and the numbers by kind. */
export function renderSummary({ speaker, direct, partial, articles, newest }: SpeakerSummary, style: Style): string {
  const total = (direct + partial).toLocaleString('en').padStart(countWidth);
  const indent = ' '.repeat(countWidth + 2);
  const name = style.bold(onOneLine(speaker.name));
  const details = [
    direct > 0 ? `${direct.toLocaleString('en')} direct` : '',
    partial > 0 ? `${partial.toLocaleString('en')} partial` : '',
    `in ${countOf(articles, 'article')}`,
    newest === null ? '' : `last ${describeDay(newest)}`,
  ].filter((part) => part !== '');
  const lines = [wrap(style, name, pad(`${total}  `, countWidth + 2), indent)];
  if (speaker.description !== null) lines.push(wrap(style, onOneLine(speaker.description), indent));
  lines.push(style.dim(wrap(style, details.join(', '), indent)));
  return lines.join('\n');
}
