import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadModelSettings } from '../../../src/adapters/embedding/model-settings.js';

/** The settings of a model with these files. */
async function settingsOf(model: string, files: Record<string, unknown> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'on-record-settings-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, value] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), JSON.stringify(value));
  }
  return loadModelSettings(folder, model);
}

describe('pooling', () => {
  it('is what the model says', async () => {
    const say = (mode: string) => settingsOf('Xenova/bge-small-en-v1.5', { '1_Pooling/config.json': { [mode]: true } });
    expect((await say('pooling_mode_mean_tokens')).pooling).toBe('mean');
    expect((await say('pooling_mode_cls_token')).pooling).toBe('cls');
    expect((await say('pooling_mode_lasttoken')).pooling).toBe('last');
    await expect(say('pooling_mode_max_tokens')).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });

  it.each([
    ['Xenova/bge-small-en-v1.5', 'cls'],
    ['Xenova/bge-m3', 'cls'],
    ['mixedbread-ai/mxbai-embed-large-v1', 'cls'],
    ['Snowflake/snowflake-arctic-embed-s', 'cls'],
    ['Alibaba-NLP/gte-base-en-v1.5', 'cls'],
    ['Xenova/gte-small', 'mean'],
    ['Xenova/multilingual-e5-small', 'mean'],
    ['Xenova/all-MiniLM-L12-v2', 'mean'],
  ])('of %s is %s when it does not say', async (model, pooling) => {
    expect((await settingsOf(model)).pooling).toBe(pooling);
  });
});

describe('the length', () => {
  it.each<[number, Record<string, unknown>]>([
    [256, { 'sentence_bert_config.json': { max_seq_length: 256 }, 'tokenizer_config.json': { model_max_length: 512 } }],
    [512, { 'tokenizer_config.json': { model_max_length: 512 }, 'config.json': { max_position_embeddings: 514 } }],
    [128, { 'tokenizer_config.json': { model_max_length: 512 }, 'config.json': { max_position_embeddings: 128 } }],
    [512, { 'tokenizer_config.json': { model_max_length: 1e30 }, 'config.json': { max_position_embeddings: 8192 } }],
    [512, {}],
  ])('is %i for %j', async (maxTokens, files) => {
    expect((await settingsOf('some/model', files)).maxTokens).toBe(maxTokens);
  });
});

describe('prefixes', () => {
  it.each([
    ['Xenova/e5-small-v2', 'query: ', 'passage: '],
    ['Xenova/multilingual-e5-large-instruct', /^Instruct: /, ''],
    ['Xenova/bge-base-en-v1.5', /^Represent this sentence/, ''],
    ['Xenova/bge-m3', '', ''],
    ['nomic-ai/nomic-embed-text-v1.5', 'search_query: ', 'search_document: '],
    ['Snowflake/snowflake-arctic-embed-m-v2.0', 'query: ', ''],
    ['Snowflake/snowflake-arctic-embed-xs', /^Represent this sentence/, ''],
    ['Xenova/gte-small', '', ''],
    ['Xenova/all-MiniLM-L6-v2', '', ''],
  ])('of %s are %s and %j', async (model, query, passage) => {
    const { prefixes } = await settingsOf(model);
    expect(prefixes.query).toMatch(query instanceof RegExp ? query : new RegExp(`^${query}$`));
    expect(prefixes.passage).toBe(passage);
  });
});
