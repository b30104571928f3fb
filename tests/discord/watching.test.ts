import { describe, expect, onTestFinished, test } from 'vitest';
import { createWorkspace, jsonLines, type Workspace } from '../e2e/reindex-workspace.js';
import { startInServer, type BotOptions } from './bot-workspace.js';

/*
 * Announcements from the article to the channel: a real index that is really indexed again, real discord.js.
 */

const sank = {
  id: 'sank',
  title: 'Ferry sinks in the sound',
  outlet: 'The Packet',
  publishedAt: '2025-03-05',
  url: 'https://packet.example/sank',
  body:
    'A ferry sank in the sound on Tuesday night, and an inquiry has been promised by the minister.\n\n' +
    '“I saw the light on the panel,” said Nadia Svoll, the second engineer. “There was no sound from it.”',
};
const taped = {
  id: 'taped',
  title: 'Alarm was taped over',
  outlet: 'The Courier',
  publishedAt: '2025-04-08',
  url: 'https://courier.example/taped',
  body:
    'The inquiry heard on Monday that the alarm of the ferries had been covered for months before the night of the sinking.\n\n' +
    '“It was a thing of habit on that ship,” said Nadia Svoll, the second engineer. Nobody in the wheelhouse had asked about it.',
};
const fees = {
  id: 'fees',
  title: 'Harbour fees rise again',
  outlet: 'The Tribune',
  publishedAt: '2025-05-06',
  url: 'https://tribune.example/fees',
  body:
    'Fees for the fishing boats rise in June, the council of the town decided on Monday evening after a long debate.\n\n' +
    '“The boats pay for the dredging of this harbour,” said Greta Holt, the mayor. “They always have.”',
};

/** A newsroom whose index holds `sank`, with Mona, who manages its channels, and Anna, who does not. */
async function startNewsroom(options: BotOptions = {}) {
  const index = await createWorkspace();
  onTestFinished(() => index.close());
  const articles: object[] = [sank];
  const publish = async (...more: object[]): Promise<void> => {
    articles.push(...more);
    write(index, articles);
    await index.reindex();
  };
  await publish();
  const { news, findQuotes } = index.app;
  const place = await startInServer({
    ...options,
    app: { news, findQuotes, reindex: (given) => index.app.reindex(given), ...options.app },
  });
  const role = place.server.addRole({ name: 'Desk', permissions: ['ManageChannels'] });
  const mona = place.server.addMember({ name: 'Mona', roles: [role] });
  const { workspace, channel } = place;
  const watch = async (options_: Record<string, string>, kind = 'topic') =>
    (await mona.runs(channel, `watch ${kind}`, options_)).settled();
  const announce = (): Promise<void> => workspace.bot.announce();
  const listed = async (): Promise<string> => (await (await mona.runs(channel, 'watch list')).settled()).text;
  /** What stands in the channel for all. */
  const announced = () =>
    channel.messages.filter(({ embeds }) => embeds[0]?.footer?.text.startsWith('Watch ') === true);
  return { ...place, index, articles, publish, mona, watch, announce, announced, listed };
}

function write(index: Workspace, articles: readonly object[]): void {
  index.write({ 'news/list.jsonl': jsonLines(...articles) });
}

describe('new coverage', () => {
  test('is announced nowhere unless somebody has asked for it', async () => {
    const { publish, announce, discord } = await startNewsroom();
    await publish(taped, fees);
    await announce();
    expect(discord.sent.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'))).toEqual([]);
  });

  test('of a topic is announced once, with a sentence word for word, headline, outlet, day and link', async () => {
    const { publish, watch, announce, announced, workspace } = await startNewsroom();
    expect((await watch({ words: 'the ferry inquiry' })).text).toContain('Watch 1');
    await publish(taped, fees);
    await announce();
    await announce();
    await workspace.restart();
    await workspace.bot.announce();
    expect(announced()).toHaveLength(1);
    const [shown] = announced();
    expect(shown!.text).toContain(taped.body.split('\n')[0]);
    expect(shown!.text).toContain('The Courier · 8 Apr 2025');
    expect(shown!.text).toContain('[Alarm was taped over](https://courier.example/taped)');
    expect(shown!.text).not.toContain('Harbour');
    expect(shown!.text).not.toContain('Ferry sinks');
  });

  test('of a speaker is announced with the quote as /quotes shows it', async () => {
    const { publish, watch, announce, announced, channel, anna } = await startNewsroom();
    await watch({ speaker: 'Svoll' }, 'speaker');
    await publish(taped, fees);
    await announce();
    expect(announced()).toHaveLength(1);
    const quotes = await (await anna.runs(channel, 'quotes', { speaker: 'Svoll' })).settled();
    const block = announced()[0]!.embeds[0]!.description!;
    expect(block).toContain('It was a thing of habit on that ship');
    expect(quotes.embeds[0]!.description).toContain(block);
  });

  test('is announced by itself when /reindex has ended', async () => {
    const operators: string[] = [];
    const { articles, index, watch, channel, mona, server } = await startNewsroom({ settings: { operators } });
    operators.push(mona.id);
    server.openCommand('reindex');
    await watch({ words: 'harbour fees' });
    articles.push(fees);
    write(index, articles);
    await mona.runs(channel, 'reindex');
    expect((await channel.nextBotMessage()).text).toContain('Harbour fees rise again');
  });

  test('is told five at a time, the newest first, with how many more there are', async () => {
    const { publish, watch, announce, announced } = await startNewsroom();
    await watch({ words: 'dredging' });
    const days = Array.from({ length: 8 }, (_, i) => i + 1);
    await publish(
      ...days.map((day) => ({
        id: `day-${day}`,
        title: `Dredging, day ${day}`,
        publishedAt: `2025-06-0${day}`,
        body: `On day ${day} the dredging of basin ${'abcdefgh'[day - 1]!.repeat(5)} went on under engineer number ${day * 7}. `.repeat(
          3,
        ),
      })),
    );
    await announce();
    const { text } = announced()[0]!;
    expect([...text.matchAll(/Dredging, day (\d)/gu)].map(([, day]) => day)).toEqual(['8', '7', '6', '5', '4']);
    expect(text).toContain('and 3 more articles');
  });

  test('is not what was there before, after a full reindex and a rollback', async () => {
    const { index, watch, announce, announced, publish } = await startNewsroom();
    await watch({ words: 'ferry' });
    await watch({ speaker: 'Svoll' }, 'speaker');
    await index.reindex({ full: true });
    await announce();
    await index.app.rollback();
    await announce();
    await publish({ ...fees });
    await announce();
    expect(announced()).toEqual([]);
  });

  test('is not an article that changed, nor one printed again elsewhere', async () => {
    const { index, publish, watch, announce, announced } = await startNewsroom();
    await watch({ words: 'alarm' });
    await publish(taped);
    await announce();
    expect(announced()).toHaveLength(1);
    const reprint = {
      ...taped,
      id: 'again',
      title: 'The taped alarm',
      url: 'https://wire.example/alarm',
      outlet: 'Wire',
    };
    const changed = { ...taped, body: `${taped.body}\n\nThe alarm was made in the north.` };
    write(index, [sank, changed, reprint]);
    await index.reindex();
    await announce();
    // Now the reprint is the one that is shown, under an id that was never seen.
    write(index, [sank, reprint]);
    await index.reindex({ full: true });
    await announce();
    expect(announced()).toHaveLength(1);
  });

  test('that is gone again before it could be told is not told', async () => {
    let now = new Date();
    const { index, publish, watch, announce, announced, channel, articles } = await startNewsroom({ now: () => now });
    await watch({ words: 'alarm' });
    await publish(taped);
    channel.deny('SendMessages');
    await announce();
    channel.allow('SendMessages');
    articles.length = 1;
    now = new Date(now.getTime() + 120_000);
    write(index, articles);
    await index.reindex();
    await announce();
    expect(announced()).toEqual([]);
  });
});

describe('quiet hours', () => {
  test('keep what is found, and it is told in one message after them', async () => {
    let now = new Date('2025-06-01T21:30:00Z');
    const { publish, watch, announce, announced } = await startNewsroom({
      now: () => now,
      settings: { timeZone: 'Europe/Berlin' },
    });
    const set = await watch({ words: 'ship', quiet_from: '22:00', quiet_to: '7:00' });
    expect(set.text).toContain('22\\:00–07\\:00');
    expect(set.text).toContain('Europe/Berlin');
    // 23:30 in Berlin.
    await publish(taped);
    await announce();
    now = new Date('2025-06-02T03:00:00Z');
    await publish({ ...fees, body: `${fees.body}\n\nThe ship of the harbour master stays where it is.` });
    await announce();
    expect(announced()).toEqual([]);
    now = new Date('2025-06-02T05:00:00Z');
    await announce();
    expect(announced()).toHaveLength(1);
    expect(announced()[0]!.text).toMatch(/Harbour fees.*Alarm was taped/su);
  });

  test.each([
    [{ quiet_from: '22:00' }, 'both'],
    [{ quiet_from: '25:00', quiet_to: '7:00' }, 'do not understand the time'],
    [{ quiet_from: '7:00', quiet_to: '7 am' }, 'never end'],
  ])('that cannot be understood are refused: %o', async (quiet, words) => {
    const { watch, listed } = await startNewsroom();
    expect((await watch({ words: 'ferry', ...quiet } as Record<string, string>)).text).toContain(words);
    expect(await listed()).toContain('Nothing is announced');
  });
});

describe('an announcement', () => {
  test('that Discord got although the bot did not hear so is not sent again', async () => {
    let now = new Date();
    const { publish, watch, announced, workspace, untilLogged, channel, discord } = await startNewsroom({
      now: () => now,
    });
    await watch({ words: 'alarm' });
    await publish(taped);
    // The bot takes what is new, sends it, and ends before it can note that.
    const { news } = workspace.app;
    const { settle } = news;
    Object.assign(news, { settle: async () => Promise.reject(new Error('the process was killed')) });
    await workspace.bot.announce();
    await untilLogged(/announcement failed/u);
    Object.assign(news, { settle });
    expect(announced()).toHaveLength(1);
    await workspace.restart();
    now = new Date(now.getTime() + 3 * 60 * 60_000);
    discord.clock.advanceMs(3 * 60 * 60_000);
    await workspace.bot.announce();
    expect(announced()).toHaveLength(1);
    expect(channel.messages).toHaveLength(1);
    expect(await news.listDue(now.toISOString())).toEqual([]);
  });

  test('that was taken but never sent is sent after a restart', async () => {
    const { publish, watch, announced, workspace } = await startNewsroom();
    await watch({ words: 'alarm' });
    await publish(taped);
    const { news } = workspace.app;
    await news.look();
    expect(await news.take(1, new Date(Date.now() - 3_600_000).toISOString(), 5)).toMatchObject({ total: 1 });
    await workspace.restart();
    await workspace.bot.announce();
    expect(announced()).toHaveLength(1);
  });

  test('goes on when Discord fails for a while', async () => {
    let now = new Date();
    const { publish, watch, announce, announced, channel, discord, listed } = await startNewsroom({
      now: () => now,
      expectsViolations: true,
    });
    await watch({ words: 'alarm' });
    await publish(taped);
    channel.deny('EmbedLinks');
    await announce();
    expect(announced()).toEqual([]);
    expect(await listed()).toContain('Embed Links');
    channel.allow('EmbedLinks');
    await announce();
    expect(announced()).toEqual([]);
    now = new Date(now.getTime() + 61_000);
    await announce();
    expect(announced()).toHaveLength(1);
    expect(await listed()).not.toContain('Embed Links');
    expect(discord.violations).toEqual([]);
  });
});

describe('a clock that is set back', () => {
  test('by a day while an announcement waits to be tried again does not make it wait for a day', async () => {
    let now = new Date();
    const { publish, watch, announce, announced, channel, workspace } = await startNewsroom({
      now: () => now,
      expectsViolations: true,
    });
    await watch({ words: 'alarm' });
    await publish(taped);
    channel.deny('EmbedLinks');
    await announce();
    channel.allow('EmbedLinks');
    now = new Date(now.getTime() - 24 * 60 * 60_000);
    await workspace.restart();
    await workspace.bot.announce();
    expect(announced()).toHaveLength(1);
    now = new Date(now.getTime() + 1000);
    await publish({ ...fees, body: `${fees.body}\n\nThe alarm of the harbour rang twice.` });
    await workspace.bot.announce();
    expect(announced()).toHaveLength(2);
  });

  test('by a day after an announcement that the bot did not hear of does not have it sent again', async () => {
    const hours = 60 * 60_000;
    let now = new Date(Date.now() + 24 * hours);
    const { publish, watch, announced, workspace, untilLogged, channel, discord } = await startNewsroom({
      now: () => now,
    });
    await watch({ words: 'alarm' });
    await publish(taped);
    const { news } = workspace.app;
    const { settle } = news;
    Object.assign(news, { settle: async () => Promise.reject(new Error('the process was killed')) });
    await workspace.bot.announce();
    await untilLogged(/announcement failed/u);
    Object.assign(news, { settle });
    // By then Discord has forgotten the nonce of the message.
    discord.clock.advanceMs(3 * hours);
    now = new Date(now.getTime() - 21 * hours);
    await workspace.restart();
    await workspace.bot.announce();
    expect(announced()).toHaveLength(1);
    expect(channel.messages).toHaveLength(1);
    expect(await news.listDue(now.toISOString())).toEqual([]);
  });
});

describe('a watch', () => {
  test('is set, listed and ended by those who manage the channel, and by nobody else', async () => {
    const { channel, anna, mona, server, watch, listed } = await startNewsroom();
    server.openCommand('watch');
    for (const [command, options] of [
      ['watch topic', { words: 'ferry' }],
      ['watch speaker', { speaker: 'Svoll' }],
      ['watch list', {}],
      ['watch stop', { watch: '1' }],
    ] as const) {
      const refused = await (await anna.runs(channel, command, options)).settled();
      expect(refused.text).toContain('may manage this channel');
    }
    await watch({ words: 'ferry' });
    expect(await anna.completes(channel, 'watch stop', { watch: '' })).toEqual([]);
    const [choice] = await mona.completes(channel, 'watch stop', { watch: 'fer' });
    expect(choice).toEqual({ name: '1 · topic “ferry” in #desk', value: '1' });
    expect(await listed()).toContain('ferry');
    expect((await (await mona.runs(channel, 'watch stop', { watch: '1' })).settled()).text).toContain('has ended');
    expect(await listed()).toContain('Nothing is announced');
  });

  test('cannot be ended from another server', async () => {
    const { discord, watch, listed } = await startNewsroom();
    await watch({ words: 'ferry' });
    const other = discord.addServer({ name: 'Elsewhere' });
    const admin = other.addMember({ name: 'Admin', administrator: true });
    const room = other.addChannel({ name: 'room' });
    expect((await (await admin.runs(room, 'watch stop', { watch: '1' })).settled()).text).toContain('no such watch');
    expect((await (await admin.runs(room, 'watch list')).settled()).text).toContain('Nothing is announced');
    expect(await listed()).toContain('ferry');
  });

  test('is not set twice, for words that say nothing, for nobody, or where the bot may not write', async () => {
    const { channel, watch, listed } = await startNewsroom();
    await watch({ words: 'Ferry' });
    expect((await watch({ words: 'ferry' })).text).toContain('already');
    expect((await watch({ words: 'the of and' })).text).toContain('words that say');
    expect((await watch({ speaker: 'Xyzzy Quux' }, 'speaker')).text).toContain('Nobody of that name');
    channel.deny('EmbedLinks');
    expect((await watch({ words: 'harbour' })).text).toContain('Embed Links');
    expect((await listed()).match(/topic/gu)).toHaveLength(1);
  });

  test('needs an index', async () => {
    const { channel, server } = await startInServer();
    const admin = server.addMember({ name: 'Admin', administrator: true });
    const asked = await (await admin.runs(channel, 'watch topic', { words: 'ferry' })).settled();
    expect(asked.text).toContain('Nothing has been indexed');
  });

  test('goes with its channel', async () => {
    const { server, channel, mona, watch, index, untilLogged } = await startNewsroom();
    await watch({ words: 'ferry' });
    const second = server.addChannel({ name: 'second' });
    await (await mona.runs(second, 'watch topic', { words: 'harbour' })).settled();
    channel.remove();
    await untilLogged(/removed channel/u);
    expect((await index.app.news.listWatches()).map(({ channelId }) => channelId)).toEqual([second.id]);
  });

  test('goes with a channel that was removed while the bot was away', async () => {
    const { channel, watch, index, publish, workspace, untilLogged } = await startNewsroom({ expectsViolations: true });
    await watch({ words: 'alarm' });
    await publish(taped);
    await workspace.bot.stop();
    channel.remove();
    await workspace.restart();
    await workspace.bot.announce();
    await untilLogged(/is gone/u);
    expect(await index.app.news.listWatches()).toEqual([]);
  });

  test('goes with the bot, which is thrown out of the server', async () => {
    const { server, watch, index, untilLogged } = await startNewsroom();
    await watch({ words: 'ferry' });
    await watch({ words: 'harbour' });
    server.removeBot();
    expect(await untilLogged(/server that the bot has left/u)).toMatchObject({ fields: { dropped: 2 } });
    expect(await index.app.news.listWatches()).toEqual([]);
  });

  test('of a server that threw the bot out while it was away goes when it has something to tell', async () => {
    const { server, channel, watch, index, publish, workspace, untilLogged } = await startNewsroom();
    await watch({ words: 'alarm' });
    await publish(taped);
    await workspace.bot.stop();
    server.removeBot();
    await workspace.restart();
    await workspace.bot.announce();
    await untilLogged(/is gone/u);
    expect(await index.app.news.listWatches()).toEqual([]);
    expect(channel.messages).toEqual([]);
  });

  test('stays through /forget, as nothing in it says who set it', async () => {
    const { channel, mona, watch, listed, index } = await startNewsroom();
    await watch({ words: 'ferry' });
    expect(JSON.stringify(await index.app.news.listWatches())).not.toContain(mona.id);
    await (await mona.runs(channel, 'forget')).settled();
    expect(await listed()).toContain('ferry');
  });

  test('is no command where DISCORD_ANNOUNCE is off, and nothing is announced', async () => {
    const { discord, index, publish, announce, channel, server } = await startNewsroom({
      settings: { announces: false },
    });
    expect(discord.commands().map(({ name }) => name)).not.toContain('watch');
    await index.app.news.watch({
      guildId: server.id,
      channelId: channel.id,
      subject: { kind: 'topic', words: 'alarm' },
      quiet: null,
    });
    await publish(taped);
    await announce();
    expect(channel.messages).toEqual([]);
  });
});

test('hostile headlines and words ping nobody and link to the article alone', async () => {
  const { publish, watch, announce, announced, listed } = await startNewsroom();
  const attack = '@everyone <@123456789012345678> [x](https://evil.example) discord.gg/abc \u202e ```ansi``` **alarm**';
  await watch({ words: `alarm` });
  await watch({ words: `@everyone [x](https://evil.example) alarm` });
  await publish({
    ...taped,
    title: attack,
    outlet: attack,
    body: `${attack} in the first sentence of it. ${taped.body}`,
  });
  await announce();
  expect(announced()).toHaveLength(2);
  for (const { embeds } of announced()) {
    expect(embeds[0]!.description).not.toMatch(/(?<!\\)\]\(https:\/\/evil/u);
    expect(embeds[0]!.description).toContain('https://courier.example/taped');
  }
  expect(await listed()).toContain('topic');
});
