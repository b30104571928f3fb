import { Routes } from 'discord.js';
import type { APIApplicationCommand, REST, RESTPostAPIApplicationCommandsJSONBody } from 'discord.js';
import type { App } from '../app.js';
import { sha256 } from '../domain/article.js';
import type { Log } from '../domain/log.js';
import { isUnwritable } from '../errors.js';

/** Where commands are registered: in one server, or everywhere. */
export interface Scope {
  applicationId: string;
  guildId: string | null;
}

/** What was registered last, as kept between starts. */
interface Registered {
  scope: Scope;
  /** Of the definitions. */
  hash: string;
  /** Ids and versions that Discord gave them; others mean that somebody else has registered since. */
  versions: string;
}

const noteName = 'discord-commands';

/**
 * Makes Discord know the commands, and resolves with their ids by name. One request when nothing changed since the last start;
 * otherwise a second one that replaces them all. Commands registered in another scope before are removed there, so that none
 * shows twice.
 */
export async function registerCommands(
  rest: REST,
  scope: Scope,
  definitions: readonly RESTPostAPIApplicationCommandsJSONBody[],
  { notes, log }: { notes: Pick<App['conversations'], 'findNote' | 'saveNote'>; log: Log },
): Promise<Map<string, string>> {
  const hash = sha256(JSON.stringify(definitions));
  const last = parseRegistered(
    await notes.findNote(noteName).catch((error: unknown) => {
      if (!isUnwritable(error)) throw error;
      log.error({ error }, 'What was registered last could not be read; the commands are registered again');
      return undefined;
    }),
  );
  const present = (await rest.get(routeOf(scope))) as APIApplicationCommand[];
  if (last?.hash === hash && isSame(last.scope, scope) && last.versions === versionsOf(present)) return idsOf(present);

  const commands = (await rest.put(routeOf(scope), { body: definitions })) as APIApplicationCommand[];
  if (last !== undefined && last.scope.applicationId === scope.applicationId && !isSame(last.scope, scope)) {
    await rest.put(routeOf(last.scope), { body: [] }).catch((error: unknown) => {
      // The bot may have left that server since.
      log.warn({ error, guildId: last.scope.guildId }, 'The commands of the former scope could not be removed');
    });
  }
  const registered: Registered = { scope, hash, versions: versionsOf(commands) };
  await notes.saveNote(noteName, JSON.stringify(registered)).catch((error: unknown) => {
    if (!isUnwritable(error)) throw error;
    log.error({ error }, 'What was registered could not be kept; the next start registers the commands again');
  });
  log.info({ commands: commands.length, guildId: scope.guildId }, 'Commands registered');
  return idsOf(commands);
}

function parseRegistered(note: string | undefined): Registered | undefined {
  return note === undefined ? undefined : (JSON.parse(note) as Registered);
}

function routeOf({ applicationId, guildId }: Scope) {
  return guildId === null
    ? Routes.applicationCommands(applicationId)
    : Routes.applicationGuildCommands(applicationId, guildId);
}

function isSame(a: Scope, b: Scope): boolean {
  return a.applicationId === b.applicationId && a.guildId === b.guildId;
}

function versionsOf(commands: readonly APIApplicationCommand[]): string {
  return commands.map(({ id, version }) => `${id}@${version}`).sort().join(' '); // prettier-ignore
}

function idsOf(commands: readonly APIApplicationCommand[]): Map<string, string> {
  return new Map(commands.map(({ name, id }) => [name, id]));
}
