import { expect, test } from 'vitest';
import { renderExchange } from '../../src/discord/render-exchange.js';
import { md } from '../../src/discord/render/markdown.js';
import type { Outcome } from '../../src/domain/answer.js';
import type { Exchange } from '../../src/domain/conversation.js';
import { answer } from '../fakes/app.js';

const exchangeOf = (outcome: Outcome): Exchange => ({
  id: 'abcdefghijklmnop',
  userId: '1',
  guildId: null,
  channelId: '2',
  isPrivate: true,
  follows: null,
  at: '2025-06-01T10:00:00Z',
  shown: { kind: 'answer', question: 'Who died?', askedOn: '2025-06-01', outcome, excerpts: [] },
});
const down = 'The language model did not answer; these are the sentences of the articles.';

test('an answer shows what is to know of the language model, its marks as plain text', () => {
  expect(renderExchange(exchangeOf({ ...answer, note: down })).content).toBe(down);
  expect(renderExchange(exchangeOf({ ...answer, note: '<@1> *now*' })).content).toBe('\\<\\@1\\> \\*now\\*');
  expect(renderExchange(exchangeOf(answer))).not.toHaveProperty('content');
});

test('another note does not take its place: both are shown', () => {
  const { content } = renderExchange(exchangeOf({ ...answer, note: down }), md`Shared by <@1>`);
  expect(content).toBe(`Shared by <@1>\n${down}`);
});

test('the time until which a budget is used up is shown by each reader’s own clock', () => {
  const note = 'It has answered as much as it may today, until 00:00 UTC; these are the sentences of the articles.';
  const { content } = renderExchange(exchangeOf({ ...answer, note, until: '2025-06-02T00:00:00.000Z' }));
  expect(content).toBe(
    'It has answered as much as it may today, until <t:1748822400:t>; these are the sentences of the articles.',
  );
});
