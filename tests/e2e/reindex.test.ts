import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeEmbedder } from '../fakes/embedder.js';
import { startServer, type LocalServer } from '../adapters/embedding/local-server.js';
import { createApp, type ReindexReport } from '../../src/app.js';
import { parseConfig } from '../../src/config.js';
import type { Progress } from '../../src/ports.js';
import { listGenerations, findCurrentGeneration } from '../../src/adapters/generations.js';
import { createWorkspace, jsonLines, story, type Workspace } from './reindex-workspace.js';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await createWorkspace();
});
afterEach(async () => {
  await workspace.close();
});

const page = (title: string, body: string): string => `# ${title}\n\n${body}\n`;
const titles = async (): Promise<string[]> => (await workspace.articles()).map(({ title }) => title).sort();
const noCounts = { added: 0, changed: 0, unchanged: 0, removed: 0, duplicates: 0, failed: 0, embedded: 0 };
/** Two near-identical bodies: the second has one word more. */
const wire = story('harbour', 4);
const reprint = `${wire} Again.`;

describe('the progress of a run', () => {
  test('counts from 0 up to all there is, whatever fails, repeats itself or is read again', async () => {
    const told = async (full: boolean): Promise<Progress[]> => {
      const updates: Progress[] = [];
      await workspace.app.reindex({ full, onProgress: (progress) => updates.push(progress) });
      return updates;
    };
    const check = (updates: readonly Progress[]): void => {
      let before = 0;
      // Saving and checking count something else.
      const counted = updates.filter(({ phase }) => phase === 'embedding' || phase === 'reading');
      for (const { done, total } of counted) {
        expect(done).toBeGreaterThanOrEqual(before);
        // Before the sources are listed, it is not known.
        expect(done).toBeLessThanOrEqual(total ?? 0);
        before = done;
      }
      expect(counted.at(-1)!.done).toBe(counted.at(-1)!.total);
    };
    workspace.write({
      'news/0.jsonl': 'no JSON\n',
      'news/a.md': page('Alder', story('alder', 40)),
      'news/b.jsonl': jsonLines(
        { id: 'b', title: 'B', body: story('birch') },
        { id: 'b', title: 'Another', body: story('beech') },
        { id: 'c', title: 'C', body: story('cedar') },
      ),
      'news/c.md': page('Wire', wire),
      'news/d.md': page('Reprint', reprint),
      'news/e.jsonl': '',
    });
    const first = await told(false);
    expect(first.at(-1)!.failures).toBeGreaterThan(1);
    check(first);
    check(await told(false));
    // The shown version goes, and its reprint is read again.
    workspace.remove('news/c.md');
    check(await told(false));
    // What cannot be read any more is carried over into the new generation.
    workspace.write({ 'news/b.jsonl': 'no JSON\n' });
    const carried = await told(true);
    check(carried);
    expect(await titles()).toContain('C');
  });
});

describe('what a run counts', () => {
  test('every article is added by the first run and unchanged in the next, which embeds nothing', async () => {
    workspace.write({
      'news/a.md': page('Alder', story('alder')),
      'news/list.jsonl': jsonLines({ title: 'B', body: story('birch') }, { title: 'C', body: story('cedar') }),
    });
    const first = await workspace.reindex();
    expect(first).toMatchObject({ mode: 'full', cancelled: false, failures: [], totals: { articles: 3 } });
    expect(first.counts).toEqual({ ...noCounts, added: 3, embedded: workspace.embedder.passages.length });

    const embedded = workspace.embedder.passages.length;
    const second = await workspace.reindex();
    expect(second).toMatchObject({ mode: 'changed', generation: first.generation });
    expect(second.counts).toEqual({ ...noCounts, unchanged: 3 });
    expect(workspace.embedder.passages).toHaveLength(embedded);
  });

  test('a changed article replaces itself, an added one comes, a removed one goes', async () => {
    workspace.write({
      'news/a.md': page('Alder', story('alder')),
      'news/b.md': page('Birch', story('birch')),
      'news/c.md': page('Cedar', story('cedar')),
    });
    await workspace.reindex();
    workspace.write({
      'news/a.md': page('Alder', `${story('alder')} Corrected.`),
      'news/d.md': page('D', story('dahlia')),
    });
    workspace.remove('news/b.md');
    const { counts } = await workspace.reindex();
    expect(counts).toEqual({ ...noCounts, added: 1, changed: 1, removed: 1, unchanged: 1, embedded: counts.embedded });
    expect(await titles()).toEqual(['Alder', 'Cedar', 'D']);
    expect((await workspace.articles()).find(({ title }) => title === 'Alder')!.body).toMatch(/Corrected\.$/);
  });

  test('of a changed article, only passages with another text are embedded', async () => {
    const long = story('alder', 30);
    workspace.write({ 'news/a.md': page('Alder', long) });
    const first = await workspace.reindex();
    workspace.write({ 'news/a.md': page('Alder', `${long} Corrected.`) });
    const second = await workspace.reindex();
    expect(first.counts.embedded).toBeGreaterThan(5);
    expect(second.counts).toMatchObject({ changed: 1, embedded: 1 });
  });

  test('the last run is remembered as it was reported', async () => {
    workspace.write({ 'news/a.md': page('Alder', story('alder')) });
    const { counts, mode, startedAt, finishedAt } = await workspace.reindex();
    expect((await workspace.app.status()).lastRun).toEqual({ counts, mode, startedAt, finishedAt });
  });

  test('articles from JSON lines without URLs are embedded in batches, not one by one', async () => {
    const calls: number[] = [];
    await workspace.reopen({
      embedder: createFakeEmbedder({ maxBatch: 64, onTexts: async (texts) => void calls.push(texts.length) }),
    });
    const records = Array.from({ length: 40 }, (_, i) => ({ title: `Story ${i}`, body: story(`topic${i}x`) }));
    workspace.write({ 'news/list.jsonl': jsonLines(...records) });
    await workspace.reindex();
    expect(calls).toEqual([40]);
  });
});

describe('files that move', () => {
  test('a renamed file is one article still, and keeps its vectors', async () => {
    workspace.write({ 'news/b.md': page('Birch', story('birch')) });
    await workspace.reindex();
    workspace.remove('news/b.md');
    workspace.write({ 'news/a.md': page('Birch', story('birch')) });
    const { counts } = await workspace.reindex();
    expect(counts).toEqual({ ...noCounts, added: 1, removed: 1 });
    const [article, ...others] = await workspace.articles();
    expect(others).toEqual([]);
    expect((await workspace.app.article(article!.id)).places.map(({ document }) => document)).toEqual(['news/a.md']);
  });

  test('articles with ids of their own are unchanged when their file is renamed', async () => {
    const list = jsonLines(
      { id: 'b', title: 'B', body: story('birch') },
      { id: 'c', title: 'C', body: story('cedar') },
    );
    workspace.write({ 'news/old.jsonl': list });
    await workspace.reindex();
    workspace.remove('news/old.jsonl');
    workspace.write({ 'news/new.jsonl': list });
    expect((await workspace.reindex()).counts).toEqual({ ...noCounts, unchanged: 2 });
    expect((await workspace.app.article('b')).places.map(({ location }) => location)).toEqual(['news/new.jsonl#1']);
  });

  test('a file renamed and rewritten at once keeps its id, in the same run', async () => {
    workspace.write({ 'news/old.jsonl': jsonLines({ id: 'b', title: 'B', body: story('birch') }) });
    await workspace.reindex();
    workspace.remove('news/old.jsonl');
    workspace.write({ 'news/new.jsonl': jsonLines({ id: 'b', title: 'B', body: story('cedar') }) });
    const report = await workspace.reindex();
    expect(report.failures).toEqual([]);
    expect(report.counts).toMatchObject({ added: 1, removed: 1, failed: 0 });
    expect((await workspace.app.article('b')).body).toBe(story('cedar'));
  });

  test('a record that takes another id, corrected or not, is indexed under it', async () => {
    workspace.write({
      'news/list.jsonl': jsonLines({ id: 'a', title: 'A', body: wire }, { id: 'b', title: 'B', body: story('birch') }),
    });
    await workspace.reindex();
    workspace.write({
      'news/list.jsonl': jsonLines(
        { id: 'a2', title: 'A', body: reprint },
        { id: 'b2', title: 'B', body: story('birch') },
      ),
    });
    const { counts } = await workspace.reindex();
    expect(counts).toMatchObject({ added: 2, removed: 2, duplicates: 0 });
    expect((await workspace.articles()).map(({ id, body }) => [id, body])).toEqual([
      ['a2', reprint],
      ['b2', story('birch')],
    ]);
  });

  test('a line taken out of a file without ids takes none of the others with it', async () => {
    const records = ['alder', 'birch', 'cedar'].map((topic) => ({ title: topic, body: story(topic) }));
    workspace.write({ 'news/list.jsonl': jsonLines(...records) });
    await workspace.reindex();
    workspace.write({ 'news/list.jsonl': jsonLines(records[1]!, { title: 'new', body: story('dahlia') }) });
    await workspace.reindex();
    expect(await titles()).toEqual(['birch', 'new']);
  });
});

describe('what cannot be read', () => {
  test('a bad file is reported, keeps its old article, and is tried again', async () => {
    workspace.write({ 'news/a.md': page('Alder', story('alder')), 'news/b.md': page('Birch', story('birch')) });
    await workspace.reindex();
    workspace.write({ 'news/b.md': Uint8Array.from([0, 1, 2, 3, 0, 255, 254, 0]) });
    for (const full of [false, false, true]) {
      const { counts, failures } = await workspace.reindex({ full });
      expect(counts.failed).toBe(1);
      expect(failures).toMatchObject([{ source: 'news', location: 'news/b.md', code: 'CONTENT_BINARY' }]);
      expect((await workspace.app.status()).failures).toEqual(failures);
      expect(await titles()).toEqual(['Alder', 'Birch']);
    }
    workspace.write({ 'news/b.md': page('Birch', story('birch')) });
    expect(await workspace.reindex()).toMatchObject({ failures: [], counts: { failed: 0 } });
    expect((await workspace.app.status()).failures).toEqual([]);
  });

  test('a broken line is reported with its number, keeps what it held, and the others come', async () => {
    const good = [1, 2, 3].map((n) => ({ id: `n${n}`, title: `N${n}`, body: story(`number${n}x`) }));
    workspace.write({ 'news/list.jsonl': jsonLines(...good) });
    await workspace.reindex();
    workspace.write({
      'news/list.jsonl': jsonLines(good[0]!, '{"id": "n2", "title": ', good[2]!, { id: 'n4', title: 'N4', body: wire }),
    });
    for (const full of [false, true]) {
      const { failures } = await workspace.reindex({ full });
      expect(failures).toMatchObject([{ location: 'news/list.jsonl#2', code: 'CONTENT_MALFORMED' }]);
      expect((await workspace.articles()).map(({ id }) => id)).toEqual(['n1', 'n2', 'n3', 'n4']);
    }
    workspace.write({ 'news/list.jsonl': jsonLines(good[0]!, good[2]!) });
    expect((await workspace.reindex()).counts).toMatchObject({ removed: 2, unchanged: 2, failed: 0 });
  });

  test('a missing folder loses nothing', async () => {
    workspace.write({ 'news/a.md': page('Alder', story('alder')) });
    await workspace.reindex();
    workspace.remove('news');
    for (const full of [false, true]) {
      const { failures, counts } = await workspace.reindex({ full });
      expect(failures).toMatchObject([{ source: 'news', code: 'SOURCE_NOT_FOUND' }]);
      expect(counts).toMatchObject({ removed: 0, embedded: 0 });
      expect(await titles()).toEqual(['Alder']);
    }
  });

  test('a source that is no longer named takes its articles with it', async () => {
    workspace.write({ 'news/a.md': page('Alder', story('alder')), 'more/b.md': page('Birch', story('birch')) });
    await workspace.reopen({ settings: { ONRECORD_SOURCES: 'news,more' } });
    await workspace.reindex();
    expect(await titles()).toEqual(['Alder', 'Birch']);
    await workspace.reopen({ settings: { ONRECORD_SOURCES: 'news' } });
    expect((await workspace.reindex()).counts).toMatchObject({ removed: 1, unchanged: 1 });
    expect(await titles()).toEqual(['Alder']);
  });
});

describe('the same article twice', () => {
  test('is kept once, with both places', async () => {
    workspace.write({
      'news/a.jsonl': jsonLines({ id: 'a', title: 'Quay vote', outlet: 'Courier', body: wire }),
      'news/b.jsonl': jsonLines({ id: 'b', title: 'Vote on quay', outlet: 'Packet', body: reprint }),
    });
    expect((await workspace.reindex()).counts).toMatchObject({ added: 1, duplicates: 1 });
    const article = await workspace.app.article('a');
    expect(article.places.map(({ document, title, outlet }) => [document, title, outlet])).toEqual([
      ['news/a.jsonl', 'Quay vote', 'Courier'],
      ['news/b.jsonl', 'Vote on quay', 'Packet'],
    ]);
    await expect(workspace.app.article('b')).rejects.toMatchObject({ code: 'ARTICLE_NOT_FOUND' });
  });

  test('one URL is one article, however different the two texts are', async () => {
    const url = 'https://courier.example/vote';
    workspace.write({
      'news/a.jsonl': jsonLines({ id: 'a', url, title: 'A', body: wire }),
      'news/b.jsonl': jsonLines({ id: 'b', url: `${url}?utm_source=x`, title: 'B', body: story('cedar') }),
    });
    expect((await workspace.reindex()).counts).toMatchObject({ added: 1, duplicates: 1 });
  });

  test('the twin takes over when the version shown goes', async () => {
    workspace.write({
      'news/a.jsonl': jsonLines({ id: 'a', title: 'A', body: wire }),
      'news/b.jsonl': jsonLines({ id: 'b', title: 'B', body: reprint }),
      'news/c.jsonl': jsonLines({ id: 'c', title: 'C', body: `${reprint} More.` }),
    });
    await workspace.reindex();
    workspace.remove('news/a.jsonl');
    expect((await workspace.reindex()).counts).toMatchObject({ added: 1, removed: 1, duplicates: 1 });
    expect((await workspace.articles()).map(({ id, body }) => [id, body])).toEqual([['b', reprint]]);
    expect((await workspace.app.article('b')).places.map(({ document }) => document)).toEqual([
      'news/b.jsonl',
      'news/c.jsonl',
    ]);
  });

  test('the twin comes back when the version shown becomes another story', async () => {
    workspace.write({
      'news/b.jsonl': jsonLines({ id: 'b', title: 'B', body: wire }),
      'news/c.jsonl': jsonLines({ id: 'c', title: 'C', body: reprint }),
    });
    await workspace.reindex();
    workspace.write({ 'news/b.jsonl': jsonLines({ id: 'b', title: 'B', body: story('birch') }) });
    await workspace.reindex();
    expect((await workspace.articles()).map(({ id, body }) => [id, body])).toEqual([
      ['b', story('birch')],
      ['c', reprint],
    ]);
  });

  test('nothing is lost when the version shown goes and the source of its twin cannot be reached', async () => {
    await workspace.reopen({ settings: { ONRECORD_SOURCES: 'news,more' } });
    const twin = jsonLines({ id: 'b', title: 'B', body: reprint });
    workspace.write({ 'news/a.jsonl': jsonLines({ id: 'a', title: 'A', body: wire }), 'more/b.jsonl': twin });
    await workspace.reindex();
    workspace.remove('news/a.jsonl', 'more');
    await workspace.reindex();
    expect((await workspace.articles()).map(({ body }) => body)).toEqual([wire]);
    workspace.write({ 'more/b.jsonl': twin });
    await workspace.reindex();
    expect((await workspace.articles()).map(({ id, body }) => [id, body])).toEqual([['b', reprint]]);
  });

  test('two different articles with one id are an ID_CONFLICT for the second, in every run, until the first has gone', async () => {
    workspace.write({
      'news/a.jsonl': jsonLines({ id: 'x', title: 'A', body: story('alder') }),
      'news/b.jsonl': jsonLines({ id: 'x', title: 'B', body: story('birch') }, { id: 'y', title: 'C', body: wire }),
    });
    for (const full of [false, false, true]) {
      const { failures } = await workspace.reindex({ full });
      expect(failures).toMatchObject([{ location: 'news/b.jsonl#1', code: 'ID_CONFLICT' }]);
      expect(failures[0]!.message).toContain('news/a.jsonl#1');
      expect(await titles()).toEqual(['A', 'C']);
    }
    workspace.remove('news/a.jsonl');
    expect(await workspace.reindex()).toMatchObject({ failures: [], counts: { failed: 0 } });
    expect(await titles()).toEqual(['B', 'C']);
  });

  test('two different records of one file with one id are an ID_CONFLICT for the later', async () => {
    workspace.write({
      'news/a.jsonl': jsonLines({ id: 'x', title: 'A', body: wire }, { id: 'x', title: 'B', body: story('birch') }),
    });
    expect((await workspace.reindex()).failures).toMatchObject([{ location: 'news/a.jsonl#2', code: 'ID_CONFLICT' }]);
    expect(await titles()).toEqual(['A']);
  });
});

describe('a full run', () => {
  test('computes no vector again, moves CURRENT to a new generation, and keeps the one before', async () => {
    workspace.write({ 'news/a.md': page('Alder', story('alder')), 'news/b.md': page('Birch', story('birch')) });
    const generations = [await workspace.reindex(), await workspace.reindex({ full: true })];
    expect(generations[1]).toMatchObject({ mode: 'full', counts: { added: 2, embedded: 0 } });
    expect(await findCurrentGeneration(workspace.dataDir)).toBe(generations[1]!.generation);
    generations.push(await workspace.reindex({ full: true }));
    expect(await listGenerations(workspace.dataDir)).toEqual([generations[1]!.generation, generations[2]!.generation]);
  });

  test('is done by itself when the embedding model has changed; until then, a search is refused', async () => {
    workspace.write({ 'news/a.md': page('Alder', story('alder')) });
    await workspace.reindex();
    await workspace.reopen({ embedder: createFakeEmbedder({ model: 'other@1', dimensions: 16 }) });
    const ask = (): Promise<unknown> =>
      workspace.app.search({ text: 'alder council', filters: {}, askedOn: '2025-01-01' }, { limit: 3 });
    await expect(ask()).rejects.toMatchObject({ code: 'MODEL_CHANGED' });
    expect(await workspace.reindex()).toMatchObject({ mode: 'full', counts: { added: 1, embedded: 1 } });
    expect(await ask()).toHaveLength(1);
    expect(await workspace.reindex()).toMatchObject({ mode: 'changed' });
  });

  test('goes on with what a cancelled full run has done', async () => {
    const abort = new AbortController();
    let calls = 0;
    const onTexts = async (): Promise<void> => {
      if (++calls === 4) abort.abort();
    };
    await workspace.reopen({ embedder: createFakeEmbedder({ onTexts }) });
    for (let i = 0; i < 6; i++) workspace.write({ [`news/${i}.md`]: page(`Story ${i}`, story(`topic${i}x`)) });
    const first = await workspace.app.reindex({ full: true, signal: abort.signal });
    expect(first).toMatchObject({ cancelled: true, counts: { added: 3, embedded: 3 }, totals: { articles: 3 } });
    expect(await findCurrentGeneration(workspace.dataDir)).toBeUndefined();
    const second = await workspace.reindex({ full: true });
    expect(second).toMatchObject({ generation: first.generation, counts: { added: 3, unchanged: 3, embedded: 3 } });
  });

  test('builds a new index beside one that is damaged or lost; any other run refuses it', async () => {
    workspace.write({ 'news/a.md': page('Alder', story('alder')) });
    const damages: Record<string, (file: string) => void> = {
      INDEX_CORRUPT: (file) => workspace.write({ [file]: 'no database' }),
      INDEX_MISSING: (file) => workspace.remove(file),
    };
    for (const [code, damage] of Object.entries(damages)) {
      const { generation } = await workspace.reindex({ full: true });
      await workspace.reopen({});
      damage(`index/generations/${generation}/coverage.sqlite`);
      await expect(workspace.reindex()).rejects.toMatchObject({ code, hint: expect.stringContaining('--full') });
      expect(await workspace.reindex({ full: true })).toMatchObject({ mode: 'full', totals: { articles: 1 } });
    }
    workspace.write({ 'index/CURRENT': 'nonsense\n' });
    await expect(workspace.reindex()).rejects.toMatchObject({ code: 'INDEX_CORRUPT' });
    expect(await workspace.reindex({ full: true })).toMatchObject({ mode: 'full', totals: { articles: 1 } });
  });
});

describe('pages', () => {
  let server: LocalServer;
  const status = new Map<string, number>();
  beforeEach(async () => {
    status.clear();
    server = await startServer((request, response) => {
      const name = request.url!.slice(1);
      const paragraphs = story(name, 4)
        .split('\n\n')
        .map((text) => `<p>${text}</p>`);
      response
        .writeHead(status.get(name) ?? 200, { 'content-type': 'text/html' })
        .end(
          `<html><head><title>${name}</title></head><body><article><h1>${name}</h1>${paragraphs.join('')}</article>`,
        );
    });
    await workspace.reopen({
      settings: {
        ONRECORD_SOURCES: `${server.url}/alder,${server.url}/birch`,
        ONRECORD_ALLOW_PRIVATE_ADDRESSES: 'true',
      },
    });
  });
  afterEach(async () => {
    await server.close();
  });

  test.each([404, 410])('that a server answers with %i go', async (gone) => {
    await workspace.reindex();
    expect(await titles()).toEqual(['alder', 'birch']);
    status.set('birch', gone);
    expect((await workspace.reindex()).counts).toMatchObject({ removed: 1, unchanged: 1, failed: 1 });
    expect(await titles()).toEqual(['alder']);
  });

  test('that a server answers with 500 stay, in a full run too, and their vectors with them', async () => {
    await workspace.reindex();
    status.set('birch', 500);
    for (const full of [false, true]) {
      const { counts, failures } = await workspace.reindex({ full });
      expect(counts).toMatchObject({ removed: 0, failed: 1, embedded: 0 });
      expect(failures).toMatchObject([{ source: `${server.url}/birch`, code: 'HTTP_FAILED' }]);
      expect(await titles()).toEqual(['alder', 'birch']);
    }
  });

  test('of a server that is down are carried over by a full run, also with another model', async () => {
    await workspace.reindex();
    const before = await workspace.articles();
    await server.close();
    await workspace.reopen({
      embedder: createFakeEmbedder({ model: 'other@1' }),
      settings: { ONRECORD_SOURCES: `${server.url}/alder,${server.url}/birch` },
    });
    expect((await workspace.reindex()).mode).toBe('full');
    expect(await workspace.articles()).toEqual(before);
    expect(await workspace.reindex({ full: true })).toMatchObject({ counts: { embedded: 0 }, totals: { articles: 2 } });
  });
});

describe('ending early and writing together', () => {
  test.each(['saving', 'checking'] as const)(
    'a full run that is cancelled while %s does not come to serve, and the next one finishes it without embedding',
    async (phase) => {
      workspace.write({ 'news/a.md': page('Alder', story('alder')) });
      const live = await workspace.reindex();
      workspace.write({ 'news/b.md': page('Birch', story('birch')) });
      const abort = new AbortController();
      const report = await workspace.app.reindex({
        full: true,
        signal: abort.signal,
        onProgress: (told) => void (told.phase === phase && abort.abort()),
      });
      expect(report).toMatchObject({ mode: 'full', cancelled: true, totals: { articles: 2 } });
      expect(await findCurrentGeneration(workspace.dataDir)).toBe(live.generation);
      const next = await workspace.reindex();
      expect(next).toMatchObject({ mode: 'full', generation: report.generation, cancelled: false });
      expect(next.counts).toMatchObject({ unchanged: 2, embedded: 0 });
      expect(await findCurrentGeneration(workspace.dataDir)).toBe(report.generation);
    },
  );

  test('cancelling at the last moment before the new index serves is heard', async () => {
    workspace.write({ 'news/a.md': page('Alder', story('alder')) });
    const live = await workspace.reindex();
    const abort = new AbortController();
    const cancel = (): void => abort.abort();
    const onProgress = ({ phase, done, total }: Progress): void => {
      // Two turns later the last part of the checks is done.
      if (phase === 'checking' && total !== null && done === total - 1) setImmediate(() => setImmediate(cancel));
    };
    const report = await workspace.app.reindex({ full: true, signal: abort.signal, onProgress });
    expect(report.cancelled).toBe(true);
    expect(await findCurrentGeneration(workspace.dataDir)).toBe(live.generation);
  });

  test('a cancelled run keeps the articles it finished, and the next embeds only the others', async () => {
    workspace.write({ 'news/0.md': page('Zero', story('zero')) });
    await workspace.reindex();
    for (let i = 1; i < 7; i++) workspace.write({ [`news/${i}.md`]: page(`Story ${i}`, story(`topic${i}x`)) });
    const abort = new AbortController();
    let calls = 0;
    const embedder = createFakeEmbedder({ onTexts: async () => void (++calls === 4 && abort.abort()) });
    await workspace.reopen({ embedder });
    const report = await workspace.app.reindex({ full: false, signal: abort.signal });
    expect(report).toMatchObject({ cancelled: true, counts: { added: 3, unchanged: 1 }, totals: { articles: 4 } });
    expect((await workspace.reindex()).counts).toMatchObject({ added: 3, unchanged: 4, embedded: 3 });
    expect(new Set(embedder.passages).size).toBe(embedder.passages.length);
  });

  test('what a run has finished is found before the run ends', async () => {
    workspace.write({ 'news/0.md': page('Zero', story('zero')) });
    await workspace.reindex();
    const found: unknown[] = [];
    const look = async (): Promise<void> => {
      const question = { text: `What of topic${found.length}x?`, filters: {}, askedOn: '2025-01-01' };
      found.push((await workspace.app.search(question, { limit: 1 })).map(({ title }) => title));
    };
    await workspace.reopen({ embedder: createFakeEmbedder({ onTexts: look }) });
    for (let i = 1; i < 4; i++) workspace.write({ [`news/${i}.md`]: page(`Story ${i}`, story(`topic${i}x`)) });
    await workspace.reindex();
    expect(found).toEqual([['Zero'], ['Story 1'], ['Story 2']]);
  });

  test('a failure of the embedder ends the run with its reason, and what was finished stays', async () => {
    let calls = 0;
    const onTexts = async (): Promise<void> => {
      if (++calls === 3) throw new Error('out of memory');
    };
    await workspace.reopen({ embedder: createFakeEmbedder({ onTexts }) });
    for (let i = 0; i < 4; i++) workspace.write({ [`news/${i}.md`]: page(`Story ${i}`, story(`topic${i}x`)) });
    await expect(workspace.reindex()).rejects.toThrow('out of memory');
    expect((await workspace.reindex()).counts).toMatchObject({ added: 2, unchanged: 2, embedded: 2 });
  });

  test('a second run that waits says for whom, and begins when the first has ended', async () => {
    const notices: string[] = [];
    let waiting: Promise<ReindexReport> | undefined;
    const second = await createApp(parseConfig({ ONRECORD_SOURCES: 'news', ONRECORD_DATA: 'index' }), {
      cwd: workspace.cwd,
      embedder: async () => workspace.embedder,
      onNotice: (line) => void (notices.push(line), told()),
    });
    let told = (): void => undefined;
    const onTexts = async (): Promise<void> => {
      if (waiting !== undefined) return;
      const isTold = new Promise<void>((resolve) => (told = resolve));
      waiting = second.reindex({ full: false, wait: true });
      await isTold;
    };
    await workspace.reopen({ embedder: createFakeEmbedder({ onTexts }) });
    workspace.write({ 'news/a.md': page('Alder', story('alder')) });
    expect((await workspace.reindex()).counts).toMatchObject({ added: 1 });
    expect((await waiting)?.counts).toMatchObject({ added: 0, unchanged: 1 });
    expect(notices).toEqual([
      expect.stringMatching(
        new RegExp(`^Process ${process.pid} is indexing into .* since 20.*; waiting until it has finished$`),
      ),
    ]);
    await second.close();
  });

  test('a second run whose waiting is ended is INDEX_LOCKED', async () => {
    const ended = new AbortController();
    let during: Promise<unknown> | undefined;
    const onTexts = async (): Promise<void> => {
      const options = { full: false, wait: true, signal: ended.signal };
      during ??= workspace.app.reindex(options).catch((error: unknown) => error);
      ended.abort();
      await during;
    };
    await workspace.reopen({ embedder: createFakeEmbedder({ onTexts }) });
    workspace.write({ 'news/a.md': page('Alder', story('alder')) });
    await workspace.reindex();
    expect(await during).toMatchObject({ code: 'INDEX_LOCKED' });
  });

  test('a second run at the same time is INDEX_LOCKED and names the process that holds the lock', async () => {
    let during: Promise<unknown> | undefined;
    const onTexts = async (): Promise<void> => {
      during ??= workspace.reindex().catch((error: unknown) => error);
      await during;
    };
    await workspace.reopen({ embedder: createFakeEmbedder({ onTexts }) });
    workspace.write({ 'news/a.md': page('Alder', story('alder')) });
    await workspace.reindex();
    expect(await during).toMatchObject({ code: 'INDEX_LOCKED', message: expect.stringContaining(`${process.pid}`) });
    expect((await workspace.app.status()).writer).toBeNull();
  });
});
