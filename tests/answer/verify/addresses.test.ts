import { describe, expect, test } from 'vitest';
import { checkAnswer } from '../../../src/answer/verify/check-answer.js';
import { preparePassages } from '../../../src/answer/verify/prepare.js';
import type { CheckTools, GivenPassage } from '../../../src/answer/verify/types.js';
import { createFakeEmbedder } from '../../fakes/embedder.js';

const passage: GivenPassage = {
  articleId: 'market',
  text: 'A fire destroyed the old fish market, the site harbour-news.org reported. Chief Larsen said that 14 stalls were lost.',
  start: 0,
  article: { title: 'Fire at the fish market', outlet: 'coastdaily.com', authors: [], publishedAt: null, lead: '' },
  quotes: [],
};
const embedder = createFakeEmbedder();
const tools: CheckTools = {
  weigh: (words) => Promise.resolve(words.map(() => 1)),
  embed: (texts) => embedder.embed(texts, 'passage'),
};
const check = async (answer: string) => checkAnswer(answer, await preparePassages([passage], tools), tools);

describe('an address in an answer', () => {
  test.each([
    'Chief Larsen said that 14 stalls were lost, according to https://evil.example/a. [1]',
    'Chief Larsen said that 14 stalls were lost; visit discord.gg/abc for more. [1]',
    'Chief Larsen said that 14 stalls were lost, see www.evil.example/a/b for more. [1]',
    'Chief Larsen said that 14 stalls were lost, evil.com reported. [1]',
    'Chief Larsen said that 14 stalls were lost (see evil.example). [1]',
  ])('takes its sentence with it where that is torn without it, or names a place of no passage: %s', async (answer) => {
    const { kept, removed } = await check(answer);
    expect(kept).toEqual([]);
    expect(removed).toMatchObject([{ reason: 'outlet' }]);
  });

  test.each([
    'Chief Larsen said that 14 stalls were lost [1](https://evil.example/a).',
    '[Chief Larsen said that 14 stalls were lost](https://evil.example/a) [1].',
    'Chief Larsen said that 14 stalls were lost (https://evil.example/a) [1].',
    'Chief Larsen said that 14 stalls were lost <https://evil.example/a> [1].',
    'Chief Larsen said that 14 stalls were lost, coastdaily.com reported. [1]',
    'A fire destroyed the old fish market, harbour-news.org reported. [1]',
  ])('leaves a sentence that is whole without it, or that a passage has it in: %s', async (answer) => {
    const { kept } = await check(answer);
    expect(kept).toHaveLength(1);
    expect(kept[0]!.text).not.toContain('evil');
  });
});
