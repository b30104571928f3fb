import fc from '../property.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contentHash, sha256, type Article, type Place } from '../../src/domain/article.js';
import type { Filters } from '../../src/domain/answer.js';
import type { ArticleRecord, Failure, Run, SourceState, Store, VectorChange } from '../../src/ports.js';

/** A store to test: how to make an empty one, and how to open it a second time, as another process would. */
export interface StoreUnderTest {
  store: Store;
  openAgain(): Promise<Store>;
  remove(): Promise<void>;
}

/** What every store is made with here. */
export const stamp = {
  embeddingModel: 'model@1',
  dimensions: 4,
  pipeline: '1/1/1',
  createdAt: '2025-01-01T00:00:00.000Z',
};
const dimensions = stamp.dimensions;

/** A record with one passage for each paragraph of its body. */
export function record(
  fields: Partial<Article> & { id: string; body?: string },
  document = `${fields.id}.txt`,
): ArticleRecord {
  const article: Article = {
    url: null,
    title: `Title of ${fields.id}`,
    titleDerived: false,
    outlet: null,
    authors: [],
    publishedAt: null,
    body: `Body of ${fields.id}.`,
    ...fields,
  };
  let start = 0;
  const passages = article.body.split('\n\n').map((text, ordinal) => {
    const at = start;
    start += text.length + 2;
    const textHash = sha256(`${article.title}\n${text}`);
    return { ordinal, start: at, end: at + text.length, textHash, vector: vectorOf(textHash) };
  });
  return {
    article,
    contentHash: contentHash(article),
    bands: [`b:${fields.id}`],
    passages,
    place: place(article, document),
    quotes: [],
    speakers: [],
  };
}

/** The vector of a text's hash, of unit length. */
export function vectorOf(textHash: string): Float32Array {
  const values = Array.from(
    { length: dimensions },
    (_, i) => Number.parseInt(textHash.slice(i * 2, i * 2 + 2), 16) - 127.5,
  );
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

function place({ url, title, outlet, publishedAt }: Article, document: string): Place {
  return { source: 'news', document, location: document, url, title, outlet, publishedAt };
}

const noFilters = { count: 100, filters: {}, headlineWeight: 1 };

/** What every store does, whatever it keeps its rows in. */
export function describeStore(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(`${name}, as a store`, () => {
    let tested: StoreUnderTest;
    let store: Store;
    beforeEach(async () => {
      tested = await create();
      store = tested.store;
    });
    afterEach(async () => {
      await store.close();
      await tested.remove();
    });

    const put = async (...records: ArticleRecord[]): Promise<void> => {
      for (const one of records) await store.putArticle(one);
    };
    const finish = (document: string, keep: string[], fingerprint = 'f'): ReturnType<Store['putDocument']> =>
      store.putDocument({ source: 'news', document, fingerprint }, new Set(keep));
    const search = async (...terms: string[]): Promise<string[]> => {
      const hits = await store.lexicalSearch(terms, noFilters);
      return (await store.getPassages(hits.map(({ id }) => id))).map(({ text }) => text);
    };
    const passageIds = async (): Promise<number[]> => [...(await replay(store)).keys()];

    describe('articles', () => {
      test('are found by id and by URL as they were put', async () => {
        const one = record({
          id: 'a',
          url: 'https://x.example/a',
          titleDerived: true,
          outlet: 'Ærlig Tidende',
          authors: ['José Åsen', 'B. C.'],
          publishedAt: '2025-03-04T08:00:00+02:00',
          body: 'One “quoted” line.\n\nAnother 😀 line.',
        });
        await put(one, record({ id: 'b' }));
        expect(await store.findArticle('a')).toEqual(one.article);
        expect(await store.findArticleByUrl('https://x.example/a')).toEqual(one.article);
        expect(await store.findContentHash('a')).toBe(one.contentHash);
      });

      test('that nobody put are undefined, and have no places', async () => {
        expect(await store.findArticle('a')).toBeUndefined();
        expect(await store.findArticleByUrl('https://x.example/a')).toBeUndefined();
        expect(await store.findContentHash('a')).toBeUndefined();
        expect(await store.listPlaces('a')).toEqual([]);
      });

      test('are listed by their ids, and have the addresses of all places and their bands', async () => {
        for (const id of ['c', 'a', 'b']) await put(record({ id, url: `https://x.example/${id}` }));
        await store.putPlace('b', { ...record({ id: 'b' }, 'wire.txt').place, url: 'https://wire.example/b' });
        expect(await store.listArticleIds(null, 2)).toEqual(['a', 'b']);
        expect(await store.listArticleIds('b', 2)).toEqual(['c']);
        expect(await store.listTraces(['b', 'none', 'a'])).toEqual([
          { id: 'b', urls: ['https://wire.example/b', 'https://x.example/b'], bands: ['b:b'] },
          { id: 'a', urls: ['https://x.example/a'], bands: ['b:a'] },
        ]);
      });

      test('are replaced whole: nothing of the former text is found, and passage ids are new', async () => {
        await put(record({ id: 'a', title: 'Ferry sinks', body: 'Old harbour.\n\nOld quay.' }));
        const before = await passageIds();
        await put(record({ id: 'a', title: 'Bridge opens', body: 'New tunnel.' }));
        expect((await store.findArticle('a'))!.body).toBe('New tunnel.');
        expect(await search('harbour', 'quay', 'ferry')).toEqual([]);
        expect(await search('bridge')).toEqual(['New tunnel.']);
        expect(await store.totals()).toMatchObject({ articles: 1, passages: 1 });
        expect(Math.min(...(await passageIds()))).toBeGreaterThan(Math.max(...before));
        expect(await store.getPassages(before)).toEqual([]);
        expect(await store.check()).toEqual([]);
      });

      test('are found by any shared band, each once, in the order of ids', async () => {
        await put(
          { ...record({ id: 'b' }), bands: ['1', '2', '2'] },
          { ...record({ id: 'a' }), bands: ['2', '3'] },
          { ...record({ id: 'c' }), bands: ['4'] },
        );
        expect(await store.findByBands(['1', '2', '3'])).toEqual(['a', 'b']);
        expect(await store.findByBands([])).toEqual([]);
        await put({ ...record({ id: 'a' }), bands: ['4'] });
        expect(await store.findByBands(['2', '3'])).toEqual(['b']);
      });

      test('keep the vector of a text for whoever brings it again, also after they have gone', async () => {
        const one = record({ id: 'a' });
        const { textHash, vector } = one.passages[0]!;
        expect(await store.findVector(textHash)).toBeUndefined();
        await put(one);
        await finish('a.txt', []);
        expect(await store.findArticle('a')).toBeUndefined();
        expect(await store.findVector(textHash)).toEqual(vector);
      });
    });

    describe('places and documents', () => {
      const twin = (article: Article, document: string): Place => ({
        ...place(article, document),
        title: 'As reprinted',
      });

      test('list the place of the version shown first, then the others by location', async () => {
        const one = record({ id: 'a' }, 'm.txt');
        await put(one);
        await store.putPlace('a', twin(one.article, 'z.txt'));
        await store.putPlace('a', twin(one.article, 'b.txt'));
        expect((await store.listPlaces('a')).map(({ document }) => document)).toEqual(['m.txt', 'b.txt', 'z.txt']);
        expect((await store.listPlaces('a'))[1]).toEqual(twin(one.article, 'b.txt'));
      });

      test('have one place of an article in a document; another there replaces it, and what is shown stays shown', async () => {
        const one = record({ id: 'a' }, 'm.txt');
        await put(one);
        await store.putPlace('a', { ...one.place, location: 'm.txt#2' });
        await store.putPlace('a', twin(one.article, 'b.txt'));
        expect((await store.listPlaces('a')).map(({ location }) => location)).toEqual(['m.txt#2', 'b.txt']);
      });

      test('drop an article with its last place, and count it', async () => {
        await put(record({ id: 'a' }, 'list'), record({ id: 'b' }, 'list'));
        expect(await finish('list', ['b'])).toEqual({ removed: 1, reread: [] });
        expect(await store.listArticlesOf('list')).toEqual(['b']);
        expect(await store.removeDocument('list')).toEqual({ removed: 1, reread: [] });
        expect(await store.listDocuments()).toEqual([]);
        expect(await store.totals()).toEqual({ articles: 0, passages: 0, outlets: 0, oldest: null, newest: null });
        expect(await search('body', 'title')).toEqual([]);
        expect(await store.check()).toEqual([]);
      });

      test('show an article under its next place when the one shown goes, and ask for its documents to be read again', async () => {
        const one = record({ id: 'a' }, 'm.txt');
        await put(one);
        await finish('m.txt', ['a']);
        for (const document of ['c.txt', 'b.txt']) {
          await store.putPlace('a', twin(one.article, document));
          await finish(document, ['a']);
        }
        expect(await store.removeDocument('m.txt')).toEqual({ removed: 0, reread: ['b.txt', 'c.txt'] });
        expect(await store.findArticle('a')).toEqual(one.article);
        expect((await store.listPlaces('a')).map(({ document }) => document)).toEqual(['b.txt', 'c.txt']);
        expect(await store.listDocuments()).toEqual([
          { source: 'news', document: 'b.txt', fingerprint: '' },
          { source: 'news', document: 'c.txt', fingerprint: '' },
        ]);
        expect(await store.check()).toEqual([]);
      });

      test('lose a further place without any consequence for the version shown', async () => {
        const one = record({ id: 'a' }, 'm.txt');
        await put(one);
        await store.putPlace('a', twin(one.article, 'b.txt'));
        expect(await finish('b.txt', [])).toEqual({ removed: 0, reread: [] });
        expect((await store.listPlaces('a')).map(({ document }) => document)).toEqual(['m.txt']);
      });

      test('count a document as unread from the first thing stored of it until it is finished', async () => {
        const fingerprints = async (): Promise<string[]> =>
          (await store.listDocuments()).map((known) => known.fingerprint);
        await put(record({ id: 'a' }, 'm.txt'));
        expect(await fingerprints()).toEqual(['']);
        await finish('m.txt', ['a'], 'one');
        expect(await fingerprints()).toEqual(['one']);
        await store.putPlace('a', record({ id: 'a' }, 'm.txt').place);
        expect(await fingerprints()).toEqual(['']);
      });

      test('count all documents of an article as unread when it is replaced', async () => {
        const one = record({ id: 'a' }, 'm.txt');
        await put(one);
        await store.putPlace('a', twin(one.article, 'b.txt'));
        await finish('m.txt', ['a']);
        await finish('b.txt', ['a']);
        await put(record({ id: 'a', body: 'Other.' }, 'm.txt'));
        await finish('m.txt', ['a'], 'two');
        expect(await store.listDocuments()).toEqual([
          { source: 'news', document: 'b.txt', fingerprint: '' },
          { source: 'news', document: 'm.txt', fingerprint: 'two' },
        ]);
      });
    });

    describe('filters', () => {
      beforeEach(async () => {
        await put(
          record({ id: 'a', outlet: 'The Bay Herald', authors: ['José Åsen'], publishedAt: '2025-03-01' }),
          record({
            id: 'b',
            outlet: 'Heraldic Review',
            authors: ['Jo Ng', 'Ada Lee'],
            publishedAt: '2025-03-04T23:30:00-05:00',
          }),
          record({ id: 'c', outlet: 'Packet', authors: ['Lee Ada'], publishedAt: null }),
        );
      });
      test.each<[string, Filters, string[]]>([
        ['nothing lets everything through', {}, ['a', 'b', 'c']],
        ['an outlet matches by whole words, whatever the case', { outlet: 'bay HERALD' }, ['a']],
        ['a part of a word is no match', { outlet: 'herald' }, ['a']],
        ['an author matches without accents', { author: 'jose asen' }, ['a']],
        ['an accent in the filter does not matter', { author: 'Josè' }, ['a']],
        ['words of two authors together are no author', { author: 'ng ada' }, []],
        ['any author of an article counts', { author: 'ada lee' }, ['b']],
        ['the first day is included', { since: '2025-03-01' }, ['a', 'b']],
        ['the last day is included, by the day of the outlet', { since: '2025-03-04', until: '2025-03-04' }, ['b']],
        ['undated articles fail a filter by date', { until: '2030-01-01' }, ['a', 'b']],
        ['all filters hold together', { outlet: 'packet', since: '2025-01-01' }, []],
        ['a filter without letters matches nothing', { outlet: '—' }, []],
        ['nothing in a filter is syntax', { outlet: `'; DROP TABLE articles; --%_"` }, []],
      ])('%s', async (_, filters, ids) => {
        expect((await store.countMatching(filters)).articles).toBe(ids.length);
        const matching = await store.matchingPassages(filters);
        const all = await store.getPassages(matching === null ? await passageIds() : [...matching]);
        expect(all.map(({ articleId }) => articleId).sort()).toEqual(ids);
        const hits = await store.lexicalSearch(['body'], { ...noFilters, filters });
        const found = await store.getPassages(hits.map(({ id }) => id));
        expect(found.map(({ articleId }) => articleId).sort()).toEqual(ids);
      });

      test('tell the newest date among what they let through', async () => {
        expect(await store.countMatching({ outlet: 'herald' })).toEqual({ articles: 1, newest: '2025-03-01' });
        expect(await store.countMatching({ outlet: 'packet' })).toEqual({ articles: 1, newest: null });
      });

      test('have lists of outlets and authors to choose from, and counts by source', async () => {
        await put(record({ id: 'd', outlet: 'Packet', authors: ['Jo Ng'] }));
        expect((await store.listOutlets())[0]).toEqual({ outlet: 'Packet', articles: 2 });
        expect((await store.listAuthors())[0]).toEqual({ author: 'Jo Ng', articles: 2 });
        expect(await store.countBySource()).toEqual([{ source: 'news', articles: 4 }]);
        expect(await store.totals()).toMatchObject({ articles: 4, outlets: 3, oldest: '2025-03-01' });
      });
    });

    describe('search by words', () => {
      beforeEach(async () => {
        await put(
          record({
            id: 'a',
            title: 'Ferry inquiry',
            body: 'The harbour master said the ferry was late.\n\nNo one spoke.',
          }),
          record({ id: 'b', title: 'Café', body: 'Ferries NEAR the naïve harbours; AND, OR, NOT "said": 44*2^3.' }),
        );
      });

      test('finds other forms of a word, with and without accents and capitals', async () => {
        expect(await search('HARBOURS')).toHaveLength(2);
        expect(await search('naive')).toHaveLength(1);
        expect(await search('cafe')).toHaveLength(1);
      });

      test('finds phrases only in their order', async () => {
        expect(await search('harbour master')).toHaveLength(1);
        expect(await search('master harbour')).toEqual([]);
      });

      test('gives the best first, with positive scores, and no more than asked for', async () => {
        const hits = await store.lexicalSearch(['ferry', 'late'], noFilters);
        expect(hits.length).toBeGreaterThan(1);
        expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).sort((x, y) => y - x));
        expect(hits.every(({ score }) => score > 0)).toBe(true);
        expect(await store.lexicalSearch(['ferry'], { ...noFilters, count: 1 })).toHaveLength(1);
      });

      test('weighs the headline as it is told to', async () => {
        const scoreOfSecond = async (headlineWeight: number): Promise<number> => {
          const hits = await store.lexicalSearch(['inquiry'], { ...noFilters, headlineWeight });
          return hits[0]!.score;
        };
        expect(await scoreOfSecond(4)).toBeGreaterThan(await scoreOfSecond(1));
      });

      test('scores as in a store filled at once, however often articles were replaced and removed', async () => {
        const body = (words: number): string => `The ferry was late. ${'It rained. '.repeat(words)}`;
        for (let id = 1; id <= 6; id++) await store.putArticle(record({ id: `a${id}`, body: body(id) }));
        const before = (await store.lexicalSearch(['ferry'], noFilters)).map(({ score }) => score);
        for (let round = 0; round < 10; round++) {
          await store.putArticle(record({ id: 'a6', body: body(40) }));
          await store.putArticle(record({ id: 'gone', body: body(90) }));
          await store.removeDocument('gone.txt');
        }
        await store.putArticle(record({ id: 'a6', body: body(6) }));
        const after = (await store.lexicalSearch(['ferry'], noFilters)).map(({ score }) => score);
        expect(after).toEqual(before);
      });

      test('orders equal scores by id', async () => {
        await put(...['x', 'y', 'z'].map((id) => record({ id, title: 'T', body: 'Same walrus here.' })));
        const ids = (await store.lexicalSearch(['walrus'], noFilters)).map(({ id }) => id);
        expect(ids).toHaveLength(3);
        expect(ids).toEqual([...ids].sort((x, y) => x - y));
      });

      test('finds nothing for no terms, and for terms without a letter or digit', async () => {
        expect(await store.lexicalSearch([], noFilters)).toEqual([]);
        expect(await store.lexicalSearch(['', ' ', '"', '—', '*'], noFilters)).toEqual([]);
      });

      test('counts the passages that hold each term, in the order of the terms', async () => {
        expect(await store.passageFrequencies(['ferry', 'walrus', '"', 'spoke', 'harbour master'])).toEqual([
          3, 0, 0, 1, 1,
        ]);
      });

      test('never takes a term for syntax: any text is searched for as it stands, and finds the passage that holds it', async () => {
        const piece = fc.oneof(
          fc.constantFrom(
            '"',
            '""',
            'NEAR(',
            ')',
            '*',
            ':',
            '^',
            '-',
            '+',
            'AND',
            'OR',
            'NOT',
            'NEAR/2',
            'title:',
            '{',
            '}',
            '\0',
            "'",
          ),
          fc.string({ unit: 'binary', maxLength: 6 }),
          fc.string({ unit: 'grapheme', maxLength: 6 }),
        );
        const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(' '));
        await fc.assert(
          fc.asyncProperty(fc.array(text, { maxLength: 4 }), async (terms) => {
            // A known word beside them is found whatever they are, and alone by itself.
            const hits = await store.lexicalSearch([...terms, 'spoke'], noFilters);
            expect(hits.length).toBeGreaterThan(0);
            expect(await store.passageFrequencies(terms)).toHaveLength(terms.length);
          }),
          { numRuns: 200 },
        );
        await fc.assert(
          fc.asyncProperty(text, async (odd) => {
            await put(record({ id: 'odd', body: `Unusual ${odd} walrus.` }));
            expect(await search(`unusual ${odd} walrus`)).toHaveLength(1);
          }),
          { numRuns: 60 },
        );
      });

      test('takes a thousand terms', async () => {
        expect(await search(...Array.from({ length: 1000 }, (_, i) => `term${i}`), 'spoke')).toHaveLength(1);
      });
    });

    describe('passages', () => {
      test('are slices of their articles bodies, in the order asked for; unknown ids are left out', async () => {
        const body = 'Erste Zeile — “ja”.\n\n😀 Zweite 𝔘 Zeile.\n\nDritte.';
        const one = record({ id: 'a', body });
        await put(one);
        const ids = (await passageIds()).reverse();
        const passages = await store.getPassages([ids[0]!, 999_999, ...ids.slice(1)]);
        expect(passages.map(({ id }) => id)).toEqual(ids);
        expect(passages.map(({ ordinal }) => ordinal)).toEqual([2, 1, 0]);
        for (const { text, start, end, article } of passages) {
          expect(text).toBe(body.slice(start, end));
          expect({ ...article, body }).toEqual(one.article);
        }
      });

      test('have their vectors under their ids; unknown ids are left out', async () => {
        const one = record({ id: 'a', body: 'One.\n\nTwo.' });
        await put(one);
        const ids = await passageIds();
        expect(await store.getVectors([...ids, 999_999])).toEqual(
          new Map(ids.map((id, i) => [id, one.passages[i]!.vector])),
        );
      });

      test('with the same text share a vector, and each keeps it when the other goes', async () => {
        const fields = { title: 'Same', body: 'Same.' };
        await put(record({ id: 'a', ...fields }), record({ id: 'b', ...fields }));
        await finish('a.txt', []);
        const [id] = await passageIds();
        expect((await store.getVectors([id!])).size).toBe(1);
        expect(await store.check()).toEqual([]);
      });
    });

    describe('changes of the set of vectors', () => {
      test('come in order, from any sequence number on; the last number is that of the last change', async () => {
        expect(await store.lastSequence()).toBe(0);
        await put(record({ id: 'a', body: 'One.\n\nTwo.' }));
        const middle = await store.lastSequence();
        await put(record({ id: 'b' }));
        const last = await store.lastSequence();
        const changes = await listChanges(store, 0);
        expect(changes.map(({ seq }) => seq)).toEqual(changes.map(({ seq }) => seq).sort((x, y) => x - y));
        expect(changes.at(-1)!.seq).toBe(last);
        expect(await listChanges(store, middle)).toEqual(changes.filter(({ seq }) => seq > middle));
        expect(await listChanges(store, last)).toEqual([]);
      });

      test('replayed from any moment, give the passages that there are, whatever was put and removed, also to another process', async () => {
        const ids = ['a', 'b', 'c', 'd'];
        const step = fc.oneof(
          fc.record({
            kind: fc.constant('put' as const),
            id: fc.constantFrom(...ids),
            paragraphs: fc.integer({ min: 1, max: 3 }),
            salt: fc.nat(5),
          }),
          fc.record({ kind: fc.constant('remove' as const), id: fc.constantFrom(...ids) }),
          fc.record({ kind: fc.constant('look' as const) }),
        );
        await fc.assert(
          fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
            const other = await tested.openAgain();
            const model = new Map<string, Float32Array[]>();
            let follower = { seq: 0, vectors: new Map<number, Float32Array>() };
            try {
              for (const id of ids) await store.removeDocument(`${id}.txt`);
              follower = await follow(other, follower);
              for (const act of steps) {
                if (act.kind === 'put') {
                  const body = Array.from({ length: act.paragraphs }, (_, i) => `Part ${i} of ${act.salt}.`).join(
                    '\n\n',
                  );
                  const one = record({ id: act.id, body });
                  await put(one);
                  model.set(
                    act.id,
                    one.passages.map(({ vector }) => vector),
                  );
                } else if (act.kind === 'remove') {
                  await store.removeDocument(`${act.id}.txt`);
                  model.delete(act.id);
                } else follower = await follow(other, follower);
              }
              follower = await follow(other, follower);
              const expected = [...model.values()].flat();
              expect(sorted(follower.vectors.values())).toEqual(sorted(expected));
              expect(await replay(store)).toEqual(follower.vectors);
              expect(await other.getVectors([...follower.vectors.keys()])).toEqual(follower.vectors);
              expect((await store.totals()).passages).toBe(expected.length);
              expect(await store.check()).toEqual([]);
            } finally {
              await other.close();
            }
          }),
          { numRuns: 25 },
        );
      });
    });

    describe('what is remembered of the web', () => {
      const validators = { etag: '"v1"', lastModified: 'Mon, 02 Jun 2025 07:30:00 GMT' };
      const state = (source: string, failedTries = 0): SourceState => ({
        source,
        lastTry: '2025-06-01T10:00:00.000Z',
        lastSuccess: null,
        failedTries,
        feed: { address: `${source}/feed`, validators },
      });

      test('validators come back with their document, and go when it is read without', async () => {
        const document = { source: 'news', document: 'p', fingerprint: 'f' };
        for (const given of [validators, { etag: null, lastModified: 'x' }, { etag: 'y', lastModified: null }]) {
          await store.putDocument({ ...document, validators: given }, new Set());
          expect(await store.listDocuments()).toEqual([{ ...document, validators: given }]);
        }
        await store.putDocument(document, new Set());
        expect(await store.listDocuments()).toEqual([document]);
      });

      test('states of sources are kept one by one, and forgotten with their sources', async () => {
        expect(await store.listSourceStates()).toEqual([]);
        for (const source of ['b', 'a', 'c']) await store.putSourceState(state(source));
        await store.putSourceState(state('a', 3));
        expect(await store.listSourceStates()).toEqual([state('a', 3), state('b'), state('c')]);
        await store.keepSourceStates(['c', 'other', 'a']);
        expect(await store.listSourceStates()).toEqual([state('a', 3), state('c')]);
        await store.keepSourceStates([]);
        expect(await store.listSourceStates()).toEqual([]);
      });
    });

    test('sealing leaves all that was written, and everything can be written after it', async () => {
      await put(record({ id: 'a' }));
      await store.seal();
      await put(record({ id: 'b' }));
      await store.seal();
      expect(await store.check()).toEqual([]);
      expect((await store.totals()).articles).toBe(2);
    });

    describe('failures and runs', () => {
      const failure = (n: number): Failure => ({
        source: 'news',
        location: `f#${n}`,
        code: 'CONTENT_EMPTY',
        message: 'm',
        at: 't',
      });
      const counts = { added: 1, changed: 2, unchanged: 3, removed: 4, duplicates: 5, failed: 6, embedded: 7 };
      const run = (startedAt: string): Run => ({ mode: 'changed', startedAt, finishedAt: 'later', counts });

      test('failures are replaced as a whole and keep their order', async () => {
        expect(await store.listFailures()).toEqual([]);
        await store.putFailures([failure(2), failure(1)]);
        expect(await store.listFailures()).toEqual([failure(2), failure(1)]);
        await store.putFailures([]);
        expect(await store.listFailures()).toEqual([]);
      });

      test('the last run is the one that was put last', async () => {
        expect(await store.findLastRun()).toBeUndefined();
        await store.putRun(run('2025'));
        await store.putRun(run('2024'));
        expect(await store.findLastRun()).toEqual(run('2024'));
      });
    });

    test('all of it is there when it is opened again, with its stamp', async () => {
      await put(record({ id: 'a', body: 'One.\n\nTwo.' }));
      await finish('a.txt', ['a']);
      const other = await tested.openAgain();
      try {
        expect(other.stamp).toMatchObject(stamp);
        expect(await other.findArticle('a')).toEqual(await store.findArticle('a'));
        expect(await other.listDocuments()).toEqual([{ source: 'news', document: 'a.txt', fingerprint: 'f' }]);
        expect(await replay(other)).toEqual(await replay(store));
        expect(await other.bytes()).toBeGreaterThan(0);
      } finally {
        await other.close();
      }
    });
  });
}

async function listChanges(store: Store, seq: number): Promise<VectorChange[]> {
  const changes: VectorChange[] = [];
  for await (const change of store.vectorChanges(seq)) changes.push(change);
  return changes;
}

/** The set of vectors that all changes lead to. */
export async function replay(store: Store): Promise<Map<number, Float32Array>> {
  return (await follow(store, { seq: 0, vectors: new Map() })).vectors;
}

async function follow(
  store: Store,
  { seq, vectors }: { seq: number; vectors: Map<number, Float32Array> },
): Promise<{ seq: number; vectors: Map<number, Float32Array> }> {
  for await (const change of store.vectorChanges(seq)) {
    if (change.vector === null) vectors.delete(change.id);
    else vectors.set(change.id, change.vector);
    seq = change.seq;
  }
  return { seq, vectors };
}

function sorted(vectors: Iterable<Float32Array>): string[] {
  return Array.from(vectors, (vector) => vector.join()).sort();
}
