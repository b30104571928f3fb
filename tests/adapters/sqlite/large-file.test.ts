import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifySeal, verifySealInTurns } from '../../../src/adapters/sqlite/file-seal.js';
import { createSqliteStore, openSqliteStore } from '../../../src/adapters/sqlite/store.js';
import type { Store } from '../../../src/ports.js';
import { quotedArticle } from '../../contracts/quote-store.js';
import { stamp } from '../../contracts/store.js';

/*
 * A file above the size up to which all of it is compared when it is opened: a bit that flips in it must not come to light in words that
 * are shown and cited.
 */

let folder: string;
let file: string;
const open: Store[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'on-record-large-'));
  file = join(folder, 'coverage.sqlite');
  const store = await createSqliteStore(file, { ...stamp, dimensions: 2 });
  await store.putArticle(quotedArticle('a', [['The ferry is late.', 'Ann Poe']], { url: 'https://packet.example/a' }));
  await store.putArticle(quotedArticle('b', [['The ferry is early.', 'Ivo Lund']]));
  await store.close();
  const db = new Database(file);
  db.exec('CREATE TABLE bulk (x BLOB)');
  const insert = db.prepare('INSERT INTO bulk VALUES (?)');
  db.transaction(() => {
    for (let i = 0; i < 66; i++) insert.run(randomBytes(1024 * 1024));
  })();
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  const sealed = await openSqliteStore(file);
  await sealed.seal();
  await sealed.close();
}, 60_000);
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const openStore = async (use: Parameters<typeof openSqliteStore>[1]): Promise<Store> => {
  const store = await openSqliteStore(file, use);
  open.push(store);
  return store;
};

/** Flips a bit of the byte at an offset, or of the first letter wherever a text stands. */
function flip(at: number | string): void {
  const bytes = readFileSync(file);
  if (typeof at === 'number') bytes[at]! ^= 4;
  else for (let i = bytes.indexOf(at); i !== -1; i = bytes.indexOf(at, i + at.length)) bytes[i]! ^= 4;
  writeFileSync(file, bytes);
}

const damaged = { code: 'INDEX_CORRUPT', hint: expect.stringContaining('reindex --full') as string };

describe('a large file', () => {
  test('in which a letter of an article has changed does not give that article, by whatever it is asked for', async () => {
    flip('The ferry is late.');
    const store = await openStore({});
    const naming = { ...damaged, message: expect.stringContaining('"a"') as string };
    await expect(store.findArticle('a')).rejects.toMatchObject(naming);
    await expect(store.findArticleByUrl('https://packet.example/a')).rejects.toMatchObject(naming);
    await expect(store.quotesOf(['a'])).rejects.toMatchObject(naming);
    await expect(store.newestQuotes({ filters: {} }, 5)).rejects.toMatchObject(naming);
    await expect(store.searchQuotes(['late'], { filters: {} }, 5)).rejects.toMatchObject(naming);
    expect((await store.findArticle('b'))?.body).toContain('The ferry is early.');
    expect((await store.quotesOf(['b'])).map(({ text }) => text)).toEqual(['“The ferry is early.”']);
    expect((await store.check()).join()).toContain('1 articles');
  });

  test('in which a headline or an address has changed does not give that article either', async () => {
    flip('https://packet.example/a');
    flip('About b');
    const store = await openStore({});
    for (const id of ['a', 'b']) await expect(store.findArticle(id)).rejects.toMatchObject(damaged);
  });

  test('that is damaged anywhere else is refused once all of it has been compared, if it stays open', async () => {
    flip(readFileSync(file).length - 100);
    const store = await openStore({ stays: true });
    const code = () =>
      store.totals().then(
        () => 'given',
        (error: { code: string }) => error.code,
      );
    await expect.poll(code, { timeout: 60_000, interval: 5 }).toBe('INDEX_CORRUPT');
    await expect(store.findArticle('b')).rejects.toMatchObject(damaged);
    expect((await store.check()).join()).toContain('checksum');
  });

  test('that is damaged anywhere is not opened to be written to', async () => {
    flip(readFileSync(file).length - 100);
    await expect(openSqliteStore(file, { toWrite: true })).rejects.toMatchObject(damaged);
  });

  test('that is sound goes on to serve after all of it has been compared, and is closed before that is done', async () => {
    expect(await verifySealInTurns(file, new AbortController().signal)).toBe('intact');
    const store = await openSqliteStore(file, { stays: true });
    expect(await store.totals()).toMatchObject({ articles: 2 });
    await store.close();
    expect(verifySeal(file)).toBe('intact');
  });

  test('is compared beside other work, and no longer once that is given up', async () => {
    let turns = 0;
    const count = (): void => {
      turns++;
      timer = setImmediate(count);
    };
    let timer = setImmediate(count);
    await verifySealInTurns(file, new AbortController().signal);
    clearImmediate(timer);
    expect(turns).toBeGreaterThan(60);
    const given = new AbortController();
    const compared = verifySealInTurns(file, given.signal);
    given.abort(new Error('enough'));
    await expect(compared).rejects.toThrow('enough');
  });
});
