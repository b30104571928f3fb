import { describe, expect, test } from 'vitest';
import { findForeignDescription } from '../../../src/answer/verify/appositions.js';
import { read } from './read.js';

const find = (stated: string, ...evidence: string[]) => findForeignDescription(read(stated), evidence.map(read));

describe('who somebody is said to be', () => {
  const both = ['“We were ready,” Farah said.', 'It was late, said Ida Brandt, the chief engineer of the port.'];

  test('is wrong when another one is described so, and he nowhere', () => {
    expect(find('Sami Farah, the port’s chief engineer, said they were ready.', ...both)).toBe('Sami Farah');
    expect(find('Ida Brandt, the port’s chief engineer, said it was late.', ...both)).toBeUndefined();
  });

  test('is right when he is described by a word of it, in the passage or in the index', () => {
    const engineer = 'Farah has been an engineer for twelve years.';
    expect(find('Sami Farah, a chief engineer, said they were ready.', ...both, engineer)).toBeUndefined();
    const known = [new Set(['sami', 'farah', 'chief', 'engin'])];
    const stated = read('Sami Farah, the port’s chief engineer, said they were ready.');
    expect(findForeignDescription(stated, both.map(read), known)).toBeUndefined();
  });

  test('says nothing by a single word, which fits many', () => {
    expect(find('Sami Farah, an engineer, said they were ready.', ...both)).toBeUndefined();
  });
});
