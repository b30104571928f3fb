import { describe, expect, test } from 'vitest';
import { sameFigure } from '../../../src/answer/verify/figures.js';
import { read } from './read.js';

const values = (text: string) => read(text).figures.map(({ value, unit }) => [value, unit]);
const supports = (given: string, stated: string) => sameFigure(read(stated).figures[0]!, read(given).figures.at(-1)!);

describe('figures are read', () => {
  test('in ranges, by what the other end says', () => {
    expect(values('It ran from 1957-63.')).toEqual([[1957, null], [1963, null]]); // prettier-ignore
    expect(values('It ran in 1998–02.')).toEqual([[1998, null], [2002, null]]); // prettier-ignore
    expect(values('within 48 to 72 hours')).toEqual([[48, 'hour'], [72, 'hour']]); // prettier-ignore
    expect(values('from 60 to 88 million euros')).toEqual([[60e6, 'euro'], [88e6, 'euro']]); // prettier-ignore
    expect(values('between $3 and $5 billion')).toEqual([[3e9, 'dollar'], [5e9, 'dollar']]); // prettier-ignore
    expect(values('the numbers 13-36-45')).toEqual([[13, null], [36, null], [45, null]]); // prettier-ignore
  });

  test('with currencies, shares and quarters', () => {
    expect(values('Rent is £2,757.')).toEqual([[2757, 'pound']]);
    expect(values('It costs ₩9,000 or Rs 500.')).toEqual([[9000, 'won'], [500, 'rupee']]); // prettier-ignore
    expect(values('one in five of them')).toEqual([[0.2, null]]);
    expect(values('two out of five of them')).toEqual([[0.4, null]]);
    expect(values('all two hundred first-place votes')[0]).toEqual([200, null]);
    expect(values('half a dozen times')).toEqual([[6, null]]);
    expect(values('in the second quarter')).toEqual([[2, 'quarter']]);
    expect(values('between April and June')).toEqual([[2, 'quarter']]);
    expect(values('45kg of salt')).toEqual([[45, 'kilogram']]);
  });
});

describe('numbers of several words are read', () => {
  test('as one', () => {
    expect(values('two and a half billion people')).toEqual([[2.5e9, null]]);
    expect(values('three-and-a-half miles')).toEqual([[3.5, 'mile']]);
    expect(values('a hundred and fifty people')).toEqual([[150, null]]);
    expect(values('a quarter of an hour')[0]).toEqual([0.25, 'hour']);
    expect(values('half a century')[0]).toEqual([0.5, 'century']);
  });

  test('with their sign, and without the age that they tell', () => {
    expect(values('minus five degrees')).toEqual([[-5, 'degree']]);
    expect(values('it was −5 degrees')).toEqual([[-5, 'degree']]);
    expect(values('five degrees below zero')).toEqual([[-5, 'degree']]);
    expect(values('from 3-5 degrees')).toEqual([[3, 'degree'], [5, 'degree']]); // prettier-ignore
    expect(values('81 years old')).toEqual([[81, null]]);
  });
});

describe('a figure supports another', () => {
  test('as a period or a part of one', () => {
    expect(supports('15 minutes', 'a quarter of an hour')).toBe(true);
    expect(supports('over the past decade', 'in ten years')).toBe(true);
    expect(supports('for half a century', 'for fifty years')).toBe(true);
    expect(supports('for half a century', 'for forty years')).toBe(false);
  });

  test('as a share of a hundred', () => {
    expect(supports('20 percent', 'a fifth of them')).toBe(true);
    expect(supports('67 percent', 'two-thirds')).toBe(true);
    expect(supports('20 percent', 'a quarter of them')).toBe(false);
    expect(supports('three-quarters', '75%')).toBe(true);
  });

  test('in another unit of the same', () => {
    expect(supports('48 hours', 'two days')).toBe(true);
    expect(supports('18 months', 'one and a half years')).toBe(true);
    expect(supports('1.5 kilometres', '1,500 metres')).toBe(true);
    expect(supports('48 hours', '48 days')).toBe(false);
  });

  test('in its decade', () => {
    expect(supports('in 1983', 'in the 1980s')).toBe(true);
    expect(supports('in 1991', 'in the 1980s')).toBe(false);
    expect(supports('in the 1980s', 'in 1983')).toBe(false);
  });

  test('unless they leave open different things', () => {
    expect(supports('nearly six hours', 'more than six hours')).toBe(false);
    expect(supports('more than six hours', 'nearly six hours')).toBe(false);
    expect(supports('up to 300 people', 'at least 300 people')).toBe(false);
    expect(supports('19 percent', 'over 19 percent')).toBe(false);
    expect(supports('over 19 percent', 'more than 19 percent')).toBe(true);
    expect(supports('nearly six hours', 'about six hours')).toBe(true);
    expect(supports('47 people', 'more than 40 people')).toBe(true);
    expect(supports('38 people', 'almost 40 people')).toBe(true);
    expect(supports('38 people', 'more than 40 people')).toBe(false);
  });
});
