import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApp, type App, type Progress } from '../src/app.js';
import { createThreadedApp } from '../src/app-threads.js';
import { parseConfig, type Config } from '../src/config.js';
import { AppError } from '../src/errors.js';
import { createRecordedLog } from './discord/bot-workspace.js';
import { compileProgram } from './e2e/compiled-program.js';
import { story } from './e2e/reindex-workspace.js';
import { startEmbeddingServer, type EmbeddingServer } from './fakes/embedding-server.js';
import { exchangeOf } from './fakes/exchange.js';

/*
 * Real threads on real files. The vectors come from a server of the test, which can keep one of the threads waiting.
 */

let program: string;
let server: EmbeddingServer;
/** A folder with two articles and their index, to be copied. */
let indexed: string;
beforeAll(async () => {
  program = compileProgram(['tests/app-threads-child.ts']);
  server = await startEmbeddingServer();
  indexed = mkdtempSync(join(tmpdir(), 'on-record-threads-indexed-'));
  writeArticles(indexed);
  const plain = await createApp(parseSettings(), { cwd: indexed });
  await plain.reindex({ full: false });
  await plain.close();
});
afterAll(async () => {
  rmSync(indexed, { recursive: true, force: true });
  await server.close();
  rmSync(program, { recursive: true, force: true });
});

let cwd: string;
let config: Config;
let app: App;
/** Every thread that was started, in order. */
let workers: Worker[];
beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'on-record-threads-'));
  mkdirSync(join(cwd, 'news'));
  config = parseSettings();
  workers = [];
  app = await createThreadedApp(config, { cwd, startWorker });
});
afterEach(async () => {
  await app.close();
  rmSync(cwd, { recursive: true, force: true });
});

const settings = () => ({ ONRECORD_SOURCES: 'news', ONRECORD_DATA: 'index', ...server.settings });
const parseSettings = (): Config => parseConfig(settings());

function startWorker(): Worker {
  const worker = new Worker(join(program, 'src/app-worker.js'));
  workers.push(worker);
  return worker;
}
const write = (name: string, text: string, folder = cwd): void => writeFileSync(join(folder, 'news', name), text);
function writeArticles(folder = cwd): void {
  mkdirSync(join(folder, 'news'), { recursive: true });
  const head = '---\noutlet: Skerrin Packet\nauthor: Ada Moore\ndate: 2025-03-05\n---\n';
  write('pier.md', `${head}# The pier\n\n${story('pier')}`, folder);
  const quote = '“The alarm had been taped over,” said Elin Torvay, an engineer.';
  write('ferry.md', `# The ferry\n\n${quote}\n\n${story('ferry')}`, folder);
}
/** The same articles, indexed. */
const copyIndexed = (): void => cpSync(indexed, cwd, { recursive: true, preserveTimestamps: true });
const question = { text: 'Which council met in room pier1 for a pier vote?', filters: {}, askedOn: '2025-06-01' };
const askAbout = (text: string) => app.ask({ ...question, text }, { limit: 2 });

describe('an app on threads', () => {
  test('gives what an app on one thread gives', async () => {
    copyIndexed();
    const plain = await createApp(config, { cwd });
    const looks: ((on: App) => Promise<unknown>)[] = [
      (on) => on.search(question, { limit: 5 }),
      (on) => on.ask(question, { limit: 3 }),
      (on) => on.ask({ ...question, text: 'What is the capital of France?' }, { limit: 3 }),
      (on) => on.suggest('outlet', 'sker', 5),
      (on) => on.findDays('Nov 2024', '2025-06-01'),
      (on) => on.findDays('no day', '2025-06-01'),
      (on) => on.listSpeakers({}),
      (on) => on.findQuotes({ speaker: 'Torvay', filters: {}, limit: 5 }),
      (on) => on.findQuotes({ about: 'the alarm', filters: {}, limit: 5 }),
      async (on) => {
        const quotes = [];
        for await (const quote of on.allQuotes()) quotes.push(quote);
        expect(quotes).toHaveLength(1);
        return quotes;
      },
      (on) => on.verify('The alarm had been taped over', { by: 'Elin Torvay' }),
      (on) => on.addSource('news/pier.md'),
      (on) => on.listSources(),
      (on) => on.status(),
      // The free space of the disk, which a check tells, changes from one look to the next.
      async (on) => (await on.doctor()).map(({ name, verdict }) => ({ name, verdict })),
      (on) => on.listArticles(),
      async (on) => on.article((await on.search(question, { limit: 1 }))[0]!.articleId),
    ];
    for (const look of looks.slice(0, 11)) expect(await look(app)).toEqual(await look(plain));
    expect(await app.addSource('news/pier.md')).toBe(true);
    expect(await app.addSource('news/pier.md')).toBe(false);
    for (const look of looks.slice(11)) expect(await look(app)).toEqual(await look(plain));
    await app.removeSource('news/pier.md');
    expect(await plain.listSources()).toHaveLength(1);
    await plain.close();
    expect(workers).toHaveLength(1);
  });

  test('keeps conversations where an app on one thread finds them', async () => {
    const first = exchangeOf({ id: 'a' });
    const second = exchangeOf({ id: 'b', follows: 'a', at: '2025-03-05T11:00:00.000Z' });
    const { conversations } = app;
    await conversations.saveExchange(first);
    await conversations.saveExchange(second);
    await conversations.saveMessage('m', 'b');
    await conversations.saveRating({ exchangeId: 'b', userId: 'ivo', value: 'good', at: second.at });
    await conversations.saveNote('commands', 'abc');
    const plain = await createApp(config, { cwd });
    for (const keeper of [plain.conversations, conversations]) {
      expect(await keeper.findExchange('a')).toEqual(first);
      expect(await keeper.findByMessage('m')).toEqual(second);
      expect(await keeper.findLatest('ferry')).toEqual(second);
      expect(await keeper.listExchanges('b', 5)).toEqual([first, second]);
      expect(await keeper.countRatings()).toEqual({ good: 1, bad: 0 });
      expect(await keeper.findNote('commands')).toBe('abc');
      expect(await keeper.findExchange('none')).toBeUndefined();
    }
    expect(await conversations.forget('ivo')).toEqual({ exchanges: 0, ratings: 1 });
    expect(await conversations.expire('2025-03-05T10:30:00.000Z')).toBe(1);
    expect(await plain.conversations.listExchanges('b', 5)).toEqual([{ ...second, follows: null }]);
    await plain.close();
  });

  test('finds what is new for those who watch', async () => {
    copyIndexed();
    const { news } = app;
    expect(await news.isTopic('the tram')).toBe(true);
    const subject = { kind: 'topic', words: 'tram council' } as const;
    const set = await news.watch({ guildId: 'g', channelId: 'c', subject, quiet: null });
    expect(await news.listWatches('g')).toEqual([set]);
    write('tram.md', `# The tram\n\n${story('tram')}`);
    await app.reindex({ full: false });
    await news.look();
    const now = '2025-06-01T10:00:00.000Z';
    expect(await news.listDue(now)).toEqual([set]);
    const taken = await news.take(set.id, now, 5);
    expect(taken).toMatchObject({ isAgain: false, total: 1, articles: [{ title: 'The tram' }] });
    await news.postpone(set.id, { reason: 'x', tries: 1, retryAt: now }, now);
    await news.take(set.id, now, 5);
    await news.settle(set.id, now);
    expect(await news.listDue(now)).toEqual([]);
    expect(await news.unwatch({ id: set.id })).toBe(1);
  });

  test('writes what its threads log into the log it is given, with level, fields, errors and the request they belong to', async () => {
    copyIndexed();
    await app.close();
    const { log, logged, untilLogged } = createRecordedLog();
    config = parseConfig({ ...settings(), OPENAI_MODEL: 'missing' });
    app = await createThreadedApp(config, { cwd, startWorker, log });
    mkdirSync(join(cwd, 'index', 'usage.sqlite'));
    const outcome = await app.ask(question, { limit: 2, request: 'r1' });
    expect(outcome).toMatchObject({ outcome: 'answer', mode: 'extractive' });
    // Lines come on a way of their own.
    await untilLogged(/is not to be had/);
    const request = 'r1';
    expect(logged).toEqual([
      {
        level: 'error',
        message: 'The tokens of the language model could not be counted',
        fields: { request, error: expect.any(AppError) as AppError },
      },
      {
        level: 'info',
        message: 'The language model was asked for an answer',
        fields: expect.objectContaining({ request, result: 'failed', removed: {} }) as object,
      },
      {
        level: 'warn',
        message: 'The language model is not to be had; the answer is extractive',
        fields: expect.objectContaining({ request, code: 'GENERATOR_REFUSED' }) as object,
      },
    ]);
  });

  test('rejects with the errors of the app, with code, message, hint and cause', async () => {
    const missing = await askAbout('Who?').catch((error: unknown) => error);
    expect(missing).toBeInstanceOf(AppError);
    expect(missing).toMatchObject({
      code: 'INDEX_MISSING',
      message: expect.stringContaining('There is no index') as string,
      hint: expect.stringContaining('reindex') as string,
    });
    writeFileSync(join(cwd, 'index'), 'a file where the folder should be');
    const unwritable = await app.conversations.findNote('x').catch((error: unknown) => error);
    expect(unwritable).toBeInstanceOf(AppError);
    expect(unwritable).toMatchObject({ code: 'INDEX_UNWRITABLE', cause: { message: expect.stringMatching(/EEXIST|ENOTDIR/) as string } }); // prettier-ignore
  });

  test('answers while it indexes, and tells of progress before the report', async () => {
    copyIndexed();
    write('tram.md', `# The tram\n\n${story('tram')}`);
    const { arrived, release } = server.hold('tram council');
    const events: (Progress['phase'] | 'report')[] = [];
    const run = app.reindex({ full: false, onProgress: ({ phase }) => void events.push(phase) });
    void run.then(() => events.push('report'));
    await arrived;
    expect(await askAbout(question.text)).toMatchObject({ outcome: 'answer' });
    expect((await app.status()).writer).toMatchObject({ pid: process.pid });
    await expect(app.reindex({ full: false })).rejects.toMatchObject({ code: 'INDEX_LOCKED' });
    expect(events).toContain('reading');
    expect(events).not.toContain('report');
    release();
    expect(await run).toMatchObject({ cancelled: false, counts: { added: 1 } });
    const told = events.length;
    await app.status();
    expect(events.slice(-1)).toEqual(['report']);
    expect(events).toHaveLength(told);
    expect(await askAbout('Which council met in room tram1 for a tram vote?')).toMatchObject({ outcome: 'answer' });
  });

  test('ends a run early when its signal says so, also before it has begun', async () => {
    writeArticles();
    const { arrived, release } = server.hold('ferry council');
    const controller = new AbortController();
    const run = app.reindex({ full: false, signal: controller.signal });
    await arrived;
    controller.abort();
    expect(await run).toMatchObject({ cancelled: true });
    release();
    expect(await app.reindex({ full: false, signal: AbortSignal.abort() })).toMatchObject({ cancelled: true });
    expect(await app.reindex({ full: false })).toMatchObject({ cancelled: false, totals: { articles: 2 } });
  });

  test('a run whose listener throws ends with that error, and leaves the index free', async () => {
    writeArticles();
    const fault = new Error('no room on the board');
    const onProgress = (): void => {
      throw fault;
    };
    await expect(app.reindex({ full: false, onProgress })).rejects.toBe(fault);
    expect(await app.reindex({ full: false })).toMatchObject({ cancelled: false });
  });
});

describe('a thread that dies', () => {
  test('loses what is under way on it, with an error that says so, and is started anew', async () => {
    copyIndexed();
    const { arrived, release } = server.hold('lost');
    const asked = [askAbout('What was lost at the pier?'), askAbout('Who was lost?')];
    const lost = Promise.allSettled(asked);
    await arrived;
    await workers[0]!.terminate();
    for (const settled of await lost) {
      expect(settled).toMatchObject({
        status: 'rejected',
        reason: {
          name: 'AppError',
          code: 'WORKER_LOST',
          message: expect.stringContaining('answers questions') as string,
        },
      });
    }
    release();
    expect(await askAbout(question.text)).toMatchObject({ outcome: 'answer' });
    expect(workers).toHaveLength(2);
  });

  test('while it indexes, leaves the lock free and the answers going', async () => {
    copyIndexed();
    write('tram.md', `# The tram\n\n${story('tram')}`);
    const { arrived, release } = server.hold('tram council');
    const run = app.reindex({ full: false });
    const lost = expect(run).rejects.toMatchObject({
      code: 'WORKER_LOST',
      message: expect.stringContaining('The thread that indexes') as string,
    });
    await arrived;
    await workers.at(-1)!.terminate();
    await lost;
    release();
    expect(await askAbout(question.text)).toMatchObject({ outcome: 'answer' });
    expect((await app.status()).writer).toBeNull();
    expect(await app.reindex({ full: false })).toMatchObject({ counts: { added: 1 } });
    expect(workers).toHaveLength(3);
  });

  test('ends the reading of all quotes with an error rather than early', async () => {
    write('many.md', `# Many\n\n${Array.from({ length: 450 }, (_, i) => `“This is what I say as number ${i},” said Elin Torvay.`).join('\n\n')}`); // prettier-ignore
    await app.reindex({ full: false });
    let count = 0;
    const read = async (): Promise<void> => {
      for await (const quote of app.allQuotes()) {
        expect(quote.speaker?.name).toBe('Elin Torvay');
        if (++count === 10) await workers[1]!.terminate();
      }
    };
    await expect(read()).rejects.toMatchObject({ code: 'WORKER_LOST' });
    expect(count).toBe(200);
    count = 0;
    for await (const quote of app.allQuotes()) if (quote.id !== '') count++;
    expect(count).toBe(450);
    for await (const quote of app.allQuotes()) if (quote.id !== '') break;
  });

  test('of memory says why', async () => {
    const small = new Worker(join(program, 'src/app-worker.js'), { resourceLimits: { maxOldGenerationSizeMb: 4 } });
    const lacking = await createThreadedApp(config, { cwd, startWorker: () => small });
    await expect(lacking.status()).rejects.toMatchObject({
      code: 'WORKER_LOST',
      message: expect.stringContaining('memory limit') as string,
    });
    await lacking.close();
  });

  test('at its start is tried again by the next call', async () => {
    const files = ['src/no-such-file.js', 'src/app-worker.js'];
    const starting = await createThreadedApp(config, {
      cwd,
      startWorker: () => new Worker(join(program, files.shift()!)),
    });
    await expect(starting.status()).rejects.toMatchObject({ code: 'WORKER_LOST' });
    expect(await starting.status()).toMatchObject({ index: null });
    await starting.close();
  });
});

describe('closing', () => {
  test('starts no thread, may be done twice, and leaves nothing to call', async () => {
    await app.close();
    await app.close();
    expect(workers).toEqual([]);
    await expect(app.status()).rejects.toMatchObject({ code: 'INTERNAL' });
    await expect(app.reindex({ full: false })).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(workers).toEqual([]);
  });

  test('waits for questions under way, cancels a reindex, and ends both threads', async () => {
    copyIndexed();
    write('tram.md', `# The tram\n\n${story('tram')}`);
    const { arrived, release } = server.hold('tram');
    const run = app.reindex({ full: false });
    await arrived;
    const asked = askAbout('Which tram council met?');
    await app.findDays('2025', '2025-06-01');
    const ended = workers.map((worker) => once(worker, 'exit'));
    const closed = app.close();
    expect(await run).toMatchObject({ cancelled: true });
    release();
    expect(await asked).toMatchObject({ mode: 'extractive' });
    await closed;
    expect(await Promise.all(ended)).toHaveLength(2);
  });
});

test('the calling thread may be blocked, loads nothing slow, and ends by itself', { timeout: 150_000 }, async () => {
  writeArticles();
  const child = spawn(
    process.execPath,
    [join(program, 'tests/app-threads-child.js'), join(cwd, 'index'), question.text],
    {
      cwd,
      env: { ...process.env, ...server.settings, ONRECORD_SOURCES: 'news' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(JSON.parse(printed)).toMatchObject({
    finishedWhileBlocked: true,
    outcome: { outcome: 'answer' },
    loaded: [],
  });
});
