import fc from '../property.js';
import { describe, expect, it } from 'vitest';
import { findPremises } from '../../src/answer/premise.js';

const told = (question: string): string[] => findPremises(question).map(({ statement }) => statement);
const roles = (question: string): string[] =>
  findPremises(question).map(({ subject, role }) => `${subject.text}: ${role}`);

describe('what a question takes for granted', () => {
  it.each([
    ['Why did Prime Minister Renn resign?', 'that Prime Minister Renn resigned'],
    ['When did the Resolute sink?', 'that the Resolute sank'],
    ['When will Ann Poe retire?', 'that Ann Poe will retire'],
    ['Why has Ann Poe resigned?', 'that Ann Poe has resigned'],
    ['When was the schooner Constance found?', 'that the schooner Constance was found'],
    ['Why has Ann Poe been dismissed?', 'that Ann Poe has been dismissed'],
    ['Why was Nadia Svoll dismissed by the coast guard?', 'that Nadia Svoll was dismissed by the coast guard'],
    ['How many people died when the Grey Heron capsized?', 'that the Grey Heron capsized'],
    ['Who led the rescue after Ann Poe was injured?', 'that Ann Poe was injured'],
    ['Who replaced Judge Achterberg as chair?', 'that Judge Achterberg was replaced as chair'],
    ['What caused the sinking of the Grey Heron?', 'that there was a sinking of the Grey Heron'],
    ['What led to Ann Poe’s arrest?', 'that there was an arrest of Ann Poe'],
    ['When did the Storm Petrel run aground?', 'that the Storm Petrel ran aground'],
    ['Why did Bo Lind drop out of the race?', 'that Bo Lind dropped out of the race'],
    ['What did Viktor Lasse admit to?', 'that Viktor Lasse admitted'],
    ['Why did Bo Lind carry it away and hide it?', 'that Bo Lind carried it away'],
    ['Why did Ann Poe quit, and who followed her?', 'that Ann Poe quit'],
  ])('%s', (question, statement) => {
    expect(told(question)).toEqual([statement]);
  });

  it('is something that was done, by somebody or to somebody', () => {
    expect(roles('Why did Ann Poe resign?')).toEqual(['Ann Poe: doer']);
    expect(roles('Why was Ann Poe dismissed?')).toEqual(['Ann Poe: patient']);
    expect(roles('Who attacked Ann Poe?')).toEqual(['Ann Poe: patient']);
    expect(roles('Why has Ann Poe resigned?')).toEqual(['Ann Poe: doer']);
  });

  it.each([
    'Why did the minister resign?',
    'What did Ann Poe say about the ferry?',
    'How many votes did Ann Poe receive?',
    'What is the name of Ann Poe?',
    'Why did Ann Poe not resign?',
    'What did the minister tell Parliament yesterday?',
    'What did Bo Lind think of Ann Poe’s murder conviction?',
    'Who wrote the Achterberg report?',
    'Why was Will Smith there?',
    'hello',
    '',
  ])('is nothing that small rules see in: %s', (question) => {
    expect(told(question)).toEqual([]);
  });

  it('is told in letters alone, or not at all, since it is shown to people', () => {
    const odd = fc.constantFrom('*', '_', '`', '<@1>', '@everyone', 'https://a.b', '\u200b', '\u202e', '\n', '|', '̈̈̈̈');
    const words = fc.constantFrom(
      'Why',
      'did',
      'was',
      'Ann',
      'Poe',
      'the',
      'resign',
      'dismissed',
      'Grey-Heron',
      'of',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, odd), { maxLength: 12 }), fc.constantFrom('', ' '), (parts, between) => {
        for (const text of [parts.join(between), `Why did Ann Poe resign ${parts.join(between)}?`])
          for (const statement of told(text)) expect(statement).toMatch(/^(?:\p{L}\p{M}?|[\p{N} .'’-])*$/u);
      }),
    );
  });
});
