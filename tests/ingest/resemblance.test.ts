import { describe, expect, test } from 'vitest';
import { minhashBands, resemblance, sameArticleResemblance, wordRuns } from '../../src/ingest/resemblance.js';
import { story } from '../e2e/reindex-workspace.js';
import { createRandom } from '../fakes/random-vectors.js';

/** The definition, word for word: the share of runs of five words that two texts have in common. */
function jaccard(a: string, b: string): number {
  const runsOf = (text: string): Set<string> => {
    const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    return new Set(Array.from({ length: Math.max(words.length - 4, 1) }, (_, i) => words.slice(i, i + 5).join(' ')));
  };
  const [left, right] = [runsOf(a), runsOf(b)];
  const common = [...left].filter((run) => right.has(run)).length;
  return common / (left.size + right.size - common);
}

const random = createRandom(5);
const randomText = (words: number): string => Array.from({ length: words }, () => `w${random(3000)}`).join(' ');

/** The text with some of its words replaced, removed or added. */
function edited(text: string, edits: number): string {
  const words = text.split(' ');
  for (let i = 0; i < edits; i++) {
    const at = random(words.length);
    words.splice(at, random(2), ...(random(2) === 0 ? [] : [`edit${random(1000)}`]));
  }
  return words.join(' ');
}

const sharesBand = (a: string, b: string): boolean => {
  const bands = new Set(minhashBands(wordRuns(a)));
  return minhashBands(wordRuns(b)).some((band) => bands.has(band));
};

describe('resemblance', () => {
  test('is the share of common runs of five words, as counted over the words themselves', () => {
    for (let i = 0; i < 200; i++) {
      const text = randomText(5 + random(300));
      const other = edited(text, random(40));
      expect(resemblance(wordRuns(text), wordRuns(other))).toBeCloseTo(jaccard(text, other), 6);
    }
  });

  test('is 1 for the same words in another form, 0 for other words or none', () => {
    expect(resemblance(wordRuns('One two, THREE four five six.'), wordRuns('one two three “four five” six'))).toBe(1);
    expect(resemblance(wordRuns(randomText(100)), wordRuns('nothing of this is in the other text'))).toBe(0);
    expect(resemblance(wordRuns('— …'), wordRuns('* * *'))).toBe(0);
    expect(minhashBands(wordRuns('— …'))).toEqual([]);
  });

  test('compares texts of fewer than five words as a whole', () => {
    expect(resemblance(wordRuns('Two words'), wordRuns('two words'))).toBe(1);
    expect(resemblance(wordRuns('Two words'), wordRuns('Two other words'))).toBe(0);
  });
});

describe('bands', () => {
  test('find nearly all pairs from a resemblance of 0.8 on, and few below 0.3', () => {
    const alike = { pairs: 0, found: 0 };
    const unlike = { pairs: 0, found: 0 };
    for (let i = 0; i < 1_500; i++) {
      const text = randomText(150);
      const other = edited(text, random(3) === 0 ? 40 : 2);
      const exact = jaccard(text, other);
      const pairs = exact >= 0.8 ? alike : exact < 0.3 ? unlike : undefined;
      if (pairs === undefined) continue;
      pairs.pairs++;
      if (sharesBand(text, other)) pairs.found++;
    }
    expect(alike.pairs).toBeGreaterThan(300);
    expect(unlike.pairs).toBeGreaterThan(200);
    expect(alike.found / alike.pairs).toBeGreaterThan(0.995);
    // 1 - (1 - 0.3^4)^16 = 12 % at 0.3, and falling fast below.
    expect(unlike.found / unlike.pairs).toBeLessThan(0.12);
  });

  test('of one text are the same in every run of the program', () => {
    expect(minhashBands(wordRuns('The council met to vote on the quay.')).slice(0, 2)).toMatchInlineSnapshot(`
      [
        "0:9vsmbz.7a3lw1.960hiz.suoacf",
        "1:2fn0hn.ha2o6.o45cjn.r99tt8",
      ]
    `);
  });
});

describe('two articles', () => {
  const wire = story('harbour', 8);
  const isSame = (a: string, b: string): boolean => resemblance(wordRuns(a), wordRuns(b)) >= sameArticleResemblance;

  test('are one when one is a reprint with its last paragraph cut, and bands find it', () => {
    const reprint = wire.split('\n\n').slice(0, -1).join('\n\n');
    expect(isSame(wire, reprint)).toBe(true);
    expect(sharesBand(wire, reprint)).toBe(true);
  });

  test('are one when an editor changed a few words', () => {
    expect(isSame(wire, wire.replaceAll('A second', 'Another').replace('council', 'board'))).toBe(true);
  });

  test('are two when they report one event in words of their own', () => {
    const one =
      'The harbour council voted on Tuesday night to close the old quay, after an engineer warned that its piles had rotted ' +
      'through. “We could not wait for another winter,” the mayor said after the meeting. The ferry will sail from the north pier.';
    const other =
      'Ferry passengers must walk to the north pier from Monday. Councillors decided late on Tuesday that the old quay is ' +
      'no longer safe: its piles had rotted through, an engineer told them. The mayor said that they could not wait for another winter.';
    expect(isSame(one, other)).toBe(false);
  });

  test('are two when one quotes half of the other', () => {
    const half = wire.split('\n\n').slice(0, 4).join('\n\n');
    expect(isSame(wire, `${half}\n\n${story('meadow', 4)}`)).toBe(false);
  });
});
