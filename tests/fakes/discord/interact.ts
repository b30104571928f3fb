import { randomUUID } from 'node:crypto';
import type { InteractionType } from 'discord-api-types/v10';
import { GatewayDispatchEvents, InteractionContextType } from 'discord-api-types/v10';
import { createAsked, describe } from './asked.js';
import type { Asked } from './asked.js';
import { appPermissions } from './permissions.js';
import { viewChannel, viewInteractionMember, viewMessage, viewOwners, viewUser } from './views.js';
import type { Waiting } from './waiting.js';
import type { Channel, Interaction, Post, World } from './world.js';

export interface Act {
  type: InteractionType;
  userId: string;
  channel: Channel;
  data: object;
  /** For messages: `/ask`. */
  label: string;
  source?: Post;
  commandName?: string;
  targetId?: string;
}

/** Lets a person do something, and tells the bot. */
export function interact(
  world: World,
  { type, userId, channel, data, label, source, commandName, targetId }: Act,
): Interaction {
  const guild = channel.guildId === null ? undefined : world.guilds.get(channel.guildId);
  const interaction: Interaction = {
    id: world.newId(),
    token: `token-${randomUUID()}`,
    type,
    label,
    userId,
    channelId: channel.id,
    guildId: channel.guildId,
    isUserInstalledOnly: guild === undefined ? channel.isPrivate : !guild.hasBot,
    createdAtMs: world.clock.nowMs(),
    acknowledgement: null,
    isTooLate: false,
    isEphemeral: false,
    original: null,
    isLoading: false,
    followUps: [],
    source: source ?? null,
    edits: 0,
    firstRevision: null,
    modal: null,
    choices: null,
    commandName: commandName ?? null,
    targetId: targetId ?? null,
  };
  world.interactions.set(interaction.token, interaction);
  const context =
    guild !== undefined
      ? InteractionContextType.Guild
      : channel.isPrivate
        ? InteractionContextType.PrivateChannel
        : InteractionContextType.BotDM;
  world.dispatch({
    name: GatewayDispatchEvents.InteractionCreate,
    intent: 0,
    data: () => ({
      id: interaction.id,
      application_id: world.applicationId,
      type,
      token: interaction.token,
      version: 1,
      data,
      channel_id: channel.id,
      channel: {
        ...viewChannel(world, channel),
        ...(guild === undefined
          ? {}
          : { permissions: viewInteractionMember(world, guild, userId, channel).permissions }),
      },
      ...(guild === undefined
        ? { user: viewUser(world, userId) }
        : {
            guild_id: guild.id,
            guild: { id: guild.id, locale: 'en-GB', features: [] },
            guild_locale: 'en-GB',
            member: viewInteractionMember(world, guild, userId, channel),
          }),
      ...(source === undefined ? {} : { message: viewMessage(world, source) }),
      app_permissions: appPermissions(world, channel),
      locale: 'en-GB',
      entitlements: [],
      authorizing_integration_owners: viewOwners(interaction),
      context,
      attachment_size_limit: 10_485_760,
    }),
  });
  world.changed();
  return interaction;
}

/** Lets a person do something and waits until the bot has acknowledged it. Throws when it does so too late, or not at all. */
export async function ask(
  world: World,
  waiting: Waiting,
  act: Act,
): Promise<{ asked: Asked; interaction: Interaction }> {
  const interaction = interact(world, act);
  await waiting.until(
    `the bot to acknowledge ${act.label}`,
    () => {
      if (interaction.isTooLate) {
        throw new Error(
          `Expected the bot to acknowledge ${act.label} within 3 s, got an answer after ${(world.clock.nowMs() - interaction.createdAtMs) / 1000} s: "The application did not respond"`,
        );
      }
      return interaction.acknowledgement ?? undefined;
    },
    () => describe(interaction),
  );
  return { asked: createAsked(world, waiting, interaction), interaction };
}
