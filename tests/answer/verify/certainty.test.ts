import { describe, expect, test } from 'vitest';
import { findOverclaim } from '../../../src/answer/verify/certainty.js';
import { stemOf } from '../../../src/retrieve/words.js';
import { read } from './read.js';

const find = (stated: string, evidence: string, outlets: readonly string[] = []) =>
  findOverclaim(read(stated), read(evidence), new Set(outlets.map(stemOf)));

describe('a sentence claims more than its evidence', () => {
  test('where it tells what is still to come as done', () => {
    expect(find('Ana Lindqvist testified on Friday.', 'Ms. Lindqvist is to appear in court on Friday.')).toBe('is');
    expect(
      find('Ana Lindqvist will testify on Friday.', 'Ms. Lindqvist is to appear in court on Friday.'),
    ).toBeUndefined();
  });

  test('where it counts what there was room for', () => {
    expect(find('The hall held 300 guests.', 'The hall was licensed for 300 guests.')).toBe('licensed');
    expect(find('The hall has room for 300 guests.', 'The hall was licensed for 300 guests.')).toBeUndefined();
    expect(find('The hall held 300 guests.', 'The hall, licensed for 500, held 300 guests.')).toBeUndefined();
  });

  test('where another outlet is told to have written it', () => {
    const evidence = 'The Beacon also wrote that the pilot was asleep.';
    expect(find('The pilot was asleep.', evidence, ['beacon'])).toBe('a claim of others');
    expect(find('The Beacon wrote that the pilot was asleep.', evidence, ['beacon'])).toBeUndefined();
    expect(find('The pilot was asleep.', evidence)).toBeUndefined();
  });

  test('where it is believed to have been so', () => {
    const evidence = 'The blaze is believed to have been sparked by a lantern dropped on the pier.';
    expect(find('A lantern dropped on the pier caused the blaze.', evidence)).toBe('believed');
    expect(find('A lantern dropped on the pier is thought to have caused the blaze.', evidence)).toBeUndefined();
  });

  test('but not where a demand or an opinion stands beside it', () => {
    expect(
      find('Marchers called on harbour officials to act.', 'Marchers sang a demand to the officials of the harbour.'),
    ).toBeUndefined();
    expect(find('Critics called it a land grab.', 'Some consider it a land grab.')).toBeUndefined();
    expect(find('The club bought the ground.', 'The club plans to buy the ground.')).toBe('plans');
  });

  test('but not where somebody only asked whether he might', () => {
    expect(
      find('She attended the meeting.', 'She came to the meeting, having asked if she might attend.'),
    ).toBeUndefined();
    expect(find('She attended the meeting.', 'She might attend the meeting.')).toBe('might');
  });

  test.each([
    ['The council has decided to close the pool.', 'The council may decide to close the pool.', 'may'],
    ['Brandt said the bank had cut its rate.', 'Brandt said it will likely become right to cut its rate.', 'will'],
    [
      'Brandt said the firm had closed the plant.',
      'Brandt said the firm expects to close the plant in May.',
      'expects',
    ],
    ['The tunnel will open in June.', 'The tunnel would open in June if the strike ended.', 'would'],
    [
      'Two guards took bribes from smugglers.',
      'The indictment alleges that two guards, who had worked nights, had taken bribes from smugglers.',
      'alleges',
    ],
  ])('where it leaves a reservation out: %s', (stated, evidence, word) => {
    expect(find(stated, evidence)).toBe(word);
  });

  test.each([
    ['The bank will probably cut its rate.', 'It will likely become right for the bank to cut its rate.'],
    ['The tunnel will open in June unless the strike goes on.', 'The tunnel would open in June if the strike ended.'],
    [
      'The indictment says that two guards took bribes from smugglers.',
      'The indictment alleges that two guards took bribes from smugglers.',
    ],
    ['Boys were more likely to be hurt.', 'Boys were three times more likely to be hurt.'],
    ['The box was supposed to be emptied.', 'The box should have been emptied.'],
    ['The shop opened at noon.', 'The shop did not open until noon.'],
  ])('but not where it keeps one, or there is none: %s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeUndefined();
  });
});

describe('what may be, or is only thought about', () => {
  test.each([
    ['The fare will reach $9 by May.', 'The fare could be close to $9 by May.', 'could'],
    ['Ortega would sell the mill.', 'Ortega would consider selling the mill.', 'consider'],
    ['The board will close the pool.', 'The board is mulling closing the pool.', 'mulling'],
    ['Farah had forged the form in May.', 'The state would show that Farah had forged the form in May.', 'would'],
  ])('is told as so: %s', (stated, evidence, word) => {
    expect(find(stated, evidence)).toBe(word);
  });

  test('but not where the sentence says as much', () => {
    expect(find('The fare could reach $9.', 'The fare could be close to $9 by May.')).toBeUndefined();
    expect(find('Ortega would mull selling the mill.', 'Ortega would consider selling the mill.')).toBeUndefined();
  });
});
