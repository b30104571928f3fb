import { describe, expect, it } from 'vitest';
import type { ArticleSpeaker } from '../../src/domain/quote.js';
import { parseAliases } from '../../src/quotes/alias-file.js';
import { findSpeakers } from '../../src/quotes/find-speakers.js';
import { createNameIndex } from '../../src/quotes/name-index.js';
import { resolveSpeakers } from '../../src/quotes/speakers.js';

function person(name: string, more: Partial<ArticleSpeaker> = {}): ArticleSpeaker {
  return { key: 0, name, kind: 'person', aliases: [{ name, count: 1 }], description: null, gender: null, ...more };
}

function resolve(speakers: ArticleSpeaker[], rules = ''): { names: string[]; ids: string[] } {
  const articles = speakers.map((speaker, i) => ({ articleId: `a${i + 1}`, speakers: [speaker] }));
  const resolved = resolveSpeakers(articles, parseAliases(rules));
  return {
    names: resolved.speakers.map(({ name }) => name),
    ids: articles.map(({ articleId }) => resolved.idsOf(articleId)[0]!),
  };
}

describe('speakers across articles', () => {
  it('are one when surname and given name agree, be it by initial, short form or missing middle name', () => {
    const { names, ids } = resolve([
      person('Robert A. Roe'),
      person('Bob Roe'),
      person('R. Roe'),
      person('Robert Roe'),
      person('Roe'),
    ]);
    expect(names).toHaveLength(1);
    expect(new Set(ids)).toEqual(new Set(['robert-roe']));
  });

  it('have the name that is printed most, all names with their counts, and the description most articles give', () => {
    const { speakers } = resolveSpeakers([
      {
        articleId: 'a',
        speakers: [
          person('Ann Poe', {
            aliases: [
              { name: 'Ann Poe', count: 2 },
              { name: 'Ms. Poe', count: 3 },
            ],
            description: 'the mayor',
          }),
        ],
      },
      { articleId: 'b', speakers: [person('Ann B. Poe', { description: 'the mayor' })] },
      { articleId: 'c', speakers: [person('Ann Poe', { description: 'a former diver' })] },
    ]);
    expect(speakers).toEqual([
      {
        id: 'ann-poe',
        name: 'Ann Poe',
        kind: 'person',
        aliases: [
          { name: 'Ann Poe', count: 3 },
          { name: 'Ms. Poe', count: 3 },
          { name: 'Ann B. Poe', count: 1 },
        ],
        description: 'the mayor',
        gender: null,
      },
    ]);
  });

  it('stay two with one surname, and a bare surname that fits both stays a third', () => {
    const { names } = resolve([person('Adam Poe'), person('Eve Poe'), person('Poe')]);
    expect(names).toEqual(['Adam Poe', 'Eve Poe', 'Poe']);
  });

  it('are found by a bare surname when the gender leaves one of them', () => {
    const { ids } = resolve([
      person('Adam Poe', { gender: 'male' }),
      person('Eve Poe', { gender: 'female' }),
      person('Poe', { gender: 'female' }),
    ]);
    expect(ids[2]).toBe('eve-poe');
  });

  it('stay two when suffix or middle initial differ', () => {
    expect(resolve([person('Adam Poe Jr.'), person('Adam Poe')]).names).toHaveLength(2);
    expect(resolve([person('Adam B. Poe'), person('Adam C. Poe')]).names).toHaveLength(2);
  });

  it('get ids of their own when their names make the same one', () => {
    expect(resolve([person('Adam B. Poe'), person('Adam C. Poe')]).ids).toEqual(['adam-poe', 'adam-poe-2']);
  });

  it('without a name belong to their article alone', () => {
    const official = person('a senior official', { kind: 'anonymous' });
    expect(resolve([official, official]).ids).toEqual(['a1:0', 'a2:0']);
  });

  it('that are bodies are one by name, with or without "the"', () => {
    const body = { kind: 'organisation' } as const;
    expect(resolve([person('Ley Tribune', body), person('the Ley Tribune', body)]).names).toHaveLength(1);
  });
});

describe('the aliases file', () => {
  it('wins over what the names say, everywhere or in one article', () => {
    expect(resolve([person('Adam Poe'), person('Eve Poe'), person('Poe')], 'Eve Poe = Poe @ a3').ids[2]).toBe(
      'eve-poe',
    );
    expect(resolve([person('the Lion of Ley'), person('Eve Poe')], 'Eve Poe = the Lion of Ley').names).toEqual([
      'Eve Poe',
    ]);
  });

  it('keeps apart what the names would join', () => {
    expect(
      resolve([person('Bob Roe'), person('Robert Roe')], 'Bob Roe != Robert Roe # father and son').names,
    ).toHaveLength(2);
  });

  it('says which line it cannot read, and what it expects', () => {
    expect(() => parseAliases('# names\nEve Poe')).toThrow(
      'Expected "=" or "!=" on line 2 of the aliases, got "Eve Poe"',
    );
    expect(() => parseAliases('Eve Poe =')).toThrow('at least one alias');
    expect(() => parseAliases('Eve Poe = Poe\nAdam Poe = Poe')).toThrow('not also under "Eve Poe"');
  });
});

describe('a search for a speaker', () => {
  const { speakers } = resolveSpeakers([
    {
      articleId: 'a',
      speakers: ['Zoë B. Halloran', 'Adam Poe', 'Eve Poe', 'Rob Roe'].map((name, key) => person(name, { key })),
    },
  ]);
  const index = createNameIndex(speakers);
  const search = (query: string): string[] => findSpeakers(query, index).matches.map(({ speaker }) => speaker.name);

  it.each([
    'Zoë B. Halloran',
    'zoe halloran',
    'HALLORAN',
    'Dr. Halloran',
    'Z. Halloran',
    'Zoe Haloran',
    'Hallroan',
    'halloran zoe',
    'Zoe Mary Halloran',
    'hallo',
  ])('finds Zoë B. Halloran for "%s"', (query) => {
    expect(search(query)[0]).toBe('Zoë B. Halloran');
    expect(findSpeakers(query, index).ambiguous).toBe(false);
  });

  it('asks which when a name fits several', () => {
    expect(findSpeakers('Poe', index)).toMatchObject({ ambiguous: true });
    expect(search('Poe')).toEqual(['Adam Poe', 'Eve Poe']);
    expect(findSpeakers('Eve Poe', index)).toMatchObject({ ambiguous: false });
  });

  it('does not confuse short names for a letter', () => {
    expect(search('Rod')).toEqual([]);
    expect(search('')).toEqual([]);
  });
});
