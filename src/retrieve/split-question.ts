import type { ParsedQuestion } from './question.js';
import type { RankingNumbers } from './tuning.js';
import { topicWords } from './words.js';

/** Where another question begins: behind a question mark, and at a question word behind "and" or "or", with its preposition. */
export const questionBorder =
  /\?\s+|,? (?:and|or) (?=(?:(?:about|at|by|for|from|in|of|on|since|to|until|with) )?(?:what|who|whom|whose|when|where|why|which|how)\b)/iu;

/**
 * The topic words of each question in a question that asks several ("Who won in Tarn, and why did the ferry sink?"), each in order of
 * first use; empty when it asks one, when a part has too few words of its own ("and who replaced her?"), or when there are too many. Pure.
 */
export function splitQuestion(
  { text, terms }: Pick<ParsedQuestion, 'text' | 'terms'>,
  { mostParts, fewestPartWords }: Pick<RankingNumbers, 'mostParts' | 'fewestPartWords'>,
): string[][] {
  const parts = text.split(questionBorder).map((part) => topicWords(part).filter((word) => terms.includes(word)));
  const isSeveral = parts.length > 1 && parts.length <= mostParts;
  return isSeveral && parts.every((part) => part.length >= fewestPartWords) ? parts : [];
}
