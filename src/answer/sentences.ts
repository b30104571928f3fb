import { sentenceSpans } from '../domain/text.js';
import { coverageOf, createTermFinder, type WeightedTerm } from '../retrieve/evidence.js';
import { wordsOf } from '../retrieve/words.js';
import type { RetrievedPassage } from '../retrieve/search.js';
import { answering } from '../retrieve/tuning.js';
import { answerTypeOf, createAnswerTest } from './answer-type.js';
import { quantityAsked } from './quantity.js';

/** A sentence of a passage that was found: `article.body.slice(start, end) === text`. */
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
  /** The share of the question's words, by weight, in the sentence; those that only stand around it count less. */
  coverage: number;
  score: number;
}

/** The sentences of the passages with their scores, in the order of passages and text. Linear. */
export function scoreSentences(
  question: string,
  terms: readonly WeightedTerm[],
  passages: readonly RetrievedPassage[],
): ScoredSentence[] {
  const holdsAnswer = createAnswerTest(answerTypeOf(question), question);
  const findTerms = createTermFinder(terms);
  const asksForCorrection = /\bcorrect|\bversion\b/iu.test(question);
  const hasQuantity = quantityAsked(question);
  // Two passages of an article may show the same sentence.
  const seen = new Set<string>();
  return passages.flatMap((passage) => {
    const { text: whole, start: offset } = passage.shown;
    const spans = sentenceSpans(whole);
    const texts = spans.map(({ start, end }) => whole.slice(start, end));
    const words = texts.map(wordsOf);
    const found = words.map(findTerms);
    const headline = findTerms(wordsOf(passage.article.title));
    return spans.flatMap(({ start, end }, i) => {
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
      const coverage = own + answering.contextShare * (coverageOf(terms, around) - own);
      const isOfType = holdsAnswer(text);
      const score =
        answering.coverageWeight * coverage +
        answering.passageWeight * passage.score +
        answering.cosineWeight * passage.cosine +
        answering.answerTypeWeight * (isOfType ? 1 : 0) +
        answering.quantityWeight * (isOfType && hasQuantity?.(text) ? 1 : 0);
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
          coverage,
          score,
        },
      ];
    });
  });
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
