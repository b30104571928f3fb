import fc from '../property.js';
import { describe, expect, test } from 'vitest';
import { completeQuestion } from '../../src/answer/follow-up.js';
import type { Filters, Outcome } from '../../src/domain/answer.js';
import type { Turn } from '../../src/domain/conversation.js';

const facts = {
  people: [
    { name: 'Ilse Marchetti', gender: 'female' as const },
    { name: 'Casimir Holt', gender: 'male' as const },
    { name: 'Corin Vasse', gender: 'male' as const },
    { name: 'Elin Torvay', gender: 'female' as const },
    { name: 'Bisi Oyelaran', gender: null },
    { name: 'Noor Ambrose', gender: 'female' as const },
    { name: 'Tomas Ambrose', gender: 'male' as const },
  ],
  outlets: ['Veldhaven Tribune', 'Skerrin Packet', 'The Courier', 'Meridian Wire'],
};
const askedOn = '2025-05-14';

/** An exchange: the question, its answer's sentences, and the filters that were in force. */
function turn(question: string, sentences: string[] = [], filters: Filters = {}): Turn {
  const searched = { question, filters, articles: 25, newest: '2025-05-12' };
  const outcome: Outcome = {
    outcome: 'answer',
    mode: 'extractive',
    sentences: sentences.map((text) => ({ text, citations: [1] })),
    citations: [],
    searched,
  };
  return { question, askedOn, outcome };
}

const complete = (text: string, turns: Turn[], filters: Filters = {}) =>
  completeQuestion({ text, filters, askedOn }, turns, facts);

const minister = turn('Why did Ilse Marchetti resign?', ['She had been told of a decision to put off safety checks.']);
const ferry = turn('How many people died on the Silver Tern?', ['Forty-four people died, the inquiry found.']);
const who = turn('Who resigned after the sinking?', [
  'The infrastructure minister, Ilse Marchetti, resigned on Thursday.',
]);
const holt = turn('What did Casimir Holt tell the inquiry?', ['“The alarm was taped,” Mr. Holt said.']);
const election = turn('Who won the mayoral election?', [
  'A court made Bisi Oyelaran mayor; Corin Vasse had led by 41 votes.',
]);

describe('a follow-up', () => {
  const cases: [text: string, before: Turn, carried: string][] = [
    // A pronoun becomes the person last named who fits.
    ['and what did she say about safety checks?', minister, 'Ilse Marchetti'],
    ['what did she tell Parliament?', minister, 'Ilse Marchetti; resign'],
    ['and what did he say about the alarm box?', holt, 'Casimir Holt'],
    ['did he see the engine room alarm?', holt, 'Casimir Holt'],
    ['what did she know about the letter?', who, 'Ilse Marchetti'],
    ['has she apologised to the families since?', who, 'Ilse Marchetti'],
    ['and what did he promise voters?', election, 'Corin Vasse'],
    // With a person and too few words of its own, the topic comes along.
    ['why did she resign?', who, 'Ilse Marchetti; resigned sinking'],
    ['who is she?', who, 'Ilse Marchetti; resigned sinking'],
    ['and when?', who, 'resigned sinking'],
    ['what does he want?', holt, 'Casimir Holt; inquiry'],
    // Too few words of its own: the topic comes along.
    ['why?', ferry, 'people died Silver Tern'],
    ['when?', ferry, 'people died Silver Tern'],
    ['where?', minister, 'Ilse Marchetti resign'],
    ['how so?', minister, 'Ilse Marchetti resign'],
    ['and then?', holt, 'Casimir Holt inquiry'],
    ['how many of them were children?', ferry, 'people died Silver Tern'],
    ['and the children?', ferry, 'people died Silver Tern'],
    ['how many survived?', ferry, 'people died Silver Tern'],
    ['who else?', who, 'resigned sinking'],
    ['anyone else?', who, 'resigned sinking'],
    ['what about the crew?', ferry, 'people died Silver Tern'],
    ['and Corin Vasse?', election, 'won mayoral election'],
    // "It", "there", "of that" are what the last question was about.
    ['who was to blame for it?', ferry, 'people died Silver Tern'],
    ['when did it happen?', ferry, 'people died Silver Tern'],
    ['what did Parliament think of that?', minister, 'Ilse Marchetti resign'],
    ['who was responsible for this?', ferry, 'people died Silver Tern'],
    ['who lives there?', turn('What happened on Skerrin?'), 'Skerrin'],
    ['and what caused it?', ferry, 'people died Silver Tern'],
    // "They" are things and crowds: the topic names them.
    ['were they warned?', ferry, 'people died Silver Tern'],
    ['what did they find?', turn('Which divers searched the wreck?'), 'divers searched wreck'],
    // Typed without capitals, as people do in a chat.
    ['and corin vasse?', election, 'won mayoral election'],
    ['what did she tell parliament?', turn('why did marchetti resign'), 'Ilse Marchetti; resign'],
    ['has she apologised to the families since', turn('what of casimir holt and ilse marchetti?'), 'Ilse Marchetti'],
    // A period of its own, the topic of the one before.
    ['and in March?', ferry, 'people died Silver Tern'],
    ['and last week?', minister, 'Ilse Marchetti resign'],
  ];
  test.each(cases.map(([text, before, carried]) => ({ text, before, carried, asked: before.question })))(
    '“$text” after “$asked” carries over “$carried”',
    ({ text, before, carried }) => {
      expect(complete(text, [before]).question.text).toBe(`${text} (${carried})`);
    },
  );

  test('takes its person from an older exchange when the last one names nobody who fits', () => {
    expect(complete('and what did she say about safety checks?', [minister, ferry]).carried).toEqual([
      'Ilse Marchetti',
    ]);
  });

  test('prefers the last exchange to those before', () => {
    const later = turn('What did Elin Torvay sing?', ['The choir sang.']);
    expect(complete('and what did she teach the choir?', [minister, later]).carried).toEqual(['Elin Torvay']);
  });

  test('does not guess between two of one surname', () => {
    const both = turn('What did Ambrose say?', ['Ambrose said nothing.']);
    expect(complete('and what did she tell the inquiry?', [both]).question.text).not.toContain('Noor');
  });

  test('keeps to the filters of the question before it', () => {
    const filtered = turn('How many people died?', [], {
      outlet: 'Meridian Wire',
      since: '2025-03-01',
      until: '2025-03-31',
    });
    expect(complete('why?', [filtered]).question.filters).toEqual({
      outlet: 'Meridian Wire',
      since: '2025-03-01',
      until: '2025-03-31',
    });
  });

  test('looks elsewhere when it names another outlet or period', () => {
    const filtered = turn('How many people died?', [], {
      outlet: 'Meridian Wire',
      since: '2025-03-01',
      until: '2025-03-31',
    });
    expect(complete('what about the Tribune?', [filtered]).question).toMatchObject({
      text: 'what about the Tribune? (people died)',
      filters: { outlet: 'Veldhaven Tribune', since: '2025-03-01', until: '2025-03-31' },
    });
    expect(complete('what about the tribune', [filtered]).question.filters).toMatchObject({
      outlet: 'Veldhaven Tribune',
    });
    expect(complete('and in April?', [filtered]).question.filters).toEqual({ outlet: 'Meridian Wire' });
    expect(complete('why?', [filtered], { outlet: 'The Courier' }).question.filters).toMatchObject({
      outlet: 'The Courier',
    });
  });

  test('of a follow-up goes on from what that one was understood as', () => {
    const second = turn('how many of them were children? (people died Silver Tern)');
    expect(complete('and why?', [ferry, second]).question.text).toBe('and why? (children people died Silver Tern)');
  });
});

describe('a question that stands on its own', () => {
  test.each([
    'How many votes did Corin Vasse win by?',
    'What did Elin Torvay say about the tablets on Skerrin?',
    'What did Ilse Marchetti say about her initials on the note?',
    'Did Casimir Holt say that he saw the alarm?',
    'How many people died in the ferry accident?',
    'Is it true that the alarm was taped over?',
    'Were there lifeboats on the ferry Silver Tern?',
    'Which court made Bisi Oyelaran mayor?',
    'How did the divers find their way into the wreck?',
    'What does the toll of the ferry sinking stand at?',
    'ferry inquiry alarm taped',
    'What do people say about him in Skerrin?',
    'did holt say that he saw the alarm',
  ])('“%s” is left as it is, whatever came before', (text) => {
    const filtered = turn('Why did Ilse Marchetti resign?', [], { outlet: 'Meridian Wire' });
    const given = { text, filters: { author: 'Ada Moore' }, askedOn };
    expect(completeQuestion(given, [ferry, filtered], facts)).toEqual({ question: given, carried: [] });
  });

  test('is what a first question is, however short', () => {
    expect(complete('why?', [])).toEqual({ question: { text: 'why?', filters: {}, askedOn }, carried: [] });
  });
});

describe('completing', () => {
  const anyTurn = fc
    .record({ question: fc.string(), sentences: fc.array(fc.string(), { maxLength: 3 }) })
    .map(({ question, sentences }) => turn(question, sentences));

  test('never fails, keeps the question as it begins, and keeps to the length that is searched for', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('why?', 'and she?', 'it', 'x'.repeat(1995)));
    fc.assert(
      fc.property(text, fc.array(anyTurn, { maxLength: 4 }), (given, turns) => {
        const { question, carried } = complete(given, turns);
        expect(question.text.startsWith(carried.length === 0 ? given : given.trim())).toBe(true);
        expect(question.text.length).toBeLessThanOrEqual(Math.max(2000, given.length));
      }),
    );
  });
});
