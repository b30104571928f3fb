import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startFakeDiscord, type Person, type ShownChannel, type ShownServer } from '../tests/fakes/discord/index.js';
import { createNewsroom, mostStories, type Story } from './newsroom.js';
import { seededRandom } from './seeded-random.js';
import { percentile, type Row } from './table.js';
import { inTemporaryFolder } from './workspace.js';

const questionsPerSecond = 5;
const quietSeconds = 20;
/** Longer than a full reindex takes on any machine; a wait in vain fails with it. */
const patienceMs = 60 * 60_000;

/**
 * The bot as an operator runs it, in a process and on threads of its own, with the real model, on a stand-in of Discord in this process:
 * how it answers `questionsPerSecond` while nothing else goes on, and while a full reindex embeds every article anew. The
 * articles are first indexed as briefs of one passage and then grow to full length, so that every vector has to be computed and the
 * right answers stay the same. An answer is right when it names the person and shows the article among its sources.
 */
export async function benchBot({ articles = mostStories } = {}): Promise<Row[]> {
  const discord = await startFakeDiscord({ realTime: true, patienceMs });
  try {
    return await inTemporaryFolder(async (dir) => {
      const newsroom = createNewsroom('articles', seededRandom(20261123));
      const stories = Array.from({ length: articles }, (_, n) => newsroom(n));
      const write = (form: 'brief' | 'full'): void => {
        mkdirSync(join(dir, 'news'), { recursive: true });
        stories.forEach((story, n) => writeFileSync(join(dir, 'news', `${n}.md`), story[form]));
      };
      write('brief');
      const server = discord.addServer({ name: 'Newsroom' });
      const channel = server.addChannel({ name: 'desk' });
      const operator = server.addMember({ name: 'Olga', administrator: true });
      const port = await findFreePort();
      const bot = startBot(dir, {
        DISCORD_TOKEN: discord.token,
        DISCORD_API_URL: discord.apiUrl,
        DISCORD_OPERATORS: operator.id,
        // The limits for one person and one server are not what is measured.
        DISCORD_USER_QUESTIONS_PER_MINUTE: '1000',
        DISCORD_SERVER_QUESTIONS_PER_MINUTE: '100000',
        ONRECORD_HTTP: `127.0.0.1:${port}`,
      });
      try {
        await Promise.race([discord.until('the bot to connect', () => bot.isConnected() || undefined), bot.ended]);
        const reindex = async (full: boolean): Promise<void> => {
          const board = await (await operator.runs(channel, 'reindex', { mode: full ? 'full' : 'changed' })).settled();
          await board.shows(({ text }) => text !== '' && !text.includes('⏳'));
        };
        await reindex(false);
        const askers = createAskers(server, channel, stories);
        await askers.askDuring(wait(2000));

        await loopDelay(port);
        const quiet = await askers.askDuring(wait(quietSeconds * 1000));
        const quietDelay = await loopDelay(port);

        write('full');
        const startedMs = performance.now();
        let seconds = 0;
        const indexed = reindex(true).then(() => (seconds = (performance.now() - startedMs) / 1000));
        const busy = await askers.askDuring(Promise.race([indexed, bot.ended]));
        const busyDelay = await loopDelay(port);
        const during = `full reindex of ${articles} articles in the bot (${seconds.toFixed(0)} s) at ${questionsPerSecond} questions a second`;
        return [
          ...renderMoment('bot at rest', quiet, quietDelay, false),
          ...renderMoment(during, busy, busyDelay, true),
          {
            question: `${during}: requests that Discord would refuse`,
            figure: String(discord.violations.length),
            bar: '0',
          },
        ];
      } finally {
        await bot.stop();
      }
    });
  } finally {
    await discord.stop();
  }
}

/** One question that was asked. Times are null where there was none. */
interface Asked {
  acknowledgedMs: number | null;
  answeredMs: number | null;
  isRight: boolean;
  text: string;
}

function createAskers(server: ShownServer, channel: ShownChannel, stories: readonly Story[]) {
  // One person has one question at a time.
  const free: Person[] = [];
  let people = 0;
  let asked = 0;

  const ask = async ({ question, person, title }: Story): Promise<Asked> => {
    const who = free.pop() ?? server.addMember({ name: `Reader ${++people}` });
    const startedMs = performance.now();
    let acknowledgedMs: number | null = null;
    try {
      const answer = await who.runs(channel, 'ask', { question });
      acknowledgedMs = performance.now() - startedMs;
      const message = await answer.settled();
      await message.shows(({ text }) => text !== '' && !text.includes('One moment'));
      const { text } = message;
      const isRight = text.includes(person) && text.includes(title);
      return { acknowledgedMs, answeredMs: performance.now() - startedMs, isRight, text };
    } catch (error) {
      return { acknowledgedMs, answeredMs: null, isRight: false, text: String(error) };
    } finally {
      free.push(who);
    }
  };

  return {
    /** Asks at an even pace until `work` ends, and waits for the last answer. */
    askDuring: async (work: Promise<unknown>): Promise<Asked[]> => {
      const answers: Promise<Asked>[] = [];
      let isOver = false;
      const ended = work.finally(() => (isOver = true));
      ended.catch(() => undefined);
      const startedMs = performance.now();
      for (let n = 0; !isOver; n++) {
        // Far apart in the list, so that questions one after the other are about different outlets of the index.
        answers.push(ask(stories[(asked++ * 197) % stories.length]!));
        await wait(Math.max(0, startedMs + ((n + 1) * 1000) / questionsPerSecond - performance.now()));
      }
      await ended;
      return Promise.all(answers);
    },
  };
}

interface LoopDelay {
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

/** The delay of the bot's main thread since this was last called, as the bot itself shows it to its operator. */
async function loopDelay(port: number): Promise<LoopDelay> {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const milliseconds = (name: string): number => {
    const value = new RegExp(`^nodejs_eventloop_lag_${name}_seconds (\\S+)`, 'mu').exec(metrics)?.[1];
    if (value === undefined) throw new Error(`Expected the bot to show nodejs_eventloop_lag_${name}_seconds`);
    return Number(value) * 1000;
  };
  return { p50Ms: milliseconds('p50'), p99Ms: milliseconds('p99'), maxMs: milliseconds('max') };
}

function renderMoment(moment: string, asked: readonly Asked[], delay: LoopDelay, hasBar: boolean): Row[] {
  const times = (pick: (one: Asked) => number | null): string => {
    // What never came is later than everything that did.
    const values = asked.map((one) => pick(one) ?? Infinity);
    return `${percentile(values, 0.5).toFixed(0)} / ${percentile(values, 0.99).toFixed(0)} ms`;
  };
  const right = asked.filter(({ isRight }) => isRight).length;
  const refused = asked.filter(({ text }) => text.includes('Please ask again')).length;
  const wrong = asked.filter(({ isRight, text }) => !isRight && !text.includes('Please ask again'));
  for (const { text } of wrong.slice(0, 3)) console.error(`Not right: ${text}`);
  const bar = (text: string): string => (hasBar ? text : '');
  return [
    {
      question: `${moment}: delay of the event loop, p50 / p99 / most`,
      figure: `${delay.p50Ms.toFixed(0)} / ${delay.p99Ms.toFixed(0)} / ${delay.maxMs.toFixed(0)} ms`,
      bar: bar('p99 50 ms'),
    },
    {
      question: `${moment}: until a question is acknowledged, p50 / p99`,
      figure: times(({ acknowledgedMs }) => acknowledgedMs),
      bar: bar('p99 500 ms'),
    },
    { question: `${moment}: until it is answered, p50 / p99`, figure: times(({ answeredMs }) => answeredMs), bar: '' },
    {
      question: `${moment}: right answers`,
      figure: `${right} of ${asked.length}; ${refused} asked to come back later, ${wrong.length} wrong or unanswered`,
      bar: bar('all'),
    },
  ];
}

/** `bot` in a process of its own. */
function startBot(cwd: string, settings: Record<string, string>) {
  const { PATH = '', HOME = '' } = process.env;
  const main = fileURLToPath(new URL('../src/main.js', import.meta.url));
  const options = (process.env['ONRECORD_BENCH_NODE_OPTIONS'] ?? '').split(' ').filter((option) => option !== '');
  const bot: ChildProcess = spawn(process.execPath, [...options, main, 'bot'], {
    cwd,
    env: {
      PATH,
      HOME,
      ONRECORD_SOURCES: 'news',
      ONRECORD_DATA: 'index',
      ONRECORD_MODELS: resolve('embeddings/models'),
      ...settings,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // Whoever stops the benchmark stops the bot.
  const onSignal = (): void => process.exit(1);
  const onExit = (): void => void bot.kill('SIGKILL');
  process.once('exit', onExit).once('SIGINT', onSignal).once('SIGTERM', onSignal);
  let output = '';
  bot.stderr!.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(bot, 'close').then((): never => {
    throw new Error(`Expected the bot to run on, got its end:\n${output.slice(-2000)}`);
  });
  ended.catch(() => undefined);
  return {
    ended,
    isConnected: () => output.includes('Connected to Discord'),
    stop: async () => {
      bot.kill('SIGTERM');
      await ended.catch(() => undefined);
      process.off('exit', onExit).off('SIGINT', onSignal).off('SIGTERM', onSignal);
    },
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function wait(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
