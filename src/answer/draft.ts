import type { AnswerSentence, Citation } from '../domain/answer.js';
import { foldName } from '../domain/fold.js';
import { trimSpan } from '../domain/span.js';
import type { RetrievedPassage } from '../retrieve/search.js';
import type { CheckedSentence } from './checks.js';

/** What has passed the checks so far: whole, in place of what was given before. */
export interface Draft {
  sentences: AnswerSentence[];
  citations: Citation[];
}

/** Collects sentences and numbers their citations, in the order of first use. */
export function createDraft(passages: readonly RetrievedPassage[]) {
  const sentences: AnswerSentence[] = [];
  const citations: Citation[] = [];
  const numbers = new Map<string, number>();
  const said = new Set<string>();
  const cite = ({ passage: index, start, end }: { passage: number; start: number; end: number }): number => {
    const { articleId, article, shown } = passages[index]!;
    const span = trimSpan(shown.text, { start, end });
    const [from, to] = [shown.start + span.start, shown.start + span.end];
    const key = `${articleId}\n${from}\n${to}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const n = citations.length + 1;
    const { url, title, outlet, authors, publishedAt } = article;
    const quote = shown.text.slice(span.start, span.end);
    citations.push({ n, articleId, url, title, outlet, authors, publishedAt, quote, start: from, end: to }); // prettier-ignore
    numbers.set(key, n);
    return n;
  };
  return {
    size: () => sentences.length,
    /** False when the same has been said. */
    add({ text, citations: spans }: Extract<CheckedSentence, { verdict: 'kept' }>): boolean {
      const words = foldName(text);
      if (said.has(words)) return false;
      said.add(words);
      sentences.push({ text, citations: [...new Set(spans.map(cite))] });
      return true;
    },
    copy: (): Draft => ({ sentences: [...sentences], citations: [...citations] }),
  };
}
