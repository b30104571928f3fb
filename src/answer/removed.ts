import type { RemovedSentence } from '../domain/answer.js';
import { removalReasons } from './verify/types.js';

/** Why a sentence was not shown: what the checks find, and what becomes of an answer on its way. Stable: programs may switch on it. */
export const removalCodes = {
  ...removalReasons,
  malformed: 'It holds bytes that are no characters, so that the words around them cannot be trusted either.',
  repeated: 'The answer has said it already.',
  'cut-off': 'The answer ended in the middle of it.',
} as const;

export type RemovalCode = keyof typeof removalCodes;

/** Characters of a sentence or a detail that are told: a server that knows no end writes sentences of thousands. */
const longestText = 400;

/** A sentence that was not shown, for programs and the log. `detail` says what exactly was not found, and may be empty. */
export function toRemoved(text: string, code: RemovalCode, detail = ''): RemovedSentence {
  const told = cut(detail);
  return { text: cut(text), reason: told === '' ? code : `${code}: ${told}`, code, detail: told };
}

function cut(text: string): string {
  if (text.length <= longestText) return text;
  // Half of a pair is no character.
  return `${text.slice(0, longestText - 1).replace(/[\ud800-\udbff]$/u, '')}…`;
}
