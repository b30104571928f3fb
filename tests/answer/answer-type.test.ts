import { describe, expect, it } from 'vitest';
import { answerTypeOf, createAnswerTest, type AnswerType } from '../../src/answer/answer-type.js';

describe('what a question asks for', () => {
  it.each<[AnswerType, string]>([
    ['number', 'How many people died on the ferry?'],
    ['number', 'How old is the other wreck?'],
    ['number', 'What percentage of the vote did she win?'],
    ['number', 'At what age did he go to sea?'],
    ['time', 'When was the mayday sent?'],
    ['time', 'In which year did the ship run aground?'],
    ['place', 'Where did the ferry sink?'],
    ['place', 'Which Japanese island was evacuated?'],
    ['person', 'Who told the captain to wait?'],
    ['person', 'Whose hand did he hold?'],
    ['person', 'Which minister resigned?'],
    ['reason', 'Why was the toll wrong?'],
    ['reason', 'What caused the fire?'],
    ['thing', 'What did the minister write on the note?'],
    ['thing', 'Tell me about the ferry'],
  ])('is a %s: %s', (type, question) => {
    expect(answerTypeOf(question)).toBe(type);
  });

  it.each<[AnswerType, string]>([
    ['thing', 'What did the captain do when the alarm came?'],
    ['thing', 'What did the woman who found the ballots look for?'],
    ['person', 'Who was on the bridge when the ferry capsized?'],
    ['number', 'How many were aboard where the light stands?'],
    ['reason', 'Why did the man who owned it sell?'],
    ['place', 'Where was the captain when it sank?'],
  ])('is told by the first question word, a %s: %s', (type, question) => {
    expect(answerTypeOf(question)).toBe(type);
  });
});

describe('a sentence holds what is asked for', () => {
  it.each<[AnswerType, string, string]>([
    ['number', 'Twenty-one bodies were found.', 'How many bodies were found?'],
    ['number', 'The repair cost $3.4 million.', 'How much did the repair cost?'],
    ['number', 'By noon 8 had been found.', 'How many had been found on March 18?'],
    ['time', 'The mayday was sent at 21:31.', 'When was the mayday sent?'],
    ['time', 'She stepped down on Thursday.', 'When did she step down?'],
    ['person', 'The order came from Sigrun Teal.', 'Who told the captain to wait?'],
    ['place', 'She sank off Cormorant Light.', 'Where did the ferry sink?'],
    ['reason', 'It was wrong because one name was counted twice.', 'Why was the toll wrong?'],
    ['thing', 'It rained.', 'What happened?'],
  ])('when it has a %s that is new: %s', (type, sentence, question) => {
    expect(createAnswerTest(type, question)(sentence)).toBe(true);
  });

  it.each<[AnswerType, string, string]>([
    ['number', 'No figure was given.', 'How many bodies were found?'],
    ['number', 'The alarm of March 18, was ignored.', 'How many ignored the alarm of March 18?'],
    ['time', 'It was sent in the dark.', 'When was it sent?'],
    ['person', 'Teal was on duty.', 'Who told Teal to wait?'],
    ['reason', 'The toll was wrong.', 'Why was the toll wrong?'],
  ])('not when its %s is missing or stands in the question: %s', (type, sentence, question) => {
    expect(createAnswerTest(type, question)(sentence)).toBe(false);
  });
});
