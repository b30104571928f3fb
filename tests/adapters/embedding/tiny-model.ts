import { bertGraph } from '../../../src/adapters/embedding/bert-graph.js';
import { encodeOnnx, type OnnxGraph } from '../../../src/adapters/embedding/onnx-model.js';
import type { Tensor, Tensors } from '../../../src/adapters/embedding/safetensors.js';

/** The tokens that a tiny model takes. */
export const tinyLength = 64;
const width = 8;
const layers = 2;

/** Letters, digits and a few signs, each as the beginning of a word and as its continuation. */
const signs = [...'abcdefghijklmnopqrstuvwxyz0123456789.,;:$-'];
const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...signs, ...signs.map((sign) => `##${sign}`)];

export const tinyShape = {
  model_type: 'bert',
  architectures: ['BertModel'],
  hidden_size: width,
  intermediate_size: 2 * width,
  num_attention_heads: 2,
  num_hidden_layers: layers,
  layer_norm_eps: 1e-12,
  max_position_embeddings: tinyLength,
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
    pair: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
      { Sequence: { id: 'B', type_id: 1 } },
      { SpecialToken: { id: '[SEP]', type_id: 1 } },
    ],
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
  return new Map([
    ...commonFiles(tinyShape),
    ['1_Pooling/config.json', json({ pooling_mode_cls_token: true, pooling_mode_mean_tokens: false })],
    ['onnx/model.onnx', Buffer.concat(encodeOnnx(bertGraph(tinyShape, tinyWeights(seed))).chunks)],
  ]);
}

/** The same of a BERT that gives one logit for each of `labels` from its first token, as cross-encoders do. */
export function tinyClassifier(seed: number, labels: readonly string[] = ['LABEL_0']): Map<string, Uint8Array> {
  const id2label = Object.fromEntries(labels.map((label, index) => [index, label]));
  const config = { ...tinyShape, architectures: ['BertForSequenceClassification'], id2label };
  const weights = tinyWeights(seed, labels.length);
  const graph = withClassifier(bertGraph(tinyShape, weights), weights);
  return new Map([...commonFiles(config), ['onnx/model.onnx', Buffer.concat(encodeOnnx(graph).chunks)]]);
}

/** What `tinyModel` and `tinyClassifier` make of a text: its tokens' ids, without special ones. */
export function tinyTokens(text: string): number[] {
  return text
    .split(' ')
    .filter((word) => word !== '')
    .flatMap((word) => [...word].map((sign, i) => vocabulary.indexOf(i === 0 ? sign : `##${sign}`)));
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function commonFiles(config: object): [string, Uint8Array][] {
  return [
    ['config.json', json(config)],
    ['tokenizer.json', json(tokenizer)],
    [
      'tokenizer_config.json',
      json({ tokenizer_class: 'BertTokenizer', model_max_length: tinyLength, pad_token: '[PAD]' }),
    ],
  ];
}

/** BERT's pooler (a dense layer and tanh over the first token) and a layer of logits, behind the encoder's graph. */
function withClassifier(encoder: OnnxGraph, weights: Tensors): OnnxGraph {
  const names = ['pooler.dense.weight', 'pooler.dense.bias', 'classifier.weight', 'classifier.bias'];
  const dense = (input: string, layer: string, output: string) => ({
    operator: 'Gemm',
    inputs: [input, `${layer}.weight`, `${layer}.bias`],
    outputs: [output],
    attributes: { transB: { int: 1 } },
  });
  return {
    ...encoder,
    outputs: [{ name: 'logits', type: 'float32', shape: ['batch', weights.get('classifier.bias')!.shape[0]!] }],
    nodes: [
      ...encoder.nodes,
      { operator: 'Cast', inputs: ['zero'], outputs: ['zero.int64'], attributes: { to: { int: 7 } } },
      {
        operator: 'Gather',
        inputs: ['last_hidden_state', 'zero.int64'],
        outputs: ['first'],
        attributes: { axis: { int: 1 } },
      },
      dense('first', 'pooler.dense', 'pooler.sum'),
      { operator: 'Tanh', inputs: ['pooler.sum'], outputs: ['pooled'] },
      dense('pooled', 'classifier', 'logits'),
    ],
    weights: new Map([
      ...encoder.weights,
      ...names.map((name) => [name, weights.get(name)!] as const),
      ['zero', { shape: [], values: new Float32Array(1) }],
    ]),
  };
}

/** Random weights named as Hugging Face's `BertModel` names them; with `labels`, those of a classifier too. */
export function tinyWeights(seed: number, labels = 0): Tensors {
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
  add('embeddings.position_embeddings.weight', tinyLength, width);
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
  if (labels > 0) {
    addLayer('pooler.dense', width, width);
    addLayer('classifier', labels, width);
    // Larger, so that a word more or less changes a number by more than single precision does.
    const isScale = (name: string): boolean => name.endsWith('LayerNorm.weight') || name === 'classifier.weight';
    for (const [name, { values }] of weights) {
      if (isScale(name)) values.forEach((value, i) => (values[i] = 4 * value));
    }
  }
  return weights;
}
