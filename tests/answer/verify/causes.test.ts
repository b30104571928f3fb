import { describe, expect, test } from 'vitest';
import { findUnsupportedCause } from '../../../src/answer/verify/causes.js';
import { read } from './read.js';

const find = (stated: string, evidence: string) => findUnsupportedCause(read(stated), [read(evidence)]);

describe('a cause', () => {
  const evidence = 'The library has been closed since June, when the roof began to leak.';

  test.each([
    'The library has been closed since June because its staff went on strike.',
    'The library has been closed since June due to a shortage of money.',
    'The library was closed in order to save on heating.',
    'The closure of the library was prompted by complaints about noise.',
    'The library was closed on the advice of insurers.',
    'The library was closed in response to a burglary.',
  ])('is invented when the evidence has hardly a word of it: %s', (stated) => {
    expect(find(stated, evidence)).toBeDefined();
  });

  test.each([
    'The library has been closed since June because its roof is leaking.',
    'The library is closed owing to a leak in the roof.',
    'The library is closed because of “a leak in the wall”.',
    'The library is due to open in spring.',
  ])('stands when the evidence has it, when it is quoted, and when it is none: %s', (stated) => {
    expect(find(stated, evidence)).toBeUndefined();
  });
});

describe('a cause of what is unexplained', () => {
  const evidence = 'How the mill burned down is not known.';

  test('is invented', () => {
    expect(find('The mill burned down because of a faulty lamp.', evidence)).toBeDefined();
    expect(find('The mill burned down in a lightning storm.', evidence)).toBeDefined();
    expect(find('Ferries collided after a rudder jammed.', 'Why the ferries collided is unclear.')).toBeDefined();
  });

  test('is none where it is left open, passed on, or only told that it happened', () => {
    expect(find('The mill may have burned down in a storm.', evidence)).toBeUndefined();
    expect(find('It is unknown how the mill burned down in January.', evidence)).toBeUndefined();
    expect(find('The mill burned down.', evidence)).toBeUndefined();
  });
});

describe('a purpose', () => {
  const evidence = 'The owner published the letter that the tenants had signed, calling it a matter of openness.';

  test('is invented when the evidence has hardly a word of it', () => {
    expect(find('The owner published the letter to embarrass rivals before elections.', evidence)).toBeDefined();
  });

  test('stands when the evidence has it, and when it is what somebody was asked or agreed to do', () => {
    const told = 'The owner published the letter, hoping to protect the tenants from eviction.';
    expect(find('The owner published the letter to protect tenants from eviction.', told)).toBeUndefined();
    expect(find('The owner agreed to protect buyers against losses.', evidence)).toBeUndefined();
    expect(find('The owner asked the board to protect buyers against losses.', evidence)).toBeUndefined();
  });
});

describe('what somebody died of, and on what occasion something was done', () => {
  test.each([
    ['Four passengers died in a fire on the tram.', 'Four passengers died when the tram left its rails.'],
    ['Ten people were hurt, most with gunshot wounds.', 'Ten people were hurt, most with broken bones.'],
    ['Lindqvist died of pneumonia in Norholm.', 'Lindqvist died in Norholm at the age of 81.'],
    ['Lindqvist died following a heart attack.', 'Lindqvist died following a long illness of the lungs.'],
    ['The opera dropped the play after poor ticket sales.', 'The opera decided that the play did not deserve a run.'],
  ])('is invented when the evidence has no word of it: %s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeDefined();
  });

  test.each([
    ['Four passengers died in a blaze on the tram.', 'Four passengers died when the tram caught fire.'],
    ['Three men were killed in the collision.', 'Three men were killed when a lorry hit their van.'],
    ['Two miners were killed in the accident.', 'Two miners were killed when a wall gave way.'],
    ['Lindqvist died in hospital at the age of 81.', 'Lindqvist, 81, died at the clinic in Norholm.'],
    ['Brandt died of his injuries.', 'Brandt died two days after the fall.'],
    ['The shop opened again after several weeks.', 'The shop was closed from May 2 to June 9.'],
    ['The clerk was let go after questioning.', 'Police let the clerk go when they had spoken to her.'],
    ['The pier was shut after the storm in March.', 'The pier has been shut since a gale in March.'],
  ])('stands when the evidence has it in other words, or when it is no cause: %s', (stated, evidence) => {
    expect(find(stated, evidence)).toBeUndefined();
  });
});
