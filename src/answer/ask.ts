import type { Outcome, Question, Related, RemovedSentence } from '../domain/answer.js';
import { countOf, describeDay, describeOrigin, onOneLine } from '../domain/describe.js';
import type { Abstention, Examination } from '../domain/examination.js';
import { AppError } from '../errors.js';
import { toFoundPassage, type Coverage, type Retrieval } from '../retrieve/search.js';
import { answering, answerThresholds } from '../retrieve/tuning.js';
import { confidenceOf, type Evidence } from './confidence.js';
import { citeSentences, selectSentences } from './extract.js';
import { gatherEvidence, type Gathered } from './gather.js';
import { toRemoved } from './removed.js';
import type { ScoredSentence } from './sentences.js';
import { checkExtracts } from './verify/check-extracts.js';

/** How a question is answered from the articles' own sentences. */
export interface ExtractOptions {
  /** The most sentences. */
  limit: number;
  abstention: Abstention;
}

/** The outcome for a question: an extractive answer, or an abstention. `clock` is of milliseconds that only ever increase. */
export async function ask(
  coverage: Coverage,
  question: Question,
  options: ExtractOptions & { clock: () => number },
): Promise<Outcome> {
  return answerFrom(coverage, await gatherEvidence(coverage, question, options.clock), options);
}

/** The extractive outcome of what was gathered. */
export async function answerFrom(
  coverage: Coverage,
  gathered: Gathered,
  { limit, abstention }: ExtractOptions,
): Promise<Outcome> {
  const { retrieval, sentences, evidence } = gathered;
  if (confidenceOf(evidence) < answerThresholds[abstention]) return refuse(gathered);
  const { selected, removed } = selectChecked(sentences, limit);
  const remarks = removed.length === 0 ? {} : { removed };
  if (selected.length === 0) return { ...refuse(gathered), ...remarks };
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
    const checked = checkExtracts(selected.map(({ text, passage }) => ({ text, passage: passage.shown.text })));
    const failed = new Set(selected.filter((_, i) => checked[i]!.verdict === 'removed'));
    if (failed.size === 0) return { selected, removed };
    for (const each of checked)
      if (each.verdict === 'removed') removed.push(toRemoved(each.text, each.reason, each.detail));
    left = left.filter((sentence) => !failed.has(sentence));
  }
}

/** Who answers from what was gathered, and from which confidence on. */
export interface Answerer {
  thresholds: Readonly<Record<Abstention, number>>;
  answer(gathered: Gathered): Promise<Outcome>;
}

/**
 * The outcome that `by` gives, with all that led to it; costs no more. A language model that finds nothing in the passages knows
 * better than the evidence: the confidence is 0 then.
 */
export async function examine(
  coverage: Coverage,
  question: Question,
  { limit, clock }: { limit: number; clock: () => number },
  by: Answerer,
): Promise<Examination> {
  const started = clock();
  const gathered = await gatherEvidence(coverage, question, clock);
  const outcome = await by.answer(gathered);
  const { retrieval, sentences, evidence } = gathered;
  const isByModel = outcome.mode === 'model';
  const { embedMs, lexicalMs, vectorMs, rankMs } = retrieval.times;
  const totalMs = clock() - started;
  return {
    outcome,
    passages: retrieval.passages.map(toFoundPassage),
    confidence: isByModel && outcome.outcome === 'abstention' ? 0 : confidenceOf(evidence),
    best: isByModel
      ? { sentences: outcome.sentences, citations: outcome.citations }
      : citeSentences(selectChecked(sentences, limit).selected),
    thresholds: { ...by.thresholds },
    timesMs: {
      embed: embedMs,
      words: lexicalMs,
      vectors: vectorMs,
      rank: rankMs,
      answer: totalMs - embedMs - lexicalMs - vectorMs - rankMs,
      total: totalMs,
    },
  };
}

/** The abstention of what was gathered, which says why. Small talk is near to no headline, nor is "Who was it?", but "What happened last week?" is. */
export function refuse({ retrieval, evidence }: Gathered): Outcome {
  const { searched, passages, question } = retrieval;
  const isNearNothing =
    evidence.isSmallTalk || evidence.isFarOff || (evidence.isWithoutTopic && question.period === undefined);
  return abstain({ searched, passages: isNearNothing ? [] : passages }, reasonFor(evidence, retrieval));
}

/** Why there is no answer, for a reader. */
function reasonFor(evidence: Evidence, retrieval: Retrieval): string {
  const { articles, newest } = retrieval.searched;
  const until = newest === null ? '' : `, the newest of ${plainSpaces(describeDay(newest))}`;
  const purpose = `Ask who, what, when, where, why or how many, and the answer comes, word for word, from ${plainSpaces(countOf(articles, 'article'))}${until}.`;
  if (evidence.isSmallTalk) return `This is no question about the coverage. ${purpose}`;
  if (articles === 0) return 'No article fits these filters.';
  if (evidence.isWithoutTopic)
    return 'The question does not say what it is about. Ask again with the person, the place, the thing or the event.';
  if (evidence.isOutsidePeriod)
    return nameNearest(
      'The coverage has no article from the period that the question names, or from after it.',
      retrieval,
    );
  if (evidence.knownWords === 0) return `None of the words of the question occurs in the coverage. ${purpose}`;
  if (evidence.isFarOff) return `Nothing in the coverage is near to this question. ${purpose}`;
  const { unsaidPremise } = evidence;
  if (unsaidPremise?.isOfOthers === true && unsaidPremise.premise.statement !== '')
    return nameNearest(`The passages found do not say ${onOneLine(unsaidPremise.premise.statement)}.`, retrieval);
  return nameNearest('No passage of the coverage answers this question clearly enough.', retrieval);
}

/** A reason with the article that is nearest to the question. */
export function nameNearest(reason: string, { passages }: Pick<Retrieval, 'passages'>): string {
  const nearest = passages[0]?.article;
  if (nearest === undefined) return reason;
  const origin = plainSpaces(describeOrigin(nearest));
  return `${reason} The nearest article is “${onOneLine(nearest.title)}”${origin === '' ? '' : ` (${origin})`}.`;
}

/** Whoever shows a reason breaks it into lines himself. */
function plainSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

/** An abstention with the nearest headlines. */
export function abstain(
  { searched, passages }: Pick<Retrieval, 'searched' | 'passages'>,
  reason: string,
  mode: Outcome['mode'] = 'extractive',
): Extract<Outcome, { outcome: 'abstention' }> {
  const related = new Map<string, Related>();
  for (const { articleId, article } of passages) {
    const { url, title, outlet, publishedAt } = article;
    if (!related.has(articleId)) related.set(articleId, { articleId, url, title, outlet, publishedAt });
    if (related.size === answering.relatedHeadlines) break;
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

/**
 * The last look before anything is shown: every quotation against the article as it stands in the store at this moment.
 *
 * @throws AppError `INDEX_CHANGED` when an article was replaced since it was found.
 */
export async function requireVerbatim(
  { store }: Coverage,
  citations: readonly { articleId: string; quote: string; start: number; end: number }[],
): Promise<void> {
  for (const { articleId, quote, start, end } of citations) {
    const article = await store.findArticle(articleId);
    if (article?.body.slice(start, end) === quote) continue;
    throw new AppError('INDEX_CHANGED', `The article ${articleId} was replaced while it was being quoted`, {
      hint: 'Ask again.',
    });
  }
}
