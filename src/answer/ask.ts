import type { Outcome, Question, Related, Searched } from '../domain/answer.js';
import { countOf, describeDay, describeOrigin, onOneLine } from '../domain/describe.js';
import type { Abstention, Examination } from '../domain/examination.js';
import { AppError } from '../errors.js';
import { toFoundPassage, type Coverage, type Retrieval } from '../retrieve/search.js';
import { answerThresholds, confidenceOf, type Evidence } from './confidence.js';
import { citeSentences, selectSentences } from './extract.js';
import { gatherEvidence } from './gather.js';

/** Headlines offered where there is no answer. */
const relatedHeadlines = 3;

/** How a question is answered. */
export interface AskOptions {
  /** The most sentences. */
  limit: number;
  abstention: Abstention;
  clock: () => number;
}

/** The outcome for a question: an extractive answer, or an abstention. */
export async function ask(coverage: Coverage, question: Question, options: AskOptions): Promise<Outcome> {
  return (await examine(coverage, question, options)).outcome;
}

/** What `ask` gives, with all that led to it. Costs no more than `ask`. */
export async function examine(
  coverage: Coverage,
  question: Question,
  { limit, abstention, clock }: AskOptions,
): Promise<Examination> {
  const started = clock();
  const { retrieval, sentences, evidence } = await gatherEvidence(coverage, question, clock);
  const { searched, times } = retrieval;
  const confidence = confidenceOf(evidence);
  const best = citeSentences(selectSentences(sentences, limit));
  const isAnswered = confidence >= answerThresholds[abstention] && best.sentences.length > 0;
  if (isAnswered) await requireVerbatim(coverage, best.citations);
  return {
    outcome: isAnswered ? { outcome: 'answer', mode: 'extractive', ...best, searched } : abstain(retrieval, evidence),
    passages: retrieval.passages.map(toFoundPassage),
    confidence,
    best,
    thresholds: { ...answerThresholds },
    timesMs: toStageTimes(times, clock() - started),
  };
}

function toStageTimes(times: Retrieval['times'], totalMs: number): Examination['timesMs'] {
  const { embedMs, lexicalMs, vectorMs, rankMs } = times;
  return {
    embed: embedMs,
    words: lexicalMs,
    vectors: vectorMs,
    rank: rankMs,
    answer: totalMs - embedMs - lexicalMs - vectorMs - rankMs,
    total: totalMs,
  };
}

function reasonFor(evidence: Evidence, { articles, newest }: Searched, nearest: Related | undefined): string {
  if (evidence.isSmallTalk) {
    const until = newest === null ? '' : `, the newest of ${plainSpaces(describeDay(newest))}`;
    return `This is no question about the coverage. Ask who, what, when, where, why or how many, and the answer comes, word for word, from ${plainSpaces(countOf(articles, 'article'))}${until}.`;
  }
  if (articles === 0) return 'No article fits these filters.';
  if (evidence.isOutsidePeriod)
    return 'The coverage has no article from the period that the question names, or from after it.';
  if (evidence.knownWords === 0) return 'None of the words of the question occurs in the coverage.';
  const reason = 'No passage of the coverage answers this question clearly enough.';
  if (nearest === undefined) return reason;
  const origin = plainSpaces(describeOrigin(nearest));
  return `${reason} The nearest article is “${onOneLine(nearest.title)}”${origin === '' ? '' : ` (${origin})`}.`;
}

/** Whoever shows a reason breaks it into lines himself. */
function plainSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

function abstain({ searched, passages }: Retrieval, evidence: Evidence): Outcome {
  const related = new Map<string, Related>();
  for (const { articleId, article } of evidence.isSmallTalk ? [] : passages) {
    const { url, title, outlet, publishedAt } = article;
    if (!related.has(articleId)) related.set(articleId, { articleId, url, title, outlet, publishedAt });
    if (related.size === relatedHeadlines) break;
  }
  const [nearest] = related.values();
  return {
    outcome: 'abstention',
    mode: 'extractive',
    sentences: [],
    citations: [],
    searched,
    reason: reasonFor(evidence, searched, nearest),
    related: [...related.values()],
  };
}

/** The last look before anything is shown: every quotation against the article as it stands in the store at this moment. */
async function requireVerbatim(
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
