import fc from '../property.js';
import { describe, expect, test } from 'vitest';
import { parseArguments, parseCount } from '../../src/cli/arguments.js';
import { commands } from '../../src/cli/commands.js';
import { findNearest } from '../../src/cli/nearest.js';

const ask = commands.find(({ name }) => name === 'ask')!;

describe('the arguments of a command', () => {
  test('mix words and options in any order', () => {
    const { positionals, texts, flags } = parseArguments(ask, [
      'who',
      '--json',
      '--outlet',
      'The Packet',
      'sank',
      '--limit=2',
    ]);
    expect(positionals).toEqual(['who', 'sank']);
    expect([...texts]).toEqual([['outlet', 'The Packet'], ['limit', '2']]); // prettier-ignore
    expect([...flags]).toEqual(['json']);
  });

  test.each([
    [['--outlt', 'X'], 'Unknown option --outlt for "ask". Did you mean --outlet?'],
    [['-x'], 'Unknown option -x for "ask".'],
    [['--no-json'], 'Unknown option --no-json for "ask".'],
    [['--__proto__'], 'Unknown option --__proto__ for "ask".'],
    [['--json=yes'], 'Expected --json alone, got the value "yes".'],
    [['--outlet'], 'Expected a name after --outlet, got nothing.'],
    [['--outlet', ' '], 'Expected a name after --outlet, got an empty text.'],
    [['--outlet', '--json'], 'Expected a name after --outlet, got --json.'],
    [['--limit', '-1'], 'Expected a number after --limit, got -1.'],
    [['--outlet', 'A', '--outlet', 'B'], 'Expected --outlet once, got it twice.'],
    [['--json', '--json'], 'Expected --json once, got it twice.'],
  ])('are refused when they are %j', (args, message) => {
    expect(() => parseArguments(ask, args)).toThrow(expect.objectContaining({ code: 'USAGE', message }));
  });

  test('may hold a value that begins with a dash when it is joined to its option', () => {
    expect(parseArguments(ask, ['--outlet=-30-']).texts.get('outlet')).toBe('-30-');
  });

  test('that are counts are whole numbers within their bounds', () => {
    expect(parseCount('20', '--limit', 20)).toBe(20);
    for (const text of ['0', '21', '1.5', '1e1', '', ' 3', 'ten', '0x10']) {
      expect(() => parseCount(text, '--limit', 20), text).toThrow('--limit: expected a whole number from 1 to 20, got');
    }
  });
});

describe('the nearest word', () => {
  const words = ['ask', 'search', 'article', 'sources', 'reindex', 'status', 'doctor'];

  test('is found after any one slip', () => {
    const slip = fc
      .record({ word: fc.constantFrom(...words), at: fc.nat(6), kind: fc.constantFrom('drop', 'double', 'swap') })
      .map(({ word, at, kind }) => {
        const i = Math.min(at, word.length - 2);
        if (kind === 'drop') return { word, given: word.slice(0, i) + word.slice(i + 1) };
        if (kind === 'double') return { word, given: word.slice(0, i) + word[i]! + word.slice(i) };
        return { word, given: word.slice(0, i) + word[i + 1]! + word[i]! + word.slice(i + 2) };
      });
    fc.assert(fc.property(slip, ({ word, given }) => findNearest(given, words) === word));
  });

  test('is not found when everything is far away', () => {
    expect(findNearest('frobnicate', words)).toBeUndefined();
    expect(findNearest('', words)).toBeUndefined();
  });
});
