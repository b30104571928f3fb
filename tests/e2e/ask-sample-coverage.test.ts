import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepare } from '../../scripts/prepare.mjs';
import type { Report } from '../../src/evaluation/report.js';
import { runProgram, type Ended } from './program.js';

/*
 * The whole program as people run it: the compiled dist/main.js, the default embedding model and the sample coverage, indexed
 * once into a folder that is not the project's and whose path has a blank and a letter beyond ASCII.
 */

interface Place {
  articleId: string;
  title: string;
  outlet: string | null;
  authors: string[];
  publishedAt: string | null;
  start: number;
  end: number;
}
interface AskRow {
  id?: string;
  outcome: 'answer' | 'abstention';
  sentences: { text: string; citations: number[] }[];
  citations: (Place & { n: number; quote: string })[];
  searched: { question: string; filters: object; articles: number; newest: string | null };
  reason?: string;
  related?: { title: string }[];
}
interface SearchRow {
  id?: string;
  passages: (Place & { text: string; score: number })[];
}

const project = fileURLToPath(new URL('../..', import.meta.url));
let parent: string;
let cwd: string;
let settings: Record<string, string>;
let indexing: Ended;

const run = (args: string[], input = ''): Promise<Ended> => runProgram(args, { cwd, settings, input });
const parseRows = <Row>({ stdout }: Ended): Row[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
const toLines = (records: readonly object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');
const textOf = ({ sentences }: AskRow): string => sentences.map(({ text }) => text).join(' ');

/** Questions with the article that must be cited first and what the answer must say. */
const answerable = [
  [
    'How many people died on the Silver Tern in the end?',
    'Inquiry into Silver Tern finds 44 died',
    'Forty-four people died',
  ],
  ['How many people were confirmed dead on March 18?', 'Divers bring up 11 more', '33 dead and ten missing'],
  ['When was the mayday sent?', 'Engineer tells inquiry of a taped-over alarm', '21:31'],
  ['What dividend did Orrin Line pay in December?', 'What a life costs on the Skerrin crossing', '11.2 million'],
  [
    'What did the Veldhaven Tribune say about the resignation?',
    'Infrastructure minister resigns',
    'the right thing in the wrong week',
  ],
  [
    'How long did the captain’s call to the duty office last?',
    'Engineer tells inquiry of a taped-over alarm',
    'seven minutes and 40 seconds',
  ],
  ['How did Viktor Lasse plead?', 'Ferry boss pleads not guilty', 'answered “guilty” to all 43 counts'],
  ['How many cellos was Tarrow School given?', 'Cellos for Tarrow', 'has been given eleven'],
  ['What was the trainee librarian looking for when she found the ballots?', 'BALLOT BOX BOMBSHELL', 'the crocodile'],
  ['What was wrong with watertight door 4?', 'The letter on the minister', 'will not close under power'],
  ['Who told the captain to wait?', 'The captain of the Silver Tern', 'told by the duty manager to wait'],
].map(([question, firstCited, fact], i) => ({
  id: `yes-${i}`,
  question: question!,
  firstCited: firstCited!,
  fact: fact!,
}));

/** Questions that the coverage seems to be about and does not answer. */
const unanswerable = [
  'How long must Captain Aldane go to prison?',
  'How many died in the 1891 sinking of the Silver Tern?',
  'What did the Veldhaven Tribune say about the tram’s opening day?',
  'How many votes did Corin Vasse win by in 2021?',
  'What did Bisi Oyelaran say about the Achterberg report?',
  'What is the capital of France?',
].map((question, i) => ({ id: `no-${i}`, question }));

beforeAll(async () => {
  await prepare();
  parent = mkdtempSync(join(tmpdir(), 'on-record-sample-'));
  cwd = join(parent, 'min mapp ö');
  mkdirSync(cwd);
  settings = {
    ONRECORD_SOURCES: join(project, 'articles'),
    ONRECORD_MODELS: join(project, 'embeddings', 'models'),
    ONRECORD_DATA: 'index',
  };
  indexing = await run(['reindex', '--json']);
}, 300_000);
afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe('indexing', () => {
  it('takes in the whole sample coverage without a failure', async () => {
    expect(indexing).toMatchObject({ code: 0 });
    expect(JSON.parse(indexing.stdout)).toMatchObject({
      failures: [],
      counts: { added: 25, duplicates: 2, failed: 0 },
    });
    const status = await run(['status', '--json']);
    expect(status).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(status.stdout)).toMatchObject({ index: { totals: { articles: 25 } }, failures: [] });
  });

  it('leaves a sound index, as doctor says with exit code 0', async () => {
    const { code, stdout } = await run(['doctor', '--json']);
    const { checks } = JSON.parse(stdout) as { checks: { name: string; verdict: string }[] };
    expect(checks.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
    expect(code).toBe(0);
  });
});

describe('ask', () => {
  let rows: AskRow[];
  const bodies = new Map<string, string>();
  beforeAll(async () => {
    const ended = await run(
      ['ask', '--batch'],
      toLines([...answerable, ...unanswerable].map(({ id, question }) => ({ id, question }))),
    );
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    rows = parseRows<AskRow>(ended);
  });
  const rowOf = (id: string): AskRow => rows.find((row) => row.id === id)!;

  it('answers a batch in its order, each row under its id', () => {
    expect(rows.map(({ id }) => id)).toEqual([...answerable, ...unanswerable].map(({ id }) => id));
  });

  it.each(answerable)('answers: $question', ({ id, firstCited, fact }) => {
    const row = rowOf(id);
    expect(row.outcome).toBe('answer');
    expect(row.citations[0]!.title).toContain(firstCited);
    expect(textOf(row)).toContain(fact);
  });

  it.each(unanswerable)('abstains: $question', ({ id }) => {
    expect(rowOf(id)).toMatchObject({
      outcome: 'abstention',
      sentences: [],
      citations: [],
      searched: { articles: 25 },
    });
    expect(rowOf(id).related!.length).toBeGreaterThan(0);
  });

  it('does as well by questions that are typed without capitals', async () => {
    const typed = [...answerable, ...unanswerable].map(({ id, question }) => ({
      id,
      question: question.toLowerCase().replace('?', ''),
    }));
    const ended = await run(['ask', '--batch'], toLines(typed));
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const outcomes = (all: readonly AskRow[]): object =>
      Object.fromEntries(all.map(({ id, outcome }) => [id, outcome]));
    expect(outcomes(parseRows<AskRow>(ended))).toEqual(outcomes(rows));
  });

  it('cites every sentence, and quotes the article byte for byte', async () => {
    for (const { sentences, citations } of rows) {
      expect(citations.map(({ n }) => n)).toEqual(citations.map((_, i) => i + 1));
      for (const { citations: numbers } of sentences) expect(numbers.length).toBeGreaterThan(0);
    }
    const citations = rows.flatMap((row) => row.citations).slice(0, 10);
    for (const { articleId, quote, start, end } of citations) {
      if (!bodies.has(articleId)) {
        const { body } = JSON.parse((await run(['article', articleId, '--json'])).stdout) as { body: string };
        bodies.set(articleId, body);
      }
      expect(bodies.get(articleId)!.slice(start, end)).toBe(quote);
    }
  });

  it('gives exactly the fields of the contract', () => {
    for (const row of rows) {
      const answered = ['id', 'outcome', 'mode', 'sentences', 'citations', 'searched'];
      const fields = row.outcome === 'answer' ? answered : [...answered, 'reason', 'related'];
      expect(Object.keys(row)).toEqual(fields);
      expect(Object.keys(row.searched)).toEqual(['question', 'filters', 'articles', 'newest']);
      for (const sentence of row.sentences) expect(Object.keys(sentence)).toEqual(['text', 'citations']);
      for (const citation of row.citations) {
        expect(Object.keys(citation).join()).toBe('n,articleId,url,title,outlet,authors,publishedAt,quote,start,end');
      }
      for (const related of row.related ?? []) {
        expect(Object.keys(related).join()).toBe('articleId,url,title,outlet,publishedAt');
      }
    }
  });

  it('uses what the filters let through alone', async () => {
    const question = 'How many people died on the ferry Silver Tern?';
    const [early] = parseRows<AskRow>(await run(['ask', question, '--until', '2025-03-06', '--json']));
    expect(textOf(early!)).toContain('At least nine people died');
    for (const { publishedAt } of early!.citations) expect(publishedAt! <= '2025-03-07').toBe(true);
    const [tribune] = parseRows<AskRow>(
      await run([
        'ask',
        question,
        '--outlet',
        'tribune',
        '--since',
        'April 2025',
        '--asked-on',
        '2025-06-01',
        '--json',
      ]),
    );
    expect(tribune!.searched.filters).toEqual({ outlet: 'tribune', since: '2025-04-01' });
    expect(textOf(tribune!)).toContain('Forty-four people died');
    expect(new Set(tribune!.citations.map(({ outlet }) => outlet))).toEqual(new Set(['Veldhaven Tribune']));
  });

  it('tells a person the answer with its sources, and an abstention with what was searched', async () => {
    const answer = await run(['ask', 'How', 'did', 'Viktor', 'Lasse', 'plead?']);
    expect(answer).toMatchObject({ code: 0, stderr: '' });
    expect(answer.stdout).toMatch(/“guilty” to all 43 counts[^]+\[1\][^]+Sources[^]+Meridian Wire/);
    const abstention = await run(['ask', 'What is the capital of France?']);
    expect(abstention).toMatchObject({ code: 0, stderr: '' });
    expect(abstention.stdout).toMatch(/Searched: 25 articles/);
    expect(abstention.stdout).not.toContain('[1]');
  });
});

describe('search', () => {
  it('gives a batch in its order, with exactly the fields of the contract and text cut from the body', async () => {
    const questions = ['ferry alarm taped over', 'wax tablets', 'ballots behind the puppet theatre'];
    const ended = await run(
      ['search', '--batch', '--limit', '3'],
      toLines(questions.map((question, id) => ({ id, question }))),
    );
    const found = parseRows<SearchRow>(ended);
    expect(found.map(({ id }) => id)).toEqual([0, 1, 2]);
    for (const { passages } of found) {
      expect(passages).toHaveLength(3);
      for (const passage of passages) {
        expect(Object.keys(passage).join()).toBe('articleId,url,title,outlet,authors,publishedAt,text,start,end,score');
        expect(passage.end - passage.start).toBe(passage.text.length);
      }
    }
    const first = found.map(({ passages }) => passages[0]!);
    expect(first[0]!.title).toContain('Engineer tells inquiry of a taped-over alarm');
    expect(first[1]!.title).toMatch(/tablets|wreck/i);
    expect(first[2]!.title).toContain('BALLOT BOX');
    const { body } = JSON.parse((await run(['article', first[0]!.articleId, '--json'])).stdout) as { body: string };
    expect(body.slice(first[0]!.start, first[0]!.end)).toBe(first[0]!.text);
  });

  it('keeps to an author and a time', async () => {
    const [row] = parseRows<SearchRow>(
      await run(['search', 'ferry', '--author', 'jorun blake', '--until', '2025-03-10', '--json']),
    );
    expect(row!.passages.length).toBeGreaterThan(0);
    for (const { authors } of row!.passages) expect(authors).toContain('Jorun Blake');
  });
});

describe('the cases of evaluation/, which a change of ranking or abstention must not make worse', () => {
  let report: Report;
  beforeAll(async () => {
    const ended = await run(['eval', join(project, 'evaluation', 'sample-coverage.jsonl'), '--json']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    report = JSON.parse(ended.stdout) as Report;
  });
  const names = (cases: Report['cases']): string[] => cases.map(({ id, question }) => `${id}: ${question}`);

  it('have a passage with the answer among the first four in 95 of 100', () => {
    expect(report.all.means.hits4).toBeGreaterThanOrEqual(0.95);
  });

  it('are answered by careful only where there is an answer', () => {
    const { threshold } = report.settings.find(({ setting }) => setting === 'careful')!;
    const answered = report.cases.filter((one) => !one.answerable && one.confidence >= threshold && one.answer !== '');
    expect(names(answered)).toEqual([]);
  });

  // A little below what was reached when these were written (87, 82 and 63 of 100), so that chance does not break them.
  it('are answered and refused by balanced, and answered rightly, as often as before', () => {
    expect(report.settings.find(({ setting }) => setting === 'balanced')).toMatchObject({
      answered: expect.toSatisfy((share: number) => share >= 0.84) as number,
      refused: expect.toSatisfy((share: number) => share >= 0.77) as number,
    });
    expect(report.all.means.right).toBeGreaterThanOrEqual(0.6);
  });

  it('are answered word for word, with a citation behind every sentence', () => {
    const { shown, verbatim, uncited } = report.citations;
    expect({ verbatim, uncited }).toEqual({ verbatim: shown, uncited: 0 });
    expect(shown).toBeGreaterThan(100);
  });
});

describe('article', () => {
  it('is shown with exactly the fields of the contract', async () => {
    const [row] = parseRows<SearchRow>(await run(['search', 'Vasse ahead by 41 votes', '--limit', '1', '--json']));
    const { articleId, title } = row!.passages[0]!;
    const article = JSON.parse((await run(['article', articleId, '--json'])).stdout) as object;
    expect(Object.keys(article)).toEqual([
      'id',
      'url',
      'title',
      'titleDerived',
      'outlet',
      'authors',
      'publishedAt',
      'body',
    ]);
    expect(article).toMatchObject({ id: articleId, title });
  });

  it('that nobody indexed ends with 1 and says where ids are to be found', async () => {
    const ended = await run(['article', 'nope']);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^Error: No indexed article has the id "nope"\nNext: /);
  });
});

describe('without an index', () => {
  it('ask and search end with 1 and the command that makes one; status and doctor say that there is none', async () => {
    const elsewhere = { cwd, settings: { ...settings, ONRECORD_DATA: 'nothing here yet' } };
    for (const command of ['ask', 'search']) {
      const ended = await runProgram([command, 'Who resigned?'], elsewhere);
      expect(ended).toMatchObject({ code: 1, stdout: '' });
      expect(ended.stderr).toMatch(/Next: .*reindex/);
    }
    expect(await runProgram(['status'], elsewhere)).toMatchObject({ code: 0 });
    const doctor = await runProgram(['doctor'], elsewhere);
    expect(doctor.stdout).toMatch(/index\s+warning\s+There is none yet/);
    expect(doctor.code).toBe(0);
  });

  it('a batch gives a row with the error for each question and ends with 1', async () => {
    const elsewhere = { cwd, settings: { ...settings, ONRECORD_DATA: 'nothing here yet' } };
    const ended = await runProgram(['ask', '--batch'], { ...elsewhere, input: toLines([{ id: 7, question: 'Who?' }]) });
    expect(ended.code).toBe(1);
    expect(parseRows(ended)).toEqual([
      { id: 7, error: { code: 'INDEX_MISSING', message: expect.any(String) as string } },
    ]);
  });

  it('doctor ends with 1 when a source does not exist', async () => {
    const broken = { cwd, settings: { ...settings, ONRECORD_SOURCES: 'no such folder' } };
    const { code, stdout } = await runProgram(['doctor'], broken);
    expect(code).toBe(1);
    expect(stdout).toMatch(/source no such folder\s+fault/);
  });
});
