import { describe, expect, test } from 'vitest';
import { findOtherOfItsKind } from '../../../src/answer/verify/kinds.js';
import { read } from './read.js';

const find = (stated: string, evidence: string, elsewhere = '') =>
  findOtherOfItsKind(read(stated), [read(evidence)], [read(evidence), read(elsewhere)]);

describe('a thing of another kind than in the evidence', () => {
  test.each([
    ['He wore a green scarf.', 'His scarf was yellow.', 'green'],
    ['They opened the door with a hammer.', 'They opened the door with an axe.', 'hammer'],
    ['The choir bought a harp.', 'The choir bought a piano.', 'harp'],
    ['They met in the morning.', 'They met in the evening.', 'morning'],
  ])('%s', (stated, evidence, word) => {
    expect(find(stated, evidence)).toBe(word);
  });

  test('is not found where both words mean the same, where both stand on one side, or where the passage has it as well', () => {
    expect(find('The lorry stopped.', 'The truck stopped.')).toBeUndefined();
    expect(find('The cat chased the dog.', 'The dog was chased.')).toBeUndefined();
    expect(find('He wore a green scarf.', 'His scarf was yellow.', 'The green one was lost.')).toBeUndefined();
    expect(find('He wore a green scarf.', 'He wore a scarf.')).toBeUndefined();
  });

  test('is no name and no verb', () => {
    expect(find('They met Judge Green.', 'They met the judge in a brown coat.')).toBeUndefined();
    expect(find('He hammered on the door.', 'He struck the door with an axe.')).toBeUndefined();
  });
});
