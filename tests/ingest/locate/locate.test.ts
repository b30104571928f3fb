import { chmod, mkdir, mkdtemp, rename, rm, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFetcher } from '../../../src/adapters/fetch.js';
import { locateSource, type LocateContext } from '../../../src/ingest/locate.js';
import { readArticles } from '../../../src/ingest/read/read-articles.js';
import {
  nothingRemembered,
  type Listing,
  type LoadedDocument,
  type SourceDocument,
} from '../../../src/ingest/source-document.js';

let cwd: string;
const cleanups: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'onrecord locate ø-'));
  cleanups.push(() => rm(cwd, { recursive: true, force: true }));
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function context(overrides: Partial<LocateContext> = {}): LocateContext {
  const fetcher = createFetcher({
    pageBytes: 1_000_000,
    timeoutMs: 10_000,
    redirects: 5,
    privateAddresses: true,
    userAgent: 'OnRecord/test',
  });
  cleanups.push(() => fetcher.close());
  return { fetcher, limits: { fileBytes: 20 * 1024 * 1024 }, cwd, memory: nothingRemembered, ...overrides };
}

async function write(files: Record<string, string>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(cwd, path, '..'), { recursive: true });
    await writeFile(join(cwd, path), content);
  }
}

/** The bytes of a document that has never been read before. */
async function load(document: SourceDocument): Promise<LoadedDocument> {
  const loaded = await document.load();
  if (loaded === 'unchanged') throw new Error(`Expected the bytes of ${document.document}, got "unchanged"`);
  return loaded;
}

const names = (listing: Listing): string[] => listing.documents.map((document) => document.document);

describe('a folder', () => {
  it('lists the files that are read, subfolders too, in the order of their names', async () => {
    await write({
      'news/b.md': 'b',
      'news/a.txt': 'a',
      'news/2025/c.HTML': 'c',
      'news/2025/d.jsonl': '{}',
      'news/picture.png': 'p',
      'news/README.md': 'r',
      'news/.hidden.md': 'h',
      'news/.git/x.md': 'x',
    });
    const listing = await locateSource('news', context());
    expect(listing).toMatchObject({ failures: [], completeness: 'whole' });
    expect(names(listing)).toEqual(['news/2025/c.HTML', 'news/2025/d.jsonl', 'news/a.txt', 'news/b.md']);
  });

  it('names its files in the words of the source, with or without a slash at the end', async () => {
    await write({ 'news/a.txt': 'a' });
    expect(names(await locateSource('./news/', context()))).toEqual(['./news/a.txt']);
    expect(names(await locateSource(join(cwd, 'news'), context()))).toEqual([join(cwd, 'news/a.txt')]);
  });

  it('that contains itself by a link is walked once, and the link is reported', async () => {
    await write({ 'news/a.txt': 'a' });
    await symlink('..', join(cwd, 'news', 'loop'));
    await symlink('.', join(cwd, 'news', 'self'));
    const listing = await locateSource('news', context());
    expect(names(listing)).toContain('news/a.txt');
    expect(listing.failures.some(({ location, message }) => location === 'news/self' && message.includes('link'))).toBe(
      true,
    );
    expect(listing.documents.length).toBeLessThan(4);
  });

  it('with a link to nothing reports it and goes on', async () => {
    await write({ 'news/a.txt': 'a' });
    await symlink('gone.txt', join(cwd, 'news', 'dead.txt'));
    const listing = await locateSource('news', context());
    expect(names(listing)).toEqual(['news/a.txt']);
    expect(listing.failures).toMatchObject([{ location: 'news/dead.txt', code: 'FILE_UNREADABLE' }]);
  });

  it('of ten thousand files of which three cannot be read loses none of the others', async () => {
    await mkdir(join(cwd, 'news'));
    for (let n = 0; n < 10_000; n++) writeFileSync(join(cwd, 'news', `${n}.txt`), `${n}`);
    for (const n of [7, 4_000, 9_999]) {
      await rm(join(cwd, 'news', `${n}.txt`));
      await symlink(`gone-${n}`, join(cwd, 'news', `${n}.txt`));
    }
    const listing = await locateSource('news', context());
    expect(listing.documents).toHaveLength(9_997);
    expect(listing.failures.map(({ location }) => location)).toEqual(['4000', '7', '9999'].map((n) => `news/${n}.txt`));
    expect(await load(listing.documents.at(-1)!)).toMatchObject({ bytes: Buffer.from('9998') });
  });

  it.skipIf(process.getuid?.() === 0)('with a subfolder that cannot be opened is only part of the source', async () => {
    await write({ 'news/a.txt': 'a', 'news/locked/b.txt': 'b' });
    await chmod(join(cwd, 'news/locked'), 0);
    cleanups.push(() => chmod(join(cwd, 'news/locked'), 0o755));
    const listing = await locateSource('news', context());
    expect(listing).toMatchObject({ completeness: 'partial', failures: [{ location: 'news/locked' }] });
  });
});

describe('a file that was read before', () => {
  const later = (): number => Date.now() + 10_000;
  /** Loads it as an index does that has kept what it knew the file by. */
  const loadAgain = async (
    path: string,
    before: LoadedDocument,
    now = later,
  ): Promise<LoadedDocument | 'unchanged'> => {
    const memory = { ...nothingRemembered, findValidators: () => before.validators ?? undefined };
    const { documents } = await locateSource('news', context({ memory, now }));
    return documents.find(({ document }) => document === path)!.load();
  };
  const first = async (path: string, now = later): Promise<LoadedDocument> => {
    const { documents } = await locateSource('news', context({ now }));
    return load(documents.find(({ document }) => document === path)!);
  };

  it('is not read again while it is the same', async () => {
    await write({ 'news/a.txt': 'a' });
    expect(await loadAgain('news/a.txt', await first('news/a.txt'))).toBe('unchanged');
  });

  it('is read again when it was written to, also with as many letters and its former date', async () => {
    await write({ 'news/a.txt': 'a' });
    const before = await first('news/a.txt');
    const { atime, mtime } = await stat(join(cwd, 'news/a.txt'));
    await write({ 'news/a.txt': 'b' });
    await utimes(join(cwd, 'news/a.txt'), atime, mtime);
    expect(await loadAgain('news/a.txt', before)).toMatchObject({ bytes: Buffer.from('b') });
  });

  it('is read again when another one has taken its place', async () => {
    await write({ 'news/a.txt': 'a', 'b.txt': 'b' });
    const before = await first('news/a.txt');
    await rename(join(cwd, 'b.txt'), join(cwd, 'news/a.txt'));
    expect(await loadAgain('news/a.txt', before)).toMatchObject({ bytes: Buffer.from('b') });
  });

  it('is read again when it was just written before, or is from the future by the clock', async () => {
    await write({ 'news/a.txt': 'a' });
    for (const now of [Date.now, () => Date.now() - 3_600_000]) {
      const before = await first('news/a.txt', now);
      expect(before.validators).toBeNull();
      expect(await loadAgain('news/a.txt', before)).toMatchObject({ bytes: Buffer.from('a') });
    }
  });

  it('is read again whenever it is a feed, for what it lists', async () => {
    await write({ 'news/a.xml': '<rss version="2.0"><channel><title>x</title></channel></rss>' });
    expect(await loadAgain('news/a.xml', await first('news/a.xml'))).not.toBe('unchanged');
  });
});

describe('a file', () => {
  it('is loaded when asked for', async () => {
    await write({ 'a.txt': 'text' });
    const { documents } = await locateSource('a.txt', context());
    const loaded = await load(documents[0]!);
    expect(loaded).toMatchObject({ document: 'a.txt', url: null, contentType: null });
    expect(new TextDecoder().decode(loaded.bytes)).toBe('text');
  });

  it('that is missing loses nothing', async () => {
    expect(await locateSource('gone', context())).toMatchObject({
      documents: [],
      failures: [{ location: 'gone', code: 'SOURCE_NOT_FOUND' }],
      completeness: 'partial',
    });
  });

  it('of another ending is refused when it is named', async () => {
    await write({ 'a.docx': 'x' });
    expect(await locateSource('a.docx', context())).toMatchObject({ failures: [{ code: 'SOURCE_UNSUPPORTED' }] });
  });

  it('over the limit is not read', async () => {
    await write({ 'big.txt': '' });
    await truncate(join(cwd, 'big.txt'), 100 * 1024 * 1024);
    const { documents } = await locateSource('big.txt', context());
    await expect(documents[0]!.load()).rejects.toMatchObject({ code: 'FILE_TOO_LARGE', message: /100\.0 MB/ });
  });

  it('that goes away before it is loaded is a failure of its own', async () => {
    await write({ 'a.txt': 'text' });
    const { documents } = await locateSource('a.txt', context());
    await rm(join(cwd, 'a.txt'));
    await expect(documents[0]!.load()).rejects.toMatchObject({ code: 'FILE_UNREADABLE', message: /does not exist/ });
  });
});

const prose =
  'The council of Lowgate voted on Monday to mend the bridge at Marrow Point before the winter, at a cost of 6.2 million crowns.';
const article = (title: string): string =>
  `<html><head><script type="application/ld+json">{"@type":"NewsArticle","headline":"${title}"}</script><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body><article>${`<p>${prose}</p>`.repeat(4)}</article></body></html>`;

/** A website on 127.0.0.1; pages are the type and content by path, all else is answered with 404. Counts the requests. */
async function site(pages: Record<string, [string, string]>) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url!);
    const page = pages[request.url!];
    if (page === undefined) response.writeHead(404).end();
    else response.setHeader('content-type', page[0]).end(page[1]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  cleanups.push(close);
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, close };
}

const feed = (items: string): string =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Lowgate Herald</title>${items}</channel></rss>`;
const whole = `<item><title>Whole</title><link>/whole</link><content:encoded><![CDATA[${`<p>${prose}</p>`.repeat(8)}]]></content:encoded></item>`;
const summary = `<item><title>Summary</title><link>/summary</link><pubDate>Mon, 02 Jun 2025 07:30:00 GMT</pubDate><description>Short.</description></item>`;

describe('an address', () => {
  it('of an article is that article, fetched once, although it names a feed', async () => {
    const { base, requests } = await site({ '/a': ['text/html', article('Mended')] });
    const listing = await locateSource(`${base}/a`, context());
    expect(names(listing)).toEqual([`${base}/a`]);
    expect(listing.completeness).toBe('whole');
    const { articles } = await readArticles(await load(listing.documents[0]!));
    expect(articles[0]!.article).toMatchObject({ title: 'Mended', url: `${base}/a`, outlet: '127.0.0.1' });
    expect(requests).toEqual(['/a']);
  });

  it('of a feed is its items: whole ones from the feed, the others from their pages', async () => {
    const { base, requests } = await site({
      '/feed.xml': ['application/rss+xml', feed(whole + summary)],
      '/summary': ['text/html', `<html><body><article>${`<p>${prose}</p>`.repeat(4)}</article></body></html>`],
    });
    const listing = await locateSource(`${base}/feed.xml`, context());
    expect(names(listing)).toEqual([`${base}/whole`, `${base}/summary`]);
    expect(listing.completeness).toBe('partial');
    const results = [];
    for (const document of listing.documents) results.push(await readArticles(await load(document)));
    expect(results.map(({ articles }) => articles[0]!.article)).toMatchObject([
      { title: 'Whole', url: `${base}/whole`, outlet: 'The Lowgate Herald' },
      { title: 'Summary', url: `${base}/summary`, outlet: 'The Lowgate Herald', publishedAt: '2025-06-02T07:30:00Z' },
    ]);
    expect(requests).toEqual(['/feed.xml', '/summary']);
  });

  it('of a feed is its items, also where one of them holds a page from its first tag to its last', async () => {
    const page = `<html><head><title>Page</title></head><body><article><p>${prose}</p></article></body></html>`;
    const item = `<item><title>Page</title><link>/page</link><content:encoded><![CDATA[${page}]]></content:encoded></item>`;
    const { base } = await site({ '/feed.xml': ['application/rss+xml', feed(item)] });
    expect(names(await locateSource(`${base}/feed.xml`, context()))).toEqual([`${base}/page`]);
  });

  it('of a front page is the first feed that it names, comments aside', async () => {
    const { base } = await site({
      '/': [
        'text/html',
        `<html><head><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments.xml"><link rel="alternate" type="application/atom+xml" href="feed.xml"></head><body><a href="/a">A</a></body></html>`,
      ],
      '/feed.xml': ['application/xml', feed(whole)],
    });
    expect(names(await locateSource(`${base}/`, context()))).toEqual([`${base}/whole`]);
  });

  it('that answers that there is nothing gives a document whose loading says so', async () => {
    const { base } = await site({});
    const listing = await locateSource(`${base}/gone`, context());
    expect(names(listing)).toEqual([`${base}/gone`]);
    await expect(listing.documents[0]!.load()).rejects.toMatchObject({ code: 'HTTP_FAILED', cause: { status: 404 } });
  });

  it('that does not answer loses nothing', async () => {
    const { base, close } = await site({});
    await close();
    cleanups.pop();
    expect(await locateSource(base, context())).toMatchObject({
      documents: [],
      failures: [{ location: base, code: 'HTTP_FAILED' }],
      completeness: 'partial',
    });
  });

  it('of another kind is refused', async () => {
    expect(await locateSource('ftp://news.example/', context())).toMatchObject({
      failures: [{ code: 'SOURCE_UNSUPPORTED' }],
    });
  });

  it('is left when the run is cancelled', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(locateSource('http://127.0.0.1:1/', context({ signal }))).rejects.toThrow('enough');
  });
});

it('follows the pages that a feed file names and leaves whole items to the file', async () => {
  const { base } = await site({ '/summary': ['text/html', article('From the page')] });
  await write({
    'feed.xml': feed(whole.replace('/whole', `${base}/whole`) + summary.replace('/summary', `${base}/summary`)),
  });
  const listing = await locateSource('feed.xml', context());
  expect(names(listing)).toEqual(['feed.xml', `${base}/summary`]);
  const titles = [];
  for (const document of listing.documents) {
    const { articles } = await readArticles(await load(document));
    titles.push(...articles.map((found) => found.article.title));
  }
  expect(titles).toEqual(['Whole', 'From the page']);
});
