import { DiscordAPIError, REST, Routes } from 'discord.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFakeDiscord } from './index.js';
import type { FakeDiscord, ShownChannel } from './index.js';

/*
 * What Discord takes at most: each limit is kept when it is reached, and refused one further.
 */

let discord: FakeDiscord;
let rest: REST;
let channel: ShownChannel;

beforeAll(async () => {
  discord = await startFakeDiscord();
  channel = discord.addServer({ name: 'Newsroom' }).addChannel({ name: 'general' });
  rest = new REST({ api: discord.apiUrl }).setToken(discord.token);
});

afterAll(async () => {
  await discord.stop();
});

/** Undefined when it was taken, otherwise the paths of what is wrong, or the code when it is no fault of a field. */
async function refusal(send: () => Promise<unknown>): Promise<string | number | undefined> {
  try {
    await send();
    return undefined;
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) throw error;
    if (error.code !== 50035) return error.code as number;
    return paths((error.rawError as { errors: object }).errors).join(' ');
  }
}

function paths(tree: object, at: string[] = []): string[] {
  return Object.entries(tree).flatMap(([key, part]) =>
    key === '_errors' ? [at.join('.')] : paths(part as object, [...at, key]),
  );
}

const x = (length: number) => 'x'.repeat(length);
const many = <Item>(count: number, make: (index: number) => Item) =>
  Array.from({ length: count }, (_, index) => make(index));
const button = (index: number, more: object = {}) => ({
  type: 2,
  style: 2,
  label: 'b',
  custom_id: `b${index}`,
  ...more,
});
const row = (...components: object[]) => ({ type: 1, components });
const option = (index: number, more: object = {}) => ({ label: `o${index}`, value: `${index}`, ...more });
const select = (options: object[], more: object = {}) => row({ type: 3, custom_id: 's', options, ...more });

describe('a message', () => {
  const cases: [what: string, good: object, bad: object, path: string | number][] = [
    ['2,000 characters of content', { content: x(2000) }, { content: x(2001) }, 'content'],
    ['something to be seen', { content: 'x' }, { content: '  ', embeds: [{ color: 1 }] }, 50006],
    ['10 embeds', { embeds: many(10, () => ({ title: 'x' })) }, { embeds: many(11, () => ({ title: 'x' })) }, 'embeds'],
    ['a title of 256', { embeds: [{ title: x(256) }] }, { embeds: [{ title: x(257) }] }, 'embeds.0.title'],
    ['a description of 4,096', { embeds: [{ description: x(4096) }] }, { embeds: [{ description: x(4097) }] }, 'embeds.0.description'],
    ['25 fields', { embeds: [{ fields: many(25, () => ({ name: 'n', value: 'v' })) }] }, { embeds: [{ fields: many(26, () => ({ name: 'n', value: 'v' })) }] }, 'embeds.0.fields'],
    ['a field name of 256', { embeds: [{ fields: [{ name: x(256), value: 'v' }] }] }, { embeds: [{ fields: [{ name: x(257), value: 'v' }] }] }, 'embeds.0.fields.0.name'],
    ['a field value of 1,024', { embeds: [{ fields: [{ name: 'n', value: x(1024) }] }] }, { embeds: [{ fields: [{ name: 'n', value: x(1025) }] }] }, 'embeds.0.fields.0.value'],
    ['fields with text', { embeds: [{ fields: [{ name: 'n', value: 'v' }] }] }, { embeds: [{ fields: [{ name: 'n', value: ' ' }] }] }, 'embeds.0.fields.0.value'],
    ['a footer of 2,048', { embeds: [{ footer: { text: x(2048) } }] }, { embeds: [{ footer: { text: x(2049) } }] }, 'embeds.0.footer.text'],
    ['an author of 256', { embeds: [{ author: { name: x(256) } }] }, { embeds: [{ author: { name: x(257) } }] }, 'embeds.0.author.name'],
    ['6,000 characters in all embeds', { embeds: [{ description: x(4000) }, { description: x(2000) }] }, { embeds: [{ description: x(4000) }, { description: x(2001) }] }, 'embeds'],
    ['addresses of the web', { embeds: [{ title: 'x', url: 'https://a.example/' }] }, { embeds: [{ title: 'x', url: 'javascript:alert(1)' }] }, 'embeds.0.url'],
    ['5 rows', { content: 'x', components: many(5, (index) => row(button(index))) }, { content: 'x', components: many(6, (index) => row(button(index))) }, 'components'],
    ['5 buttons in a row', { content: 'x', components: [row(...many(5, (index) => button(index)))] }, { content: 'x', components: [row(...many(6, (index) => button(index)))] }, 'components.0.components'],
    ['a menu alone in its row', { content: 'x', components: [select([option(0)])] }, { content: 'x', components: [row({ type: 3, custom_id: 's', options: [option(0)] }, button(0))] }, 'components.0.components'],
    ['a label of 80', { content: 'x', components: [row(button(0, { label: x(80) }))] }, { content: 'x', components: [row(button(0, { label: x(81) }))] }, 'components.0.components.0.label'],
    ['a custom_id of 100', { content: 'x', components: [row(button(0, { custom_id: x(100) }))] }, { content: 'x', components: [row(button(0, { custom_id: x(101) }))] }, 'components.0.components.0.custom_id'],
    ['a custom_id once', { content: 'x', components: [row(button(0)), row(button(1))] }, { content: 'x', components: [row(button(0)), row(button(0))] }, 'components'],
    ['25 options', { content: 'x', components: [select(many(25, (index) => option(index)))] }, { content: 'x', components: [select(many(26, (index) => option(index)))] }, 'components.0.components.0.options'],
    ['an option label of 100', { content: 'x', components: [select([option(0, { label: x(100) })])] }, { content: 'x', components: [select([option(0, { label: x(101) })])] }, 'components.0.components.0.options.0.label'],
    ['an option value of 100', { content: 'x', components: [select([option(0, { value: x(100) })])] }, { content: 'x', components: [select([option(0, { value: x(101) })])] }, 'components.0.components.0.options.0.value'],
    ['an option description of 100', { content: 'x', components: [select([option(0, { description: x(100) })])] }, { content: 'x', components: [select([option(0, { description: x(101) })])] }, 'components.0.components.0.options.0.description'],
    ['an option value once', { content: 'x', components: [select([option(0), option(1)])] }, { content: 'x', components: [select([option(0), option(0)])] }, 'components.0.components.0.options.1.value'],
    ['layout components by their flag', { flags: 32768, components: [{ type: 17, components: [{ type: 10, content: x(4000) }] }] }, { components: [{ type: 10, content: 'x' }] }, 'components.0.type'],
    ['4,000 characters in layout components', { flags: 32768, components: [{ type: 10, content: x(4000) }] }, { flags: 32768, components: [{ type: 10, content: x(4000) }, { type: 10, content: 'x' }] }, 'components'],
    ['no content beside layout components', { flags: 32768, components: [{ type: 10, content: 'x' }] }, { flags: 32768, content: 'x', components: [{ type: 10, content: 'x' }] }, 'content'],
    ['mentions allowed by kind or by id', { content: 'x', allowed_mentions: { parse: ['roles'], users: ['1'] } }, { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } }, 'allowed_mentions'],
  ]; // prettier-ignore
  test.each(cases)('takes %s, and refuses what is beyond', async (_what, good, bad, path) => {
    const route = Routes.channelMessages(channel.id);
    expect(await refusal(() => rest.post(route, { body: good }))).toBeUndefined();
    expect(await refusal(() => rest.post(route, { body: bad }))).toBe(path);
    const { id } = (await rest.post(route, { body: { content: 'plain' } })) as { id: string };
    expect(await refusal(() => rest.patch(Routes.channelMessage(channel.id, id), { body: bad }))).toBe(path);
  });

  test('is told of all its faults at once', async () => {
    const body = { content: x(2001), embeds: [{ title: x(257) }, { footer: { text: x(2049) } }] };
    expect(await refusal(() => rest.post(Routes.channelMessages(channel.id), { body }))).toBe(
      'content embeds.0.title embeds.1.footer.text',
    );
  });
});

describe('a command', () => {
  const definition = { name: 'ask', description: 'Asks' };
  const text = (index: number, more: object = {}) => ({ type: 3, name: `o${index}`, description: 'd', ...more });
  const cases: [what: string, good: object, bad: object, path: string][] = [
    ['a name of 32 small letters', { name: x(32) }, { name: 'Ask' }, '0.name'],
    ['a description of 100', { description: x(100) }, { description: x(101) }, '0.description'],
    ['25 options', { options: many(25, (index) => text(index)) }, { options: many(26, (index) => text(index)) }, '0.options'],
    ['required options first', { options: [text(0, { required: true }), text(1)] }, { options: [text(0), text(1, { required: true })] }, '0.options.1'],
    ['25 choices', { options: [text(0, { choices: many(25, (index) => ({ name: `${index}`, value: `${index}` })) })] }, { options: [text(0, { choices: many(26, (index) => ({ name: `${index}`, value: `${index}` })) })] }, '0.options.0.choices'],
    ['autocomplete without choices', { options: [text(0, { autocomplete: true })] }, { options: [text(0, { autocomplete: true, choices: [{ name: 'a', value: 'a' }] })] }, '0.options.0.autocomplete'],
    ['known contexts', { contexts: [0, 1, 2] }, { contexts: [3] }, '0.contexts'],
    ['known ways to install', { integration_types: [0, 1] }, { integration_types: [2] }, '0.integration_types'],
    ['permissions as a bit field', { default_member_permissions: '32' }, { default_member_permissions: 'ManageGuild' }, '0.default_member_permissions'],
    ['8,000 characters', { options: many(20, (index) => text(index, { description: x(100), choices: many(2, (choice) => ({ name: `${choice}${x(99)}`, value: `${choice}${x(40)}` })) })) }, { options: many(20, (index) => text(index, { description: x(100), choices: many(3, (choice) => ({ name: `${choice}${x(99)}`, value: `${choice}${x(99)}` })) })) }, '0'],
    ['subcommands alone', { options: [{ type: 1, name: 'add', description: 'd' }] }, { options: [{ type: 1, name: 'add', description: 'd' }, text(0)] }, '0.options'],
  ]; // prettier-ignore
  test.each(cases)('takes %s, and refuses what is beyond', async (_what, good, bad, path) => {
    const route = Routes.applicationCommands(discord.applicationId);
    expect(await refusal(() => rest.put(route, { body: [{ ...definition, ...good }] }))).toBeUndefined();
    expect(await refusal(() => rest.put(route, { body: [{ ...definition, ...bad }] }))).toBe(path);
  });

  test('keeps its id when it is put again, and each bulk registration counts', async () => {
    const route = Routes.applicationCommands(discord.applicationId);
    const before = discord.bulkPuts;
    const [first] = (await rest.put(route, { body: [definition] })) as { id: string }[];
    const [second] = (await rest.put(route, { body: [{ ...definition, description: 'Else' }] })) as { id: string }[];
    expect(second!.id).toBe(first!.id);
    expect(discord.bulkPuts).toBe(before + 2);
    expect(await rest.get(route)).toMatchObject([{ name: 'ask', description: 'Else', type: 1 }]);
  });
});

describe('a thread', () => {
  test('has a name of 1 to 100 characters', async () => {
    const route = Routes.threads(channel.id);
    expect(await refusal(() => rest.post(route, { body: { name: x(100), type: 11 } }))).toBeUndefined();
    expect(await refusal(() => rest.post(route, { body: { name: x(101), type: 11 } }))).toBe('name');
    expect(await refusal(() => rest.post(route, { body: { name: '', type: 11 } }))).toBe('name');
  });
});

test('the wrong token is refused, and so are unknown channels, messages, servers and routes', async () => {
  const stranger = new REST({ api: discord.apiUrl }).setToken('wrong');
  expect(await refusal(() => stranger.get(Routes.user('@me')))).toBe(0);
  expect(discord.violations.at(-1)).toMatchObject({ status: 401 });
  expect(await refusal(() => rest.get(Routes.channel('1')))).toBe(10003);
  expect(await refusal(() => rest.get(Routes.channelMessage(channel.id, '1')))).toBe(10008);
  expect(await refusal(() => rest.get(Routes.guild('1')))).toBe(10004);
  expect(await refusal(() => rest.get('/nonsense'))).toBe(0);
  expect(discord.violations.at(-1)).toMatchObject({ status: 404, route: 'GET /nonsense' });
});
