import { once } from 'node:events';
import { DiscordAPIError, MessageFlags, REST, Routes } from 'discord.js';
import type {
  ButtonInteraction,
  ChatInputCommandInteraction,
  Client,
  MessageContextMenuCommandInteraction,
  RepliableInteraction,
  RESTPostAPIApplicationCommandsJSONBody,
  UserContextMenuCommandInteraction,
} from 'discord.js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startFakeDiscord } from './index.js';
import type { Asked, FakeDiscord, Person, ShownChannel, ShownServer } from './index.js';
import { startSmallBot } from './small-bot.js';

/*
 * The rules of interactions: how soon, how often, for how long, and for whose eyes.
 */

const commands: RESTPostAPIApplicationCommandsJSONBody[] = [
  { name: 'ask', description: 'Asks', contexts: [0, 1, 2], integration_types: [0, 1] },
  { name: 'reindex', description: 'For operators', default_member_permissions: '32', contexts: [0] },
  { name: 'source', description: 'Sources', options: [{ type: 1, name: 'add', description: 'Adds', options: [{ type: 3, name: 'source', description: 'What', required: true }] }] }, // prettier-ignore
  { type: 3, name: 'Verify quotations' },
  { type: 2, name: 'Look up' },
];

let discord: FakeDiscord;
let client: Client;
let server: ShownServer;
let channel: ShownChannel;
let anna: Person;

beforeAll(async () => {
  discord = await startFakeDiscord();
  server = discord.addServer({ name: 'Newsroom' });
  channel = server.addChannel({ name: 'general' });
  anna = server.addMember({ name: 'Anna', nickname: 'Annie' });
  ({ client } = await startSmallBot(discord, { commands }));
});

afterEach(() => {
  // Each test has looked at those of its own.
  (discord.violations as unknown[]).length = 0;
});

afterAll(async () => {
  await client.destroy();
  await discord.stop();
});

/** Lets a person act, and gives what the bot got of it. */
async function receive<Kind extends RepliableInteraction = ChatInputCommandInteraction>(
  act: () => Promise<Asked> = () => anna.runs(channel, 'ask'),
): Promise<{ interaction: Kind; asking: Promise<Asked> }> {
  const arrived = once(client, 'interactionCreate') as Promise<unknown> as Promise<[Kind]>;
  const asking = act();
  // Handled by whoever awaits it; a test that lets it fail must not end the process.
  asking.catch(() => undefined);
  const [interaction] = await arrived;
  return { interaction, asking };
}

async function codeOf(sending: Promise<unknown>): Promise<unknown> {
  try {
    await sending;
    return 'taken';
  } catch (error) {
    if (error instanceof DiscordAPIError) return error.code;
    throw error;
  }
}

const raw = () => new REST({ api: discord.apiUrl }).setToken(discord.token);
const callback = (interaction: RepliableInteraction, body: object) =>
  raw().post(Routes.interactionCallback(interaction.id, interaction.token), { body, auth: false });

describe('the first answer', () => {
  test('is taken within three seconds, and no later', async () => {
    const soon = await receive();
    discord.clock.advanceMs(2999);
    expect(await codeOf(soon.interaction.reply('In time'))).toBe('taken');
    const late = await receive();
    discord.clock.advanceMs(3000);
    expect(await codeOf(late.interaction.reply('Late'))).toBe(10062);
    await expect(late.asking).rejects.toThrow('The application did not respond');
    expect(discord.violations).toMatchObject([
      { route: 'POST /interactions/:interaction/:token/callback', code: 10062 },
    ]);
  });

  test('can be made late by what happens before it arrives', async () => {
    discord.beforeNext('POST /interactions/:interaction/:token/callback', () => discord.clock.advanceMs(4000));
    const { interaction } = await receive();
    expect(await codeOf(interaction.deferReply())).toBe(10062);
  });

  test('is taken once', async () => {
    const { interaction } = await receive();
    await interaction.deferReply();
    expect(await codeOf(callback(interaction, { type: 4, data: { content: 'again' } }))).toBe(40060);
  });

  test('gives the message with it when it is asked to', async () => {
    const { interaction, asking } = await receive();
    const response = await interaction.reply({ content: 'Here', withResponse: true });
    expect(response.resource?.message?.id).toBe((await asking).message.id);
    expect(response.resource?.message?.content).toBe('Here');
  });

  test('is of a kind that fits: no update without a message, no modal for a modal', async () => {
    const { interaction } = await receive();
    expect(await codeOf(callback(interaction, { type: 6 }))).toBe(50035);
    expect(await codeOf(callback(interaction, { type: 5, data: { flags: 4 } }))).toBe(50035);
    expect(await codeOf(callback(interaction, { type: 9, data: { custom_id: 'm', title: 'x'.repeat(46), components: [] } }))).toBe(50035); // prettier-ignore
    expect(await codeOf(interaction.reply('At last'))).toBe('taken');
  });
});

describe('what follows', () => {
  test('is refused before the first answer', async () => {
    const { interaction } = await receive();
    const route = Routes.webhookMessage(discord.applicationId, interaction.token);
    expect(await codeOf(raw().patch(route, { body: { content: 'x' }, auth: false }))).toBe(10015);
    expect(await codeOf(raw().post(Routes.webhook(discord.applicationId, interaction.token), { body: { content: 'x' }, auth: false }))).toBe(10015); // prettier-ignore
  });

  test('is taken for fifteen minutes', async () => {
    const { interaction } = await receive();
    await interaction.deferReply();
    discord.clock.advanceMs(15 * 60_000 - 1);
    expect(await codeOf(interaction.editReply('In time'))).toBe('taken');
    discord.clock.advanceMs(1);
    expect(await codeOf(interaction.editReply('Late'))).toBe(50027);
    expect(await codeOf(interaction.followUp('Late'))).toBe(50027);
  });

  test('keeps a deferred answer as private or public as it was deferred', async () => {
    const { interaction, asking } = await receive();
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.editReply({ content: 'x', flags: [] });
    const asked = await asking;
    expect([asked.isEphemeral, asked.message.isEphemeral]).toEqual([true, true]);
    const open = await receive();
    await open.interaction.deferReply();
    await raw().patch(Routes.webhookMessage(discord.applicationId, open.interaction.token), { body: { content: 'x', flags: 64 }, auth: false }); // prettier-ignore
    expect((await open.asking).message.isEphemeral).toBe(false);
  });

  test('takes the place of the answer when it comes right after a deferral', async () => {
    const { interaction, asking } = await receive();
    await interaction.deferReply();
    await interaction.followUp({ content: 'First', flags: MessageFlags.Ephemeral });
    await interaction.followUp('Second');
    const asked = await asking;
    expect(asked.message).toMatchObject({ content: 'First', isEphemeral: false });
    expect(asked.followUps.map(({ content }) => content)).toEqual(['Second']);
  });

  test('cannot edit what was deleted', async () => {
    const { interaction } = await receive();
    await interaction.reply('x');
    await interaction.deleteReply();
    expect(await codeOf(interaction.editReply('y'))).toBe(10008);
  });

  test('is five messages at most where only the user has installed the application', async () => {
    const elsewhere = discord.addServer({ name: 'Elsewhere', withBot: false });
    const there = elsewhere.addChannel({ name: 'talk' });
    elsewhere.addMember({ person: anna });
    const { interaction, asking } = await receive(() => anna.runs(there, 'ask', {}, { installedByUser: true }));
    expect(interaction.authorizingIntegrationOwners).toMatchObject({ 1: anna.id });
    expect(interaction.guild).toBeNull();
    expect(interaction.guildId).toBe(elsewhere.id);
    await interaction.reply({ embeds: [{ title: 'x' }] });
    for (let count = 0; count < 5; count += 1) await interaction.followUp(`${count}`);
    expect(await codeOf(interaction.followUp('6'))).toBe(40094);
    expect((await asking).followUps).toHaveLength(5);
    expect(await codeOf(raw().post(Routes.channelMessages(there.id), { body: { content: 'x' } }))).toBe(50001);
  });
});

describe('commands', () => {
  test('on a message and on a user bring what they are about', async () => {
    const written = anna.writes(channel, '"We will not leave," he said.');
    const onMessage = await receive<MessageContextMenuCommandInteraction>(() =>
      anna.runsOnMessage(written, 'Verify quotations'),
    );
    expect(onMessage.interaction.targetMessage.content).toBe('"We will not leave," he said.');
    await onMessage.interaction.reply('Checked');
    const onUser = await receive<UserContextMenuCommandInteraction>(() => anna.runsOnUser(channel, anna, 'Look up'));
    expect(onUser.interaction.targetUser.id).toBe(anna.id);
    await onUser.interaction.reply('Found');
  });

  test('have subcommands', async () => {
    const { interaction } = await receive(() => anna.runs(channel, 'source add', { source: 'https://a.example' }));
    expect([interaction.options.getSubcommand(), interaction.options.getString('source')]).toEqual([
      'add',
      'https://a.example',
    ]);
    await interaction.reply('Added');
    await expect(anna.runs(channel, 'source remove', {})).rejects.toThrow('subcommand remove');
  });

  test('with default permissions are hidden from members, but not from administrators or where a server opens them', async () => {
    await expect(anna.runs(channel, 'reindex')).rejects.toThrow('needs permissions 32');
    const boss = server.addMember({ name: 'Boss', administrator: true });
    const asked = await receive(() => boss.runs(channel, 'reindex'));
    await asked.interaction.reply('Running');
    server.openCommand('reindex');
    const opened = await receive(() => anna.runs(channel, 'reindex'));
    await opened.interaction.reply({ content: 'No', flags: MessageFlags.Ephemeral });
    await expect(anna.runs(discord.openDm(anna), 'reindex')).rejects.toThrow('BotDM');
  });

  test('work in direct messages with the bot, and between people who have installed it', async () => {
    const dm = await receive(() => anna.runs(discord.openDm(anna), 'ask'));
    expect(dm.interaction.context).toBe(1);
    await dm.interaction.reply('Here');
    const ben = discord.addPerson({ name: 'Ben' });
    const between = discord.openPrivateChannel(anna, ben);
    await expect(anna.runs(between, 'ask')).rejects.toThrow('installedByUser');
    const privately = await receive(() => anna.runs(between, 'ask', {}, { installedByUser: true }));
    expect(privately.interaction.context).toBe(2);
    await privately.interaction.reply('Here too');
  });

  test('tell of the member, and of what the bot may do there', async () => {
    const quiet = server.addChannel({ name: 'quiet', deny: ['SendMessages', 'EmbedLinks'] });
    const { interaction } = await receive(() => anna.runs(quiet, 'ask'));
    expect(interaction.appPermissions.has('ViewChannel')).toBe(true);
    expect(interaction.appPermissions.has('SendMessages')).toBe(false);
    expect(interaction.inCachedGuild() && interaction.member.nickname).toBe('Annie');
    // Answers to interactions need none of these.
    expect(await codeOf(interaction.reply({ embeds: [{ title: 'x' }] }))).toBe('taken');
  });
});

describe('components', () => {
  const withButton = { content: 'x', components: [{ type: 1 as const, components: [{ type: 2 as const, style: 2 as const, label: 'Go', custom_id: 'go' }] }] }; // prettier-ignore

  test('of an ephemeral message work for who sees it, by a token of their own', async () => {
    const { interaction, asking } = await receive();
    await interaction.reply({ ...withButton, flags: MessageFlags.Ephemeral });
    const shown = await (await asking).settled();
    const ben = server.addMember({ name: 'Ben' });
    await expect(ben.clicks(shown, { label: 'Go' })).rejects.toThrow('alone');
    discord.clock.advanceMs(20 * 60_000);
    const { interaction: click, asking: clicking } = await receive<ButtonInteraction>(() =>
      anna.clicks(shown, { label: 'Go' }),
    );
    await click.deferUpdate();
    await click.editReply('Gone');
    expect((await (await clicking).settled()).content).toBe('Gone');
    expect(shown.content).toBe('Gone');
    expect(shown.buttons).toHaveLength(1);
  });

  test('open no modal from a modal, and a form refuses what the app would not send', async () => {
    const { interaction, asking } = await receive();
    const input = { type: 4 as const, custom_id: 'text', label: 'Text', style: 1 as const, max_length: 3 };
    await interaction.showModal({ title: 'Form', custom_id: 'form', components: [{ type: 1, components: [input] }] });
    const { modal } = await asking;
    await expect(anna.submits(modal, { text: 'long' })).rejects.toThrow('1 to 3');
    const { interaction: form } = await receive(() => anna.submits(modal, { text: 'yes' }));
    expect(await codeOf(callback(form, { type: 9, data: { custom_id: 'm', title: 't', components: [{ type: 1, components: [input] }] } }))).toBe(50035); // prettier-ignore
    expect(await codeOf(callback(form, { type: 7, data: { content: 'x' } }))).toBe(50035);
    await form.reply('Taken');
  });
});
