import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { App } from '../../src/app.js';
import { canMount, mountSmallDisk } from '../e2e/mounts.js';
import { createWorkspace, jsonLines, story, type Workspace } from '../e2e/reindex-workspace.js';
import { startInServer } from './bot-workspace.js';

/*
 * The bot on a disk without a single free byte: whoever asks is answered, only what would need something kept is missing.
 */

/** An app on a small disk of its own, indexed. */
async function startOnDisk() {
  const index = await createWorkspace();
  onTestFinished(() => index.close());
  const disk = mountSmallDisk(index.dataDir, 4000);
  onTestFinished(async () => {
    await index.app.close();
    disk.unmount();
  });
  const records = Array.from({ length: 6 }, (_, i) => ({
    id: `s${i}`,
    title: `Story ${i}`,
    body: `${story(`topic${i}x`)}\n\n“The topic${i}x pier is safe,” said Ann Poe, an engineer. “It will open in June,” said Ann Poe.`,
  }));
  index.write({ 'news/a.jsonl': jsonLines(...records) });
  await index.reindex();
  const filler = join(index.dataDir, 'filler');
  return {
    index,
    fill: () => {
      try {
        for (;;) appendFileSync(filler, Buffer.alloc(4096));
      } catch (error) {
        expect(error).toMatchObject({ code: 'ENOSPC' });
      }
    },
    empty: () => rmSync(filler),
  };
}

/** The functions of whichever app the workspace has: it is opened anew in between. */
function following(index: Workspace): Partial<App> {
  const conversations = Object.fromEntries(
    Object.keys(index.app.conversations).map((name) => [
      name,
      (...args: unknown[]) => {
        const now = index.app.conversations as unknown as Record<string, (...given: unknown[]) => unknown>;
        return now[name]!(...args);
      },
    ]),
  ) as unknown as App['conversations'];
  return {
    ask: (...args) => index.app.ask(...args),
    article: (...args) => index.app.article(...args),
    findQuotes: (...args) => index.app.findQuotes(...args),
    conversations,
  };
}

const question = 'Which council met in room topic1x0?';
const words = 'The topic1x council met in room topic1x0';

/** Uses up what room there is within the files of conversations. */
async function exhaust({ app }: Workspace): Promise<void> {
  for (let size = 1 << 20; size >= 64; size >>= 1) {
    const note = 'x'.repeat(size);
    for (let i = 0; ; i++) {
      const isFull = await app.conversations.saveNote(`filler-${size}-${i}`, note).then(
        () => false,
        () => true,
      );
      if (isFull) break;
    }
  }
}

describe.skipIf(!canMount)('a disk without a free byte (tests that mount one need root on Linux)', () => {
  test('lets a bot that goes on answer, without the controls that would need the answer kept, until there is room again', async () => {
    const { index, fill, empty } = await startOnDisk();
    const { channel, anna, logged } = await startInServer({ app: following(index) });
    const before = await (await anna.runs(channel, 'ask', { question })).settled();
    expect(before.text).toContain(words);
    expect(before.buttons.length).toBeGreaterThan(0);
    fill();
    await exhaust(index);
    const during = await (await anna.runs(channel, 'ask', { question })).settled();
    expect(during.text).toContain(words);
    expect(during.embeds).toEqual(before.embeds);
    expect(during.text).toContain('cannot keep anything at the moment');
    expect(during.buttons).toEqual([]);
    expect(logged.some(({ level, message }) => level === 'error' && message.includes('could not be kept'))).toBe(true);

    const quotes = await (await anna.runs(channel, 'quotes', { speaker: 'Ann Poe' })).settled();
    expect(quotes.text).toContain('It will open in June');
    expect(quotes.buttons).toEqual([]);

    empty();
    const after = await (await anna.runs(channel, 'ask', { question })).settled();
    expect(after.buttons.map(({ label }) => label)).toContain('Passages');
    expect(after.text).not.toContain('cannot keep anything');
  });

  test('lets a follow-up be answered in its thread, as what it goes on from', async () => {
    const { index, fill } = await startOnDisk();
    const asked: unknown[] = [];
    const { channel, anna } = await startInServer({
      app: {
        ...following(index),
        ask: (given, options) => {
          asked.push(options.turns);
          return index.app.ask(given, options);
        },
      },
    });
    const shown = await (await anna.runs(channel, 'ask', { question })).settled();
    const { modal } = await anna.clicks(shown, { label: 'Follow up' });
    await index.app.conversations.countRatings();
    fill();
    await exhaust(index);
    const submitted = await anna.submits(modal, { question });
    const thread = await channel.nextBotThread();
    const first = await thread.nextBotMessage();
    expect(first.text).toContain(words);
    expect(first.buttons).toEqual([]);
    expect((await submitted.settled()).text).toContain(`<#${thread.id}>`);
    expect(asked.at(-1)).toMatchObject([{ question }]);
  });

  test('lets a bot that is started then connect and answer, also by mention and in a thread', async () => {
    const { index, fill, empty } = await startOnDisk();
    await index.app.conversations.countRatings();
    const { workspace, discord, server, channel, anna } = await startInServer({ app: following(index) });
    await index.reopen({});
    fill();
    await workspace.restart();
    fill();
    const shown = await (await anna.runs(channel, 'ask', { question })).settled();
    expect(shown.text).toContain(words);
    expect(shown.buttons).toEqual([]);
    const other = server.addChannel({ name: 'other' });
    anna.writes(other, question, { mentions: [discord.bot] });
    expect((await other.nextBotMessage()).text).toContain(words);
    const forgotten = await (await anna.runs(channel, 'forget')).settled();
    expect(forgotten.text).toContain('I cannot write anything down at the moment');
    empty();
    const again = await (await anna.runs(channel, 'ask', { question })).settled();
    expect(again.buttons.length).toBeGreaterThan(0);
  });
});

test('a count of tokens that cannot be read keeps no bot from starting, and is told in the log and to whoever wants to be forgotten', async () => {
  const index = await createWorkspace();
  onTestFinished(() => index.close());
  await index.app.conversations.countRatings();
  writeFileSync(join(index.dataDir, 'usage.sqlite'), 'no database'.repeat(500));
  const { channel, anna, logged } = await startInServer({ app: { conversations: index.app.conversations } });
  const isTold = { level: 'error', fields: { error: { code: 'USAGE_CORRUPT' } } };
  expect(logged.filter(({ level }) => level === 'error')).toMatchObject([isTold]);
  const forgotten = await (await anna.runs(channel, 'forget')).settled();
  expect(forgotten.text).toContain('Something went wrong on my side');
});
