import { describe, expect, test } from 'vitest';
import { findUnsupportedEvent } from '../../../src/answer/verify/events.js';
import { read } from './read.js';

const nobody = new Set<string>();
const find = (stated: string, evidence: string, leads: readonly string[] = [], people = nobody) =>
  findUnsupportedEvent(read(stated), [read(evidence)], leads.map(read), people);

describe('a grave event that the evidence does not tell', () => {
  test.each([
    ['The company sold the refinery.', 'The company closed the refinery for repairs.', 'sold'],
    ['Police arrested the treasurer.', 'Police spoke to the treasurer for an hour.', 'arrested'],
    ['The union welcomed the offer.', 'The union said nothing about the offer.', 'welcomed'],
    ['The report praises the foreman.', 'The report calls the foreman careless.', 'praises'],
    ['The climber was found alive.', 'The climber was found on Sunday.', 'alive'],
    ['A bill to cap rents passed in June.', 'A bill to cap rents was tabled in June and ran out.', 'passed'],
    ['The clerk resigned on Monday.', 'The clerk was on holiday on Monday.', 'resigned'],
  ])('%s', (stated, evidence, word) => {
    expect(find(stated, evidence)).toBe(word);
  });

  test('may be told with other words', () => {
    for (const [stated, evidence] of [
      ['The company sold the refinery.', 'A buyer for the refinery was found.'],
      ['Police arrested the treasurer.', 'The treasurer was taken into custody.'],
      ['The clerk resigned on Monday.', 'On Monday the clerk stepped down.'],
      ['Three miners died.', 'The fire killed three miners.'],
      ['The council approved the bridge.', 'The council voted for the bridge.'],
    ] as const)
      expect(find(stated, evidence)).toBeUndefined();
  });

  test('may be denied, quoted, or meant otherwise', () => {
    expect(find('Nobody was arrested.', 'Police spoke to the treasurer.')).toBeUndefined();
    expect(find('He called it “a plan that sank”.', 'He laughed about the plan.')).toBeUndefined();
    expect(find('The train passed the station.', 'The train went by the station.')).toBeUndefined();
    expect(find('It was a welcome pause.', 'It was a pause.')).toBeUndefined();
  });

  test('counts in a headline only for whom that is about, unless it may call a person otherwise', () => {
    const leads = ['Freighter Delphine sank off Norholm'];
    expect(find('The Delphine sank in the night.', 'It went on in the night.', leads)).toBeUndefined();
    expect(find('The Aurora sank in the night.', 'The Aurora left in the night.', leads)).toBe('sank');
    const arrested = ['Treasurer arrested'];
    expect(find('Ida Brandt was arrested.', 'She was taken by surprise.', arrested)).toBe('arrested');
    expect(
      find('Ida Brandt was arrested.', 'She was taken by surprise.', arrested, new Set(['ida', 'brandt'])),
    ).toBeUndefined();
  });
});
