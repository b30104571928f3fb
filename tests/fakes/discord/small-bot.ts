import { Client, GatewayIntentBits, Partials } from 'discord.js';
import type { ClientOptions, Interaction, Message, RESTPostAPIApplicationCommandsJSONBody } from 'discord.js';
import type { FakeDiscord } from './index.js';

export interface SmallBotOptions {
  commands?: RESTPostAPIApplicationCommandsJSONBody[];
  onInteraction?: (interaction: Interaction) => unknown;
  onMessage?: (message: Message) => unknown;
  messageContent?: boolean;
  allowedMentions?: ClientOptions['allowedMentions'];
}

/** A bot of discord.js itself that does what a test says, connected and with its commands registered. Its errors are kept. */
export async function startSmallBot(discord: FakeDiscord, options: SmallBotOptions = {}) {
  const errors: unknown[] = [];
  const client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(options.messageContent === true ? [GatewayIntentBits.MessageContent] : []),
    ],
    partials: [Partials.Channel],
    rest: { api: discord.apiUrl },
    ...(options.allowedMentions === undefined ? {} : { allowedMentions: options.allowedMentions }),
  });
  const guarded =
    <Argument>(handler: ((argument: Argument) => unknown) | undefined) =>
    (argument: Argument) => {
      Promise.resolve()
        .then(() => handler?.(argument))
        .catch((error: unknown) => errors.push(error));
    };
  client.on('interactionCreate', guarded(options.onInteraction));
  client.on('messageCreate', guarded(options.onMessage));
  client.on('error', (error) => errors.push(error));
  const ready = new Promise<void>((resolve) => {
    client.once('clientReady', () => resolve());
  });
  await client.login(discord.token);
  await ready;
  if (options.commands !== undefined) await client.application!.commands.set(options.commands);
  return { client, errors };
}
