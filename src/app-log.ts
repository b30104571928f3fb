import type { Config } from './config.js';
import type { Log } from './domain/log.js';

/** The log that the settings ask for, which never holds one of their secrets. `write` takes a line at a time. */
export async function loadLog(config: Config, write: (line: string) => void): Promise<Log> {
  const { createPinoLog } = await import('./adapters/pino-log.js');
  const secrets = [config.discord.token, config.openai.apiKey].filter((secret) => secret !== null);
  return createPinoLog({ level: config.logLevel, secrets, write });
}
