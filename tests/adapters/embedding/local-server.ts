import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on 127.0.0.1 and what it was asked. */
export interface LocalServer {
  url: string;
  /** Method and path of each request, in order. */
  requests: string[];
  /** What answers from now on. */
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  close(): Promise<void>;
}

/** Starts a server on a free port. */
export async function startServer(answer: LocalServer['answer']): Promise<LocalServer> {
  const server = createServer((request, response) => {
    local.requests.push(`${request.method} ${request.url}`);
    local.answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const local: LocalServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    answer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return local;
}

/** Answers with the files of a model under the addresses that Hugging Face uses, and 404 to everything else. */
export function serveModel(model: string, files: ReadonlyMap<string, Uint8Array>): LocalServer['answer'] {
  return (request, response) => {
    const prefix = `/${model}/resolve/main/`;
    const file = request.url?.startsWith(prefix) ? files.get(request.url.slice(prefix.length)) : undefined;
    response.writeHead(file ? 200 : 404, file ? { 'content-length': file.byteLength } : {}).end(file);
  };
}
