import type { RemovedSentence } from '../domain/answer.js';
import { AppError } from '../errors.js';
import type { ChatMessage, Generator, TokenUsage } from '../ports.js';
import type { Coverage, RetrievedPassage } from '../retrieve/search.js';
import { answering } from '../retrieve/tuning.js';
import { notInPassages, type AnswerChecker, type CheckedSentence, type PrepareChecks } from './checks.js';
import { createDirectiveReader, findMissing } from './directives.js';
import { createDraft, type Draft } from './draft.js';
import { renderAnswerPrompt } from './prompts.js';
import type { PromptTemplate } from './prompt-template.js';
import { toRemoved } from './removed.js';

/** What composing works with. */
export interface ComposeTools {
  generator: Generator;
  prepareChecks: PrepareChecks;
  template: PromptTemplate;
  /** A random word for the fences of a request. */
  newMark: () => string;
  /** Milliseconds that only ever increase. */
  clock: () => number;
  /** Tokens of an answer. */
  answerTokens: number;
  /** Made smaller when a prompt is refused as too long. */
  room: PromptRoom;
}

/** How long a prompt may be, as a server has shown by refusing longer ones; kept for the questions to come. */
export interface PromptRoom {
  /** By estimate; `Infinity` before anything was refused. */
  tokens: number;
}

export interface ComposeRequest {
  question: string;
  /** ISO day. */
  askedOn: string;
  /** Best first; as many of them are given as the model takes. */
  passages: readonly RetrievedPassage[];
  /** The most sentences. */
  limit: number;
  /** What the answer is a part of, and when all its tries have to be done, by the clock. */
  task: { endMs: number };
  signal?: AbortSignal | undefined;
  /** Told whenever a sentence has passed, or when all of it is taken back because the model has to begin again. */
  onDraft?: ((draft: Draft) => void) | undefined;
}

/** What became of an answer, and what it took. */
export type Composed = { usage: TokenUsage; removed: RemovedSentence[] } & (
  | { result: 'answer'; draft: Draft; isCut: boolean; missing: string | undefined }
  /** `saidSo`: the model found no answer in the passages; otherwise nothing of its answer passed. */
  | { result: 'nothing'; saidSo: boolean }
  | { result: 'failed'; error: AppError }
);

/** For what a server adds to messages. */
const spareTokens = 64;
/** Characters behind which a model that has said that there is no answer is not listened to any longer. */
const longestRefusal = 500;
/** What stands for bytes that are no characters. */
const unreadable = '\ufffd';
/** Answers that were begun; one more after a broken one, and two for prompts that were too long. */
const mostTries = 4;
const mostBroken = 2;

/**
 * Has an answer written from passages and checks each sentence as soon as it is complete. A prompt that is too long is tried with
 * half the passages, and none as long is sent again; an answer that breaks off or comes to nothing once more. Rejects only when the signal aborts or the
 * coverage fails; a model that fails is a result.
 */
export async function composeAnswer(
  coverage: Coverage,
  tools: ComposeTools,
  request: ComposeRequest,
): Promise<Composed> {
  const { endMs } = request.task;
  const usage: TokenUsage = { inputTokens: 0, outputTokens: 0, isEstimate: false };
  let passages = fitPassages(tools, request);
  let broken = 0;
  for (let tries = 1; ; tries++) {
    const writing = createWriting(coverage, tools, { ...request, passages }, usage);
    try {
      const written = await writing.run(endMs - tools.clock());
      return { ...written, usage, removed: writing.removed };
    } catch (error) {
      request.signal?.throwIfAborted();
      if (!(error instanceof AppError) || !isModelFault(error)) throw error;
      if (writing.hasShown()) request.onDraft?.({ sentences: [], citations: [] });
      const canShorten = error.code === 'CONTEXT_TOO_LONG' && passages.length > 1;
      const canRepeat = error.code === 'GENERATION_FAILED' && ++broken < mostBroken && writing.hasText();
      if (tries >= mostTries || tools.clock() >= endMs || (!canShorten && !canRepeat)) {
        return { result: 'failed', error, usage, removed: writing.removed };
      }
      if (canShorten) {
        passages = passages.slice(0, Math.floor(passages.length / 2));
        const messages = renderMessages(tools, { ...request, passages });
        tools.room.tokens = Math.min(tools.room.tokens, countMessages(tools.generator, messages));
      }
    }
  }
}

function isModelFault({ code }: AppError): boolean {
  return (
    code === 'GENERATION_FAILED' ||
    code === 'GENERATOR_UNAVAILABLE' ||
    code === 'GENERATOR_REFUSED' ||
    code === 'CONTEXT_TOO_LONG'
  );
}

/** An answer of which a fault of the server has left nothing. */
function failOf({ model }: Generator, reason: string): AppError {
  return new AppError('GENERATION_FAILED', `Nothing that the language model ${model} wrote can be shown: ${reason}`, {
    hint: 'Ask again; if it stays so, raise OPENAI_ANSWER_TOKENS, or try the model at OPENAI_BASE_URL by itself.',
  });
}

/** The messages that ask for an answer from these passages. */
function renderMessages(tools: ComposeTools, request: ComposeRequest): ChatMessage[] {
  const { question, askedOn, passages, limit } = request;
  const texts = [
    question,
    ...passages.flatMap(({ shown, article }) => [shown.text, article.title, article.outlet ?? '', ...article.authors]),
  ];
  // Chance will not have it, unless somebody has learnt the mark.
  let mark = tools.newMark();
  while (texts.some((text) => text.includes(mark))) mark = tools.newMark();
  return renderAnswerPrompt(tools.template, { question, askedOn, passages, sentences: limit, mark });
}

/** Tokens of messages, estimated on the high side. */
export function countMessages(generator: Generator, messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, { content }) => sum + generator.countTokens(content), spareTokens);
}

/** Tokens that an answer is likely to take at most, before it is asked for. */
export function estimateAnswer(
  tools: ComposeTools,
  request: ComposeRequest,
): { inputTokens: number; outputTokens: number } {
  const messages = renderMessages(tools, { ...request, passages: fitPassages(tools, request) });
  return { inputTokens: countMessages(tools.generator, messages), outputTokens: tools.answerTokens };
}

/** The best passages that fit into the prompt; the best one at least. */
function fitPassages(tools: ComposeTools, request: ComposeRequest): RetrievedPassage[] {
  const { generator, answerTokens, room } = tools;
  const most = Math.min(generator.contextTokens - answerTokens, room.tokens);
  const passages = request.passages.slice(0, answering.passagesForModel);
  while (passages.length > 1) {
    const tokens = countMessages(generator, renderMessages(tools, { ...request, passages }));
    if (tokens <= most) break;
    passages.pop();
  }
  return passages;
}

type Written =
  | { result: 'answer'; draft: Draft; isCut: boolean; missing: string | undefined }
  | { result: 'nothing'; saidSo: boolean };

/** One try at an answer. `usage` is added to. */
function createWriting(coverage: Coverage, tools: ComposeTools, request: ComposeRequest, usage: TokenUsage) {
  const { generator, prepareChecks, answerTokens } = tools;
  const { passages, limit, signal, task } = request;
  const messages = renderMessages(tools, request);
  const removed: RemovedSentence[] = [];
  let raw = '';
  let hasShown = false;

  const count = (told: { inputTokens: number; outputTokens: number } | null): void => {
    if (told === null && raw === '') return;
    usage.inputTokens += told?.inputTokens ?? countMessages(generator, messages);
    usage.outputTokens += told?.outputTokens ?? generator.countTokens(raw);
    usage.isEstimate ||= told === null;
  };

  /** Reads sentences from where an answer begins, which may be anew. */
  const begin = (checker: AnswerChecker) => {
    const directives = createDirectiveReader();
    const draft = createDraft(passages);
    let seen = 0;
    let saidSo = false;
    const take = (sentences: readonly CheckedSentence[]): void => {
      signal?.throwIfAborted();
      for (const sentence of sentences) {
        if (isFull()) return;
        seen++;
        const { text } = sentence;
        if (sentence.verdict === 'removed') saidSo ||= sentence.reason === notInPassages;
        // Half a character, or bytes that were none.
        if (text.includes(unreadable)) removed.push(toRemoved(text, 'malformed'));
        else if (sentence.verdict === 'removed') removed.push(toRemoved(text, sentence.reason, sentence.detail));
        else if (!draft.add(sentence)) removed.push(toRemoved(text, 'repeated'));
        else {
          hasShown = true;
          request.onDraft?.(draft.copy());
        }
      }
    };
    // A model that goes on and on without a sentence that passes is not listened to either.
    const isFull = (): boolean => draft.size() >= limit || seen >= 3 * limit + 5;
    return { checker, directives, draft, take, isFull, saidSo: () => saidSo || directives.saysNoAnswer };
  };

  const run = async (timeoutMs: number): Promise<Written> => {
    const preparing = prepareChecks(coverage, passages, request.question, request.askedOn);
    // Whoever waits for it below gets the error; until then it is nobody's.
    preparing.catch(() => undefined);
    let told: { inputTokens: number; outputTokens: number } | null = null;
    let isCut = false;
    let state: ReturnType<typeof begin> | undefined;
    try {
      const parts = generator.generate({
        messages,
        maxTokens: answerTokens,
        timeoutMs,
        task,
        ...(signal && { signal }),
      });
      for await (const part of parts) {
        state ??= begin((await preparing)());
        if (part.kind === 'restart') {
          state = begin((await preparing)());
          if (hasShown) request.onDraft?.({ sentences: [], citations: [] });
          hasShown = false;
        } else if (part.kind === 'text') {
          raw += part.text;
          state.take(await state.checker.push(state.directives.push(part.text)));
          if (state.isFull() || (state.directives.saysNoAnswer && raw.length > longestRefusal)) break;
        } else {
          told = part.usage;
          isCut = part.reason === 'cut';
        }
      }
    } finally {
      count(told);
    }
    const { checker, directives, draft, take, isFull, saidSo } = state!;
    if (!isFull()) {
      const last = [...(await checker.push(directives.end())), ...(await checker.end())];
      // What was cut in the middle says something else than it was going to.
      const cut = isCut ? last.splice(-1) : [];
      take(last);
      for (const { text } of cut) removed.push(toRemoved(text, 'cut-off'));
    }
    if (draft.size() === 0) {
      if (!saidSo() && raw.includes(unreadable)) throw failOf(generator, 'it sent bytes that are no text');
      if (!saidSo() && (isCut || isFull())) throw failOf(generator, 'its answer had no end');
      return { result: 'nothing', saidSo: saidSo() };
    }
    return {
      result: 'answer',
      draft: draft.copy(),
      isCut,
      missing: directives.missing === '' ? undefined : findMissing(directives.missing, request.question),
    };
  };
  return { run, removed, hasText: () => raw !== '', hasShown: () => hasShown };
}
