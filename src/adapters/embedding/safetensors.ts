/** One tensor of a safetensors file: values in row-major order. */
export interface Tensor {
  shape: readonly number[];
  values: Float32Array;
}

/** Tensors by name. */
export type Tensors = ReadonlyMap<string, Tensor>;

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

const bytesPerValue: Readonly<Record<string, number>> = { F16: 2, F32: 4 };

/**
 * The floating-point tensors of a safetensors file, half precision widened to single (which is exact). Integer tensors are
 * left out: the models read here keep no weights in them. The format is eight bytes of header length (little-endian), a JSON
 * header, then the values.
 *
 * @throws Error naming what was expected, when the bytes are not such a file or are cut short.
 */
export function parseSafetensors(bytes: Uint8Array): Tensors {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = bytes.byteLength < 8 ? Number.NaN : Number(view.getBigUint64(0, true));
  const start = 8 + headerBytes;
  if (!(start <= bytes.byteLength)) {
    throw new Error(`Expected a safetensors file with a header of its declared length, got ${bytes.byteLength} bytes`);
  }
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start))) as Record<string, Entry>;
  // A table of all half-precision patterns: looking up 22 million values is much faster than working them out.
  const widened = Float32Array.from({ length: 0x10000 }, (_, bits) => widenHalf(bits));
  const tensors = new Map<string, Tensor>();
  for (const [name, entry] of Object.entries(header)) {
    const width = bytesPerValue[entry.dtype];
    if (name === '__metadata__' || width === undefined) continue;
    const [from, to] = entry.data_offsets;
    const count = entry.shape.reduce((product, size) => product * size, 1);
    if (to - from !== count * width || start + to > bytes.byteLength) {
      throw new Error(
        `Expected ${count * width} bytes for tensor ${name}, got ${Math.min(to, bytes.byteLength - start) - from}`,
      );
    }
    tensors.set(name, { shape: entry.shape, values: readValues(view, start + from, count, width, widened) });
  }
  return tensors;
}

function readValues(view: DataView, offset: number, count: number, width: number, widened: Float32Array): Float32Array {
  const values = new Float32Array(count);
  if (width === 4) {
    for (let i = 0; i < count; i++) values[i] = view.getFloat32(offset + 4 * i, true);
    return values;
  }
  for (let i = 0; i < count; i++) values[i] = widened[view.getUint16(offset + 2 * i, true)]!;
  return values;
}

/** The number that an IEEE 754 half-precision bit pattern stands for. */
export function widenHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
