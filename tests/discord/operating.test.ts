import { describe, expect, test } from 'vitest';
import type { App, Progress } from '../../src/app.js';
import { AppError } from '../../src/errors.js';
import { report, status } from '../fakes/app.js';
import { startInServer, type BotOptions } from './bot-workspace.js';

const progress: Progress = {
  phase: 'embedding',
  done: 50,
  total: 100,
  ratePerSecond: 20,
  secondsLeft: 2.5,
  failures: 1,
};

/** A reindex that goes on until it is told to end, or is cancelled. */
function heldReindex() {
  const runs: { full: boolean }[] = [];
  let tell: (progress: Progress) => void = () => undefined;
  let end: () => void = () => undefined;
  const reindex: App['reindex'] = ({ full, signal, onProgress }) =>
    new Promise((resolve) => {
      runs.push({ full });
      tell = (given) => onProgress?.(given);
      end = () => resolve({ ...report, cancelled: signal?.aborted === true });
      signal?.addEventListener('abort', end);
    });
  return { reindex, runs, tell: (given: Progress) => tell(given), end: () => end() };
}

/** A server with an operator, Olga, besides Anna, who is none but may do anything in the server. */
async function startWithOperator(options: BotOptions = {}) {
  const operators: string[] = [];
  const place = await startInServer({ ...options, settings: { ...options.settings, operators } });
  const olga = place.server.addMember({ name: 'Olga' });
  const admin = place.server.addMember({ name: 'Admin', administrator: true });
  operators.push(olga.id);
  for (const command of ['reindex', 'source']) place.server.openCommand(command);
  return { ...place, olga, admin, operators };
}

describe('what only operators may do', () => {
  test.each([
    ['reindex', {}],
    ['source add', { source: 'https://example.org/feed.xml' }],
    ['source remove', { source: 'https://example.org/feed.xml' }],
  ])('/%s is refused to anybody else, an administrator of the server included', async (command, options) => {
    const done: string[] = [];
    const { channel, admin, anna } = await startWithOperator({
      app: {
        reindex: async () => {
          done.push('reindex');
          return report;
        },
        addSource: async () => {
          done.push('add');
          return true;
        },
        removeSource: async () => void done.push('remove'),
      },
    });
    for (const person of [admin, anna]) {
      const asked = await person.runs(channel, command, options);
      expect((await asked.settled()).text).toContain('Only operators');
      expect(asked.isEphemeral).toBe(true);
    }
    expect(done).toEqual([]);
  });

  test('is allowed to those with an operator’s role as well', async () => {
    const { channel, server, operators } = await startWithOperator();
    const role = server.addRole({ name: 'Desk' });
    operators.push(role.id);
    const rita = server.addMember({ name: 'Rita', roles: [role] });
    expect((await (await rita.runs(channel, 'source add', { source: 'x' })).settled()).text).toContain('Added');
  });

  test('shows no credentials of an address, not even in an error', async () => {
    const address = 'https://wire.example/feed.xml?key=s3cret';
    const { channel, olga } = await startWithOperator({
      app: { addSource: () => Promise.reject(new AppError('SOURCE_UNSUPPORTED', `Expected a feed, got ${address}`)) },
    });
    const { text } = await (await olga.runs(channel, 'source add', { source: address })).settled();
    expect(text).toContain('secret');
    expect(text).not.toContain('s3cret');
  });

  test('works in direct messages too', async () => {
    const { olga, discord } = await startWithOperator();
    const asked = await olga.runs(discord.openDm(olga), 'source add', { source: 'https://packet.example/feed.xml' });
    expect((await asked.settled()).text).toContain('there already');
  });

  test('is hidden from members who may not manage the server, as /watch is from those who may not manage channels', async () => {
    const { discord } = await startWithOperator();
    const hidden = discord
      .commands()
      .filter(({ default_member_permissions: needed }) => needed !== null && needed !== undefined);
    expect(hidden.map(({ name }) => name)).toEqual(['reindex', 'source', 'watch']);
  });
});

describe('/reindex', () => {
  test('shows its progress, and ends with what changed and what failed', async () => {
    const held = heldReindex();
    const { channel, olga } = await startWithOperator({ app: { reindex: held.reindex } });
    const shown = await (await olga.runs(channel, 'reindex', { mode: 'full' })).settled();
    expect(held.runs).toEqual([{ full: true }]);
    held.tell(progress);
    await shown.shows(/50 of 100/);
    held.end();
    await shown.shows(/24\D* added/);
    expect(shown.text).toContain('Expected a JSON object on line 17');
    expect(shown.buttons).toEqual([]);
  });

  test('edits its message at most every 1.5 s', async () => {
    const held = heldReindex();
    const { channel, olga, discord } = await startWithOperator({ app: { reindex: held.reindex } });
    const shown = await (await olga.runs(channel, 'reindex')).settled();
    for (let done = 1; done <= 100; done++) held.tell({ ...progress, done });
    await shown.shows(/100 of 100/);
    held.end();
    await shown.shows(/24\D* added/);
    const times = discord.sent

      .filter(({ method, path, status: code }) => method === 'PATCH' && path.endsWith('/@original') && code === 200)
      .map(({ realMs }) => realMs);
    const gaps = times.slice(1).map((time, i) => time - times[i]!);
    expect(times).toHaveLength(3);
    // Requests take a few milliseconds each, one more than the other.
    for (const gap of gaps) expect(gap).toBeGreaterThan(1400);
  });

  test('is joined by a second one', async () => {
    const held = heldReindex();
    const { channel, olga } = await startWithOperator({ app: { reindex: held.reindex } });
    const first = await (await olga.runs(channel, 'reindex')).settled();
    const second = await (await olga.runs(channel, 'reindex', { mode: 'full' })).settled();
    expect(held.runs).toEqual([{ full: false }]);
    expect(second.text).toMatch(/was going on already/i);
    held.end();
    await Promise.all([first.shows(/24\D* added/), second.shows(/24\D* added/)]);
  });

  test('joins the run by which the bot looks after its sources, shows its progress and its report, and can cancel it', async () => {
    const held = heldReindex();
    const { channel, olga, workspace } = await startWithOperator({ app: { reindex: held.reindex } });
    const { job } = workspace.reindexing.start({ full: false, only: ['articles'] });
    const shown = await (await olga.runs(channel, 'reindex')).settled();
    held.tell(progress);
    await shown.shows(/50 of 100/);
    expect(shown.text).toMatch(/was going on already.*only at 1 source/i);
    await (await olga.clicks(shown, { label: 'Cancel' })).settled();
    await shown.shows(/Reindex cancelled/);
    expect(await job.finished).toMatchObject({ cancelled: true });
    expect(held.runs).toHaveLength(1);
  });

  test('while another program indexes says since when, and what to do', async () => {
    const writer = { pid: 4711, since: '2025-06-01T09:33:00.000Z' };
    const { channel, olga } = await startWithOperator({
      app: {
        reindex: () => Promise.reject(new AppError('INDEX_LOCKED', 'Process 4711 is indexing into /srv/index')),
        status: async () => ({ ...status, writer }),
      },
    });
    const shown = await (await olga.runs(channel, 'reindex')).settled();
    await shown.shows(/Another program is indexing right now, since 1 Jun 2025, 09\\?:33 UTC/);
    expect(shown.text).toContain('/status');
    expect(shown.text).not.toMatch(/srv|Incident/);
  });

  test('is cancelled by its button, which works for operators alone', async () => {
    const held = heldReindex();
    const { channel, olga, anna } = await startWithOperator({ app: { reindex: held.reindex } });
    const shown = await (await olga.runs(channel, 'reindex')).settled();
    expect((await (await anna.clicks(shown, { label: 'Cancel' })).settled()).text).toContain('Only operators');
    expect((await (await olga.clicks(shown, { label: 'Cancel' })).settled()).text).toContain('Cancelling');
    await shown.shows(/cancelled|stopped/i);
  });

  test('says when it was too late to cancel', async () => {
    let end = (): void => undefined;
    const reindex = () => new Promise<typeof report>((resolve) => (end = () => resolve(report)));
    const { channel, olga } = await startWithOperator({ app: { reindex } });
    const shown = await (await olga.runs(channel, 'reindex')).settled();
    await (await olga.clicks(shown, { label: 'Cancel' })).settled();
    end();
    await shown.shows(/too late to cancel/);
    await shown.shows(/24\D* added/);
  });

  test('moves on to an ordinary message when the answer to the command can no longer be edited', async () => {
    const held = heldReindex();
    let passedMs = 0;
    const { channel, olga, discord } = await startWithOperator({
      app: { reindex: held.reindex },
      now: () => new Date(Date.now() + passedMs),
    });
    await (await olga.runs(channel, 'reindex')).settled();
    passedMs = 14.5 * 60_000;
    discord.clock.advanceMs(passedMs);
    held.tell(progress);
    const own = await channel.nextBotMessage();
    expect(own.text).toContain('50');
    passedMs = 40 * 60_000;
    discord.clock.advanceMs(25 * 60_000);
    held.tell({ ...progress, done: 77 });
    await own.shows(/77 of 100/);
    held.end();
    await own.shows(/24\D* added/);
  });

  test('that fails tells so in a few words', async () => {
    const { channel, olga } = await startWithOperator({
      app: { reindex: async () => Promise.reject(new Error('disk on fire at /srv')) },
    });
    const shown = await (await olga.runs(channel, 'reindex')).settled();
    await shown.shows(/Incident/);
    expect(shown.text).not.toContain('/srv');
  });

  test('is ended by stopping the bot, and what is finished is told', async () => {
    const held = heldReindex();
    const { channel, olga, workspace } = await startWithOperator({ app: { reindex: held.reindex } });
    const shown = await (await olga.runs(channel, 'reindex')).settled();
    await workspace.bot.stop();
    expect(shown.text).toMatch(/cancelled|stopped/i);
  });
});

describe('what is indexed', () => {
  test('/sources shows outlets and where articles come from, and can be searched', async () => {
    const { channel, anna } = await startInServer();
    const shown = await (await anna.runs(channel, 'sources')).settled();
    expect(shown.text).toContain('Skerrin Packet');
    const searched = await (await anna.runs(channel, 'sources', { search: 'nowhere' })).settled();
    expect(searched.text).not.toContain('Skerrin Packet');
  });

  test('/sources pages where there are many', async () => {
    const many = Array.from({ length: 120 }, (_, i) => ({ name: `Outlet ${i + 1}`, id: null, count: 120 - i }));
    const { channel, anna } = await startInServer({ app: { suggest: async () => many } });
    const shown = await (await anna.runs(channel, 'sources', { search: 'outlet' })).settled();
    const first = shown.text;
    await anna.clicks(shown, { label: /next/i });
    await shown.shows(({ text }) => text !== first && text.includes('Outlet'));
  });

  test('/status shows what is indexed, when, with what, and what failed', async () => {
    const { channel, anna } = await startInServer();
    const asked = await anna.runs(channel, 'status');
    const { text } = await asked.settled();
    for (const part of ['25', 'all-MiniLM-L6-v2', '1.2.3', '1 Jun 2025']) expect(text).toContain(part);
    expect(text).toMatch(/fail/i);
    expect(asked.isEphemeral).toBe(true);
    expect(text).not.toContain(status.dataDir);
  });

  test('/help lists the commands, those of operators for operators alone', async () => {
    const { channel, anna, olga, discord } = await startWithOperator();
    const ask = discord.commands().find(({ name }) => name === 'ask');
    const shown = await (await anna.runs(channel, 'help')).settled();
    expect(shown.text).toContain(`</ask:${ask?.id ?? ''}>`);
    expect(shown.text).not.toContain('reindex');
    expect((await (await olga.runs(channel, 'help')).settled()).text).toContain('reindex');
  });
});
