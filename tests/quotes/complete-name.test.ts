import fc from '../property.js';
import { describe, expect, test } from 'vitest';
import type { Speaker, SpeakerKind } from '../../src/domain/quote.js';
import { completeNames } from '../../src/quotes/complete-name.js';
import { findSpeakers } from '../../src/quotes/find-speakers.js';
import { createNameIndex } from '../../src/quotes/name-index.js';

function speakerOf(name: string, aliases: readonly string[] = [], kind: SpeakerKind = 'person'): Speaker {
  return { id: name, name, kind, aliases: aliases.map((alias) => ({ name: alias, count: 1 })), description: null, gender: null }; // prettier-ignore
}

const index = createNameIndex([
  speakerOf('Volodymyr Zelensky', ['Mr. Zelensky', 'Zelensky']),
  speakerOf('Zoë B. Halloran', ['Dr. Halloran']),
  speakerOf('Ann Lee'),
  speakerOf('Leeman Cho'),
  speakerOf('J. D. Vance', ['JD Vance']),
  speakerOf('Anne-Marie O’Neill'),
  speakerOf('Дмитрий Орлов'),
  speakerOf('the lee shore residents', [], 'anonymous'),
]);

/** Names, nearest first. */
const complete = (text: string, slips = false): string[] =>
  completeNames(text, index, { slips })
    .sort((a, b) => a.distance - b.distance)
    .map(({ speaker }) => speaker.name);

describe('completing a name', () => {
  test.each([
    ['zel', 'Volodymyr Zelensky'],
    ['vol z', 'Volodymyr Zelensky'],
    ['zelensky vol', 'Volodymyr Zelensky'],
    ['MR. ZELENSKY', 'Volodymyr Zelensky'],
    ['zoe', 'Zoë B. Halloran'],
    ['zoe b hal', 'Zoë B. Halloran'],
    ['john vance', 'J. D. Vance'],
    ['jd', 'J. D. Vance'],
    ['anne-m', 'Anne-Marie O’Neill'],
    ["o'nei", 'Anne-Marie O’Neill'],
    ['орл', 'Дмитрий Орлов'],
  ])('“%s” may be %s', (text, name) => {
    expect(complete(text)).toEqual([name]);
  });

  test.each([
    ['zelenksy', 'Volodymyr Zelensky'],
    ['zelnsk', 'Volodymyr Zelensky'],
    ['volodimir zelenskyy', 'Volodymyr Zelensky'],
    ['haloran', 'Zoë B. Halloran'],
    ['vence', 'J. D. Vance'],
  ])('“%s” may be %s, but for a slip', (text, name) => {
    expect(complete(text)).toEqual([]);
    expect(complete(text, true)).toEqual([name]);
  });

  test('puts whole words before beginnings, and leaves out those who have no name', () => {
    expect(complete('lee')).toEqual(['Ann Lee', 'Leeman Cho']);
  });

  test('takes each word of a name once', () => {
    expect(complete('ann lee')).toEqual(['Ann Lee']);
    expect(complete('lee lee')).toEqual([]);
  });

  test('forgives no slip in words of three letters, and finds nothing in a text without words', () => {
    expect(complete('cha', true)).toEqual([]);
    expect(complete(' .-', true)).toEqual([]);
    expect(complete('', true)).toEqual([]);
  });
});

const anyName = fc
  .array(fc.constantFrom('Ann', 'Anna', 'B.', 'Lee', 'Leeman', 'Zoë', 'Halloran', 'Hallroan', 'Jr.', 'Dr.'), {
    minLength: 1,
    maxLength: 3,
  }) // prettier-ignore
  .map((words) => words.join(' '));
const anySpeakers = fc.array(
  fc.record({ name: anyName, aliases: fc.array(anyName, { maxLength: 2 }) }).map(({ name, aliases }) => speakerOf(name, aliases)), // prettier-ignore
  { maxLength: 12 },
);
const anyText = fc.oneof(anyName, fc.tuple(anyName, fc.nat(12)).map(([name, end]) => name.slice(0, end))); // prettier-ignore

describe('in a crowd', () => {
  test('a speaker is completed and found exactly as if he were alone', () => {
    fc.assert(
      fc.property(anySpeakers, anyText, fc.boolean(), (speakers, text, slips) => {
        const crowd = createNameIndex(speakers);
        const alone = speakers.map((speaker) => createNameIndex([speaker]));
        expect(completeNames(text, crowd, { slips })).toEqual(alone.flatMap((one) => completeNames(text, one, { slips }))); // prettier-ignore
        const found = findSpeakers(text, crowd).matches;
        const expected = alone.flatMap((one) => findSpeakers(text, one).matches);
        expect(new Set(found)).toEqual(new Set(expected));
        expect(found.map(({ score }) => score)).toEqual(expected.map(({ score }) => score).sort((a, b) => b - a));
      }),
    );
  });

  test('whoever is completed without slips is completed with them, no further off', () => {
    fc.assert(
      fc.property(anySpeakers, anyText, (speakers, text) => {
        const crowd = createNameIndex(speakers);
        const withSlips = new Map(completeNames(text, crowd, { slips: true }).map((c) => [c.speaker, c.distance]));
        for (const { speaker, distance } of completeNames(text, crowd, { slips: false })) {
          expect(withSlips.get(speaker)).toBeLessThanOrEqual(distance);
        }
      }),
    );
  });

  test('an index made from a former one is the same', () => {
    fc.assert(
      fc.property(anySpeakers, anySpeakers, (before, after) => {
        expect(createNameIndex(after, createNameIndex(before))).toEqual(createNameIndex(after));
      }),
    );
  });
});
