import { Client, Events, GatewayIntentBits, Partials, Status } from 'discord.js';
import type { App } from '../app.js';
import type { Reindexing } from '../app-reindexing.js';
import { createAnnouncer } from './announcer.js';
import type { Log } from '../domain/log.js';
import { AppError, isUnwritable } from '../errors.js';
import { listCommands } from './commands.js';
import type { BotSettings, Desk } from './desk.js';
import { handleInteraction } from './interactions.js';
import { createLimits } from './limits.js';
import { findLoginFault } from './login-fault.js';
import { handleMessage } from './messages.js';
import { registerCommands } from './register.js';

/** What the bot is made of. */
export interface BotParts {
  app: App;
  /** The runs of this process; an operator who asks for one joins the one that goes on. */
  reindexing: Reindexing;
  settings: BotSettings;
  /** Shown by `/status`. */
  version: string;
  log: Log;
  now(): Date;
  /** Random, unguessable, 16 characters of `A-Za-z0-9_-`. */
  newId(): string;
}

/** A bot that is connected. Reconnecting and resuming happen by themselves. */
export interface Bot {
  /** Resolves when the bot cannot go on by itself, with the reason. */
  failed: Promise<AppError>;
  /** Whether Discord sends events at the moment. */
  gateway(): 'ready' | 'connecting';
  /** To be called when the index may have changed: announces what is new where somebody watches for it. Never rejects. */
  announce(): Promise<void>;
  /**
   * Takes no more questions, lets running answers finish for ten seconds, cancels a reindex (what is finished is kept), and leaves
   * Discord. The app stays open.
   */
  stop(): Promise<void>;
}

/** Questions that are worked on at once: while one waits for the disk or a language model, others use the processor. */
const concurrency = 4;
/** At about 30 ms a question these are answered within seconds. */
const queueLength = 200;
/** How long running answers are waited for at the end. */
const drainMs = 10_000;
const dayMs = 24 * 60 * 60 * 1000;
/** How often what has become too old is removed. */
const expireEveryMs = 60 * 60 * 1000;

/**
 * Connects to Discord, registers the commands and answers until stopped.
 *
 * @throws AppError `DISCORD_TOKEN_MISSING`, `DISCORD_TOKEN_REFUSED`, `DISCORD_INTENT_REFUSED` or `DISCORD_UNREACHABLE`.
 */
export async function startBot(parts: BotParts): Promise<Bot> {
  const { app, reindexing, settings, log, now } = parts;
  if (settings.token === null) {
    throw new AppError('DISCORD_TOKEN_MISSING', 'Expected the token of a Discord bot in DISCORD_TOKEN, got none', {
      hint: 'The README shows how to create the application; put its token into .env.',
    });
  }
  const client = createClient(settings);
  const failed = new Promise<AppError>((resolve) => {
    client.on(Events.Error, (error) => {
      log.error({ error }, 'Discord client error');
      const fault = findLoginFault(error);
      if (fault !== undefined) resolve(fault);
    });
    client.on(Events.Invalidated, () =>
      resolve(
        new AppError('DISCORD_TOKEN_REFUSED', 'Discord has ended the session and takes no new one', {
          hint: 'See whether the token was reset in the Discord developer portal, then start the bot again.',
        }),
      ),
    );
  });
  client.on(Events.Warn, (warning) => log.warn({ warning }, 'Discord client warning'));
  client.on(Events.ShardDisconnect, ({ code }) => log.warn({ code }, 'Disconnected from Discord'));
  client.on(Events.ShardReconnecting, () => log.info({}, 'Reconnecting to Discord'));
  client.on(Events.ShardResume, (_, replayed) => log.info({ replayed }, 'Connection to Discord resumed'));

  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  try {
    await client.login(settings.token);
    const connected = await Promise.race([ready, failed]);
    if (connected instanceof AppError) throw connected;
    const limits = createLimits({ questionsPerMinute: settings.questionsPerMinute, concurrency, queueLength });
    const announcer = createAnnouncer({ app, client: connected, settings, log, now });
    const stopListening = reindexing.onEnd(() => void announcer.announce());
    const commandIds = new Map<string, string>();
    const desk: Desk = { ...parts, client: connected, limits, announcer, commandIds };
    const stopExpiring = await expireHourly(desk);
    const running = new Set<Promise<void>>();
    const track = (work: Promise<void>) => {
      running.add(work);
      void work.finally(() => running.delete(work));
    };
    client.on(Events.InteractionCreate, (interaction) => track(handleInteraction(desk, interaction)));
    client.on(Events.MessageCreate, (message) => track(handleMessage(desk, message)));
    // After the listeners, so that nothing that is asked meanwhile gets lost.
    const registered = await registerCommands(
      connected.rest,
      { applicationId: connected.application.id, guildId: settings.guildId },
      listCommands(settings),
      { notes: app.conversations, log },
    );
    for (const [name, id] of registered) commandIds.set(name, id);
    announcer.start();
    log.info({ bot: connected.user.id, servers: connected.guilds.cache.size }, 'Connected to Discord');
    return {
      failed,
      announce: announcer.announce,
      gateway: () => (client.ws.status === Status.Ready ? 'ready' : 'connecting'),
      stop: async () => {
        stopExpiring();
        stopListening();
        const ended = Promise.all([limits.drain(), reindexing.stop(), announcer.stop()]).then(() =>
          Promise.all(running),
        );
        await withinMs(drainMs, ended, () => log.warn({ ms: drainMs }, 'Some answers were not finished in time'));
        await client.destroy();
      },
    };
  } catch (error) {
    await client.destroy();
    throw findLoginFault(error) ?? error;
  }
}

function createClient(settings: BotSettings): Client {
  return new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(settings.messageContent ? [GatewayIntentBits.MessageContent] : []),
    ],
    // Without it, the first direct message of a person is not seen.
    partials: [Partials.Channel],
    allowedMentions: { parse: [], repliedUser: false },
    rest: { api: settings.apiUrl },
  });
}

/** Removes what is older than the age limit, now and once an hour until the function it resolves with is called. */
async function expireHourly({ app, settings, log, now }: Desk): Promise<() => void> {
  const expire = async () => {
    const removed = await app.conversations.expire(
      new Date(now().getTime() - settings.memoryDays * dayMs).toISOString(),
    );
    if (removed > 0) log.info({ removed }, 'Old exchanges removed');
  };
  const tell = (error: unknown): void => log.error({ error }, 'Old exchanges could not be removed');
  await expire().catch((error: unknown) => {
    // On a full or read-only disk, and without a count of tokens, the bot can still answer; damaged conversations are told at the start.
    const isBearable = isUnwritable(error) || (error instanceof AppError && error.code === 'USAGE_CORRUPT');
    if (!isBearable) throw error;
    tell(error);
  });
  const timer = setInterval(() => void expire().catch(tell), expireEveryMs).unref();
  return () => clearInterval(timer);
}

async function withinMs(ms: number, work: Promise<unknown>, onLate: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ms);
  });
  const first = await Promise.race([work, late]);
  clearTimeout(timer);
  if (first === 'late') onLate();
}
