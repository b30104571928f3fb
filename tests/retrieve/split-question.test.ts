import { describe, expect, it } from 'vitest';
import { parseQuestion } from '../../src/retrieve/question.js';
import { splitQuestion } from '../../src/retrieve/split-question.js';
import { ranking } from '../../src/retrieve/tuning.js';

const split = (text: string): string[] =>
  splitQuestion(
    parseQuestion({ text, filters: {}, askedOn: '2025-05-20' }, { outlets: [], newest: null }),
    ranking,
  ).map((words) => words.join(' '));

describe('a question that asks several', () => {
  it.each<[string, string[]]>([
    ['Who won the election in Tarn, and why did the ferry sink?', ['won election tarn', 'ferry sink']],
    ['How many tablets were expected and how many does the chest hold?', ['tablets expected', 'chest hold']],
    ['Who won the race? When was the mayor born?', ['won race', 'mayor born']],
    ['Who won the race in May? And when was the mayor born?', ['won race may', 'mayor born']],
    ['Who paid the fine, and on what day did the court meet?', ['paid fine', 'day court meet']],
    [
      'Who won the race, what burned at the market, or where is the old bell now?',
      ['won race burned market', 'old bell'],
    ],
    [
      'Who won the race, and what burned at the market, and where is the old bell?',
      ['won race', 'burned market', 'old bell'],
    ],
  ])('is taken apart where another begins: %s', (text, parts) => {
    expect(split(text)).toEqual(parts);
  });
});

describe('a question stays whole', () => {
  it.each([
    'Who resigned after the inquiry?',
    'What do Edmund Quill and Marta Quill think of the talers?',
    // A part that leans on the other would find anything.
    'When did Ilse Marchetti resign, and who replaced her?',
    'Who? What happened to the ferry?',
    // So many questions have no list of ten for each.
    'Who won the race, and what burned down, and when did it rain, and where is the old bell?',
    'whatever and whoever',
  ])('%s', (text) => {
    expect(split(text)).toEqual([]);
  });
});
