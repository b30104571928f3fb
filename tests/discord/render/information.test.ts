import { describe, expect, test } from 'vitest';
import { renderError } from '../../../src/discord/render/error.js';
import { renderForgotten, renderHelp, renderSources, renderStatus } from '../../../src/discord/render/information.js';
import { renderNotice } from '../../../src/discord/render/notice.js';
import { renderProgress, renderReport, type JoinedRun } from '../../../src/discord/render/reindex.js';
import type { Progress } from '../../../src/app.js';
import { report, status } from '../../fakes/app.js';
import { listFaults, readRendered, wordsOf } from './check-rendered.js';

describe('sources', () => {
  const outlets = [
    { outlet: 'Skerrin Packet', articles: 24 },
    { outlet: 'São José Courier', articles: 1 },
  ];
  const render = (more: Partial<Parameters<typeof renderSources>[0]> = {}) =>
    renderSources({ entries: status.sources, outlets, page: 0, totals: report.totals, ...more });

  test('are outlets with their articles, then where these come from', () => {
    expect(wordsOf(render())).toBe(
      [
        'What the coverage consists of',
        'Outlets',
        'Skerrin Packet · 24 articles',
        'São José Courier · 1 article',
        '',
        'Sources',
        'articles · 24 articles, ⚠️ 1 failure',
        'last read 1 Jun 2025, 10:00 UTC',
        'packet.example/feed.xml · 1 article',
        'last reached 30 May 2025, 10:00 UTC, 2 tries failed, next try 1 Jun 2025, 14:03 UTC (every 30 min)',
        '25 articles, 5 Mar 2025 to 12 May 2025',
      ].join('\n'),
    );
    expect(readRendered(render()).links).toEqual([]);
  });

  test('are searched by any part of a name, whatever its case and accents', () => {
    const words = wordsOf(render({ search: 'sao jose' }));
    expect(words).toContain('Sources with “sao jose”\nOutlets\nSão José Courier');
    expect(words).not.toContain('Skerrin');
    expect(wordsOf(render({ search: '<@1>x' }))).toContain('No outlet and no source has “<@1>x” in its name.');
  });

  test('show nobody a password, a parameter or a folder of the machine', () => {
    const entries = [
      'https://ada:secret@wire.example/feed?key=hidden#x',
      '/home/ada/news/wire',
      'C:\\Users\\ada\\wire2',
    ].map((source) => ({
      source,
      origin: 'added' as const,
      articles: 1,
      failures: 0,
      lastSuccess: null,
      failedTries: 0,
      intervalMinutes: null,
      nextTry: null,
      isWatched: false,
    }));
    const words = wordsOf(render({ entries, outlets: [] }));
    const unread = '· 1 article\nnot read yet';
    expect(words).toContain(`wire.example/feed ${unread}\nwire ${unread}\nwire2 ${unread}`);
    expect(words).not.toMatch(/secret|hidden|home|Users/);
    const long = entries.map((entry, i) => ({ ...entry, source: `${entry.source}${'/_.-*'.repeat(60)}${i}` }));
    const full = { ...status.sources[1]!, failedTries: 100, intervalMinutes: 90.5, isWatched: false };
    const most = Array.from({ length: 4 }, () => long)
      .flat()
      .map((entry) => ({ ...full, source: entry.source }));
    expect(listFaults(render({ entries: most, outlets: [] }))).toEqual([]);
  });

  test('are paged through with what was searched for', () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ outlet: `Courier ${i}`, articles: 30 - i }));
    const rendered = render({ outlets: many, search: 'a:b courier', page: 1 });
    expect(wordsOf(rendered)).toContain('No outlet');
    const paged = render({ outlets: many, search: 'courier', page: 1 });
    expect(wordsOf(paged)).toContain('Courier 12 ·');
    expect(wordsOf(paged)).toContain('page 2 of 3');
    expect(JSON.stringify(paged.components)).toContain('sources-page::2:courier');
    const long = render({ outlets: many.map((one) => ({ ...one, outlet: `${'courier '.repeat(12)}${one.outlet}` })), search: 'courier '.repeat(12) }); // prettier-ignore
    expect(listFaults(long)).toEqual([]);
    expect(wordsOf(long)).toContain('and 18 more: search for less of the name');
  });
});

describe('status', () => {
  test('tells what is indexed, when and with what; of failures only how many', () => {
    const words = wordsOf(renderStatus({ status, version: '0.1.0' }));
    for (const part of [
      '25 articles of 5 outlets',
      '5 Mar 2025 to 12 May 2025',
      '131 passages',
      'all-MiniLM-L6-v2@0123',
      '1.2 MB',
      '1 Jun 2025, 10:01 UTC',
      '24 added, 1 changed, 2 removed',
      '1 failure',
      'On Record 0.1.0 · 2 sources',
    ]) {
      expect(words).toContain(part);
    }
    expect(words).not.toMatch(/export\.jsonl|embeddings/);
  });

  test('before the first reindex says so', () => {
    const empty = { ...status, index: null, lastRun: null, failures: [], sources: [] };
    expect(wordsOf(renderStatus({ status: empty, version: '0.1.0' }))).toContain(
      'Nothing is indexed yet\nAn operator can start with /reindex.',
    );
  });

  test('shows that a reindex is going on', () => {
    const words = wordsOf(
      renderStatus({ status: { ...status, writer: { pid: 7, since: '2025-06-01T09:33:00.000Z' } }, version: '1' }),
    );
    expect(words).toContain('Indexing\nsince 1 Jun 2025, 09:33 UTC');
  });
});

describe('help', () => {
  const commands = [
    { name: 'ask', id: '11', description: 'Ask the coverage' },
    { name: 'quotes', id: null, description: 'Who said what' },
    { name: 'reindex', id: '12', description: 'Bring the index up to date' },
    { name: 'source', id: '13', description: 'Add or remove a source' },
    { name: 'watch', id: '14', description: 'Announce new coverage' },
  ];

  test('names the commands, to click on where their ids are known', () => {
    const rendered = renderHelp({ commands, canReindex: false, canWatch: false });
    expect(readRendered(rendered).mentions).toEqual(['</ask:11>']);
    expect(wordsOf(rendered)).toContain('/quotes\nWho said what');
    expect(wordsOf(rendered)).not.toContain('watch');
    expect(wordsOf(rendered)).not.toContain('reindex');
  });

  test('tells operators of theirs, with every subcommand', () => {
    expect(readRendered(renderHelp({ commands, canReindex: true, canWatch: false })).mentions).toEqual(['</ask:11>', '</reindex:12>', '</source add:13>', '</source remove:13>']); // prettier-ignore
  });

  test('tells those who manage channels of /watch', () => {
    expect(readRendered(renderHelp({ commands, canReindex: false, canWatch: true })).mentions).toEqual(['</ask:11>', '</watch topic:14>', '</watch speaker:14>', '</watch list:14>', '</watch stop:14>']); // prettier-ignore
  });
});

test('what was forgotten is counted', () => {
  expect(renderForgotten({ exchanges: 1, ratings: 2 }).content).toContain(
    'Removed\\: 1 question with what I answered, and 2 ratings.',
  );
  expect(renderForgotten({ exchanges: 0, ratings: 0 }).content).toBe('Nothing is stored of you.');
});

describe('the progress of a reindex', () => {
  const progress: Progress = {
    phase: 'embedding',
    done: 8412,
    total: 12960,
    ratePerSecond: 23.6,
    secondsLeft: 193,
    failures: 2,
  };
  const render = (change: Partial<Progress> | null, joined: JoinedRun | null = null) =>
    renderProgress({ id: 'job', progress: change === null ? null : { ...progress, ...change }, startedAt: '2025-06-01T09:33:00.000Z', joined }); // prettier-ignore

  test('shows a bar, figures, failures, and a button that cancels', () => {
    const rendered = render({});
    expect(wordsOf(rendered)).toContain(
      '⏳ Indexing\n▰▰▰▰▰▰▰▰▰▱▱▱▱▱ 64 %\n8,412 of 12,960 · 24 passages/s · 3 min 13 s left\n⚠️ 2 failures so far\n',
    );
    expect(rendered.components[0]?.components).toMatchObject([{ label: 'Cancel', custom_id: 'cancel-reindex:job:' }]);
  });

  test('shows no bar while the total is unknown, and never one that overflows', () => {
    expect(wordsOf(render({ total: null, ratePerSecond: null, secondsLeft: null, failures: 0 }))).not.toContain('▰');
    expect(wordsOf(render({ done: 20, total: 10 }))).toContain('▰▰▰▰▰▰▰▰▰▰▰▰▰▰ 100 %');
    expect(wordsOf(render({ done: 0, total: 0 }))).not.toContain('%');
  });

  test('before the first figure says that it begins, and to who joined, that it was going on', () => {
    expect(wordsOf(render(null))).toContain('Getting ready\nIt begins in a moment.');
    const joined = (run: Partial<JoinedRun>) =>
      wordsOf(render({}, { isFull: false, wasFullAsked: false, only: null, ...run }));
    expect(joined({})).toContain('A reindex was going on already; this is it.');
    expect(joined({})).not.toContain('ask again');
    expect(joined({ wasFullAsked: true })).toContain('this is it. It indexes what changed; for a full one, ask again');
    expect(joined({ wasFullAsked: true, isFull: true })).not.toContain('ask again');
    expect(joined({ only: ['news', 'more'] })).toContain('only at 2 sources whose time has come; for all, ask again');
  });
});

describe('the report of a reindex', () => {
  test('says what changed and what failed', () => {
    expect(wordsOf(renderReport(report))).toBe(
      [
        '⚠️ Reindexed, with failures',
        '24 added, 1 changed, 2 removed, 1 duplicate.',
        '⚠️ 1 failed',
        'The index holds 25 articles of 5 outlets in 131 passages.',
        '',
        'Not indexed (tried again at the next run)',
        'articles/export.jsonl#17',
        'Expected a JSON object on line 17, got "{" (CONTENT_MALFORMED)',
        '5 Mar 2025 to 12 May 2025 · changes only, 1 min 5 s',
      ].join('\n'),
    );
  });

  test('tells the first failures and how many more there are', () => {
    const failures = Array.from({ length: 30 }, (_, i) => ({ ...report.failures[0]!, location: `articles/${i}.md` }));
    const words = wordsOf(renderReport({ ...report, failures, counts: { ...report.counts, failed: 30 } }));
    expect(words).toContain('articles/4.md');
    expect(words).not.toContain('articles/5.md');
    expect(words).toContain('and 25 more');
  });

  test('without failures is a success, without changes says so, cut short says what becomes of it', () => {
    const counts = { added: 0, changed: 0, unchanged: 25, removed: 0, duplicates: 0, failed: 0, embedded: 0 };
    const quiet = { ...report, counts, failures: [] };
    expect(wordsOf(renderReport(quiet))).toContain('✅ Reindexed\nNothing new; 25 unchanged.');
    expect(wordsOf(renderReport({ ...quiet, cancelled: true }))).toContain(
      '⏹️ Reindex cancelled\nStopped before the end.',
    );
  });
});

test('an error is a short text, what to do, and the id that the log has it under', () => {
  expect(renderError({ message: 'Something went wrong.', hint: 'Try again.', incident: 'ab12' }).content).toBe(
    '⚠️ **Something went wrong.**\nTry again.\n-# Incident ab12',
  );
  expect(renderError({ message: 'No.', hint: null, incident: null }).content).toBe('⚠️ **No.**');
});

test('errors and notices need no permission to embed', () => {
  expect(renderError({ message: 'x', hint: null, incident: null }).embeds).toEqual([]);
  expect(renderNotice('x').embeds).toEqual([]);
});
