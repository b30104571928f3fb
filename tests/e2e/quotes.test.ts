import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { QuoteQuery } from '../../src/app.js';
import type { FoundQuote } from '../../src/domain/found-quote.js';
import { createWorkspace, jsonLines, type Workspace } from './reindex-workspace.js';

/*
 * Quotes from the article to whoever asks for them; everything is real but the embedding model.
 */

const ferry = {
  id: 'ferry',
  title: 'Engineer tells inquiry of alarm',
  outlet: 'The Packet',
  publishedAt: '2025-03-04',
  url: 'https://packet.example/ferry',
  body:
    'Nadia Svoll, an engineer, told the inquiry on Tuesday that the alarm had been silent.\n\n' +
    '“I saw the light on the panel,” Ms. Svoll said. “There was no sound, because of the tape.”\n\n' +
    'She called the silence “a thing of habit” on that ship. Nobody had asked for a second look at the wheelhouse that spring.\n\n' +
    '“We will publish every page of the log before the summer,” said Casimir Holt, the company’s chief executive.',
};
const harbour = {
  id: 'harbour',
  title: 'Harbour fees rise again',
  outlet: 'The Tribune',
  publishedAt: '2025-05-06',
  body:
    'Fees for the fishing boats rise in June, the council of the town decided on Monday evening. ' +
    'All agree that the fishing boats pay for the dredging of that harbour.\n\n' +
    '“The fishing boats pay for the dredging of this harbour,” said Mayor Greta Holt. “They always have.”\n\n' +
    'Ms. Svoll, the engineer Nadia Svoll who is advising the council now, disagreed. “The dredging can wait another year,” she said.',
};

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace();
  workspace.write({ 'news/list.jsonl': jsonLines(ferry, harbour) });
  await workspace.reindex();
});
afterAll(() => workspace.close());

const find = (query: Partial<QuoteQuery>) => workspace.app.findQuotes({ filters: {}, limit: 10, ...query });
const wordsOf = async (query: Partial<QuoteQuery>): Promise<string[]> => {
  const found = await find(query);
  return found.outcome === 'quotes' ? found.quotes.map(({ segments }) => segments.join(' ')) : [found.outcome];
};

describe('all quotes', () => {
  test('are byte for byte those of the articles, in the order of the articles', async () => {
    const quotes: FoundQuote[] = [];
    for await (const quote of workspace.app.allQuotes()) quotes.push(quote);
    expect(quotes.map(({ id }) => id)).toEqual(['ferry#1', 'ferry#2', 'ferry#3', 'harbour#1', 'harbour#2']);
    for (const { articleId, text, start, end, context } of quotes) {
      const { body } = await workspace.app.article(articleId);
      expect(body.slice(start, end)).toBe(text);
      expect(body).toContain(context);
      expect(context).toContain(text);
    }
  });

  test('have the sentence around them, where they were printed, and who spoke', async () => {
    const [, partial] = ((await find({ speaker: 'Svoll', filters: { outlet: 'packet' } })) as { quotes: FoundQuote[] })
      .quotes;
    expect(partial).toMatchObject({
      kind: 'partial',
      text: '“a thing of habit”',
      context: 'She called the silence “a thing of habit” on that ship.',
      mention: 'She',
      speaker: { name: 'Nadia Svoll' },
      title: ferry.title,
      outlet: 'The Packet',
      publishedAt: '2025-03-04',
      url: ferry.url,
    });
  });
});

describe('the quotes of a speaker', () => {
  test.each(['Nadia Svoll', 'svoll', 'N. Svoll', 'Ms. Svoll', 'Nadia Swoll'])(
    'are found by "%s", newest first',
    async (name) => {
      expect(await wordsOf({ speaker: name })).toEqual([
        'The dredging can wait another year,',
        'I saw the light on the panel, There was no sound, because of the tape.',
        'a thing of habit',
      ]);
    },
  );

  test('keep to filters and limit, and say how many there are', async () => {
    expect(await wordsOf({ speaker: 'Svoll', filters: { since: '2025-05-01' } })).toEqual([
      'The dredging can wait another year,',
    ]);
    expect(await find({ speaker: 'Svoll', limit: 1 })).toMatchObject({ total: 3, quotes: [{ id: 'harbour#2' }] });
    expect(await find({ speaker: 'Svoll', filters: { outlet: 'Herald' } })).toMatchObject({ total: 0, quotes: [] });
  });

  test('ask back where a name fits several, and are found by id then', async () => {
    const found = await find({ speaker: 'Holt' });
    expect(found).toMatchObject({
      outcome: 'ambiguous',
      speakers: [
        { speaker: { name: 'Casimir Holt' }, direct: 1, newest: '2025-03-04' },
        { speaker: { name: 'Greta Holt' }, direct: 1 },
      ],
    });
    const [first] = (found as { speakers: { speaker: { id: string } }[] }).speakers;
    expect(await wordsOf({ speakerId: first!.speaker.id })).toEqual([
      'We will publish every page of the log before the summer,',
    ]);
    await expect(find({ speakerId: 'nemo' })).rejects.toMatchObject({ code: 'SPEAKER_NOT_FOUND' });
  });

  test('of an unknown name are none, and similar names are offered', async () => {
    expect(await find({ speaker: 'Kasimira Holtz' })).toMatchObject({
      outcome: 'unknown',
      nearest: [{ speaker: { name: 'Casimir Holt' } }, {}],
    });
    expect(await find({ speaker: 'Xyzzy' })).toEqual({ outcome: 'unknown', name: 'Xyzzy', nearest: [] });
  });
});

describe('quotes about something', () => {
  test('come best first, of anyone or of one speaker', async () => {
    expect((await wordsOf({ about: 'dredging of the harbour' }))[0]).toMatch(/^The fishing boats pay/);
    expect((await wordsOf({ about: 'dredging another year', speaker: 'Svoll' }))[0]).toMatch(/^The dredging can wait/);
  });

  test('need words', async () => {
    await expect(find({ about: '…' })).rejects.toMatchObject({ code: 'QUESTION_EMPTY' });
    await expect(find({ about: 'x '.repeat(2000) })).rejects.toMatchObject({ code: 'QUESTION_TOO_LONG' });
  });
});

test('the speakers are listed with their numbers, most quotes first', async () => {
  const { speakers, unattributed } = await workspace.app.listSpeakers({});
  expect(speakers.map(({ speaker, direct, partial }) => [speaker.name, direct, partial])).toEqual([
    ['Nadia Svoll', 2, 1],
    ['Casimir Holt', 1, 0],
    ['Greta Holt', 1, 0],
  ]);
  expect(unattributed).toBe(0);
  expect((await workspace.app.listSpeakers({ until: '2025-03-31' })).speakers).toHaveLength(2);
});

describe('a checked quotation', () => {
  const verify = (words: string, by?: string) => workspace.app.verify(words, by === undefined ? {} : { by });

  test('is exact with the same words, whatever the typography and the cue between them', async () => {
    expect(await verify(`"I saw the light on the panel. There was no sound, because of the tape"`)).toMatchObject({
      verdict: 'exact',
      searched: { articles: 2 },
      matches: [
        { where: 'quote', quoteId: 'ferry#1', speaker: { name: 'Nadia Svoll' }, by: 'unclaimed', articleId: 'ferry' },
      ],
    });
  });

  test('is never exact with a word more, less or other', async () => {
    for (const changed of [
      'I never saw the light on the panel',
      'I saw light on the panel',
      'I saw the light on a panel',
      'The dredging can not wait another year',
    ]) {
      expect((await verify(changed)).verdict).toBe('altered');
    }
    expect(await verify('We will publish every line of the log before the summer')).toMatchObject({
      match: { quoteId: 'ferry#3' },
      differences: [{ same: true }, { same: false, asked: 'line', printed: 'page' }, { same: true }],
    });
  });

  test('is spliced when it is put together from two places', async () => {
    expect(await verify('The dredging can wait another year because of the tape')).toMatchObject({
      verdict: 'spliced',
      parts: [{ match: { quoteId: 'harbour#2' } }, { match: { quoteId: 'ferry#1' } }],
    });
  });

  test('is not found when the coverage has nothing like it', async () => {
    expect((await verify('Let them eat cake by the sea')).verdict).toBe('not-found');
    expect((await verify('Zyx')).verdict).toBe('not-found');
  });

  test('tells whether it was said by whom it is said to be by', async () => {
    const words = 'The dredging can wait another year';
    expect(await verify(words, 'Svoll')).toMatchObject({ verdict: 'exact', matches: [{ by: 'claimed' }] });
    expect(await verify(words, 'Holt')).toMatchObject({
      claim: { name: 'Holt', speakers: [{ name: 'Casimir Holt' }, { name: 'Greta Holt' }] },
      matches: [{ by: 'other', speaker: { name: 'Nadia Svoll' } }],
    });
    expect(await verify(words, 'Nemo')).toMatchObject({
      claim: { name: 'Nemo', speakers: [] },
      matches: [{ by: 'other' }],
    });
  });

  test('is told to be the reporter’s words when it stands outside quotation marks', async () => {
    expect(await verify('Nobody had asked for a second look at the wheelhouse', 'Svoll')).toMatchObject({
      verdict: 'exact',
      matches: [{ where: 'text', quoteId: null, speaker: null, by: 'unknown', articleId: 'ferry' }],
    });
  });

  test('is exact in the text rather than nearly a quote', async () => {
    expect(await verify('the fishing boats pay for the dredging of that harbour')).toMatchObject({
      verdict: 'exact',
      matches: [{ where: 'text', articleId: 'harbour' }],
    });
  });

  test('has words, and not too many', async () => {
    await expect(verify('“…”')).rejects.toMatchObject({ code: 'QUOTATION_EMPTY' });
    await expect(verify('word '.repeat(500))).rejects.toMatchObject({ code: 'QUOTATION_TOO_LONG' });
  });
});

describe('the file of aliases', () => {
  test('takes effect at the next reindex, though no article changed, and its faults are told at once', async () => {
    const file = join(workspace.dataDir, 'speakers.txt');
    writeFileSync(file, 'Greta Svoll-Holt = Greta Holt; Nadia Svoll\n');
    expect((await workspace.reindex()).counts).toMatchObject({ unchanged: 2, changed: 0, embedded: 0 });
    expect(await find({ speaker: 'Greta Svoll-Holt' })).toMatchObject({ outcome: 'quotes', total: 4 });

    writeFileSync(file, 'Greta Svoll-Holt\n');
    await expect(workspace.reindex()).rejects.toMatchObject({
      code: 'CONTENT_MALFORMED',
      message: expect.stringMatching(/speakers\.txt: Expected .* on line 1/) as string,
    });
    writeFileSync(file, '');
    await workspace.reindex();
    expect(await find({ speaker: 'Nadia Svoll' })).toMatchObject({ total: 3 });
  });
});
