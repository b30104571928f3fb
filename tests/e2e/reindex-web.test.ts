import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { takeWriterLock } from '../../src/adapters/sqlite/writer-lock.js';
import { createApp, type App } from '../../src/app.js';
import { parseConfig } from '../../src/config.js';
import { sha256 } from '../../src/domain/article.js';
import { startServer, type LocalServer } from '../adapters/embedding/local-server.js';
import { createFakeEmbedder } from '../fakes/embedder.js';
import { createWorkspace, story, type Workspace } from './reindex-workspace.js';

/*
 * A feed and pages on a server that knows conditional requests, and counts what it was asked for.
 */

let workspace: Workspace;
let server: LocalServer;
/** What the server holds; a page's text is its version too. */
let pages: Map<string, string>;
/** Path and status of every answer. */
let answers: string[];
let maintenance: boolean;
let conditional: boolean;

beforeEach(async () => {
  pages = new Map();
  answers = [];
  maintenance = false;
  conditional = true;
  server = await startServer((request, response) => {
    const path = request.url!;
    const text = maintenance
      ? '<html><body><p>We will be back soon. Please accept our apologies.</p></body></html>'
      : pages.get(path);
    const status = text === undefined ? 404 : conditional && isKnown(request, text) ? 304 : 200;
    answers.push(`${path} ${status}`);
    const type = path.startsWith('/feed.xml') && !maintenance ? 'application/rss+xml' : 'text/html';
    const validators = conditional ? { etag: etagOf(text ?? '') } : {};
    response.writeHead(status, { 'content-type': type, ...validators }).end(status === 200 ? text : '');
  });
  pages.set('/feed.xml', feed(['alder', 'birch'], 'whole'));
  pages.set('/alder', page('alder'));
  pages.set('/birch', page('birch'));
  workspace = await createWorkspace({
    ONRECORD_SOURCES: `${server.url}/feed.xml`,
    ONRECORD_ALLOW_PRIVATE_ADDRESSES: 'true',
    ONRECORD_WATCH: 'true',
  });
});
afterEach(async () => {
  await workspace.close();
  await server.close();
});

const etagOf = (text: string): string => `"${sha256(text).slice(0, 16)}"`;
const isKnown = (request: IncomingMessage, text: string): boolean => request.headers['if-none-match'] === etagOf(text);

/** A page about a topic; `mark` makes it another version. */
function page(topic: string, mark = ''): string {
  const paragraphs = story(topic, 4)
    .split('\n\n')
    .map((text) => `<p>${text} ${mark}</p>`);
  return `<html><head><title>${topic}</title></head><body><article><h1>${topic}</h1>${paragraphs.join('')}</article>${mark}</body></html>`;
}

/** A feed with the pages of some topics, and an item that is whole in it. */
function feed(topics: string[], whole: string): string {
  const items = topics.map(
    (topic) => `<item><title>${topic}</title><link>/${topic}</link><description>Short.</description></item>`,
  );
  const text = story(whole, 4)
    .split('\n\n')
    .map((part) => `&lt;p&gt;${part}&lt;/p&gt;`)
    .join('');
  return `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Packet</title><link>/</link>${items.join('')}<item><title>${whole}</title><link>/${whole}</link><content:encoded>${text}</content:encoded></item></channel></rss>`;
}

async function run(options: { full?: boolean } = {}) {
  answers = [];
  const report = await workspace.reindex(options);
  return { ...report, answers: answers.sort() };
}

const titles = async (): Promise<string[]> => (await workspace.articles()).map(({ title }) => title).sort();

describe('what has not changed', () => {
  test('costs one 304 for the feed and one for each page, and counts as unchanged', async () => {
    expect((await run()).counts).toMatchObject({ added: 3 });
    const second = await run();
    expect(second.answers).toEqual(['/alder 304', '/birch 304', '/feed.xml 304']);
    expect(second).toMatchObject({
      counts: { unchanged: 3, added: 0, changed: 0, removed: 0, embedded: 0 },
      failures: [],
    });
    expect(await titles()).toEqual(['alder', 'birch', 'whole']);
  });

  test('is read whole by a full run, which starts with nothing', async () => {
    await run();
    const full = await run({ full: true });
    expect(full.answers).toEqual(['/alder 200', '/birch 200', '/feed.xml 200']);
    expect((await run()).answers).toEqual(['/alder 304', '/birch 304', '/feed.xml 304']);
  });

  test('is read whole from a server that does not know conditional requests, and is unchanged all the same', async () => {
    conditional = false;
    await run();
    expect(await run()).toMatchObject({
      answers: ['/alder 200', '/birch 200', '/feed.xml 200'],
      counts: { unchanged: 3 },
    });
  });
});

describe('what has changed', () => {
  test('in a page is found although its feed has not', async () => {
    await run();
    pages.set('/birch', page('birch', 'Corrected on Monday.'));
    const second = await run();
    expect(second.answers).toEqual(['/alder 304', '/birch 200', '/feed.xml 304']);
    expect(second.counts).toMatchObject({ changed: 1, unchanged: 2 });
    expect((await run()).answers).toEqual(['/alder 304', '/birch 304', '/feed.xml 304']);
  });

  test('in a feed is found, and what rolled out of it stays', async () => {
    await run();
    pages.set('/feed.xml', feed(['birch', 'cedar'], 'whole'));
    pages.set('/cedar', page('cedar'));
    expect((await run()).counts).toMatchObject({ added: 1, removed: 0 });
    expect(await titles()).toEqual(['alder', 'birch', 'cedar', 'whole']);
  });

  test('and could not be read is asked for again, although the feed has not changed since', async () => {
    pages.delete('/birch');
    expect((await run()).failures).toMatchObject([{ location: `${server.url}/birch`, code: 'HTTP_FAILED' }]);
    pages.set('/birch', page('birch'));
    const second = await run();
    expect(second.answers).toEqual(['/alder 304', '/birch 200', '/feed.xml 200']);
    expect(second.counts).toMatchObject({ added: 1 });
  });
});

test('a feed that turns into a web page loses nothing, is told, and is a feed again when it comes back', async () => {
  await run();
  maintenance = true;
  for (const full of [false, true]) {
    expect((await run({ full })).failures).toMatchObject([
      { source: `${server.url}/feed.xml`, code: 'CONTENT_MALFORMED' },
    ]);
    expect(await titles()).toEqual(['alder', 'birch', 'whole']);
  }
  maintenance = false;
  expect((await run()).failures).toEqual([]);
  expect(await titles()).toEqual(['alder', 'birch', 'whole']);
});

describe('the record of a source', () => {
  const entry = async () => (await workspace.app.status()).sources[0]!;

  test('says when it was last reached, how many tries failed since, and when the next one is', async () => {
    expect(await entry()).toMatchObject({ lastSuccess: null, failedTries: 0 });
    await run();
    const { lastSuccess, nextTry } = await entry();
    expect(Date.parse(nextTry!) - Date.parse(lastSuccess!)).toBeGreaterThan(26 * 60_000);
    await server.close();
    for (const failedTries of [1, 2]) {
      await run();
      expect(await entry()).toMatchObject({ lastSuccess, failedTries });
    }
    expect(Date.parse((await entry()).nextTry!) - Date.now()).toBeGreaterThan(100 * 60_000);
    await run({ full: true });
    expect(await entry()).toMatchObject({ lastSuccess, failedTries: 3, articles: 3 });
  });

  test('says when a source is due also where nobody watches it', async () => {
    await workspace.reopen({ settings: { ONRECORD_WATCH: 'false' } });
    await run();
    const { lastSuccess, nextTry, isWatched, intervalMinutes } = await entry();
    expect({ isWatched, intervalMinutes }).toEqual({ isWatched: false, intervalMinutes: 30 });
    expect(Date.parse(nextTry!) - Date.parse(lastSuccess!)).toBeGreaterThan(26 * 60_000);
  });

  test('follows the interval of the source itself, in the setting and among the added ones', async () => {
    const [own, other] = [`${server.url}/feed.xml`, `${server.url}/alder`];
    await workspace.reopen({ settings: { ONRECORD_SOURCES: `news, ${own} every 6 h` } });
    expect(await workspace.app.addSource(`${other} every 2 d`)).toBe(true);
    expect(await workspace.app.addSource(`${other} every 2 d`)).toBe(false);
    expect(await workspace.app.addSource(`${other} every 1 d`)).toBe(true);
    expect(await workspace.app.addSource(own)).toBe(false);
    expect((await run()).failures).toEqual([]);
    const entries = await workspace.app.listSources();
    expect(entries.map(({ source, intervalMinutes }) => [source, intervalMinutes])).toEqual([
      ['news', null],
      [own, 360],
      [other, 1440],
    ]);
    const hoursTo = (at: number) => (Date.parse(entries[at]!.nextTry!) - Date.parse(entries[at]!.lastSuccess!)) / 3.6e6;
    expect(hoursTo(1)).toBeGreaterThan(5.3);
    expect(hoursTo(1)).toBeLessThan(6.7);
    expect(hoursTo(2)).toBeGreaterThan(21.5);
    await workspace.app.removeSource(other);
    expect(await workspace.app.listSources()).toHaveLength(2);
  });

  test('takes no address that something else than an interval follows', async () => {
    const wrong = `${server.url}/feed.xml every now and then`;
    await expect(workspace.app.addSource(wrong)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('"every 15 min"') as string,
    });
    await expect(createApp(parseConfig({ ONRECORD_SOURCES: wrong }))).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  test('shows nobody the credentials of its address, which is asked for with them', async () => {
    const address = `${server.url}/feed.xml?key=s3cret`;
    const shown = `${server.url}/feed.xml?key=[secret]`;
    await workspace.app.addSource(address);
    const report = await run();
    expect(report.answers).toContain('/feed.xml?key=s3cret 404');
    expect(report.failures).toMatchObject([{ source: shown, location: shown }]);
    pages.set('/feed.xml?key=s3cret', feed(['alder'], 'whole'));
    expect((await run()).answers).toContain('/feed.xml?key=s3cret 200');
    pages.delete('/feed.xml?key=s3cret');
    await run();
    const { sources, failures } = await workspace.app.status();
    expect(sources[1]).toMatchObject({ source: shown, failures: 1, failedTries: 1 });
    const told = [sources, failures, await workspace.app.listSources(), await workspace.app.doctor()];
    expect(JSON.stringify(told)).not.toContain('s3cret');
    expect((await workspace.app.listSchedule()).map(({ source }) => source)).toContain(address);
    await workspace.app.removeSource(shown);
    expect(await workspace.app.listSources()).toHaveLength(1);
  });

  test('goes with the source', async () => {
    await run();
    await workspace.reopen({ settings: { ONRECORD_SOURCES: 'news' } });
    await run();
    expect(await workspace.inStore((store) => store.listSourceStates())).toMatchObject([{ source: 'news' }]);
  });
});

describe('a clock that is set back by a year between two runs', () => {
  const at = (day: string): Promise<App> =>
    createApp(
      parseConfig({
        ONRECORD_SOURCES: `${server.url}/feed.xml`,
        ONRECORD_DATA: 'index',
        ONRECORD_ALLOW_PRIVATE_ADDRESSES: 'true',
        ONRECORD_WATCH: 'true',
      }),
      { cwd: workspace.cwd, now: () => new Date(`${day}T10:00:00.000Z`), embedder: async () => createFakeEmbedder() },
    );

  test('keeps no feed from being asked, conditionally as before, and loses nothing that is new', async () => {
    const before = await at('2026-06-01');
    await before.reindex({ full: false });
    await before.close();
    pages.set('/feed.xml', feed(['alder', 'birch', 'cedar', 'dogwood'], 'whole'));
    pages.set('/birch', page('birch', 'Corrected on Monday.'));
    pages.set('/cedar', page('cedar'));
    const after = await at('2025-06-01');
    onTestFinished(() => after.close());
    // Due now, and not in a year.
    expect((await after.status()).sources[0]!.nextTry).toBe('2025-06-01T10:00:00.000Z');
    answers = [];
    const report = await after.reindex({ full: false, only: [`${server.url}/feed.xml`] });
    expect(answers.sort()).toEqual(['/alder 304', '/birch 200', '/cedar 200', '/dogwood 404', '/feed.xml 200']);
    expect(report.counts).toMatchObject({ added: 1, changed: 1, unchanged: 2, removed: 0, failed: 1 });
    expect(await titles()).toEqual(['alder', 'birch', 'cedar', 'whole']);

    const { lastRun, sources, failures, writer } = await after.status();
    // The run before has the later date.
    expect(lastRun).toMatchObject({ startedAt: '2025-06-01T10:00:00.000Z', counts: { added: 1, changed: 1 } });
    expect(sources[0]).toMatchObject({ lastSuccess: '2025-06-01T10:00:00.000Z', failedTries: 0 });
    expect(sources[0]!.nextTry).toMatch(/^2025-06-01T10:[23]\d/u);
    expect(failures).toMatchObject([{ location: `${server.url}/dogwood`, at: '2025-06-01T10:00:00.000Z' }]);
    expect(writer).toBeNull();
  });

  test('while a run goes on refuses another with when that began, and stands in nobody’s way after it', async () => {
    const since = '2026-06-01T10:00:00.000Z';
    const release = await takeWriterLock(workspace.dataDir, { pid: 4711, since });
    const after = await at('2025-06-01');
    onTestFinished(() => after.close());
    expect((await after.status()).writer).toEqual({ pid: 4711, since });
    await expect(after.reindex({ full: false })).rejects.toMatchObject({
      code: 'INDEX_LOCKED',
      message: expect.stringContaining(since),
    });
    release();
    expect(await after.reindex({ full: false })).toMatchObject({ counts: { added: 3 } });
  });
});

test('a run on some sources leaves what came from the others, and their failures, as they are', async () => {
  await workspace.reopen({ settings: { ONRECORD_SOURCES: `news,${server.url}/feed.xml`, ONRECORD_WATCH: 'true' } });
  workspace.write({ 'news/a.md': `# Elm\n\n${story('elm')}`, 'news/b.json': 'no json' });
  await run();
  expect(await titles()).toEqual(['Elm', 'alder', 'birch', 'whole']);
  await server.close();
  workspace.write({ 'news/c.md': `# Fir\n\n${story('fir')}` });
  const report = await workspace.app.reindex({ full: false, only: ['news'] });
  expect(report).toMatchObject({ counts: { added: 1, removed: 0 }, failures: [{ location: 'news/b.json' }] });
  await workspace.app.reindex({ full: false, only: [`${server.url}/feed.xml`] });
  expect((await workspace.app.status()).failures).toMatchObject([
    { source: 'news' },
    { source: `${server.url}/feed.xml` },
  ]);
  expect(await titles()).toEqual(['Elm', 'Fir', 'alder', 'birch', 'whole']);
});
