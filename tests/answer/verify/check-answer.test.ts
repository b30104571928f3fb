import { describe, expect, test } from 'vitest';
import { checkAnswer } from '../../../src/answer/verify/check-answer.js';
import { preparePassages } from '../../../src/answer/verify/prepare.js';
import type { CheckTools } from '../../../src/answer/verify/types.js';
import { createFakeEmbedder } from '../../fakes/embedder.js';

/* Answers that are checked against one passage as a whole, where the day of the question or the form of the answer matters. */

const check = async (text: string, answer: string, askedOn: string | null = null) => {
  const embedder = createFakeEmbedder();
  const tools: CheckTools = {
    weigh: async (words) => words.map(() => 3),
    embed: (texts) => embedder.embed(texts, 'passage'),
  };
  const article = { title: '', outlet: null, authors: [], publishedAt: '2025-03-05', lead: '' };
  const passages = await preparePassages([{ articleId: 'a', text, start: 0, article, quotes: [] }], tools);
  const { kept, removed } = await checkAnswer(answer, passages, tools, '', askedOn);
  return removed.length > 0 ? removed.map(({ reason }) => reason).join() : kept.map((one) => one.text).join(' ');
};

describe('what a sentence tells from the day of the question', () => {
  const text = 'The barge Ilona sank on Tuesday, March 4, 2025, off the coast near Tarrow with nine people aboard.';
  const told = (when: string) => `The barge Ilona sank off the coast near Tarrow ${when}.`;
  const verdict = (when: string, askedOn: string | null) => check(text, `${told(when)} [1]`, askedOn);

  test('is kept where the passage has that day', async () => {
    expect(await verdict('this week', '2025-03-07')).toBe(told('this week'));
    expect(await verdict('last year', '2026-02-07')).toBe(told('last year'));
    expect(await verdict('on Tuesday', '2025-03-20')).toBe(told('on Tuesday'));
  });

  test('is removed where it has another one', async () => {
    expect(await verdict('last year', '2025-03-07')).toBe('date');
    expect(await verdict('last week', '2025-03-07')).toBe('date');
    expect(await verdict('this year', '2026-02-07')).toBe('date');
    expect(await verdict('on Wednesday', '2025-03-07')).toBe('date');
  });

  test('is removed where nobody knows that day', async () => {
    expect(await verdict('last year', null)).toBe('date');
  });
});

test('words that were left out of a quotation part it in two', async () => {
  const text =
    'Ms. Orvell said: “The bridge was old, as everybody on this island knew, and it should have been closed in May.”';
  const quoted = 'Orvell said “the bridge was old … it should have been closed in May”.';
  expect(await check(text, `${quoted} [1]`)).toContain('should have been closed in May');
  expect(await check(text, `${quoted.replace('May', 'June')} [1]`)).toBe('quotation');
});

test('a number in round brackets at the end of a sentence is a marker', async () => {
  const text = 'The ferry Marit ran aground near Tarrow with nine people aboard.';
  expect(await check(text, 'The ferry Marit ran aground near Tarrow with nine people (1).')).toContain('nine people');
});

test('a negation is compared with what is told of the same in other words', async () => {
  const kept = async (text: string, answer: string) => expect(await check(text, `${answer} [1]`)).toBe(answer);
  await kept(
    'Tags will not be required for drivers passing through the harbour.',
    'Drivers passing through the harbour need no tags.',
  );
  await kept(
    'The mayor has not asked for or been granted a pension.',
    'The mayor has neither asked for nor been granted a pension.',
  );
  await kept(
    'The signs cannot be seen by the captain from the harbour.',
    'The captain cannot see the signs from the harbour.',
  );
  expect(await check('The mayor has asked for a pension.', 'The mayor has not asked for a pension. [1]')).toBe(
    'polarity',
  );
});
