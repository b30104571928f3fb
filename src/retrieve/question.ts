import type { Filters, Question } from '../domain/answer.js';
import { AppError } from '../errors.js';
import { findPeriod, type Period } from './period.js';
import { topicWords } from './words.js';

/** A question made ready for searching. */
export interface ParsedQuestion {
  /** What was asked, without markup and extra white space. */
  text: string;
  askedOn: string;
  /** Words that carry the topic, folded, each once. */
  terms: string[];
  /** Those given, and the outlet that the question names. */
  filters: Filters;
  /** The period that the question names; undefined when it names none or dates were given. */
  period: Period | undefined;
}

/** Longer than any question a person asks; Discord's longest message is 2,000. */
export const maxQuestionLength = 2000;

/**
 * Understands a question: takes markup out, finds the outlet it names ("according to the Bay Herald") among `outlets` and the
 * period it names ("last week"). What was given as a filter wins over what the question says.
 *
 * @throws AppError `QUESTION_EMPTY` or `QUESTION_TOO_LONG`.
 */
export function parseQuestion(question: Question, outlets: readonly string[]): ParsedQuestion {
  const text = plainText(question.text);
  if (!/[\p{L}\p{N}]/u.test(text)) {
    throw new AppError(
      'QUESTION_EMPTY',
      `Expected a question in words, got ${JSON.stringify(question.text.slice(0, 40))}`,
      {
        hint: 'Ask in a sentence or in keywords, for example: who resigned after the inquiry?',
      },
    );
  }
  if (text.length > maxQuestionLength) {
    throw new AppError('QUESTION_TOO_LONG', `Expected at most ${maxQuestionLength} characters, got ${text.length}`, {
      hint: 'Shorten the question.',
    });
  }
  const { since, until, outlet } = question.filters;
  const named = outlet === undefined ? findOutlet(text, outlets) : undefined;
  return {
    text,
    askedOn: question.askedOn,
    terms: topicWords(text),
    filters: named === undefined ? question.filters : { ...question.filters, outlet: named },
    period: since === undefined && until === undefined ? findPeriod(text, question.askedOn) : undefined,
  };
}

/** A question as people paste it: without tags, entities and line breaks. */
function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/<[^<>]*>/gu, ' ')
    .replace(/&(?:nbsp|#160);/gu, ' ')
    .replace(/&amp;/gu, '&')
    .replace(/&(?:quot|#34);/gu, '"')
    .replace(/&#39;|&apos;/gu, "'")
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Words that say that the next thing named is where something was published, not what it is about. */
const outletCue =
  /\b(?:according to|reported by|published by|as told by|coverage (?:by|in|of)|reporting (?:by|in|of)|articles? (?:by|in|from)|writes?|say in)\s+(?:the )?$/iu;
const outletVerb = /^(?:'s|’s)? (?:report(?:ed|s|ing)?|wrote|writes?|coverage|(?:has|have) (?:reported|written))\b/iu;

function findOutlet(text: string, outlets: readonly string[]): string | undefined {
  return outlets
    .filter((outlet) => {
      const name = outlet.replace(/^the /iu, '').replace(/\.(?:com|org|net|co\.uk|example)$/iu, '');
      const at = text.toLowerCase().indexOf(name.toLowerCase());
      if (at === -1 || name.length < 3) return false;
      const after = text.slice(at + name.length);
      if (/^[\p{L}\p{N}]/u.test(after)) return false;
      return outletCue.test(text.slice(0, at)) || outletVerb.test(after);
    })
    .sort((a, b) => b.length - a.length)[0];
}
