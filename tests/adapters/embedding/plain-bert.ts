import type { Tensors } from '../../../src/adapters/embedding/safetensors.js';

/** The numbers of a BERT that this needs. */
interface Shape {
  num_hidden_layers: number;
  num_attention_heads: number;
  hidden_size: number;
  layer_norm_eps: number;
}

type Rows = number[][];

/**
 * The logits of a BERT classifier for one input, computed as the paper says it, in plain loops and double precision, without padding: an
 * oracle for tiny models.
 */
export function plainLogits(
  shape: Shape,
  weights: Tensors,
  { ids, types }: { ids: readonly number[]; types: readonly number[] },
): number[] {
  const values = (name: string): number[] => [...weights.get(name)!.values];
  const rowOf = (name: string, row: number): number[] => {
    const { shape: size, values: all } = weights.get(name)!;
    return [...all.subarray(row * size[1]!, (row + 1) * size[1]!)];
  };
  const dense = (rows: Rows, layer: string): Rows => {
    const bias = values(`${layer}.bias`);
    return rows.map((row) => bias.map((b, out) => b + dot(row, rowOf(`${layer}.weight`, out))));
  };
  const normalise = (rows: Rows, layer: string): Rows => {
    const [scale, shift] = [values(`${layer}.weight`), values(`${layer}.bias`)];
    return rows.map((row) => {
      const mean = sum(row) / row.length;
      const deviation = Math.sqrt(sum(row.map((x) => (x - mean) ** 2)) / row.length + shape.layer_norm_eps);
      return row.map((x, i) => ((x - mean) / deviation) * scale[i]! + shift[i]!);
    });
  };
  const add = (a: Rows, b: Rows): Rows => a.map((row, i) => row.map((x, j) => x + b[i]![j]!));

  const embedded = ids.map((id, i) => {
    const position = rowOf('embeddings.position_embeddings.weight', i);
    const type = rowOf('embeddings.token_type_embeddings.weight', types[i]!);
    return rowOf('embeddings.word_embeddings.weight', id).map((x, j) => x + position[j]! + type[j]!);
  });
  let hidden = normalise(embedded, 'embeddings.LayerNorm');
  const headWidth = shape.hidden_size / shape.num_attention_heads;
  for (let i = 0; i < shape.num_hidden_layers; i++) {
    const layer = `encoder.layer.${i}`;
    const [query, key, value] = ['query', 'key', 'value'].map((part) =>
      dense(hidden, `${layer}.attention.self.${part}`),
    ) as [Rows, Rows, Rows];
    const attended = query.map((q) =>
      Array.from({ length: shape.num_attention_heads }, (_, head) => {
        const part = (row: number[]): number[] => row.slice(head * headWidth, (head + 1) * headWidth);
        const powers = key.map((k) => Math.exp(dot(part(q), part(k)) / Math.sqrt(headWidth)));
        const total = sum(powers);
        return part(q).map((_, j) => sum(value.map((v, t) => (powers[t]! / total) * part(v)[j]!)));
      }).flat(),
    );
    const attention = `${layer}.attention.output`;
    const mixed = normalise(add(dense(attended, `${attention}.dense`), hidden), `${attention}.LayerNorm`);
    const wide = dense(mixed, `${layer}.intermediate.dense`).map((row) => row.map(gelu));
    hidden = normalise(add(dense(wide, `${layer}.output.dense`), mixed), `${layer}.output.LayerNorm`);
  }
  const pooled = dense([hidden[0]!], 'pooler.dense').map((row) => row.map(Math.tanh));
  return dense(pooled, 'classifier')[0]!;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return sum(a.map((x, i) => x * b[i]!));
}

function gelu(x: number): number {
  return (x * (1 + erf(x / Math.SQRT2))) / 2;
}

/** By its Taylor series, which is exact to 1e-8 up to 4; from there on it is 1 as exactly. */
function erf(x: number): number {
  if (Math.abs(x) > 4) return Math.sign(x);
  let term = x;
  let total = x;
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}
