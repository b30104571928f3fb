import { ButtonStyle, ComponentType, MessageFlags } from 'discord.js';
import type { Client, Interaction, RESTPostAPIApplicationCommandsJSONBody } from 'discord.js';
import { afterEach, expect, test } from 'vitest';
import { startFakeDiscord } from './index.js';
import type { FakeDiscord } from './index.js';
import { startSmallBot } from './small-bot.js';
import type { SmallBotOptions } from './small-bot.js';

/*
 * People use a bot of discord.js through the fake: commands, buttons, menus, forms, messages.
 */

const askCommand: RESTPostAPIApplicationCommandsJSONBody = {
  name: 'ask',
  description: 'Asks',
  options: [
    { type: 3, name: 'question', description: 'What', required: true, max_length: 50 },
    { type: 3, name: 'outlet', description: 'Where', autocomplete: true },
  ],
  contexts: [0, 1, 2],
  integration_types: [0, 1],
};

let discord: FakeDiscord;
let client: Client;

afterEach(async () => {
  await client.destroy();
  await discord.stop();
});

async function start(options: SmallBotOptions) {
  discord = await startFakeDiscord();
  const server = discord.addServer({ name: 'Newsroom' });
  const channel = server.addChannel({ name: 'general' });
  const anna = server.addMember({ name: 'Anna' });
  const bot = await startSmallBot(discord, { commands: [askCommand], ...options });
  client = bot.client;
  return { server, channel, anna, errors: bot.errors };
}

const row = (...buttons: { id: string; label: string }[]) => ({
  type: ComponentType.ActionRow as const,
  components: buttons.map(({ id, label }) => ({ type: ComponentType.Button as const, style: ButtonStyle.Secondary as const, custom_id: id, label })), // prettier-ignore
});

test('a deferred answer settles when it is edited, and later edits are awaited one by one', async () => {
  const { channel, anna } = await start({
    onInteraction: async (interaction: Interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      await interaction.editReply(`You asked: ${interaction.options.getString('question', true)}`);
      await interaction.editReply('50 %');
      await interaction.editReply('100 %');
    },
  });
  const asked = await anna.runs(channel, 'ask', { question: 'Who?' });
  expect(asked.acknowledged).toBe('deferred');
  await asked.settled();
  expect((await asked.edited(2)).content).toBe('100 %');
  expect(asked.message.history.map(({ message }) => message.content)).toEqual(['', 'You asked: Who?', '50 %', '100 %']);
  expect(channel.messages.map(({ content }) => content)).toEqual(['100 %']);
  expect(discord.violations).toEqual([]);
});

test('an ephemeral answer is seen by who asked alone, and cannot be fetched', async () => {
  const { server, channel, anna } = await start({
    onInteraction: async (interaction: Interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      const reply = await interaction.editReply('For you');
      await interaction.channel!.messages.fetch({ message: reply.id, force: true });
    },
  });
  const ben = server.addMember({ name: 'Ben' });
  const asked = await anna.runs(channel, 'ask', { question: 'Who?' });
  const shown = await asked.settled();
  expect([asked.isEphemeral, shown.isEphemeral]).toEqual([true, true]);
  expect(channel.messages).toEqual([]);
  expect(channel.messagesFor(ben)).toEqual([]);
  expect(channel.messagesFor(anna).map(({ content }) => content)).toEqual(['For you']);
  await discord.until('the refusal', () => discord.violations[0]);
  expect(discord.violations).toMatchObject([{ code: 10008, status: 404 }]);
});

test('a button changes its message, a menu answers beside it, and a form brings what was typed', async () => {
  const { channel, anna } = await start({
    onInteraction: async (interaction: Interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.reply({
          content: 'Page 1',
          components: [
            row({ id: 'next', label: 'Next' }, { id: 'more', label: 'More' }),
            { type: ComponentType.ActionRow, components: [{ type: ComponentType.StringSelect, customId: 'who', options: [{ label: 'Vera', value: 'v' }, { label: 'Wim', value: 'w' }] }] },
          ],
        }); // prettier-ignore
      } else if (interaction.isButton() && interaction.customId === 'next') {
        await interaction.update('Page 2');
      } else if (interaction.isButton()) {
        await interaction.showModal({
          title: 'Follow up',
          custom_id: 'form',
          components: [{ type: ComponentType.Label, label: 'Ask', component: { type: ComponentType.TextInput, custom_id: 'text', style: 1 } }],
        }); // prettier-ignore
      } else if (interaction.isStringSelectMenu()) {
        await interaction.deferUpdate();
        await interaction.followUp({
          content: `You chose ${interaction.values.join()}`,
          flags: MessageFlags.Ephemeral,
        });
      } else if (interaction.isModalSubmit()) {
        await interaction.reply(`You typed ${interaction.fields.getTextInputValue('text')}`);
      }
    },
  });
  const shown = await (await anna.runs(channel, 'ask', { question: 'Who?' })).settled();
  expect(shown.buttons.map(({ label }) => label)).toEqual(['Next', 'More']);
  const turned = await anna.clicks(shown, { label: 'Next' });
  expect(turned.acknowledged).toBe('updated');
  expect((await turned.settled()).content).toBe('Page 2');
  expect(shown.content).toBe('Page 2');
  const chosen = await anna.selects(shown, { value: 'w' });
  expect((await chosen.nextFollowUp()).content).toBe('You chose w');
  const { modal } = await anna.clicks(shown, { label: 'More' });
  expect(modal).toMatchObject({ title: 'Follow up', fields: [{ customId: 'text', label: 'Ask' }] });
  const sent = await anna.submits(modal, { text: 'and then?' });
  expect((await sent.settled()).content).toBe('You typed and then?');
  expect(discord.violations).toEqual([]);
});

test('a hundred people at once each get their own answer', async () => {
  const { server, channel } = await start({
    onInteraction: async (interaction: Interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      await interaction.editReply(`${interaction.user.id}: ${interaction.options.getString('question', true)}`);
    },
  });
  const people = Array.from({ length: 100 }, (_, number) => server.addMember({ name: `Person ${number}` }));
  const shown = await Promise.all(
    people.map(async (person) => (await person.runs(channel, 'ask', { question: person.name })).settled()),
  );
  expect(shown.map(({ content }) => content)).toEqual(people.map(({ id, name }) => `${id}: ${name}`));
  expect(discord.violations).toEqual([]);
});

test('autocomplete gives the choices for what is typed', async () => {
  const { channel, anna } = await start({
    onInteraction: async (interaction: Interaction) => {
      if (!interaction.isAutocomplete()) return;
      const { name, value } = interaction.options.getFocused(true);
      await interaction.respond([{ name: `${name} ${value}`, value: 'x' }]);
    },
  });
  expect(await anna.completes(channel, 'ask', { outlet: 'Her' })).toEqual([{ name: 'outlet Her', value: 'x' }]);
});

test('messages reach the bot, which answers with a message that replies', async () => {
  const { channel, anna } = await start({
    onMessage: async (message) => {
      if (!message.author.bot && message.mentions.has(discord.botId)) {
        await message.reply(`Yes, ${message.content.length}`);
      }
    },
  });
  const written = anna.writes(channel, 'who?', { mentions: [discord.bot] });
  const reply = await channel.nextBotMessage();
  expect(reply.content).toBe(`Yes, ${discord.bot.mention.length + 5}`);
  expect(reply.repliesTo).toBe(written.id);
});

test('a reply to an answer of a command is empty for the bot, unlike one to an ordinary message of its own', async () => {
  const heard: string[] = [];
  const { channel, anna } = await start({
    onInteraction: (interaction: Interaction) => interaction.isChatInputCommand() && interaction.reply('An answer'),
    onMessage: async (message) => {
      if (message.author.bot) return;
      heard.push(message.content);
      await message.reply('An ordinary message');
    },
  });
  const answer = await (await anna.runs(channel, 'ask', { question: 'Who?' })).settled();
  anna.writes(channel, 'and when?', { repliesTo: answer });
  const ordinary = await channel.nextBotMessage();
  anna.writes(channel, 'and where?', { repliesTo: ordinary });
  await channel.nextBotMessage();
  expect(heard).toEqual(['', 'and where?']);
});

test('direct messages reach the bot', async () => {
  const { anna } = await start({
    onMessage: async (message) => {
      if (!message.author.bot) await message.reply(message.content.toUpperCase());
    },
  });
  const dm = discord.openDm(anna);
  anna.writes(dm, 'who?');
  expect((await dm.nextBotMessage()).content).toBe('WHO?');
});

test('what a person cannot do in the app throws and names what there is', async () => {
  const { channel, anna } = await start({
    onInteraction: (interaction) => interaction.isRepliable() && interaction.reply('Hello'),
  });
  await expect(anna.runs(channel, 'ask', {})).rejects.toThrow('required');
  await expect(anna.runs(channel, 'tell', {})).rejects.toThrow('got ask');
  await expect(anna.runs(channel, 'ask', { question: 'x'.repeat(51) })).rejects.toThrow('0 to 50 characters');
  const shown = await (await anna.runs(channel, 'ask', { question: 'x' })).settled();
  await expect(anna.clicks(shown, { label: 'Next' })).rejects.toThrow('got none');
});
