import type { AnswerSentence, Citation } from '../domain/answer.js';
import { sharedCount } from '../domain/sets.js';
import { answering } from '../retrieve/tuning.js';
import { stemOf } from '../retrieve/words.js';
import type { ScoredSentence } from './sentences.js';

/**
 * The sentences that answer best, word for word, at most `limit`: the best one, then those nearly as good that say something
 * else, at most two of an article. What a later article takes back is left to that one. The article of the best sentence comes first, then
 * the others by their best; within an article they stand as the article has them.
 */
export function selectSentences(sentences: readonly ScoredSentence[], limit: number): ScoredSentence[] {
  const retractions = sentences
    .filter(({ isTakenBack }) => isTakenBack)
    .map((sentence) => ({ sentence, stems: stemsOf(sentence) }));
  const byScore = sentences
    .filter((sentence) => !retractions.some((other) => isRetractedBy(sentence, other)))
    .sort((a, b) => b.score - a.score);
  const best = byScore[0];
  if (best === undefined) return [];
  const taken: ScoredSentence[] = [];
  const takenStems: Set<string>[] = [];
  for (const sentence of byScore) {
    if (taken.length >= limit || sentence.score < best.score * answering.leastShare) break;
    const sameArticle = taken.filter((other) => other.passage.articleId === sentence.passage.articleId);
    if (sameArticle.length >= answering.sentencesPerArticle) continue;
    const stems = stemsOf(sentence);
    if (takenStems.some((other) => overlap(stems, other) >= answering.sameSentenceOverlap)) continue;
    taken.push(sentence);
    takenStems.push(stems);
  }
  const articles = [...new Set(taken.map((sentence) => sentence.passage.articleId))];
  return articles.flatMap((id) =>
    taken.filter((sentence) => sentence.passage.articleId === id).sort((a, b) => a.start - b.start),
  );
}

/** Cites each sentence with the span it stands at; the quotation is the sentence itself. */
export function citeSentences(sentences: readonly ScoredSentence[]): {
  sentences: AnswerSentence[];
  citations: Citation[];
} {
  const citations = sentences.map(({ passage, text, start, end }, i): Citation => {
    const { url, title, outlet, authors, publishedAt } = passage.article;
    return {
      n: i + 1,
      articleId: passage.articleId,
      url,
      title,
      outlet,
      authors,
      publishedAt,
      quote: text,
      start,
      end,
    };
  });
  return { sentences: citations.map(({ n, quote }) => ({ text: quote, citations: [n] })), citations };
}

/** Whether a later article says of what a sentence tells that it was wrong. */
function isRetractedBy(
  sentence: ScoredSentence,
  { sentence: { passage }, stems }: { sentence: ScoredSentence; stems: ReadonlySet<string> },
): boolean {
  const [day, later] = [sentence.passage.publishedAt, passage.publishedAt];
  if (sentence.isTakenBack || sentence.passage.articleId === passage.articleId) return false;
  if (day !== null && later !== null && day > later) return false;
  return overlap(stemsOf(sentence), stems) >= answering.sameSentenceOverlap;
}

function stemsOf({ words }: ScoredSentence): Set<string> {
  return new Set(words.map(stemOf));
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const smaller = Math.min(a.size, b.size);
  return smaller === 0 ? 1 : sharedCount(a, b) / smaller;
}
