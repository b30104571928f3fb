import fc from '../property.js';
import { describe, expect, it } from 'vitest';
import { sentenceSpans } from '../../src/domain/text.js';
import { readOn } from '../../src/retrieve/read-on.js';

const body = 'One is here. Two follows.\n\nThree comes after Mr. Lind left. Four is the end.';
const first = { start: 0, end: 12 };
const shown = (mostCharacters: number, passage = first): string => {
  const { start, end } = readOn(body, passage, mostCharacters);
  return body.slice(start, end);
};

describe('reading on after a passage', () => {
  it('takes whole sentences as long as they fit, over the ends of paragraphs', () => {
    expect(shown(12)).toBe('One is here.');
    expect(shown(24)).toBe('One is here.');
    expect(shown(26)).toBe('One is here. Two follows.');
    expect(shown(1000)).toBe(body);
  });

  it('leaves a passage as it is when it is longer, or the last of its article', () => {
    expect(shown(5)).toBe('One is here.');
    const last = { start: body.indexOf('Four'), end: body.length };
    expect(readOn(body, last, 1000)).toEqual(last);
  });

  it('ends where a sentence of the article ends, at most so many characters on', () => {
    const ends = new Set(sentenceSpans(body).map(({ end }) => end));
    fc.assert(
      fc.property(fc.integer({ min: 12, max: 120 }), (most) => {
        const { start, end } = readOn(body, first, most);
        expect(end - start).toBeLessThanOrEqual(most);
        expect(ends).toContain(end);
      }),
    );
  });
});
