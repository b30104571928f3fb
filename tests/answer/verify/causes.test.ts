import { describe, expect, test } from 'vitest';
import { findUnsupportedCause } from '../../../src/answer/verify/causes.js';
import { read } from './read.js';

const find = (stated: string, evidence: string) => findUnsupportedCause(read(stated), [read(evidence)]);

describe('a cause', () => {
  const evidence = 'The library has been closed since June, when the roof began to leak.';

  test.each([
    'The library has been closed since June because its staff went on strike.',
    'The library has been closed since June due to a shortage of money.',
    'The library was closed in order to save on heating.',
    'The closure of the library was prompted by complaints about noise.',
    'The library was closed on the advice of insurers.',
    'The library was closed in response to a burglary.',
  ])('is invented when the evidence has hardly a word of it: %s', (stated) => {
    expect(find(stated, evidence)).toBeDefined();
  });

  test.each([
    'The library has been closed since June because its roof is leaking.',
    'The library is closed owing to a leak in the roof.',
    'The library is closed because of “a leak in the wall”.',
    'The library is due to open in spring.',
  ])('stands when the evidence has it, when it is quoted, and when it is none: %s', (stated) => {
    expect(find(stated, evidence)).toBeUndefined();
  });
});
