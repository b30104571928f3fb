import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Log } from '../domain/log.js';
import type { Metrics } from '../domain/telemetry.js';
import { AppError } from '../errors.js';

/** What is served, and where. */
export interface HttpParts {
  host: string;
  /** 0 for any that is free. */
  port: number;
  metrics: Metrics;
  /** Why the program cannot do its work at the moment; empty when it can. */
  findObstacles(): Promise<string[]>;
  log: Log;
}

/** A server that runs. */
export interface HttpServer {
  port: number;
  close(): Promise<void>;
}

/** Nobody who asks for health or figures needs longer; whoever sends slower is cut off. */
const requestTimeoutMs = 5_000;
const mostConnections = 50;

/**
 * Serves `/healthz` (200 as long as the process answers), `/readyz` (200 when it can do its work, otherwise 503 with the reasons)
 * and `/metrics`. It reads nothing but the path of a request and has no access control: it belongs on an address that only the
 * operator reaches.
 *
 * @throws AppError `CONFIG_INVALID` when the address cannot be served on.
 */
export async function startHttpServer(parts: HttpParts): Promise<HttpServer> {
  const server = createServer({
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    maxHeaderSize: 8192,
  });
  server.maxConnections = mostConnections;
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, parts)
      .catch((error: unknown): Answer => {
        parts.log.error({ error }, 'A request for health or metrics failed');
        return { status: 500, type: text, body: 'failed\n' };
      })
      .then(({ status, type, body, headers = {} }) => {
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers });
        response.end(request.method === 'HEAD' ? undefined : body);
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        new AppError(
          'CONFIG_INVALID',
          `Expected to serve on ${parts.host}:${parts.port} (ONRECORD_HTTP): ${error.message}`,
          {
            hint: 'Set another address and port, or leave ONRECORD_HTTP blank.',
            cause: error,
          },
        ),
      );
    });
    server.listen(parts.port, parts.host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : parts.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  status: number;
  type: string;
  body: string;
  headers?: Record<string, string>;
}

const text = 'text/plain; charset=utf-8';

async function answer({ method, url = '' }: IncomingMessage, { metrics, findObstacles }: HttpParts): Promise<Answer> {
  const path = url.split('?')[0];
  if (path !== '/healthz' && path !== '/readyz' && path !== '/metrics')
    return { status: 404, type: text, body: 'not found\n' };
  if (method !== 'GET' && method !== 'HEAD') {
    return { status: 405, type: text, body: 'GET only\n', headers: { allow: 'GET, HEAD' } };
  }
  if (path === '/healthz') return { status: 200, type: text, body: 'ok\n' };
  if (path === '/metrics') return { status: 200, type: metrics.contentType, body: await metrics.render() };
  const obstacles = await findObstacles();
  return obstacles.length === 0
    ? { status: 200, type: text, body: 'ready\n' }
    : { status: 503, type: text, body: `${obstacles.join('\n')}\n` };
}
