import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FoundPassage } from '../src/domain/answer.js';
import { serveModel, startServer, type LocalServer } from './adapters/embedding/local-server.js';
import { tinyClassifier } from './adapters/embedding/tiny-model.js';
import { createWorkspace, type Workspace } from './e2e/reindex-workspace.js';
import { harbourTown } from './retrieve/small-coverage.js';

/*
 * The models that read two texts together, as the settings name them: real ones, though tiny, from a host on 127.0.0.1.
 */

const model = 'maker/tiny-pairs';
const nli = ['contradiction', 'entailment', 'neutral'];
let workspace: Workspace;
let host: LocalServer;

beforeEach(async () => {
  host = await startServer(serveModel(model, tinyClassifier(7)));
  workspace = await createWorkspace({ ONRECORD_MODEL_HOST: host.url });
  workspace.write(
    Object.fromEntries(harbourTown.map(({ id, title, body }) => [`news/${id}.md`, `# ${title}\n\n${body}`])),
  );
  await workspace.reindex();
});
afterEach(async () => {
  await workspace.close();
  await host.close();
});

const search = (): Promise<FoundPassage[]> =>
  workspace.app.search({ text: 'Why was the fish market lost?', filters: {}, askedOn: '2025-05-20' }, { limit: 10 });
const doctor = async (name: string) => (await workspace.app.doctor()).find((check) => check.name === name);

describe('without a setting', () => {
  test('there is no such model, and nothing is asked of the host', async () => {
    expect((await search()).length).toBeGreaterThan(1);
    expect(await doctor('ranking model')).toBeUndefined();
    expect(await doctor('entailment model')).toBeUndefined();
    expect(host.requests).toEqual([]);
  });
});

describe('ONRECORD_RERANK_MODEL', () => {
  test('names a model that is downloaded at the first search, scores it, and needs the host no more', async () => {
    const plain = await search();
    await workspace.reopen({ settings: { ONRECORD_RERANK_MODEL: model } });
    await workspace.app.status();
    expect(host.requests).toEqual([]);
    const found = await search();
    const places = (rows: FoundPassage[]): string[] =>
      rows.map(({ articleId, start }) => `${articleId} ${start}`).sort();
    expect(places(found)).toEqual(places(plain));
    expect(found.map(({ score }) => score)).not.toEqual(plain.map(({ score }) => score));
    expect(host.requests).toContain(`GET /${model}/resolve/main/onnx/model.onnx`);

    await host.close();
    await workspace.reopen({ settings: { ONRECORD_RERANK_MODEL: model } });
    expect(await search()).toEqual(found);
    expect(await doctor('ranking model')).toMatchObject({
      verdict: 'ok',
      detail: expect.stringMatching(/^maker\/tiny-pairs@[0-9a-f]{16}$/) as string,
    });
  });

  test('that names no usable model fails the search with the way out, until it is to be had', async () => {
    host.answer = (_, response) => response.writeHead(404).end();
    await workspace.reopen({ settings: { ONRECORD_RERANK_MODEL: model } });
    await expect(search()).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      hint: expect.stringContaining('ONRECORD_RERANK_MODEL') as string,
    });
    expect(await doctor('ranking model')).toMatchObject({
      verdict: 'fault',
      next: expect.stringContaining('ONRECORD_RERANK_MODEL') as string,
    });
    host.answer = serveModel(model, tinyClassifier(7));
    expect((await search()).length).toBeGreaterThan(1);
  });
});

test('ONRECORD_ENTAILMENT_MODEL names a model that a search does without, and doctor looks at', async () => {
  host.answer = serveModel(model, tinyClassifier(7, nli));
  await workspace.reopen({ settings: { ONRECORD_ENTAILMENT_MODEL: model } });
  await search();
  expect(host.requests).toEqual([]);
  expect(await doctor('entailment model')).toMatchObject({ verdict: 'ok' });
  host.answer = serveModel('maker/other', tinyClassifier(7));
  await workspace.reopen({ settings: { ONRECORD_ENTAILMENT_MODEL: 'maker/other' } });
  expect(await doctor('entailment model')).toMatchObject({
    verdict: 'fault',
    detail: expect.stringContaining('label "entailment"') as string,
  });
});
