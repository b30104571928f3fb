import { bertGraph } from '../../../src/adapters/embedding/bert-graph.js';
import { encodeOnnx } from '../../../src/adapters/embedding/onnx-model.js';
import type { Tensor, Tensors } from '../../../src/adapters/embedding/safetensors.js';

const width = 8;
const layers = 2;

/** Letters, digits and a few signs, each as the beginning of a word and as its continuation. */
const signs = [...'abcdefghijklmnopqrstuvwxyz0123456789.,;:$-'];
const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...signs, ...signs.map((sign) => `##${sign}`)];

const config = {
  model_type: 'bert',
  architectures: ['BertModel'],
  hidden_size: width,
  intermediate_size: 2 * width,
  num_attention_heads: 2,
  num_hidden_layers: layers,
  layer_norm_eps: 1e-12,
  max_position_embeddings: 64,
  vocab_size: vocabulary.length,
};

const tokenizer = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: vocabulary.slice(0, 5).map((content, id) => ({
    id,
    content,
    special: true,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
  })),
  normalizer: {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
    ],
    pair: [],
    special_tokens: {
      '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
      '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
    },
  },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
  },
};

/** The files of a BERT with random weights, by path, as a model host serves them. The same seed gives the same model. */
export function tinyModel(seed: number): Map<string, Uint8Array> {
  const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  return new Map([
    ['config.json', json(config)],
    ['tokenizer.json', json(tokenizer)],
    ['tokenizer_config.json', json({ tokenizer_class: 'BertTokenizer', model_max_length: 64, pad_token: '[PAD]' })],
    ['1_Pooling/config.json', json({ pooling_mode_cls_token: true, pooling_mode_mean_tokens: false })],
    ['onnx/model.onnx', Buffer.concat(encodeOnnx(bertGraph(config, randomWeights(seed))).chunks)],
  ]);
}

function randomWeights(seed: number): Tensors {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const weights = new Map<string, Tensor>();
  const add = (name: string, ...shape: number[]): void => {
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, random);
    weights.set(name, { shape, values });
  };
  const addLayer = (name: string, outputs: number, inputs: number): void => {
    add(`${name}.weight`, outputs, inputs);
    add(`${name}.bias`, outputs);
  };
  const addNorm = (name: string): void => {
    add(`${name}.weight`, width);
    add(`${name}.bias`, width);
  };
  add('embeddings.word_embeddings.weight', vocabulary.length, width);
  add('embeddings.position_embeddings.weight', config.max_position_embeddings, width);
  add('embeddings.token_type_embeddings.weight', 2, width);
  addNorm('embeddings.LayerNorm');
  for (let i = 0; i < layers; i++) {
    const layer = `encoder.layer.${i}`;
    for (const part of ['query', 'key', 'value']) addLayer(`${layer}.attention.self.${part}`, width, width);
    addLayer(`${layer}.attention.output.dense`, width, width);
    addNorm(`${layer}.attention.output.LayerNorm`);
    addLayer(`${layer}.intermediate.dense`, 2 * width, width);
    addLayer(`${layer}.output.dense`, width, 2 * width);
    addNorm(`${layer}.output.LayerNorm`);
  }
  return weights;
}
