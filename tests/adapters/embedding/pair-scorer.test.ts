import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DownloadProgress } from '../../../src/adapters/embedding/model-download.js';
import { createPairScorer, type PairPurpose } from '../../../src/adapters/embedding/pair-scorer.js';
import type { PairScorer } from '../../../src/ports.js';
import { describePairScorer } from '../../contracts/pair-scorer.js';
import { serveModel, startServer, type LocalServer } from './local-server.js';
import { plainLogits } from './plain-bert.js';
import { tinyClassifier, tinyLength, tinyModel, tinyShape, tinyTokens, tinyWeights } from './tiny-model.js';

const model = 'maker/tiny-pairs';
const nli = ['contradiction', 'entailment', 'neutral'];
const [cls, sep] = [2, 3];

let host: LocalServer;
let modelsDir: string;
let progress: DownloadProgress[];
const create = (purpose: PairPurpose = 'relevance', name = model): Promise<PairScorer> =>
  createPairScorer({
    purpose,
    model: name,
    modelsDir,
    modelHost: `${host.url}/`,
    onDownload: (step) => progress.push(step),
    stallTimeoutMs: 60_000,
  });
const prepare = async (): Promise<() => Promise<void>> => {
  modelsDir = await mkdtemp(join(tmpdir(), 'on-record models é-'));
  progress = [];
  host = await startServer(serveModel(model, tinyClassifier(7)));
  return async () => {
    await host.close();
    await rm(modelsDir, { recursive: true, force: true });
  };
};

describe('a cross-encoder by name', () => {
  beforeAll(prepare);
  describePairScorer('It', () => create());
});

describe('an entailment model by name', () => {
  let close: () => Promise<void>;
  beforeAll(async () => {
    close = await prepare();
    host.answer = serveModel(model, tinyClassifier(11, nli));
  });
  afterAll(() => close());
  describePairScorer('It', () => create('entailment'));
});

describe('the numbers', () => {
  beforeEach(prepare);

  /** A pair as BERT reads it, with the second text of type 1. */
  const pairOf = (first: readonly number[], second: readonly number[]) => ({
    ids: [cls, ...first, sep, ...second, sep],
    types: [0, ...first.map(() => 0), 0, ...second.map(() => 1), 1],
  });

  it('are the sigmoid of the logit for the question and then the passage, however they are grouped', async () => {
    const scorer = await create();
    const question = 'who lost stalls';
    const passages = ['fire', 'the old market burned', 'a whale', 'fourteen stalls were lost in the end', 'b fire'];
    const scores = await scorer.score(question, passages);
    const weights = tinyWeights(7, 1);
    for (const [i, passage] of passages.entries()) {
      const pair = pairOf(tinyTokens(question), tinyTokens(passage));
      const [logit] = plainLogits(tinyShape, weights, pair);
      expect(scores[i]).toBeCloseTo(1 / (1 + Math.exp(-logit!)), 5);
    }
    await scorer.close();
  });

  it('of a passage that is too long are those of its beginning', async () => {
    const scorer = await create();
    const [question, passage] = ['who lost stalls', 'market '.repeat(40)];
    const [asked, read] = [tinyTokens(question), tinyTokens(passage)];
    const pair = pairOf(asked, read.slice(0, tinyLength - 3 - asked.length));
    const [logit] = plainLogits(tinyShape, tinyWeights(7, 1), pair);
    expect((await scorer.score(question, [passage]))[0]).toBeCloseTo(1 / (1 + Math.exp(-logit!)), 5);
    await scorer.close();
  });

  it.each([
    [['contradiction', 'entailment', 'neutral'], 1],
    [['ENTAILMENT', 'NEUTRAL', 'CONTRADICTION'], 0],
    [['not_entailment', 'entailment'], 1],
  ])(
    'of an entailment model with the labels %j are those of label %i, for the words and then the sentence',
    async (labels, index) => {
      host.answer = serveModel(model, tinyClassifier(11, labels));
      const scorer = await create('entailment');
      const [sentence, words] = ['fourteen stalls burned', 'a fire took fourteen stalls'];
      const pair = pairOf(tinyTokens(words), tinyTokens(sentence));
      const powers = plainLogits(tinyShape, tinyWeights(11, labels.length), pair).map(Math.exp);
      const [score] = await scorer.score(sentence, [words]);
      expect(score).toBeCloseTo(powers[index]! / powers.reduce((a, b) => a + b, 0), 5);
      await scorer.close();
    },
  );

  it('are the same for a model that was trained without token types, which are all 0 then', async () => {
    const files = tinyClassifier(7);
    const config = { ...(JSON.parse(Buffer.from(files.get('config.json')!).toString()) as object), type_vocab_size: 1 };
    host.answer = serveModel(model, new Map([...files, ['config.json', Buffer.from(JSON.stringify(config))]]));
    const scorer = await create();
    const { ids, types } = pairOf(tinyTokens('who'), tinyTokens('a whale'));
    const [logit] = plainLogits(tinyShape, tinyWeights(7, 1), { ids, types: types.map(() => 0) });
    expect((await scorer.score('who', ['a whale']))[0]).toBeCloseTo(1 / (1 + Math.exp(-logit!)), 5);
    await scorer.close();
  });
});

describe('the model', () => {
  beforeEach(prepare);

  it('is downloaded once with progress, and then used without the host', async () => {
    const first = await create();
    const scores = await first.score('who', ['a fish', 'the market']);
    await first.close();
    expect(host.requests.filter((request) => request.endsWith('onnx/model.onnx'))).toHaveLength(1);
    const size = tinyClassifier(7).get('onnx/model.onnx')!.byteLength;
    expect(progress.at(-1)).toEqual({ model, file: 'onnx/model.onnx', receivedBytes: size, totalBytes: size });
    await host.close();
    const second = await create();
    expect(second.model).toBe(first.model);
    expect(second.model).toMatch(/^maker\/tiny-pairs@[0-9a-f]{16}$/);
    expect(await second.score('who', ['a fish', 'the market'])).toEqual(scores);
    await second.close();
  });

  it('is called by another name when its weights are others', async () => {
    const first = await create();
    await rm(modelsDir, { recursive: true });
    host.answer = serveModel(model, tinyClassifier(8));
    const second = await create();
    expect(second.model).not.toBe(first.model);
    await Promise.all([first.close(), second.close()]);
  });

  const withoutLabels = (files: Map<string, Uint8Array>): Map<string, Uint8Array> => {
    const config = JSON.parse(Buffer.from(files.get('config.json')!).toString()) as Record<string, unknown>;
    delete config['id2label'];
    return new Map([...files, ['config.json', Buffer.from(JSON.stringify(config))]]);
  };
  it.each<[PairPurpose, string, Map<string, Uint8Array>, string]>([
    ['relevance', 'three labels', tinyClassifier(7, nli), 'to have one output, as cross-encoders have, got 3'],
    ['relevance', 'no classifier', tinyModel(7), 'is no classifier'],
    ['entailment', 'one output', tinyClassifier(7), 'to have a label "entailment" among others, got LABEL_0'],
    ['entailment', 'other labels', tinyClassifier(7, ['negative', 'positive']), 'got negative, positive'],
    ['entailment', 'the opposite alone', tinyClassifier(7, ['x', 'not_entailment']), 'got x, not_entailment'],
    ['entailment', 'no names', withoutLabels(tinyClassifier(7, nli)), 'got labels without names'],
    ['entailment', 'fewer outputs than labels', new Map([...tinyClassifier(7, nli), ['onnx/model.onnx', tinyClassifier(7).get('onnx/model.onnx')!]]), 'Expected 3 outputs'], // prettier-ignore
  ])('is refused for %s when it has %s, and nothing is left', async (purpose, _, files, reason) => {
    host.answer = serveModel(model, files);
    const setting = purpose === 'relevance' ? 'ONRECORD_RERANK_MODEL' : 'ONRECORD_ENTAILMENT_MODEL';
    await expect(create(purpose)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringContaining(reason) as string,
      hint: expect.stringContaining(setting) as string,
    });
    expect(await readdir(join(modelsDir, 'maker'))).toEqual([]);
  });

  it.each<[PairPurpose, string]>([
    ['relevance', 'ONRECORD_RERANK_MODEL'],
    ['entailment', 'ONRECORD_ENTAILMENT_MODEL'],
  ])('of %s is unavailable without the network, with the setting that named it', async (purpose, setting) => {
    await host.close();
    await expect(create(purpose)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringContaining('ECONNREFUSED') as string,
      hint: expect.stringContaining(`unset ${setting}`) as string,
    });
    await expect(create(purpose, '../outside')).rejects.toMatchObject({ hint: `Correct ${setting}.` });
  });
});
