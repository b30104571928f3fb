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

describe('a cause of what is unexplained', () => {
  const evidence = 'How the mill burned down is not known.';

  test('is invented', () => {
    expect(find('The mill burned down because of a faulty lamp.', evidence)).toBeDefined();
    expect(find('The mill burned down in a lightning storm.', evidence)).toBeDefined();
    expect(find('Ferries collided after a rudder jammed.', 'Why the ferries collided is unclear.')).toBeDefined();
  });

  test('is none where it is left open, passed on, or only told that it happened', () => {
    expect(find('The mill may have burned down in a storm.', evidence)).toBeUndefined();
    expect(find('It is unknown how the mill burned down in January.', evidence)).toBeUndefined();
    expect(find('The mill burned down.', evidence)).toBeUndefined();
  });
});

describe('a purpose', () => {
  const evidence = 'The owner published the letter that the tenants had signed, calling it a matter of openness.';

  test('is invented when the evidence has hardly a word of it', () => {
    expect(find('The owner published the letter to embarrass rivals before elections.', evidence)).toBeDefined();
  });

  test('stands when the evidence has it, and when it is what somebody was asked or agreed to do', () => {
    const told = 'The owner published the letter, hoping to protect the tenants from eviction.';
    expect(find('The owner published the letter to protect tenants from eviction.', told)).toBeUndefined();
    expect(find('The owner agreed to protect buyers against losses.', evidence)).toBeUndefined();
    expect(find('The owner asked the board to protect buyers against losses.', evidence)).toBeUndefined();
  });
});
