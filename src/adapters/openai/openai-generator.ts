import { AppError, type ErrorCode } from '../../errors.js';
import type { Generated, GenerateRequest, Generator } from '../../ports.js';
import { withRetries, type RetryLimits, type Verdict } from '../retry.js';
import { estimateTokens } from '../token-estimate.js';
import { createReasoningFilter, parseChatChunk } from './chat-chunks.js';
import { adaptDialect, isContextTooLong, renderChatRequest, usualDialect } from './chat-request.js';
import { createOpenAiClient, describeServer, type OpenAiServer } from './openai-client.js';
import { createStop, type Stop } from './stop.js';

/** What a language model on a server is made from. */
export interface OpenAiGeneratorOptions extends OpenAiServer {
  model: string;
  contextTokens: number;
  /** A server that sends nothing for this long is given up. */
  silenceMs: number;
  limits?: Partial<Omit<RetryLimits, 'totalTimeoutMs'>>;
}

/** A person waits for the answer: two retries, after half a second and a second, unless the server asks for other waits. */
const defaultLimits = { firstDelayMs: 500, longestDelayMs: 4_000, retries: 2 };

/** Far more than any token has; an answer longer than this many for each token it may have comes from a server that knows no limit. */
const charactersPerToken = 12;

/** How long the usage, which comes after the end of the answer, is waited for. */
const usageWaitMs = 2_000;

/** A server cannot have more peculiarities than a dialect has fields. */
const mostDialects = 4;

/** A stretch of a stream after which the answer is known to have begun. */
interface Opened {
  first: IteratorResult<Generated, void>;
  rest: AsyncGenerator<Generated, void>;
}

/**
 * A language model on an OpenAI-compatible server (`POST /chat/completions`, streamed). A server that refuses the length of the answer
 * under its usual name, the temperature, the count of tokens or the system message is asked without it from then on; one that
 * does not stream is taken at its word as well. Retried are 408, 409, 429, 5xx, broken connections, silence, and answers
 * that are empty or unreadable before their first text. The key is in no message.
 */
export async function createOpenAiGenerator(options: OpenAiGeneratorOptions): Promise<Generator> {
  const { model, silenceMs } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const server = describeServer(options.baseUrl);
  // Longer than any call may take: the limits are kept here.
  const { client, judge, describe, statusOf } = await createOpenAiClient(options, 24 * 3_600_000);
  const closed = new AbortController();
  let dialect = usualDialect;
  /** Failures that would be the same the next time. */
  const hopeless = new WeakSet<AppError>();

  const fail = (code: ErrorCode, reason: string, hint: string): AppError =>
    // The library's own error is not kept as the cause: it may hold the key.
    new AppError(code, `The language model ${model} at ${server} failed: ${reason}`, { hint });
  const unusable = (reason: string): AppError =>
    fail('GENERATION_FAILED', reason, 'Ask again; if it stays so, try the model at OPENAI_BASE_URL by itself.');
  const unavailable = (reason: string): AppError =>
    fail('GENERATOR_UNAVAILABLE', reason, 'Check that the server at OPENAI_BASE_URL runs and is not overloaded.');

  /** What an error of the library or the network means. */
  const explain = (error: unknown): AppError => {
    if (error instanceof AppError) return error;
    const reason = describe(error);
    const status = statusOf(error);
    if (status === undefined) {
      if (error instanceof SyntaxError) return unusable(`what it sent cannot be read (${reason})`);
      return isContextTooLong(reason) ? tooLong(reason) : unavailable(reason);
    }
    if (isContextTooLong(reason) || status === 413) return tooLong(reason);
    if (status === 401 || status === 403) return fail('GENERATOR_REFUSED', reason, 'Check OPENAI_API_KEY.');
    if (status === 404 || /model.{0,80}(?:not found|does not exist|not exist)/i.test(reason)) {
      return fail('GENERATOR_REFUSED', reason, 'Check OPENAI_MODEL and OPENAI_BASE_URL: the server has no such model.');
    }
    if (/insufficient_quota|exceeded your current quota/i.test(reason)) {
      return fail('GENERATOR_REFUSED', reason, 'The quota is used up; see the account that OPENAI_API_KEY belongs to.');
    }
    if (status === 408 || status === 409 || status === 429 || status >= 500) return unavailable(reason);
    return unusable(reason);
  };
  const tooLong = (reason: string): AppError =>
    fail('CONTEXT_TOO_LONG', reason, 'Set OPENAI_CONTEXT_TOKENS to what the model takes.');

  /** Whether what failed before the first text may be tried again. */
  const judgeStart = (error: unknown): Verdict => {
    const explained = explain(error);
    if (hopeless.has(explained)) return { retry: false };
    if (explained.code !== 'GENERATOR_UNAVAILABLE' && explained.code !== 'GENERATION_FAILED') return { retry: false };
    return statusOf(error) === undefined ? { retry: true, afterMs: undefined } : judge(error);
  };

  /** Sends the request, in another dialect when the server does not understand this one. */
  const send = async ({ messages, maxTokens }: GenerateRequest, signal: AbortSignal) => {
    for (let tries = 0; ; tries++) {
      try {
        const body = renderChatRequest(model, messages, maxTokens, dialect);
        return await client.chat.completions.create(body, { signal }).withResponse();
      } catch (error) {
        const reason = describe(error);
        const status = statusOf(error);
        const adapted =
          (status === 400 || status === 422) && tries < mostDialects && !isContextTooLong(reason)
            ? adaptDialect(dialect, reason)
            : undefined;
        if (adapted === undefined) throw error;
        dialect = adapted;
      }
    }
  };

  async function* read(request: GenerateRequest, stop: Stop): AsyncGenerator<Generated, void> {
    const silence = createStop([stop.signal]);
    const silent = (): AppError => unavailable(`it sent nothing for ${silenceMs / 1000} seconds`);
    silence.after(silenceMs, silent);
    const filter = createReasoningFilter();
    let length = 0;
    let finish: string | null = null;
    let usage = null;
    try {
      const { data, response } = await send(request, silence.signal);
      for await (const value of chunksOf(data, response)) {
        const chunk = parseChatChunk(value);
        if (chunk.error !== null) throw isContextTooLong(chunk.error) ? tooLong(chunk.error) : unavailable(chunk.error);
        finish ??= chunk.finish;
        usage = chunk.usage ?? usage;
        // Usage may come with every chunk (vLLM, when told to); only what follows the end is the end.
        if (finish !== null && usage !== null && chunk.text === '') break;
        silence.after(finish === null ? silenceMs : Math.min(silenceMs, usageWaitMs), silent);
        const { text, restarts } = filter.push(chunk.text);
        if (restarts) {
          length = 0;
          yield { kind: 'restart' };
        }
        if (text !== '') yield { kind: 'text', text };
        length += text.length;
        if (length > request.maxTokens * charactersPerToken) {
          finish = 'length';
          break;
        }
      }
      // The library ends a stream that was aborted as if it were complete.
      if (finish === null) silence.signal.throwIfAborted();
    } catch (error) {
      // After the end only the usage is missing, and the answer is there.
      if (finish === null) {
        if (silence.signal.aborted) throw silence.signal.reason;
        const isKnown = error instanceof AppError || error instanceof SyntaxError || length === 0;
        throw isKnown ? error : unusable(`its answer broke off (${describe(error)})`);
      }
    } finally {
      silence.abort(new Error('the answer is read'));
      silence.release();
    }
    const last = filter.end();
    if (last !== '') yield { kind: 'text', text: last };
    length += last.length;
    if (finish === null) throw unusable(length === 0 ? 'its answer was empty' : 'its answer broke off');
    const fault =
      finish === 'content_filter'
        ? unusable('a filter of the server stopped its answer')
        : length === 0 && finish === 'length'
          ? fail(
              'GENERATION_FAILED',
              `it used up its ${request.maxTokens} tokens before it began to answer`,
              'Raise OPENAI_ANSWER_TOKENS, or turn off the reasoning of the model.',
            )
          : undefined;
    if (fault !== undefined) {
      hopeless.add(fault);
      throw fault;
    }
    if (length === 0) throw unusable('its answer was empty');
    yield { kind: 'end', reason: finish === 'length' ? 'cut' : 'done', usage };
  }

  return {
    model: `${model}@${server}`,
    contextTokens: options.contextTokens,
    countTokens: estimateTokens,
    async *generate(request) {
      const { signal } = request;
      // Timers of signals take whole numbers alone.
      const timeoutMs = Math.ceil(request.timeoutMs);
      const stop = createStop([closed.signal, ...(signal === undefined ? [] : [signal])]);
      stop.after(timeoutMs, () => unavailable(`no answer within ${timeoutMs / 1000} seconds`));
      let opened: Opened | undefined;
      try {
        stop.signal.throwIfAborted();
        opened = await withRetries(
          async () => {
            const rest = read(request, stop);
            return { first: await rest.next(), rest };
          },
          judgeStart,
          { ...limits, totalTimeoutMs: timeoutMs },
          stop.signal,
        );
        for (let part = opened.first; part.done !== true; part = await opened.rest.next()) yield part.value;
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        throw explain(error);
      } finally {
        stop.abort(new Error('nobody reads the answer any more'));
        stop.release();
        // A reader that had enough ends the request too.
        await opened?.rest.return();
      }
    },
    close() {
      closed.abort(unavailable('it was closed'));
      return Promise.resolve();
    },
  };

  /** The chunks of a stream, or the one answer of a server that does not stream. */
  async function* chunksOf(stream: AsyncIterable<unknown>, response: Response): AsyncGenerator<unknown, void> {
    const type = response.headers.get('content-type') ?? '';
    if (/^application\/(?:\w+\+)?json/i.test(type)) yield await response.json();
    else if (/^text\/html/i.test(type)) {
      throw fail(
        'GENERATOR_REFUSED',
        'it answered with a web page',
        'Check OPENAI_BASE_URL; it usually ends with /v1.',
      );
    } else yield* stream;
  }
}
