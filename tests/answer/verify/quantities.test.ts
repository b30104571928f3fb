import { describe, expect, test } from 'vitest';
import { findOverclaimedQuantity } from '../../../src/answer/verify/quantities.js';
import { read } from './read.js';

const find = (stated: string, evidence: string) => findOverclaimedQuantity(read(stated), [read(evidence)]);

describe('more things than the evidence has it of', () => {
  test('all or every of some, many, most or a number of them', () => {
    expect(find('Every shop and office was looted.', 'Numerous shops and offices were looted.')).toBe('Every');
    expect(find('All schools in Norholm stay closed.', 'Some schools in Norholm stay closed.')).toBe('All');
    expect(find('All the ministers signed it.', 'Three of the ministers signed it.')).toBe('All');
    expect(find('He sold all his old ships.', 'He sold most of his ships.')).toBe('all');
    expect(find('Each passenger was searched.', 'Several passengers were searched.')).toBe('Each');
    expect(find('Most farmers voted for it.', 'Some farmers voted for it.')).toBe('Most');
  });

  test('not where it has as much, or does not count them', () => {
    expect(find('All schools stay closed.', 'Every school will stay closed.')).toBeUndefined();
    expect(find('All schools stay closed.', 'Schools stay closed.')).toBeUndefined();
    expect(
      find('All the advice was taken.', 'Seven pieces of advice were given and all of it was taken.'),
    ).toBeUndefined();
    expect(find('All the advisers left.', 'The seven advisers left.')).toBeUndefined();
    expect(find('Some schools stay closed.', 'Most schools stay closed.')).toBeUndefined();
    expect(find('Most farmers voted for it.', 'Many farmers grumbled; most farmers voted for it.')).toBeUndefined();
    expect(find('After all, schools stay closed.', 'Some schools stay closed.')).toBeUndefined();
    expect(find('It was the most dangerous of roads.', 'Some roads are closed.')).toBeUndefined();
  });
});

describe('more of a thing than the evidence has', () => {
  test.each([
    ['The panel agreed fully with the mayor.', 'The panel agreed largely with the mayor.', 'fully'],
    ['The roof was completely destroyed.', 'The roof was partly destroyed.', 'completely'],
    ['The clinic always opens late.', 'The clinic sometimes opens late.', 'always'],
    ['The council unanimously backed the plan.', 'The council backed the plan in principle.', 'unanimously'],
    ['The farm was wholly paid for by gifts.', 'The farm was paid for by gifts in part.', 'wholly'],
    ['She treated all nine of the injured.', 'Nine injured people arrived, one of whom she treated.', 'all'],
    ['All thirty of the wounded had burns.', 'Thirty were wounded, most with burns.', 'all'],
  ])('%s', (stated, evidence, word) => {
    expect(find(stated, evidence)?.toLowerCase()).toBe(word);
  });

  test.each([
    ['The panel agreed fully with the mayor.', 'The panel agreed with the mayor.'],
    ['The panel agreed fully with the mayor.', 'The panel wholly agreed with the mayor, and mostly in public.'],
    ['The panel did not fully agree with the mayor.', 'The panel largely agreed with the mayor.'],
    ['The roof was completely destroyed.', 'The roof was destroyed, and the walls of the hall next to it partly.'],
  ])('but not where it has as much, or has the part of something else: %s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeUndefined();
  });
});

describe('most of some things', () => {
  test.each([
    ['Polls show that most islanders want a bridge.', 'Support for a bridge grows on the island, polls show.'],
    ['Most of the tenants have left the tower.', 'Tenants have left the tower.'],
    ['A majority of the members backed the merger.', 'Members backed the merger on Sunday.'],
    ['Most people in Norholm own a boat.', 'People in Norholm own boats.'],
    ['Most of the harvest was lost.', 'The harvest was hit by hail.'],
  ])('are more than the evidence has: %s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeDefined();
  });

  test.each([
    ['Most islanders want a bridge.', 'Of the islanders 62 percent want a bridge.'],
    ['Most of the tenants have left the tower.', 'More than half of the tenants have left.'],
    ['Most passengers were saved.', 'Of 211 passengers 138 were saved.'],
    ['Most of the harvest was lost.', 'Two thirds of the harvest were lost to hail.'],
    ['Most of the members backed the merger.', 'All but two of the members backed the merger.'],
    ['It was the most people that the hall has seen.', 'The hall has never seen so many people.'],
    ['At most three people saw it.', 'Up to three people saw it.'],
  ])('may be told by a share, by two numbers, or mean something else: %s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeUndefined();
  });
});
