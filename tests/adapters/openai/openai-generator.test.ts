import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOpenAiGenerator, type OpenAiGeneratorOptions } from '../../../src/adapters/openai/openai-generator.js';
import type { Generator } from '../../../src/ports.js';
import { collect, describeGenerator, request, textOf } from '../../contracts/generator.js';
import {
  answering,
  answeringAtOnce,
  hangsUp,
  neverEnding,
  openStream,
  refusing,
  saysNothing,
  sendChunk,
  sendEnd,
  sending,
  sendText,
  startFakeModel,
  stopping,
  type FakeModelServer,
  type ModelReply,
} from '../../fakes/openai.js';

const key = 'sk-test-0123456789';
const yes = 'Yes, now.';

let server: FakeModelServer;
let generator: Generator | undefined;

beforeAll(async () => {
  server = await startFakeModel();
  return () => server.close();
});
beforeEach(() => {
  server.asked.length = 0;
  server.script = [];
  server.usual = answering(yes);
});
afterEach(() => generator?.close());

function create(options: Partial<OpenAiGeneratorOptions> = {}): Promise<Generator> {
  return createOpenAiGenerator({
    model: 'some-model',
    apiKey: key,
    baseUrl: server.baseUrl,
    contextTokens: 8192,
    silenceMs: 30_000,
    ...options,
    limits: { firstDelayMs: 1, longestDelayMs: 2, retries: 2, ...options.limits },
  });
}

/** What a generator gives while the server answers by this script. */
async function generateBy(script: ModelReply[], options: Partial<OpenAiGeneratorOptions> = {}, more = {}) {
  generator = await create(options);
  server.script = script;
  return collect(generator.generate({ ...request, ...more }));
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => {
      throw new Error('Expected an error, got none');
    },
    (error: unknown) => error,
  );
}

describeGenerator('A server', () => create());

describe('a server of a language model', () => {
  it('is asked for a streamed answer with its usage, by the key', async () => {
    const parts = await generateBy([]);
    expect(server.asked[0]).toMatchObject({ path: '/v1/chat/completions', authorization: `Bearer ${key}` });
    expect(server.asked[0]!.body).toEqual({
      model: 'some-model',
      messages: request.messages,
      stream: true,
      max_tokens: 100,
      temperature: 0,
      stream_options: { include_usage: true },
    });
    expect(parts.at(-1)).toEqual({ kind: 'end', reason: 'done', usage: { inputTokens: 321, outputTokens: 45 } });
  });

  it('is sent no key when there is none', async () => {
    await generateBy([], { apiKey: null });
    expect(server.asked[0]!.authorization).toBeUndefined();
  });

  it('need not count tokens', async () => {
    const parts = await generateBy([answering(yes, { usage: 'none' })]);
    expect(parts.at(-1)).toEqual({ kind: 'end', reason: 'done', usage: null });
  });

  it('may cut an answer at its limit, and says so', async () => {
    const parts = await generateBy([answering('Yes, no', { finish: 'length' })]);
    expect(parts.at(-1)).toMatchObject({ kind: 'end', reason: 'cut' });
  });

  it('is not listened to any longer when it knows no limit', async () => {
    const parts = await generateBy([neverEnding('and so on, ')], {}, { maxTokens: 10 });
    expect(parts.at(-1)).toEqual({ kind: 'end', reason: 'cut', usage: null });
    expect(textOf(parts).length).toBeLessThan(200);
  });

  it.each<[string, ModelReply]>([
    ['knows no streams', answeringAtOnce(yes)],
    [
      'sends fields of its own, empty pieces and null',
      (asked, response) => {
        openStream(response);
        response.write(': keep-alive\n\n');
        sendChunk(response, { choices: [], prompt_filter_results: [{}] });
        sendChunk(response, { choices: [{ delta: null }] });
        sendChunk(response, {
          choices: [{ delta: { content: null, tool_calls: [] }, logprobs: {} }],
          x_groq: { id: 'r' },
        });
        sendText(response, 'Yes, ');
        sendText(response, '');
        sendChunk(response, { choices: [{ delta: { content: [{ type: 'text', text: 'now.' }] } }], timings: { n: 1 } });
        sendEnd(asked, response);
      },
    ],
    [
      'thinks in a field beside the text',
      (asked, response) => {
        openStream(response);
        sendChunk(response, { choices: [{ delta: { content: '', reasoning_content: 'Let me see: no?' } }] });
        sendChunk(response, { choices: [{ delta: { reasoning: 'No. Yes.' } }] });
        for (const piece of ['Yes,', ' now.']) sendText(response, piece);
        sendEnd(asked, response);
      },
    ],
    ['thinks in the text before it answers', answering(`<think>\nNo, </thin... no.\n</think>\n\n${yes}`)],
    ['thinks in the text whose beginning its template has', answering(`Not now, I think.\n</think>\n${yes}`)],
    [
      'sends the end together with the last text',
      (asked, response) => {
        openStream(response);
        sendText(response, 'Yes, ');
        sendChunk(response, { choices: [{ delta: { content: 'now.' }, finish_reason: 'stop' }] });
        sendEnd(asked, response, { finish: null });
      },
    ],
    ['sends everything letter by letter', answering(yes, { pieces: (words) => [...words] })],
    [
      'cuts the bytes of a character in two',
      (_, response) => {
        openStream(response);
        const bytes = Buffer.from(
          `data: ${JSON.stringify({ choices: [{ delta: { content: yes } }], note: '🐋' })}\n\n`,
        );
        const middle = bytes.indexOf(0xf0) + 2;
        response.write(bytes.subarray(0, middle), () =>
          response.end(
            Buffer.concat([
              bytes.subarray(middle),
              Buffer.from('data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\r\n\r\n'),
            ]),
          ),
        );
      },
    ],
  ])('may be one that %s', async (_, reply) => {
    const parts = await generateBy([reply]);
    expect(textOf(parts)).toBe(yes);
    expect(parts.at(-1)).toMatchObject({ kind: 'end', reason: 'done' });
    expect(server.asked).toHaveLength(1);
  });

  it('has its refusal in words passed on as the answer it is', async () => {
    const parts = await generateBy([
      (asked, response) => {
        openStream(response);
        sendChunk(response, { choices: [{ delta: { refusal: 'I cannot help with that.' } }] });
        sendEnd(asked, response);
      },
    ]);
    expect(textOf(parts)).toBe('I cannot help with that.');
  });

  it.each<[string, string, object]>([
    [
      'the length of the answer under its usual name',
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      { max_completion_tokens: 100, max_tokens: undefined },
    ],
    [
      'the temperature',
      "Unsupported value: 'temperature' does not support 0 with this model.",
      { temperature: undefined },
    ],
    ['the count of tokens', 'Extra inputs are not permitted: stream_options', { stream_options: undefined }],
    ['system messages', 'System role not supported', { messages: [{ role: 'user', content: 'Say yes.\n\nNow?' }] }],
  ])('that does not take %s is asked without, from then on', async (_, refusal, body) => {
    const parts = await generateBy([refusing(400, refusal)]);
    expect(textOf(parts)).toBe(yes);
    await collect(generator!.generate(request));
    expect(server.asked).toHaveLength(3);
    for (const asked of server.asked.slice(1))
      expect(asked.body).toMatchObject(JSON.parse(JSON.stringify(body)) as object);
    for (const [name, value] of Object.entries(body))
      if (value === undefined) expect(server.asked[2]!.body).not.toHaveProperty(name);
  });

  it('that refuses several of these one after the other gets there too', async () => {
    const parts = await generateBy([
      refusing(400, "Use 'max_completion_tokens' instead"),
      refusing(422, "'temperature' is not supported"),
      refusing(400, 'stream_options: unknown field'),
    ]);
    expect(textOf(parts)).toBe(yes);
  });
});

describe('a server in trouble', () => {
  it.each<[string, ModelReply]>([
    ['429', refusing(429, 'slow down')],
    ['500', refusing(500, 'oops')],
    ['503 while it loads the model', refusing(503, 'Loading model')],
    ['a broken connection', hangsUp],
    ['a stream that ends before its first text', sending('')],
    ['an empty answer', answering('')],
    ['an error as the first thing in the stream', sending('data: {"error":{"message":"CUDA out of memory"}}\n\n')],
    ['an error in the form of vLLM', sending('data: {"object":"error","message":"engine died","code":500}\n\n')],
    [
      'bytes that cannot be read',
      sending(new Uint8Array([0x64, 0x61, 0x74, 0x61, 0x3a, 0x20, 0xff, 0xfe, 0x7b, 0x0a, 0x0a])),
    ],
    ['an event cut in two', sending('data: {"choices":[{"del\n\n')],
    [
      'an answer at once that is cut in two',
      (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices":[{"mess'),
    ],
  ])('is asked again after %s', async (_, reply) => {
    expect(textOf(await generateBy([reply]))).toBe(yes);
    expect(server.asked).toHaveLength(2);
  });

  it('is asked again after as long as it says, whatever the wait would be otherwise', async () => {
    const anHour = 3_600_000;
    const script = [refusing(429, 'slow down', { headers: { 'retry-after': '0.01' } })];
    const parts = await generateBy(script, { limits: { firstDelayMs: anHour, longestDelayMs: anHour } });
    expect(textOf(parts)).toBe(yes);
  });

  it('is not waited for when it asks for longer than there is time', async () => {
    const script = [refusing(429, 'slow down', { headers: { 'retry-after': '3600' } })];
    expect(await errorOf(generateBy(script))).toMatchObject({
      code: 'GENERATOR_UNAVAILABLE',
      message: expect.stringContaining('slow down') as string,
    });
    expect(server.asked).toHaveLength(1);
  });

  it('is given up after some tries', async () => {
    expect(await errorOf(generateBy([500, 502, 503].map((status) => refusing(status, 'oops'))))).toMatchObject({
      code: 'GENERATOR_UNAVAILABLE',
      message: expect.stringContaining('503') as string,
    });
    expect(server.asked).toHaveLength(3);
  });

  it.each<[string, ModelReply, string, string, number]>([
    ['a wrong key', refusing(401, 'Incorrect API key provided'), 'GENERATOR_REFUSED', 'OPENAI_API_KEY', 1],
    ['a key without the right', refusing(403, 'forbidden'), 'GENERATOR_REFUSED', 'OPENAI_API_KEY', 1],
    ['an unknown model', refusing(404, 'model "some-model" not found'), 'GENERATOR_REFUSED', 'OPENAI_MODEL', 1],
    [
      'an unknown model with status 400',
      refusing(400, 'The model `x` does not exist'),
      'GENERATOR_REFUSED',
      'OPENAI_MODEL',
      1,
    ],
    [
      'a used-up quota',
      refusing(429, 'You exceeded your current quota', { code: 'insufficient_quota' }),
      'GENERATOR_REFUSED',
      'quota',
      1,
    ],
    [
      'a web page',
      (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>'),
      'GENERATOR_REFUSED',
      'OPENAI_BASE_URL',
      1,
    ],
    ['a request it does not understand', refusing(400, 'bad request'), 'GENERATION_FAILED', 'OPENAI_BASE_URL', 1],
    [
      'OpenAI: too long',
      refusing(400, "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens", {
        code: 'context_length_exceeded',
      }),
      'CONTEXT_TOO_LONG',
      'OPENAI_CONTEXT_TOKENS',
      1,
    ],
    [
      'vLLM: too long',
      refusing(
        400,
        "'max_tokens' or 'max_completion_tokens' is too large: 1000. This model's maximum context length is 4096 tokens",
      ),
      'CONTEXT_TOO_LONG',
      'OPENAI_CONTEXT_TOKENS',
      1,
    ],
    [
      'llama.cpp: too long',
      refusing(400, 'the request exceeds the available context size. try increasing the context size'),
      'CONTEXT_TOO_LONG',
      'OPENAI_CONTEXT_TOKENS',
      1,
    ],
    [
      'LM Studio: too long, in the stream',
      sending('data: {"error":{"message":"The number of tokens to keep is greater than the context length"}}\n\n'),
      'CONTEXT_TOO_LONG',
      'OPENAI_CONTEXT_TOKENS',
      1,
    ],
    ['a body too large', refusing(413, 'payload too large'), 'CONTEXT_TOO_LONG', 'OPENAI_CONTEXT_TOKENS', 1],
    ['a filter', answering('Yes', { finish: 'content_filter' }), 'GENERATION_FAILED', 'OPENAI_BASE_URL', 1],
    ['reasoning without an end', answering('', { finish: 'length' }), 'GENERATION_FAILED', 'OPENAI_ANSWER_TOKENS', 1],
  ])('is not asked again after %s', async (_, reply, code, hint, times) => {
    const error = await errorOf(generateBy([reply]));
    expect(error).toMatchObject({ code, hint: expect.stringContaining(hint) as string });
    expect(server.asked).toHaveLength(times);
  });

  it.each([
    ['breaks', 'broken'],
    ['just ends', 'ended'],
  ] as const)(
    'whose answer %s in the middle has failed, and is not asked again behind what was given',
    async (_, how) => {
      expect(await errorOf(generateBy([stopping('Yes, the pier is', how)]))).toMatchObject({
        code: 'GENERATION_FAILED',
        message: expect.stringContaining('broke off') as string,
      });
      expect(server.asked).toHaveLength(1);
    },
  );

  it('that sends nothing is given up after its time of silence, in the middle of an answer too', async () => {
    const silence = { silenceMs: 60, limits: { retries: 0 } };
    const unavailable = {
      code: 'GENERATOR_UNAVAILABLE',
      message: expect.stringContaining('sent nothing for 0.06 s') as string,
    };
    expect(await errorOf(generateBy([saysNothing], silence))).toMatchObject(unavailable);
    await generator!.close();
    expect(await errorOf(generateBy([stopping('Yes, the pier', 'silent')], silence))).toMatchObject(unavailable);
  });

  it('that stays silent behind a whole answer has given it all the same', async () => {
    const parts = await generateBy(
      [
        (_, response) => {
          openStream(response);
          sendChunk(response, { choices: [{ delta: { content: yes }, finish_reason: 'stop' }] });
        },
      ],
      { silenceMs: 1000 },
    );
    expect(textOf(parts)).toBe(yes);
    expect(parts.at(-1)).toEqual({ kind: 'end', reason: 'done', usage: null });
  });

  it('is given up when the time for the whole call is over, whatever it sends', async () => {
    expect(await errorOf(generateBy([neverEnding('x')], {}, { timeoutMs: 120, maxTokens: 1e9 }))).toMatchObject({
      code: 'GENERATOR_UNAVAILABLE',
      message: expect.stringContaining('no answer within 0.12 seconds') as string,
    });
    await generator!.close();
    expect(await errorOf(generateBy([saysNothing], {}, { timeoutMs: 60 }))).toMatchObject({
      code: 'GENERATOR_UNAVAILABLE',
    });
  });

  it('may be given a part of a millisecond, as a clock gives it', async () => {
    expect(textOf(await generateBy([], {}, { timeoutMs: 59_984.880399 }))).toBe(yes);
  });

  it('that is not there says where it was looked for', async () => {
    const gone = await startFakeModel();
    await gone.close();
    expect(await errorOf(generateBy([], { baseUrl: gone.baseUrl }))).toMatchObject({
      code: 'GENERATOR_UNAVAILABLE',
      message: expect.stringMatching(/some-model at 127\.0\.0\.1:\d+\/v1 failed: .*ECONNREFUSED/) as string,
    });
  });

  it('notices at once that nobody listens any more', async () => {
    let left: () => void;
    const gone = new Promise<void>((resolve) => (left = resolve));
    generator = await create();
    server.script = [
      (_, response) => {
        response.on('close', () => left());
        openStream(response);
        sendText(response, 'Yes');
      },
    ];
    for await (const part of generator.generate(request)) if (part.kind === 'text') break;
    await gone;
  });

  it('can be given up while it is waited for', async () => {
    generator = await create();
    server.script = [saysNothing];
    const controller = new AbortController();
    const reason = new Error('no longer wanted');
    const answer = errorOf(collect(generator.generate({ ...request, signal: controller.signal })));
    await server.arrived(1);
    controller.abort(reason);
    expect(await answer).toBe(reason);
  });

  it('never has the key repeated in an error', async () => {
    for (const status of [400, 401, 429, 500]) {
      server.usual = refusing(status, `no: ${key}`);
      const error = await errorOf(generateBy([]));
      expect(error).toMatchObject({ message: expect.stringContaining('[key]') as string });
      expect(inspectDeeply(error)).not.toContain(key);
      await generator!.close();
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
