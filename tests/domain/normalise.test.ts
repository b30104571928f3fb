import fc from '../property.js';
import { describe, expect, it } from 'vitest';
import { parseDate } from '../../src/domain/normalise-date.js';
import { normaliseUrl } from '../../src/domain/normalise-url.js';

describe('a publication date', () => {
  it.each<[unknown, string | null]>([
    ['2025-03-04', '2025-03-04'],
    ['2025-03-04T17:30:00Z', '2025-03-04T17:30:00Z'],
    ['2025-03-04T17:30:00.123+01:00', '2025-03-04T17:30:00+01:00'],
    ['2025-03-04T17:30+0100', '2025-03-04T17:30:00+01:00'],
    ['2025-03-04 17:30:00', '2025-03-04T17:30:00Z'],
    ['Tue, 04 Mar 2025 17:30:00 GMT', '2025-03-04T17:30:00Z'],
    ['Tue, 4 Mar 2025 17:30:00 -0500', '2025-03-04T17:30:00-05:00'],
    ['March 4, 2025', '2025-03-04'],
    ['Mar. 4, 2025, 5:30 p.m. ET', '2025-03-04'],
    ['4 March 2025', '2025-03-04'],
    ['4th of March 2025', '2025-03-04'],
    ['Sept. 4, 2025', '2025-09-04'],
    ['20250304', '2025-03-04'],
    ['2025/3/4', '2025-03-04'],
    ['13/3/2025', '2025-03-13'],
    ['3/13/2025', '2025-03-13'],
    ['4.3.2025', '2025-03-04'],
    [1741109400, '2025-03-04T17:30:00Z'],
    [1741109400000, '2025-03-04T17:30:00Z'],
    ['1741109400', '2025-03-04T17:30:00Z'],
    ['3/4/2025', null],
    ['2025-02-30', null],
    ['February 29, 2025', null],
    ['0001-01-01T00:00:00Z', null],
    ['yesterday', null],
    ['', null],
    [12, null],
    [NaN, null],
    [{}, null],
  ])('%j is read as %j', (given, expected) => {
    expect(parseDate(given)).toBe(expected);
  });

  it('is never anything but ISO or null', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double(), fc.date().map(String)), (value) => {
        const date = parseDate(value);
        if (date !== null) expect(date).toMatch(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/);
      }),
    );
  });
});

describe('an address', () => {
  it.each<[string, string | null]>([
    ['https://News.Example:443/a?utm_source=x&id=2&fbclid=y#top', 'https://news.example/a?id=2'],
    ['http://user:pw@news.example/', 'http://news.example/'],
    ['ftp://news.example/', null],
    ['javascript:alert(1)', null],
    ['/a/b', null],
  ])('%s is known as %s', (given, expected) => {
    expect(normaliseUrl(given)).toBe(expected);
  });

  it('is resolved against the page that it stands on', () => {
    expect(normaliseUrl('../b', 'https://news.example/x/a')).toBe('https://news.example/b');
  });
});
