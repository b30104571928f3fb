import stringWidth from 'string-width';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { App, IndexedArticle } from '../../src/app.js';
import type { FoundQuote } from '../../src/domain/found-quote.js';
import type { Outcome } from '../../src/domain/answer.js';
import { abstention, answer, article, createFakeApp, match, passage, quote, status, summary } from '../fakes/app.js';
import { runWith } from '../fakes/cli.js';

/*
 * What a person sees, kept whole in golden/. After a wanted change `npm test -- tests/cli/text.test.ts -u` writes the files
 * anew; look at their difference before committing it.
 */

const wideTitle = 'フェリー沈没、死者44人に — 調査委員会が最終報告書を発表し船長の責任を認定';

const inModelMode: Outcome = {
  ...answer,
  mode: 'model',
  sentences: [
    { text: 'Forty-four people died when the ferry sank, not nine as first reported.', citations: [1, 2] },
    { text: 'An engineer told the inquiry that the alarm had been taped over.', citations: [3] },
  ],
  citations: [
    ...answer.citations,
    { ...answer.citations[0]!, n: 3, quote: 'The alarm had been taped over, an engineer said.', start: 64, end: 112 },
  ],
  searched: { ...answer.searched, question: 'How many people died on the ferry, and why?' },
};

const wide: Outcome = {
  ...answer,
  citations: answer.citations.map((citation) => ({ ...citation, title: wideTitle, outlet: '海峡日報' })),
};

const bare: IndexedArticle = {
  ...article,
  url: null,
  titleDerived: true,
  outlet: null,
  authors: [],
  publishedAt: null,
  places: article.places.slice(0, 1),
};

const noIndex = {
  ...status,
  index: null,
  lastRun: null,
  failures: [],
  sources: status.sources.map((entry) => ({ ...entry, articles: 0, failures: 0, lastSuccess: null, failedTries: 0, isWatched: false })), // prettier-ignore
  writer: { pid: 77, since: '2025-06-01T10:00:00Z' },
};

const withModel = {
  ...status,
  languageModel: {
    model: 'some-model at http://127.0.0.1:11434/v1',
    circuit: { state: 'open', failures: 3, retryInMs: 27_000 },
    spent: { tokens: 48_211, cost: 0.3412 },
    limits: { everyone: { tokens: 200_000, cost: 2 }, user: { tokens: null, cost: null } },
  },
} as const;

const wideName = {
  ...summary,
  speaker: { ...quote.speaker!, id: 'kita', name: '北 太郎', description: null },
  newest: null,
};
const office = {
  ...summary,
  speaker: {
    ...quote.speaker!,
    id: 'office',
    name: 'Office of the Harbour Master',
    kind: 'organisation',
    description: null,
  },
  partial: 0,
  articles: 1,
} as const;
const statement = {
  ...summary,
  speaker: { ...quote.speaker!, id: 'packet-1:0', kind: 'document', name: 'a statement' },
} as const;
const unattributed: FoundQuote = {
  ...quote,
  speaker: null,
  mention: null,
  cue: null,
  url: null,
  outlet: null,
  publishedAt: null,
};
const nested: FoundQuote = {
  ...quote,
  text: '“heard nothing”',
  context: 'They “heard nothing” until it was too late, she said.',
};
const inText = { ...match, where: 'text', quoteId: null, speaker: null, by: 'unknown' } as const;
const asked = { quotation: 'x', claim: null, searched: { articles: 25 } };
const claim = { name: 'Rook', speakers: [{ ...quote.speaker!, name: 'Matthis Rook' }] };
const differences = [
  { same: true, asked: 'The alarm had', printed: 'The alarm had' },
  { same: false, asked: 'never been', printed: 'been' },
  { same: true, asked: 'taped', printed: 'taped' },
  { same: false, asked: '', printed: 'over' },
];

const checks = [
  { name: 'node', verdict: 'ok', detail: 'Node.js 20.19.0', next: null },
  { name: 'sources', verdict: 'warning', detail: 'https://packet.example/feed.xml did not answer at the last run, so nothing of it is new', next: 'npm run -s onrecord -- reindex' }, // prettier-ignore
  { name: 'embedding model', verdict: 'fault', detail: 'The index was made with another model', next: 'npm run -s onrecord -- reindex --full' }, // prettier-ignore
] as const;

const cases: [name: string, argv: string[], app: Partial<App>][] = [
  ['answer', ['ask', 'How many people died?'], {}],
  ['answer-of-a-model', ['ask', 'and why?'], { ask: async () => inModelMode }],
  ['answer-with-a-note', ['ask', 'x'], { ask: async () => ({ ...answer, note: 'The language model did not answer in time, or its server is in trouble; these are the sentences of the articles.' }) }], // prettier-ignore
  ['answer-wide-characters', ['ask', 'x'], { ask: async () => wide }],
  ['abstention', ['ask', 'Who won the cup?'], { ask: async () => abstention }],
  ['passages', ['search', 'x'], { search: async () => [passage, { ...passage, title: wideTitle, url: null, publishedAt: null, text: `${passage.text} `.repeat(9) }] }], // prettier-ignore
  ['no-passages', ['search', 'x'], { search: async () => [] }],
  ['quotes-of-a-speaker', ['quotes', 'Torvay'], {}],
  ['quotes-about', ['quotes', '--about', 'alarm'], { findQuotes: async () => ({ outcome: 'quotes', speaker: null, quotes: [quote, unattributed, nested], total: 3 }) }], // prettier-ignore
  ['quotes-none', ['quotes', 'Torvay'], { findQuotes: async () => ({ outcome: 'quotes', speaker: quote.speaker, quotes: [], total: 0 }) }], // prettier-ignore
  ['quotes-none-about', ['quotes', 'Torvay', '--about', 'the zebra'], { findQuotes: async () => ({ outcome: 'quotes', speaker: quote.speaker, quotes: [], total: 0 }) }], // prettier-ignore
  ['quotes-ambiguous', ['quotes', 'Torvay'], { findQuotes: async () => ({ outcome: 'ambiguous', name: 'Torvay', speakers: [summary, wideName] }) }], // prettier-ignore
  ['quotes-unknown', ['quotes', 'Torway'], { findQuotes: async () => ({ outcome: 'unknown', name: 'Torway', nearest: [summary] }) }], // prettier-ignore
  ['speakers', ['quotes', '--limit', '2'], { listSpeakers: async () => ({ speakers: [summary, office, wideName, statement], unattributed: 1 }) }], // prettier-ignore
  ['no-speakers', ['quotes'], { listSpeakers: async () => ({ speakers: [], unattributed: 0 }) }],
  ['verify-exact', ['verify', 'x'], {}],
  ['verify-by-another', ['verify', 'x'], { verify: async () => ({ ...asked, claim, verdict: 'exact', matches: [{ ...match, by: 'other' }] }) }], // prettier-ignore
  ['verify-in-the-text', ['verify', 'x'], { verify: async () => ({ ...asked, claim, verdict: 'exact', matches: [inText] }) }], // prettier-ignore
  ['verify-altered', ['verify', 'x'], { verify: async () => ({ ...asked, verdict: 'altered', match, similarity: 0.75, differences }) }], // prettier-ignore
  ['verify-spliced', ['verify', 'x'], { verify: async () => ({ ...asked, verdict: 'spliced', parts: [{ asked: 'the alarm had been taped', match }, { asked: 'nobody heard a thing', match: inText }] }) }], // prettier-ignore
  ['verify-not-found', ['verify', 'x'], { verify: async () => ({ ...asked, verdict: 'not-found' }) }],
  ['article', ['article', 'packet-1'], {}],
  ['article-without-details', ['article', 'packet-1'], { article: async () => bare }],
  ['sources', ['sources'], {}],
  ['report', ['reindex'], {}],
  ['rollback', ['reindex', '--rollback'], {}],
  ['status', ['status'], {}],
  ['status-with-a-language-model', ['status'], { status: async () => withModel }],
  ['status-without-index', ['status'], { status: async () => noIndex }],
  ['doctor', ['doctor'], { doctor: async () => [...checks] }],
  ['help', ['--help'], {}],
  ['help-ask', ['ask', '--help'], {}],
];

describe.each(cases)('the text of "%s"', (name, argv, changes) => {
  const render = (columns: number, colour = false) =>
    runWith(argv, { app: createFakeApp(changes), columns, colour }).then(({ stdout }) => stdout);

  test.each([80, 40])('is as kept, at %i columns', async (columns) => {
    await expect(await render(columns)).toMatchFileSnapshot(`golden/${name}-${columns}.txt`);
  });

  test('fills no line beyond its columns, except with an address or a command', async () => {
    for (const columns of [40, 47, 64, 80, 100]) {
      for (const line of (await render(columns)).split('\n')) {
        if (!/:\/\/|^Next: /.test(line)) expect(stringWidth(line), `${columns}: ${line}`).toBeLessThanOrEqual(columns);
      }
    }
  });

  test('is the same with colour, but for the colour', async () => {
    expect(stripVTControlCharacters(await render(80, true))).toBe(await render(80));
  });

  test('ends with one line end and has no blanks at the ends of lines', async () => {
    const text = await render(80);
    expect(text).toMatch(/[^\n]\n$/);
    expect(text).not.toMatch(/[ \t]\n/);
  });
});
