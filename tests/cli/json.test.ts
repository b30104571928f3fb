import { describe, expect, test } from 'vitest';
import { abstention, answer, article, createFakeApp, passage, report, status } from '../fakes/app.js';
import { runWith } from '../fakes/cli.js';

/** What `--json` prints, which is one line. */
async function readJson(argv: string[], app = createFakeApp()): Promise<unknown> {
  const { stdout } = await runWith([...argv, '--json'], { app });
  expect(stdout.match(/\n/g)).toHaveLength(1);
  return JSON.parse(stdout);
}

describe('the JSON output', () => {
  test('of an answer has exactly the fields of the contract', async () => {
    expect(await readJson(['ask', 'who died'])).toStrictEqual({
      outcome: 'answer',
      mode: 'extractive',
      sentences: answer.sentences,
      citations: answer.citations,
      searched: { question: 'How many people died?', filters: {}, articles: 25, newest: '2025-05-12' },
    });
  });

  test('of an answer tells what is to know of the language model, and what the checks did not let through', async () => {
    const remarks = {
      note: 'It has answered as much as it may today, until 00:00 UTC.',
      until: '2025-06-02T00:00:00.000Z',
      removed: [{ text: '60 died.', reason: 'figure: 60', code: 'figure', detail: '60' }],
    };
    const app = createFakeApp({ ask: async () => ({ ...answer, ...remarks }) });
    expect(await readJson(['ask', 'who died'], app)).toMatchObject(remarks);
  });

  test('of an abstention has a reason, related headlines, and no citation', async () => {
    expect(await readJson(['ask', 'the cup'])).toStrictEqual({
      outcome: 'abstention',
      mode: 'extractive',
      sentences: [],
      citations: [],
      searched: abstention.searched,
      reason: abstention.reason,
      related: abstention.related,
    });
  });

  test('of a search has the passages, best first', async () => {
    expect(await readJson(['search', 'who died'])).toStrictEqual({ passages: [passage] });
    expect(await readJson(['search', 'the cup'])).toStrictEqual({ passages: [] });
  });

  test('of an article has the body that the offsets count in', async () => {
    const { id, url, title, titleDerived, outlet, authors, publishedAt, body } = article;
    const row = await readJson(['article', id]);
    expect(row).toStrictEqual({ id, url, title, titleDerived, outlet, authors, publishedAt, body });
    for (const { start, end, quote } of answer.citations.slice(0, 1)) expect(body.slice(start, end)).toBe(quote);
    expect(body.slice(passage.start, passage.end)).toBe(passage.text);
  });

  test('leaves out what a module adds for itself', async () => {
    const app = createFakeApp({
      search: async () => [{ ...passage, cosine: 0.5 } as typeof passage],
      ask: async () => ({
        ...answer,
        timings: {},
        citations: answer.citations.map((citation) => ({ ...citation, passageId: 9 })),
      }),
    });
    expect(await readJson(['search', 'x'], app)).toStrictEqual({ passages: [passage] });
    expect(await readJson(['ask', 'x'], app)).toStrictEqual({
      outcome: 'answer',
      mode: 'extractive',
      sentences: answer.sentences,
      citations: answer.citations,
      searched: answer.searched,
    });
  });

  test('of the other commands is what the app says', async () => {
    expect(await readJson(['status'])).toStrictEqual(status);
    expect(await readJson(['reindex'])).toStrictEqual(report);
    expect(await readJson(['sources'])).toStrictEqual({ sources: status.sources });
    expect(await readJson(['doctor'])).toHaveProperty('checks.0.verdict', 'ok');
  });

  test('escapes every control character and still gives the same text', async () => {
    const title = 'a\u001b[31m\u009b31m\u007f\u2028b';
    const app = createFakeApp({ search: async () => [{ ...passage, title }] });
    const { stdout } = await runWith(['search', 'x', '--json'], { app });
    expect(stdout.trimEnd()).not.toMatch(/[\p{Cc}\u2028]/u);
    expect(JSON.parse(stdout)).toStrictEqual({ passages: [{ ...passage, title }] });
  });
});
