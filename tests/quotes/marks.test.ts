import { describe, expect, it } from 'vitest';
import { findMarked } from '../../src/quotes/marks.js';
import { read, readAs, wordsOf } from './reading.js';

describe('what stands between quotation marks', () => {
  it.each([
    ['straight', '"We will rebuild," Ann Poe said.'],
    ['curly', '“We will rebuild,” Ann Poe said.'],
    ['French', '« We will rebuild », Ann Poe said.'],
    ['German', '„We will rebuild“, Ann Poe said.'],
    ['reversed', '»We will rebuild«, Ann Poe said.'],
    ['East Asian', '「We will rebuild」, Ann Poe said.'],
    ['typesetter’s', "``We will rebuild,'' Ann Poe said."],
    ['single curly', '‘We will rebuild,’ Ann Poe said.'],
    ['single straight', "'We will rebuild,' Ann Poe said."],
  ])('is found in %s marks', (_, body) => {
    expect(read(body)).toMatchObject([{ by: 'Ann Poe', kind: 'direct' }]);
    expect(wordsOf(body)[0]![0]).toMatch(/^We will rebuild,?$/);
  });

  it('has the same words whatever the marks inside it', () => {
    expect(wordsOf('“They might say, ‘Let it rest,’” Ann Poe said.')).toEqual([['They might say, ‘Let it rest,’']]);
    expect(wordsOf('"He told me "no" twice," Ann Poe said.')).toEqual([['He told me "no" twice,']]);
    expect(wordsOf('"The “deep” end is closed," Ann Poe said.')).toEqual([['The “deep” end is closed,']]);
  });

  it('goes on in the next paragraph when the mark is left open and opened again', () => {
    const quotes = read('“The pump failed,” Ann Poe said. “We knew it would.', '“Nobody listened.”', 'She left.');
    expect(quotes).toMatchObject([
      { words: ['The pump failed,', 'We knew it would.', 'Nobody listened.'], by: 'Ann Poe' },
    ]);
  });

  it('ends with its paragraph when the closing mark is missing', () => {
    expect(wordsOf('Ann Poe said: “The pump failed.', 'Nobody was hurt.')).toEqual([['The pump failed.']]);
  });

  it('ends before the next mark that opens when its own closing mark is missing', () => {
    const quotes = wordsOf('Ann Poe said, “The pump failed. Rob Roe said, “It did not.”');
    expect(quotes).toHaveLength(2);
    expect(quotes[1]).toEqual(['It did not.']);
  });

  it('may close with a mark of the wrong shape', () => {
    expect(wordsOf('“There are problems here,“ said Ann Poe.')).toEqual([['There are problems here,']]);
  });

  it('does not begin at an apostrophe, an elision or a sign of feet and inches', () => {
    expect(read('The ’90s were the voters’ choice, she said. It’s rock ’n’ roll.')).toEqual([]);
    expect(read("Get 'em while they're hot, the residents' sign said.")).toEqual([]);
    expect(read('Ann Poe, who is 6\'2" tall, said the 12" pipe was fine.')).toEqual([]);
  });

  it('is looked for in doubled apostrophes only when asked to', () => {
    const body = "''We will rebuild,'' Ann Poe said.";
    expect(readAs({}, body)).toEqual([]);
    expect(readAs({ doubledApostrophes: true }, body)).toMatchObject([{ words: ['We will rebuild,'], by: 'Ann Poe' }]);
  });

  it('is nothing when nothing stands between the marks', () => {
    expect(findMarked('She said "" and “ ” and left.')).toEqual([]);
  });

  it('gives its place with the marks and its words without them', () => {
    const body = 'Ann Poe said, “Go home.”';
    const [piece] = findMarked(body);
    expect(body.slice(piece!.start, piece!.end)).toBe('“Go home.”');
    expect(body.slice(piece!.inner.start, piece!.inner.end)).toBe('Go home.');
  });
});
