import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { fault, isFault } from './fault.js';
import type { Post, World } from './world.js';

/** A request of the bot, as a route gets it. */
export interface ApiRequest {
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
}

export interface ApiResponse {
  status: number;
  body?: unknown;
  /** The message that was made or changed by it. */
  post?: Post;
}

export interface Route {
  method: string;
  /** `/channels/:channel/messages`. */
  path: string;
  /** Whether the token has to be right; answers to interactions have a token of their own. */
  isOpen?: boolean;
  handle(request: ApiRequest): ApiResponse;
}

/** What the bot sent, for tests and for a script that draws it. */
export interface Sent {
  method: string;
  /** `/channels/:channel/messages`. */
  route: string;
  /** `/channels/123/messages`. */
  path: string;
  query: string;
  body: unknown;
  status: number;
  response: unknown;
  /** The message that was made or changed by it. */
  post: Post | null;
  /** By the clock of the fake, and by a real one that never stands still. */
  atMs: number;
  realMs: number;
}

export interface Interventions {
  /** Runs once before the next request to a route like `POST /channels/:channel/messages`, which is then handled. */
  beforeNext(route: string, action: () => void | Promise<void>): void;
  /** Answers the next request with 429; discord.js waits and tries again. */
  rateLimitNext(route: string, options: { retryAfterMs: number }): void;
  /** Answers the next request with a fault of Discord's own, for example 500 or 503. */
  failNext(route: string, options: { status: number; code?: number; message?: string }): void;
}

interface Intervention {
  route: string;
  act(response: ServerResponse): Promise<'handled' | 'go on'>;
}

/** Serves the routes over HTTP with Discord's headers, checks tokens, and keeps what was sent and refused. */
export function createApi(world: World, routes: readonly Route[]): { server: Server; sent: Sent[] } & Interventions {
  const sent: Sent[] = [];
  const interventions: Intervention[] = [];
  const table = routes.map((route) => ({ ...route, pattern: compile(route.path) }));
  const intervene = (intervention: Intervention) => {
    const names = routes.map(({ method, path }) => `${method} ${path}`);
    if (!names.includes(intervention.route)) {
      throw new Error(`Expected one of these routes, got ${intervention.route}:\n  ${names.join('\n  ')}`);
    }
    interventions.push(intervention);
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const path = decodeURIComponent(url.pathname).replace(/^\/api\/v10/, '');
    const candidates = table.flatMap((route) => {
      const match = route.pattern.exec(path);
      return match === null ? [] : [{ route, params: { ...match.groups } }];
    });
    const found = candidates.find(({ route }) => route.method === request.method);
    const name = `${request.method ?? ''} ${found?.route.path ?? path}`;
    const record: Sent = {
      method: request.method ?? '',
      route: found?.route.path ?? path,
      path,
      query: url.search,
      body: null,
      status: 0,
      response: null,
      post: null,
      atMs: 0,
      realMs: 0,
    };
    try {
      record.body = await readBody(request);
      const index = interventions.findIndex(({ route }) => route === name);
      const [intervention] = index < 0 ? [] : interventions.splice(index, 1);
      const isHandled = (await intervention?.act(response)) === 'handled';
      record.atMs = world.clock.nowMs();
      record.realMs = performance.now();
      if (isHandled) {
        sent.push({ ...record, status: response.statusCode });
        return;
      }
      if (!url.pathname.startsWith('/api/v10/')) throw fault('notFound');
      if (found === undefined) throw fault(candidates.length > 0 ? 'methodNotAllowed' : 'notFound');
      if (found.route.isOpen !== true && request.headers.authorization !== `Bot ${world.token}`) {
        throw fault('unauthorized');
      }
      const result = found.route.handle({ params: found.params, query: url.searchParams, body: record.body });
      record.status = result.status;
      record.response = result.body ?? null;
      record.post = result.post ?? null;
      sent.push(record);
      reply(response, name, result);
    } catch (error) {
      if (!isFault(error)) throw error;
      const body = {
        message: error.message,
        code: error.code,
        ...(error.errors === undefined ? {} : { errors: error.errors }),
      };
      world.violations.push({
        route: name,
        status: error.status,
        code: error.code,
        message: error.message,
        errors: error.errors ?? null,
        body: record.body,
      });
      Object.assign(record, { status: error.status, response: body });
      sent.push(record);
      reply(response, name, { status: error.status, body });
    } finally {
      world.changed();
    }
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // A fault of the fake itself must be seen, not taken for one of Discord's.
      world.failure = error;
      response.destroy();
      world.changed();
    });
  });
  return {
    server,
    sent,
    beforeNext: (route, action) => {
      intervene({
        route,
        act: async () => {
          await action();
          return 'go on';
        },
      });
    },
    rateLimitNext: (route, { retryAfterMs }) => {
      intervene({
        route,
        act: (response) => {
          const seconds = retryAfterMs / 1000;
          response.setHeader('retry-after', String(Math.ceil(seconds)));
          response.setHeader('x-ratelimit-scope', 'user');
          setLimitHeaders(response, route, { remaining: 0, resetAfterSeconds: seconds });
          send(response, 429, { message: 'You are being rate limited.', retry_after: seconds, global: false });
          return Promise.resolve('handled');
        },
      });
    },
    failNext: (route, { status, code = 0, message = 'Internal Server Error' }) => {
      intervene({
        route,
        act: (response) => {
          send(response, status, { message, code });
          return Promise.resolve('handled');
        },
      });
    },
  };
}

function compile(path: string): RegExp {
  return new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  if (raw.length === 0) return null;
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(raw, { headers: { 'content-type': type } }).formData();
    const files = [...form.entries()].flatMap(([key, file]) =>
      typeof file === 'string' ? [] : [{ id: key.replace(/\D/g, ''), filename: file.name, size: file.size }],
    );
    const payload = JSON.parse(String(form.get('payload_json') ?? '{}')) as Record<string, unknown>;
    return { ...payload, attachments: files };
  }
  try {
    return JSON.parse(raw.toString());
  } catch {
    throw fault('invalidJson');
  }
}

function reply(response: ServerResponse, route: string, { status, body }: ApiResponse): void {
  setLimitHeaders(response, route, { remaining: limit - 1, resetAfterSeconds: 1 });
  send(response, status, body);
}

/** So many that a test never waits for it; a test of limits uses `rateLimitNext`. */
const limit = 1000;

function setLimitHeaders(
  response: ServerResponse,
  route: string,
  { remaining, resetAfterSeconds }: { remaining: number; resetAfterSeconds: number },
): void {
  response.setHeader('x-ratelimit-limit', String(limit));
  response.setHeader('x-ratelimit-remaining', String(remaining));
  response.setHeader('x-ratelimit-reset', String(Date.now() / 1000 + resetAfterSeconds));
  response.setHeader('x-ratelimit-reset-after', String(resetAfterSeconds));
  response.setHeader('x-ratelimit-bucket', Buffer.from(route).toString('hex').slice(-32));
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status;
  if (body === undefined) {
    response.end();
    return;
  }
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}
