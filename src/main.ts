import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { config as loadEnvironmentFile } from 'dotenv';
import type { Interruption, Output } from './cli/command.js';
import { createOutput } from './cli/output.js';
import { createNotices } from './cli/progress.js';
import { renderError, runCli } from './cli/run.js';
import { createStyle, wantsColour } from './cli/style.js';
import { toAppError } from './errors.js';

/*
 * The one place that reads the environment and the arguments, and that knows the process: everything below gets what it needs
 * handed over.
 */

// The environment wins over .env; a missing file is no fault.
loadEnvironmentFile({ quiet: true });
const { argv, env, stdin } = process;
const stdout = toOutput(process.stdout);
const stderr = toOutput(process.stderr);
const isDebugging = () => env['ONRECORD_LOG_LEVEL'] === 'debug';

// Whoever reads the output may have had enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.stderr.on('error', () => undefined);
process.on('uncaughtException', failAtOnce);

process.exitCode = await runCli(argv.slice(2), {
  version: loadVersion(),
  stdin,
  stdout,
  stderr,
  now: () => new Date(),
  isDebugging,
  interruptible,
  createApp: async () => {
    const [{ parseConfig }, { createApp }] = await Promise.all([import('./config.js'), import('./app.js')]);
    return createApp(parseConfig(env), { now: () => new Date(), onNotice: createNotices(stderr, () => new Date()) });
  },
  runBot,
});

/** Everything but the connection to Discord runs on threads of its own, so that nothing keeps Discord waiting. */
async function runBot(signal: AbortSignal): Promise<void> {
  const [{ parseConfig }, { createThreadedApp }, { loadLog }, { createService }, { createReindexing }, { startBot }] =
    await Promise.all([
      import('./config.js'),
      import('./app-threads.js'),
      import('./app-log.js'),
      import('./app-service.js'),
      import('./app-reindexing.js'),
      import('./discord/bot.js'),
    ]);
  const config = parseConfig(env);
  const log = await loadLog(config, (line) => process.stderr.write(line));
  const now = () => new Date();
  const onNotice = (line: string) => log.info({}, line);
  const service = await createService(config, { cwd: '.', log });
  const { onStage, onUsage } = service;
  const app = service.observe(await createThreadedApp(config, { log, onNotice, onStage, onUsage }));
  let http: { close(): Promise<void> } | undefined;
  try {
    if (config.http !== null) {
      const { startHttpServer } = await import('./http/server.js');
      http = await startHttpServer({ ...config.http, ...service, log });
    }
    // A fault in a prompt is told now, not at the first question.
    await app.languageModel();
    const newId = () => randomBytes(12).toString('base64url');
    const reindexing = createReindexing(app, { now, newId });
    const bot = await startBot({ app, reindexing, settings: config.discord, version: loadVersion(), log, now, newId });
    service.follow(bot, reindexing);
    const stopped = new Promise<undefined>((resolve) => {
      if (signal.aborted) resolve(undefined);
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const fault = await Promise.race([stopped, bot.failed]);
    log.info({}, fault === undefined ? 'Stopping' : 'Stopping because Discord lets the bot in no more');
    await Promise.all([service.stop(), bot.stop()]);
    if (fault !== undefined) throw fault;
  } finally {
    await http?.close();
    await app.close();
  }
}

function toOutput(stream: NodeJS.WriteStream): Output {
  const isTerminal = stream.isTTY === true && env['TERM'] !== 'dumb';
  return createOutput({
    isTerminal,
    style: createStyle({ columns: isTerminal ? stream.columns : undefined, colour: wantsColour(env, isTerminal) }),
    findScreen: () => (isTerminal ? { columns: stream.columns, rows: stream.rows } : null),
    write: (text) =>
      new Promise((resolve) => {
        if (text === '' || stream.write(text)) resolve();
        else stream.once('drain', resolve);
      }),
  });
}

function loadVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}

/** npm passes a Ctrl-C on that the terminal has sent already; what comes this soon after the first is the same keystroke. */
const sameKeystrokeMs = 500;

async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ result: T; interruptedBy: Interruption | null }> {
  const controller = new AbortController();
  let first: { signal: Interruption; atMs: number } | undefined;
  const onSignal = (signal: Interruption) => {
    if (first === undefined) {
      first = { signal, atMs: performance.now() };
      controller.abort();
    } else if (performance.now() - first.atMs > sameKeystrokeMs) process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    const result = await work(controller.signal);
    return { result, interruptedBy: first?.signal ?? null };
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

function failAtOnce(error: unknown): void {
  process.stderr.write(
    renderError(toAppError(error, 'INTERNAL', 'Something went wrong that On Record did not foresee'), stderr),
  );
  if (isDebugging() && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  process.exit(1);
}
