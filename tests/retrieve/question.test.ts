import { describe, expect, it } from 'vitest';
import type { AppError } from '../../src/errors.js';
import type { Filters } from '../../src/domain/answer.js';
import { maxQuestionLength, parseQuestion, type ParsedQuestion } from '../../src/retrieve/question.js';

const outlets = [
  'The Harbour Courier',
  'Veldhaven Tribune',
  'Tribune',
  'Sun',
  'St. Brannoc’s Bell',
  'dailylantern.example',
];
const askedOn = '2025-05-20';

const parse = (text: string, filters: Filters = {}, newest: string | null = '2025-05-19T08:00:00Z'): ParsedQuestion =>
  parseQuestion({ text, filters, askedOn }, { outlets, newest });

const codeOf = (text: string): string | undefined => {
  try {
    parse(text);
    return undefined;
  } catch (error) {
    return (error as AppError).code;
  }
};

describe('a question', () => {
  it('loses tags, entities, line breaks and signs that nobody sees', () => {
    expect(parse('<b>Who</b>\n  saved&nbsp;the\tcaptain\u200b &amp; crew&#39;s &quot;cat&quot;?').text).toBe(
      'Who saved the captain & crew\'s "cat"?',
    );
  });

  it('keeps what only looks like a tag', () => {
    expect(parse('Is 3 < 4, and who says so?').text).toBe('Is 3 < 4, and who says so?');
  });

  it('is searched for by the words that carry its topic', () => {
    expect(parse('Who was the captain of the Silver Tern?').terms).toEqual(['captain', 'silver', 'tern']);
  });

  it.each([
    ['What is the latest on the ferry?', '2025-05-19'],
    ['any updates on the trial', '2025-05-19'],
    ['Where does the inquiry stand now?', '2025-05-19'],
    ['Who was the captain then?', undefined],
    ['Who stands by the captain?', undefined],
  ])('asks for the newest or not: “%s”', (text, newestDay) => {
    expect(parse(text).newestDay).toBe(newestDay);
    expect(parse(text, {}, null).newestDay).toBeUndefined();
  });

  it('without a letter or digit is refused', () => {
    for (const text of ['', '   ', '?!', '<br>', '\u200b', '&nbsp;']) expect(codeOf(text)).toBe('QUESTION_EMPTY');
  });

  it('longer than any question is refused, measured without its markup', () => {
    expect(codeOf('a'.repeat(maxQuestionLength))).toBeUndefined();
    expect(codeOf(`<b>${'a'.repeat(maxQuestionLength)}</b>`)).toBeUndefined();
    expect(codeOf('a'.repeat(maxQuestionLength + 1))).toBe('QUESTION_TOO_LONG');
  });
});

describe('the words of a question', () => {
  it('leave out a period that is counted from the day of asking, since an article says the same of another one', () => {
    expect(parse('What did the minister say last week?').terms).toEqual(['minister', 'say']);
    expect(parse('What did the minister say in April?').terms).toEqual(['minister', 'say', 'april']);
  });
});

describe('the outlet of a question', () => {
  it.each([
    ['How many died, according to the Harbour Courier?', 'The Harbour Courier'],
    ['how many died according to the harbour courier', 'The Harbour Courier'],
    ['What was printed in the Veldhaven Tribune?', 'Veldhaven Tribune'],
    ['What has the Harbour Courier reported about valves?', 'The Harbour Courier'],
    ['What was the Harbour Courier’s coverage of the vote?', 'The Harbour Courier'],
    ['Who resigned, as reported by St. Brannoc’s Bell?', 'St. Brannoc’s Bell'],
    ['Who resigned, according to dailylantern?', 'dailylantern.example'],
    ['Who resigned, according to the Daily Lantern?', 'dailylantern.example'],
    ['How many died, according to the Courier?', 'The Harbour Courier'],
    ['What did the Bell report about the vote?', 'St. Brannoc’s Bell'],
    ['Has Sunday passed, according to the Sun?', 'Sun'],
  ])('is the one that a cue points at: %s', (question, outlet) => {
    expect(parse(question).filters).toEqual({ outlet });
  });

  it('is the longer of two names that fit', () => {
    expect(parse('Who won, according to the Veldhaven Tribune?').filters).toEqual({ outlet: 'Veldhaven Tribune' });
    expect(parse('Who won, according to the Tribune?').filters).toEqual({ outlet: 'Tribune' });
  });

  it.each([
    'Who owns the Harbour Courier?',
    'What did the Veldhaven Tribune say about the resignation?',
    'Who is the editor of the Tribune?',
    'Who won, according to the Tribunes?',
    'Who won, according to the Sunday vote?',
    'Who won, according to the Bay Herald?',
    'Who won, according to courier Ann Poe?',
    'What did the Harbour Courier report about the raft, and what the Sun?',
    'What did the Harbour Courier report about the raft, and what did the coast guard say?',
  ])('is none where it is merely spoken of, or unknown: %s', (question) => {
    expect(parse(question).filters).toEqual({});
  });

  it('is no word of the topic once it is a filter', () => {
    expect(parse('How many drowned, according to the Harbour Courier?').terms).toEqual(['drowned', 'according']);
    expect(parse('Who owns the Harbour Courier?').terms).toEqual(['owns', 'harbour', 'courier']);
  });

  it('that was given wins over the one that is named', () => {
    const filters = { outlet: 'Tribune', author: 'Blake' };
    expect(parse('Who won, according to the Harbour Courier?', filters).filters).toEqual(filters);
  });
});

describe('the period of a question', () => {
  it('counts from the day of asking', () => {
    expect(parse('Who resigned yesterday?').period).toMatchObject({ since: '2025-05-18', until: '2025-05-19' });
    expect(parse('Who resigned?').period).toBeUndefined();
  });

  it('without a year is in the last year of the coverage', () => {
    expect(parse('Who resigned on March 27?', {}, '2019-06-01').period?.since).toBe('2019-03-27');
    expect(parse('Who resigned on March 27?', {}, null).period?.since).toBe('2025-03-27');
  });

  it('gives way to dates that were given', () => {
    expect(parse('Who resigned yesterday?', { since: '2025-03-01' }).period).toBeUndefined();
    expect(parse('Who resigned yesterday?', { until: '2025-03-01' }).period).toBeUndefined();
    expect(parse('Who resigned yesterday?', { outlet: 'Sun' }).period).toBeDefined();
  });
});
