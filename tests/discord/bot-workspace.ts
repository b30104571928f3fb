import { randomBytes } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import type { App } from '../../src/app.js';
import { createReindexing, type Reindexing } from '../../src/app-reindexing.js';
import { startBot, type Bot, type BotParts } from '../../src/discord/bot.js';
import type { BotSettings } from '../../src/discord/desk.js';
import type { Log, LogFields } from '../../src/domain/log.js';
import { createFakeApp } from '../fakes/app.js';
import { startFakeDiscord, type FakeDiscord, type FakeDiscordOptions } from '../fakes/discord/index.js';

/** A line of the log. */
export interface Logged {
  level: 'debug' | 'info' | 'warn' | 'error';
  fields: LogFields;
  message: string;
}

/** A log that keeps its lines, and lets a test wait for one; the test's own time limit ends a wait in vain. */
export function createRecordedLog() {
  const logged: Logged[] = [];
  const waiting: { test: RegExp; found: (line: Logged) => void }[] = [];
  const add = (line: Logged): void => {
    logged.push(line);
    for (const { found } of waiting.filter(({ test }) => test.test(line.message))) found(line);
  };
  const untilLogged = async (test: RegExp): Promise<Logged> =>
    logged.find(({ message }) => test.test(message)) ?? new Promise((found) => waiting.push({ test, found }));
  const create = (inherited: LogFields): Log => {
    const at = (level: Logged['level']) => (fields: LogFields, message: string) =>
      add({ level, fields: { ...inherited, ...fields }, message });
    return {
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      child: (fields) => create({ ...inherited, ...fields }),
    };
  };
  return { log: create({}), logged, untilLogged };
}

export interface BotWorkspace {
  discord: FakeDiscord;
  bot: Bot;
  app: App;
  /** The runs of the bot's process, as the watching of the sources has them too. */
  reindexing: Reindexing;
  logged: Logged[];
  /** The first line whose message fits, now or later. */
  untilLogged(test: RegExp): Promise<Logged>;
  /** Stops the bot and starts another one on the same app, as after a restart. */
  restart(): Promise<void>;
}

export interface BotOptions {
  /** Methods of the app that differ from those of the fake. */
  app?: Partial<App>;
  discord?: FakeDiscordOptions;
  settings?: Partial<BotSettings>;
  now?: BotParts['now'];
  /** Makes Discord ready for the bot, before it connects. */
  before?: (discord: FakeDiscord) => void;
  /** A test that provokes refusals looks at `discord.violations` itself. */
  expectsViolations?: boolean;
}

/** A bot on a fake Discord and an app of one's choice. At the end of the test it must have broken no rule and pinged nobody. */
export async function startBotWorkspace(options: BotOptions = {}): Promise<BotWorkspace> {
  const discord = await startFakeDiscord(options.discord);
  options.before?.(discord);
  const app = createFakeApp(options.app);
  const { log, logged, untilLogged } = createRecordedLog();
  const settings: BotSettings = {
    token: discord.token,
    apiUrl: discord.apiUrl,
    guildId: null,
    operators: [],
    messageContent: false,
    memoryDays: 30,
    questionsPerMinute: { user: 100, server: 1000 },
    announces: true,
    timeZone: 'UTC',
    ...options.settings,
  };
  const now = options.now ?? (() => new Date());
  const newId = () => randomBytes(12).toString('base64url');
  const reindexing = createReindexing(app, { now, newId });
  const start = () => startBot({ app, reindexing, settings, version: '1.2.3', log, now, newId });
  let bot: Bot | undefined;
  onTestFinished(async () => {
    await bot?.stop();
    await app.close();
    await discord.stop();
  });
  bot = await start();
  const workspace: BotWorkspace = {
    discord,
    bot,
    app,
    reindexing,
    logged,
    untilLogged,
    restart: async () => {
      await workspace.bot.stop();
      workspace.bot = bot = await start();
    },
  };
  onTestFinished(() => {
    expect(discord.pings).toEqual([]);
    expect(findUnguarded(discord)).toEqual([]);
    if (options.expectsViolations !== true) expect(discord.violations).toEqual([]);
  });
  return workspace;
}

/** Messages that went out without saying that they ping nobody. */
function findUnguarded({ sent }: FakeDiscord): unknown[] {
  const bodies = sent.map(({ body }) => body as { data?: object } | null);
  return bodies
    .map((body) => body?.data ?? body)
    .filter((message): message is object => message !== null && ('content' in message || 'embeds' in message))
    .filter((message) => {
      const { allowed_mentions: allowed } = message as {
        allowed_mentions?: { parse?: unknown[]; replied_user?: boolean };
      };
      return allowed?.parse?.length !== 0 || allowed.replied_user === true;
    });
}

/** A server with a channel, somebody who asks there, and what the bot does in it. */
export async function startInServer(options: BotOptions = {}) {
  const workspace = await startBotWorkspace(options);
  const server = workspace.discord.addServer({ name: 'Newsroom' });
  const channel = server.addChannel({ name: 'desk' });
  const anna = server.addMember({ name: 'Anna' });
  return { ...workspace, workspace, server, channel, anna };
}
