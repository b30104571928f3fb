import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatherEvidence } from '../../src/answer/gather.js';
import { createArticle, createCoverage, type TestCoverage } from '../retrieve/small-coverage.js';

let coverage: TestCoverage;
beforeAll(async () => {
  coverage = await createCoverage([
    createArticle({
      id: 'flood',
      title: 'Flood drives families from Mill Street',
      publishedAt: '2025-03-02',
      body:
        'The flood drove nineteen families from Mill Street on Sunday. Three inspectors counted the families.\n\n' +
        'Correction: An earlier version of this article said that the flood drove ninety families from Mill Street.\n\n' +
        'How many families were driven from Mill Street by the flood? Nobody knew at first.',
    }),
  ]);
});
afterAll(() => coverage.close());

const best = async (text: string): Promise<string[]> => {
  const question = { text, filters: {}, askedOn: '2025-03-10' };
  const { sentences } = await gatherEvidence(coverage, question, () => 0);
  return [...sentences].sort((a, b) => b.score - a.score).map((sentence) => sentence.text);
};

describe('the sentences that may answer', () => {
  it('begin with one that has a number of what is counted in the question', async () => {
    const [first] = await best('How many families did the flood drive from Mill Street?');
    expect(first).toBe('The flood drove nineteen families from Mill Street on Sunday.');
    const [other] = await best('How many inspectors counted the families of Mill Street?');
    expect(other).toBe('Three inspectors counted the families.');
  });

  it('have no correction among them, which says what was wrong', async () => {
    expect((await best('How many families did the flood drive from Mill Street?')).join(' ')).not.toContain('ninety');
  });

  it('have the correction among them where that is asked for', async () => {
    const [first] = await best('How many families did an earlier version of the article say were driven out?');
    expect(first).toContain('ninety families');
  });

  it('have no question among them, which answers none', async () => {
    expect((await best('How many families were driven from Mill Street?')).join(' ')).not.toContain('?');
  });

  it('stand at their place in the article, with the cosine of the passage that they were found by', async () => {
    const { sentences } = await gatherEvidence(
      coverage,
      { text: 'Who counted the families?', filters: {}, askedOn: '2025-03-10' },
      () => 0,
    );
    const article = (await coverage.store.findArticle('flood'))!;
    for (const { start, end, text, passage } of sentences) {
      expect(article.body.slice(start, end)).toBe(text);
      expect(passage.cosine).toBeLessThanOrEqual(1);
    }
  });
});
