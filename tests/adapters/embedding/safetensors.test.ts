import { describe, expect, it } from 'vitest';
import { parseSafetensors, widenHalf } from '../../../src/adapters/embedding/safetensors.js';

function file(header: object, values: Uint8Array): Uint8Array {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.byteLength));
  return Buffer.concat([length, json, values]);
}

describe('half precision', () => {
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x0001, 2 ** -24],
    [0x83ff, -1023 * 2 ** -24],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
    [0x7e00, NaN],
  ])('%i stands for %d', (bits, value) => {
    expect(widenHalf(bits)).toBe(value);
  });
});

describe('a safetensors file', () => {
  it('holds tensors of half and single precision; others and the metadata are left out', () => {
    const bytes = Buffer.concat([
      Buffer.from([0x00, 0x3c, 0x00, 0xc0]),
      Buffer.from(new Float32Array([0.1]).buffer),
      Buffer.alloc(8),
    ]);
    const tensors = parseSafetensors(
      file(
        {
          __metadata__: { format: 'pt' },
          half: { dtype: 'F16', shape: [1, 2], data_offsets: [0, 4] },
          single: { dtype: 'F32', shape: [1], data_offsets: [4, 8] },
          ids: { dtype: 'I64', shape: [1], data_offsets: [8, 16] },
        },
        bytes,
      ),
    );
    expect([...tensors]).toEqual([
      ['half', { shape: [1, 2], values: Float32Array.of(1, -2) }],
      ['single', { shape: [1], values: Float32Array.of(0.1) }],
    ]);
  });

  it.each<[string, Uint8Array, string]>([
    ['is empty', new Uint8Array(), 'got 0 bytes'],
    ['ends in its header', file({ a: {} }, new Uint8Array()).subarray(0, 10), 'got 10 bytes'],
    [
      'ends in a tensor',
      file({ half: { dtype: 'F16', shape: [2], data_offsets: [0, 4] } }, new Uint8Array(3)),
      'Expected 4 bytes for tensor half, got 3',
    ],
    [
      'contradicts itself',
      file({ half: { dtype: 'F16', shape: [3], data_offsets: [0, 4] } }, new Uint8Array(4)),
      'Expected 6 bytes for tensor half, got 4',
    ],
  ])('that %s is refused', (_, bytes, message) => {
    expect(() => parseSafetensors(bytes)).toThrow(message);
  });
});
