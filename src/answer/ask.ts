import type { Outcome, Question, Related, RemovedSentence, Searched } from '../domain/answer.js';
import { AppError } from '../errors.js';
import { coverageOf, stemsOf, weighTerms, type WeightedTerm } from '../retrieve/evidence.js';
import { retrieve, type Coverage, type Retrieval, type RetrievedPassage } from '../retrieve/search.js';
import { answerThreshold, confidenceOf, type Evidence } from './confidence.js';
import { citeSentences, selectSentences } from './extract.js';
import { checkExtracts } from './verify/check-extracts.js';
import { compareByVector, scoreSentences, type ScoredSentence } from './sentences.js';

/** Passages that sentences are taken from. */
const passagesToRead = 10;
/** Headlines offered where there is no answer. */
const relatedHeadlines = 3;

/** The outcome for a question: an extractive answer, or an abstention. */
export async function ask(
  coverage: Coverage,
  question: Question,
  options: { limit: number; clock: () => number },
): Promise<Outcome> {
  return answerFrom(coverage, await gatherEvidence(coverage, question, options.clock), options.limit);
}

/** The extractive outcome of what was gathered. */
export async function answerFrom(
  coverage: Coverage,
  { retrieval, sentences, evidence }: Gathered,
  limit: number,
): Promise<Outcome> {
  if (confidenceOf(evidence) < answerThreshold) return abstain(retrieval, reasonFor(evidence, retrieval.searched));
  const { selected, removed } = selectChecked(sentences, limit);
  const remarks = removed.length === 0 ? {} : { removed };
  if (selected.length === 0) return { ...abstain(retrieval, reasonFor(evidence, retrieval.searched)), ...remarks };
  const cited = citeSentences(selected);
  await requireVerbatim(coverage, cited.citations);
  return { outcome: 'answer', mode: 'extractive', ...cited, searched: retrieval.searched, ...remarks };
}

/** The sentences that answer best of those that pass the checks, and those that would have been shown and did not pass. */
function selectChecked(
  sentences: readonly ScoredSentence[],
  limit: number,
): { selected: ScoredSentence[]; removed: RemovedSentence[] } {
  const removed: RemovedSentence[] = [];
  let left = sentences;
  for (;;) {
    const selected = selectSentences(left, limit);
    const checked = checkExtracts(selected.map(({ text, passage }) => ({ text, passage: passage.text })));
    const failed = new Set(selected.filter((_, i) => checked[i]!.verdict === 'removed'));
    if (failed.size === 0) return { selected, removed };
    for (const each of checked)
      if (each.verdict === 'removed') removed.push({ text: each.text, reason: `${each.reason}: ${each.detail}` });
    left = left.filter((sentence) => !failed.has(sentence));
  }
}

/** Everything that decides about an answer; of use to the evaluation too. */
export interface Gathered {
  retrieval: Retrieval;
  sentences: ScoredSentence[];
  evidence: Evidence;
}

/** Searches, and weighs what was found. */
export async function gatherEvidence(coverage: Coverage, question: Question, clock: () => number): Promise<Gathered> {
  const retrieval = await retrieve(coverage, question, clock);
  const { terms, text } = retrieval.question;
  const frequencies = await coverage.store.passageFrequencies(terms);
  const { passages } = await coverage.store.totals();
  const weighted = weighTerms(text, terms, frequencies, passages);
  const read = retrieval.passages.slice(0, passagesToRead);
  const scored = scoreSentences(text, weighted, read);
  const sentences = await compareByVector(scored, retrieval.vector, coverage.embedder);
  return { retrieval, sentences, evidence: await weigh(coverage, retrieval, weighted, frequencies, read, sentences) };
}

async function weigh(
  { store }: Coverage,
  { question, searched, passages }: Retrieval,
  terms: readonly WeightedTerm[],
  frequencies: readonly number[],
  read: readonly RetrievedPassage[],
  sentences: readonly (ScoredSentence & { cosine: number })[],
): Promise<Evidence> {
  const stems = read.map(({ text, article }) => stemsOf(`${article.title}\n${text}`));
  const names = terms.filter(({ isName }) => isName);
  const known = new Set(question.terms.filter((_, i) => frequencies[i]! > 0).flatMap((term) => [...stemsOf(term)]));
  // What happened in a period may be told at any time after it: "the note of February 5" came to light in March.
  const sincePeriod =
    question.period === undefined
      ? undefined
      : await store.countMatching({ ...question.filters, since: question.period.since, until: question.askedOn });
  return {
    bestCosine: Math.max(0, ...passages.map(({ cosine }) => cosine)),
    passageCoverage: Math.max(0, ...stems.map((set) => coverageOf(terms, set))),
    sentenceCoverage: Math.max(0, ...sentences.map(({ coverage }) => coverage)),
    sentenceCosine: Math.max(0, ...sentences.map(({ cosine }) => cosine)),
    nameCoverage: Math.max(0, ...sentences.map(({ around }) => coverageOf(names, around))),
    knownWords: coverageOf(terms, known),
    isOutsidePeriod: searched.articles > 0 && sincePeriod?.articles === 0,
  };
}

/** Why there is no answer, for a reader. */
export function reasonFor(evidence: Evidence, searched: Searched): string {
  if (searched.articles === 0) return 'No article fits these filters.';
  if (evidence.isOutsidePeriod)
    return 'The coverage has no article from the period that the question names, or from after it.';
  if (evidence.knownWords === 0) return 'None of the words of the question occurs in the coverage.';
  return 'No passage of the coverage answers this question clearly enough.';
}

/** An abstention with the nearest headlines. */
export function abstain(
  { searched, passages }: Retrieval,
  reason: string,
  mode: Outcome['mode'] = 'extractive',
): Extract<Outcome, { outcome: 'abstention' }> {
  const related = new Map<string, Related>();
  for (const { articleId, article } of passages) {
    const { url, title, outlet, publishedAt } = article;
    if (!related.has(articleId)) related.set(articleId, { articleId, url, title, outlet, publishedAt });
    if (related.size === relatedHeadlines) break;
  }
  return {
    outcome: 'abstention',
    mode,
    sentences: [],
    citations: [],
    searched,
    reason,
    related: [...related.values()],
  };
}

/** The last look before anything is shown: every quotation against the article as it stands in the store at this moment. */
export async function requireVerbatim(
  { store }: Coverage,
  citations: readonly { articleId: string; quote: string; start: number; end: number }[],
): Promise<void> {
  for (const { articleId, quote, start, end } of citations) {
    const article = await store.findArticle(articleId);
    if (article?.body.slice(start, end) === quote) continue;
    throw new AppError('INTERNAL', `A quotation of article ${articleId} is not in it any more`, {
      hint: 'Ask again: the article was replaced while the question was answered.',
    });
  }
}
