import fc from '../property.js';
import { describe, expect, test } from 'vitest';
import { paragraphSpans, sentenceSpans } from '../../src/domain/text.js';
import { splitPassages } from '../../src/ingest/split.js';

const countWords = (text: string): number => text.match(/\S+/gu)?.length ?? 0;
const budget = { targetTokens: 20, maxTokens: 26, insideParagraphCost: 0.25 };

/** A sentence of some words, the full stop included. */
const sentence = (words: number, name = 'word'): string =>
  `${Array.from({ length: words }, (_, i) => (i === 0 ? `The` : `${name}${i}`)).join(' ')}.`;

const anySentence = fc.integer({ min: 1, max: 40 }).map((words) => sentence(words));
const paragraph = fc.oneof(
  fc.array(anySentence, { minLength: 1, maxLength: 8 }).map((sentences) => sentences.join(' ')),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.lorem({ mode: 'sentences', maxCount: 6 }),
);
const anyBody = fc
  .tuple(fc.array(paragraph, { maxLength: 8 }), fc.constantFrom('\n\n', '\n', ' \n \n', '\r\n\r\n'))
  .map(([paragraphs, border]) => paragraphs.join(border));

describe('passages', () => {
  test('cover the body in order, lose nothing but white space, and have none at their ends', () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const passages = splitPassages(body, countWords, budget);
        let last = 0;
        for (const { start, end } of passages) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(body.slice(last, start).trim()).toBe('');
          const text = body.slice(start, end);
          expect(text.trim()).toBe(text);
          last = end;
        }
        expect(body.slice(last).trim()).toBe('');
      }),
      { numRuns: 300 },
    );
  });

  test('never exceed the maximum, and consist of whole sentences unless one alone is over it', () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const sentences = sentenceSpans(body);
        const ends = new Set(sentences.map(({ end }) => end));
        for (const { start, end } of splitPassages(body, countWords, budget)) {
          expect(countWords(body.slice(start, end))).toBeLessThanOrEqual(budget.maxTokens);
          const around = sentences.find((one) => one.start < end && end <= one.end)!;
          const isTooLong = countWords(body.slice(around.start, around.end)) > budget.maxTokens;
          expect(ends.has(end) || isTooLong).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('end where paragraphs end when paragraphs fill them', () => {
    const body = Array.from({ length: 12 }, () => `${sentence(6)} ${sentence(4)}`).join('\n\n');
    const ends = new Set(paragraphSpans(body).map(({ end }) => end));
    const passages = splitPassages(body, countWords, budget);
    expect(passages).toHaveLength(6);
    expect(passages.every(({ end }) => ends.has(end))).toBe(true);
  });

  test('come near to the target within a long paragraph', () => {
    const body = Array.from({ length: 40 }, () => sentence(5)).join(' ');
    for (const { start, end } of splitPassages(body, countWords, budget)) {
      expect(countWords(body.slice(start, end))).toBe(20);
    }
  });

  test('leave no scrap behind: a last line too short to be found alone joins what comes before', () => {
    const body = `${sentence(10)} ${sentence(10)}\n\n${sentence(3)}`;
    expect(splitPassages(body, countWords, budget)).toEqual([{ start: 0, end: body.length }]);
  });

  test('of an empty body are none, of a short one is one', () => {
    expect(splitPassages('', countWords, budget)).toEqual([]);
    expect(splitPassages(' \n\n ', countWords, budget)).toEqual([]);
    expect(splitPassages('One.', countWords, budget)).toEqual([{ start: 0, end: 4 }]);
  });

  test('of a million characters without a full stop are cut between words, with as many counts as words', () => {
    const body = 'words without end '.repeat(56_000).trim();
    let counts = 0;
    let counted = 0;
    const passages = splitPassages(
      body,
      (text) => {
        counts++;
        counted += text.length;
        return countWords(text);
      },
      budget,
    );
    expect(body.length).toBeGreaterThan(1_000_000);
    expect(passages.length).toBeGreaterThan(168_000 / budget.maxTokens);
    expect(passages.every(({ start, end }) => countWords(body.slice(start, end)) <= budget.maxTokens)).toBe(true);
    expect(counts).toBeLessThanOrEqual(168_001);
    expect(counted).toBeLessThanOrEqual(2 * body.length);
  });

  test('of a word without end are cut within it', () => {
    const body = 'x'.repeat(100_000);
    const passages = splitPassages(body, (text) => Math.ceil(text.length / 10), budget);
    expect(passages.length).toBeGreaterThan(300);
    expect(passages.map(({ start, end }) => body.slice(start, end)).join('')).toBe(body);
  });

  test('are bounded where the model has no token for a text', () => {
    const body = Array.from({ length: 200 }, () => sentence(3)).join(' ');
    expect(splitPassages(body, () => 0, budget).length).toBeGreaterThan(5);
  });

  test('ask for the tokens of each sentence once, whatever the length of the body', () => {
    const countsFor = (sentences: number): number => {
      let counts = 0;
      const body = Array.from({ length: sentences }, (_, i) => sentence(6) + (i % 3 === 0 ? '\n\n' : ' ')).join('');
      splitPassages(body, (text) => (counts++, countWords(text)), budget);
      return counts;
    };
    expect(countsFor(100)).toBe(100);
    expect(countsFor(2_000)).toBe(2_000);
  });
});
