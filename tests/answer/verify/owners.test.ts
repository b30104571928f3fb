import { describe, expect, test } from 'vitest';
import { findForeignFigure } from '../../../src/answer/verify/owners.js';
import { read } from './read.js';

const find = (stated: string, ...evidence: string[]) => findForeignFigure(read(stated), evidence.map(read));

describe('whose a figure is', () => {
  test('another one’s, when a sentence gives him the figure of somebody else and he has one of his own', () => {
    const both = [
      'The Harbour Bank of Aker expects wages to rise 3 percent this year.',
      'Lindqvist Capital has warned that they could rise 7 percent.',
    ];
    expect(find('Lindqvist Capital expects wages to rise 3 percent.', ...both)).toBe('3');
    expect(find('The Harbour Bank of Aker expects wages to rise 3 percent.', ...both)).toBeUndefined();
    expect(find('Lindqvist Capital has warned of a rise of 7 percent.', ...both)).toBeUndefined();
  });

  test('his who is named first beside it, before the verb or with "of"', () => {
    const both = 'Shares of Norholm fell 8% at noon, while the stock of Aker was 2% lower.';
    expect(find('Aker’s shares fell 8%.', both)).toBe('8');
    expect(find('Norholm’s shares fell 8%, and Aker’s fell 2%.', both)).toBeUndefined();
    expect(find('Norholm’s shares fell 2%, and Aker’s fell 8%.', both)).toBe('2');
  });

  test('his who paid it', () => {
    const both = ['The Aker Otters paid $40,000 for seats.', 'The owner of Norholm Bakery spent $90,000 on seats.'];
    expect(find('The owner of Norholm Bakery bought seats for $40,000.', ...both)).toBe('40,000');
    expect(find('The Aker Otters bought seats for $40,000.', ...both)).toBeUndefined();
  });

  test('cannot be told when nobody is named beside it, or he has no other', () => {
    const both = ['It rose 3 percent in a year.', 'In Aker rents rose 7 percent.'];
    expect(find('In Aker rents rose 3 percent.', ...both)).toBeUndefined();
    expect(find('Farah paid 30 euros.', 'Tickets for Norholm Hall cost 30 euros.')).toBeUndefined();
  });

  test('is looked for only where the same is counted', () => {
    const both = ['Ortega found nine strips of tape.', 'Mills spoke for nine hours.', 'Ortega heard two witnesses.'];
    expect(find('Mills found nine strips.', 'Ortega found nine strips.', 'Mills read two letters.')).toBeUndefined();
    expect(find('Ortega found nine strips.', ...both)).toBeUndefined();
  });

  test('is of the measure that stands beside it', () => {
    const both = ['Sales came to $12 million, a 2% rise.', 'Profit did worse, sliding 31% in a year.'];
    expect(find('Sales slid 31% in a year.', ...both)).toBe('31');
    expect(find('Earnings slid 31% in a year.', ...both)).toBeUndefined();
    expect(find('Sales rose 2%.', ...both)).toBeUndefined();
    const toll = ['Eleven people died in the fire.', 'Rescuers said that 40 people had been injured.'];
    expect(find('Eleven people were injured.', ...toll)).toBe('Eleven');
    expect(find('Eleven people were killed.', ...toll)).toBeUndefined();
  });
});
