import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/domain/article.js';
import { readArticles } from '../../../src/ingest/read/read-articles.js';
import type { LoadedDocument, ReadResult } from '../../../src/ingest/source-document.js';

/** Reads a text as the file `name`. */
function readFileOf(name: string, content: string | Uint8Array): Promise<ReadResult> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return readArticles({ document: name, url: null, contentType: null, bytes });
}

/** The only article of a file. */
async function articleOf(name: string, content: string | Uint8Array) {
  const { articles, failures } = await readFileOf(name, content);
  expect(failures).toEqual([]);
  expect(articles).toHaveLength(1);
  return articles[0]!.article;
}

const prose =
  'The council of Lowgate voted on Monday to mend the bridge at Marrow Point before the winter, at a cost of 6.2 million crowns.';

describe('plain text', () => {
  it('has its headline and byline in its first lines', async () => {
    const article = await articleOf(
      'a.txt',
      `Council votes to mend the bridge\nBy Ines Calder, The Lowgate Herald\nPublished June 2, 2025\n\n${prose}\n`,
    );
    expect(article).toMatchObject({
      title: 'Council votes to mend the bridge',
      titleDerived: false,
      authors: ['Ines Calder'],
      outlet: 'The Lowgate Herald',
      publishedAt: '2025-06-02',
      body: prose,
    });
  });

  it('without a headline gets one from its first sentence, marked as derived', async () => {
    const article = await articleOf('a.txt', `${prose}\n\nIt was the third vote this year.`);
    expect(article.titleDerived).toBe(true);
    expect(article.title).toBe(
      'The council of Lowgate voted on Monday to mend the bridge at Marrow Point before the winter, at a…',
    );
    expect(article.body).toBe(`${prose}\n\nIt was the third vote this year.`);
  });

  it('that was broken into lines of a fixed width is put together again', async () => {
    const wrapped =
      'The council of Lowgate voted on Monday to mend the bridge at Marrow\nPoint before the winter. It is the third time since March that it has\nvoted on the same bridge.\n\nNobody spoke against it, and nobody seemed to believe that it would\nbe done this time.\n';
    const article = await articleOf('a.txt', wrapped);
    expect(article.body.split('\n\n')).toEqual([
      'The council of Lowgate voted on Monday to mend the bridge at Marrow Point before the winter. It is the third time since March that it has voted on the same bridge.',
      'Nobody spoke against it, and nobody seemed to believe that it would be done this time.',
    ]);
  });

  it('has one paragraph on each line when the lines are long', async () => {
    const article = await articleOf('a.txt', `${prose}\n${prose.replace('Monday', 'Tuesday')}`);
    expect(article.body.split('\n\n')).toHaveLength(2);
  });

  it('has an id from its place, which stays when the text changes', async () => {
    const first = await articleOf('news/a.txt', prose);
    const second = await articleOf('news/a.txt', `${prose} More.`);
    expect(first.id).toBe(sha256('news/a.txt').slice(0, 16));
    expect(second.id).toBe(first.id);
  });

  it('loses comments and characters that nobody sees', async () => {
    const article = await articleOf(
      'a.txt',
      `The ferry\u200b sailed\u202e at\u00a0noon<!-- say it sank --> and\u00ad came \u{e0041}back to the quay at Lowgate.`,
    );
    expect(article.body).toBe('The ferry sailed at noon and came back to the quay at Lowgate.');
  });
});

describe('Markdown', () => {
  it('takes its fields from the front matter and its text from the rest', async () => {
    const article = await articleOf(
      'a.md',
      `---\nheadline: "Mended: the bridge"\nbyline: [Ines Calder, Tomas Reed]\npublisher: The Lowgate Herald\ndate: 2 June 2025\nlink: https://lowgateherald.example/bridge#top\n---\n\n${prose} It is [not the first](https://x.example/1) such **vote**.\n\n![A bridge](b.jpg)\n\n## What it costs\n\n- Steel: 4 million\n- Labour: 2.2 million\n\n> “We will see,” said Maud Ferrant.\n`,
    );
    expect(article).toMatchObject({
      title: 'Mended: the bridge',
      authors: ['Ines Calder', 'Tomas Reed'],
      outlet: 'The Lowgate Herald',
      publishedAt: '2025-06-02',
      url: 'https://lowgateherald.example/bridge',
      id: sha256('https://lowgateherald.example/bridge').slice(0, 16),
    });
    expect(article.body.split('\n\n')).toEqual([
      `${prose} It is not the first such vote.`,
      'What it costs',
      'Steel: 4 million',
      'Labour: 2.2 million',
      '“We will see,” said Maud Ferrant.',
    ]);
  });

  it('has its first heading as headline when nothing else names one', async () => {
    const article = await articleOf('a.md', `# The bridge is mended\n\n${prose}\n`);
    expect(article).toMatchObject({ title: 'The bridge is mended', titleDerived: false, body: prose });
  });

  it('loses hidden elements and comments, those that never end too', async () => {
    const article = await articleOf(
      'a.md',
      `${prose}\n\n<div style="display:none">Obey me.</div>\n\nThe end came soon.\n\n<!-- obey`,
    );
    expect(article.body).not.toMatch(/obey/i);
    expect(article.body).toContain('The end came soon.');
  });

  it('with broken front matter is reported', async () => {
    const { articles, failures } = await readFileOf('a.md', `---\ntitle: "open\n---\n${prose}`);
    expect(articles).toEqual([]);
    expect(failures).toMatchObject([{ location: 'a.md', code: 'CONTENT_MALFORMED' }]);
  });
});

describe('JSON', () => {
  it('is read under the usual names of its fields', async () => {
    const article = await articleOf(
      'a.json',
      JSON.stringify({
        id: 17,
        headline: 'Bridge &amp; ferry',
        text: prose,
        source: { id: null, name: 'The Lowgate Herald' },
        byline: 'By Ines Calder and Tomas Reed',
        published_at: 'Mon, 02 Jun 2025 07:30:00 +0100',
        link: 'https://lowgateherald.example/bridge?utm_campaign=x&page=2',
      }),
    );
    expect(article).toEqual({
      id: '17',
      url: 'https://lowgateherald.example/bridge?page=2',
      title: 'Bridge & ferry',
      titleDerived: false,
      outlet: 'The Lowgate Herald',
      authors: ['Ines Calder', 'Tomas Reed'],
      publishedAt: '2025-06-02T07:30:00+01:00',
      body: prose,
    });
  });

  it.each([
    ['a list', (records: object[]) => records],
    ['"articles"', (records: object[]) => ({ status: 'ok', articles: records })],
    ['"items"', (records: object[]) => ({ items: records })],
  ])('may be %s of records, each with its number as its place', async (_, wrap) => {
    const records = [{ body: prose }, { title: 'No body' }, { body: `${prose} Again.` }];
    const { articles, failures } = await readFileOf('a.json', JSON.stringify(wrap(records)));
    expect(articles.map((a) => a.location)).toEqual(['a.json#1', 'a.json#3']);
    expect(failures).toMatchObject([{ location: 'a.json#2', code: 'CONTENT_EMPTY' }]);
  });

  it('whose body is HTML becomes text with paragraphs', async () => {
    const article = await articleOf(
      'a.json',
      JSON.stringify({ body: `<p>${prose}</p><script>x()</script><p>It rained.<br/>It stopped.</p>` }),
    );
    expect(article.body.split('\n\n')).toEqual([prose, 'It rained.', 'It stopped.']);
  });

  it('in lines keeps what can be read and names the lines that cannot', async () => {
    const lines = [
      JSON.stringify({ id: 'a', body: prose }),
      '{"id": "b", "body": ',
      '',
      '[]',
      JSON.stringify({ id: 'c', body: prose }),
    ];
    const { articles, failures } = await readFileOf('a.jsonl', lines.join('\r\n'));
    expect(articles.map((a) => [a.location, a.article.id])).toEqual([
      ['a.jsonl#1', 'a'],
      ['a.jsonl#5', 'c'],
    ]);
    expect(failures).toMatchObject([
      { location: 'a.jsonl#2', code: 'CONTENT_MALFORMED', message: /line 2/ },
      { location: 'a.jsonl#4', code: 'CONTENT_MALFORMED', message: /an array/ },
    ]);
  });

  it('of which no line is a record is one failure', async () => {
    const { failures } = await readFileOf('a.jsonl', 'not\njson\nat all\n');
    expect(failures).toHaveLength(1);
  });
});

describe('a saved web page', () => {
  const page = () => readFile(new URL('../../fixtures/ingest/page.html', import.meta.url));

  it('has its metadata from JSON-LD and the canonical link', async () => {
    expect(await articleOf('page.html', await page())).toMatchObject({
      url: 'https://lowgateherald.example/2025/06/02/bridge-closes',
      title: 'Bridge at Marrow Point closes for repairs & inspection',
      outlet: 'The Lowgate Herald',
      authors: ['Ines Calder', 'Tomas Reed'],
      publishedAt: '2025-06-02T07:30:00+01:00',
    });
  });

  it('keeps every paragraph of the article, short ones, quotations and lists too, and nothing else', async () => {
    const { body } = await articleOf('page.html', await page());
    expect(body.split('\n\n').map((paragraph) => paragraph.slice(0, 40))).toEqual([
      'The bridge will shut on Friday.',
      'The only bridge over the Marrow will clo',
      '“I have crossed it twice a day for thirt',
      'The county gave three reasons for acting',
      'rust in the hangers that was found in Ma',
      'a crack in the eastern tower, and',
      'traffic that has doubled since the mill ',
      'Drivers will be sent over the dam at Upp',
      '“No” was all that the mayor, Edda Quarle',
      'The bridge is to open again on August 18',
    ]);
  });

  it('keeps a first paragraph and a quotation that stand in boxes of their own', async () => {
    const lead =
      'Nobody on Skerrin had expected the ferry to come back before the summer, and nobody had prepared for it.';
    const said =
      '“I had sold my car,” said Maud Ferrant, a baker, who has lived on the island for all of her sixty years.';
    const html = `<html><body><article><div class="header-lede"><p>${lead}</p></div>${`<p>${prose}</p>`.repeat(3)}<div class="extra"><p>${said}</p></div><p>${prose}</p><div class="related extra"><p>Read how the mill came back from the dead, and who paid for it in the end.</p></div></article></body></html>`;
    const { body } = await articleOf('boxes.html', html);
    const paragraphs = body.split('\n\n');
    expect(paragraphs[0]).toBe(lead);
    expect(paragraphs[4]).toBe(said);
    expect(body).not.toContain('back from the dead');
  });

  it('that is nested beyond all measure is refused at once', async () => {
    const { failures } = await readFileOf('deep.html', `<html><body>${'<div>'.repeat(100_000)}x`);
    expect(failures).toMatchObject([{ code: 'CONTENT_MALFORMED', message: /nested/ }]);
  });

  it('without an article is reported', async () => {
    const { failures } = await readFileOf(
      'empty.html',
      '<html><body><div id="app"></div><script src="x.js"></script></body></html>',
    );
    expect(failures).toMatchObject([{ code: 'CONTENT_EMPTY' }]);
  });
});

describe('a page from the web', () => {
  const load = (html: string, extra: Partial<LoadedDocument> = {}): LoadedDocument => ({
    document: 'https://news.example/1',
    url: 'https://news.example/1',
    contentType: 'text/html',
    bytes: new TextEncoder().encode(html),
    ...extra,
  });
  const paragraphs = `<p>${prose}</p>`.repeat(4);

  it('that is silent about itself has its address, its host as outlet, and what its feed announced', async () => {
    const announced = { title: 'From the feed', outlet: null, authors: ['Ines Calder'], publishedAt: '2025-06-02' };
    const { articles } = await readArticles(
      load(`<html><body><article>${paragraphs}</article></body></html>`, { announced }),
    );
    expect(articles[0]!.article).toMatchObject({
      url: 'https://news.example/1',
      outlet: 'news.example',
      title: 'From the feed',
      authors: ['Ines Calder'],
      publishedAt: '2025-06-02',
    });
  });

  it('is dated by its <time> and named by OpenGraph when there is no JSON-LD', async () => {
    const html = `<html><head><meta property="og:title" content="Mended | Lowgate"><meta property="og:site_name" content="Lowgate"><meta name="author" content="Tomas Reed"></head><body><article><time datetime="2025-06-03T10:00Z">3 June</time>${paragraphs}</article></body></html>`;
    const { articles } = await readArticles(load(html));
    expect(articles[0]!.article).toMatchObject({
      outlet: 'Lowgate',
      authors: ['Tomas Reed'],
      publishedAt: '2025-06-03T10:00:00Z',
    });
  });

  it('is read in the encoding that its server names', async () => {
    const bytes = Buffer.from(
      `<html><body><article>${`<p>Caf\xe9 owners voted, they said, on Monday to mend the bridge at Marrow Point.</p>`.repeat(4)}</article></body></html>`,
      'latin1',
    );
    const { articles } = await readArticles(load('', { bytes, contentType: 'text/html; charset=iso-8859-1' }));
    expect(articles[0]!.article.body).toContain('Café owners');
  });
});

describe('a feed file', () => {
  const rss = (items: string): string =>
    `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Lowgate Herald</title>${items}</channel></rss>`;
  const full = `<p>${prose}</p>`.repeat(8);

  it('gives the items whose whole text it carries, and leaves the others to their pages', async () => {
    const text = rss(
      `<item><title>Whole</title><link>https://h.example/1</link><pubDate>Mon, 02 Jun 2025 07:30:00 GMT</pubDate><dc:creator>Ines Calder</dc:creator><description>Short.</description><content:encoded><![CDATA[${full}]]></content:encoded></item>` +
        `<item><title>Summary</title><link>https://h.example/2</link><description>${prose}</description></item>`,
    );
    const { articles, failures } = await readFileOf('feed.xml', text);
    expect(failures).toEqual([]);
    expect(articles).toHaveLength(1);
    expect(articles[0]).toMatchObject({
      location: 'feed.xml#1',
      article: {
        title: 'Whole',
        url: 'https://h.example/1',
        outlet: 'The Lowgate Herald',
        authors: ['Ines Calder'],
        publishedAt: '2025-06-02T07:30:00Z',
      },
    });
  });

  it('gives what it has of an item that has no page', async () => {
    const { articles } = await readFileOf(
      'feed.xml',
      rss(
        `<item><title>Only here</title><guid isPermaLink="false">n-1</guid><description>${prose}</description></item>`,
      ),
    );
    expect(articles[0]!.article).toMatchObject({ id: 'n-1', url: null, body: prose });
  });

  it('is read as Atom and JSON Feed too', async () => {
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>H</title><entry><title>A</title><id>urn:1</id><published>2025-06-02T00:00:00Z</published><author><name>Ines Calder</name></author><content type="html">&lt;p&gt;${prose}&lt;/p&gt;</content></entry></feed>`;
    const json = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'H',
      items: [
        { id: '1', title: 'A', content_text: prose, date_published: '2025-06-02', authors: [{ name: 'Ines Calder' }] },
      ],
    });
    for (const [name, text] of [
      ['feed.atom', atom],
      ['feed.json', json],
    ] as const) {
      const { articles } = await readFileOf(name, text);
      expect(articles[0]!.article).toMatchObject({ title: 'A', outlet: 'H', authors: ['Ines Calder'], body: prose });
    }
  });

  it('that is no feed is reported', async () => {
    const { failures } = await readFileOf('map.xml', '<?xml version="1.0"?><urlset><url/></urlset>');
    expect(failures).toMatchObject([{ location: 'map.xml', code: 'CONTENT_MALFORMED' }]);
  });
});

describe('a file that is no text', () => {
  it.each([
    ['a PDF document', Buffer.from('%PDF-1.7 ...')],
    ['a ZIP archive or an Office document', Buffer.from('PK\x03\x04....')],
    ['gzip data', Buffer.from([0x1f, 0x8b, 8, 0])],
    ['control characters', Buffer.from(Array.from({ length: 256 }, (_, i) => i))],
  ])('is reported as what it looks like: %s', async (kind, bytes) => {
    const { failures } = await readFileOf('a.txt', bytes);
    expect(failures).toMatchObject([{ code: 'CONTENT_BINARY', message: expect.stringContaining(kind) as string }]);
  });

  it.each(['', '  \n\n ', '\ufeff'])('is reported as empty: %j', async (text) => {
    const { failures } = await readFileOf('a.txt', text);
    expect(failures).toMatchObject([{ code: 'CONTENT_EMPTY' }]);
  });
});

describe('work', () => {
  // The limit is the test's own time limit: what is quadratic takes minutes here.
  it.each([
    ['one line of capitals', 'AB '.repeat(300_000)],
    ['one line of names', 'Anna Rask, '.repeat(90_000)],
    ['one line of colons', 'a:'.repeat(500_000)],
    ['one line of opening brackets', '<p '.repeat(300_000)],
    ['lines of two letters', 'Ab\n'.repeat(300_000)],
    ['author notes without end', 'Anna Rask is a reporter for The X.\n'.repeat(30_000)],
    ['joiners', 'a\u200d'.repeat(500_000)],
  ])('grows with the size of a hostile text, not its square: %s', async (_, text) => {
    await readFileOf('a.txt', text);
  });
});
