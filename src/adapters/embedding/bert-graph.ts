import { elementType, type OnnxGraph, type OnnxNode } from './onnx-model.js';
import type { Tensor, Tensors } from './safetensors.js';

/** The numbers of a BERT encoder, named as in its `config.json`. */
export interface BertShape {
  num_hidden_layers: number;
  num_attention_heads: number;
  hidden_size: number;
  layer_norm_eps: number;
}

/**
 * A BERT encoder as an ONNX graph of ONNX Runtime's fused operators, in single precision. `weights` are named as Hugging
 * Face's `BertModel` names them; a pooler is left out. Inputs are `input_ids`, `attention_mask` and `token_type_ids` (int64,
 * batch × sequence; padding on the right only); the output is `last_hidden_state` (batch × sequence × hidden size). The
 * activation is the exact GELU.
 *
 * @throws Error naming the first tensor that is missing.
 */
export function bertGraph(shape: BertShape, weights: Tensors): OnnxGraph {
  const used = new Map<string, Tensor>();
  const nodes: OnnxNode[] = [];
  const epsilon = { epsilon: { float: shape.layer_norm_eps } };

  const take = (name: string): Tensor => {
    const tensor = weights.get(name);
    if (!tensor) throw new Error(`Expected a tensor named ${name}, got ${weights.size} others`);
    return tensor;
  };
  const keep = (name: string, tensor = take(name)): string => {
    used.set(name, tensor);
    return name;
  };
  const run = (
    operator: string,
    inputs: string[],
    outputs: string[],
    attributes: OnnxNode['attributes'] = {},
  ): string => {
    nodes.push({ operator, inputs, outputs, attributes, domain: 'com.microsoft' });
    return outputs[0]!;
  };
  /** `x · W`, without the bias: the fused operator that follows adds it. */
  const multiply = (x: string, layer: string): string => {
    const output = `${layer}.product`;
    nodes.push({
      operator: 'MatMul',
      inputs: [x, keep(`${layer}.weight`, transposed(take(`${layer}.weight`)))],
      outputs: [output],
    });
    return output;
  };
  const addAndNormalise = (x: string, residual: string, layer: string): string =>
    run(
      'SkipLayerNormalization',
      [x, residual, keep(`${layer}.LayerNorm.weight`), keep(`${layer}.LayerNorm.bias`), keep(`${layer}.dense.bias`)],
      [`${layer}.output`],
      epsilon,
    );

  // The fused operators take 32-bit integers, the transformers library gives 64-bit ones.
  const inputs = ['input_ids', 'attention_mask', 'token_type_ids'];
  for (const name of inputs) {
    nodes.push({
      operator: 'Cast',
      inputs: [name],
      outputs: [`${name}.int32`],
      attributes: { to: { int: elementType('int32') } },
    });
  }
  let hidden = run(
    'EmbedLayerNormalization',
    [
      'input_ids.int32',
      'token_type_ids.int32',
      keep('embeddings.word_embeddings.weight'),
      keep('embeddings.position_embeddings.weight'),
      keep('embeddings.token_type_embeddings.weight'),
      keep('embeddings.LayerNorm.weight'),
      keep('embeddings.LayerNorm.bias'),
      'attention_mask.int32',
    ],
    ['embeddings.output', 'lengths'],
    epsilon,
  );
  for (let i = 0; i < shape.num_hidden_layers; i++) {
    const layer = `encoder.layer.${i}`;
    const parts = ['query', 'key', 'value'].map((part) => `${layer}.attention.self.${part}`);
    const attended = run(
      'Attention',
      [
        hidden,
        keep(`${layer}.attention.weight`, sideBySide(parts.map((part) => transposed(take(`${part}.weight`))))),
        keep(`${layer}.attention.bias`, endToEnd(parts.map((part) => take(`${part}.bias`)))),
        'lengths',
      ],
      [`${layer}.attention`],
      { num_heads: { int: shape.num_attention_heads } },
    );
    const attention = `${layer}.attention.output`;
    const mixed = addAndNormalise(multiply(attended, `${attention}.dense`), hidden, attention);
    const wide = `${layer}.intermediate.dense`;
    const activated = run('BiasGelu', [multiply(mixed, wide), keep(`${wide}.bias`)], [`${wide}.output`]);
    hidden = addAndNormalise(multiply(activated, `${layer}.output.dense`), mixed, `${layer}.output`);
  }
  nodes.push({ operator: 'Identity', inputs: [hidden], outputs: ['last_hidden_state'] });

  return {
    name: 'bert',
    inputs: inputs.map((name) => ({ name, type: 'int64', shape: ['batch', 'sequence'] })),
    outputs: [{ name: 'last_hidden_state', type: 'float32', shape: ['batch', 'sequence', shape.hidden_size] }],
    nodes,
    weights: used,
  };
}

/** A matrix with rows and columns exchanged: Hugging Face stores a layer as outputs × inputs, ONNX multiplies by inputs × outputs. */
function transposed({ shape, values }: Tensor): Tensor {
  const [rows = 0, columns = 0] = shape;
  const result = new Float32Array(values.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) result[c * rows + r] = values[r * columns + c]!;
  return { shape: [columns, rows], values: result };
}

/** Matrices of the same height, joined to a wider one. */
function sideBySide(tensors: readonly Tensor[]): Tensor {
  const rows = tensors[0]!.shape[0]!;
  const columns = tensors.reduce((sum, tensor) => sum + tensor.shape[1]!, 0);
  const values = new Float32Array(rows * columns);
  let left = 0;
  for (const tensor of tensors) {
    const width = tensor.shape[1]!;
    for (let r = 0; r < rows; r++) values.set(tensor.values.subarray(r * width, (r + 1) * width), r * columns + left);
    left += width;
  }
  return { shape: [rows, columns], values };
}

/** Lists of numbers, joined to a longer one. */
function endToEnd(tensors: readonly Tensor[]): Tensor {
  const values = new Float32Array(tensors.reduce((sum, tensor) => sum + tensor.values.length, 0));
  let offset = 0;
  for (const tensor of tensors) {
    values.set(tensor.values, offset);
    offset += tensor.values.length;
  }
  return { shape: [values.length], values };
}
