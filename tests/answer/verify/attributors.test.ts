import { describe, expect, test } from 'vitest';
import { findAttributors } from '../../../src/answer/verify/attributors.js';
import { stemOf } from '../../../src/retrieve/words.js';
import { read } from './read.js';

const stemsIn = (text: string) => findAttributors(read(text)).map(({ stems }) => [...stems]);

describe('whom a sentence has something from', () => {
  test.each([
    'The road over the pass is closed until spring, said Ida Brandt, the county warden.',
    'The road over the pass, with its nine bridges, is closed, said Ida Brandt.',
    'The road is closed, according to Ida Brandt, the county warden.',
    '“The road is closed,” said Ida Brandt on Monday.',
  ])('stands behind the verb where nothing is done there: %s', (text) => {
    expect(stemsIn(text)[0]).toEqual(expect.arrayContaining(['ida', 'brandt'].map(stemOf)));
  });

  test.each([
    'Brandt, the county warden, said the road was closed.',
    'Brandt, the county warden, said Ida Farah had closed the road.',
    'Brandt, the county warden, said Monday that it was closed.',
  ])('stands before the verb where something is done behind it: %s', (text) => {
    expect(stemsIn(text)[0]).not.toContain(stemOf('farah'));
    expect(stemsIn(text)[0]).toContain(stemOf('brandt'));
  });
});
