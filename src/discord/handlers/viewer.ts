import { MessageFlags } from 'discord.js';
import type { MessageComponentInteraction } from 'discord.js';
import type { Exchange } from '../../domain/conversation.js';

/**
 * Acknowledges a click that changes what a message shows: the one who asked changes the message itself, anybody else gets a copy
 * of his own that nobody else sees.
 */
export async function deferToViewer(interaction: MessageComponentInteraction, { userId }: Exchange): Promise<void> {
  const isOwn = interaction.user.id === userId || interaction.message.flags.has(MessageFlags.Ephemeral);
  if (isOwn) await interaction.deferUpdate();
  else await interaction.deferReply({ flags: MessageFlags.Ephemeral });
}
