import { ApplicationCommandType } from 'discord-api-types/v10';
import type { APIApplicationCommand } from 'discord-api-types/v10';
import { checkCommand } from './command-rules.js';
import { createForm, fault } from './fault.js';
import type { ApiRequest, Route } from './server.js';
import { checkList, isObject } from './text-rules.js';
import type { Json } from './text-rules.js';
import type { World } from './world.js';

/** The registration of commands, everywhere and in one server. */
export function createCommandRoutes(world: World): Route[] {
  const scopeOf = ({ params }: ApiRequest): string => {
    if (params.application !== world.applicationId) throw fault('unknownApplication');
    if (params.guild === undefined) return 'global';
    if (!world.guilds.has(params.guild)) throw fault('unknownGuild');
    if (!world.guilds.get(params.guild)!.hasBot) throw fault('missingAccess');
    return params.guild;
  };
  const listOf = (scope: string) => world.commands.get(scope) ?? [];
  const keep = (scope: string, definition: Json): APIApplicationCommand => {
    const type = definition.type ?? ApplicationCommandType.ChatInput;
    const known = listOf(scope).find((command) => command.name === definition.name && command.type === type);
    return {
      ...defaults,
      ...definition,
      type,
      id: known?.id ?? world.newId(),
      application_id: world.applicationId,
      version: world.newId(),
      ...(scope === 'global' ? {} : { guild_id: scope }),
    } as unknown as APIApplicationCommand;
  };

  return ['/applications/:application/commands', '/applications/:application/guilds/:guild/commands'].flatMap(
    (path) =>
      [
        {
          method: 'GET',
          path,
          handle: (request) => ({ status: 200, body: listOf(scopeOf(request)) }),
        },
        {
          method: 'PUT',
          path,
          handle: (request) => {
            const scope = scopeOf(request);
            const form = createForm();
            const definitions = checkList(form, [], request.body, { max: 130 });
            for (const [index, definition] of definitions.entries()) {
              checkCommand(form, [index], definition);
              const isSame = (other: Json) =>
                other.name === definition.name && (other.type ?? 1) === (definition.type ?? 1);
              if (definitions.findIndex(isSame) < index) {
                form.fail(
                  [index, 'name'],
                  'APPLICATION_COMMANDS_DUPLICATE_NAME',
                  'Application command names must be unique',
                );
              }
            }
            // Slash commands 100; user and message commands 15 each (5 before March 2026).
            for (const [type, most] of [
              [1, 100],
              [2, 15],
              [3, 15],
            ] as const) {
              const count = definitions.filter((definition) => (definition.type ?? 1) === type).length;
              if (count > most) {
                form.fail([], 'APPLICATION_COMMANDS_MAX', `Maximum number of application commands reached (${most})`);
              }
            }
            form.check();
            world.bulkPuts += 1;
            const commands = definitions.map((definition) => keep(scope, definition));
            world.commands.set(scope, commands);
            return { status: 200, body: commands };
          },
        },
        {
          method: 'POST',
          path,
          handle: (request) => {
            const scope = scopeOf(request);
            const definition = isObject(request.body) ? request.body : {};
            const form = createForm();
            checkCommand(form, [], definition);
            form.check();
            const command = keep(scope, definition);
            world.commands.set(scope, [...listOf(scope).filter(({ id }) => id !== command.id), command]);
            return { status: 201, body: command };
          },
        },
        {
          method: 'DELETE',
          path: `${path}/:command`,
          handle: (request) => {
            const scope = scopeOf(request);
            const others = listOf(scope).filter(({ id }) => id !== request.params.command);
            if (others.length === listOf(scope).length) throw fault('unknownCommand');
            world.commands.set(scope, others);
            return { status: 204 };
          },
        },
      ] satisfies Route[],
  );
}

/** What Discord fills in, and sends back, for what a definition leaves out. */
const defaults = {
  name_localizations: null,
  description: '',
  description_localizations: null,
  default_member_permissions: null,
  dm_permission: true,
  contexts: null,
  integration_types: [0],
  nsfw: false,
};
