import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What was asked of the server. */
export interface AskedModel {
  path: string;
  authorization: string | undefined;
  body: {
    model: string;
    messages: { role: string; content: string }[];
    stream: boolean;
    stream_options?: { include_usage?: boolean };
    max_tokens?: number;
    max_completion_tokens?: number;
    temperature?: number;
  };
}

/** One answer of the server; it has to end the response, or leave it hanging on purpose. */
export type ModelReply = (asked: AskedModel, response: ServerResponse) => void | Promise<void>;

/** An OpenAI-compatible server on 127.0.0.1 that answers as it is told. */
export interface FakeModelServer {
  /** As for OPENAI_BASE_URL. */
  baseUrl: string;
  asked: AskedModel[];
  /** Answers that are used up one by one, first. */
  script: ModelReply[];
  /** What answers when the script is used up. */
  usual: ModelReply;
  /** What it lists as its models (`GET /models`), which counts as no question. */
  models: string[];
  /** Resolves when `count` requests have arrived, at once when they have. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server on a free port. */
export async function startFakeModel(usual: ModelReply = answering('Yes.')): Promise<FakeModelServer> {
  let waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      if (request.method === 'GET') {
        const isKnown = request.url === '/v1/models';
        const data = fake.models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'tests' }));
        response
          .writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' })
          .end(JSON.stringify(isKnown ? { object: 'list', data } : { error: { message: 'not found' } }));
        return;
      }
      const body = JSON.parse(await text(request)) as AskedModel['body'];
      const asked = { path: request.url ?? '', authorization: request.headers.authorization, body };
      fake.asked.push(asked);
      for (const waiter of waiting.filter(({ count }) => count <= fake.asked.length)) waiter.resolve();
      waiting = waiting.filter(({ count }) => count > fake.asked.length);
      await (fake.script.shift() ?? fake.usual)(asked, response);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: FakeModelServer = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked: [],
    script: [],
    usual,
    models: ['scripted', 'some-model'],
    arrived: (count) =>
      fake.asked.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ count, resolve: () => resolve() })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}

/** A text that is written out, or made from what was asked. */
type Words = string | ((asked: AskedModel) => string);

export interface AnswerForm {
  /** The text as it is cut; without it, every few letters. */
  pieces?: (words: string) => string[];
  finish?: string | null;
  /** `none`: the server does not count. */
  usage?: 'asked' | 'none' | { prompt_tokens: number; completion_tokens: number };
}

/** Streams an answer as OpenAI does, with the usage at the end when it was asked for. */
export function answering(words: Words, form: AnswerForm = {}): ModelReply {
  return (asked, response) => {
    openStream(response);
    const all = typeof words === 'string' ? words : words(asked);
    sendChunk(response, { choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] });
    for (const piece of (form.pieces ?? cut)(all)) sendText(response, piece);
    sendEnd(asked, response, form);
  };
}

/** Sends the end of an answer: why it ended, the usage, and the mark of the stream's end. */
export function sendEnd(asked: AskedModel, response: ServerResponse, form: AnswerForm = {}): void {
  const { finish = 'stop', usage = 'asked' } = form;
  if (finish !== null) sendChunk(response, { choices: [{ index: 0, delta: {}, finish_reason: finish }] });
  if (usage !== 'none' && (usage !== 'asked' || asked.body.stream_options?.include_usage === true)) {
    const counted = usage === 'asked' ? { prompt_tokens: 321, completion_tokens: 45 } : usage;
    sendChunk(response, { choices: [], usage: { ...counted, total_tokens: 0 } });
  }
  response.end('data: [DONE]\n\n');
}

export function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
}

export function sendText(response: ServerResponse, content: string): void {
  sendChunk(response, { choices: [{ index: 0, delta: { content }, finish_reason: null }] });
}

export function sendChunk(response: ServerResponse, chunk: object): void {
  response.write(`data: ${JSON.stringify({ id: 'chat-1', object: 'chat.completion.chunk', ...chunk })}\n\n`);
}

/** Refuses with a status and an error of OpenAI's form. */
export function refusing(
  status: number,
  message: string,
  { code = null, headers = {} }: { code?: string | null; headers?: Record<string, string> } = {},
): ModelReply {
  return (_, response) => {
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code } }));
  };
}

/** Answers as a whole, as a server does that knows no streams. */
export function answeringAtOnce(content: string): ModelReply {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        object: 'chat.completion',
        choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 },
      }),
    );
  };
}

/** Takes the request and never says anything. */
export const saysNothing: ModelReply = () => undefined;

/** Breaks the connection without an answer. */
export const hangsUp: ModelReply = (_, response) => void response.destroy();

/** Sends the beginning of an answer; then the connection breaks, or the stream just ends, or nothing comes any more. */
export function stopping(words: string, how: 'broken' | 'ended' | 'silent'): ModelReply {
  return (_, response) => {
    openStream(response);
    for (const piece of cut(words)) sendText(response, piece);
    if (how === 'ended') response.end();
    // What was written has to have left before the connection goes.
    else if (how === 'broken') response.write('', () => setImmediate(() => response.destroy()));
  };
}

/** Sends bytes as they are, as an event stream. */
export function sending(...bytes: (string | Uint8Array)[]): ModelReply {
  return (_, response) => {
    openStream(response);
    for (const part of bytes) response.write(part);
    response.end();
  };
}

/** Streams an answer byte by byte, each when the one before has left: characters, events and lines arrive in pieces. */
export function slowly(words: Words): ModelReply {
  return async (asked, response) => {
    const all = typeof words === 'string' ? words : words(asked);
    const chunks = (all.match(/\S*\s*/gu) ?? [])
      .filter((word) => word !== '')
      .map((content) => ({ delta: { content }, finish_reason: null }));
    const events = [...chunks, { delta: {}, finish_reason: 'stop' }].map((choice) =>
      JSON.stringify({ choices: [{ index: 0, ...choice }] }),
    );
    openStream(response);
    for (const byte of Buffer.from([...events, '[DONE]'].map((data) => `data: ${data}\n\n`).join(''))) {
      if (response.destroyed) return;
      await new Promise((resolve) => response.write(Uint8Array.of(byte), resolve));
    }
    response.end();
  };
}

/** Goes on for as long as somebody listens. */
export function neverEnding(words: string): ModelReply {
  return (_, response) => {
    openStream(response);
    const goOn = (): void => {
      if (response.destroyed || response.closed) return;
      response.write(
        `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: words }, finish_reason: null }] })}\n\n`,
        () => setImmediate(goOn),
      );
    };
    goOn();
  };
}

/** Every few letters, in lengths that change, so that words, marks and numbers are cut. */
function cut(words: string): string[] {
  const pieces: string[] = [];
  const letters = [...words];
  for (let at = 0, length = 3; at < letters.length; at += length, length = (length % 5) + 1) {
    pieces.push(letters.slice(at, at + length).join(''));
  }
  return pieces;
}

/** A passage as the model was given it. */
export interface GivenPassage {
  n: number;
  outlet: string;
  headline: string;
  authors: string;
  date: string;
  text: string;
}

/** The passages in what was asked, by the form that prompts/answer.md describes. */
export function readPassages({ body }: AskedModel): GivenPassage[] {
  const prompt = body.messages.at(-1)!.content;
  const fenced = prompt.matchAll(/^<<(\w+) passage (\d+)>>\n([^]*?)\n<<\1 end of passage \2>>$/gm);
  return [...fenced].map(([, , n, inside]) => {
    const [head, ...text] = inside!.split('\n\n');
    const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(head!)?.[1] ?? '';
    return {
      n: Number(n),
      outlet: field('Outlet'),
      headline: field('Headline'),
      authors: field('Authors'),
      date: field('Date'),
      text: text.join('\n\n'),
    };
  });
}

/** An answer that says these sentences, each with the number of the first passage that has it word for word. */
export function citing(...sentences: string[]): (asked: AskedModel) => string {
  return (asked) => {
    const passages = readPassages(asked);
    return sentences
      .map((sentence) => {
        const cited = passages.find(({ text }) => text.replace(/\s+/g, ' ').includes(sentence));
        return cited === undefined ? sentence : `${sentence} [${cited.n}]`;
      })
      .join(' ');
  };
}
