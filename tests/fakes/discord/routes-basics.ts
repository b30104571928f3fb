import { findOrAddDm } from './channels.js';
import { fault } from './fault.js';
import type { Route } from './server.js';
import { isObject } from './text-rules.js';
import { isThread, viewChannel, viewGuild, viewMember, viewUser } from './views.js';
import type { Guild, World } from './world.js';

/** Who the bot is, and what it may look up of servers and users. */
export function createBasicRoutes(world: World, { gatewayUrl }: { gatewayUrl(): string }): Route[] {
  const application = () => ({
    id: world.applicationId,
    name: world.bot.username,
    description: '',
    bot: world.bot,
    owner: viewUser(world, world.ownerId),
    team: null,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '',
    flags: world.messageContent ? 1 << 19 : 0,
    icon: null,
    approximate_guild_count: [...world.guilds.values()].filter(({ hasBot }) => hasBot).length,
  });
  const getGuild = (id: string): Guild => {
    const guild = world.guilds.get(id);
    if (guild === undefined) throw fault('unknownGuild');
    if (!guild.hasBot) throw fault('missingAccess');
    return guild;
  };
  return [
    { method: 'GET', path: '/gateway', isOpen: true, handle: () => ({ status: 200, body: { url: gatewayUrl() } }) },
    {
      method: 'GET',
      path: '/gateway/bot',
      handle: () => ({
        status: 200,
        body: {
          url: gatewayUrl(),
          shards: 1,
          session_start_limit: { total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1 },
        },
      }),
    },
    { method: 'GET', path: '/users/@me', handle: () => ({ status: 200, body: world.bot }) },
    {
      method: 'POST',
      path: '/users/@me/channels',
      handle: ({ body }) => {
        const id = isObject(body) ? String(body.recipient_id) : '';
        if (!world.users.has(id)) throw fault('unknownUser');
        return { status: 200, body: viewChannel(world, findOrAddDm(world, id)) };
      },
    },
    {
      method: 'GET',
      path: '/users/:user',
      handle: ({ params }) => {
        const user = world.users.get(params.user!);
        if (user === undefined) throw fault('unknownUser');
        return { status: 200, body: user };
      },
    },
    { method: 'GET', path: '/applications/@me', handle: () => ({ status: 200, body: application() }) },
    { method: 'GET', path: '/oauth2/applications/@me', handle: () => ({ status: 200, body: application() }) },
    {
      method: 'GET',
      path: '/guilds/:guild',
      handle: ({ params }) => ({ status: 200, body: viewGuild(getGuild(params.guild!)) }),
    },
    {
      method: 'GET',
      path: '/guilds/:guild/channels',
      handle: ({ params }) => {
        const guild = getGuild(params.guild!);
        const channels = [...world.channels.values()].filter(
          (channel) => channel.guildId === guild.id && !isThread(channel),
        );
        return { status: 200, body: channels.map((channel) => viewChannel(world, channel)) };
      },
    },
    {
      method: 'GET',
      path: '/guilds/:guild/roles',
      handle: ({ params }) => ({ status: 200, body: [...getGuild(params.guild!).roles.values()] }),
    },
    {
      method: 'GET',
      path: '/guilds/:guild/members/:user',
      handle: ({ params }) => {
        const guild = getGuild(params.guild!);
        const id = params.user === '@me' ? world.bot.id : params.user!;
        if (!guild.members.has(id)) throw fault('unknownMember');
        return { status: 200, body: viewMember(world, guild, id) };
      },
    },
  ];
}
