import { countReasons, type Outcome, type Question, type RemovedSentence } from '../domain/answer.js';
import type { Turn } from '../domain/conversation.js';
import type { Log } from '../domain/log.js';
import type { Abstention } from '../domain/examination.js';
import { sha256 } from '../domain/article.js';
import { toAppError } from '../errors.js';
import type { Generator, Reservation, SpendingLimits, UsageLedger } from '../ports.js';
import type { Coverage } from '../retrieve/search.js';
import type { AnswerCache } from './answer-cache.js';
import { abstain, answerFrom, nameNearest, refuse, requireVerbatim } from './ask.js';
import type { PrepareChecks } from './checks.js';
import {
  composeAnswer,
  countMessages,
  estimateAnswer,
  type ComposeRequest,
  type ComposeTools,
  type PromptRoom,
} from './compose.js';
import { collectText, condenseTokens, parseCondensed } from './condense.js';
import { modelThresholds } from '../retrieve/tuning.js';
import { confidenceOf } from './confidence.js';
import type { Draft } from './draft.js';
import { gatherEvidence, type Gathered } from './gather.js';
import { cutNote, renderHindrance, renderMissing, type Hindrance } from './notes.js';
import { renderCondensePrompt, type Prompts } from './prompts.js';

/** A language model with all that its answers need. */
export interface LanguageModel {
  generator: Generator;
  prompts: Prompts;
  prepareChecks: PrepareChecks;
  cache: AnswerCache;
  ledger: UsageLedger;
  limits: SpendingLimits;
  /** For an answer with all its tries, and the completing of a follow-up before it. */
  timeoutMs: number;
  answerTokens: number;
  room: PromptRoom;
  /** A random word, new for each call. */
  newMark: () => string;
  now: () => Date;
  log: Log;
  /** Told what each call used. */
  onUsage(used: { inputTokens: number; outputTokens: number }): void;
}

export interface AskOptions {
  /** The most sentences. */
  limit: number;
  abstention: Abstention;
  /** Milliseconds that only ever increase. */
  clock: () => number;
  /** Whose budget it is; null where there are no users. */
  userId: string | null;
  /** The exchanges before, oldest first. */
  turns: readonly Turn[];
  /** The question completed from the exchanges without a model; its filters hold in any case. The question itself without exchanges. */
  completed: Question;
  signal?: AbortSignal | undefined;
  onDraft?: ((draft: Draft) => void) | undefined;
}

/** A follow-up may take this share of the time that there is for an answer. */
const condenseShare = 0.4;

/**
 * The outcome for a question, written by a language model and checked sentence by sentence. When the model is not to be had, the extractive
 * outcome with a note that says why. Rejects when the signal aborts or the index fails, never because of the model.
 */
export async function askModel(
  coverage: Coverage,
  asked: Question,
  model: LanguageModel,
  options: AskOptions,
): Promise<Outcome> {
  const task: Task = { endMs: options.clock() + model.timeoutMs };
  const question = options.turns.length === 0 ? options.completed : await condense(asked, model, options, task);
  const key = await cacheKey(coverage, question, model, options.limit);
  const cached = model.cache.find(key);
  if (cached !== undefined) return cached;

  const { outcome, isCacheable } = await compose(
    coverage,
    await gatherEvidence(coverage, question, options.clock),
    model,
    options,
    task,
  );
  if (isCacheable) model.cache.put(key, outcome);
  return outcome;
}

/** The same for what was gathered, without a look at what was answered before. */
export async function answerByModel(
  coverage: Coverage,
  gathered: Gathered,
  model: LanguageModel,
  options: ComposeOptions,
): Promise<Outcome> {
  return (await compose(coverage, gathered, model, options, { endMs: options.clock() + model.timeoutMs })).outcome;
}

/** One question to the model, whose calls share the time and count as one where the server fails. */
interface Task {
  /** By the clock. */
  endMs: number;
}

/** What concerns the answer to a question that stands by itself. */
type ComposeOptions = Omit<AskOptions, 'turns' | 'completed'>;

async function compose(
  coverage: Coverage,
  gathered: Gathered,
  model: LanguageModel,
  options: ComposeOptions,
  task: Task,
): Promise<{ outcome: Outcome; isCacheable: boolean }> {
  const { retrieval, evidence } = gathered;
  const { question } = retrieval;
  if (retrieval.passages.length === 0 || confidenceOf(evidence) < modelThresholds[options.abstention]) {
    return { outcome: refuse(gathered), isCacheable: false };
  }
  const request: ComposeRequest = {
    question: question.text,
    askedOn: question.askedOn,
    passages: retrieval.passages,
    limit: options.limit,
    task,
    signal: options.signal,
    onDraft: options.onDraft,
  };
  const tools: ComposeTools = { ...model, template: model.prompts.answer, clock: options.clock };
  const reserved = await reserve(model, options.userId, estimateAnswer(tools, request));
  if ('hindrance' in reserved) {
    return { outcome: await fallBack(coverage, gathered, model, options, reserved.hindrance, []), isCacheable: false };
  }

  // Should it reject, nobody knows what was used until then, and what was set aside stays.
  const roomBefore = model.room.tokens;
  const composed = await composeAnswer(coverage, tools, request);
  const { removed, usage } = composed;
  await settle(model, reserved.reservation, usage);
  model.log.info(
    { model: model.generator.model, result: composed.result, usage, removed: countReasons(removed) },
    'The language model was asked for an answer',
  );
  // What it wrote, and so what was asked, is for those who look into a fault.
  if (removed.length > 0) model.log.debug({ removed }, 'Sentences of the language model were removed');
  if (composed.result === 'failed') {
    const { code, message } = composed.error;
    model.log.warn({ code, error: message }, 'The language model is not to be had; the answer is extractive');
    return { outcome: await fallBack(coverage, gathered, model, options, code, removed), isCacheable: false };
  }
  if (model.room.tokens < roomBefore) {
    model.log.warn(
      { tokens: model.room.tokens },
      'The prompt was too long for the language model, which gets fewer passages from now on; set OPENAI_CONTEXT_TOKENS to what it takes',
    );
  }
  const outcome =
    composed.result === 'nothing'
      ? {
          ...abstain(retrieval, nameNearest(composed.saidSo ? saidNothing : nothingPassed, retrieval), 'model'),
          ...remarks([], removed),
        }
      : await toAnswer(coverage, gathered, composed);
  // Another try may do better than one of which nothing passed; what the model says itself it would say again.
  return { outcome, isCacheable: composed.result === 'answer' || composed.saidSo };
}

const saidNothing = 'The passages that were found do not answer this question.';
const nothingPassed = 'Nothing that the language model wrote is supported by the passages that were found.';

async function toAnswer(
  coverage: Coverage,
  { retrieval }: Gathered,
  composed: { draft: Draft; isCut: boolean; missing: string | undefined; removed: RemovedSentence[] },
): Promise<Outcome> {
  const { draft, isCut, missing, removed } = composed;
  await requireVerbatim(coverage, draft.citations);
  const notes = [...(isCut ? [cutNote] : []), ...(missing === undefined ? [] : [renderMissing(missing)])];
  return { outcome: 'answer', mode: 'model', ...draft, searched: retrieval.searched, ...remarks(notes, removed) };
}

/** The extractive outcome, which says why it is that. */
async function fallBack(
  coverage: Coverage,
  gathered: Gathered,
  { now }: LanguageModel,
  options: ComposeOptions,
  hindrance: Hindrance,
  removed: RemovedSentence[],
): Promise<Outcome> {
  const outcome = await answerFrom(coverage, gathered, options);
  const { note, ...until } = renderHindrance(hindrance, outcome.outcome === 'answer', now());
  return { ...outcome, ...remarks([note], [...removed, ...(outcome.removed ?? [])]), ...until };
}

function remarks(notes: readonly string[], removed: RemovedSentence[]): { note?: string; removed?: RemovedSentence[] } {
  return { ...(notes.length > 0 && { note: notes.join(' ') }), ...(removed.length > 0 && { removed }) };
}

/** What makes two outcomes the same: the question, the index and everything that writes or reads the answer. */
async function cacheKey(
  { store }: Coverage,
  { text, filters, askedOn }: Question,
  { generator, prompts, answerTokens }: LanguageModel,
  limit: number,
): Promise<string> {
  const { outlet, author, since, until } = filters;
  const index = [store.stamp.createdAt, store.stamp.embeddingModel, await store.lastSequence()];
  const writer = [generator.model, prompts.answer.source, answerTokens, limit];
  return sha256(JSON.stringify([text, [outlet, author, since, until], askedOn, index, writer]));
}

/** The follow-up as a question of its own: by the model, or without it when that fails. */
async function condense(question: Question, model: LanguageModel, options: AskOptions, task: Task): Promise<Question> {
  const { turns, userId, signal, completed } = options;
  const { generator, prompts } = model;
  const messages = renderCondensePrompt(prompts.condense, {
    question: question.text,
    askedOn: question.askedOn,
    turns,
    mark: model.newMark(),
  });
  const estimate = { inputTokens: countMessages(generator, messages), outputTokens: condenseTokens };
  const reserved = await reserve(model, userId, estimate);
  if ('hindrance' in reserved) return completed;
  let used = { inputTokens: 0, outputTokens: 0 };
  try {
    const parts = generator.generate({
      messages,
      maxTokens: condenseTokens,
      timeoutMs: Math.ceil(model.timeoutMs * condenseShare),
      task,
      ...(signal && { signal }),
    });
    const { text, usage } = await collectText(parts);
    used = usage ?? { inputTokens: estimate.inputTokens, outputTokens: generator.countTokens(text) };
    const condensed = parseCondensed(text, question.text, turns);
    if (condensed !== undefined) return { ...completed, text: condensed };
    model.log.warn({}, 'The language model made no usable question of a follow-up');
    model.log.debug({ said: text }, 'What it made of a follow-up');
  } catch (error) {
    signal?.throwIfAborted();
    const { code, message } = toAppError(error, 'INTERNAL', 'Completing a follow-up');
    model.log.warn({ code, error: message }, 'The language model made no question of a follow-up');
  } finally {
    await settle(model, reserved.reservation, used);
  }
  return completed;
}

/** Sets tokens aside, or says why there are none. */
async function reserve(
  { ledger, limits, now, log }: LanguageModel,
  userId: string | null,
  tokens: { inputTokens: number; outputTokens: number },
): Promise<{ reservation: Reservation | null } | { hindrance: Hindrance }> {
  try {
    const result = await ledger.reserve({ day: now().toISOString().slice(0, 10), userId, ...tokens }, limits);
    if ('reservation' in result) return result;
    return { hindrance: result.overLimitOf === 'user' ? 'BUDGET_USER' : 'BUDGET_EVERYONE' };
  } catch (error) {
    log.error({ error }, 'The tokens of the language model could not be counted');
    // Without a limit nobody has to know the count.
    return hasLimit(limits) ? { hindrance: 'BUDGET_UNKNOWN' } : { reservation: null };
  }
}

function hasLimit({ everyone, user }: SpendingLimits): boolean {
  return [everyone.tokens, everyone.cost, user.tokens, user.cost].some((limit) => limit !== null);
}

async function settle(
  { log, onUsage }: LanguageModel,
  reservation: Reservation | null,
  used: { inputTokens: number; outputTokens: number },
): Promise<void> {
  onUsage(used);
  await reservation
    ?.settle(used)
    .catch((error: unknown) => log.error({ error }, 'The tokens of the language model could not be counted'));
}
