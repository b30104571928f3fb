import { AppError } from '../../errors.js';
import type { Embedder } from '../../ports.js';
import { createOpenAiClient, describeServer, type OpenAiServer } from '../openai/openai-client.js';
import { withRetries, type RetryLimits } from '../retry.js';
import { cutToEstimate, estimateTokens } from '../token-estimate.js';
import { parseEmbeddings } from './embeddings-response.js';
import { findModelFamily } from './model-families.js';

/** What an embedder on a server is made from. */
export interface OpenAiEmbedderOptions extends OpenAiServer {
  model: string;
  limits?: Partial<RetryLimits>;
}

/** Five retries, waiting 15 s altogether; a server that computes on a small machine may take minutes for one request. */
const defaultLimits: RetryLimits = {
  firstDelayMs: 500,
  longestDelayMs: 8_000,
  retries: 5,
  totalTimeoutMs: 300_000,
};

/** Texts and estimated tokens in one request: well below OpenAI's 2,048 and 300,000, for servers that allow less. */
const textsPerRequest = 64;
const tokensPerRequest = 50_000;

const maxBatch = 256;

/** OpenAI's models take 8,191 tokens; most others that servers offer take at least 512. */
function maxTokensOf(model: string): number {
  return /^text-embedding-(3|ada)/.test(model) ? 8191 : 512;
}

/** For the special tokens that a server adds. */
const specialTokens = 2;

/**
 * An embedder that asks an OpenAI-compatible server (`POST /embeddings`). The first request, made here, finds the number of
 * dimensions. Requests are tried again after 408, 409, 429, 5xx and broken connections, as long as `Retry-After` or a doubling
 * wait says; one that the server finds too large (400, 413, 422) is halved. Texts longer than the model takes are cut by
 * estimate. Models known to want prefixes get them. The key is in no message.
 *
 * @throws AppError `MODEL_UNAVAILABLE` when the first request fails.
 */
export async function createOpenAiEmbedder(options: OpenAiEmbedderOptions): Promise<Embedder> {
  const { model } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const server = describeServer(options.baseUrl);
  const { client, judge, describe, statusOf } = await createOpenAiClient(options, limits.totalTimeoutMs);
  const family = findModelFamily(model);
  const prefixes = { query: family?.query ?? '', passage: family?.passage ?? '' };
  const prefixTokens = Math.max(estimateTokens(prefixes.query), estimateTokens(prefixes.passage));
  const maxTokens = maxTokensOf(model) - prefixTokens;

  let dimensions: number | undefined = undefined;
  let largestRequest = textsPerRequest;
  const closed = new AbortController();

  const request = async (input: string[], signal: AbortSignal | undefined): Promise<Float32Array[]> => {
    if (input.length > largestRequest) return halve(input, signal);
    try {
      const response: unknown = await withRetries(
        // Floats are asked for because not every server knows base64, which would be the library's choice.
        (stop) => client.embeddings.create({ model, input, encoding_format: 'float' }, { signal: stop }),
        judge,
        limits,
        signal,
      );
      return parseEmbeddings(response, input.length, dimensions);
    } catch (error) {
      const tooLarge = [400, 413, 422].includes(statusOf(error) ?? 0);
      if (!tooLarge || input.length === 1) throw error;
      largestRequest = Math.ceil(input.length / 2);
      return halve(input, signal);
    }
  };
  const halve = async (input: string[], signal: AbortSignal | undefined): Promise<Float32Array[]> => {
    const middle = Math.ceil(input.length / 2);
    return [...(await request(input.slice(0, middle), signal)), ...(await request(input.slice(middle), signal))];
  };
  const fail = (code: 'EMBEDDING_FAILED' | 'MODEL_UNAVAILABLE', error: unknown): AppError => {
    const status = statusOf(error);
    // The library's own error is not kept as the cause: it may hold the key.
    return new AppError(code, `The embeddings server ${server} failed for the model ${model}: ${describe(error)}`, {
      hint:
        status === 401 || status === 403
          ? 'Check OPENAI_API_KEY.'
          : 'Check that the server at OPENAI_BASE_URL runs and offers the model of ONRECORD_EMBEDDING_MODEL.',
    });
  };
  const embedAs = async (
    code: 'EMBEDDING_FAILED' | 'MODEL_UNAVAILABLE',
    texts: readonly string[],
    kind: 'query' | 'passage',
    signal?: AbortSignal,
  ): Promise<Float32Array[]> => {
    signal?.throwIfAborted();
    try {
      if (texts.length > maxBatch) throw new Error(`expected at most ${maxBatch} texts in a call, got ${texts.length}`);
      const stop = signal ? AbortSignal.any([signal, closed.signal]) : closed.signal;
      const inputs = texts.map((text) => {
        // OpenAI refuses an empty text.
        const cut = cutToEstimate(text, maxTokens - specialTokens);
        return prefixes[kind] + cut || ' ';
      });
      const vectors: Float32Array[] = [];
      for (const batch of splitRequests(inputs)) {
        stop.throwIfAborted();
        vectors.push(...(await request(batch, stop)));
      }
      return vectors;
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw fail(code, error);
    }
  };

  const [probe] = await embedAs('MODEL_UNAVAILABLE', ['On Record'], 'query');
  dimensions = probe!.length;
  return {
    model: `openai:${model}@${server}`,
    dimensions,
    maxTokens,
    maxBatch,
    tokenCount: 'estimate',
    countTokens: estimateTokens,
    embed: (texts, kind, signal) => embedAs('EMBEDDING_FAILED', texts, kind, signal),
    close() {
      closed.abort(new Error('the embedder is closed'));
      return Promise.resolve();
    },
  };
}

/** Inputs in order, in requests within the limits of number and estimated tokens. */
function splitRequests(inputs: readonly string[]): string[][] {
  const requests: string[][] = [];
  let tokens = 0;
  for (const input of inputs) {
    const cost = estimateTokens(input);
    const last = requests.at(-1);
    if (last === undefined || last.length >= textsPerRequest || tokens + cost > tokensPerRequest) {
      requests.push([input]);
      tokens = cost;
    } else {
      last.push(input);
      tokens += cost;
    }
  }
  return requests;
}
