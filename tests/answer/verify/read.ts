import { readSentence, type ReadSentence } from '../../../src/answer/verify/prepare.js';

/** A sentence taken apart as one of a passage is: any word with a capital within it is a name, and so is a first one before another. */
export function read(text: string): ReadSentence {
  return readSentence(text, '2026-01-09', (token, next) => next?.isCapital === true || firstNames.has(token.key));
}

const firstNames = new Set('mills ortega lindqvist brandt farah norholm aker'.split(' '));
