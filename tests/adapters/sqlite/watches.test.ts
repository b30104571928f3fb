import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openWatches } from '../../../src/adapters/sqlite/watches.js';
import type { NewWatch } from '../../../src/domain/watch.js';
import type { Watches } from '../../../src/ports.js';

const ferry: NewWatch = { guildId: 'g', channelId: 'desk', subject: { kind: 'topic', words: 'ferry' }, quiet: null };
const svoll: NewWatch = {
  guildId: 'h',
  channelId: 'room',
  subject: { kind: 'speaker', speakerId: 'svoll', name: 'Nadia Svoll' },
  quiet: { from: 1320, to: 420 },
};
const bandsOf = (name: string, count = 16): string[] => Array.from({ length: count }, (_, i) => `${i}:${name}`);
const first = '2025-06-01T10:00:00.000Z';
const second = '2025-06-01T11:00:00.000Z';

let folder: string;
let watches: Watches;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'on-record-watches-'));
  watches = await openWatches(join(folder, 'conversations.sqlite'));
});
afterEach(async () => {
  await watches.close();
  rmSync(folder, { recursive: true, force: true });
});
const reopen = async (): Promise<void> => {
  await watches.close();
  watches = await openWatches(join(folder, 'conversations.sqlite'));
};
/** An article is seen, and watches match it. */
const see = (
  id: string,
  watchIds: number[],
  {
    urls = [],
    bands = bandsOf(id),
    publishedAt = null,
  }: { urls?: string[]; bands?: string[]; publishedAt?: string | null } = {},
): Promise<void> =>
  watches.see([{ id, urls, bands, watchIds, pending: { articleId: id, url: urls[0] ?? null, publishedAt } }]);
const idsTaken = async (id: number, now: string): Promise<string[] | undefined> =>
  (await watches.take(id, now))?.pending.map(({ articleId }) => articleId);

describe('watches', () => {
  test('come back as they were set, with numbers that are never used again', async () => {
    expect(await watches.add(ferry)).toEqual({ ...ferry, id: 1, trouble: null });
    await watches.add(svoll);
    await reopen();
    expect(await watches.list()).toEqual([
      { ...ferry, id: 1, trouble: null },
      { ...svoll, id: 2, trouble: null },
    ]);
    expect(await watches.list('h')).toHaveLength(1);
    expect(await watches.remove({ id: 2, guildId: 'g' })).toBe(0);
    expect(await watches.remove({ id: 2, guildId: 'h' })).toBe(1);
    expect((await watches.add(svoll)).id).toBe(3);
    expect(await watches.remove({ channelId: 'desk' })).toBe(1);
    expect(await watches.remove({ guildId: 'h' })).toBe(1);
    expect(await watches.list()).toEqual([]);
  });

  test('are told of an article once: under its id, one of its addresses, or nearly the same body', async () => {
    const { id } = await watches.add(ferry);
    await see('a', [id], { urls: ['https://a.example/1', 'https://b.example/1'] });
    await see('a', [id]);
    await see('same-address', [id], { urls: ['https://b.example/1'] });
    await see('same-body', [id], { bands: [...bandsOf('a', 3), ...bandsOf('x').slice(3)] });
    await see('like-it', [id], { bands: [...bandsOf('a', 2), ...bandsOf('y').slice(2)] });
    expect(await idsTaken(id, first)).toEqual(['a', 'like-it']);
    expect(await watches.listUnseen(['new', 'a', 'same-body'])).toEqual(['new']);
  });

  test('forget what was seen with the last of them', async () => {
    await watches.add(ferry);
    await watches.add(svoll);
    await see('a', []);
    await watches.remove({ id: 1 });
    expect(await watches.listUnseen(['a'])).toEqual([]);
    await watches.remove({ id: 2 });
    expect(await watches.listUnseen(['a'])).toEqual(['a']);
  });
});

describe('what a watch has to tell', () => {
  test('is the newest first, and none of it is lost by a watch that is gone', async () => {
    const { id } = await watches.add(ferry);
    await see('undated', [id, 99]);
    await see('old', [id], { publishedAt: '2025-01-01' });
    await see('new', [id], { publishedAt: '2025-05-01T10:00:00+02:00' });
    expect((await watches.listDue(first)).map((due) => due.id)).toEqual([id]);
    expect(await idsTaken(id, first)).toEqual(['new', 'old', 'undated']);
  });

  test('is given again under its own time, without what came later, until it is settled', async () => {
    const { id } = await watches.add(ferry);
    await see('a', [id]);
    await watches.take(id, first);
    await see('b', [id]);
    await reopen();
    expect(await watches.take(id, second)).toMatchObject({ takenAt: first, pending: [{ articleId: 'a' }] });
    await watches.settle(id, first);
    expect(await watches.take(id, second)).toMatchObject({ takenAt: second, pending: [{ articleId: 'b' }] });
    await watches.settle(id, second);
    expect(await watches.take(id, second)).toBeUndefined();
    expect(await watches.listDue(second)).toEqual([]);
  });

  test('waits for its retry where there is trouble; what is surely untold comes with the next', async () => {
    const { id } = await watches.add(ferry);
    await see('a', [id]);
    await watches.take(id, first);
    const trouble = { reason: 'I need a permission', tries: 1, retryAt: second };
    await watches.postpone(id, trouble, first);
    expect(await watches.list()).toMatchObject([{ trouble }]);
    expect(await watches.listDue(first)).toEqual([]);
    expect(await watches.listDue(second)).toHaveLength(1);
    await see('b', [id]);
    expect(await idsTaken(id, second)).toEqual(['a', 'b']);
    await watches.settle(id, second);
    expect(await watches.list()).toMatchObject([{ trouble: null }]);
  });

  test('does not wait for a retry that lies further ahead than any, because the clock was set back', async () => {
    const { id } = await watches.add(ferry);
    await see('a', [id]);
    await watches.postpone(id, { reason: 'I need a permission', tries: 9, retryAt: '2026-01-01T00:00:00.000Z' }, null);
    expect(await watches.listDue('2025-12-31T23:00:00.000Z')).toEqual([]);
    expect(await watches.listDue('2025-12-31T22:59:59.999Z')).toHaveLength(1);
  });

  test('goes with its watch', async () => {
    const { id } = await watches.add(ferry);
    await see('a', [id]);
    await watches.remove({ id });
    expect(await watches.take(id, first)).toBeUndefined();
    expect(await watches.listDue(first)).toEqual([]);
  });
});
