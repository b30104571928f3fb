import {
  ApplicationCommandOptionType as Option,
  ApplicationCommandType,
  ApplicationIntegrationType as Installed,
  InteractionContextType as Context,
  PermissionFlagsBits,
} from 'discord.js';
import type {
  APIApplicationCommandBasicOption,
  APIApplicationCommandStringOption,
  RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';

/** The longest question or quotation that an option takes; On Record's own limit for questions. */
export const longestText = 2000;

const period = 'for example "last week", "Nov 2024" or 2025-03-04';

const outlet = completed('outlet', 'Only articles of this outlet');
const since = text('since', `Only articles from then on: ${period}`);
const until = text('until', `Only articles up to then: ${period}`);
const isPrivate: APIApplicationCommandBasicOption = {
  type: Option.Boolean,
  name: 'private',
  description: 'Show it to me alone',
};

/** Where everybody may use a command: in servers, in direct messages, and anywhere for who has installed it for himself. */
const everywhere = {
  contexts: [Context.Guild, Context.BotDM, Context.PrivateChannel],
  integration_types: [Installed.GuildInstall, Installed.UserInstall],
};

/**
 * Where operators use theirs. The permission only hides the command from most members, and a server may change that; who is an
 * operator is decided by DISCORD_OPERATORS alone, at every use.
 */
const forOperators = {
  contexts: [Context.Guild, Context.BotDM],
  integration_types: [Installed.GuildInstall],
  default_member_permissions: PermissionFlagsBits.ManageGuild.toString(),
};

/** Every command as Discord is told of it. */
export const commandDefinitions = [
  {
    name: 'ask',
    description: 'Ask the coverage: an answer with checked citations, or that there is none',
    options: [
      text('question', 'What you would like to know', { required: true, max_length: longestText }),
      outlet,
      completed('author', 'Only articles by this author'),
      since,
      until,
      isPrivate,
    ],
    ...everywhere,
  },
  {
    name: 'quotes',
    description: 'Who said what, word for word',
    options: [
      completed('speaker', 'Who is quoted', { required: true }),
      text('about', 'Only quotes about this, the best first', { max_length: 300 }),
      outlet,
      since,
      until,
      isPrivate,
    ],
    ...everywhere,
  },
  {
    name: 'verify',
    description: 'Check a quotation: word for word, altered, or not in the coverage',
    options: [
      text('quotation', 'The words to be checked', { required: true, max_length: longestText }),
      text('by', 'Who is said to have said them', { max_length: 100 }),
      isPrivate,
    ],
    ...everywhere,
  },
  {
    name: 'sources',
    description: 'What the coverage consists of: outlets, articles, dates',
    options: [text('search', 'Only outlets and sources with this in their name', { max_length: 100 })],
    ...everywhere,
  },
  { name: 'status', description: 'What is indexed, when, with what, and what failed', ...everywhere },
  { name: 'help', description: 'What I can do, and how', ...everywhere },
  { name: 'forget', description: 'Remove everything that is stored of you', ...everywhere },
  {
    name: 'reindex',
    description: 'Bring the index up to date (operators)',
    options: [
      text('mode', 'Only what changed (default), or everything anew', {
        choices: [
          { name: 'changed: read what is new or different', value: 'changed' },
          { name: 'full: build a new index beside the old one', value: 'full' },
        ],
      }),
    ],
    ...forOperators,
  },
  {
    name: 'source',
    description: 'Add or remove a place that articles come from (operators)',
    options: [
      {
        type: Option.Subcommand,
        name: 'add',
        description: 'Read it at the next reindex',
        options: [
          text('source', 'A web page, a feed, or a file or folder of the bot’s machine', {
            required: true,
            max_length: 1000,
          }),
        ],
      },
      {
        type: Option.Subcommand,
        name: 'remove',
        description: 'Its articles go at the next reindex',
        options: [completed('source', 'A source that was added', { required: true })],
      },
    ],
    ...forOperators,
  },
  { type: ApplicationCommandType.Message, name: 'Verify quotations', ...everywhere },
  { type: ApplicationCommandType.Message, name: 'Find coverage', ...everywhere },
] satisfies RESTPostAPIApplicationCommandsJSONBody[];

function text(
  name: string,
  description: string,
  more: Partial<APIApplicationCommandStringOption> = {},
): APIApplicationCommandStringOption {
  return { type: Option.String, name, description, ...more } as APIApplicationCommandStringOption;
}

function completed(name: string, description: string, more: { required?: boolean } = {}) {
  return { ...text(name, description, more), autocomplete: true } as APIApplicationCommandStringOption;
}
