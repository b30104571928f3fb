import { describe, expect, test } from 'vitest';
import type { QuoteQuery } from '../../src/app.js';
import { createFakeApp, match, quote, summary } from '../fakes/app.js';
import { runWith } from '../fakes/cli.js';

const speakerRow = { id: 'elin-torvay', name: 'Elin Torvay', aliases: ['Ms. Torvay', 'Elin Torvay'] };
const quoteRow = { ...quote, speaker: speakerRow };
const summaryRow = {
  ...speakerRow,
  kind: 'person',
  description: 'an engineer of the ferry company',
  direct: 5,
  partial: 2,
  articles: 3,
  newest: '2025-05-12',
};
const matchRow = { ...match, speaker: speakerRow };

/** An app that keeps what it was asked for. */
function createAskedApp() {
  const queries: QuoteQuery[] = [];
  const app = createFakeApp({
    findQuotes: async (query) => {
      queries.push(query);
      return { outcome: 'quotes', speaker: null, quotes: [], total: 0 };
    },
  });
  return { app, queries };
}

describe('quotes', () => {
  test('looks for a speaker by a name of several words, with the filters of ask and search', async () => {
    const { app, queries } = createAskedApp();
    await runWith(
      ['quotes', 'Elin', 'Torvay', '--outlet', 'Packet', '--author', 'A', '--since', '2025-03', '--limit', '3'],
      {
        app,
      },
    );
    expect(queries).toEqual([
      { speaker: 'Elin Torvay', filters: { outlet: 'Packet', author: 'A', since: '2025-03-01' }, limit: 3 },
    ]);
  });

  test('looks for a topic, of a speaker or of anyone', async () => {
    const { app, queries } = createAskedApp();
    await runWith(['quotes', 'Torvay', '--about', 'the alarm'], { app });
    await runWith(['quotes', '--about', 'the alarm'], { app });
    await runWith(['quotes', '--id', 'elin-torvay'], { app });
    expect(queries).toEqual([
      { speaker: 'Torvay', about: 'the alarm', filters: {}, limit: 10 },
      { about: 'the alarm', filters: {}, limit: 10 },
      { speakerId: 'elin-torvay', filters: {}, limit: 10 },
    ]);
  });

  test.each([
    [['--all'], 'Expected --json together with --all'],
    [['--all', '--json', 'Torvay'], 'Expected --all and --json alone, got "Torvay" as well.'],
    [['--all', '--json', '--since', '2025'], 'Expected --all and --json alone, got "--since" as well.'],
    [['Torvay', '--id', 'x'], 'Expected a name or --id, got both "Torvay" and x.'],
    [['Torvay', '--limit', '0'], '--limit: expected a whole number from 1 to'],
    [['--asked-on', 'May'], '--asked-on: expected a day'],
  ])('refuses %j with 2', async (args, message) => {
    const { exitCode, stdout, stderr } = await runWith(['quotes', ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('ends with 0 whatever is found', async () => {
    const unknown = createFakeApp({
      findQuotes: async ({ speaker }) => ({ outcome: 'unknown', name: speaker!, nearest: [] }),
    });
    expect(await runWith(['quotes', 'Nemo'], { app: unknown })).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe('verify', () => {
  test('takes the words of a quotation with or without quotation marks, and a name', async () => {
    const asked: unknown[] = [];
    const base = createFakeApp();
    const app = createFakeApp({
      verify: async (words, options) => (asked.push([words, options]), base.verify(words, options)),
    });
    await runWith(['verify', 'I was there'], { app });
    await runWith(['verify', 'I', 'was', 'there', '--by', 'Rook'], { app });
    expect(asked).toEqual([
      ['I was there', {}],
      ['I was there', { by: 'Rook' }],
    ]);
  });

  test('refuses to check nothing', async () => {
    expect(await runWith(['verify'])).toMatchObject({ exitCode: 2, stdout: '' });
  });
});

describe('the JSON of quotes and verify', () => {
  const read = async (argv: string[], app = createFakeApp()): Promise<unknown> => {
    const { stdout } = await runWith([...argv, '--json'], { app });
    expect(stdout.match(/\n/g)).toHaveLength(1);
    return JSON.parse(stdout);
  };

  test('has a line for every quote with --all', async () => {
    const app = createFakeApp({
      allQuotes: async function* () {
        yield quote;
        yield { ...quote, id: 'packet-1#2', speaker: null, mention: null, cue: null };
      },
    });
    const { stdout } = await runWith(['quotes', '--all', '--json'], { app });
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toStrictEqual([quoteRow, { ...quoteRow, id: 'packet-1#2', speaker: null, mention: null, cue: null }]);
  });

  test('of a speaker has his quotes and how many there are', async () => {
    expect(await read(['quotes', 'Torvay'])).toStrictEqual({ speaker: speakerRow, total: 7, quotes: [quoteRow] });
  });

  test('without a speaker has all speakers with their numbers', async () => {
    expect(await read(['quotes'])).toStrictEqual({ speakers: [summaryRow], unattributed: 3 });
  });

  test('says whom a name may mean', async () => {
    const several = createFakeApp({
      findQuotes: async () => ({ outcome: 'ambiguous', name: 'T', speakers: [summary, summary] }),
    });
    expect(await read(['quotes', 'T'], several)).toStrictEqual({ ambiguous: [summaryRow, summaryRow] });
    const nobody = createFakeApp({ findQuotes: async () => ({ outcome: 'unknown', name: 'T', nearest: [summary] }) });
    expect(await read(['quotes', 'T'], nobody)).toStrictEqual({ unknown: 'T', nearest: [summaryRow] });
  });

  test('of a checked quotation has the verdict and what belongs to it', async () => {
    const head = { quotation: 'q', by: null, searched: { articles: 25 } };
    expect(await read(['verify', 'q'])).toStrictEqual({ ...head, verdict: 'exact', matches: [matchRow] });
    expect(await read(['verify', 'q', '--by', 'Rook'])).toHaveProperty('by', { name: 'Rook', speakers: [speakerRow] });
    const given = { quotation: 'q', claim: null, searched: { articles: 25 } };
    const differences = [{ same: false, asked: 'a', printed: 'b' }];
    const altered = createFakeApp({
      verify: async () => ({ ...given, verdict: 'altered', match, similarity: 2 / 3, differences }),
    });
    expect(await read(['verify', 'q'], altered)).toStrictEqual({
      ...head,
      verdict: 'altered',
      match: matchRow,
      similarity: 0.667,
      differences,
    });
    const spliced = createFakeApp({
      verify: async () => ({ ...given, verdict: 'spliced', parts: [{ asked: 'a', match }] }),
    });
    expect(await read(['verify', 'q'], spliced)).toStrictEqual({
      ...head,
      verdict: 'spliced',
      parts: [{ asked: 'a', match: matchRow }],
    });
    const missing = createFakeApp({ verify: async () => ({ ...given, verdict: 'not-found' }) });
    expect(await read(['verify', 'q'], missing)).toStrictEqual({ ...head, verdict: 'not-found' });
  });
});
