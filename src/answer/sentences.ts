import { sentenceSpans } from '../domain/text.js';
import { dot } from '../domain/vector.js';
import type { Embedder } from '../ports.js';
import { coverageOf, stemsOf, type WeightedTerm } from '../retrieve/evidence.js';
import type { RetrievedPassage } from '../retrieve/search.js';
import { answering } from '../retrieve/tuning.js';
import { answerTypeOf, holdsAnswerType } from './answer-type.js';

/** A sentence of a passage that was found: `article.body.slice(start, end) === text`. */
export interface ScoredSentence {
  passage: RetrievedPassage;
  text: string;
  start: number;
  end: number;
  stems: ReadonlySet<string>;
  headline: ReadonlySet<string>;
  /** The stems of the sentence, its neighbours and the headline: what a reader has in mind when reading it. */
  around: ReadonlySet<string>;
  /** The share of the question's words, by weight, in the sentence; those that only stand around it count half. */
  coverage: number;
  score: number;
}

/** The sentences of the passages with their scores, in the order of passages and text. Linear. */
export function scoreSentences(
  question: string,
  terms: readonly WeightedTerm[],
  passages: readonly RetrievedPassage[],
): ScoredSentence[] {
  const type = answerTypeOf(question);
  // Two passages of an article may show the same sentence.
  const seen = new Set<string>();
  return passages.flatMap((passage) => {
    const { text: whole, start: offset } = passage.shown;
    const spans = sentenceSpans(whole);
    const texts = spans.map(({ start, end }) => whole.slice(start, end));
    const stems = texts.map(stemsOf);
    const headline = stemsOf(passage.article.title);
    return spans.flatMap(({ start, end }, i) => {
      const text = texts[i]!;
      if (
        text.split(/\s+/u).length < answering.fewestWords ||
        text.length > answering.mostCharacters ||
        isQuestion(text)
      )
        return [];
      const place = `${offset + start} ${passage.articleId}`;
      if (seen.has(place)) return [];
      seen.add(place);
      const around = new Set([...headline, ...(stems[i - 1] ?? []), ...stems[i]!, ...(stems[i + 1] ?? [])]);
      const own = coverageOf(terms, stems[i]!);
      const coverage = own + answering.contextShare * (coverageOf(terms, around) - own);
      const score =
        answering.coverageWeight * coverage +
        answering.passageWeight * passage.score +
        answering.answerTypeWeight * (holdsAnswerType(type, text, question) ? 1 : 0);
      return [
        {
          passage,
          text,
          start: offset + start,
          end: offset + end,
          stems: stems[i]!,
          headline,
          around,
          coverage,
          score,
        },
      ];
    });
  });
}

/**
 * The best sentences so far, compared with the question by what they mean as well: best first, at most `answering.sentencesToCompare`,
 * with the cosine in their score. One call of the embedder.
 */
export async function compareByVector(
  sentences: readonly ScoredSentence[],
  question: Float32Array,
  embedder: Embedder,
): Promise<(ScoredSentence & { cosine: number })[]> {
  const best = [...sentences].sort((a, b) => b.score - a.score).slice(0, answering.sentencesToCompare);
  if (best.length === 0) return [];
  const vectors = await embedder.embed(
    best.map(({ text }) => text),
    'passage',
  );
  return best
    .map((sentence, i) => {
      const cosine = dot(vectors[i]!, question);
      return { ...sentence, cosine, score: sentence.score + answering.cosineWeight * cosine };
    })
    .sort((a, b) => b.score - a.score);
}

/** A question never answers a question, whoever asks it in the article, with or without a cue (“Why us?” she asked) behind it. */
function isQuestion(text: string): boolean {
  return /\?["”’)]*$|^[“"‘][^“”"]*\?["”’]\s(?:\S+\s){0,6}\S+$/u.test(text);
}
