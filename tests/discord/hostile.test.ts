import { describe, expect, test } from 'vitest';
import type { App } from '../../src/app.js';
import type { ShownMessage } from '../fakes/discord/index.js';
import {
  abstention,
  answer,
  article,
  createFakeApp,
  match,
  passage,
  quote,
  report,
  status,
  summary,
} from '../fakes/app.js';
import { startInServer } from './bot-workspace.js';
import { readMarkdown } from './render/discord-markdown.js';

const attacks = {
  'mentions of everybody': '@everyone @here <@123456789012345678> <@&123456789012345678> <#123456789012345678>',
  'invites and addresses': 'discord.gg/abc https://evil.example/x www.evil.example <https://evil.example>',
  'masked links': '[Inquiry finds 44 died](https://evil.example) [[1]](https://evil.example) ](https://evil.example)',
  'ANSI and code blocks': '```ansi\n\u001b[31mred\n``` `code` ~~~',
  'four thousand emoji': '👩‍👩‍👧‍👦'.repeat(364),
  'text that turns around': '\u202eetihw si kcalb\u2066 \u200b',
  'Markdown of every kind':
    '# big\n> quote\n- list\n**bold __under__ *it* ||spoiler|| ~~gone~~ <t:1700000000:R> </ask:1> <:a:1>',
};

/** The fields of results that hold words of articles, speakers and people. */
const worded = new Set(['title', 'outlet', 'authors', 'quote', 'text', 'context', 'reason', 'question', 'name', 'description', 'asked', 'printed', 'message', 'segments', 'body', 'source', 'location']); // prettier-ignore

/** The same result with all its words replaced. */
function poison<Value>(value: Value, words: string, isWorded = false): Value {
  if (typeof value === 'string') return (isWorded ? words : value) as Value;
  if (Array.isArray(value)) return value.map((one: unknown) => poison(one, words, isWorded)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, field]) => [key, poison<unknown>(field, words, worded.has(key))]);
  return Object.fromEntries(entries) as Value;
}

function poisonedApp(words: string): Partial<App> {
  const clean = createFakeApp();
  return {
    ask: async ({ text }) => poison(text.includes('died') ? answer : abstention, words),
    search: async () => poison([passage, passage], words),
    article: async () => ({ ...article, body: `${words}\n\n${words}` }),
    findQuotes: async ({ about }) =>
      poison(
        about === undefined
          ? { outcome: 'quotes', speaker: summary.speaker, quotes: [quote, quote], total: 2 }
          : {
              outcome: 'ambiguous',
              name: words,
              speakers: [summary, { ...summary, speaker: { ...summary.speaker, id: 'b' } }],
            },
        words,
      ),
    verify: async (quotation) =>
      poison(
        {
          quotation,
          claim: { name: words, speakers: [summary.speaker] },
          searched: { articles: 25 },
          verdict: 'altered',
          match: { ...match, by: 'other' },
          similarity: 0.8,
          differences: [
            { same: true, asked: words, printed: words },
            { same: false, asked: words, printed: words },
          ],
        },
        words,
      ),
    suggest: async () => [{ name: words, id: null, count: 1 }],
    listSources: async () => poison(status.sources, words),
    status: async () => poison(status, words),
    reindex: async () => poison(report, words),
    doctor: () => clean.doctor(),
  };
}

/** What a message would link to and mention, by a reading of its Markdown that knows Discord's. */
function readAll({ content, embeds }: ShownMessage) {
  const texts = [
    content,
    ...embeds.flatMap(({ title, description, fields = [] }) => [title, description, ...fields.flatMap(({ name, value }) => [name, value])]), // prettier-ignore
  ];
  const read = texts.map((text) => readMarkdown(text ?? ''));
  return {
    links: read.flatMap(({ links }) => links.map(({ url }) => url)),
    mentions: read.flatMap(({ mentions }) => mentions),
  };
}

describe.each(Object.entries(attacks))('%s in articles, names and questions', (_, words) => {
  test('ping nobody, link nowhere, and break no limit, whatever command shows them', async () => {
    const operators: string[] = [];
    const { channel, server, discord } = await startInServer({ app: poisonedApp(words), settings: { operators } });
    const mallory = server.addMember({ name: 'Mallory', nickname: words.slice(0, 32) });
    operators.push(mallory.id);
    for (const command of ['reindex', 'source']) server.openCommand(command);
    const typed = words.slice(0, 2000);

    const shown: ShownMessage[] = [];
    const run = async (command: string, options: Record<string, string> = {}) => {
      const message = await (await mallory.runs(channel, command, options)).settled();
      shown.push(message);
      return message;
    };
    const asked = await run('ask', { question: `${typed.slice(0, 1990)} died?` });
    shown.push(await (await mallory.clicks(asked, { label: 'Passages' })).settled());
    await run('ask', { question: typed, since: typed.slice(0, 100) });
    await run('ask', { question: typed });
    await run('quotes', { speaker: typed.slice(0, 100) });
    await run('quotes', { speaker: typed.slice(0, 100), about: 'x' });
    await run('verify', { quotation: typed, by: typed.slice(0, 100) });
    await run('sources', { search: typed.slice(0, 100) });
    await run('sources');
    await run('status');
    await run('source add', { source: typed.slice(0, 1000) });
    await (await run('reindex')).shows(/added/);
    const sent = mallory.writes(channel, `${typed.slice(0, 1900)} died?`, { mentions: [discord.bot] });
    shown.push(await channel.nextBotMessage());
    for (const command of ['Verify quotations', 'Find coverage']) {
      shown.push(await (await mallory.runsOnMessage(sent, command)).settled());
    }
    const { modal } = await mallory.clicks(asked, { label: 'Follow up' });
    await mallory.submits(modal, { question: `${typed.slice(0, 1990)} died?` });
    const thread = await channel.nextBotThread();
    shown.push(await thread.nextBotMessage());

    const foreign = shown
      .flatMap((message) => readAll(message).links)
      .filter((url) => !url.startsWith('https://packet.example/'));
    expect(foreign).toEqual([]);
    expect(shown.flatMap((message) => readAll(message).mentions)).toEqual([]);
    expect(shown.filter(({ text }) => /[\u202a-\u202e\u2066-\u2069]/u.test(text) || text.includes('\u001b'))).toEqual(
      [],
    );
  });
});
