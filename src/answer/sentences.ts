import { sentenceSpans } from '../domain/text.js';
import { dot } from '../domain/vector.js';
import type { Embedder } from '../ports.js';
import { coverageOf, stemsOf, type WeightedTerm } from '../retrieve/evidence.js';
import type { RetrievedPassage } from '../retrieve/search.js';
import { answerTypeOf, holdsAnswerType } from './answer-type.js';

/** A sentence of a passage that was found: `article.body.slice(start, end) === text`. */
export interface ScoredSentence {
  passage: RetrievedPassage;
  text: string;
  start: number;
  end: number;
  stems: ReadonlySet<string>;
  /** The stems of the sentence, its neighbours and the headline: what a reader has in mind when reading it. */
  around: ReadonlySet<string>;
  /** The share of the question's words, by weight, in the sentence; those that only stand around it count half. */
  coverage: number;
  score: number;
}

/** What the parts of a sentence's score weigh. Measured by the share of answers that hold the expected words. */
const weights = {
  /** The question's words in the sentence. */
  coverage: 1,
  /** The rank score of its passage. */
  passage: 0.6,
  /** Something of the kind that is asked for: a name, a number, a date. */
  answerType: 0.25,
  /** What the sentence means, as the cosine of its vector and the question's; see `compareByVector`. */
  cosine: 0.5,
} as const;

/** A word that stands in the headline or the sentences before and after counts this much of one in the sentence itself. */
const contextShare = 0.5;

/** Sentences shorter than this many words say too little to stand alone, such as "He nodded." */
const fewestWords = 4;
/** Longer ones are no sentences, but lists or tables. */
const mostCharacters = 700;

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
      if (text.split(/\s+/u).length < fewestWords || text.length > mostCharacters || isQuestion(text)) return [];
      const place = `${offset + start} ${passage.articleId}`;
      if (seen.has(place)) return [];
      seen.add(place);
      const around = new Set([...headline, ...(stems[i - 1] ?? []), ...stems[i]!, ...(stems[i + 1] ?? [])]);
      const own = coverageOf(terms, stems[i]!);
      const coverage = own + contextShare * (coverageOf(terms, around) - own);
      const score =
        weights.coverage * coverage +
        weights.passage * passage.score +
        weights.answerType * (holdsAnswerType(type, text, question) ? 1 : 0);
      return [
        {
          passage,
          text,
          start: offset + start,
          end: offset + end,
          stems: stems[i]!,
          around,
          coverage,
          score,
        },
      ];
    });
  });
}

/**
 * How many sentences are compared by vector. Eight cost about as much as one passage; with 4 or 24 the share of answers that hold
 * the expected words was the same within two points, and the abstentions were no better.
 */
const sentencesToCompare = 8;

/**
 * The best sentences so far, compared with the question by what they mean as well: best first, at most `sentencesToCompare`,
 * with the cosine in their score. One call of the embedder.
 */
export async function compareByVector(
  sentences: readonly ScoredSentence[],
  question: Float32Array,
  embedder: Embedder,
): Promise<(ScoredSentence & { cosine: number })[]> {
  const best = [...sentences].sort((a, b) => b.score - a.score).slice(0, sentencesToCompare);
  if (best.length === 0) return [];
  const vectors = await embedder.embed(
    best.map(({ text }) => text),
    'passage',
  );
  return best
    .map((sentence, i) => {
      const cosine = dot(vectors[i]!, question);
      return { ...sentence, cosine, score: sentence.score + weights.cosine * cosine };
    })
    .sort((a, b) => b.score - a.score);
}

/** A question never answers a question, whoever asks it in the article, with or without a cue (“Why us?” she asked) behind it. */
function isQuestion(text: string): boolean {
  return /\?["”’)]*$|^[“"‘][^“”"]*\?["”’]\s(?:\S+\s){0,6}\S+$/u.test(text);
}
