import type { Check } from './app.js';
import { attempt, fault, ok, warning, type Verdict } from './app-verdicts.js';
import type { DiscordConfig } from './config.js';

/** How long Discord may take to answer. */
const patienceMs = 5_000;
const portal = 'https://discord.com/developers/applications';

/** What the bot needs in a server, by Discord's bits. */
const permissions: Readonly<Record<string, bigint>> = {
  'View Channels': 1n << 10n,
  'Send Messages': 1n << 11n,
  'Embed Links': 1n << 14n,
  'Read Message History': 1n << 16n,
  'Create Public Threads': 1n << 35n,
  'Send Messages in Threads': 1n << 38n,
};
const administrator = 1n << 3n;
/** Flags of an application: the intent is granted to a verified one, or to one that is in few servers. */
const messageContentFlags = (1 << 18) | (1 << 19);

/** Token, intents, and the bot's permissions in its servers, asked of Discord. Never rejects. */
export async function checkDiscord({ token, apiUrl, guildId, messageContent }: DiscordConfig): Promise<Check[]> {
  if (token === null) {
    return [{ name: 'Discord token', ...ok('none set; only "bot" needs one') }];
  }
  const ask = async (path: string): Promise<{ status: number; body: unknown }> => {
    const response = await fetch(`${apiUrl.replace(/\/+$/u, '')}/v10${path}`, {
      headers: { authorization: `Bot ${token}` },
      signal: AbortSignal.timeout(patienceMs),
    });
    return { status: response.status, body: response.ok ? await response.json() : null };
  };
  const tokenCheck = await attempt('Discord token', () => checkToken(ask, apiUrl));
  if (tokenCheck.verdict !== 'ok') return [tokenCheck];
  return [
    tokenCheck,
    await attempt('Discord intents', () => checkIntents(ask, messageContent)),
    await attempt('Discord permissions', () => checkPermissions(ask, guildId)),
  ];
}

type Ask = (path: string) => Promise<{ status: number; body: unknown }>;

async function checkToken(ask: Ask, apiUrl: string): Promise<Verdict> {
  let answer: Awaited<ReturnType<Ask>>;
  try {
    answer = await ask('/users/@me');
  } catch {
    return fault(`${apiUrl} does not answer`, 'Check the network of this machine, and DISCORD_API_URL.');
  }
  if (answer.status === 401) {
    return fault('Discord does not accept it', `Reset the token under Bot at ${portal} and put it into .env.`);
  }
  const name = fieldOf(answer.body, 'username');
  if (typeof name !== 'string') return fault(`Discord answers with status ${answer.status}`, 'Try again in a minute.');
  return ok(`accepted; the bot is ${name}`);
}

async function checkIntents(ask: Ask, messageContent: boolean): Promise<Verdict> {
  if (!messageContent) return ok('none that need a grant');
  const flags = fieldOf((await ask('/applications/@me')).body, 'flags');
  if (typeof flags === 'number' && (flags & messageContentFlags) !== 0) return ok('message content is granted');
  return fault(
    'DISCORD_MESSAGE_CONTENT asks for the message-content intent, which is not granted',
    `Switch "Message Content Intent" on under Bot at ${portal}, or set DISCORD_MESSAGE_CONTENT=false.`,
  );
}

async function checkPermissions(ask: Ask, guildId: string | null): Promise<Verdict> {
  const { status, body } = await ask('/users/@me/guilds');
  if (!Array.isArray(body)) return fault(`Discord answers with status ${status}`, 'Try again in a minute.');
  const servers = body.filter((server) => guildId === null || fieldOf(server, 'id') === guildId);
  const invite = `Open the link under OAuth2 at ${portal} to let the bot into your server; the README says how.`;
  if (servers.length === 0) {
    return guildId === null
      ? warning('The bot is in no server yet', invite)
      : fault(`The bot is not in the server ${guildId} of DISCORD_GUILD_ID`, invite);
  }
  const lacking = servers.flatMap((server) => {
    const granted = BigInt(String(fieldOf(server, 'permissions') ?? 0));
    const missing = Object.entries(permissions)
      .filter(([, bit]) => (granted & (bit | administrator)) === 0n)
      .map(([name]) => name);
    return missing.length === 0 ? [] : [`${String(fieldOf(server, 'name'))} lacks ${missing.join(', ')}`];
  });
  if (lacking.length === 0)
    return ok(`all that is needed, in ${servers.length} ${servers.length === 1 ? 'server' : 'servers'}`);
  return warning(lacking.join('; '), 'Give the role of the bot these permissions in the settings of the server.');
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
