import { describe, expect, test } from 'vitest';
import { concealAll, concealSecrets } from '../../src/domain/conceal.js';

describe('credentials of addresses', () => {
  test.each([
    ['https://ada:pa55@wire.example/feed.xml', 'https://[secret]@wire.example/feed.xml'],
    ['https://t0ken@wire.example', 'https://[secret]@wire.example'],
    ['https://ada:p@ss@wire.example/a', 'https://[secret]@wire.example/a'],
    ['https://wire.example/feed?key=abc&page=2', 'https://wire.example/feed?key=[secret]&page=2'],
    ['https://wire.example/feed?page=2&api_key=abc', 'https://wire.example/feed?page=2&api_key=[secret]'],
    ['https://wire.example/feed?apiKey=abc#top', 'https://wire.example/feed?apiKey=[secret]#top'],
    ['https://wire.example/?access-token=abc', 'https://wire.example/?access-token=[secret]'],
    ['https://wire.example/?X-Amz-Signature=abc', 'https://wire.example/?X-Amz-Signature=[secret]'],
    ['https://wire.example/?%6bey=abc', 'https://wire.example/?%6bey=[secret]'],
    ['https://wire.example/?a=1&amp;sig=abc', 'https://wire.example/?a=1&amp;sig=[secret]'],
    ['https://wire.example/#access_token=abc', 'https://wire.example/#access_token=[secret]'],
    ['postgres://ada:pa55@db.example/news', 'postgres://[secret]@db.example/news'],
  ])('are hidden: %s', (address, shown) => {
    expect(concealSecrets(address)).toBe(shown);
    expect(concealSecrets(shown)).toBe(shown);
  });

  test.each([
    'https://wire.example/feed.xml?q=key&keyword=ferry&section=signs',
    'https://wire.example/@ada/key=1',
    'news/key=1.md',
    'ada@wire.example',
    'Bearer and token are words',
  ])('are all that is hidden: %s', (text) => {
    expect(concealSecrets(text)).toBe(text);
  });

  test('are hidden wherever the address stands, in JSON too', () => {
    const address = 'https://ada:pa55@wire.example/feed?key=abc';
    expect(concealSecrets(`Expected a feed at ${address}, as before, got "${address}"`)).not.toMatch(/pa55|abc/);
    const line = concealSecrets(JSON.stringify({ source: address, note: 'a "b"' }));
    expect(JSON.parse(line)).toEqual({
      source: 'https://[secret]@wire.example/feed?key=[secret]',
      note: 'a "b"',
    });
  });

  test('are hidden in all strings of a value, and nothing else changes', () => {
    const value = { list: [{ source: 'https://wire.example/?key=abc', count: 3, at: null, is: true }] };
    expect(concealAll(value)).toEqual({
      list: [{ source: 'https://wire.example/?key=[secret]', count: 3, at: null, is: true }],
    });
  });
});
