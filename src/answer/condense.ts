import type { Turn } from '../domain/conversation.js';
import { foldName } from '../domain/fold.js';
import type { Generated } from '../ports.js';
import { isStopWord, stemOf, wordsOf } from '../retrieve/words.js';

/** Longer than any question that a person would search for. */
const longestQuestion = 300;

/** Tokens that a question of its own may take; some models think before they write it. */
export const condenseTokens = 400;

/**
 * The question that a model made of a follow-up, or undefined when it is none: empty, long, of several lines, with an address or
 * markup, or about names and things that neither the conversation nor the follow-up has.
 */
export function parseCondensed(said: string, question: string, turns: readonly Turn[]): string | undefined {
  const text = said
    .trim()
    .replace(/^(?:question|rewritten question)\s*:\s*/iu, '')
    .replace(/^["“„«'](.*)["”«»']$/u, '$1')
    .trim();
  if (text === '' || text.length > longestQuestion || /[\n<>@`*[\]{}|\ufffd]|:\/\//u.test(text)) return undefined;
  const known = new Set(
    [question, ...turns.flatMap((turn) => [turn.question, turn.outcome.searched.question, ...sayings(turn)])]
      .flatMap(wordsOf)
      .map(stemOf),
  );
  const topics = wordsOf(text).filter((word) => !isStopWord(word));
  const isKnown = topics.length > 0 && topics.every((word) => known.has(stemOf(word)) || commonWords.has(word));
  return isKnown ? text : undefined;
}

/** All that a reader of an exchange has seen and may speak of. */
function sayings({ outcome }: Turn): string[] {
  const { sentences, citations } = outcome;
  return [
    ...sentences.map(({ text }) => text),
    ...citations.flatMap(({ title, outlet, quote }) => [title, outlet ?? '', quote]),
  ];
}

/** Words that complete a question without making it about something else. */
const commonWords = new Set(
  foldName(
    'say said says tell told think thought happen happened happening event events case many long old much people person ' +
      'reason part role regarding according describe described give given make made mean new latest next first last else still ' +
      'coverage article articles report reported outlet news time date day year number',
  ).split(' '),
);

/** The whole text of an answer. */
export async function collectText(
  parts: AsyncIterable<Generated>,
): Promise<{ text: string; usage: { inputTokens: number; outputTokens: number } | null }> {
  let text = '';
  for await (const part of parts) {
    if (part.kind === 'text') text += part.text;
    else if (part.kind === 'restart') text = '';
    else return { text, usage: part.usage };
  }
  return { text, usage: null };
}
