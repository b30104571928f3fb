import { expect, it } from 'vitest';
import { createAnswerCache } from '../../src/answer/answer-cache.js';
import type { Outcome } from '../../src/domain/answer.js';

const outcome = (question: string): Outcome => ({
  outcome: 'abstention',
  mode: 'model',
  sentences: [],
  citations: [],
  searched: { question, filters: {}, articles: 1, newest: null },
  reason: 'Nothing.',
  related: [],
});

it('an outcome is found again until it is too old', () => {
  let nowMs = 0;
  const cache = createAnswerCache(() => nowMs, { maxAgeMs: 100 });
  cache.put('a', outcome('a'));
  nowMs = 99;
  expect(cache.find('a')).toEqual(outcome('a'));
  nowMs = 100;
  expect(cache.find('a')).toBeUndefined();
  expect(cache.find('b')).toBeUndefined();
});

it('the one that was not asked for the longest makes room', () => {
  const cache = createAnswerCache(() => 0, { entries: 2 });
  cache.put('a', outcome('a'));
  cache.put('b', outcome('b'));
  cache.find('a');
  cache.put('c', outcome('c'));
  expect(['a', 'b', 'c'].map((key) => cache.find(key) !== undefined)).toEqual([true, false, true]);
});

it('a newer outcome takes the place of an older one', () => {
  const cache = createAnswerCache(() => 0, { entries: 2 });
  cache.put('a', outcome('old'));
  cache.put('a', outcome('new'));
  cache.put('b', outcome('b'));
  expect(cache.find('a')).toEqual(outcome('new'));
});
