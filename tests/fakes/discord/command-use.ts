import {
  ApplicationCommandOptionType as Option,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord-api-types/v10';
import type { APIApplicationCommand, APIApplicationCommandOption, ApplicationCommandType } from 'discord-api-types/v10';
import { findPermissions } from './permissions.js';
import type { Channel, World } from './world.js';

export type OptionValues = Record<string, string | number | boolean>;

/**
 * The command as it is registered for this place. Throws what a person would see: that there is no such command, or not here, or not
 * for him.
 */
export function getCommand(
  world: World,
  {
    name,
    type,
    channel,
    userId,
    installedByUser,
  }: { name: string; type: ApplicationCommandType; channel: Channel; userId: string; installedByUser: boolean },
): APIApplicationCommand {
  const guild = channel.guildId === null ? undefined : world.guilds.get(channel.guildId);
  const all = [...(world.commands.get(channel.guildId ?? '') ?? []), ...(world.commands.get('global') ?? [])];
  const command = all.find((known) => known.name === name && known.type === type);
  if (command === undefined) {
    throw new Error(
      `Expected the command ${name} to be registered, got ${all.map((known) => known.name).join(', ') || 'none'}`,
    );
  }
  const context =
    guild !== undefined
      ? InteractionContextType.Guild
      : channel.isPrivate
        ? InteractionContextType.PrivateChannel
        : InteractionContextType.BotDM;
  if (command.contexts && !command.contexts.includes(context)) {
    throw new Error(
      `Expected ${name} to be offered in ${InteractionContextType[context]}, got a command for ${command.contexts.map((one) => InteractionContextType[one]).join(', ')}`,
    );
  }
  const needsUser = channel.isPrivate || guild?.hasBot === false;
  if (needsUser && !installedByUser) {
    throw new Error(`Expected the bot where ${name} is used, or { installedByUser: true }`);
  }
  if (needsUser && command.integration_types?.includes(ApplicationIntegrationType.UserInstall) !== true) {
    throw new Error(
      `Expected ${name} to be offered to who has installed the application, got a command for servers alone`,
    );
  }
  const needed = command.default_member_permissions;
  if (guild !== undefined && typeof needed === 'string' && !guild.openCommands.has(name)) {
    const permissions = findPermissions(world, userId, channel);
    const isShown = needed === '0' ? (permissions & 8n) !== 0n : (permissions & BigInt(needed)) === BigInt(needed);
    if (!isShown) {
      throw new Error(
        `Expected Discord to show ${name} to this person, got a command that needs permissions ${needed}; a server may open it to all by server.openCommand('${name}')`,
      );
    }
  }
  return command;
}

/**
 * The options of an interaction, checked as Discord's app checks them before it lets a person send. `focused` makes it what a
 * person has typed so far.
 */
export function buildOptions(
  command: APIApplicationCommand,
  path: readonly string[],
  values: OptionValues,
  focused?: string,
): object[] {
  const [first, ...rest] = path;
  if (first !== undefined) {
    const branch = command.options?.find(({ name }) => name === first);
    if (branch?.type !== Option.Subcommand && branch?.type !== Option.SubcommandGroup) {
      throw new Error(`Expected ${command.name} to have a subcommand ${first}`);
    }
    const inner = { ...command, options: branch.options ?? [] } as APIApplicationCommand;
    return [{ name: first, type: branch.type, options: buildOptions(inner, rest, values, focused) }];
  }
  const definitions = command.options ?? [];
  if (definitions.some(({ type }) => type === Option.Subcommand)) {
    throw new Error(`Expected a subcommand of ${command.name}`);
  }
  for (const { name, required } of definitions) {
    if (required === true && values[name] === undefined && focused === undefined) {
      throw new Error(`Expected the option ${name} of ${command.name}, which is required`);
    }
  }
  return Object.entries(values).map(([name, value]) => {
    const definition = definitions.find((option) => option.name === name);
    if (definition === undefined) {
      throw new Error(
        `Expected an option of ${command.name} (${definitions.map((option) => option.name).join(', ')}), got ${name}`,
      );
    }
    if (name !== focused) checkValue(definition, value);
    if (name === focused && (definition as { autocomplete?: boolean }).autocomplete !== true) {
      throw new Error(`Expected ${name} of ${command.name} to have autocomplete`);
    }
    return { name, type: definition.type, value, ...(name === focused ? { focused: true } : {}) };
  });
}

function checkValue(definition: APIApplicationCommandOption, value: string | number | boolean): void {
  const expected = {
    [Option.String]: 'string',
    [Option.Boolean]: 'boolean',
    [Option.Integer]: 'number',
    [Option.Number]: 'number',
  } as Record<number, string>;
  if (typeof value !== expected[definition.type]) {
    throw new Error(
      `Expected ${definition.name} as a ${expected[definition.type] ?? 'kind of option that the fake does not know'}, got ${JSON.stringify(value)}`,
    );
  }
  if (definition.type !== Option.String) return;
  const { min_length: min = 0, max_length: max = 6000 } = definition as { min_length?: number; max_length?: number };
  const { length } = String(value);
  if (length < Math.max(min, definition.required === true ? 1 : 0) || length > max) {
    throw new Error(
      `Expected ${min} to ${max} characters in ${definition.name}, got ${length}: Discord's app would not send it`,
    );
  }
  const choices = (definition as { choices?: { value: string }[] }).choices ?? [];
  if (choices.length > 0 && !choices.some((choice) => choice.value === value)) {
    throw new Error(
      `Expected ${definition.name} as one of ${choices.map((choice) => choice.value).join(', ')}, got ${String(value)}`,
    );
  }
}
