import { describe, expect, test } from 'vitest';
import { findOtherCounted } from '../../../src/answer/verify/counted.js';
import { read } from './read.js';

const find = (stated: string, evidence: string, ...beside: string[]) =>
  findOtherCounted(read(stated), [read(evidence)], [evidence, ...beside].map(read));

describe('people who are counted', () => {
  test.each([
    ['Forty soldiers died on the bridge.', 'Forty people died on the bridge.'],
    ['Forty children died on the bridge.', 'Forty people died on the bridge.'],
    ['The tram holds 120 crew.', 'The tram holds 120 passengers.'],
    ['The club expelled 14 players.', 'The club expelled 14 journalists.'],
    ['Some 300 students marched through Norholm.', 'Some 300 teachers marched through Norholm.'],
  ])('are not of another sort: %s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeDefined();
  });

  test.each([
    ['Forty people died on the bridge.', 'Forty soldiers died on the bridge.'],
    ['Forty troops died on the bridge.', 'Forty soldiers died on the bridge.'],
    ['A crew of 14 was saved.', 'All 14 sailors were saved.'],
    ['All 14 crew were saved.', 'Of the crew, 14 were saved.'],
    ['Nine children were on board.', 'Nine of the passengers were children.'],
    [
      'The 12 passengers were unhurt.',
      'On the tram were 12 people, and all were unhurt.',
      'Passengers left by the rear door.',
    ],
  ])('may be told with other words: %s', (stated, evidence, ...beside: string[]) => {
    expect(find(stated, evidence, ...beside)).toBeUndefined();
  });
});
