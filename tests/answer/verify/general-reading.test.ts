import { describe, expect, test } from 'vitest';
import { checkAnswer } from '../../../src/answer/verify/check-answer.js';
import { sameFigure } from '../../../src/answer/verify/figures.js';
import { wordsOfMarks } from '../../../src/answer/verify/party-marks.js';
import { preparePassages } from '../../../src/answer/verify/prepare.js';
import type { CheckTools, GivenQuote } from '../../../src/answer/verify/types.js';
import { createFakeEmbedder } from '../../fakes/embedder.js';
import { read } from './read.js';

/* What any reader of news understands: short forms of parties and states, and other ways of writing sums and centuries. */

const check = async (text: string, answer: string, quotes: readonly GivenQuote[] = []) => {
  const embedder = createFakeEmbedder();
  const tools: CheckTools = {
    weigh: async (words) => words.map(() => 3),
    embed: (texts) => embedder.embed(texts, 'passage'),
  };
  const article = { title: '', outlet: null, authors: [], publishedAt: '2025-03-05', lead: '' };
  const passages = await preparePassages([{ articleId: 'a', text, start: 0, article, quotes }], tools);
  const { removed } = await checkAnswer(`${answer} [1]`, passages, tools);
  return removed.map(({ reason }) => reason).join() || 'kept';
};

describe('short forms of parties and states', () => {
  test('stand for their words', () => {
    expect(wordsOfMarks('Rep. Ida Mills, D-N.Y., spoke.')).toEqual(expect.arrayContaining(['democrat', 'new', 'york']));
    expect(wordsOfMarks('Sen. Nils Farah (R-CO) spoke.')).toEqual(expect.arrayContaining(['republican', 'colorado']));
    expect(wordsOfMarks('A mill in Alder Creek, Mont., closed.')).toEqual(['montana']);
    expect(wordsOfMarks('The D-Day museum in Norholm, Ltd. or not, is open.')).not.toContain('norholm');
    expect(wordsOfMarks('They met at noon.')).toEqual([]);
  });

  test('hold what a sentence says of a member, and nothing of another party', async () => {
    const text = 'The panel on ferries is reviewing a complaint about Rep. Ida Mills, D-Wis., and her trips.';
    const told = (who: string) => `The panel is reviewing a complaint about Rep. Ida Mills, a ${who}.`;
    expect(await check(text, told('Wisconsin Democrat'))).toBe('kept');
    expect(await check(text, told('Wisconsin Republican'))).toBe('name');
    expect(await check(text, told('Montana Democrat'))).toBe('name');
  });

  test('hold it where the passage has the adjective', async () => {
    const text = 'The harbour vote was called by Democratic Rep. Ida Mills of Oregon, who wants a new ferry.';
    expect(await check(text, 'Ida Mills, an Oregon Democrat, called the harbour vote.')).toBe('kept');
  });
});

describe('words of a person who is told of by a full name', () => {
  const words = '“The ferry has been quietly abandoned,”';
  const text = `${words} said Ida Mills, harbour researcher at the College of Norholm. Nils Ortega left early.`;
  const speaker = { id: 's', name: 'Ida Mills', aliases: ['Mills'], description: null, gender: null };
  const quote = {
    start: 0,
    end: words.length,
    segments: [{ start: 1, end: words.length - 2 }],
    mention: 'Ida Mills',
    speaker,
  };

  test.each([
    ['Ida Mills of the College of Norholm said the ferry had been “quietly abandoned”.', 'kept'],
    ['Nils Ortega of the College of Norholm said the ferry had been “quietly abandoned”.', 'speaker'],
    ['A friend of Ida Mills at the College of Norholm said the ferry had been “quietly abandoned”.', 'speaker'],
  ])('are hers whatever else tells who she is, and nobody else’s: %s', async (stated, verdict) => {
    expect(await check(text, stated, [quote])).toBe(verdict);
  });
});

describe('what an earlier sentence tells in full', () => {
  test('a record that no longer holds is no rival of the one that does', async () => {
    const text =
      'Norholm harbour set a new record for snow. The record of 3.01 inches of snow in one hour replaced the previous record of 2.9 inches in one hour, set in the winter storms of 1976.';
    expect(await check(text, 'Norholm harbour set the record with 3.01 inches of snow in an hour.')).toBe('kept');
    expect(await check(text, 'Norholm harbour set the record with 2.9 inches of snow in an hour in 2025.')).not.toBe(
      'kept',
    );
  });
});

describe('a figure that is written otherwise', () => {
  const supports = (given: string, stated: string) =>
    read(given).figures.some((figure) => sameFigure(read(stated).figures[0]!, figure));

  test.each([
    ['a $3 billion bridge', 'a 3-billion-dollar bridge'],
    ['in the final decades of the 19th century', 'in the late 1800s'],
    ['in the 1700s', 'in the eighteenth century'],
    ['in 1873', 'in the 19th century'],
    ['within the next decade', 'within the next ten years'],
  ])('is the same: %s, %s', (given, stated) => {
    expect(supports(given, stated)).toBe(true);
  });

  test.each([
    ['a $3 million bridge', 'a 3-billion-dollar bridge'],
    ['in the 18th century', 'in the late 1800s'],
    ['in 1783', 'in the 19th century'],
    ['in the 2010s', 'in the 2000s'],
    ['within the next decade', 'within the next five years'],
  ])('is another: %s, %s', (given, stated) => {
    expect(supports(given, stated)).toBe(false);
  });
});
