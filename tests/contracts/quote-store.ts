import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contentHash, type Article } from '../../src/domain/article.js';
import type { ArticleQuote, ArticleSpeaker, Speaker } from '../../src/domain/quote.js';
import type { ArticleRecord, Store } from '../../src/ports.js';

/** A speaker as an article shows him, under the name alone. */
function speakerOf(key: number, name: string): ArticleSpeaker {
  return { key, name, kind: 'person', aliases: [{ name, count: 1 }], description: null, gender: null };
}

/** A quote of `words` where they stand between curly marks in `body`. */
function quoteOf(body: string, words: string, speaker: number | null): ArticleQuote {
  const start = body.indexOf(`“${words}”`);
  const segments = [{ start: start + 1, end: start + 1 + words.length }];
  const text = `“${words}”`;
  return { kind: 'direct', start, end: start + text.length, text, segments, cue: null, mention: null, speaker };
}

/** A record of one passage with a quote for each pair of words and speaker. */
export function quotedArticle(
  id: string,
  quoted: readonly [words: string, speaker: string | null][],
  details: Partial<Article> = {},
): ArticleRecord {
  const names = [...new Set(quoted.flatMap(([, speaker]) => speaker ?? []))];
  const body = `Rain fell on ${id}.\n\n${quoted.map(([words]) => `“${words}” was said.`).join('\n\n')}`;
  const article = {
    id,
    url: null,
    title: `About ${id}`,
    titleDerived: false,
    outlet: 'Packet',
    authors: [],
    publishedAt: null,
    body,
    ...details,
  };
  return {
    article,
    contentHash: contentHash(article),
    bands: [],
    passages: [{ ordinal: 0, start: 0, end: body.length, textHash: id, vector: new Float32Array([1, 0]) }],
    place: {
      source: 's',
      document: `${id}.md`,
      location: `${id}.md`,
      url: null,
      title: id,
      outlet: null,
      publishedAt: null,
    },
    quotes: quoted.map(([words, speaker]) => quoteOf(body, words, speaker === null ? null : names.indexOf(speaker))),
    speakers: names.map((name, key) => speakerOf(key, name)),
  };
}

function resolved(id: string, name: string): Speaker {
  return { id, name, kind: 'person', aliases: [{ name, count: 2 }], description: 'a witness', gender: 'female' };
}

/** What every store owes to quotes and speakers. `create` makes an empty store with vectors of two dimensions. */
export function describeQuoteStore(create: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await create();
  });
  afterEach(() => store.close());

  const all = { filters: {} };
  const ids = async (choice = {}): Promise<string[]> =>
    (await store.newestQuotes({ ...all, ...choice }, 100)).map(({ id }) => id);
  const poe = resolved('ann-poe', 'Ann Poe');
  const resolveAll = (): Promise<void> => store.putSpeakers([poe], () => ['ann-poe'], 'rules');

  describe('the quotes of an article', () => {
    test('come with their article, byte for byte', async () => {
      const record = quotedArticle('a', [
        ['We saw the “light”', 'Poe'],
        ['𝄞 No', null],
      ]);
      await store.putArticle(record);
      const [first, second] = await store.quotesOf(['a']);
      expect(first).toEqual({
        ...record.quotes[0],
        id: 'a#1',
        article: record.article,
        speaker: { ...speakerOf(0, 'Poe'), key: undefined, id: 'a:0' },
      });
      expect(second).toMatchObject({ id: 'a#2', text: '“𝄞 No”', speaker: null });
      for (const { text, start, end, article } of [first!, second!]) expect(article.body.slice(start, end)).toBe(text);
    });

    test('are replaced with it and go with it', async () => {
      await store.putArticle(
        quotedArticle('a', [
          ['the old words', 'Poe'],
          ['more of them', null],
        ]),
      );
      await store.putArticle(quotedArticle('a', [['the new words', 'Rook']]));
      expect((await store.quotesOf(['a'])).map(({ text }) => text)).toEqual(['“the new words”']);
      expect(await store.searchQuotes(['old'], all, 9)).toEqual([]);
      expect(await store.listArticleSpeakers()).toEqual([{ articleId: 'a', speakers: [speakerOf(0, 'Rook')] }]);
      await store.removeDocument('a.md');
      expect([await ids(), await store.listArticleSpeakers(), await store.listQuotedArticles(null, 9)]).toEqual([
        [],
        [],
        [],
      ]);
      expect(await store.check()).toEqual([]);
    });

    test('are listed newest first, undated last, those of one article in its order', async () => {
      await store.putArticle(
        quotedArticle(
          'a',
          [
            ['one', null],
            ['two', null],
          ],
          { publishedAt: '2025-03-04' },
        ),
      );
      await store.putArticle(quotedArticle('b', [['one', null]]));
      await store.putArticle(quotedArticle('c', [['one', null]], { publishedAt: '2025-03-05T10:00:00Z' }));
      expect(await ids()).toEqual(['c#1', 'a#1', 'a#2', 'b#1']);
      expect(await ids({ filters: { since: '2025-03-05' } })).toEqual(['c#1']);
      expect(await ids({ filters: { outlet: 'tribune' } })).toEqual([]);
      expect((await store.newestQuotes(all, 2)).map(({ id }) => id)).toEqual(['c#1', 'a#1']);
    });

    test('are found by words of theirs alone, in all their forms, and words are no syntax', async () => {
      await store.putArticle(
        quotedArticle('a', [
          ['The alarms were taped', null],
          ['Nothing happened', null],
        ]),
      );
      const found = async (term: string): Promise<string[]> =>
        (await store.searchQuotes([term], all, 9)).map(({ id }) => id);
      expect(await found('alarm')).toEqual(['a#1']);
      expect(await found('were taped')).toEqual(['a#1']);
      expect(await found('rain')).toEqual([]);
      expect(await found('NOT "')).toEqual([]);
      expect(await found('…')).toEqual([]);
    });

    test('are found in the passage that they begin in', async () => {
      await store.putArticle(quotedArticle('a', [['one', 'Poe']]));
      await store.putArticle(quotedArticle('b', []));
      await resolveAll();
      const passages = await store.passagesWithQuotes(all);
      expect(passages.size).toBe(1);
      const [only] = passages;
      expect(await store.quotesInPassages([only! + 1, only!], all)).toMatchObject([
        { passageId: only, quote: { id: 'a#1' } },
      ]);
      expect(await store.quotesInPassages([only!], { speakers: ['nobody'], filters: {} })).toEqual([]);
      expect(await store.passagesWithQuotes({ speakers: ['ann-poe'], filters: {} })).toEqual(passages);
    });

    test('are paged through by article', async () => {
      for (const id of ['c', 'a', 'b']) await store.putArticle(quotedArticle(id, id === 'b' ? [] : [['one', null]]));
      expect(await store.listQuotedArticles(null, 1)).toEqual(['a']);
      expect(await store.listQuotedArticles('a', 9)).toEqual(['c']);
      expect((await store.quotesOf(['c', 'x', 'a'])).map(({ id }) => id)).toEqual(['c#1', 'a#1']);
    });
  });

  describe('the speakers of a coverage', () => {
    test('stand behind the quotes of every article once they are resolved', async () => {
      await store.putArticle(
        quotedArticle(
          'a',
          [
            ['one', 'Poe'],
            ['two', null],
          ],
          { publishedAt: '2025-03-04' },
        ),
      );
      await store.putArticle(
        quotedArticle(
          'b',
          [
            ['three', 'Ann Poe'],
            ['four', 'Ann Poe'],
          ],
          { publishedAt: '2025-03-06' },
        ),
      );
      await resolveAll();
      expect(await store.listSpeakers()).toEqual([poe]);
      expect(await ids({ speakers: ['ann-poe'] })).toEqual(['b#1', 'b#2', 'a#1']);
      expect((await store.quotesOf(['a'])).map(({ speaker }) => speaker)).toEqual([poe, null]);
      expect(await store.countQuotes(all)).toEqual([
        { speakerId: 'ann-poe', direct: 3, partial: 0, articles: 2, newest: '2025-03-06' },
        { speakerId: null, direct: 1, partial: 0, articles: 1, newest: '2025-03-04' },
      ]);
      expect(await store.countQuotes({ speakers: ['ann-poe'], filters: { until: '2025-03-05' } })).toEqual([
        { speakerId: 'ann-poe', direct: 1, partial: 0, articles: 1, newest: '2025-03-04' },
      ]);
    });

    test('are to be resolved again as soon as an article came, changed or went', async () => {
      expect(await store.findSpeakerRules()).toBeUndefined();
      await resolveAll();
      expect(await store.findSpeakerRules()).toBe('rules');
      await store.putArticle(quotedArticle('a', [['one', 'Poe']]));
      expect(await store.findSpeakerRules()).toBeUndefined();
      await resolveAll();
      await store.removeDocument('a.md');
      expect(await store.findSpeakerRules()).toBeUndefined();
    });

    test('bear another mark whenever they were put, and the same one otherwise', async () => {
      const marks = [await store.speakersMark()];
      await store.putArticle(quotedArticle('a', [['one', 'Poe']]));
      expect(await store.speakersMark()).toBe(marks[0]);
      for (let put = 1; put <= 2; put++) {
        await resolveAll();
        marks.push(await store.speakersMark());
      }
      expect(new Set(marks).size).toBe(3);
      await store.removeDocument('a.md');
      expect(await store.speakersMark()).toBe(marks[2]);
      expect(store.stamp).not.toHaveProperty('speakersPut');
    });

    test('are replaced as a whole', async () => {
      await store.putArticle(quotedArticle('a', [['one', 'Poe']]));
      await resolveAll();
      await store.putSpeakers([resolved('eve-poe', 'Eve Poe')], () => ['eve-poe'], 'other rules');
      expect((await store.listSpeakers()).map(({ id }) => id)).toEqual(['eve-poe']);
      expect(await ids({ speakers: ['ann-poe'] })).toEqual([]);
      expect(await store.findSpeakerRules()).toBe('other rules');
    });
  });
}
