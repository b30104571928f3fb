import { describe, expect, test } from 'vitest';
import { findExcludedVerb } from '../../../src/answer/verify/changed-verbs.js';
import { read } from './read.js';

const find = (stated: string, ...evidence: string[]) =>
  findExcludedVerb(read(stated), evidence.map(read), evidence.map(read));

describe('a verb that the evidence excludes', () => {
  test.each([
    ['Aker turned down the offer of the harbour board.', 'Aker has taken up the offer of the harbour board.', 'turned'],
    ['The plan was pushed through by the ministry in the end.', 'In the end the ministry dropped the plan.', 'pushed'],
    ['The announcement calmed investors in Norholm.', 'The announcement rattled investors in Norholm.', 'calmed'],
    ['The minister lashed out at the new timetable.', 'The minister applauded the new timetable.', 'lashed'],
    ['The choir put off its spring concert.', 'The choir has brought its spring concert forward.', 'put'],
    ['Farah joined the party after the vote in May.', 'After the vote in May Farah walked out of the party.', 'joined'],
    ['The bank hid the audit from the regulator.', 'The bank published the audit and sent it to the regulator.', 'hid'],
  ])('%s', (stated, evidence, word) => {
    expect(find(stated, evidence)).toBe(word);
  });

  test.each([
    [
      'The treasurer was charged over the missing rent.',
      'The treasurer was questioned over the missing rent.',
      'charged',
    ],
    ['The storm destroyed the pier at Norholm.', 'The storm damaged the pier at Norholm.', 'destroyed'],
    ['The coach promised a medal in the relay.', 'The coach hoped for a medal in the relay.', 'promised'],
    [
      'The regulator ordered the plant to close a furnace.',
      'The regulator advised the plant to close a furnace.',
      'ordered',
    ],
    ['The two ports signed the contract for tugs.', 'The two ports are negotiating a contract for tugs.', 'signed'],
  ])('is one that goes further: %s', (stated, evidence, word) => {
    expect(find(stated, evidence)).toBe(word);
    // Whoever goes further has done the lesser thing as well.
    expect(find(evidence, stated)).toBeUndefined();
  });
});

describe('a verb that stands', () => {
  test.each([
    ['Aker accepted the third offer.', 'Aker, who had turned down two offers, took the third on Friday.'],
    ['The council approved a smaller bridge.', 'The council rejected the large bridge and approved a smaller one.'],
    ['The choir did not accept the offer of the hall.', 'The choir turned down the offer of the hall.'],
    [
      'The bank published the audit on Monday.',
      'The bank, which had long hidden its losses, put the audit out on Monday.',
    ],
    ['She took over the bakery from her aunt.', 'She gave up her studies and runs the bakery of her aunt.'],
    ['Asked whether he would accept the post, Farah smiled.', 'Farah declined to talk about the post.'],
    ['The storm destroyed the pier, and damaged a crane.', 'The pier is gone, and a crane was damaged in the storm.'],
  ])('%s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeUndefined();
  });
});
