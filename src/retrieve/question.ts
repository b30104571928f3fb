import type { Filters, Question } from '../domain/answer.js';
import { AppError } from '../errors.js';
import { findPeriod, type Period } from './period.js';
import { questionBorder } from './split-question.js';
import { questionWords, wordsOf } from './words.js';

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
  /** The ISO day of the newest coverage, where the question asks for what is newest; undefined otherwise. */
  newestDay: string | undefined;
}

/** What a question is understood by. */
export interface CoverageFacts {
  outlets: readonly string[];
  /** The newest date of publication; null when no article has one. */
  newest: string | null;
}

/** Longer than any question a person asks; Discord's longest message is 2,000. */
export const maxQuestionLength = 2000;

/**
 * Understands a question: takes markup out, finds the outlet it names ("according to the Bay Herald") and the period it names
 * ("last week"; see `findPeriod`). What was given as a filter wins over what the question says.
 *
 * @throws AppError `QUESTION_EMPTY` or `QUESTION_TOO_LONG`.
 */
export function parseQuestion(question: Question, coverage: CoverageFacts): ParsedQuestion {
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
  const named = outlet === undefined ? findOutlet(text, coverage.outlets) : undefined;
  const hasDates = since !== undefined || until !== undefined;
  const outletWords = new Set(named === undefined ? [] : wordsOf(named.words));
  const newest = coverage.newest?.slice(0, 10);
  const period = hasDates ? undefined : findPeriod(text, question.askedOn, newest);
  // What was written in a period says "last week" of another one.
  const countedWords = new Set(period?.isCounted === true ? wordsOf(period.words) : []);
  return {
    text,
    askedOn: question.askedOn,
    terms: questionWords(text).filter((word) => !outletWords.has(word) && !countedWords.has(word)),
    filters: named === undefined ? question.filters : { ...question.filters, outlet: named.outlet },
    period,
    newestDay: asksForNewest.test(text) ? newest : undefined,
  };
}

/** "What is the latest on", "any updates", "where does it stand now". */
const asksForNewest =
  /\b(?:latest|newest|most recent(?:ly)?|updates?|up to date|so far|right now|what(?: i|['’])?s new)\b|\b(?:stands?|status|happening) (?:\p{L}+ ){0,6}now\b/iu;

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
  /\b(?:according to|(?:reported|published|printed|written|quoted) (?:by|in|on)|as told by|(?:coverage|reporting|articles?|editorial|interview) (?:by|in|of|from)|say in)\s+(?:the )?$/iu;
const outletVerb = /^(?:'s|’s)? (?:report(?:ed|s|ing)?|wrote|writes?|coverage|(?:has|have) (?:reported|written))\b/iu;

/** Where an outlet stands in a question. */
interface Mention {
  outlet: string;
  words: string;
  index: number;
}

/**
 * The outlet that the question wants to hear, under its full name, and the words that name it; the longest when several fit. None when
 * the question sets outlets against each other or asks several things, of which the outlet is to tell but one.
 */
function findOutlet(text: string, outlets: readonly string[]): Mention | undefined {
  const names = outlets.map((outlet) => ({ outlet, name: plainName(outlet) }));
  // Counted once, since every question is looked through for every outlet.
  const endings = new Map<string, number>();
  for (const { name } of names) endings.set(lastWord(name), (endings.get(lastWord(name)) ?? 0) + 1);
  const mentions = names.flatMap(({ outlet, name }) =>
    findMentions(text, name, endings.get(lastWord(name)) === 1, name !== withoutArticle(outlet)).map((found) => ({
      outlet,
      ...found,
    })),
  );
  const [named] = mentions
    .filter(
      ({ words, index }) => outletCue.test(text.slice(0, index)) || outletVerb.test(text.slice(index + words.length)),
    )
    .sort((a, b) => b.words.length - a.words.length);
  if (named === undefined || questionBorder.test(text)) return undefined;
  const end = named.index + named.words.length;
  const isAgainstOthers = mentions.some(({ words, index }) => index + words.length <= named.index || index >= end);
  return isAgainstOthers ? undefined : named;
}

/**
 * Where a question names an outlet: by its name, with or without its article; an outlet that goes by its domain also in words ("USA
 * Today"); and by the last word of its name behind an article, if no other outlet ends so ("the Herald").
 */
function findMentions(text: string, name: string, endsAlone: boolean, isDomain: boolean): Omit<Mention, 'outlet'>[] {
  if (name.length < 3) return [];
  const pattern = isDomain ? [...name].map(escapeRegExp).join('\\s?') : escapeRegExp(name);
  const last = lastWord(name);
  const byLast = endsAlone && last !== name ? `|(?<=\\bthe )${escapeRegExp(last)}` : '';
  const mention = new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern}${byLast})(?![\\p{L}\\p{N}])`, 'giu');
  return [...text.matchAll(mention)].map(({ 0: words, index }) => ({ words, index }));
}

function plainName(outlet: string): string {
  return withoutArticle(outlet).replace(/\.(?:com|org|net|co\.uk|example)$/iu, '');
}

function withoutArticle(outlet: string): string {
  return outlet.replace(/^the /iu, '');
}

function lastWord(name: string): string {
  return name.slice(name.lastIndexOf(' ') + 1).toLowerCase();
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
}
