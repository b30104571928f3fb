import { describe, expect, test } from 'vitest';
import { findExchange } from '../../../src/answer/verify/exchanges.js';
import { sentenceSpans } from '../../../src/domain/text.js';
import { read } from './read.js';
import { readSampleArticles } from './sample.js';

const find = (stated: string, evidence: string) => findExchange(read(stated), [read(evidence)]);

describe('what a sentence has exchanged', () => {
  test('whose figure is whose', () => {
    const evidence = 'The count gave Ana Lindqvist 5,210 votes to Tom Farah’s 4,980.';
    expect(find('Ana Lindqvist had 4,980 votes.', evidence)).toBe('4,980');
    expect(find('Tom Farah had 4,980 votes.', evidence)).toBeUndefined();
  });

  test('who is behind the same preposition for whom', () => {
    const evidence = 'She voted for Tom Farah and her brother for Ana Lindqvist.';
    expect(find('She voted for Lindqvist while her brother voted for Farah.', evidence)).toBe('farah');
    expect(find('She voted for Farah while her brother voted for Lindqvist.', evidence)).toBeUndefined();
    expect(find('Her brother voted for Lindqvist and she for Farah.', evidence)).toBeUndefined();
  });

  test('who passes whom', () => {
    const evidence = 'The harbour of Norholm is expected to overtake Aker’s in 2031.';
    expect(find('The harbour of Aker is expected to overtake Norholm’s in 2031.', evidence)).toBe('overtake');
    expect(find('The harbour of Norholm will overtake Aker’s in 2031.', evidence)).toBeUndefined();
    expect(find('The harbour of Norholm will overtake Aker’s.', 'Aker will overtake Lorne.')).toBeUndefined();
  });

  test('what came before what', () => {
    const evidence = 'The clerk warned the council before she warned the press.';
    expect(find('The clerk warned the press before the council.', evidence)).toBe('before');
    expect(find('The clerk warned the council after the press.', evidence)).toBe('after');
    expect(find('The clerk warned the press after the council.', evidence)).toBeUndefined();
    expect(find('Before the press, the clerk warned the council.', evidence)).toBeUndefined();
  });

  test('whose face it was', () => {
    expect(find('He was told so to his face.', 'She was told so to her face.')).toBe('his face');
    expect(find('She was told so to her face.', 'She was told so to her face.')).toBeUndefined();
    expect(find('He was told so to his face.', 'Her face was red, and his face was white.')).toBeUndefined();
  });
});

test('no sentence of the sample coverage has exchanged anything with itself', async () => {
  const articles = await readSampleArticles('articles');
  const sentences = articles.flatMap(({ body }) =>
    sentenceSpans(body).map(({ start, end }) => read(body.slice(start, end))),
  );
  expect(sentences.length).toBeGreaterThan(500);
  expect(sentences.filter((sentence) => findExchange(sentence, [sentence]) !== undefined)).toEqual([]);
});
