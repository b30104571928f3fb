import type { Span } from '../domain/span.js';
import { sentenceSpans } from '../domain/text.js';
import { coverageOf, createTermFinder } from '../retrieve/evidence.js';
import { wordsOf } from '../retrieve/words.js';
import type { Retrieval, RetrievedPassage } from '../retrieve/search.js';
import { recencyOf } from '../retrieve/rank.js';
import { answering, ranking } from '../retrieve/tuning.js';
import { answerTypeOf, createAnswerTest } from './answer-type.js';
import { quantityAsked } from './quantity.js';
import { isTakingBack } from './verify/prepare.js';

/**
 * A sentence of a passage that was found: `article.body.slice(start, end) === text`. One that the next takes back ("That was wrong.") comes
 * together with it, since alone it would say the opposite of what the article does.
 */
export interface ScoredSentence {
  passage: RetrievedPassage;
  text: string;
  start: number;
  end: number;
  /** Its folded words, in order. */
  words: readonly string[];
  /** The stems of the question's words that it has. */
  terms: ReadonlySet<string>;
  /** Those that the headline has. */
  headline: ReadonlySet<string>;
  /** Those of the sentence, its neighbours and the headline: what a reader has in mind when reading it. */
  around: ReadonlySet<string>;
  /** Whether it holds something of the kind asked for. */
  isOfType: boolean;
  /** Whether it ends with a sentence that takes back what it says before. */
  isTakenBack: boolean;
  /** The share of the question's words, by weight, in the sentence; those that only stand around it count less. */
  coverage: number;
  score: number;
}

/** The sentences of the passages with their scores, in the order of passages and text. Linear. */
export function scoreSentences(
  question: string,
  {
    terms,
    weakness,
    passages,
    question: { newestDay },
  }: Pick<Retrieval, 'terms' | 'weakness' | 'passages' | 'question'>,
): ScoredSentence[] {
  const holdsAnswer = createAnswerTest(answerTypeOf(question), question);
  const findTerms = createTermFinder(terms);
  const asksForCorrection = /\bcorrect|\bversion\b/iu.test(question);
  const hasQuantity = quantityAsked(question);
  // Two passages of an article may show the same sentence.
  const seen = new Set<string>();
  return passages.flatMap((passage) => {
    const { text: whole, start: offset } = passage.shown;
    const spans = joinTakenBack(whole, sentenceSpans(whole));
    const texts = spans.map(({ start, end }) => whole.slice(start, end));
    const words = texts.map(wordsOf);
    const found = words.map(findTerms);
    const recency = newestDay === undefined ? 0 : recencyOf(passage.article.publishedAt, newestDay, ranking);
    const headline = findTerms(wordsOf(passage.article.title));
    return spans.flatMap(({ start, end, isTakenBack }, i) => {
      const text = texts[i]!;
      if (
        text.split(/\s+/u).length < answering.fewestWords ||
        text.length > answering.mostCharacters ||
        isQuestion(text) ||
        (!asksForCorrection && isCorrection(text))
      )
        return [];
      const place = `${offset + start} ${passage.articleId}`;
      if (seen.has(place)) return [];
      seen.add(place);
      const around = new Set([...headline, ...(found[i - 1] ?? []), ...found[i]!, ...(found[i + 1] ?? [])]);
      const own = coverageOf(terms, found[i]!);
      const isOfType = holdsAnswer(text);
      const coverage = own + answering.contextShare * (coverageOf(terms, around) - own);
      const score =
        (answering.coverageWeight - weakness * answering.weakWordsLoss) * coverage +
        answering.passageWeight * passage.score +
        answering.cosineWeight * passage.cosine +
        (answering.answerTypeWeight + weakness * answering.weakWordsTypeGain) * (isOfType ? 1 : 0) +
        answering.quantityWeight * (isOfType && hasQuantity?.(text) ? 1 : 0) +
        answering.newestWeight * recency -
        answering.brokenLoss * (isBroken(text) ? 1 : 0);
      return [
        {
          passage,
          text,
          start: offset + start,
          end: offset + end,
          words: words[i]!,
          terms: found[i]!,
          headline,
          around,
          isOfType,
          isTakenBack,
          coverage,
          score,
        },
      ];
    });
  });
}

/** Whether it is a piece of a longer quotation, so that who speaks is not in it: a mark that closes has none before it, or the other way round. */
function isBroken(text: string): boolean {
  const opening = text.match(/“/gu)?.length ?? 0;
  const closing = text.match(/”/gu)?.length ?? 0;
  const straight = text.match(/"/gu)?.length ?? 0;
  return opening !== closing || straight % 2 === 1;
}

/** The spans, each of a sentence that the next one takes back reaching over that one. */
function joinTakenBack(text: string, spans: readonly Span[]): (Span & { isTakenBack: boolean })[] {
  const joined: (Span & { isTakenBack: boolean })[] = [];
  for (const { start, end } of spans) {
    const last = joined.at(-1);
    const isNext = last !== undefined && !text.slice(last.end, start).includes('\n');
    if (isNext && isTakingBack(text.slice(start, end)))
      joined[joined.length - 1] = { start: last.start, end, isTakenBack: true };
    else joined.push({ start, end, isTakenBack: false });
  }
  return joined;
}

/** A question never answers a question, whoever asks it in the article, with or without a cue (“Why us?” she asked) behind it. */
function isQuestion(text: string): boolean {
  return text.includes('?') && /\?["”’)]*$|^[“"‘][^“”"]*\?["”’]\s(?:\S+\s){0,6}\S+$/u.test(text);
}

const correction =
  /\b(?:earlier|previous|original) (?:\p{L}+ )?version of (?:this|the|our) (?:article|story|report|piece|post|column)\b/iu;

/** A correction says what was wrong: the last thing to show to somebody who asks what is right. */
function isCorrection(text: string): boolean {
  return correction.test(text);
}
