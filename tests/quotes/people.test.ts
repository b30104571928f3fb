import { describe, expect, it } from 'vitest';
import { extractQuotes } from '../../src/quotes/extract.js';
import { readAs, speakersOf } from './reading.js';

describe('one person under many names', () => {
  it('is known by the surname after the full name, before it, and with a title', () => {
    expect(
      speakersOf('Mr. Roe arrived. “It holds,” Mr. Roe said.', 'Richard A. Roe is the mayor. “It does,” Roe said.'),
    ).toEqual(['Richard A. Roe', 'Richard A. Roe']);
  });

  it('has the fullest form as name, every form as alias, and what the article says of them', () => {
    const body = 'Ann B. Poe, the mayor of Ley, arrived. “It holds,” Ms. Poe said. “It does,” said Poe.';
    expect(extractQuotes({ title: '', body }).speakers).toEqual([
      {
        key: 0,
        name: 'Ann B. Poe',
        kind: 'person',
        aliases: [
          { name: 'Ann B. Poe', count: 1 },
          { name: 'Ms. Poe', count: 1 },
          { name: 'Poe', count: 1 },
        ],
        description: 'the mayor of Ley',
        gender: 'female',
      },
    ]);
  });

  it('keeps a nickname in the name', () => {
    expect(speakersOf('Robert C. “Bobby” Roe spoke first. “It holds,” Roe said.')).toEqual(['Robert C. “Bobby” Roe']);
  });

  it('is found whatever the apostrophe', () => {
    expect(speakersOf('James O’Dell arrived.', "“It holds,” O'Dell said.")).toEqual(['James O’Dell']);
  });
});

describe('two people of one surname', () => {
  it('are told apart by title', () => {
    const body = ['Adam Poe and his wife, Eve Poe, came.', '“It holds,” Mr. Poe said.', '“It leaks,” Mrs. Poe said.'];
    expect(speakersOf(...body)).toEqual(['Adam Poe', 'Eve Poe']);
  });

  it('are told apart by office', () => {
    const body = ['Mayor Adam Poe spoke to Councillor Eve Poe.', '“It leaks,” Councillor Poe said.'];
    expect(speakersOf(...body)).toEqual(['Eve Poe']);
  });

  it('are told apart by who was named before, and then by how they were called', () => {
    const body = [
      'Matthis Poe owns the boat. “It holds,” Mr. Poe said.',
      'Piet Poe, 16, said that he had counted.',
      '“I was lifting,” Mr. Poe said.',
    ];
    expect(speakersOf(...body)).toEqual(['Matthis Poe', 'Matthis Poe']);
  });

  it('are not chosen between where nothing tells them apart: the surname stays a speaker of its own', () => {
    const body = ['Adam Poe and Eve Poe arrived.', '“It holds,” Poe said.', '“It leaks,” Poe said.'];
    expect(speakersOf(...body)).toEqual(['Poe', 'Poe']);
    const each = ['“It holds,” said Adam Poe.', '“It leaks,” said Eve Poe.', '“I go,” Poe said.'];
    expect(speakersOf(...each)).toEqual(['Adam Poe', 'Eve Poe', 'Poe']);
  });

  it('leave a bare surname to the one who was called so before', () => {
    const body = ['Eve Poe arrived. “It holds,” Poe said. She met Adam Poe.', 'Rain fell.', '“It leaks,” Poe said.'];
    expect(speakersOf(...body)).toEqual(['Eve Poe', 'Eve Poe']);
  });
});

describe('pronouns', () => {
  it('stand for the subject of the sentence before, not for whoever was named last', () => {
    expect(speakersOf('Richard Roe also took a swipe at Adam Poe.', '“He is weak,” he said.')).toEqual(['Richard Roe']);
  });

  it('go by gender', () => {
    expect(speakersOf('Eve Poe met Richard Roe.', '“It holds,” she said.', '“It leaks,” he said.')).toEqual([
      'Eve Poe',
      'Richard Roe',
    ]);
  });

  it('learn the gender of an unknown given name from the article', () => {
    const body = ['Xanthu Poe arrived with her lamp. Richard Roe followed.', '“It holds,” she said.'];
    expect(speakersOf(...body)).toEqual(['Xanthu Poe']);
  });

  it('stand for the one who was asked', () => {
    expect(speakersOf('Richard Roe then asked Adam Poe how he knew.', '“I looked,” he said.')).toEqual(['Adam Poe']);
  });

  it('stand for someone without a name', () => {
    expect(speakersOf('“It holds,” a spokesman said.', '“It always has,” he added.')).toEqual([
      'a spokesman',
      'a spokesman',
    ]);
  });

  it('stay unresolved when two fit equally, rather than be guessed', () => {
    expect(speakersOf('Adam Poe and Richard Roe arrived.', '“It holds,” he said.')).toEqual([null]);
    expect(speakersOf('“It holds,” she said.')).toEqual([null]);
  });

  it('stay unresolved when someone else who may be meant was named since', () => {
    const body = [
      'Richard Roe praised the dam. He was proud of it.',
      'Xanthu Poe did not agree.',
      '“It leaks,” he said.',
    ];
    expect(speakersOf(...body)).not.toEqual(['Richard Roe']);
  });

  it('stay unresolved when the only one who fits was named long ago and in passing', () => {
    const long =
      'Rain fell. The wind rose. The night was long. The water was high. The lamps were out. The road was wet.';
    expect(
      speakersOf('There was a letter from Ann Poe.', long, long, 'In the letter she spoke of “a flood of no return.”'),
    ).toEqual([null]);
  });

  it('stand for someone who is named with "himself"', () => {
    const body = ['Bill Roe agreed.', 'Adam Poe himself looked at the dam. “It leaks,” he said.'];
    expect(speakersOf(...body)).toEqual(['Adam Poe']);
  });

  it('mean the author when they say "I", if there is one author with a name', () => {
    const quote = '“It holds,” I said.';
    expect(readAs({ authors: ['Ann Poe'] }, quote)).toMatchObject([{ by: 'Ann Poe', mention: 'I' }]);
    expect(readAs({ authors: ['Ann Poe', 'Rob Roe'] }, quote)).toMatchObject([{ by: null }]);
    expect(readAs({ authors: ['Ley News'] }, quote)).toMatchObject([{ by: null }]);
  });
});

describe('descriptions', () => {
  it('stand for the person who has the office', () => {
    const body = [
      'Mayor Ann Poe and Judge Rob Roe arrived.',
      '“It holds,” the mayor said.',
      '“It leaks,” the judge said.',
    ];
    expect(speakersOf(...body)).toEqual(['Ann Poe', 'Rob Roe']);
  });

  it('do not mix up an office with a higher one', () => {
    const body = [
      'Ann Poe, the infrastructure minister, resigned. Tom Renn is prime minister.',
      '“I regret it,” the prime minister said.',
    ];
    expect(speakersOf(...body)).not.toEqual(['Ann Poe']);
  });

  it('stand for someone without a name who was introduced before', () => {
    const body = ['Mayor Ann Poe was shouted down by a man.', '“It leaks,” the man yelled.'];
    expect(speakersOf(...body)).toEqual(['the man']);
  });

  it('stand for a person by what they are, but for nobody by what anybody may do there', () => {
    expect(speakersOf('Adam Poe, a billionaire, arrived.', '“It holds,” the tycoon said.')).toEqual(['Adam Poe']);
    expect(speakersOf('Adam Poe arrived and spoke.', '“It leaks,” the moderator said.')).toEqual(['the moderator']);
    expect(speakersOf('Adam Poe arrived and spoke.', '“He is late,” the spokesman said.')).toEqual(['the spokesman']);
  });

  it('are shown with "the" for "that" and "this", and with a small article', () => {
    expect(speakersOf('Rain fell.', '“It leaks,” that moderator said.')).toEqual(['the moderator']);
    expect(speakersOf('A moderator said: “It leaks.”')).toEqual(['a moderator']);
    const body = 'That Captain Aldane was late is known. “I was late,” Aldane said.';
    expect(extractQuotes({ title: '', body }).speakers).toMatchObject([{ name: 'Aldane', description: null }]);
  });

  it('know that a coast guard is no guard', () => {
    const body = ['We asked Adam Poe. The coast guard says 29.', '“I was lifting,” he said.'];
    expect(speakersOf(...body)).toEqual(['Adam Poe']);
  });
});
