import { describe, expect, it } from 'vitest';
import { read, readAs, speakersOf, wordsOf } from './reading.js';

describe('who speaks, by the words after the quotation', () => {
  it('is the name before or after the verb', () => {
    expect(read('“The dam holds,” Ann Poe said.')).toEqual([
      { words: ['The dam holds,'], kind: 'direct', by: 'Ann Poe', mention: 'Ann Poe', cue: 'said' },
    ]);
    expect(read('“The dam holds,” said Ann Poe.')).toMatchObject([{ by: 'Ann Poe', cue: 'said' }]);
  });

  it('is the name, not the apposition, the relative clause or the party behind it', () => {
    expect(speakersOf('“The dam holds,” Ann Poe, the mayor of Ley, one of three towns there, said on Monday.')).toEqual(
      ['Ann Poe'],
    );
    expect(speakersOf('“The dam holds,” said Ann Poe, who built it for Rob Roe.')).toEqual(['Ann Poe']);
    expect(speakersOf('“The dam holds,” Gov. Ann Poe (R-Ley), said.')).toEqual(['Ann Poe']);
    expect(speakersOf('“The dam holds,” said the mayor, Ann Poe.')).toEqual(['Ann Poe']);
  });

  it('is found behind words that no list knows', () => {
    expect(speakersOf('“The dam holds,” dike law expert Ann Poe tweeted.')).toEqual(['Ann Poe']);
    expect(speakersOf('“The dam holds,” said 9/11 widow Ann Poe.')).toEqual(['Ann Poe']);
    expect(read('“The dam holds,” Ann Poe deadpanned.')).toMatchObject([{ by: 'Ann Poe', cue: 'deadpanned' }]);
  });

  it('is named after a question mark too, and by a dash or "according to"', () => {
    expect(speakersOf('“Does it hold?” Ann Poe asked.')).toEqual(['Ann Poe']);
    expect(speakersOf('“The dam holds.” — Ann Poe')).toEqual(['Ann Poe']);
    expect(speakersOf('"The dam holds." -- Ann Poe')).toEqual(['Ann Poe']);
    expect(read('“The dam holds,” according to Ann Poe.')).toMatchObject([{ by: 'Ann Poe', cue: 'according to' }]);
  });

  it('is named in a sentence that says nothing else, even after a full stop', () => {
    expect(read('“The dam holds.” Ann Poe said. Rain fell.')).toMatchObject([{ by: 'Ann Poe', cue: 'said' }]);
    expect(speakersOf('“The dam holds.” Ann Poe said that Rob Roe had built it.')).toEqual([null]);
  });

  it('is nobody known where only the verb can be read', () => {
    expect(read('“It holds,” tweeted @annpoe.')).toMatchObject([{ by: null, cue: 'tweeted', kind: 'direct' }]);
  });

  it('is the name after a verb that no list knows', () => {
    expect(read('« Le barrage tient », dit Ann Poe.')).toMatchObject([{ by: 'Ann Poe', cue: 'dit' }]);
  });

  it('is the first of two who speak together, and the mention shows both', () => {
    expect(read('“We agree,” said Ann Poe and Rob Roe.')).toMatchObject([
      { by: 'Ann Poe', mention: 'Ann Poe and Rob Roe' },
    ]);
    expect(read('Ann Poe and Rob Roe said: “We agree.”')).toMatchObject([{ by: 'Ann Poe' }]);
  });

  it('is not the owner of the one who speaks, nor those who are spoken to', () => {
    expect(speakersOf('“The dam holds,” Ms. Poe’s lawyer, Rob Roe, told the Ley Courier.')).toEqual(['Rob Roe']);
    expect(speakersOf('“The dam holds,” a spokesman for Ann Poe said.')).toEqual(['a spokesman for Ann Poe']);
  });
});

describe('who speaks, by the words before the quotation', () => {
  it('is the subject of the last verb of speech', () => {
    expect(speakersOf('Ann Poe said, “The dam holds.”')).toEqual(['Ann Poe']);
    expect(speakersOf('Rob Roe told Ann Poe that “the dam holds.”')).toEqual(['Rob Roe']);
    expect(speakersOf('Ann Poe praised the engineers, telling Rob Roe, “The dam holds.”')).toEqual(['Ann Poe']);
    expect(speakersOf('Ann Poe sat down and said “the dam holds.”')).toEqual(['Ann Poe']);
  });

  it('is who reports, not who is reported on', () => {
    expect(speakersOf('Ann Poe joked that Rob Roe was her answer, but went on to say, “The dam holds.”')).toEqual([
      'Ann Poe',
    ]);
    expect(speakersOf('Ann Poe was asked by Rob Roe, who had dismissed the story of the dam, “Does it hold?”')).toEqual(
      ['Rob Roe'],
    );
  });

  it('is not the place of an agency’s report', () => {
    expect(speakersOf('LEY, Dec. 8 (LPA) — Ann Poe met the engineers, telling them: “The dam holds.”')).toEqual([
      'Ann Poe',
    ]);
  });

  it('is not a noun that looks like a verb', () => {
    const body = ['There was talk of thousands of Poe emails held on a server.', '“The dam holds.”'];
    expect(speakersOf(...body)).toEqual([null]);
    expect(speakersOf('Ann Poe’s aide rallied supporters, saying: “The dam holds.”')).toEqual(['Ann Poe’s aide']);
  });

  it('is not who deciphers the words', () => {
    expect(speakersOf('Rob Roe made it out from the video: „The dam holds, God with us“, in old letters.')).toEqual([
      null,
    ]);
  });

  it('is whoever hands over with a colon, even from the paragraph before', () => {
    expect(speakersOf('Ann Poe then listed what she had seen:', '“The dam holds.”')).toEqual(['Ann Poe']);
    expect(speakersOf('More from Ann Poe: “The dam holds.”')).toEqual(['Ann Poe']);
    expect(speakersOf('Ann Poe: “The dam holds.”')).toEqual(['Ann Poe']);
  });

  it('is the owner of the words', () => {
    expect(speakersOf('In Ann Poe’s words: “The dam holds.”')).toEqual(['Ann Poe']);
  });

  it('is nobody when only the one who was asked is named', () => {
    expect(read('Ann Poe was asked, “Does the dam hold?”')).toMatchObject([{ by: null, mention: null }]);
  });

  it('is not someone who is said not to have said it', () => {
    expect(read('Ann Poe never said “the dam holds.”')).toEqual([]);
    expect(read('She had not written “all is well,” Ann Poe said, or “no repair.”')).toEqual([]);
  });
});

describe('a quotation in parts', () => {
  it('is one when the cue breaks it, with a segment for each part', () => {
    const quotes = read('“The dam holds,” Ann Poe said. “It always has.”');
    expect(quotes).toMatchObject([{ words: ['The dam holds,', 'It always has.'], by: 'Ann Poe' }]);
    expect(wordsOf('“The dam,” Ann Poe said, “holds.”')).toEqual([['The dam,', 'holds.']]);
  });

  it('is two when each part has its own cue', () => {
    const quotes = read('“The dam holds,” Ann Poe said, adding, “It always has.”');
    expect(quotes).toMatchObject([
      { words: ['The dam holds,'], cue: 'said' },
      { words: ['It always has.'], cue: 'adding', by: 'Ann Poe' },
    ]);
    expect(speakersOf('“It holds,” Ann Poe said. “It leaks,” Rob Roe said.')).toEqual(['Ann Poe', 'Rob Roe']);
  });

  it('shows its text as printed, from the first mark to the last', async () => {
    const { extractQuotes } = await import('../../src/quotes/extract.js');
    const body = 'Later: “The dam,” Ann Poe said, “holds.” Rain fell.';
    const [quote] = extractQuotes({ title: '', body }).quotes;
    expect(quote!.text).toBe('“The dam,” Ann Poe said, “holds.”');
    expect(body.slice(quote!.start, quote!.end)).toBe(quote!.text);
  });
});

describe('a quotation without a cue of its own', () => {
  it('belongs to the speaker of the paragraph before', () => {
    expect(speakersOf('“The dam holds,” Ann Poe said.', '“It always has.”')).toEqual(['Ann Poe', 'Ann Poe']);
  });

  it('belongs to the one named in the next paragraph when nobody spoke before', () => {
    expect(speakersOf('Rain fell for a week.', '“The dam holds.”', '“It always has,” Ann Poe said.')).toEqual([
      'Ann Poe',
      'Ann Poe',
    ]);
  });

  it('belongs to nobody after an aside about others, nor a question to whoever answers', () => {
    expect(
      speakersOf('The board issued a letter, which included members suggesting a new dam.', '“We apologise.”'),
    ).toEqual([null]);
    expect(speakersOf('Ann Poe answered our questions.', '“Does the dam hold?”')).toEqual([null]);
  });

  it('belongs to nobody after a question, for then somebody else answers', () => {
    expect(speakersOf('“Does it hold?” Ann Poe asked.', '“It does.”')).toEqual(['Ann Poe', null]);
  });
});

describe('direct and partial', () => {
  it('is direct when it stands as speech, and partial when it is woven into the sentence', () => {
    const kinds = (body: string): string[] => read(body).map((quote) => quote.kind);
    expect(kinds('“Denver,” Ann Poe answered.')).toEqual(['direct']);
    expect(kinds('Ann Poe said, “The dam holds.”')).toEqual(['direct']);
    expect(kinds('Ann Poe called the dam “an absolute disgrace.”')).toEqual(['partial']);
    expect(kinds('Ann Poe said that the dam was “safe for now.”')).toEqual(['partial']);
    expect(kinds('Ann Poe promised a new dam, with a wall for the fish, “with a bell on it.”')).toEqual(['partial']);
  });
});

describe('words in marks that are no quotation', () => {
  it.each([
    ['a title of a work', 'Ann Poe appeared on “The Evening Round” on Monday.'],
    ['a nickname', 'Robert “Bob” Roe won the race.'],
    ['irony', 'The “experts” had left by then.'],
    ['a term', 'Engineers talk of the word “seepage” here.'],
    ['a name that is given', 'The old wall should not be called “the Ley dam” in print.'],
    ['a heading', '“Seen”'],
    ['a title that words are in', 'In “The Fall of Ley,” Ann Poe wrote of dams.'],
    ['a title that somebody reads', 'Ann Poe read “The Old Dam” to the class.'],
    ['a title that a thing is called by', 'Ann Poe shared a plan for a class called “Deep Water” with them.'],
  ])('are passed over: %s', (_, body) => {
    expect(read('Rain fell for a week.', body, 'Then it stopped.')).toEqual([]);
  });

  it('are passed over in a headline that is repeated as the first line', () => {
    const title = 'Poe: ‘The dam holds’';
    expect(readAs({ title }, 'Poe: ‘The dam holds.’', 'Rain fell.')).toEqual([]);
  });
});

describe('speakers that are not people', () => {
  const kindOf = async (body: string): Promise<[string | undefined, string | undefined]> => {
    const { extractQuotes } = await import('../../src/quotes/extract.js');
    const speaker = extractQuotes({ title: '', body }).speakers[0];
    return [speaker?.name, speaker?.kind];
  };

  it('are documents, bodies and people without a name, each of its own kind', async () => {
    expect(await kindOf('The report said: “The dam holds.”')).toEqual(['the report', 'document']);
    expect(await kindOf('The water board said “the dam holds.”')).toEqual(['the water board', 'organisation']);
    expect(await kindOf('“The dam holds,” the Ley Tribune wrote.')).toEqual(['Ley Tribune', 'organisation']);
    expect(await kindOf('“The dam holds,” a senior official said.')).toEqual(['a senior official', 'anonymous']);
  });

  it('are not taken for people because their name has two words', async () => {
    expect(await kindOf('Halden Line said it was “devastated by the news.”')).toEqual(['Halden Line', 'organisation']);
  });
});

describe('names in headlines', () => {
  it('end before the verb, whatever its capital', () => {
    const body = ['Adam Roe Is Over Marco Poe’s Speech', 'Adam Roe listened to Marco Poe.', '“It leaks,” Poe said.'];
    expect(speakersOf(...body)).toEqual(['Marco Poe']);
  });

  it('do not run on over words in marks', () => {
    const body = ['Mr. Poe called Adam Roe “a big wet fish,” Susan Ley said.', '“It leaks,” Roe said.'];
    expect(speakersOf(...body).at(-1)).toBe('Adam Roe');
  });
});

describe('transcripts', () => {
  it('name the speaker by a label before the marks too, and nobody by "Q" and "A"', () => {
    expect(read('Mayor Ann Poe met Rob Roe.', 'POE: “The dam holds.”', 'ROB ROE: “It leaks.”')).toMatchObject([
      { by: 'Ann Poe', mention: 'POE' },
      { by: 'Rob Roe', mention: 'ROB ROE' },
    ]);
    expect(speakersOf('Q: “Does the dam hold?”', 'A: “It does.”')).toEqual([null, null]);
    expect(speakersOf('CNN: “The dam has broken.”')).toEqual(['CNN']);
  });

  it('name the speaker by the label, which is no part of the words', () => {
    const quotes = read('Mayor Ann Poe met Rob Roe.', '"ROE: Does the dam hold?', '"POE: It does."');
    expect(quotes).toMatchObject([
      { words: ['Does the dam hold?'], by: 'Rob Roe', mention: 'ROE' },
      { words: ['It does.'], by: 'Ann Poe', mention: 'POE' },
    ]);
  });
});
