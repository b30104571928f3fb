import { ChannelType, DiscordAPIError, MessageFlags, REST, Routes } from 'discord.js';
import type { AllowedMentionsTypes, APIMessage } from 'discord.js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startFakeDiscord } from './index.js';
import type { FakeDiscord, Person, ShownChannel, ShownServer } from './index.js';

/*
 * Permissions, threads, mentions, nonces and rate limits, asked with the REST client of discord.js.
 */

let discord: FakeDiscord;
let rest: REST;
let server: ShownServer;
let channel: ShownChannel;
let anna: Person;

beforeAll(async () => {
  discord = await startFakeDiscord();
  rest = new REST({ api: discord.apiUrl }).setToken(discord.token);
  server = discord.addServer({ name: 'Newsroom' });
  anna = server.addMember({ name: 'Anna' });
});

beforeEach(() => {
  channel = server.addChannel({ name: 'general' });
});

afterAll(async () => {
  await discord.stop();
});

async function codeOf(sending: Promise<unknown>): Promise<unknown> {
  try {
    await sending;
    return 'taken';
  } catch (error) {
    if (error instanceof DiscordAPIError) return error.code;
    throw error;
  }
}

const post = (place: { id: string }, body: object) =>
  rest.post(Routes.channelMessages(place.id), { body }) as Promise<APIMessage>;
const embeds = [{ title: 'x' }];

describe('permissions', () => {
  test('decide what the bot may do in a channel, at once when they change', async () => {
    channel.deny('SendMessages');
    expect(await codeOf(post(channel, { content: 'x' }))).toBe(50013);
    channel.allow('SendMessages');
    expect(await codeOf(post(channel, { content: 'x' }))).toBe('taken');
    channel.deny('EmbedLinks');
    expect(await codeOf(post(channel, { content: 'x', embeds }))).toBe(50013);
    expect(await codeOf(post(channel, { content: 'x' }))).toBe('taken');
    channel.deny('ViewChannel');
    expect(await codeOf(post(channel, { content: 'x' }))).toBe(50001);
    expect(await codeOf(rest.get(Routes.channel(channel.id)))).toBe(50001);
  });

  test('of files, typing, history and threads are each their own', async () => {
    const written = anna.writes(channel, 'x');
    channel.deny('AttachFiles', 'ReadMessageHistory', 'CreatePublicThreads');
    const files = [{ name: 'a.txt', data: Buffer.from('x') }];
    expect(await codeOf(rest.post(Routes.channelMessages(channel.id), { body: { content: 'x' }, files }))).toBe(50013);
    expect(await rest.get(Routes.channelMessages(channel.id))).toEqual([]);
    expect(await codeOf(rest.get(Routes.channelMessage(channel.id, written.id)))).toBe(50013);
    expect(await codeOf(post(channel, { content: 'x', message_reference: { message_id: written.id } }))).toBe(160002);
    expect(await codeOf(rest.post(Routes.threads(channel.id, written.id), { body: { name: 't' } }))).toBe(50013);
    channel.deny('SendMessages');
    expect(await codeOf(rest.post(Routes.channelTyping(channel.id)))).toBe(50013);
  });

  test('to send in threads replace those to send in the channel', async () => {
    const thread = anna.opensThread(anna.writes(channel, 'x'), { name: 'talk' });
    channel.deny('SendMessages');
    expect(await codeOf(post(thread, { content: 'x' }))).toBe('taken');
    channel.allow('SendMessages');
    channel.deny('SendMessagesInThreads');
    expect(await codeOf(post(thread, { content: 'x' }))).toBe(50013);
  });

  test('are those of roles as well, which overwrites for a member override', async () => {
    const closed = server.addChannel({ name: 'closed', denyEveryone: ['SendMessages'] });
    expect(await codeOf(post(closed, { content: 'x' }))).toBe(50013);
    const strict = discord.addServer({ name: 'Strict', everyone: ['ViewChannel'], bot: ['SendMessages'] });
    const there = strict.addChannel({ name: 'there' });
    expect(await codeOf(post(there, { content: 'x' }))).toBe('taken');
    expect(await codeOf(post(there, { embeds }))).toBe(50013);
  });

  test('do not let the bot change what others wrote', async () => {
    const written = anna.writes(channel, 'x');
    expect(await codeOf(rest.patch(Routes.channelMessage(channel.id, written.id), { body: { content: 'y' } }))).toBe(
      50005,
    );
    expect(await codeOf(rest.delete(Routes.channelMessage(channel.id, written.id)))).toBe(50013);
  });

  test('cannot open the direct messages of who has closed them', async () => {
    const ben = server.addMember({ name: 'Ben' });
    const dm = (await rest.post(Routes.userChannels(), { body: { recipient_id: ben.id } })) as { id: string };
    expect(await codeOf(post(dm, { content: 'x' }))).toBe('taken');
    ben.closesDms();
    expect(await codeOf(post(dm, { content: 'x' }))).toBe(50007);
  });
});

describe('threads', () => {
  test('start once at a message, take its id, and not within a thread', async () => {
    const { id } = await post(channel, { content: 'x' });
    const thread = (await rest.post(Routes.threads(channel.id, id), { body: { name: 'talk' } })) as { id: string };
    expect(thread.id).toBe(id);
    expect((await channel.nextBotThread()).name).toBe('talk');
    expect(await codeOf(rest.post(Routes.threads(channel.id, id), { body: { name: 'again' } }))).toBe(160004);
    const inner = await post(thread, { content: 'x' });
    expect(await codeOf(rest.post(Routes.threads(thread.id, inner.id), { body: { name: 'deeper' } }))).toBe(50024);
  });

  test('that are archived open again when somebody writes, unless they are locked', async () => {
    const thread = anna.opensThread(channel, { name: 'talk', text: 'Hello' });
    const { id } = await post(thread, { content: 'x' });
    thread.archive();
    expect(await codeOf(rest.patch(Routes.channelMessage(thread.id, id), { body: { content: 'y' } }))).toBe(50083);
    expect(await codeOf(post(thread, { content: 'x' }))).toBe('taken');
    expect(thread.isArchived).toBe(false);
    thread.archive({ locked: true });
    expect(await codeOf(post(thread, { content: 'x' }))).toBe(50083);
  });

  test('are the posts of a forum, which takes no messages itself and may ask for a tag', async () => {
    const forum = server.addForum({ name: 'help', tags: ['politics'], requiresTag: true });
    expect(forum.type).toBe(ChannelType.GuildForum);
    expect(await codeOf(post(forum, { content: 'x' }))).toBe(50008);
    expect(await codeOf(rest.post(Routes.threads(forum.id), { body: { name: 't', message: { content: 'x' } } }))).toBe(
      40067,
    );
    const question = anna.opensThread(forum, {
      name: 'Who?',
      text: 'said this',
      mentions: [discord.bot],
      tags: ['politics'],
    });
    expect(question.messages.map(({ id }) => id)).toEqual([question.id]);
    expect(question.messages.map(({ content }) => content)).toEqual([`${discord.bot.mention} said this`]);
    expect(await codeOf(post(question, { content: 'x' }))).toBe('taken');
  });

  test('take members', async () => {
    const thread = anna.opensThread(channel, { name: 'talk', text: 'Hello' });
    await rest.put(Routes.threadMembers(thread.id, '@me'));
    expect(thread.memberIds).toEqual([anna.id, discord.botId]);
    thread.archive();
    expect(await codeOf(rest.put(Routes.threadMembers(thread.id, anna.id)))).toBe(50083);
  });
});

describe('messages', () => {
  test('are listed the newest first, so many, and before one', async () => {
    const written = [1, 2, 3, 4].map((number) => anna.writes(channel, `${number} ${discord.bot.mention}`));
    const list = async (query: Record<string, string>) => {
      const messages = (await rest.get(Routes.channelMessages(channel.id), {
        query: new URLSearchParams(query),
      })) as APIMessage[];
      return messages.map(({ content }) => content[0]);
    };
    expect(await list({})).toEqual(['4', '3', '2', '1']);
    expect(await list({ limit: '2' })).toEqual(['4', '3']);
    expect(await list({ limit: '2', before: written[2]!.id })).toEqual(['2', '1']);
    expect(await list({ after: written[1]!.id })).toEqual(['4', '3']);
    expect(await codeOf(list({ limit: '101' }))).toBe(50035);
  });

  test('are empty in lists too unless the bot may read them', async () => {
    anna.writes(channel, 'plain');
    const [message] = (await rest.get(Routes.channelMessages(channel.id))) as APIMessage[];
    expect(message!.content).toBe('');
  });

  test('that reply to an unknown one are refused, unless it need not exist', async () => {
    expect(await codeOf(post(channel, { content: 'x', message_reference: { message_id: '1' } }))).toBe(50035);
    const sent = await post(channel, {
      content: 'x',
      message_reference: { message_id: '1', fail_if_not_exists: false },
    });
    expect(sent.message_reference).toBeUndefined();
  });

  test('with an enforced nonce are sent once', async () => {
    const body = { content: 'x', nonce: '7', enforce_nonce: true };
    const [first, second] = [await post(channel, body), await post(channel, body)];
    expect(second.id).toBe(first.id);
    expect(channel.messages).toHaveLength(1);
  });

  test('keep their text, embeds and buttons when an edit leaves them out, and lose what it empties', async () => {
    const { id } = await post(channel, { content: 'x', embeds, flags: MessageFlags.SuppressEmbeds });
    const route = Routes.channelMessage(channel.id, id);
    expect(await rest.patch(route, { body: { content: 'y' } })).toMatchObject({ content: 'y', embeds, flags: 4 });
    expect(await rest.patch(route, { body: { content: '' } })).toMatchObject({ content: '', embeds });
    expect(await codeOf(rest.patch(route, { body: { embeds: [] } }))).toBe(50006);
  });
});

describe('pings', () => {
  const Everyone = 'everyone' as AllowedMentionsTypes;
  const pinged = async (body: object) => {
    const before = discord.pings.length;
    await post(channel, body);
    return discord.pings.slice(before);
  };

  test('are all that a message names, when it says nothing of what is allowed', async () => {
    const role = server.addRole({ name: 'Desk', mentionable: true });
    const written = anna.writes(channel, 'x');
    const [ping] = await pinged({
      content: `@here ${anna.mention} ${role.mention}`,
      message_reference: { message_id: written.id },
    });
    expect(ping).toMatchObject({ everyone: true, users: [anna.id], roles: [role.id], repliedUser: anna.id });
  });

  test('are none with an empty list, whatever the text', async () => {
    const written = anna.writes(channel, 'x');
    const content = `@everyone @here ${anna.mention} <@!${anna.id}>`;
    expect(
      await pinged({ content, allowed_mentions: { parse: [] }, message_reference: { message_id: written.id } }),
    ).toEqual([]);
    expect(await pinged({ content, allowed_mentions: { parse: [], replied_user: true }, message_reference: { message_id: written.id } })).toMatchObject([{ everyone: false, users: [], repliedUser: anna.id }]); // prettier-ignore
  });

  test('are of the kinds and ids that are allowed', async () => {
    const ben = server.addMember({ name: 'Ben' });
    const content = `@everyone ${anna.mention} ${ben.mention}`;
    expect(await pinged({ content, allowed_mentions: { parse: [Everyone] } })).toMatchObject([
      { everyone: true, users: [] },
    ]);
    expect(await pinged({ content, allowed_mentions: { users: [ben.id] } })).toMatchObject([{ everyone: false, users: [ben.id] }]); // prettier-ignore
  });

  test('do not come from embeds, nor from names that only look like one', async () => {
    expect(await pinged({ embeds: [{ title: '@everyone', description: anna.mention }] })).toEqual([]);
    expect(await pinged({ content: '@Anna <@1>' })).toEqual([]);
  });

  test('of everyone need the permission for it', async () => {
    const modest = discord.addServer({ name: 'Modest', bot: [] });
    const there = modest.addChannel({ name: 'there' });
    const before = discord.pings.length;
    await post(there, { content: '@everyone' });
    expect(discord.pings).toHaveLength(before);
  });
});

describe('requests', () => {
  test('that are limited are tried again by discord.js after the time they are told', async () => {
    discord.rateLimitNext('POST /channels/:channel/messages', { retryAfterMs: 20 });
    const before = discord.sent.length;
    await post(channel, { content: 'x' });
    expect(discord.sent.slice(before).map(({ status }) => status)).toEqual([429, 200]);
    expect(channel.messages).toHaveLength(1);
  });

  test('that a test means to disturb have to exist', () => {
    expect(() => discord.failNext('POST /channels', { status: 500 })).toThrow('POST /channels/:channel/messages');
  });

  test('can fail once as Discord does', async () => {
    const before = discord.sent.length;
    discord.failNext('POST /channels/:channel/messages', { status: 403, code: 50013, message: 'Missing Permissions' });
    expect(await codeOf(post(channel, { content: 'x' }))).toBe(50013);
    expect(discord.sent.slice(before)).toMatchObject([{ status: 403 }]);
  });

  test('are kept with what they made, so that they can be drawn', async () => {
    await post(channel, { content: 'x', embeds });
    const last = discord.sent.at(-1)!;
    expect(last).toMatchObject({
      method: 'POST',
      route: '/channels/:channel/messages',
      body: { content: 'x' },
      status: 200,
    });
    expect(discord.shownOf(last)).toMatchObject({ content: 'x', embeds });
  });

  test('to show that the bot types are counted where it types', async () => {
    const typing = channel.nextTyping();
    await rest.post(Routes.channelTyping(channel.id));
    await typing;
    expect(channel.typingCount).toBe(1);
  });
});

test('a wait in vain says what was awaited, what there was, and what was refused', async () => {
  const impatient = await startFakeDiscord({ patienceMs: 50 });
  const there = impatient.addServer({ name: 'Newsroom' }).addChannel({ name: 'general' });
  const own = new REST({ api: impatient.apiUrl }).setToken(impatient.token);
  await expect(own.post(Routes.channelMessages(there.id), { body: { content: '' } })).rejects.toThrow();
  await expect(there.nextBotMessage()).rejects.toThrow(
    /Expected a message of the bot in general within 0.05 s, got an empty channel.*\n.*50006/,
  );
  const waiting = there.nextBotMessage();
  await Promise.all([expect(waiting).rejects.toThrow('stopped'), impatient.stop()]);
});
