import { describe, expect, test } from 'vitest';
import type { QuoteQuery } from '../../src/app.js';
import { match, quote, summary } from '../fakes/app.js';
import { startInServer } from './bot-workspace.js';

const manyQuotes = Array.from({ length: 30 }, (_, i) => ({
  ...quote,
  id: `packet-1#${i + 1}`,
  title: `Headline ${i + 1}`,
}));

describe('/quotes', () => {
  test('shows quotes word for word with outlet, headline, date and link', async () => {
    const { channel, anna } = await startInServer();
    const shown = await (await anna.runs(channel, 'quotes', { speaker: 'Torvay' })).settled();
    expect(shown.text).toContain('The alarm had been taped over,');
    expect(shown.text).toContain('Elin Torvay');
    expect(shown.text).toContain('Skerrin Packet');
    expect(shown.text).toContain(quote.url);
  });

  test('pages through quotes, in the message of whoever asked, and in a copy for anybody else', async () => {
    const { channel, anna, server } = await startInServer({
      app: { findQuotes: async () => ({ outcome: 'quotes', speaker: summary.speaker, quotes: manyQuotes, total: 30 }) },
    });
    const shown = await (await anna.runs(channel, 'quotes', { speaker: 'Torvay' })).settled();
    expect(shown.text).toContain('Headline 1');
    await anna.clicks(shown, { label: /next/i });
    const before = shown.text;
    await shown.shows(
      (message) =>
        (!message.text.includes('Headline 1 ') && message.text !== before) || /page 2|2 of/i.test(message.text),
    );

    const ben = server.addMember({ name: 'Ben' });
    const own = await ben.clicks(shown, { label: /next/i });
    expect(own.isEphemeral).toBe(true);
    await own.settled();
  });

  test('completes speakers with their counts, and takes the id of the one that was chosen', async () => {
    const queries: QuoteQuery[] = [];
    const { channel, anna } = await startInServer({
      app: {
        findQuotes: async (query) => {
          queries.push(query);
          return { outcome: 'quotes', speaker: summary.speaker, quotes: [quote], total: 1 };
        },
      },
    });
    const [choice] = await anna.completes(channel, 'quotes', { speaker: 'torv' });
    expect(choice?.name).toMatch(/^Elin Torvay \(\d+ quotes?\)$/);
    await (
      await anna.runs(channel, 'quotes', { speaker: String(choice?.value), about: 'alarm', outlet: 'Packet' })
    ).settled();
    expect(queries).toMatchObject([{ speakerId: 'elin-torvay', about: 'alarm', filters: { outlet: 'Packet' } }]);
  });

  test('offers a menu where a name fits several people, and shows whom one chooses', async () => {
    const other = { ...summary, speaker: { ...summary.speaker, id: 'olaf-torvay', name: 'Olaf Torvay' } };
    const { channel, anna } = await startInServer({
      app: {
        findQuotes: async ({ speakerId }) =>
          speakerId === undefined
            ? { outcome: 'ambiguous', name: 'Torvay', speakers: [summary, other] }
            : { outcome: 'quotes', speaker: other.speaker, quotes: [{ ...quote, speaker: other.speaker }], total: 1 },
      },
    });
    const shown = await (await anna.runs(channel, 'quotes', { speaker: 'Torvay' })).settled();
    expect(shown.menus[0]?.options.map(({ label }) => label)).toEqual(['Elin Torvay', 'Olaf Torvay']);
    await anna.selects(shown, { value: 'olaf-torvay' });
    await shown.shows(/The alarm had been taped over/);
    expect(shown.text).toContain('Olaf Torvay');
  });

  test('names who is nearest where a name fits nobody', async () => {
    const { channel, anna } = await startInServer({
      app: { findQuotes: async () => ({ outcome: 'unknown', name: 'Trovay', nearest: [summary] }) },
    });
    const shown = await (await anna.runs(channel, 'quotes', { speaker: 'Trovay' })).settled();
    expect(shown.text).toContain('Elin Torvay');
  });
});

describe('completions', () => {
  test('of outlets and authors carry the name that is searched for', async () => {
    const { channel, anna } = await startInServer();
    for (const option of ['outlet', 'author']) {
      const choices = await anna.completes(channel, 'ask', { question: 'x', [option]: '' }, option);
      expect(choices.length).toBeGreaterThan(0);
      for (const { name, value } of choices) expect(name).toBe(`${String(value)}${name.slice(String(value).length)}`);
    }
  });

  test('are empty, and the rest goes on, when they fail or take too long', async () => {
    const { channel, anna, logged } = await startInServer({
      app: {
        suggest: async (kind) => (kind === 'outlet' ? Promise.reject(new Error('no')) : new Promise(() => undefined)),
      },
    });
    expect(await anna.completes(channel, 'ask', { question: 'x', outlet: 'a' })).toEqual([]);
    expect(await anna.completes(channel, 'ask', { question: 'x', author: 'a' })).toEqual([]);
    const told = logged.filter(({ level }) => level === 'warn').map(({ message }) => message);
    expect(told).toEqual(['A completion failed', 'A completion took too long and was left out']);
  });

  test('keep to the number and length of choices that Discord takes', async () => {
    const long = Array.from({ length: 40 }, (_, i) => ({ name: `${i} ${'ö🙂'.repeat(80)}`, id: null, count: 1234 }));
    const { channel, anna } = await startInServer({
      app: { suggest: async () => [{ name: 'Short', id: null, count: 1 }, ...long] },
    });
    expect(await anna.completes(channel, 'ask', { question: 'x', outlet: 'a' })).toEqual([
      { name: 'Short (1 article)', value: 'Short' },
    ]);
  });
});

describe('/verify', () => {
  test('says where the words are printed, and by whom', async () => {
    const { channel, anna } = await startInServer();
    const quotation = 'The alarm had been taped over';
    const shown = await (await anna.runs(channel, 'verify', { quotation, by: 'Torvay' })).settled();
    expect(shown.text).toMatch(/exact|word for word/i);
    expect(shown.text).toContain('Elin Torvay');
  });

  test('marks the words that differ', async () => {
    const { channel, anna } = await startInServer({
      app: {
        verify: async (quotation) => ({
          quotation,
          claim: null,
          searched: { articles: 25 },
          verdict: 'altered',
          match,
          similarity: 0.8,
          differences: [
            { same: true, asked: 'The alarm had been', printed: 'The alarm had been' },
            { same: false, asked: 'switched off', printed: 'taped over' },
          ],
        }),
      },
    });
    const shown = await (
      await anna.runs(channel, 'verify', { quotation: 'The alarm had been switched off' })
    ).settled();
    expect(shown.text).toMatch(/~~switched off~~/);
    expect(shown.text).toMatch(/\*\*(?:__)?taped over/);
  });

  test('checks every quotation of a message, for whoever asks alone', async () => {
    const checked: string[] = [];
    const { channel, anna } = await startInServer({
      app: {
        verify: async (quotation) => {
          checked.push(quotation);
          return { quotation, claim: null, searched: { articles: 25 }, verdict: 'not-found' };
        },
      },
    });
    const message = anna.writes(channel, 'She said “we all heard nothing” and “the alarm was off”.');
    const asked = await anna.runsOnMessage(message, 'Verify quotations');
    expect((await asked.settled()).text).toMatch(/not found/i);
    expect(asked.isEphemeral).toBe(true);
    expect(checked).toEqual(['we all heard nothing', 'the alarm was off']);
  });

  test('says so when a message has no words', async () => {
    const { channel, anna } = await startInServer();
    const message = anna.writes(channel, '🙂');
    for (const command of ['Verify quotations', 'Find coverage']) {
      expect((await (await anna.runsOnMessage(message, command)).settled()).text).toContain('no words');
    }
  });
});

describe('Find coverage', () => {
  test('shows headlines with links for a message', async () => {
    const { channel, anna } = await startInServer();
    const message = anna.writes(channel, 'They say that many people died there.');
    const asked = await anna.runsOnMessage(message, 'Find coverage');
    expect((await asked.settled()).text).toContain('Inquiry finds 44 died');
    expect(asked.isEphemeral).toBe(true);
  });
});
