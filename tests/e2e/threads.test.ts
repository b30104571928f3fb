import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepare } from '../../scripts/prepare.mjs';
import { createApp } from '../../src/app.js';
import { createThreadedApp } from '../../src/app-threads.js';
import { parseConfig } from '../../src/config.js';
import { answering, citing, startFakeModel } from '../fakes/openai.js';

/*
 * The default embedding model in two threads of one process: ONNX Runtime must bear that.
 */

const project = fileURLToPath(new URL('../..', import.meta.url));
const articles = ['2025-03-05-nine-dead-as-skerrin-ferry-sinks.md', '2025-03-07-ferry-toll-rises-to-21.md'];
const later = '2025-05-12-inquiry-finds-44-died.md';
let cwd: string;
const add = (name: string): void => cpSync(join(project, 'articles', name), join(cwd, 'news', name));

beforeAll(async () => {
  await prepare();
  cwd = mkdtempSync(join(tmpdir(), 'on-record-two-models-'));
  mkdirSync(join(cwd, 'news'));
  for (const name of articles) add(name);
}, 300_000);
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

test('one thread answers with the model while the other indexes with it', { timeout: 300_000 }, async () => {
  const config = parseConfig({
    ONRECORD_SOURCES: 'news',
    ONRECORD_DATA: 'index',
    ONRECORD_MODELS: join(project, 'embeddings', 'models'),
    // Three articles are too few to be sure of much, and this is about threads.
    ONRECORD_ABSTENTION: 'eager',
  });
  const app = await createThreadedApp(config, {
    cwd,
    startWorker: () => new Worker(join(project, 'dist', 'app-worker.js')),
  });
  const ask = (on: Pick<typeof app, 'ask'>, text: string) =>
    on.ask({ text, filters: {}, askedOn: '2025-06-01' }, { limit: 2 });
  try {
    await app.reindex({ full: false });
    const atFirst = await ask(app, 'How many people were reported dead?');
    add(later);
    let isRunning = true;
    const run = app.reindex({ full: false }).finally(() => {
      isRunning = false;
    });
    for (let asked = 0; isRunning || asked === 0; asked++) {
      expect(await ask(app, 'How many people were reported dead?')).toMatchObject({ outcome: atFirst.outcome });
    }
    expect(await run).toMatchObject({ failures: [], counts: { added: 1 }, totals: { articles: 3 } });

    const final = 'How many people died in the end, as the inquiry found?';
    const plain = await createApp(config, { cwd });
    expect(await ask(app, final)).toEqual(await ask(plain, final));
    await plain.close();
  } finally {
    await app.close();
  }
});

test(
  'drafts of a language model and what it used come from its thread as they arise',
  { timeout: 300_000 },
  async () => {
    const server = await startFakeModel();
    server.usual = answering(citing('At least nine people died.', 'Nobody was on board.'));
    const config = parseConfig({
      ONRECORD_SOURCES: 'news',
      ONRECORD_DATA: 'index',
      ONRECORD_MODELS: join(project, 'embeddings', 'models'),
      OPENAI_BASE_URL: server.baseUrl,
      OPENAI_MODEL: 'scripted',
    });
    const used: unknown[] = [];
    const app = await createThreadedApp(config, {
      cwd,
      startWorker: () => new Worker(join(project, 'dist', 'app-worker.js')),
      onUsage: (usage) => used.push(usage),
    });
    try {
      await app.reindex({ full: false });
      const drafts: string[][] = [];
      const outcome = await app.ask(
        { text: 'How many people were reported dead?', filters: {}, askedOn: '2025-06-01' },
        { limit: 2, onDraft: ({ sentences }) => drafts.push(sentences.map(({ text }) => text)) },
      );
      expect(outcome).toMatchObject({ outcome: 'answer', mode: 'model', removed: [{ text: 'Nobody was on board.' }] });
      expect(drafts).toEqual([outcome.sentences.map(({ text }) => text)]);
      expect(used).toEqual([expect.objectContaining({ inputTokens: 321, outputTokens: 45 })]);
      expect((await app.status()).languageModel).toMatchObject({
        circuit: { state: 'closed' },
        spent: { tokens: 321 + 45 },
      });
    } finally {
      await app.close();
      await server.close();
    }
  },
);
