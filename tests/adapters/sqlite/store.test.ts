import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSqliteStore, openSqliteStore } from '../../../src/adapters/sqlite/store.js';
import { describeStore, record, stamp } from '../../contracts/store.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'on-record-store-'));
  file = join(folder, 'deep', 'coverage.sqlite');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describeStore('SQLite', async () => {
  const store = await createSqliteStore(file, stamp);
  return { store, openAgain: () => openSqliteStore(file), remove: async () => undefined };
});

/** A file with enough articles that the tables fill many pages. */
async function fill(): Promise<void> {
  const store = await createSqliteStore(file, stamp);
  for (let i = 0; i < 40; i++)
    await store.putArticle(record({ id: `a${i}`, body: `Walrus ${i}. `.repeat(100).trim() }));
  await store.close();
}

/** Changes a file behind the store's back. */
function change(sql: string): void {
  const db = new Database(file);
  // Without it, SQLite would not let the tables behind a virtual one be damaged.
  db.unsafeMode(true);
  db.pragma('foreign_keys = OFF');
  db.exec(sql);
  db.close();
}

describe('opening a file', () => {
  test('that is not there is INDEX_MISSING and makes none', async () => {
    await expect(openSqliteStore(file)).rejects.toMatchObject({ code: 'INDEX_MISSING' });
    await expect(openSqliteStore(file)).rejects.toMatchObject({ code: 'INDEX_MISSING' });
  });

  test('of a later version is INDEX_NEWER and says what to do', async () => {
    await fill();
    change(`UPDATE meta SET value = '99' WHERE key = 'schemaVersion'`);
    await expect(openSqliteStore(file)).rejects.toMatchObject({
      code: 'INDEX_NEWER',
      message: expect.stringContaining('99'),
      hint: expect.stringContaining('Update'),
    });
  });

  test('that is no database, an empty one, or one of something else is INDEX_CORRUPT and points to a full run', async () => {
    await fill();
    const damaged = { code: 'INDEX_CORRUPT', hint: expect.stringContaining('reindex --full') };
    writeFileSync(file, 'no database at all, but long enough to have a header of a hundred bytes'.repeat(20));
    await expect(openSqliteStore(file)).rejects.toMatchObject(damaged);
    rmSync(file);
    writeFileSync(file, '');
    await expect(openSqliteStore(file)).rejects.toMatchObject(damaged);
    change('CREATE TABLE things (a)');
    await expect(openSqliteStore(file)).rejects.toMatchObject(damaged);
  });

  test('made twice is refused the second time and keeps what it holds', async () => {
    await fill();
    await expect(createSqliteStore(file, stamp)).rejects.toThrow();
    const store = await openSqliteStore(file);
    expect((await store.totals()).articles).toBe(40);
    await store.close();
  });

  test('in a folder that cannot be made is INDEX_UNWRITABLE', async () => {
    writeFileSync(join(folder, 'deep'), 'a file where a folder should be');
    await expect(createSqliteStore(file, stamp)).rejects.toMatchObject({ code: 'INDEX_UNWRITABLE' });
  });
});

describe('check', () => {
  const faults = async (): Promise<string[]> => {
    const store = await openSqliteStore(file);
    try {
      return await store.check();
    } finally {
      await store.close();
    }
  };

  test.each([
    [
      'a passage without a vector',
      'DELETE FROM vectors WHERE text_hash = (SELECT text_hash FROM passages LIMIT 1)',
      '1 passages have no vector',
    ],
    [
      'a vector of another length',
      'UPDATE vectors SET vector = substr(vector, 1, 8) WHERE text_hash = (SELECT text_hash FROM passages LIMIT 1)',
      '1 vectors',
    ],
    [
      'a passage that is not in the lexical index',
      'DELETE FROM words_docsize WHERE id = 3',
      'expected 40 passages in the lexical index, got 39',
    ],
    ['an article without a place', "DELETE FROM places WHERE article_id = 'a3'", '1 articles have no place'],
    ['a damaged lexical index', `UPDATE words_data SET block = zeroblob(length(block)) WHERE id > 10`, 'words'],
  ])('finds %s', async (_, sql, fault) => {
    await fill();
    expect(await faults()).toEqual([]);
    change(sql);
    expect((await faults()).join('\n')).toContain(fault);
  });

  test('finds pages that were overwritten', async () => {
    await fill();
    const bytes = readFileSync(file);
    bytes.fill(0x5a, bytes.length - 3 * 4096, bytes.length - 4096);
    writeFileSync(file, bytes);
    expect((await faults()).length).toBeGreaterThan(0);
  });

  test('finds a truncated file, or opening it does', async () => {
    await fill();
    const whole = join(folder, 'whole.sqlite');
    copyFileSync(file, whole);
    const { length } = readFileSync(whole);
    for (const share of [0.3, 0.6, 0.9]) {
      copyFileSync(whole, file);
      truncateSync(file, Math.floor((length * share) / 4096) * 4096);
      const found = await faults().catch((error: unknown) => error);
      if (Array.isArray(found)) expect(found.length).toBeGreaterThan(0);
      else expect(found).toMatchObject({ code: 'INDEX_CORRUPT' });
    }
  });

  test('a search that meets damage is INDEX_CORRUPT, naming the file', async () => {
    await fill();
    change(`UPDATE words_data SET block = zeroblob(length(block)) WHERE id > 10`);
    const store = await openSqliteStore(file);
    const options = { count: 3, filters: {}, headlineWeight: 1 };
    await expect(store.lexicalSearch(['walrus'], options)).rejects.toMatchObject({
      code: 'INDEX_CORRUPT',
      message: expect.stringContaining(file),
    });
    await store.close();
  });
});
