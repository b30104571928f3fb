/** A part of a protobuf message as bytes, not yet joined, so that large values are never copied. */
export interface Encoded {
  byteLength: number;
  chunks: readonly Uint8Array[];
}

/** Joins fields to a message. */
export function message(...fields: readonly Encoded[]): Encoded {
  return {
    byteLength: fields.reduce((sum, field) => sum + field.byteLength, 0),
    chunks: fields.flatMap((field) => field.chunks),
  };
}

/** A whole number, 0 or above, as a varint field. */
export function numberField(field: number, value: number): Encoded {
  return encoded([...varint(field << 3), ...varint(value)]);
}

/** A single-precision field. */
export function floatField(field: number, value: number): Encoded {
  return encoded([...varint((field << 3) | 5), ...new Uint8Array(new Float32Array([value]).buffer)]);
}

/** A length-delimited field: a string, bytes, or a message. */
export function field(number: number, value: string | Uint8Array | Encoded): Encoded {
  const body = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  const tag = encoded([...varint((number << 3) | 2), ...varint(body.byteLength)]);
  return {
    byteLength: tag.byteLength + body.byteLength,
    chunks: [...tag.chunks, ...('chunks' in body ? body.chunks : [body])],
  };
}

function encoded(bytes: readonly number[]): Encoded {
  return { byteLength: bytes.length, chunks: [Uint8Array.from(bytes)] };
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  // Division instead of shifts: shifts would cut the value to 32 bits.
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return [...bytes, value];
}
