import { MessageFlags } from 'discord.js';
import type { ChatInputCommandInteraction, RepliableInteraction } from 'discord.js';
import type { Exchange } from '../../domain/conversation.js';
import type { Asked } from '../exchanges.js';

/** Acknowledges a command, to its user alone when he wants it private; that cannot be changed later. */
export async function deferFor(interaction: ChatInputCommandInteraction): Promise<void> {
  await interaction.deferReply(wantsPrivate(interaction) ? { flags: MessageFlags.Ephemeral } : {});
}

/** Who asks by a command or control, where, and whether for himself. */
export function askedBy(interaction: RepliableInteraction, follows: Exchange | null, isPrivate?: boolean): Asked {
  const { user, guildId, channelId } = interaction;
  return {
    userId: user.id,
    guildId,
    // Interactions that come from a message or command always have a channel; only its object may be unknown to the bot.
    channelId: channelId ?? user.id,
    isPrivate: isPrivate ?? (interaction.isChatInputCommand() && wantsPrivate(interaction)),
    follows,
  };
}

function wantsPrivate({ options }: ChatInputCommandInteraction): boolean {
  return options.getBoolean('private') ?? false;
}
