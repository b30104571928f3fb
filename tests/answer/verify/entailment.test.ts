import { describe, expect, it } from 'vitest';
import { checkAnswer } from '../../../src/answer/verify/check-answer.js';
import { checking } from '../../../src/retrieve/tuning.js';
import { preparePassages } from '../../../src/answer/verify/prepare.js';
import type { CheckedSentence, CheckTools, GivenPassage } from '../../../src/answer/verify/types.js';
import { createFakeEmbedder } from '../../fakes/embedder.js';
import { createFakePairScorer } from '../../fakes/pair-scorer.js';

/*
 * A model of entailment behind the rules: it may take a sentence away that they keep, and nothing else.
 */

const passageOf = (title: string, text: string): GivenPassage => ({
  articleId: title,
  text,
  start: 0,
  article: { title, outlet: null, authors: [], publishedAt: null, lead: '' },
  quotes: [],
});
const passages = [
  passageOf(
    'Fire at the fish market',
    'A fire destroyed the old fish market. Chief Larsen said that 14 stalls were lost.',
  ),
  passageOf('After the fire', 'Traders sell from tents now. Chief Larsen said that 14 stalls were lost.'),
];
const kept = 'In the fire at the fish market 14 stalls were lost, Chief Larsen said.';

const check = async (
  answer: string,
  entails?: NonNullable<CheckTools['entails']>,
): Promise<{ kept: CheckedSentence[]; removed: CheckedSentence[] }> => {
  const embedder = createFakeEmbedder();
  const tools: CheckTools = {
    weigh: async (words) => words.map(() => 1),
    embed: (texts) => embedder.embed(texts, 'passage'),
    ...(entails && { entails }),
  };
  return checkAnswer(answer, await preparePassages(passages, tools), tools);
};
const scored = (score: (sentence: string, words: string) => number) => {
  const scorer = createFakePairScorer(score);
  return {
    entails: (sentence: string, words: readonly string[]) => scorer.score(sentence, words),
    asked: scorer.asked,
  };
};

describe('a sentence that the rules keep', () => {
  it('stays without a model, and with one that reads it in the words it cites', async () => {
    const without = await check(`${kept} [1]`);
    expect(without.kept).toHaveLength(1);
    expect(await check(`${kept} [1]`, scored(() => checking.leastEntailment).entails)).toEqual(without);
  });

  it('is removed as unsupported when the model does not read it there', async () => {
    const { kept: left, removed } = await check(`${kept} [1]`, scored(() => checking.leastEntailment - 0.01).entails);
    expect(left).toEqual([]);
    expect(removed).toEqual([
      {
        verdict: 'removed',
        text: kept,
        reason: 'unsupported',
        detail: expect.stringContaining('entailment') as string,
      },
    ]);
  });

  it('is compared with the words that it cites, under their headline', async () => {
    const { entails, asked } = scored(() => 1);
    await check(`${kept} [1]`, entails);
    expect(asked).toHaveLength(1);
    const [{ query, texts }] = asked as [(typeof asked)[number]];
    expect(query).toBe(kept);
    expect(texts).toHaveLength(1);
    expect(texts[0]).toMatch(/^Fire at the fish market\n.*14 stalls were lost\.$/s);
  });

  it('stays when one of several citations says it, or all together do', async () => {
    const several = 'Chief Larsen said 14 stalls were lost there. [1][2]';
    const { entails, asked } = scored((_, words) => (words.startsWith('After') ? 1 : 0));
    expect((await check(several, entails)).kept).toHaveLength(1);
    expect(asked[0]!.texts).toHaveLength(3);
    const together = scored((_, words) => (words.includes('Fire at') && words.includes('After') ? 1 : 0));
    expect((await check(several, together.entails)).kept).toHaveLength(1);
    expect((await check(several, scored(() => 0).entails)).kept).toEqual([]);
  });
});

describe('the model is not asked', () => {
  it('about a sentence that a passage has word for word', async () => {
    const { entails, asked } = scored(() => 0);
    expect((await check('Chief Larsen said that 14 stalls were lost. [1]', entails)).kept).toHaveLength(1);
    expect(asked).toEqual([]);
  });

  it('about a sentence that the rules remove', async () => {
    const { entails, asked } = scored(() => 1);
    const { removed } = await check(
      'In the fire at the fish market 15 stalls were lost, Chief Larsen said. [1]',
      entails,
    );
    expect(removed).toMatchObject([{ reason: 'figure' }]);
    expect(asked).toEqual([]);
  });
});

it('a model that fails ends the check', async () => {
  const failure = new Error('out of memory');
  await expect(check(`${kept} [1]`, () => Promise.reject(failure))).rejects.toBe(failure);
});
