import { byScore } from '../domain/order.js';
import { coverageOf, createTermFinder, type WeightedTerm } from './evidence.js';
import { daysBetween } from './period.js';
import type { ParsedQuestion } from './question.js';
import type { RankingNumbers } from './tuning.js';
import { wordsOf } from './words.js';

/** A passage that one of the two searches found, with what both think of it. */
export interface Candidate {
  id: number;
  articleId: string;
  /** The article's headline. */
  title: string;
  text: string;
  publishedAt: string | null;
  /** Cosine of question and passage, -1..1. */
  cosine: number;
  /** BM25, 0 when the words did not find it. */
  bm25: number;
}

/** A candidate in its place, with its fused score in 0..1. */
export type Ranked<Row extends Candidate = Candidate> = Row & { score: number };

/** What ranking knows of a question. */
export type RankedQuestion = Pick<ParsedQuestion, 'askedOn' | 'period' | 'newestDay'> & {
  terms: readonly WeightedTerm[];
  /** See `weaknessOf`. */
  weakness: number;
};

/**
 * The `count` best candidates, best first, without repeats.
 *
 * Fusion is a convex combination of the two scores, each scaled so that the best candidate has 1 (Bruch, Gai and Ingber 2023,
 * "An Analysis of Fusion Functions for Hybrid Retrieval"): the cosine from its theoretical floor of 0, BM25 from 0. It keeps how
 * far apart the scores are, which reciprocal rank fusion throws away. Where the question's words are everywhere, the vectors decide. Then come the bonuses for time; the best so far are
 * looked at for words that stand together; and the last rules let several articles be heard.
 */
export function rankCandidates<Row extends Candidate>(
  question: RankedQuestion,
  candidates: readonly Row[],
  numbers: RankingNumbers,
  count = Infinity,
  wordsBySentence: WordReader = createWordReader(),
): Ranked<Row>[] {
  const bestCosine = Math.max(...candidates.map((c) => c.cosine), Number.EPSILON);
  const bestBm25 = Math.max(...candidates.map((c) => c.bm25), Number.EPSILON);
  const { weakness } = question;
  const vectorShare = numbers.vectorShare + weakness * (1 - numbers.vectorShare);
  const fused = candidates.map((candidate): Ranked<Row> => {
    const relevance =
      vectorShare * (Math.max(candidate.cosine, 0) / bestCosine) + (1 - vectorShare) * (candidate.bm25 / bestBm25);
    return { ...candidate, score: relevance + timeBonus(question, candidate.publishedAt, numbers) };
  });
  const { periodBonus, recencyBonus, newestBonus, sentenceShare, articleShare } = numbers;
  const timeShare = question.newestDay === undefined ? recencyBonus : newestBonus;
  const byWords = {
    closeLook: numbers.closeLook,
    sentenceShare: (1 - weakness) * sentenceShare,
    articleShare: (1 - weakness) * articleShare,
  };
  const highest = 1 + periodBonus + timeShare + byWords.sentenceShare + byWords.articleShare;
  const scored = addTogetherness(question.terms, fused.sort(byScore), byWords, wordsBySentence);
  return diversify(scored, numbers, count, wordsBySentence).map((row) => ({
    ...row,
    score: Math.max(row.score, 0) / highest,
  }));
}

/** Gives the words of a candidate's sentences. */
export type WordReader = (row: Pick<Candidate, 'id' | 'text'>) => readonly string[][];

/** Folding words is what ranking costs: a reader does it once for each passage, also when several lists are ranked with it. */
export function createWordReader(): WordReader {
  const words = new Map<number, string[][]>();
  return ({ id, text }) => {
    const known = words.get(id) ?? roughSentences(text).map(wordsOf);
    words.set(id, known);
    return known;
  };
}

/** Raises the best of the candidates, which come best first, by how well the question's words stand together in them. */
function addTogetherness<Row extends Candidate>(
  terms: readonly WeightedTerm[],
  candidates: readonly Ranked<Row>[],
  numbers: { closeLook: number; sentenceShare: number; articleShare: number },
  wordsBySentence: WordReader,
): Ranked<Row>[] {
  // Without words of a topic everything would hold all of them.
  if (terms.length === 0) return [...candidates];
  const findTerms = createTermFinder(terms);
  const close = candidates.slice(0, numbers.closeLook).map((row) => {
    const sentences = wordsBySentence(row).map(findTerms);
    const passage = new Set([...findTerms(wordsOf(row.title)), ...sentences.flatMap((stems) => [...stems])]);
    return {
      row,
      inSentence: Math.max(0, ...sentences.map((stems) => coverageOf(terms, stems))),
      inPassage: coverageOf(terms, passage),
    };
  });
  const inArticle = new Map<string, number>();
  for (const { row, inPassage } of close) {
    inArticle.set(row.articleId, Math.max(inPassage, inArticle.get(row.articleId) ?? 0));
  }
  const raised = close.map(({ row, inSentence }) => ({
    ...row,
    score: row.score + numbers.sentenceShare * inSentence + numbers.articleShare * (inArticle.get(row.articleId) ?? 0),
  }));
  return [...raised, ...candidates.slice(numbers.closeLook)];
}

/** Sentences by their signs alone: for counting words a border too many at "Mr." does no harm, and it is twenty times as fast. */
function roughSentences(text: string): string[] {
  return text.split(/(?<=[.!?…]["”’)]*)\s+|\n+/u);
}

function timeBonus(
  question: Pick<RankedQuestion, 'askedOn' | 'period' | 'newestDay'>,
  publishedAt: string | null,
  numbers: RankingNumbers,
): number {
  if (publishedAt === null) return 0;
  const day = publishedAt.slice(0, 10);
  const isInPeriod = question.period !== undefined && day >= question.period.since && day <= question.period.until;
  const { newestDay } = question;
  const recency = recencyOf(publishedAt, newestDay ?? question.askedOn, numbers);
  const bonus = newestDay === undefined ? numbers.recencyBonus : numbers.newestBonus;
  return (isInPeriod ? numbers.periodBonus : 0) + recency * bonus;
}

/** How recent something was on a day, 0..1: 1 on that day, half of it for every half-life before. 0 without a date. */
export function recencyOf(
  publishedAt: string | null,
  day: string,
  { recencyHalfLifeDays, mostDaysAhead }: Pick<RankingNumbers, 'recencyHalfLifeDays' | 'mostDaysAhead'>,
): number {
  if (publishedAt === null) return 0;
  const age = daysBetween(publishedAt, day);
  return age < -mostDaysAhead ? 0 : 2 ** (-Math.max(age, 0) / recencyHalfLifeDays);
}

/**
 * The `count` best of several lists, best first: the first of each, the second of each, and so on, by the rules for repeats that hold in one
 * list. No score is above that of the row before.
 */
export function takeInTurn<Row extends Candidate>(
  lists: readonly (readonly Ranked<Row>[])[],
  numbers: RankingNumbers,
  count: number,
  wordsBySentence: WordReader = createWordReader(),
): Ranked<Row>[] {
  const rows = new Map<number, Ranked<Row>>();
  let score = Infinity;
  for (let i = 0; i < Math.max(...lists.map(({ length }) => length)); i++) {
    for (const list of lists) {
      const row = list[i];
      if (row === undefined || rows.has(row.id)) continue;
      // Strictly lower, so that sorting keeps the order.
      score = Math.min(row.score, score - 1e-9);
      rows.set(row.id, { ...row, score });
    }
  }
  const taken = diversify([...rows.values()], { ...numbers, repeatPenalty: 0 }, count, wordsBySentence);
  return taken.map((row) => ({ ...row, score: Math.max(row.score, 0) }));
}

/** Takes the best remaining candidate again and again, each one's score lowered by the passages of its article taken before. */
function diversify<Row extends Candidate>(
  scored: readonly Ranked<Row>[],
  numbers: RankingNumbers,
  most: number,
  wordsBySentence: WordReader,
): Ranked<Row>[] {
  const remaining = [...scored].sort(byScore);
  const taken: Ranked<Row>[] = [];
  const takenWords: Set<string>[] = [];
  const perArticle = new Map<string, number>();
  const lowered = (row: Ranked<Row>): number =>
    row.score - numbers.repeatPenalty * (perArticle.get(row.articleId) ?? 0);
  while (remaining.length > 0 && taken.length < most) {
    let best = 0;
    // Sorted by unlowered score, so nothing after a row that could not win even unlowered needs looking at.
    for (let i = 1; i < remaining.length && remaining[i]!.score > lowered(remaining[best]!); i++) {
      if (lowered(remaining[i]!) > lowered(remaining[best]!)) best = i;
    }
    const [row] = remaining.splice(best, 1) as [Ranked<Row>];
    const count = perArticle.get(row.articleId) ?? 0;
    if (count >= numbers.passagesPerArticle) continue;
    const words = new Set(wordsBySentence(row).flat());
    if (takenWords.some((other) => isRepeat(words, other, numbers))) continue;
    taken.push({ ...row, score: lowered(row) });
    takenWords.push(words);
    perArticle.set(row.articleId, count + 1);
  }
  return taken;
}

/**
 * Whether two sets of words have a Jaccard index of at least `samePassageResemblance`. Looked at for every pair of candidates, nearly all of which
 * share little: it ends at the first word by which too few can be shared.
 */
function isRepeat(
  a: ReadonlySet<string>,
  b: ReadonlySet<string>,
  { samePassageResemblance: resemblance, fewestWordsToCompare }: RankingNumbers,
): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  if (small.size < fewestWordsToCompare) return false;
  let common = small.size;
  for (const word of small) {
    if (common / (a.size + b.size - common) < resemblance) return false;
    if (!large.has(word)) common--;
  }
  return common / (a.size + b.size - common) >= resemblance;
}
