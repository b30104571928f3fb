import fc from '../property.js';
import { describe, expect, it } from 'vitest';
import { paragraphSpans, sentenceSpans } from '../../src/domain/text.js';

const sentences = (text: string): string[] => sentenceSpans(text).map(({ start, end }) => text.slice(start, end));

describe('sentences', () => {
  it.each([
    ['a title and a name', ['Mr. Putin spoke to Dr. Ines Vale.', 'She answered.']],
    ['initials in a name', ['Donald J. Trump met Dmitri S. Peskov.', 'They talked.']],
    ['a country written with full stops', ['The U.S. Senate met.', 'It voted.']],
    ['a country at the end of a sentence', ['He left for the U.S.', 'The talks went on.']],
    ['decimals, sums and times', ['It cost $1.2 billion at 5 p.m. on Friday.', 'That is 3.5 times more.']],
    ['a state behind a town', ['He spoke in Butler, Pa., last summer.', 'No one else did.']],
    ['an ellipsis that goes on', ['They came ... and went.', 'Then it rained.']],
    ['a full stop within a closing quotation mark', ['“We are open to this.”', 'He sat down.']],
    ['a quotation that its cue follows', ['“Will it hold?” she asked.', '“It must!”, he said.']],
    ['a numbered thing', ['Reactor No. 4 was shut.', 'No.', 'That is wrong.']],
    ['straight quotation marks', ['"I know."', 'He paused.']],
    ['a name with Jr.', ['They heard Martin Vale Jr.', 'The hall was full.']],
  ])('are whole around %s', (_, expected) => {
    expect(sentences(expected.join(' '))).toEqual(expected);
  });

  it('end where a paragraph ends, with or without a full stop', () => {
    expect(sentences('A headline without a stop\n\nThe first sentence. The second')).toEqual([
      'A headline without a stop',
      'The first sentence.',
      'The second',
    ]);
  });

  it('are found in languages that put no space between them', () => {
    expect(sentences('今日は雨です。明日は晴れます。')).toEqual(['今日は雨です。', '明日は晴れます。']);
  });

  it('leave nothing but white space between them, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        fc.array(fc.constantFrom('. ', ' ', '\n\n', '"', 'Mr. ', 'U.S. '), { maxLength: 30 }),
        (noise, pieces) => {
          const text = pieces.map((piece, i) => noise.slice(i * 7, i * 7 + 7) + piece).join('') + noise;
          let last = 0;
          for (const { start, end } of sentenceSpans(text)) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            expect(text.slice(last, start).trim()).toBe('');
            last = end;
          }
          expect(text.slice(last).trim()).toBe('');
        },
      ),
    );
  });
});

describe('paragraphs', () => {
  it('are the lines that hold something, without the white space around them', () => {
    const text = '  One.\n\n\n Two \u00a0\nThree';
    expect(paragraphSpans(text).map(({ start, end }) => text.slice(start, end))).toEqual(['One.', 'Two', 'Three']);
  });
});
