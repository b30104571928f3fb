import { expect, it } from 'vitest';
import { parseCondensed } from '../../src/answer/condense.js';
import type { Turn } from '../../src/domain/conversation.js';

const turns = [
  {
    question: 'Why did Mayor Sund resign?',
    askedOn: '2025-05-20',
    outcome: {
      outcome: 'answer',
      sentences: [
        { text: 'Mayor Greta Sund resigned on Tuesday because her brother had won the contract.', citations: [1] },
      ],
      citations: [
        { title: 'Mayor Sund resigns over market contract', outlet: 'Coast Radio', quote: 'resigned on Tuesday' },
      ],
      searched: { question: 'Why did Mayor Sund resign?' },
    },
  },
] as unknown as Turn[];
const parse = (said: string): string | undefined => parseCondensed(said, 'And who replaced her?', turns);

it.each([
  ['Who replaced Mayor Greta Sund?', 'Who replaced Mayor Greta Sund?'],
  ['  "Who replaced Mayor Sund?"\n', 'Who replaced Mayor Sund?'],
  ['Question: Who replaced Sund after she resigned?', 'Who replaced Sund after she resigned?'],
  ['What did Coast Radio say about who replaced Sund?', 'What did Coast Radio say about who replaced Sund?'],
])('%j is a question of its own', (said, expected) => {
  expect(parse(said)).toBe(expected);
});

it.each([
  ['empty', ''],
  ['an answer instead', 'Deputy Per Alm replaced her.'],
  ['about somebody who was never named', 'Who replaced Mayor Quentin Blake?'],
  ['of a year that was never named', 'Who replaced Mayor Sund in 1987?'],
  ['several lines', 'Who replaced Sund?\nWho resigned?'],
  ['a link', 'Who replaced [Sund](https://evil.example)?'],
  ['a mention', 'Who replaced @everyone Sund?'],
  ['long', `Who replaced Mayor Sund ${'and who resigned '.repeat(30)}?`],
  ['without a topic', 'Who was it?'],
])('what is %s is none', (_, said) => {
  expect(parse(said)).toBeUndefined();
});
