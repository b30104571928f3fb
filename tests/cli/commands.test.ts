import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/errors.js';
import { createFakeApp, report, rollbackReport } from '../fakes/app.js';
import { runWith } from '../fakes/cli.js';

describe('ask and search', () => {
  test('take the words of a question with or without quotation marks', async () => {
    const app = createFakeApp();
    await runWith(['ask', 'who died on the ferry?'], { app });
    await runWith(['ask', 'who', 'died', 'on', 'the', 'ferry?'], { app });
    expect(app.asked.map(({ question }) => question.text)).toEqual([
      'who died on the ferry?',
      'who died on the ferry?',
    ]);
  });

  test('hand filters, day and limit on', async () => {
    const app = createFakeApp();
    const options = ['--outlet', 'O', '--author', 'A', '--since', 'Nov 2024', '--until', 'last month', '--limit', '7'];
    await runWith(['ask', 'x', ...options, '--asked-on', '2025-03-14'], { app });
    expect(app.asked[0]).toEqual({
      question: {
        text: 'x',
        filters: { outlet: 'O', author: 'A', since: '2024-11-01', until: '2025-02-28' },
        askedOn: '2025-03-14',
      },
      limit: 7,
    });
  });

  test('ask on the day it is where the program runs', async () => {
    const app = createFakeApp();
    await runWith(['search', 'x'], { app, now: () => new Date(2025, 0, 2, 23, 59) });
    expect(app.asked[0]?.question.askedOn).toBe('2025-01-02');
  });

  test.each([
    [['--since', 'foo'], '--since: expected a day or period (2025-03-04, "last week", "Nov 2024"), got "foo".'],
    [['--until', '2025-02-30'], '--until: expected a day or period (2025-03-04, "last week", "Nov 2024"), got "2025-02-30".'], // prettier-ignore
    [['--since', '2025-03', '--until', '2025-02'], 'Expected --since before --until, got 2025-03-01 and 2025-02-28.'],
    [['--asked-on', 'May'], '--asked-on: expected a day such as 2025-03-04, got "May".'],
    [['--limit', 'many'], '--limit: expected a whole number from 1 to'],
  ])('refuse %j with 2 and name the value', async (options, message) => {
    for (const command of ['ask', 'search']) {
      const { exitCode, stdout, stderr } = await runWith([command, 'x', ...options]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toContain(message);
    }
  });

  test('end with 0 when the coverage holds no answer', async () => {
    expect((await runWith(['ask', 'the cup'])).exitCode).toBe(0);
    expect((await runWith(['search', 'the cup'])).exitCode).toBe(0);
  });
});

describe('ask --fresh', () => {
  test('brings the index up to date first and says what changed on standard error', async () => {
    const order: string[] = [];
    const base = createFakeApp();
    const app = createFakeApp({
      reindex: async ({ full }) => (order.push(`reindex ${full}`), report),
      ask: async (question, options) => (order.push('ask'), base.ask(question, options)),
    });
    const { stdout, stderr } = await runWith(['ask', '--fresh', 'who died'], { app });
    expect(order).toEqual(['reindex false', 'ask']);
    expect(stdout).toContain('Forty-four people died');
    expect(stderr).toContain('24 added, 1 changed, 0 unchanged, 2 removed, 1 duplicate, 1 failed, in 1 min');
  });

  test('says nothing when nothing changed', async () => {
    const counts = { added: 0, changed: 0, unchanged: 25, removed: 0, duplicates: 1, failed: 0, embedded: 0 };
    const app = createFakeApp({ reindex: async () => ({ ...report, counts, failures: [] }) });
    expect((await runWith(['ask', '--fresh', 'who died'], { app })).stderr).toBe('');
  });

  test('answers from the index as it is while another process is indexing', async () => {
    const app = createFakeApp({ reindex: () => Promise.reject(new AppError('INDEX_LOCKED', 'locked')) });
    const { exitCode, stdout, stderr } = await runWith(['ask', '--fresh', 'who died'], { app });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Forty-four people died');
    expect(stderr).toContain('Another process is indexing');
  });

  test('does not answer when the index cannot be brought up to date', async () => {
    const app = createFakeApp({ reindex: () => Promise.reject(new AppError('INDEX_UNWRITABLE', 'no room')) });
    const { exitCode, stdout, stderr } = await runWith(['ask', '--fresh', 'who died'], { app });
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 1, stdout: '', stderr: 'Error: no room\n' });
  });

  test('ends without an answer when it is interrupted', async () => {
    const app = createFakeApp({ reindex: async () => ({ ...report, cancelled: true }) });
    const { exitCode, stdout } = await runWith(['ask', '--fresh', 'x'], { app, interruptedBy: 'SIGINT' });
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
  });
});

test('an error and what "sources" says leave credentials of addresses out', async () => {
  const address = 'https://ada:pa55@wire.example/feed.xml?key=s3cret';
  const removeSource = () =>
    Promise.reject(new AppError('SOURCE_NOT_FOUND', `Expected an added source, got ${address}`));
  const removed = await runWith(['sources', 'remove', address], { app: createFakeApp({ removeSource }) });
  const added = await runWith(['sources', 'add', address]);
  for (const { stderr } of [removed, added]) {
    expect(stderr).toContain('https://[secret]@wire.example/feed.xml?key=[secret]');
    expect(stderr).not.toMatch(/pa55|s3cret/);
  }
});

describe('reindex', () => {
  test('--rollback goes back and indexes nothing; together with --full or --wait it is wrong use', async () => {
    const done: string[] = [];
    const app = createFakeApp({
      reindex: async () => (done.push('reindex'), report),
      rollback: async () => (done.push('rollback'), rollbackReport),
    });
    expect(await runWith(['reindex', '--rollback', '--json'], { app })).toMatchObject({ exitCode: 0 });
    for (const other of ['--full', '--wait'])
      expect(await runWith(['reindex', '--rollback', other], { app })).toMatchObject({ exitCode: 2 });
    expect(done).toEqual(['rollback']);
  });

  test('builds anew, and waits for another process, only when asked to', async () => {
    const asked: unknown[] = [];
    const app = createFakeApp({ reindex: async ({ full, wait }) => (asked.push({ full, wait }), report) });
    await runWith(['reindex'], { app });
    await runWith(['reindex', '--full', '--wait'], { app });
    expect(asked).toEqual([
      { full: false, wait: false },
      { full: true, wait: true },
    ]);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('aborts on %s, reports what was finished, and ends with %i', async (interruptedBy, code) => {
    const app = createFakeApp({
      reindex: async ({ signal }) => {
        await Promise.resolve();
        return { ...report, cancelled: signal?.aborted === true };
      },
    });
    const { exitCode, stdout, stderr } = await runWith(['reindex'], { app, interruptedBy });
    expect(exitCode).toBe(code);
    expect(stdout).toContain(
      'Stopped before the end. What was finished is kept.\nNext: npm run -s onrecord -- reindex',
    );
    expect(stderr).toContain('Stopping; what is finished is kept.');
    expect(stderr).not.toContain('too late');
  });

  test('that is finished all the same says that it was too late to stop', async () => {
    const { stderr } = await runWith(['reindex'], { interruptedBy: 'SIGINT' });
    expect(stderr).toContain('It was too late to stop: the run had come to its end.');
  });

  test('ends with 0 when some articles failed and with 1 when nothing is indexed because of it', async () => {
    expect((await runWith(['reindex'])).exitCode).toBe(0);
    const totals = { articles: 0, passages: 0, outlets: 0, oldest: null, newest: null };
    const app = createFakeApp({ reindex: async () => ({ ...report, totals }) });
    expect((await runWith(['reindex'], { app })).exitCode).toBe(1);
  });
});

describe('sources', () => {
  test('are listed with or without the word', async () => {
    const listed = await runWith(['sources']);
    expect(listed.stdout).toContain('articles');
    expect(await runWith(['sources', 'list'])).toEqual(listed);
  });

  test('are added and removed, with what to do next', async () => {
    const next = 'Next: npm run -s onrecord -- reindex\n';
    expect(await runWith(['sources', 'add', 'more'])).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: `Added more.\n${next}`,
    });
    expect((await runWith(['sources', 'remove', 'more'])).stderr).toBe(`Removed more.\n${next}`);
    expect((await runWith(['sources', 'add', 'articles'])).stderr).toBe('articles is a source already.\n');
  });

  test.each([
    [['ad', 'x'], 'Expected list, add or remove, got "ad". Did you mean "add"?'],
    [['add'], 'Expected one source after "add", got none.'],
    [['add', 'a', 'b'], 'Expected one source after "add", got 2.'],
    [['list', 'a'], 'Expected nothing after "list", got 1.'],
  ])('refuse %j with 2', async (args, message) => {
    const { exitCode, stderr } = await runWith(['sources', ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('doctor', () => {
  test('ends with 1 when anything is a fault, and with 0 for a warning', async () => {
    const check = (verdict: 'warning' | 'fault') => ({ name: 'index', verdict, detail: 'old', next: 'reindex' });
    const run = (verdict: 'warning' | 'fault') =>
      runWith(['doctor'], { app: createFakeApp({ doctor: async () => [check(verdict)] }) });
    expect((await run('warning')).exitCode).toBe(0);
    expect((await run('fault')).exitCode).toBe(1);
  });
});

test.each(['reindex', 'status', 'doctor'])('"%s" takes no words', async (command) => {
  const { exitCode, stderr } = await runWith([command, 'now']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('Expected options only, got "now".');
});

test('"article" takes one id', async () => {
  expect((await runWith(['article'])).exitCode).toBe(2);
  expect((await runWith(['article', 'a', 'b'])).stderr).toContain('Expected the id of one article, got 2.');
});
