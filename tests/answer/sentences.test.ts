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
    createArticle({
      id: 'relief',
      title: 'Relief fund opens',
      publishedAt: '2025-03-08',
      body:
        'We wrote on Monday that the brewer had closed the relief fund. That was wrong, and we apologise.\n\n' +
        'The brewer pays into the relief fund. “I gave what I had,” said the brewer, Jonas Pell. “The relief fund was empty. It is not now.”',
    }),
    createArticle({
      id: 'rain',
      title: 'Rain gauge at the mill',
      publishedAt: '2025-01-03',
      body: 'The gauge at the mill showed nine millimetres of rain.',
    }),
    createArticle({
      id: 'more-rain',
      title: 'Rain gauge at the mill',
      publishedAt: '2025-03-09',
      body: 'The gauge at the mill showed forty millimetres of rain.',
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

  it('come together with the next one where that takes them back', async () => {
    const told = await best('Who closed the relief fund?');
    const wrong = told.filter((text) => text.includes('had closed the relief fund'));
    expect(wrong).toEqual([
      'We wrote on Monday that the brewer had closed the relief fund. That was wrong, and we apologise.',
    ]);
    expect(told.some((text) => text.startsWith('That was wrong'))).toBe(false);
  });

  it('lose something for being a piece of a quotation, in which nobody is named', async () => {
    const told = await best('Was the relief fund empty, said the brewer?');
    const whole = '“I gave what I had,” said the brewer, Jonas Pell.';
    expect(told.indexOf(whole)).toBeLessThan(told.findIndex((text) => text === 'It is not now.”'));
  });

  it('begin with one of the newest article where the newest is asked for', async () => {
    expect((await best('What is the latest from the gauge at the mill?'))[0]).toContain('forty');
  });

  it('stand at their place in the article, with the cosine of the passage that they were found by', async () => {
    const { sentences } = await gatherEvidence(
      coverage,
      { text: 'Who counted the families?', filters: {}, askedOn: '2025-03-10' },
      () => 0,
    );
    for (const { start, end, text, passage } of sentences) {
      const article = (await coverage.store.findArticle(passage.articleId))!;
      expect(article.body.slice(start, end)).toBe(text);
      expect(passage.cosine).toBeLessThanOrEqual(1);
    }
  });
});
