import { describe, expect, test } from 'vitest';
import { findTopic, parseTopic } from '../../src/retrieve/topic.js';

const body = [
  'The ferries of the island stayed in port. Nobody was on deck.',
  'An engineer told the inquiry of a tape.',
  'The weather was mild for the season.',
  'The minister resigned on Friday.',
].join('\n\n');
const article = { title: 'Alarm was taped over', body };
const sentenceOf = (words: string) => {
  const span = findTopic(parseTopic(words), article);
  return span && body.slice(span.start, span.end);
};

describe('an article is about a topic', () => {
  test('when all its words stand in three paragraphs side by side, in any form and order', () => {
    expect(sentenceOf('inquiry ferry')).toBe('The ferries of the island stayed in port.');
    expect(sentenceOf('resigning engineers')).toBe('An engineer told the inquiry of a tape.');
  });

  test('when some of its words are in the headline', () => {
    expect(sentenceOf('alarm resigns')).toBe('The minister resigned on Friday.');
  });

  test('not when a word is missing, or far away', () => {
    expect(sentenceOf('ferry captain')).toBeUndefined();
    expect(sentenceOf('ferry minister')).toBeUndefined();
  });

  test('not when nothing is left of it', () => {
    expect(sentenceOf('the of and')).toBeUndefined();
    expect(sentenceOf('')).toBeUndefined();
  });
});
