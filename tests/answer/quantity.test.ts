import { describe, expect, it } from 'vitest';
import { quantityAsked } from '../../src/answer/quantity.js';

describe('the quantity that a question asks for', () => {
  it.each([
    ['How many people died?', 'Forty-four people died aboard the ferry.'],
    ['How many people died?', 'In all, 44 of the people were lost.'],
    ['How many ballots were found?', 'They found 1,200 uncounted ballots.'],
    ['How many of the stalls burned?', 'The fire took 14 stalls.'],
    ['How long did the call last?', 'It lasted seven minutes and 40 seconds.'],
    ['How long is the whale?', 'It is eleven metres long.'],
    ['How old is the captain?', 'Aldane, 52, has been at sea since 1990.'],
    ['At what age did he go to sea?', 'He left at the age of sixteen, when he was aged sixteen.'],
    ['How deep is the wreck?', 'It lies 38 metres down.'],
    ['How fast was she going?', 'She made 14 knots.'],
    ['What percentage voted?', 'Turnout was 61 percent.'],
    ['How much did it cost?', 'It came to 3.2 million crowns.'],
    ['How much did it cost?', 'They paid €400 each.'],
  ])('%s is in: %s', (question, sentence) => {
    expect(quantityAsked(question)?.(sentence)).toBe(true);
  });

  it.each([
    ['How many people died?', 'The number of people dead was not known on March 18.'],
    ['How many people died?', 'Nobody had told the three inspectors.'],
    ['How long did the call last?', 'The call was made at 21:31.'],
    ['How old is the captain?', 'The 12 captains met in May.'],
    ['How deep is the wreck?', 'It was found by 38 divers.'],
    ['How fast was she going?', 'She sailed at 14:05.'],
    ['What percentage voted?', 'Turnout was 61 of 90.'],
    ['How much did it cost?', 'Nine people paid.'],
  ])('%s is not in: %s', (question, sentence) => {
    expect(quantityAsked(question)?.(sentence)).toBe(false);
  });

  it.each(['Who paid?', 'When did it sink?', 'How did he plead?'])('is none in: %s', (question) => {
    expect(quantityAsked(question)).toBeUndefined();
  });
});
