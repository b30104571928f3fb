import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { prepare } from '../../scripts/prepare.mjs';
import { answering, citing, readPassages, refusing, startFakeModel, type FakeModelServer } from '../fakes/openai.js';
import { runProgram, type Ended } from './program.js';

/*
 * The compiled program over the sample coverage, with a language model on 127.0.0.1 that reads the passages it is given and cites
 * them.
 */

interface Row {
  outcome: string;
  mode: string;
  sentences: { text: string; citations: number[] }[];
  citations: { n: number; articleId: string; quote: string; start: number; end: number }[];
  searched: { question: string };
  note?: string;
  removed?: { text: string; reason: string }[];
}

const project = fileURLToPath(new URL('../..', import.meta.url));
const question = 'How many people died on the Silver Tern in the end?';
const key = 'sk-e2e-0123456789';
let cwd: string;
let server: FakeModelServer;
let settings: Record<string, string>;

const run = (args: string[], more: Record<string, string> = {}): Promise<Ended> =>
  runProgram(args, { cwd, settings: { ...settings, ...more } });
const askJson = async (text: string, more: Record<string, string> = {}): Promise<Row> => {
  const { code, stdout } = await run(['ask', text, '--json', '--asked-on', '2025-05-20'], more);
  expect(code).toBe(0);
  return JSON.parse(stdout) as Row;
};

/** The first sentence that says so, of the passages given. */
const died = (text: string): string | undefined => /Forty-four people died[^.]*\./.exec(text)?.[0];

beforeAll(async () => {
  await prepare();
  server = await startFakeModel();
  cwd = mkdtempSync(join(tmpdir(), 'on-record-model-'));
  settings = {
    ONRECORD_SOURCES: join(project, 'articles'),
    ONRECORD_MODELS: join(project, 'embeddings', 'models'),
    ONRECORD_DATA: 'index',
    OPENAI_BASE_URL: server.baseUrl,
    OPENAI_API_KEY: key,
    OPENAI_MODEL: 'scripted',
  };
  expect(await run(['reindex'])).toMatchObject({ code: 0 });
}, 300_000);
beforeEach(() => {
  server.asked.length = 0;
  server.script = [];
  server.usual = answering((asked) => {
    const sentence = readPassages(asked)
      .map(({ text }) => died(text))
      .find((found) => found !== undefined);
    return `${citing(sentence ?? 'nothing')(asked)} Fifty-nine people died, say the authorities of Norway. [1]`;
  });
});
afterAll(async () => {
  await server.close();
  rmSync(cwd, { recursive: true, force: true });
});

it('answers with the sentences of the model that the articles support, each with the exact words', async () => {
  const row = await askJson(question);
  expect(row).toMatchObject({ outcome: 'answer', mode: 'model' });
  expect(row.sentences).toHaveLength(1);
  expect(row.sentences[0]!.text).toMatch(/^Forty-four people died/);
  expect(row.removed).toHaveLength(1);
  expect(row.removed![0]!.text).toContain('Fifty-nine');
  for (const { articleId, quote, start, end } of row.citations) {
    const article = JSON.parse((await run(['article', articleId, '--json'])).stdout) as { body: string };
    expect(article.body.slice(start, end)).toBe(quote);
  }
  expect(server.asked[0]).toMatchObject({ authorization: `Bearer ${key}`, body: { model: 'scripted' } });
});

it('shows a person the same as text', async () => {
  const { stdout, stderr } = await run(['ask', question]);
  expect(stdout).toMatch(/^Forty-four people died/);
  expect(stdout).not.toContain('Fifty-nine');
  expect(stderr).toBe('');
});

it('falls back to the articles’ own sentences and says so, to the reader and to the operator, without the key', async () => {
  server.usual = refusing(401, `Incorrect API key provided: ${key}`);
  const { code, stdout, stderr } = await run(['ask', question]);
  expect(code).toBe(0);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'The language model could not be asked, because its server refuses the key or the model; these are the sentences of the articles.',
  );
  expect(stderr.replace(/\s+/g, ' ')).toContain('Incorrect API key provided: [key]');
  expect(stdout + stderr).not.toContain(key);
});

it('keeps a budget over runs of the program', async () => {
  const limit = { ONRECORD_DAILY_TOKENS: '20000' };
  server.usual = answering(
    (asked) =>
      citing(
        readPassages(asked)
          .map(({ text }) => died(text))
          .find(Boolean) ?? 'x',
      )(asked),
    {
      usage: { prompt_tokens: 19_000, completion_tokens: 900 },
    },
  );
  expect(await askJson(question, limit)).toMatchObject({ mode: 'model' });
  expect(await askJson(question, limit)).toMatchObject({
    mode: 'extractive',
    note: expect.stringContaining('until 00:00 UTC') as string,
  });
  expect(server.asked).toHaveLength(1);
});

it('is looked for by doctor, which asks its server what models it has', async () => {
  const look = async (): Promise<string> => (await run(['doctor'])).stdout.replace(/\s+/g, ' ');
  expect(await look()).toContain(`language model ok ${server.baseUrl} answers for scripted`);
  server.models = ['another'];
  expect(await look()).toContain('does not list the model scripted');
  server.models = ['scripted'];
  expect(server.asked).toEqual([]);
});

it('is not there when no model is set: nothing is sent anywhere', async () => {
  expect(await askJson(question, { OPENAI_MODEL: '', OPENAI_API_KEY: '' })).toMatchObject({ mode: 'extractive' });
  expect(server.asked).toEqual([]);
});

it('says in a line that a key alone is no model', async () => {
  const { stdout, stderr } = await run(['ask', question, '--json'], { OPENAI_MODEL: '' });
  expect(JSON.parse(stdout)).toMatchObject({ mode: 'extractive' });
  expect(stderr).toBe('OPENAI_API_KEY is set and OPENAI_MODEL is not; answers are the articles’ own sentences\n');
  expect((await run(['status'], { OPENAI_MODEL: '' })).stdout.replace(/\s+/g, ' ')).toContain(
    'no language model is set (OPENAI_API_KEY is, OPENAI_MODEL is not)',
  );
  expect(server.asked).toEqual([]);
});
