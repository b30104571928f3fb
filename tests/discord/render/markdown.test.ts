import fc from '../../property.js';
import { describe, expect, test } from 'vitest';
import {
  blockQuote,
  bold,
  citationMark,
  escapeMarkdown,
  findLinkable,
  highlighted,
  join,
  link,
  md,
  mention,
  paragraphs,
  small,
  struck,
  toShown,
} from '../../../src/discord/render/markdown.js';
import { dialects, readMarkdown, visibleText } from './discord-markdown.js';
import { hostileText, hostileUrl } from './hostile.js';

describe('the oracle reads Discord’s Markdown', () => {
  test.each([
    ['**bold** and *italics*', 'bold and italics', ['bold', '', 'italics']],
    ['__under__ ~~strike~~ ||spoiler||', 'under strike spoiler', ['underline', '', 'strike', '', 'spoiler']],
    ['**__both__**', 'both', ['bold,underline']],
    ['**foo*** x', 'foo* x', ['bold', '']],
    ['> quoted\nnot', 'quoted\nnot', ['quote', '']],
    ['# head\n-# small', 'head\nsmall', ['heading', '', 'small']],
    ['- item\n1. item', 'item\nitem', ['list', '', 'list']],
    ['foo \\*bar\\*', 'foo *bar*', ['']],
    ['`code` ```\nblock\n```', 'code block\n', ['code', '', 'code']],
    ['# > # foo', 'foo', ['heading,quote,heading']],
    ['* no italics', 'no italics', ['list']],
    ['foo * a * bar', 'foo * a * bar', ['']],
    ['~~a\\~~~', 'a\\~', ['strike', '']],
  ])('%j', (text, shown, styles) => {
    const { runs } = readMarkdown(text);
    expect(runs.map((run) => run.text).join('')).toBe(shown);
    expect(runs.map((run) => run.styles.join())).toEqual(styles);
  });

  test.each([
    ['[foo](https://google.com)', [{ text: 'foo', url: 'https://google.com' }]],
    ['[[foo]](https://google.com)', [{ text: '[foo]', url: 'https://google.com' }]],
    ['[foo](<https://google.com>)', [{ text: 'foo', url: 'https://google.com' }]],
    ['[hello https://](https://discord.gg)', [{ text: 'hello https://', url: 'https://discord.gg' }]],
    ['see https://google.com/x.', [{ text: 'https://google.com/x', url: 'https://google.com/x' }]],
    ['[foo](ftp://google.com)', []],
    ['[foo] (bar)', []],
    ['https\\://google.com', []],
  ])('links in %j', (text, links) => {
    expect(readMarkdown(text).links).toEqual(links);
  });

  test('a link whose words hold an address is none', () => {
    expect(readMarkdown('[Click https://example.com](https://discord.gg)').links.map(({ text }) => text)).not.toContain(
      'Click https://example.com',
    );
  });

  test.each([
    '<@1>',
    '<@!1>',
    '<@&1>',
    '<#1>',
    '</ask:1>',
    '<t:1:R>',
    '<:a:1>',
    '<a:a:1>',
    '<id:guide>',
    '@everyone',
    '@here',
    ':100:',
  ])('the mention %s', (text) => {
    expect(readMarkdown(`x ${text} y`).mentions).toEqual([text]);
  });
});

describe.each(dialects)('in the dialect %j', (dialect) => {
  const read = (markdown: string) => readMarkdown(markdown, dialect);

  test('escaped text shows exactly its characters, without style, link or mention', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const { runs, links, mentions } = read(escapeMarkdown(text));
        expect(runs.map((run) => run.text).join('')).toBe(toShown(text));
        expect(runs.flatMap(({ styles }) => styles)).toEqual([]);
        expect(links).toEqual([]);
        expect(mentions).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('marked text shows its characters, all of them with the mark', () => {
    const cases = [
      [bold, 'bold'],
      [highlighted, 'bold,underline'],
      [struck, 'strike'],
    ] as const;
    fc.assert(
      fc.property(hostileText, hostileText, fc.constantFrom(...cases), (text, next, [make, style]) => {
        const { runs, links, mentions } = read(md`${make(text)}${next}`.markdown);
        expect(runs.map((run) => run.text).join('')).toBe(toShown(text) + toShown(next));
        expect([links, mentions]).toEqual([[], []]);
        const marked = runs.filter(({ styles }) => styles.join() === style).map((run) => run.text).join(''); // prettier-ignore
        const expected = make === struck ? toShown(text).replace(/~*[^\S\n]*$/gmu, '') : toShown(text);
        expect(marked.replace(/\s/gu, '')).toBe(expected.replace(/\s/gu, ''));
      }),
      { numRuns: 1000 },
    );
  });

  test('a block quote and small text hold all their lines, whatever these begin with', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const tidy = paragraphs(text);
        fc.pre(toShown(tidy).trim() !== '');
        const quoted = read(`${blockQuote(tidy).markdown}\nend`);
        expect(quoted.runs.filter(({ styles }) => styles.join() === 'quote').map((run) => run.text).join('')).toBe(toShown(tidy).replaceAll('\n', '')); // prettier-ignore
        const little = read(small(tidy).markdown);
        expect(little.runs.map(({ styles }) => styles.join())).toEqual(['small']);
      }),
      { numRuns: 500 },
    );
  });

  test('a link shows its words and goes to the article, or is left out', () => {
    fc.assert(
      fc.property(hostileText, hostileUrl, hostileText, (words, url, next) => {
        const { runs, links, mentions } = read(md`${link(words, url)} ${next}`.markdown);
        const target = findLinkable(url);
        expect(mentions).toEqual([]);
        expect(links.map((one) => one.url)).toEqual(target === undefined ? [] : [target]);
        const shown = runs.map((run) => run.text).join('');
        expect(shown.startsWith(toShown(words).replace(/\s+/gu, ' ').trim())).toBe(true);
        expect(shown.endsWith(toShown(next))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('the number of a citation keeps its brackets, as a link or without', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 99 }), hostileUrl), { minLength: 1, maxLength: 4 }),
        hostileText,
        (marks, text) => {
          const rendered = md`${text} ${join(marks.map(([n, url]) => citationMark(n, url)), '')}`; // prettier-ignore
          const { runs, links } = read(rendered.markdown);
          const numbers = marks.map(([n]) => `[${n}]`).join('');
          expect(runs.map((run) => run.text).join('')).toBe(`${toShown(text)} ${numbers}`);
          const linked = marks.flatMap(([n, url]) =>
            findLinkable(url) === undefined ? [] : [{ text: `[${n}]`, url: findLinkable(url)! }],
          );
          expect(links).toEqual(linked);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('an address that is linked means the same as the article’s', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const target = findLinkable(url);
      if (target === undefined) return;
      const [a, b] = [new URL(target), new URL(url)];
      expect(a.host).toBe(b.host);
      expect(decodeURIComponent(a.pathname)).toBe(decodeURIComponent(b.pathname));
      expect(target).not.toMatch(/[()<>[\]\\`*|'"\s]/u);
    }),
  );
});

test.each([
  'javascript:alert(1)',
  'discord://x',
  'file:///etc/passwd',
  'packet.example',
  '',
  `https://x.example/${'y'.repeat(500)}`,
])('no link to %s', (url) => {
  expect(link('Headline', url).markdown).toBe('Headline');
});

test.each(['Ferry [updated', 'Ferry] sinks', '[1]', 'See https://evil.example now', 'www.evil.example: a report'])(
  'the link to the headline %j stands behind it',
  (headline) => {
    const { links, runs } = readMarkdown(link(headline, 'https://packet.example/x').markdown);
    expect(links).toEqual([{ text: 'open', url: 'https://packet.example/x' }]);
    expect(runs.map((run) => run.text).join('')).toBe(`${headline} · open`);
  },
);

test('words behind a link cannot move its end', () => {
  const headline = link('Headline', 'https://packet.example/x');
  const raw = readMarkdown(`${headline.markdown} x](https://evil.example)`);
  expect(raw.links.map(({ text }) => text)).not.toContain('Headline');
  const { links } = readMarkdown(md`${headline} ${'x](https://evil.example)'}`.markdown);
  expect(links).toEqual([{ text: 'Headline', url: 'https://packet.example/x' }]);
});

test('an invite without "https://" is not found by those who look for one in a message', () => {
  expect(escapeMarkdown('join discord.gg/abc')).not.toMatch(/discord\.gg\//);
  expect(visibleText(escapeMarkdown('join discord.gg/abc'))).toBe('join discord.gg/abc');
});

test('typographic characters, scripts and emoji stay as they are', () => {
  const ordinary = 'Zoë said “no” – naïve… 調査 עברית हिन्दी 👩‍👩‍👧‍👦 50 % U.S. 4.5';
  expect(escapeMarkdown(ordinary)).toBe(ordinary);
});

test('a template escapes what is put in and keeps what is Markdown', () => {
  expect(md`**${'a*b'}** ${md`__${1}__`}`.markdown).toBe('**a\\*b** __1__');
});

test('mentions are made of Discord’s ids alone', () => {
  expect(mention.user('123').markdown).toBe('<@123>');
  expect(mention.channel('123').markdown).toBe('<#123>');
  expect(mention.command('source add', '123').markdown).toBe('</source add:123>');
  expect(mention.command('ask', null).markdown).toBe('`/ask`');
  expect(() => mention.user('1> @everyone')).toThrow(RangeError);
});
