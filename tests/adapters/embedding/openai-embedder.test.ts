import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEmbedder } from '../../../src/adapters/embedding/create-embedder.js';
import { createOpenAiEmbedder, type OpenAiEmbedderOptions } from '../../../src/adapters/embedding/openai-embedder.js';
import { parseConfig } from '../../../src/config.js';
import type { Embedder } from '../../../src/ports.js';
import { describeEmbedder } from '../../contracts/embedder.js';
import { startServer, type LocalServer } from './local-server.js';

const key = 'sk-test-0123456789';

interface Asked {
  input: string[];
  model: string;
  authorization: string | undefined;
}

/** One scripted answer; a number is a status with an error of OpenAI's form. */
type Reply = number | ((asked: Asked, response: ServerResponse) => void);

let server: LocalServer;
let asked: Asked[] = [];
/** What is answered before the server works as it should. */
let script: Reply[] = [];
let embedder: Embedder | undefined;

beforeAll(async () => {
  server = await startServer((request, response) => void answer(request, response));
  return () => server.close();
});
beforeEach(() => {
  asked = [];
  script = [];
  embedder = undefined;
  server.requests.length = 0;
});
afterEach(() => embedder?.close());

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = JSON.parse(await text(request)) as { input: string[]; model: string };
  const question = { ...body, authorization: request.headers.authorization };
  asked.push(question);
  const reply = script.shift() ?? vectors;
  if (typeof reply === 'function') return reply(question, response);
  sendJson(response, { error: { message: `refused ${request.headers.authorization}` } }, reply);
}

function sendJson(response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** What the server computes: eight numbers from a hash of the text, not of unit length. */
function vectorOf(input: string): number[] {
  return [...createHash('sha256').update(input).digest().subarray(0, 8)].map((byte) => byte - 127.5);
}

function vectors({ input }: Asked, response: ServerResponse): void {
  sendJson(response, { data: input.map((item, index) => ({ index, embedding: vectorOf(item) })) });
}

function create(options: Partial<OpenAiEmbedderOptions> = {}): Promise<Embedder> {
  return createOpenAiEmbedder({
    model: 'some-model',
    apiKey: key,
    baseUrl: `${server.url}/v1`,
    ...options,
    limits: { firstDelayMs: 1, longestDelayMs: 4, retries: 3, ...options.limits },
  });
}

/** An embedder whose first request is done, with a script for what comes after. */
async function createThen(replies: Reply[], options: Partial<OpenAiEmbedderOptions> = {}): Promise<Embedder> {
  embedder = await create(options);
  asked.length = 0;
  script = replies;
  return embedder;
}

function embeddingFailed(...parts: string[]): object {
  return {
    code: 'EMBEDDING_FAILED',
    message: expect.stringMatching(parts.map((part) => `(?=.*${part})`).join('')) as string,
  };
}

describeEmbedder('A server', () => create());

describe('a server of embeddings', () => {
  it('is used when the settings say so', async () => {
    embedder = await createEmbedder(
      parseConfig({
        ONRECORD_EMBEDDING_PROVIDER: 'openai',
        ONRECORD_EMBEDDING_MODEL: 'some-model',
        OPENAI_API_KEY: key,
        OPENAI_BASE_URL: `${server.url}/v1`,
      }),
    );
    expect(embedder).toMatchObject({ dimensions: 8, tokenCount: 'estimate' });
    expect(embedder.model).toBe(`openai:some-model@${new URL(server.url).host}/v1`);
    expect(server.requests).toEqual(['POST /v1/embeddings']);
    expect(asked[0]).toMatchObject({ model: 'some-model', authorization: `Bearer ${key}` });
  });

  it('is sent no key when there is none', async () => {
    embedder = await create({ apiKey: null });
    expect(asked[0]!.authorization).toBeUndefined();
  });

  it('gets many texts in requests of limited size', async () => {
    await createThen([]);
    const texts = Array.from({ length: 150 }, (_, i) => `text ${i}`);
    const result = await embedder!.embed(texts, 'passage');
    expect(asked.map(({ input }) => input.length)).toEqual([64, 64, 22]);
    expect(asked.flatMap(({ input }) => input)).toEqual(texts);
    expect(result).toHaveLength(150);
  });

  it('gets long texts in requests of limited tokens', async () => {
    await createThen([], { model: 'text-embedding-3-small' });
    await embedder!.embed(new Array<string>(8).fill('pier '.repeat(4000)), 'passage');
    expect(asked.map(({ input }) => input.length)).toEqual([6, 2]);
  });

  it('gets smaller requests once it found one too large', async () => {
    await createThen([413, 400]);
    const texts = Array.from({ length: 64 }, (_, i) => `text ${i}`);
    expect(await embedder!.embed(texts, 'passage')).toHaveLength(64);
    await embedder!.embed(texts, 'passage');
    expect(asked.map(({ input }) => input.length)).toEqual([64, 32, 16, 16, 16, 16, 16, 16, 16, 16]);
    expect(asked.slice(2, 6).flatMap(({ input }) => input)).toEqual(texts);
  });

  it('gets texts cut to what the model takes, and never half a character', async () => {
    await createThen([]);
    await embedder!.embed(['🚢'.repeat(1000)], 'passage');
    const [sent] = asked[0]!.input;
    expect(sent).toMatch(/^(🚢)+$/u);
    expect(embedder!.countTokens(sent!)).toBeLessThanOrEqual(embedder!.maxTokens);
  });

  it('never gets an empty text, which OpenAI refuses', async () => {
    await createThen([]);
    await embedder!.embed(['', 'fish'], 'passage');
    expect(asked[0]!.input).toEqual([' ', 'fish']);
  });

  it('gets the prefixes that a model was trained with', async () => {
    await createThen([], { model: 'nomic-embed-text' });
    await embedder!.embed(['fish'], 'query');
    await embedder!.embed(['fish'], 'passage');
    expect(asked.map(({ input }) => input[0])).toEqual(['search_query: fish', 'search_document: fish']);
  });

  it('may answer in base64 and in any order', async () => {
    await createThen([
      ({ input }, response) => {
        const data = input.map((item, index) => ({
          index,
          embedding: Buffer.from(Float32Array.from(vectorOf(item)).buffer).toString('base64'),
        }));
        sendJson(response, { data: data.reverse() });
      },
    ]);
    const first = await embedder!.embed(['one', 'two', 'three'], 'passage');
    expect(await embedder!.embed(['one', 'two', 'three'], 'passage')).toEqual(first);
  });
});

describe('a server in trouble', () => {
  const tooMany =
    (retryAfter: string): Reply =>
    (_, response) =>
      sendJson(response, { error: { message: 'slow down' } }, 429, { 'retry-after': retryAfter });

  it('is asked again after 429, 500 and a broken connection', async () => {
    await createThen([429, 500, (_, response) => response.destroy()]);
    expect(await embedder!.embed(['fish'], 'query')).toHaveLength(1);
    expect(asked).toHaveLength(4);
  });

  it('is asked again after as long as it says, whatever the wait would be otherwise', async () => {
    const anHour = 3_600_000;
    await createThen([tooMany('0.01')], { limits: { firstDelayMs: anHour, longestDelayMs: anHour } });
    expect(await embedder!.embed(['fish'], 'query')).toHaveLength(1);
    expect(asked).toHaveLength(2);
  });

  it('is not waited for when it asks for longer than the total limit', async () => {
    await createThen([tooMany('3600')], { limits: { totalTimeoutMs: 60_000 } });
    await expect(embedder!.embed(['fish'], 'query')).rejects.toMatchObject(embeddingFailed('429', 'slow down'));
    expect(asked).toHaveLength(1);
  });

  it('can be given up while it is waited for', async () => {
    const controller = new AbortController();
    const reason = new Error('no longer wanted');
    await createThen([
      (question, response) => {
        response.on('finish', () => setImmediate(() => controller.abort(reason)));
        (tooMany('50') as Exclude<Reply, number>)(question, response);
      },
    ]);
    await expect(embedder!.embed(['fish'], 'query', controller.signal)).rejects.toBe(reason);
  });

  it('is given up after some tries', async () => {
    await createThen([500, 502, 503, 504, 500]);
    await expect(embedder!.embed(['fish'], 'query')).rejects.toMatchObject(embeddingFailed('504'));
    expect(asked).toHaveLength(4);
  });

  it('is not asked again when the quota is used up', async () => {
    await createThen([
      (_, response) => sendJson(response, { error: { code: 'insufficient_quota', message: 'no quota left' } }, 429),
    ]);
    await expect(embedder!.embed(['fish'], 'query')).rejects.toMatchObject(embeddingFailed('no quota left'));
    expect(asked).toHaveLength(1);
  });

  it('is given up after the total limit when it does not answer', async () => {
    await createThen([() => undefined], { limits: { totalTimeoutMs: 1500 } });
    await expect(embedder!.embed(['fish'], 'query')).rejects.toMatchObject(
      embeddingFailed('no answer within 1.5 seconds'),
    );
  });

  it.each<[string, unknown, string]>([
    ['too few vectors', { data: [{ index: 0, embedding: vectorOf('a') }] }, 'expected 2 vectors, got 1'],
    ['no vectors', { result: 'ok' }, 'expected a list of vectors'],
    ['null', null, 'expected a list of vectors'],
    [
      'vectors of other dimensions',
      { data: [0, 1].map((index) => ({ index, embedding: [1, 2, 3] })) },
      'expected vectors of 8 dimensions, got 3',
    ],
    [
      'one index twice',
      { data: [0, 0].map((index) => ({ index, embedding: vectorOf('a') })) },
      'expected each index from 0 to 1 once, got 0',
    ],
    [
      'an index out of range',
      { data: [0, 2].map((index) => ({ index, embedding: vectorOf('a') })) },
      'expected each index from 0 to 1 once, got 2',
    ],
    [
      'null among the numbers',
      { data: [0, 1].map((index) => ({ index, embedding: [1, 2, 3, null, 5, 6, 7, 8] })) },
      'expected a vector as a list of numbers',
    ],
    [
      'NaN in base64',
      {
        data: [0, 1].map((index) => ({
          index,
          embedding: Buffer.from(new Float32Array(8).fill(NaN).buffer).toString('base64'),
        })),
      },
      'expected a vector as a list of numbers',
    ],
    [
      'bytes that are no numbers',
      { data: [0, 1].map((index) => ({ index, embedding: 'AAAAAAA=' })) },
      'expected a vector as a list of numbers',
    ],
    [
      'only zeros',
      { data: [0, 1].map((index) => ({ index, embedding: new Array(8).fill(0) })) },
      'a vector with a direction',
    ],
  ])('is refused when it answers with %s', async (_, body, message) => {
    await createThen([(_asked, response) => sendJson(response, body)]);
    await expect(embedder!.embed(['a', 'b'], 'passage')).rejects.toMatchObject(embeddingFailed(message));
  });

  it('is refused when its answer is broken off', async () => {
    await createThen([
      (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"data": [{"index"'),
    ]);
    await expect(embedder!.embed(['a'], 'passage')).rejects.toMatchObject({ code: 'EMBEDDING_FAILED' });
  });

  it('makes the model unavailable when it does not take the first request', async () => {
    script = [401];
    await expect(create()).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE', hint: 'Check OPENAI_API_KEY.' });
    const gone = await startServer(() => undefined);
    await gone.close();
    await expect(create({ baseUrl: gone.url })).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      hint: expect.stringContaining('OPENAI_BASE_URL') as string,
    });
  });

  it('never has the key repeated in an error', async () => {
    for (const status of [401, 400, 500]) {
      script = new Array<Reply>(5).fill(status);
      const error: unknown = await create().catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'MODEL_UNAVAILABLE', message: expect.stringContaining('[key]') as string });
      expect(inspectDeeply(error)).not.toContain(key);
    }
  });
});

/** All that any logger could show of an error. */
function inspectDeeply(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  return Object.getOwnPropertyNames(error)
    .map((name) => inspectDeeply((error as Record<string, unknown>)[name]))
    .join('\n');
}
