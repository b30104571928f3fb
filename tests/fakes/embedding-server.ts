import { startServer, type LocalServer } from '../adapters/embedding/local-server.js';
import { createFakeEmbedder } from './embedder.js';

/** A server of embeddings on 127.0.0.1, for programs that the fake embedder cannot be handed to. */
export interface EmbeddingServer {
  /** The settings that make a program use it. */
  settings: Record<string, string>;
  /**
   * From now on texts with these words are kept waiting; resolves when one has come. `release` answers them, and whatever comes later.
   */
  hold(words: string): { arrived: Promise<void>; release: () => void };
  close(): Promise<void>;
}

/** Starts one whose vectors are those of the fake embedder. */
export async function startEmbeddingServer(): Promise<EmbeddingServer> {
  const embedder = createFakeEmbedder();
  let held: { words: string; arrive: () => void; released: Promise<void> } | undefined;
  const server: LocalServer = await startServer((request, response) => {
    if (request.method !== 'POST') {
      // `doctor` only looks whether somebody is there.
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[]}');
      return;
    }
    if (request.url?.endsWith('/embeddings') !== true) {
      request.resume();
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{"message":"no such model"}}');
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { input } = JSON.parse(Buffer.concat(chunks).toString()) as { input: string[] };
      void answer(input).then((vectors) => {
        const data = vectors.map((vector, index) => ({ index, embedding: Array.from(vector) }));
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
      });
    });
  });
  const answer = async (input: string[]): Promise<Float32Array[]> => {
    const holding = held;
    if (holding !== undefined && input.some((text) => text.includes(holding.words))) {
      holding.arrive();
      await holding.released;
    }
    return embedder.embed(input, 'query');
  };
  return {
    settings: {
      ONRECORD_EMBEDDING_PROVIDER: 'openai',
      ONRECORD_EMBEDDING_MODEL: 'fake-words',
      OPENAI_BASE_URL: `${server.url}/v1`,
    },
    hold: (words) => {
      let arrive = (): void => undefined;
      let release = (): void => undefined;
      const arrived = new Promise<void>((resolve) => {
        arrive = resolve;
      });
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      const holding = { words, arrive, released };
      held = holding;
      return {
        arrived,
        release: () => {
          if (held === holding) held = undefined;
          release();
        },
      };
    },
    close: server.close,
  };
}
