import { field, floatField, message, numberField, type Encoded } from './protobuf.js';
import type { Tensor } from './safetensors.js';

/** A value that goes into or comes out of a graph; a dimension given by name may have any size. */
export interface OnnxValue {
  name: string;
  type: keyof typeof elementTypes;
  shape: readonly (number | string)[];
}

/** One operation. */
export interface OnnxNode {
  operator: string;
  /** The operator set it is from; the standard one when absent. */
  domain?: 'com.microsoft';
  /** Names of values, by position; an empty name stands for an input or output that is not used. */
  inputs: readonly string[];
  outputs: readonly string[];
  attributes?: Readonly<Record<string, { int: number } | { float: number }>>;
}

/** A model: nodes in an order in which they can run. */
export interface OnnxGraph {
  name: string;
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
  nodes: readonly OnnxNode[];
  weights: ReadonlyMap<string, Tensor>;
}

/** `TensorProto.DataType` of the ONNX format. */
const elementTypes = { float32: 1, int32: 6, int64: 7 } as const;

/** IR 8 with operator set 17 is what every ONNX Runtime since 1.12 reads. */
const irVersion = 8;
const operatorSets = [
  { domain: '', version: 17 },
  { domain: 'com.microsoft', version: 1 },
];

/**
 * A graph as the bytes of an `.onnx` file (a protobuf `ModelProto`; field numbers are those of `onnx.proto`), in chunks to be
 * written one after the other. The same graph always gives the same bytes.
 */
export function encodeOnnx(graph: OnnxGraph): Encoded {
  return message(
    numberField(1, irVersion),
    field(2, 'on-record'),
    field(
      7,
      message(
        ...graph.nodes.map((node) => field(1, encodeNode(node))),
        field(2, graph.name),
        ...[...graph.weights].map(([name, tensor]) => field(5, encodeWeights(name, tensor))),
        ...graph.inputs.map((value) => field(11, encodeValue(value))),
        ...graph.outputs.map((value) => field(12, encodeValue(value))),
      ),
    ),
    ...operatorSets.map(({ domain, version }) => field(8, message(field(1, domain), numberField(2, version)))),
  );
}

/** The number by which a `Cast` node names an element type. */
export function elementType(type: OnnxValue['type']): number {
  return elementTypes[type];
}

function encodeNode(node: OnnxNode): Encoded {
  return message(
    ...node.inputs.map((name) => field(1, name)),
    ...node.outputs.map((name) => field(2, name)),
    field(3, `${node.operator}:${node.outputs[0]}`),
    field(4, node.operator),
    ...Object.entries(node.attributes ?? {}).map(([name, value]) =>
      field(
        5,
        'int' in value
          ? message(field(1, name), numberField(3, value.int), numberField(20, 2))
          : message(field(1, name), floatField(2, value.float), numberField(20, 1)),
      ),
    ),
    field(7, node.domain ?? ''),
  );
}

function encodeWeights(name: string, { shape, values }: Tensor): Encoded {
  return message(
    ...shape.map((size) => numberField(1, size)),
    numberField(2, elementTypes.float32),
    field(8, name),
    field(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  );
}

function encodeValue({ name, type, shape }: OnnxValue): Encoded {
  const dimensions = shape.map((size) => field(1, typeof size === 'number' ? numberField(1, size) : field(2, size)));
  const tensorType = message(numberField(1, elementTypes[type]), field(2, message(...dimensions)));
  return message(field(1, name), field(2, field(1, tensorType)));
}
