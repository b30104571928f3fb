import type { AnswerSentence, Citation, Outcome } from '../../domain/answer.js';
import { wrap } from '../style.js';
import type { Style } from '../style.js';
import { describeAuthors, describeOrigin, describeSearched, onOneLine } from '../../domain/describe.js';

/**
 * An answer or an abstention for a person. `asked` is the question as it was typed; what was searched for is told when it
 * differs. Cited words are shown in the list of sources unless they are the sentence itself.
 */
export function renderOutcome(outcome: Outcome, asked: string, style: Style): string {
  const blocks =
    outcome.outcome === 'answer'
      ? [...renderSentences(outcome, style), style.bold('Sources') + '\n' + renderSources(outcome, style)]
      : [style.bold(wrap(style, 'The coverage holds no answer to this question.')), wrap(style, outcome.reason)];
  if (outcome.note !== undefined) blocks.push(wrap(style, outcome.note));
  blocks.push(style.dim(wrap(style, describeSearched(outcome.searched, asked), 'Searched: ', '  ')));
  if (outcome.outcome === 'abstention' && outcome.related.length > 0) {
    const headlines = outcome.related.map((related) => {
      const origin = describeOrigin(related);
      const lines = [wrap(style, onOneLine(related.title), '  - ')];
      if (origin !== '') lines.push(style.dim(wrap(style, origin, '    ')));
      if (related.url !== null) lines.push(style.dim(wrap(style, related.url, '    ')));
      return lines.join('\n');
    });
    blocks.push([style.bold('Related headlines (not an answer):'), ...headlines].join('\n'));
  }
  return blocks.join('\n\n') + '\n';
}

type Answer = Extract<Outcome, { outcome: 'answer' }>;

/** What of an answer has passed the checks while the rest is still being written. */
export type Draft = Pick<Answer, 'sentences' | 'citations'>;

/** The beginning of an answer of a language model, as it will stand there when it is whole; empty without a sentence. */
export function renderDraft(draft: Draft, style: Style): string {
  if (draft.sentences.length === 0) return '';
  const writing = style.dim(wrap(style, 'Still writing. Every sentence is checked before it is shown.'));
  return [...renderSentences({ ...draft, mode: 'model' }, style), writing].join('\n\n');
}

function renderSentences({ mode, sentences, citations }: Draft & Pick<Answer, 'mode'>, style: Style): string[] {
  const byNumber = new Map(citations.map((citation) => [citation.n, citation]));
  const severalOrigins = new Set(citations.map(describeOrigin)).size > 1;
  const rendered = sentences.map((sentence) => {
    const markers = style.cyan(sentence.citations.map((n) => `[${n}]`).join(''));
    const text = `${onOneLine(sentence.text)} ${markers}`;
    // Sentences that were taken word for word from several articles are read better with their origin beside them.
    const origin = mode === 'extractive' && severalOrigins ? originsOf(sentence, byNumber) : '';
    return origin === '' ? text : `${text} ${style.dim(`(${origin})`)}`;
  });
  return mode === 'model' ? [wrap(style, rendered.join(' '))] : rendered.map((text) => wrap(style, text));
}

function originsOf(sentence: AnswerSentence, byNumber: ReadonlyMap<number, Citation>): string {
  const origins = sentence.citations.flatMap((n) => {
    const citation = byNumber.get(n);
    return citation === undefined ? [] : [describeOrigin(citation)];
  });
  return [...new Set(origins)].filter((origin) => origin !== '').join('; ');
}

/** The sources in order of their numbers, those of one article together. */
function renderSources({ sentences, citations }: Answer, style: Style): string {
  const shown = new Set(sentences.map(({ text }) => onOneLine(text)));
  const articles = new Map<string, Citation[]>();
  for (const citation of citations) {
    articles.set(citation.articleId, [...(articles.get(citation.articleId) ?? []), citation]);
  }
  return [...articles.values()].map((group) => renderSource(group, shown, style)).join('\n');
}

function renderSource(group: readonly Citation[], shown: ReadonlySet<string>, style: Style): string {
  const [first] = group;
  if (first === undefined) return '';
  const markers = group.map(({ n }) => `[${n}]`).join('');
  const indent = '    ';
  const origin = [describeOrigin(first), describeAuthors(first)].filter((part) => part !== '').join(', ');
  const lines = [wrap(style, style.bold(onOneLine(first.title)), `${style.cyan(markers)} `, indent)];
  if (origin !== '') lines.push(wrap(style, origin, indent));
  lines.push(style.dim(first.url === null ? wrap(style, `article ${first.articleId}`, indent) : indent + first.url));
  for (const { n, quote } of group) {
    const words = onOneLine(quote);
    if (shown.has(words)) continue;
    const marker = group.length > 1 ? `[${n}] ` : '';
    lines.push(wrap(style, `${marker}“${words}”`, indent));
  }
  return lines.join('\n');
}
