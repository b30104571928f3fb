import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/evaluation/report.js';
import type { App } from '../../src/app.js';
import { article, createFakeApp } from '../fakes/app.js';
import { runWith as runCommand, type CliSurroundings } from '../fakes/cli.js';

/*
 * The fake app answers what says "died" with two citations, one of which is not what its article says, and abstains from the
 * rest.
 */
const names = ['packet-1', 'Some other headline'].map((title) => ({ id: title, title, titles: [title], urls: [] }));
const createApp = (changes: Partial<App> = {}) =>
  createFakeApp({ article: async () => article, listArticles: async () => names, ...changes });
const runWith = (argv: string[], given: CliSurroundings = {}) => runCommand(argv, { app: createApp(), ...given });

let folder: string;
let cases: string;
const file = (name: string): string => join(folder, name);
const records = [
  { id: 'deaths', question: 'How many died?', kind: 'how many', articles: ['packet-1'], answer: 'Forty-four' },
  { id: 'named', question: 'Who of them died first?', kind: 'who', articles: ['Some other headline'], trait: 'hard' },
  { id: 'cup', question: 'Who won the cup?', kind: 'who', answerable: false, trait: 'other topic' },
  { id: 'odd', question: 'Why has <b>nobody</b> died & "left"?', kind: 'why', answerable: false },
];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'on-record-eval-'));
  cases = file('cases.jsonl');
  writeFileSync(cases, records.map((record) => JSON.stringify(record)).join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('eval', () => {
  test.each([80, 40])('tells a person the measures, as kept at %i columns', async (columns) => {
    const { exitCode, stdout, stderr } = await runWith(['eval', cases], { columns });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    await expect(stdout).toMatchFileSnapshot(`golden/eval-${columns}.txt`);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  test('is the same with colour, but for the colour', async () => {
    const { stdout } = await runWith(['eval', cases], { colour: true });
    expect(stripVTControlCharacters(stdout)).toBe((await runWith(['eval', cases])).stdout);
  });

  test('gives programs every question with its measures', async () => {
    const { stdout } = await runWith(['eval', cases, '--json']);
    const report = JSON.parse(stdout) as Report;
    expect(report).toMatchObject({ version: 1, all: { questions: 4, answerable: 2 } });
    expect(report.all.means).toMatchObject({ hits1: 0.5, answered: 1, right: 0.5, refused: 0.5 });
    expect(report.cases.map(({ id }) => id)).toEqual(['deaths', 'named', 'cup', 'odd']);
    expect(report.citations).toMatchObject({ shown: 6, verbatim: 3, uncited: 0 });
  });

  test('takes several files as one', async () => {
    const more = file('more.jsonl');
    writeFileSync(more, JSON.stringify({ id: 'more', question: 'Who else died?', articles: ['packet-1'] }));
    const { stdout } = await runWith(['eval', cases, more, '--json']);
    expect((JSON.parse(stdout) as Report).all.questions).toBe(5);
  });

  test('shows on a terminal how far it is, and leaves nothing of it', async () => {
    const { stderr } = await runWith(['eval', cases], { isTerminal: true });
    expect(stderr).toContain('Asked 4 of 4');
    expect(stderr).toMatch(/\r\x1b\[2K$/); // eslint-disable-line no-control-regex
  });

  test('writes a page that loads nothing, with plots and with every text escaped', async () => {
    const html = file('report.html');
    const { stderr } = await runWith(['eval', cases, '--html', html]);
    expect(stderr).toBe(`Written: ${html}\n`);
    const page = readFileSync(html, 'utf8');
    expect(page.match(/<svg /g)).toHaveLength(3);
    expect(page).not.toMatch(/<script|<link|src=|https?:\/\/(?!packet)/);
    expect(page).toContain('Why has &lt;b&gt;nobody&lt;/b&gt; died &amp; &quot;left&quot;?');
    expect(page).not.toContain('<b>nobody');
    for (const title of ['Coverage against risk', 'Reliability of the confidence', 'Hits by rank']) {
      expect(page).toContain(title);
    }
    expect(page).toContain('Articles not found: Some other headline');
    for (const section of [
      'Answered, to be refused (1)',
      'Answered otherwise (1)',
      'Refused, to be answered (0)',
      'Not found (1)',
    ]) {
      expect(page).toContain(`<h2>${section}</h2>`);
    }
  });
});

describe('eval with cases that expect more than is there', () => {
  test('shows on the page what says a fact that was not found, escaped', async () => {
    const path = file('missed.jsonl');
    const record = {
      id: 'alarm',
      question: 'What had died?',
      articles: ['packet-1'],
      answer: [['no such <thing>', 'taped over']],
    };
    writeFileSync(path, JSON.stringify(record));
    const html = file('missed.html');
    await runWith(['eval', path, '--html', html]);
    const page = readFileSync(html, 'utf8');
    expect(page).toContain('What says “no such &lt;thing&gt;” or “taped over”, not among the first 10');
    expect(page).toContain('The alarm had been taped over, an engineer said.</p>');
  });

  test('warns of references to no indexed article, and gives them to programs', async () => {
    const path = file('unknown.jsonl');
    const record = { id: 'gone', question: 'Who died?', articles: ['packet-1', 'No <such> headline'] };
    writeFileSync(path, JSON.stringify(record));
    const html = file('unknown.html');
    const { exitCode, stdout, stderr } = await runWith(['eval', path, '--json', '--html', html]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(
      'Warning: not indexed and so counted as not found, in 1 of 1 case:\n  gone: No <such> headline\n',
    );
    expect((JSON.parse(stdout) as Report).unknown).toEqual([{ id: 'gone', references: ['No <such> headline'] }]);
    expect(readFileSync(html, 'utf8')).toContain('<b>gone</b> No &lt;such&gt; headline');
  });
});

describe('eval --compare', () => {
  const write = async (name: string, app = createApp()): Promise<string> => {
    const path = file(name);
    writeFileSync(path, (await runWith(['eval', cases, '--json'], { app })).stdout);
    return path;
  };
  const refusing = async () => {
    const fake = createApp();
    return createApp({ examine: (question, options) => fake.examine({ ...question, text: '' }, options) });
  };

  test.each([80, 40])('tells a person what changed and what may be chance, as kept at %i columns', async (columns) => {
    const [before, after] = [await write('before.json'), await write('after.json', await refusing())];
    const { exitCode, stdout } = await runWith(['eval', '--compare', before, after], { columns });
    expect(exitCode).toBe(0);
    await expect(stdout).toMatchFileSnapshot(`golden/eval-compare-${columns}.txt`);
  });

  test('tells a person which questions are not the same under the same id', async () => {
    const other = file('other.jsonl');
    const changed = records.map((record) =>
      record.id === 'cup' ? { ...record, question: 'Who won the vase?' } : record,
    );
    writeFileSync(
      other,
      changed
        .slice(1)
        .map((record) => JSON.stringify(record))
        .join('\n'),
    );
    const after = file('other.json');
    writeFileSync(after, (await runWith(['eval', other, '--json'])).stdout);
    const { stdout } = await runWith(['eval', '--compare', await write('same.json'), after]);
    expect(stdout).toContain('In one report only: deaths\n');
    expect(stdout).toContain('Not compared, since they are not the same in both: cup (question)\n');
  });

  test('gives programs the intervals, the same at every call', async () => {
    const [before, after] = [await write('b.json'), await write('a.json', await refusing())];
    const { stdout } = await runWith(['eval', '--compare', before, after, '--json']);
    expect((await runWith(['eval', '--compare', before, after, '--json'])).stdout).toBe(stdout);
    const { changes } = JSON.parse(stdout) as { changes: { measure: string; difference: object }[] };
    expect(changes.find(({ measure }) => measure === 'answered')).toMatchObject({
      difference: { mean: -1, low: -1, high: -1 },
      verdict: 'worse',
    });
  });
});

describe('wrong use of eval ends with 2 and says what was expected', () => {
  test.each([
    [[], 'Expected a file of cases, got none.'],
    [['--compare', 'one.json'], 'Expected --compare with two reports and nothing else, got 1 files.'],
    [['--compare', 'a', 'b', '--html', 'c'], 'got --html.'],
    [['no such file'], 'no such file: expected a file that can be read (ENOENT).'],
  ])('%j', async (args, message) => {
    const { exitCode, stderr } = await runWith(['eval', ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test('a page that cannot be written', async () => {
    const { exitCode, stderr } = await runWith(['eval', cases, '--html', join(folder, 'none', 'x.html')]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--html: cannot write');
  });

  test('a file that holds no cases ends with 1', async () => {
    const empty = file('empty.jsonl');
    writeFileSync(empty, '\n');
    expect(await runWith(['eval', empty])).toMatchObject({ exitCode: 1 });
  });
});
