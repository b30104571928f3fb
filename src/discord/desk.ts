import type { Client } from 'discord.js';
import type { App } from '../app.js';
import type { Reindexing } from '../app-reindexing.js';
import type { Log } from '../domain/log.js';
import type { Announcer } from './announcer.js';
import type { Limits } from './limits.js';

/** What the bot is told about Discord. Ids are Discord's, as digits. */
export interface BotSettings {
  token: string | null;
  /** Where Discord's REST API is, without the version. */
  apiUrl: string;
  /** The one server to register commands in; null registers them everywhere. */
  guildId: string | null;
  /** Users and roles that may change what is indexed. */
  operators: string[];
  /** Whether the privileged message-content intent is asked for. */
  messageContent: boolean;
  /** Days that exchanges are kept for. */
  memoryDays: number;
  questionsPerMinute: { user: number; server: number };
  /** Whether channels may be told of new coverage, where somebody has asked for it with /watch. */
  announces: boolean;
  /** The time zone that quiet hours are in, by its IANA name. */
  timeZone: string;
}

/** What every handler works with. */
export interface Desk {
  app: App;
  client: Client<true>;
  settings: BotSettings;
  /** Shown by `/status`. */
  version: string;
  limits: Limits;
  reindexing: Reindexing;
  announcer: Announcer;
  /** Ids of our commands by name, for mentions of them. */
  commandIds: ReadonlyMap<string, string>;
  /** For what is asked: every line has the id of its request. */
  log: Log;
  /** The id of the request that is handled. */
  request?: string;
  now(): Date;
  /** Random, 16 characters of `A-Za-z0-9_-`. */
  newId(): string;
}

/** The ISO day it is where the bot runs. */
export function today(now: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
