import { describe, expect, test } from 'vitest';
import fc from '../property.js';
import { isUncased, restoreCapitals, wordsWithoutUsage } from '../../src/retrieve/truecase.js';

describe('a question is typed without regard to capitals', () => {
  test.each([
    ['who won the mayoral election in tarrow', true],
    ['Who won the mayoral election in tarrow?', true],
    ['WHO WON THE ELECTION IN TARROW?', true],
    ["what did i miss, and what I'm told?", true],
    ['', true],
    ['Who won the election in Tarrow?', false],
    ['what did Marchetti say about the silver tern', false],
    ['why did the BBC report it', false],
  ])('“%s”: %s', (question, expected) => {
    expect(isUncased(question)).toBe(expected);
  });
});

describe('the capitals of a question', () => {
  const texts = [
    'On Monday Dr. Ilse Marchetti, the minister, left Tarrow. Ferries to Tarrow sail again, and the minister waved.',
    'The wreck of the Grey Heron lies off New Skerrin. A grey seal was seen, a heron, and a new pier.',
    'Police in New Skerrin asked the minister; Marchetti’s lawyers, and later Marchetti, said: “Nothing is lost.”',
  ];

  test.each([
    ['why did marchetti leave tarrow?', 'why did Marchetti leave Tarrow?'],
    ['WHY DID MARCHETTI LEAVE TARROW?', 'why did Marchetti leave Tarrow?'],
    ['what are marchetti’s plans', 'what are Marchetti’s plans'],
    // A pair of words is a name where it stands as one, although each of them is a word as well.
    ['where is the grey heron', 'where is the Grey Heron'],
    ['who saw a grey seal and a heron', 'who saw a grey seal and a heron'],
    // "New" is one only before the word that makes it one.
    ['is there a new pier', 'is there a new pier'],
    ['is there a pier in new skerrin', 'is there a pier in New Skerrin'],
    // The first word of a sentence tells nothing, and neither does a title that is written both ways.
    ['when do ferries sail', 'when do ferries sail'],
    ['what is nothing', 'what is nothing'],
    ['what did the minister say', 'what did the minister say'],
    // Of a name of two words, one will do.
    ['who is ilse', 'who is Ilse'],
    // Months and days need no text; "may" and "march" are words besides.
    ['what happened on tuesday in august', 'what happened on Tuesday in August'],
    ['may people march in may or on march 4', 'may people march in May or on March 4'],
    ['who is zephyr', 'who is zephyr'],
  ])('“%s” becomes “%s”', (question, expected) => {
    expect(restoreCapitals(question, texts)).toBe(expected);
  });

  test('change nothing but capitals, whatever the question and the texts are', () => {
    const words = fc
      .array(fc.constantFrom('Grey', 'grey', 'HERON', 'ß', 'İstanbul', 'in', 'may', '4', '’s', '.', ',', '(', '🙂'), {
        maxLength: 12,
      })
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(words, fc.array(words, { maxLength: 3 }), (question, some) => {
        expect(restoreCapitals(question, some).toLowerCase()).toBe(question.toLowerCase());
      }),
    );
  });

  test('are asked for where no text has the word within a sentence', () => {
    expect(wordsWithoutUsage('did ferries of zephyr pass new skerrin, zephyr?', texts)).toEqual([
      'ferries',
      'zephyr',
      'pass',
    ]);
  });
});
