import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer, type LocalServer } from '../adapters/embedding/local-server.js';
import { createWorkspace, story, type Workspace } from './reindex-workspace.js';

/*
 * Sources that were good and turn bad, all in one run. What a fetch does about each alone is in tests/adapters/fetch.test.ts, also about a
 * name that leads elsewhere the second time.
 */

const megabyte = 1024 * 1024;
let workspace: Workspace;
let server: LocalServer;
let isHostile: boolean;

/** What each source does once it is hostile, and how that is told. */
const hostilities: Record<string, { does(response: ServerResponse): void; code: string }> = {
  bomb: {
    does: (response) => {
      response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(50 * megabyte)));
    },
    code: 'FILE_TOO_LARGE',
  },
  endless: {
    does: (response) => {
      const block = '<p>and so on</p>'.repeat(4096);
      const more = (): void => {
        while (!response.destroyed && response.write(block));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    },
    code: 'FILE_TOO_LARGE',
  },
  slow: {
    does: (response) => {
      const timer = setInterval(() => response.write('<p>'), 50);
      response.on('close', () => clearInterval(timer));
    },
    code: 'HTTP_TIMEOUT',
  },
  silent: { does: () => undefined, code: 'HTTP_TIMEOUT' },
  circle: {
    does: (response) => {
      response.writeHead(302, { location: '/circle' }).end();
    },
    code: 'HTTP_FAILED',
  },
  cut: {
    does: (response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-length': '5000' }).write('<html><article>half');
      setImmediate(() => response.destroy());
    },
    code: 'HTTP_FAILED',
  },
  'feed.xml': {
    does: (response) => {
      response.setHeader('content-type', 'text/html').end('<html><body><p>We will be back soon.</p></body></html>');
    },
    code: 'CONTENT_MALFORMED',
  },
};
const names = Object.keys(hostilities);

beforeEach(async () => {
  isHostile = false;
  server = await startServer((request, response) => {
    const name = request.url!.slice(1);
    if (isHostile) hostilities[name]!.does(response);
    else if (name === 'feed.xml') response.setHeader('content-type', 'application/rss+xml').end(feed);
    else response.setHeader('content-type', 'text/html').end(page(name));
  });
  workspace = await createWorkspace(settings());
});
afterEach(async () => {
  await workspace.close();
  await server.close();
});

function settings(): Record<string, string> {
  return {
    ONRECORD_SOURCES: [...names.map((name) => `${server.url}/${name}`), 'news'].join(),
    ONRECORD_ALLOW_PRIVATE_ADDRESSES: 'true',
    ONRECORD_MAX_PAGE_MB: '1',
  };
}

function page(topic: string): string {
  const paragraphs = story(topic, 4).replaceAll(/^.+$/gmu, '<p>$&</p>');
  return `<html><head><title>${topic}</title></head><body><article><h1>${topic}</h1>${paragraphs}</article></body></html>`;
}

const feed = `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Packet</title>
  <item><title>feed.xml</title><link>/whole</link><content:encoded><![CDATA[${page('whole')}]]></content:encoded></item></channel></rss>`;

test('sources that turn hostile are told one by one, lose nothing, end no run, and are read again when they come back', async () => {
  expect((await workspace.reindex()).failures).toEqual([]);
  const before = await workspace.articles();
  expect(before.map(({ title }) => title).sort()).toEqual([...names].sort());

  isHostile = true;
  // Only those that keep silent or trickle come to the limit: all others end by themselves.
  await workspace.reopen({ settings: { ONRECORD_PAGE_TIMEOUT_S: '2' } });
  workspace.write({ 'news/new.md': `# New\n\n${story('arrival')}` });
  for (const full of [false, true]) {
    const report = await workspace.reindex({ full });
    const told = report.failures.map(({ source, code }): [string, string] => [source, code]);
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(names.map((name) => [`${server.url}/${name}`, hostilities[name]!.code])),
    );
    expect(told).toHaveLength(names.length);
    expect(report).toMatchObject({ counts: { added: 1, removed: 0, embedded: full ? 0 : 1 }, totals: { articles: 8 } });
    expect((await workspace.articles()).filter(({ title }) => title !== 'New')).toEqual(before);
  }

  isHostile = false;
  await workspace.reopen({ settings: {} });
  expect(await workspace.reindex()).toMatchObject({ failures: [], totals: { articles: 8 } });
  expect((await workspace.articles()).filter(({ title }) => title !== 'New')).toEqual(before);
});
