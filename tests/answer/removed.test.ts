import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { removalCodes, toRemoved } from '../../src/answer/removed.js';

it('a removed sentence has its code and its detail apart for programs, and both in one for people', () => {
  expect(toRemoved('60 people died.', 'figure', '60')).toEqual({
    text: '60 people died.',
    reason: 'figure: 60',
    code: 'figure',
    detail: '60',
  });
  expect(toRemoved('Again.', 'repeated')).toMatchObject({ reason: 'repeated', detail: '' });
});

it('a long text is cut, never within a character', () => {
  const { text, detail } = toRemoved('😀'.repeat(300), 'quotation', 'x'.repeat(9000));
  expect(text).toMatch(/^(?:😀)+…$/u);
  expect(text.length).toBeLessThanOrEqual(400);
  expect(detail).toHaveLength(400);
});

it('the README lists every code', () => {
  const readme = readFileSync('README.md', 'utf8');
  const [, list = ''] = /`code` of `removed` is one of ([^]*?)`detail` says/u.exec(readme) ?? [];
  expect([...list.matchAll(/`([\w-]+)`/gu)].map(([, code]) => code).sort()).toEqual(Object.keys(removalCodes).sort());
});
