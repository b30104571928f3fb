import fc from '../property.js';
import { describe, expect, it } from 'vitest';
import { isStopWord, questionWords, searchForms, stemOf, topicWords, wordsOf } from '../../src/retrieve/words.js';

describe('words', () => {
  it('are folded: without capitals, accents and punctuation', () => {
    expect(wordsOf('São José, “the port” — re-opened!')).toEqual(['sao', 'jose', 'the', 'port', 're', 'opened']);
  });

  it('leave out the possessive, whichever apostrophe writes it', () => {
    expect(wordsOf("Marchetti's note, Holt’s ship")).toEqual(['marchetti', 'note', 'holt', 'ship']);
    expect(wordsOf('the ministers’ desks')).toEqual(['the', 'ministers', 'desks']);
  });

  it('are none in a text of signs alone', () => {
    expect(wordsOf(' —?! ')).toEqual([]);
  });

  it('of the topic are each once, in order, without words that match everything', () => {
    expect(topicWords('Who was the captain, and what did the captain of the ferry do?')).toEqual(['captain', 'ferry']);
  });

  it('with a capital are the same words', () => {
    expect(topicWords('FERRY Ferry ferry')).toEqual(['ferry']);
    expect(isStopWord('which')).toBe(true);
    expect(isStopWord('ferry')).toBe(false);
  });
});

describe('stems', () => {
  it.each([
    ['resigns', 'resigned'],
    ['inquiry', 'inquiries'],
    ['sink', 'sank'],
    ['sinking', 'sunk'],
    ['sinks', 'sank'],
    ['died', 'deaths'],
    ['dies', 'died'],
    ['die', 'dying'],
    ['paid', 'paying'],
    ['won', 'winner'],
    ['won', 'winning'],
    ['won', 'winners'],
    ['lost', 'losing'],
    ['chose', 'choosing'],
    ['built', 'builds'],
    ['rose', 'rising'],
    ['gave', 'giving'],
    ['ran', 'running'],
    ['swam', 'swimming'],
    ['took', 'taking'],
    ['wrote', 'writes'],
    ['went', 'goes'],
    ['began', 'beginning'],
  ])('of "%s" and "%s" are one', (a, b) => {
    expect(stemOf(a)).toBe(stemOf(b));
  });

  it.each([
    ['ring', 'bring'],
    ['wing', 'win'],
    ['sole', 'sell'],
    ['fed', 'fee'],
    ['lead', 'lie'],
    ['laid', 'lied'],
    ['found', 'founder'],
  ])('of "%s" and "%s" are two', (a, b) => {
    expect(stemOf(a)).not.toBe(stemOf(b));
  });

  it('are searched for in every form that the lexical index keeps apart, the word itself included', () => {
    expect(searchForms('ferry')).toEqual(['ferry']);
    // The index has "sink" and "sinking" as one.
    expect(searchForms('sank').sort()).toEqual(['sank', 'sinking', 'sunk']);
    expect(searchForms('dies').sort()).toEqual(['dead', 'deaths', 'die', 'dies', 'dying']);
  });

  const verbs =
    'lay laid lie lain found find left saw bear beat dies goes wound lead fell struck sales chosen gone'.split(' ');
  it('are those of all forms that are searched for, whatever the word', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...verbs), fc.stringMatching(/^[a-z]{1,9}$/)), (word) => {
        const forms = searchForms(word);
        expect(forms).toContain(word);
        for (const form of forms) expect(stemOf(form)).toBe(stemOf(word));
      }),
    );
  });
});

describe('the words of a question', () => {
  it.each([
    ['hey bot, can you tell me who resigned?', 'resigned'],
    ['Hello! Could you please summarise the ferry inquiry?', 'ferry inquiry'],
    ['tell me everything about Captain Aldane', 'captain aldane'],
    ['any updates on the trial', 'trial'],
    ['What is the latest news from Skerrin?', 'skerrin'],
    ["what's new with the tram", 'tram'],
    ['latest on the ferry', 'ferry'],
    ['is it true that the captain left first?', 'captain left first'],
    ['do you know whether anyone was hurt', 'hurt'],
    ['whats the toll', 'toll'],
    ["why didn't the alarm sound", 'alarm sound'],
    // The same words within a question are about something.
    ['What did Elin Torvay tell the court?', 'elin torvay tell court'],
    ['Who won?', 'won'],
    ['What news did the trawler bring?', 'news trawler bring'],
    ['Who updates the list?', 'updates list'],
    ['What does the law describe?', 'law describe'],
  ])('“%s” are “%s”, without those by which it is put', (question, words) => {
    expect(questionWords(question).join(' ')).toBe(words);
  });

  it('are none where it says nothing of a topic', () => {
    for (const question of ['can you tell me?', 'what is it', '']) expect(questionWords(question)).toEqual([]);
  });
});
