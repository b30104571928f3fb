import { foldName } from '../domain/fold.js';
import { sentenceSpans } from '../domain/text.js';
import type { RetrievedPassage } from '../retrieve/search.js';
import type { AnswerChecks, AnswerReader, CheckedSentence, ModelSentence } from './checks.js';

/**
 * The strictest checks: a sentence is kept when a cited passage has it word for word, and is shown as the passage has it. Signs and
 * case do not count.
 */
export function createVerbatimChecks(passages: readonly RetrievedPassage[]): AnswerChecks {
  const sentences = passages.map(({ text }) =>
    sentenceSpans(text).map((span) => ({ ...span, words: foldName(text.slice(span.start, span.end)) })),
  );
  return {
    createReader: createMarkedReader,
    checkSentence: async ({ text, numbers }): Promise<CheckedSentence> => {
      const words = foldName(text);
      for (const number of numbers) {
        const found = sentences[number - 1]?.find((sentence) => sentence.words === words && words !== '');
        if (found === undefined) continue;
        const { start, end } = found;
        const printed = passages[number - 1]!.text.slice(start, end);
        return { verdict: 'kept', text: printed, citations: [{ passage: number - 1, start, end }] };
      }
      return { verdict: 'removed', text, reason: 'unsupported', detail: 'no cited passage has it word for word' };
    },
  };
}

const marks = /(?:\s*\[\d+\])+/gu;

/** Sentences that end with their marks: "The pier opened. [1][2]". What follows the last marks belongs to a sentence of its own. */
function createMarkedReader(): AnswerReader {
  let rest = '';
  const take = (isEnd: boolean): ModelSentence[] => {
    const sentences: ModelSentence[] = [];
    let at = 0;
    for (const match of rest.matchAll(marks)) {
      const end = match.index + match[0].length;
      // More marks may follow.
      if (!isEnd && !/\S/u.test(rest.slice(end))) break;
      if (!isEnd && /^\s*\[\d*$/u.test(rest.slice(end))) break;
      const numbers = [...match[0].matchAll(/\d+/gu)].map(([number]) => Number(number));
      sentences.push({ text: rest.slice(at, match.index).trim(), numbers: [...new Set(numbers)] });
      at = end;
    }
    rest = rest.slice(at);
    if (isEnd && rest.trim() !== '') sentences.push({ text: rest.trim(), numbers: [] });
    return sentences.filter(({ text }) => text !== '');
  };
  return {
    push: (chunk) => {
      rest += chunk;
      return take(false);
    },
    end: () => take(true),
  };
}
