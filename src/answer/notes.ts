import { describeTime } from '../domain/describe.js';
import type { ErrorCode } from '../errors.js';

/** Why the language model did not answer. */
export type Hindrance = ErrorCode | 'BUDGET_EVERYONE' | 'BUDGET_USER' | 'BUDGET_UNKNOWN';

/**
 * The sentence that tells a reader why the articles' own sentences are shown, or were looked through in vain; and until when, where that
 * is known.
 */
export function renderHindrance(hindrance: Hindrance, isAnswer: boolean, now: Date): { note: string; until?: string } {
  const cause = causes[hindrance] ?? causes.GENERATION_FAILED;
  const then = isAnswer
    ? 'these are the sentences of the articles.'
    : 'only the sentences of the articles were looked through.';
  if (hindrance !== 'BUDGET_EVERYONE' && hindrance !== 'BUDGET_USER') return { note: `${cause}; ${then}` };
  const until = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1)).toISOString();
  return { note: `${cause}, until ${describeTime(until)}; ${then}`, until };
}

const causes: Partial<Record<Hindrance, string>> & { GENERATION_FAILED: string } = {
  GENERATOR_UNAVAILABLE: 'The language model did not answer in time, or its server is in trouble',
  GENERATOR_REFUSED: 'The language model could not be asked, because its server refuses the key or the model',
  GENERATION_FAILED: 'The language model gave no usable answer',
  CONTEXT_TOO_LONG: 'The articles are too long for the language model',
  BUDGET_EVERYONE: 'The language model has answered as much as it may today',
  BUDGET_USER: 'The language model has answered as much of your questions as it may today',
  BUDGET_UNKNOWN: 'The language model was not asked, because what it may still cost today cannot be read',
};

export const cutNote = 'The language model’s answer was cut short.';

export function renderMissing(missing: string): string {
  return `The coverage found does not say: ${missing}.`;
}
